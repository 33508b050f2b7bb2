"""Takes the two libraries and the C headers out of a TensorFlow wheel: unpack_tensorflow.py WHEEL FOLDER. Prints one line a part."""

import shutil
import sys
import zipfile
from pathlib import Path

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
# What binding/*.cc includes, and what those include in turn, lies below these.
HEADERS = ("tensorflow/include/tensorflow/c/", "tensorflow/include/tensorflow/core/platform/", "tensorflow/include/tsl/")


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name in LIBRARIES:
            print(f"unpacking {name}", flush=True)
            with archive.open(f"tensorflow/{name}") as source, open(folder / name, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        print("unpacking headers", flush=True)
        archive.extractall(folder / "unpacked", (name for name in archive.namelist() if name.startswith(HEADERS)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
