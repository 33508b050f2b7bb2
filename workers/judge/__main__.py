"""The judge process: frames on stdin and stdout, log lines on stderr. Ends when stdin closes."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# Started as a file with -I, so nothing but this line says where the package is.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.frames import FrameError, FrameWriter, read_frame
from judge.grade import GradeDeps
from judge.log import log
from judge.questions import QuestionBank
from judge.service import JudgeService
from judge.start import open_pool, take_stdout

EXIT_HUNG, EXIT_PROTOCOL, EXIT_NOT_STARTED = 3, 4, 5


def main() -> int:
    options = parse_arguments(sys.argv[1:])
    sys.argv[1:] = []  # a command line is readable by every process of the machine, cells' too if a layer fails
    stdout = take_stdout()
    try:
        pool = open_pool(options.runtimes.split(","), Path(options.build), options.slots)
    except Exception as error:  # noqa: BLE001 (whatever it is, the grader learns it from the log)
        log("not_started", error=f"{type(error).__name__}: {error}")
        return EXIT_NOT_STARTED
    try:
        return serve(options, pool, FrameWriter(stdout))
    finally:
        pool.close()


def serve(options: argparse.Namespace, pool, writer: FrameWriter) -> int:
    isolation, versions, devices = pool.isolation_report(), pool.runtime_versions(), pool.devices()
    deps = GradeDeps(
        bank=QuestionBank(Path(options.questions)),
        pool=pool,
        runtime_versions={one["name"]: one["version"] for one in versions},
        device=devices[0],
        cards={one["type"]: one for one in devices[1:]},
        libraries=pool.libraries(),
        isolation_level="full" if all(layer["holds"] for layer in isolation["layers"]) else "reduced",
    )
    service = JudgeService(deps, writer, options.slots, on_exhausted=lambda: os._exit(EXIT_HUNG))
    writer.write(
        {"event": "ready", "isolation": isolation, "runtimes": versions, "devices": devices, "slots": options.slots}
    )
    log("ready", serves=isolation["serves"], runtimes=versions, devices=devices, slots=options.slots)
    try:
        while (message := read_frame(0)) is not None:
            service.receive(message)
    except FrameError as error:
        log("protocol", error=str(error))
        return EXIT_PROTOCOL
    except KeyboardInterrupt:
        pass  # Ctrl-C reaches the whole process group; the grader is going down as well
    log("stopped")
    return 0


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("--questions", default=str(root / "questions"))
    parser.add_argument("--build", default=str(root / ".gradecheck" / "build"))
    parser.add_argument("--runtimes", default="pytorch,numpy,keras,tfjs")
    parser.add_argument("--slots", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not 1 <= options.slots <= 256:
        parser.error("--slots must be from 1 to 256")
    return options


if __name__ == "__main__":
    code = main()
    # Grading threads may still be in the middle of an answer that nobody waits for: do not join them.
    sys.stderr.flush()
    os._exit(code)
