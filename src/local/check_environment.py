"""Says whether this interpreter's environment holds every pinned requirement, whole.

Usage: python -I check_environment.py requirements.txt [more.txt ...]
Prints one problem a line and exits 1 when there is any. An install that was interrupted leaves a package without its
RECORD, a file shorter than RECORD says, or a folder that pip had set aside (`~orch`); each of them is found here.
"""

import importlib.metadata as metadata
import os
import re
import sys
import sysconfig


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path: str) -> list[tuple[str, str]]:
    """The `name==version` lines of a requirements file."""
    with open(path, encoding="utf-8") as file:
        lines = [line.split("#")[0].strip() for line in file]
    return [(normal(name), version.strip()) for name, _, version in (line.partition("==") for line in lines if line)]


def needed_names(distribution: metadata.Distribution) -> list[str]:
    """Names of what a distribution needs unconditionally; requirements with a marker are left to `pip check`."""
    names = []
    for requirement in distribution.requires or []:
        if ";" not in requirement:
            names.append(normal(re.split(r"[\s<>=!~\[(;]", requirement, maxsplit=1)[0]))
    return names


def damaged_file(distribution: metadata.Distribution) -> str | None:
    files = distribution.files
    if files is None:
        return "RECORD"
    for file in files:
        try:
            size = os.stat(file.locate()).st_size
        except OSError:
            # Compiled files may be swept away by anybody and are made again on import.
            if file.suffix != ".pyc":
                return str(file)
            continue
        if file.size is not None and file.size != size:
            return str(file)
    return None


def problems(requirement_files: list[str]) -> list[str]:
    found: list[str] = []
    installed = {normal(d.metadata["Name"]): d for d in metadata.distributions() if d.metadata["Name"]}
    todo = []
    for name, version in (pin for path in requirement_files for pin in pinned(path)):
        have = installed[name].version if name in installed else None
        # A wheel for one kind of device says so behind a plus sign: 2.13.0+cpu is 2.13.0.
        if have is None or have.split("+")[0] != version:
            found.append(f"{name}: {have or 'nothing'} instead of {version}")
        else:
            todo.append(name)
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in installed:
            found.append(f"{name}: missing")
            continue
        damaged = damaged_file(installed[name])
        if damaged:
            found.append(f"{name}: {damaged} is missing or damaged")
        todo += needed_names(installed[name])
    site = sysconfig.get_path("purelib")
    found += [f"{entry}: left over from an interrupted install" for entry in os.listdir(site) if entry.startswith("~")]
    return found


if __name__ == "__main__":
    seen_problems = problems(sys.argv[1:])
    print("\n".join(seen_problems))
    sys.exit(1 if seen_problems else 0)
