"""The judge process: frames on stdin and stdout, log lines on stderr. Ends when stdin closes."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

# Started as a file with -I, so nothing but this line says where the package is.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.cells import CellPool
from judge.frames import FrameError, FrameWriter, read_frame
from judge.grade import GradeDeps
from judge.log import log
from judge.questions import QuestionBank
from judge.service import JudgeService
from judge.start import all_runtimes, joining_later, open_pool, take_stdout

EXIT_HUNG, EXIT_PROTOCOL, EXIT_NOT_STARTED = 3, 4, 5


def main() -> int:
    options = parse_arguments(sys.argv[1:])
    sys.argv[1:] = []  # a command line is readable by every process of the machine, cells' too if a layer fails
    stdout = take_stdout()
    runtimes = options.runtimes.split(",")
    later = joining_later(runtimes)
    try:
        pool = open_pool([name for name in runtimes if name not in later], Path(options.build), options.slots)
    except Exception as error:  # noqa: BLE001 (whatever it is, the grader learns it from the log)
        log("not_started", error=f"{type(error).__name__}: {error}")
        return EXIT_NOT_STARTED
    try:
        return serve(options, pool, later, FrameWriter(stdout))
    finally:
        pool.close()


def serve(options: argparse.Namespace, pool: CellPool, later: list[str], writer: FrameWriter) -> int:
    bank = QuestionBank(Path(options.questions))
    service = JudgeService(offered(pool, bank), writer, options.slots, on_exhausted=lambda: os._exit(EXIT_HUNG))
    say_ready(pool, options, writer)
    threading.Thread(target=join, args=(pool, later, bank, service, options, writer), name="join", daemon=True).start()
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


def offered(pool: CellPool, bank: QuestionBank) -> GradeDeps:
    devices = pool.devices()
    return GradeDeps(
        bank=bank,
        pool=pool,
        runtime_versions={one["name"]: one["version"] for one in pool.runtime_versions()},
        device=devices[0],
        cards={one["type"]: one for one in devices[1:]},
        libraries=pool.libraries(),
        isolation_level="full" if all(layer["holds"] for layer in pool.isolation_report()["layers"]) else "reduced",
    )


def say_ready(pool: CellPool, options: argparse.Namespace, writer: FrameWriter) -> None:
    report, versions, devices = pool.isolation_report(), pool.runtime_versions(), pool.devices()
    frame = {"isolation": report, "runtimes": versions, "devices": devices, "slots": options.slots}
    writer.write({"event": "ready", **frame})
    log("ready", serves=report["serves"], runtimes=versions, devices=devices, slots=options.slots)


def join(pool: CellPool, later: list[str], bank: QuestionBank, service: JudgeService, options, writer) -> None:
    """Offers each of the slow runtimes as soon as it is warm. Not one after another's failure: none depends on it."""
    for name in later:
        try:
            pool.join(name)
            service.deps = offered(pool, bank)
            say_ready(pool, options, writer)
        except Exception as error:  # noqa: BLE001 (the runtimes that serve must not go down with it)
            log("not_joined", runtime=name, error=f"{type(error).__name__}: {error}")


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("--questions", default=str(root / "questions"))
    parser.add_argument("--build", default=str(root / ".gradecheck" / "build"))
    parser.add_argument("--runtimes", default=",".join(all_runtimes()))
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
