"""What is fuzzed: for each parser true inputs to start from, the errors it may raise, and what must hold when it does not."""

from __future__ import annotations

import json
import os
import random

import numpy as np

from judge.cells import arena, memfd, text
from judge.cells.cells import told_by
from judge.compare import compare_outputs
from judge.errors import JudgeFault
from judge.frames import FrameError, encode_frame, read_frame
from judge.fuzz import cell_targets, reader_targets
from judge.fuzz.cell_targets import true_word
from judge.fuzz.target import NONCE, Broken, Target, check_tensors, check_text, true_arena
from judge.harness.tolerance import Tolerance
from judge.questions import RuntimeSpec
from judge.service import parse_request
from judge.shown import shown_tensor
from judge.tolerance import Wanted
from judge.watch import first_called


def parse_message(image: bytes) -> bool:
    check_tensors(arena.read_image(image, NONCE), image)
    return True


def parse_file(image: bytes) -> bool:
    descriptor = memfd.create("fuzz", len(image))
    try:
        memfd.write_all(descriptor, image, 0)
        memfd.freeze(descriptor)  # should the kernel hold a page just now: nobody else has this file
        check_tensors(arena.read_outputs(descriptor, NONCE), image)
    finally:
        os.close(descriptor)
    return True


def parse_and_judge(image: bytes) -> bool:
    """The way of tensors on to the comparison, to what is shown and into the frame to the grader: no error is allowed."""
    try:
        outputs = arena.read_image(image, NONCE)
    except arena.ArenaError:
        return False
    names = list(outputs)[:2] or ["output0"]
    wanted = {name: WANTED for name in names}
    with np.errstate(all="ignore"):
        differences = compare_outputs(wanted, outputs)
    if not any(one.mistake for one in differences) and any(array.shape != (2, 3) for array in outputs.values()):
        raise Broken("a tensor of another shape was accepted")
    encode_frame([shown_tensor(name, array) for name, array in outputs.items()])
    first_called(outputs.get(names[0]), WATCHED, FILES)
    return True


WANTED = Wanted(np.zeros((2, 3)), (2, 3), "float32", Tolerance(1e-6, 1e-6))
WATCHED = RuntimeSpec("numpy", "f", ("numpy.add", "numpy.multiply"), None)
FILES = [("solution.py", b""), ("other.py", b"")]


def parse_word(answer: bytes) -> bool:
    names, told = told_by(answer)
    if not all(name.isidentifier() for name in names) or len(names) > 16:
        raise Broken(f"class names {names!r}")
    check_text(text.message(told))
    return True


def parse_print(raw: bytes) -> bool:
    check_text(text.cleaned(raw))
    return True


def true_frame(rng: random.Random) -> bytes:
    return encode_frame({"op": "grade", "id": rng.randrange(9), "files": [{"path": "a.py", "content": "é\0" * 9}], "n": [1.5, None]})


def parse_frame(raw: bytes) -> bool:
    descriptor = memfd.create("fuzz", 0)
    try:
        memfd.write_all(descriptor, raw, 0)
        read_frame(descriptor)
    finally:
        os.close(descriptor)
    return True


def true_request(rng: random.Random) -> bytes:
    files = [{"path": rng.choice(("solution.py", "a/b.py")), "content": "x = 1\n"} for _ in range(rng.randrange(1, 4))]
    request = {
        **{"id": 1, "op": "grade", "question_id": "q", "question_revision": "sha256:0", "runtime": "numpy", "mode": "grade"},
        **{"seed": rng.choice((None, "ab" * 32)), "files": files, "device": "cpu", "device_missed": None},
    }
    return json.dumps(request).encode()


def parse_json_request(raw: bytes) -> bool:
    try:
        message = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    if not isinstance(message, dict):
        return False
    request = parse_request(message)
    for path, content in request.files:
        if path.startswith("/") or ".." in path.split("/") or not isinstance(content, bytes):
            raise Broken(f"the path {path!r}")
    return True


TARGETS = (
    Target("outputs in a message", true_arena, parse_message, (arena.ArenaError,), 0.28),
    Target("outputs in a sealed file", true_arena, parse_file, (arena.ArenaError,), 0.17),
    Target("outputs on to comparison and report", true_arena, parse_and_judge, share=0.12),
    Target("what a cell says", true_word, parse_word, share=0.08),
    Target("what a cell prints", true_word, parse_print, share=0.05),
    Target("frames of the grader", true_frame, parse_frame, (FrameError,), 0.05),
    Target("requests of the grader", true_request, parse_json_request, (JudgeFault,), 0.06),
    *cell_targets.TARGETS,
    *reader_targets.TARGETS,
)
