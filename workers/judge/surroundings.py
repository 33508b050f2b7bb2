"""What a result of a runtime depends on beside question and answer: the judge, the runtime, what set-up made of both, and the
machine."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from .cells.environment import finished_environments
from .cells.runtimes import Runtime, find_runtimes

# Tests and what lies beside the path of a grade.
NOT_ON_THE_WAY = frozenset({"tests", "__pycache__", "fuzz", "mutate"})


def surroundings(root: Path, build: Path, runtime: str) -> str | None:
    """A hash; None where it cannot be known: the runtime is not prepared here, or its packages are not in its folder."""
    known = find_runtimes(root / "workers" / "runtimes")
    environments = finished_environments(build.parent, root)
    if runtime not in known or not known[runtime].is_prepared(build, environments):
        return None
    interpreters = [environments["python"], environments[known[runtime].environment]]
    installed = [packages(python) for python in dict.fromkeys(interpreters)]
    if not all(installed):
        return None
    digest = hashlib.sha256()
    for text in [*machine(), *interpreters, *(name for names in installed for name in names)]:
        digest.update(text.encode() + b"\0")
    folders = [root / "workers" / "judge", *(root / "workers" / "runtimes" / name for name in ("_shared", runtime))]
    for path in [*helpers(build), *(file for folder in folders for file in sources(folder))]:
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for text in prepared(known[runtime], build):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def machine() -> Iterator[str]:
    """Kernel and processor, and who we are: root gets other layers than a user."""
    yield from (platform.system(), platform.release(), platform.machine(), str(os.getuid()), str(os.cpu_count()))
    yield from {line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")}


def packages(python: str) -> list[str]:
    """Every package of an interpreter's environment, by name and version, behind the interpreter that it was made from."""
    folder = Path(python).parent.parent
    found = sorted(str(path.relative_to(folder)) for path in folder.glob("lib/python*/site-packages/*.dist-info"))
    return [str(Path(python).resolve()), *found] if found else []


def helpers(build: Path) -> list[Path]:
    return sorted(path for path in build.iterdir() if path.is_file())


def sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not NOT_ON_THE_WAY.intersection(path.relative_to(folder).parts):
            yield path


def prepared(runtime: Runtime, build: Path) -> Iterator[str]:
    """What set-up made for the runtime. Its files are too large to be read each time, and are not edited by hand."""
    file = runtime.manifest_file(build, "cpu")
    if file is None:
        return
    yield file.read_text()
    for folder in runtime.manifest_of(build)["readable"]:
        for path in sorted(Path(folder).iterdir()):
            about = path.stat()
            yield f"{path.name} {about.st_size} {about.st_mtime_ns}"
