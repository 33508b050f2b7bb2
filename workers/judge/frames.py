"""Messages over a pipe: 4 bytes of big-endian length, then that many bytes of UTF-8 JSON."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

FRAME_BYTES_MAX = 32 * 1024 * 1024


class FrameError(Exception):
    """The other end does not speak our protocol; nothing after this can be trusted to be in step."""


def read_frame(fd: int) -> Any | None:
    """The next message, or None at the end of the stream. The length is checked before a byte of the body is read."""
    head = _read_exactly(fd, 4, may_end=True)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > FRAME_BYTES_MAX:
        raise FrameError(f"a frame of {length} bytes was announced; {FRAME_BYTES_MAX} is the limit")
    body = _read_exactly(fd, length, may_end=False)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a frame is not JSON: {error}") from error


def encode_frame(message: Any) -> bytes:
    """Raises ValueError for NaN and infinities, which JSON lacks, and for a message over the limit."""
    body = json.dumps(message, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(body) > FRAME_BYTES_MAX:
        raise ValueError(f"a frame of {len(body)} bytes is over the limit of {FRAME_BYTES_MAX}")
    return len(body).to_bytes(4, "big") + body


class FrameWriter:
    """Several threads write; each frame goes out whole."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()

    def write(self, message: Any) -> None:
        frame = memoryview(encode_frame(message))
        with self._lock:
            while frame:
                frame = frame[os.write(self._fd, frame) :]


def _read_exactly(fd: int, length: int, *, may_end: bool) -> bytes | None:
    parts, missing = [], length
    while missing:
        part = os.read(fd, min(missing, 1 << 20))
        if not part:
            if may_end and missing == length:
                return None
            raise FrameError("the stream ended in the middle of a frame")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
