"""What went wrong in the candidate's code, in one short text. It comes from hostile ground: shown to people, never
believed."""

import sys
import traceback

TEXT_BYTES_MAX = 4000


def of_exception(error):
    """`A` for memory, `X` for anything else, then `Class: text (file, line n)`."""
    kind = b"A" if is_out_of_memory(error) else b"X"
    return kind + encoded(f"{type(error).__name__}: {error}{place_of(error)}")


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
