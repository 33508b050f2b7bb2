"""What went wrong in the candidate's code, in one short text. It comes from hostile ground: shown to people, never
believed."""

import sys
import traceback

TEXT_BYTES_MAX = 4000
CLASSES_MAX = 16
CLASS_NAME_MAX = 80


def of_exception(error):
    """`A` for memory, `X` for anything else; for `X` the names of its classes, own one first, and a null byte; then
    `Class: text (file, line n)`."""
    text = encoded(f"{type(error).__name__}: {error}{place_of(error)}")
    return b"A" + text if is_out_of_memory(error) else b"X" + classes_of(error) + b"\0" + text


def classes_of(error):
    names = [kind.__name__ for kind in type(error).__mro__[:CLASSES_MAX] if kind is not object]
    return " ".join(names).encode("utf-8", "replace").replace(b"\0", b"?")[: CLASSES_MAX * CLASS_NAME_MAX]


def is_out_of_memory(error):
    if isinstance(error, MemoryError):
        return True
    # torch says the same thing by a RuntimeError, and TensorFlow by an error of its own.
    if type(error).__name__ == "ResourceExhaustedError":
        return "OOM when allocating" in str(error)
    return isinstance(error, RuntimeError) and "DefaultCPUAllocator: can't allocate memory" in str(error)


def place_of(error):
    """The innermost line of the candidate's own files."""
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if file.endswith(".py") and not file.startswith("/") and file != "adapter.py":
            place = f" ({file}, line {line})"
    return place


def encoded(text):
    return text.encode("utf-8", "backslashreplace")[:TEXT_BYTES_MAX]


def flush_prints():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: S110 - closed or replaced by the candidate: his text is lost, nothing else
            pass
