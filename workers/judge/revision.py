"""The content hash that names one text of a question."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .errors import QuestionBroken

FOLDER_BYTES_MAX = 8 * 1024 * 1024
# What is known about a question, and no part of it: a new score must not make a new revision.
UNGRADED = frozenset({"quality.json", "mutants.yaml"})


def read_folder(folder: Path) -> dict[str, bytes]:
    """Relative POSIX path -> content of every file; `__pycache__`, dotfiles and what is
    UNGRADED left out. Links are refused: their
    target could change without the revision noticing."""
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part == "__pycache__" or part.startswith(".") for part in relative.parts):
            continue
        if relative.as_posix() in UNGRADED:
            continue
        if path.is_symlink():
            raise QuestionBroken(f"{relative} is a link; a question is made of plain files")
        if path.is_file():
            total += path.stat().st_size
            if total > FOLDER_BYTES_MAX:
                raise QuestionBroken(f"the folder is larger than {FOLDER_BYTES_MAX} bytes")
            files[relative.as_posix()] = path.read_bytes()
    return files


def revision_of(files: dict[str, bytes]) -> str:
    """sha256 over path, NUL, decimal length, NUL, content of each file in byte order of the paths."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda name: name.encode()):
        content = files[path]
        digest.update(path.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
    return f"sha256:{digest.hexdigest()}"
