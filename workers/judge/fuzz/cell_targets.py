"""A whole cell as the judge holds it, with an enemy at the other end of its socket: what it says, writes and prints, and
how it ends. Only the process is missing."""

from __future__ import annotations

import os
import random
import socket
import struct
from functools import cache
from types import SimpleNamespace

from judge.cells import arena, memfd
from judge.cells.case_files import CaseFiles
from judge.cells.cells import Cell
from judge.cells.deaths import kind_of_death
from judge.cells.outcome import OUTCOME_KINDS, CellLimits, GraderFault
from judge.cells.prints import Prints
from judge.cells.zygotes import ENDED, End, Forked
from judge.fuzz.target import NONCE, Broken, Target, check_tensors, check_text, true_arena

# Length of the message, of the arena, of the prints; where the cell has left its place in the prints; how it ended.
SCRIPT = struct.Struct("<HHHQi")
LIMITS = CellLimits(wall_seconds=1.0, output_mib=1)


def true_word(rng: random.Random) -> bytes:
    said = rng.choice((b"", "ValueError: größer als 3 \x1b[31m\u202e".encode(), b"\xff\xfe\0\r\n", b"a" * 4000))
    return rng.choice((b"L", b"R", b"SIXAMO"[rng.randrange(6) :][:1] + said, b"XValueError Exception\0" + said))


def true_script(rng: random.Random) -> bytes:
    """A cell that plays by the rules: outputs in the message or in the arena, a failure, or a death in silence."""
    image, printed = true_arena(rng), true_word(rng)
    choice = rng.randrange(4)
    if choice == 0:
        word, image = (
            rng.choice((b"SInvalid", b"MNo such function.", b"AMemoryError", b"XValueError\0ValueError: 3")),
            b"",
        )
    elif choice == 1:
        word, image = b"", b""
    elif choice == 2:
        word = b"R"
    else:
        word, image = b"r" + image, b""
    status = rng.choice((0, 256, 11, 31))
    return SCRIPT.pack(len(word), len(image), len(printed), len(printed), status) + word + image + printed


def play(script: bytes) -> bool:
    if len(script) < SCRIPT.size:
        return False
    said, written, printed, place, status = SCRIPT.unpack_from(script)
    parts = script[SCRIPT.size :]
    word, image, prints = parts[:said], parts[said : said + written], parts[said + written :][:printed]
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    runtime = SimpleNamespace(own_memory_mib=0)
    zygote = SimpleNamespace(
        runtime=runtime, alive=True, fault="", wait_end=lambda *_: End(status, 0.0, 0), forget=lambda *_: None
    )
    cell = Cell(zygote, Forked(0, os.dup(a_dead_process()), ours), None, lambda _: None)
    cell._prints = Prints()
    files = CaseFiles(NONCE, [])

    def enemy() -> None:
        memfd.write_all(cell._output, image, 0)
        memfd.write_all(cell._prints.descriptor, prints, 0)
        # Mostly near: the whole file is long to look through.
        os.lseek(cell._prints.descriptor, place & (1 << 62) - 1 if place % 16 == 0 else place % 2048, os.SEEK_SET)
        theirs.send(word)

    try:
        outcome = cell.run_prepared(files, b"{}", LIMITS, enemy)
    except GraderFault as fault:
        if word or (fault.reason, status & 0x7F) != ("cell_killed", 9):
            raise Broken(f"a fault of ours that is none: {fault}") from fault
        return False
    finally:
        files.close()
        cell.close()
        theirs.close()
    if outcome.kind not in OUTCOME_KINDS or (outcome.kind == "returned") != (outcome.outputs is not None):
        raise Broken(f"the outcome {outcome.kind}")
    outputs = outcome.outputs or {}
    unwritten = bytes(max((array.nbytes for array in outputs.values()), default=0))  # the rest of the arena is zeros
    check_tensors(outputs, word + image.ljust(arena.HEADER_BYTES, b"\0") + unwritten)
    if not all(name.isidentifier() for name in outcome.raised) or len(outcome.raised) > 16:
        raise Broken(f"class names {outcome.raised!r}")
    for shown in (outcome.message, outcome.stdout, outcome.detail):
        check_text(shown)
    return outcome.kind != "invalid_output"


@cache
def a_dead_process() -> int:
    """The pidfd of a process that has ended: it can be waited for and killed like any other."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    pidfd = os.pidfd_open(pid)
    os.waitpid(pid, 0)
    return pidfd


def true_end(rng: random.Random) -> bytes:
    status = rng.choice((rng.randrange(256) << 8, rng.randrange(1, 65), rng.randrange(1, 65) | 0x80))
    return ENDED.pack(b"W", rng.randrange(1 << 32), status, rng.random() * 100, rng.random(), rng.randrange(1 << 40))


def parse_end(message: bytes) -> bool:
    if len(message) != ENDED.size:
        return False
    _, _, status, user, system, resident = ENDED.unpack(message)
    for out_of_memory in (False, True):
        try:
            kind, detail = kind_of_death(End(status, user + system, resident), 60.0, out_of_memory)
        except GraderFault as fault:
            if (fault.reason, status & 0x7F) != ("cell_killed", 9) or out_of_memory:
                raise Broken(f"a fault of ours that is none: {fault}") from fault
            continue
        if kind not in OUTCOME_KINDS or not detail:
            raise Broken(f"the kind {kind!r} because of {detail!r}")
    return True


TARGETS = (
    Target("a cell from outside", true_script, play, share=0.1),
    Target("how a cell ended", true_end, parse_end, share=0.02),
)
