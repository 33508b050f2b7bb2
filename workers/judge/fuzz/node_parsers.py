"""The Node.js parsers behind two pipes, started when the first input is for them."""

from __future__ import annotations

import functools
import os
import shutil
import struct
import subprocess
from pathlib import Path

from judge.cells import memfd

PROGRAM = Path(__file__).with_name("nodeParsers.mjs")
OUTPUT_BYTES = 1 << 20


class NodeParsers:
    """Owns the process and the two files that a cell would be given. `ask` restarts nothing: a process that ends was
    brought down by its last input."""

    def __init__(self, node: str) -> None:
        self.input = memfd.create("input", 0)
        self.output = memfd.create("output", OUTPUT_BYTES)
        command = [node, str(PROGRAM), str(self.input), str(self.output)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, **pipes, pass_fds=(self.input, self.output))

    def put(self, data: bytes) -> None:
        """The file of the next request; what the last one has written is gone."""
        os.ftruncate(self.input, 0)
        memfd.write_all(self.input, data, 0)
        os.ftruncate(self.output, 0)
        os.ftruncate(self.output, OUTPUT_BYTES)

    def ask(self, parser: str, data: bytes = b"") -> tuple[str, bytes]:
        """(`T` taken, `R` refused or `B` by an error that nobody meant, what was said)."""
        try:
            self._process.stdin.write(parser.encode() + struct.pack("<I", len(data)) + data)
            self._process.stdin.flush()
        except BrokenPipeError:
            return "B", b"the Node.js process is gone"
        head = self._process.stdout.read(4)
        answer = self._process.stdout.read(int.from_bytes(head, "little")) if len(head) == 4 else b""
        return (answer[:1].decode(), answer[1:]) if answer else ("B", b"the Node.js process ended")


def node_program() -> str | None:
    """GRADECHECK_NODE is what the command line runs in itself."""
    return os.environ.get("GRADECHECK_NODE") or shutil.which("node")


@functools.cache
def running() -> NodeParsers:
    """It ends when this process does: its pipe is closed then."""
    return NodeParsers(node_program())
