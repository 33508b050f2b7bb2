# id: RS-10, RS-11, RS-12
# attack: one file without end, many files, and inodes without end
# runs: python
# expect: judged
# layer: cell (tmpfs of 16 MiB with 1,024 inodes)
import errno
import os

from support import Escaped, until_refused


def act(x):
    written = 0
    try:
        with open("/box/large", "wb", 0) as file:
            while written < 1 << 30:
                written += file.write(b"x" * 65536)
        raise Escaped("a gigabyte was written")
    except OSError as error:
        if error.errno != errno.ENOSPC or written > 16 << 20:
            raise Escaped(f"{error} after {written}") from None
    os.unlink("/box/large")
    if until_refused("inode", lambda i: os.mkdir(f"/box/{i}")) > 1024:
        raise Escaped("more than 1,024 inodes")
    for name in os.listdir("/box"):
        os.rmdir(f"/box/{name}")
