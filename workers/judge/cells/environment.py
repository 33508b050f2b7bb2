"""What of this machine a cell of a Python environment must be able to read."""

import json
import subprocess
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

# /usr holds the shared libraries; some of them are chosen by links in the alternatives folder.
SYSTEM_FOLDERS = ("/usr", "/etc/alternatives")
NOT_MERGED = ("/lib", "/lib64", "/lib32", "/bin")


# Written by set-up as the last file of an environment: one without it was never finished.
STAMP = "gradecheck-stamp.json"


def finished_environments(state: Path, repository: Path) -> dict[str, str]:
    """Name -> interpreter: our own, and each below the state folder that set-up has finished and that is up to date."""
    stamps = [stamp for stamp in state.glob(f"environments/*/{STAMP}") if is_current(stamp, repository)]
    return {**{stamp.parent.name: str(stamp.parent / "bin" / "python") for stamp in stamps}, "python": sys.executable}


def is_current(stamp: Path, repository: Path) -> bool:
    """Whether the environment was made from the requirements as they are now. While set-up makes a newer one from it,
    nobody may be graded in what is half the old one."""
    try:
        made_from = json.loads(stamp.read_text())["requirements"]
        return all(sha256((repository / file).read_bytes()).hexdigest() == digest for file, digest in made_from.items())
    except (OSError, ValueError, KeyError, AttributeError):
        return False


@lru_cache
def prefixes(python: str) -> tuple[str, ...]:
    """sys.base_prefix and sys.prefix of an interpreter, as named and with links resolved, wherever they lie."""
    if python == sys.executable:
        named = [sys.base_prefix, sys.prefix]
    else:
        ask = "import sys; print(sys.base_prefix, sys.prefix, sep=chr(10))"
        named = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout.split("\n")
    return tuple(dict.fromkeys(path for name in named if name for path in (name, str(Path(name).resolve()))))


def bound_folders(python: str, manifest: dict | None = None) -> list[str]:
    """Folders to bind read-only, without those that lie in another one already. A runtime with a manifest is no
    Python: it names its own."""
    system = [path for path in SYSTEM_FOLDERS if Path(path).is_dir()]
    system += [path for path in NOT_MERGED if Path(path).is_dir() and not Path(path).is_symlink()]
    return list(dict.fromkeys([*system, *(prefixes(python) if manifest is None else manifest["readable"])]))
