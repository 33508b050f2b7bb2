"""Starts a program with exactly the descriptors it should have. The judge never forks: its buffers would turn copy-on-
write."""

import fcntl
import os


def spawn(command: list[str], descriptor_three: int) -> int:
    """pid of `command` with an empty environment, /dev/null on 0 and 1, our stderr, and `descriptor_three` as 3."""
    # From 10 up, so that making 3 cannot overwrite the source.
    source = fcntl.fcntl(descriptor_three, fcntl.F_DUPFD_CLOEXEC, 10)
    try:
        return os.posix_spawn(
            command[0],
            command,
            {},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, source, 3),
            ],
        )
    finally:
        os.close(source)
