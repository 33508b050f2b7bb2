# id: KN-08, CP-07
# attack: a library of its own from its folder, from memory, and compilers
# runs: python
# expect: judged
# layer: cell (noexec, no memfd, nothing can be started)
import ctypes
import os
import shutil
import sys

from support import Escaped, libc, refused


def act(x):
    files = [str(getattr(module, "__file__", "")) for module in list(sys.modules.values())]
    library = next(file for file in files if file.endswith(".so"))
    with open("/box/a.so", "wb") as file:
        file.write(open(library, "rb").read()[: 4 << 20])
    refused("its own library", lambda: ctypes.CDLL("/box/a.so"))
    os.unlink("/box/a.so")
    if libc.memfd_create(b"a.so", 0) >= 0:
        raise Escaped("memfd_create")
    for compiler in ("cc", "gcc", "g++", "clang", "nvcc"):
        if path := shutil.which(compiler, path="/usr/bin:/bin"):
            refused(compiler, lambda path=path: os.posix_spawn(path, [path, "--version"], {}))
