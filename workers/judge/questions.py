"""Loads question folders, and keeps them by revision so that a grade costs no disk."""

from __future__ import annotations

import itertools
import re
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from . import harness
from .cells.runtimes import find_runtimes
from .errors import QuestionBroken, QuestionUnknown, RevisionUnknown, RuntimeUnknown
from .harness.tolerance import TolerancePolicy
from .revision import read_folder, revision_of

# Questions say `from harness import Case`: one module object, whichever way the judge itself was started.
sys.modules["harness"] = harness

YAML_BYTES_MAX = 256 * 1024
_KNOWN_RUNTIMES = find_runtimes(Path(__file__).resolve().parents[1] / "runtimes")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Both build plain data only; the compiled one is ten times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_serial = itertools.count(1)


@dataclass(frozen=True)
class Concept:
    id: str
    weight: Fraction
    feedback: dict[str, str] | None


@dataclass(frozen=True)
class RuntimeSpec:
    name: str
    entry: str
    forbidden_builtins: tuple[str, ...]
    adapter: bytes | None
    suffixes: tuple[str, ...] = (".py",)
    needs_backend: str | None = None

    @property
    def main_file(self) -> str:
        """What the one file of a one-file answer is called."""
        return f"solution{self.suffixes[0]}"

    def is_source(self, path: str) -> bool:
        return path.endswith(self.suffixes)


@dataclass(frozen=True)
class Limits:
    wall_seconds_per_case: float = 5.0
    wall_seconds_total: float = 30.0
    memory_mib: int = 512
    output_mib: int = 16
    cpu_seconds: float = 60.0
    threads: int = 64
    disk_mib: int = 16


@dataclass(frozen=True)
class Question:
    """One revision of one challenge, with its judge.py executed."""

    id: str
    revision: str
    folder: Path
    concepts: tuple[Concept, ...]
    runtimes: dict[str, RuntimeSpec]
    limits: Limits
    policy: TolerancePolicy
    cases: Callable[..., list]
    reference: Callable[..., dict]
    check: Callable[..., Any] | None
    mistakes: Callable[..., dict] | None
    files: dict[str, bytes]
    # Public cases never change within a revision: drawn and solved once. Filled by cases.py under the lock.
    public_cache: dict[str, list] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def runtime(self, name: str) -> RuntimeSpec:
        if name not in self.runtimes:
            raise RuntimeUnknown(f"question {self.id} has no runtime {name!r}")
        return self.runtimes[name]


class QuestionBank:
    """The questions below one root folder, loaded when first asked for. Thread-safe."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._loaded: dict[str, Question] = {}
        self._lock = threading.Lock()

    def load(self, question_id: str, revision: str) -> Question:
        """The very revision asked for. A changed folder is read again, but an answer is never graded by another
        text."""
        with self._lock:
            question = self._loaded.get(question_id)
            if question is None or question.revision != revision:
                question = load_question(self._find(question_id))
                self._loaded[question_id] = question
        if question.revision != revision:
            raise RevisionUnknown(f"question {question_id} is here as {question.revision}, asked for as {revision}")
        return question

    def _find(self, question_id: str) -> Path:
        if len(question_id) > 100 or not _ID.fullmatch(question_id):
            raise QuestionUnknown(f"{question_id[:80]!r} is not a question id")
        found = [path.parent for path in self._root.glob(f"*/{question_id}/question.yaml")]
        if len(found) != 1:
            raise QuestionUnknown(f"{len(found)} folders are named {question_id} below {self._root}")
        return found[0]


def load_question(folder: Path) -> Question:
    """Reads the folder once and works from that copy, so that hash and content cannot disagree."""
    files = read_folder(folder)
    for needed in ("question.yaml", "judge.py"):
        if needed not in files:
            raise QuestionBroken(f"{folder.name}: {needed} is missing")
    about = read_yaml(files["question.yaml"], f"{folder.name}/question.yaml")
    try:
        question_id = str(about["id"])
        if question_id != folder.name:
            raise QuestionBroken(f"id {question_id!r} must equal the folder's name {folder.name!r}")
        concepts = tuple(_concept(item) for item in about["concepts"])
        runtimes = {name: _runtime(name, spec, files) for name, spec in about["runtimes"].items()}
        limits = _limits(about.get("limits") or {})
        policy = TolerancePolicy.from_mapping(about.get("tolerance"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise QuestionBroken(f"{folder.name}/question.yaml: {type(error).__name__}: {error}") from error
    if not concepts or not runtimes or len({c.id for c in concepts}) != len(concepts):
        raise QuestionBroken(f"{folder.name}/question.yaml needs runtimes, and concepts with different ids")
    module = _execute(files["judge.py"], folder)
    for function in ("cases", "reference"):
        if not callable(getattr(module, function, None)):
            raise QuestionBroken(f"{folder.name}/judge.py defines no function {function}")
    return Question(
        id=question_id,
        revision=revision_of(files),
        folder=folder,
        concepts=concepts,
        runtimes=runtimes,
        limits=limits,
        policy=policy,
        cases=module.cases,
        reference=module.reference,
        check=getattr(module, "check", None),
        mistakes=getattr(module, "mistakes", None),
        files=files,
    )


def read_yaml(content: bytes, name: str) -> dict[str, Any]:
    """A mapping, by the loader that can build plain data only."""
    if len(content) > YAML_BYTES_MAX:
        raise QuestionBroken(f"{name} is larger than {YAML_BYTES_MAX} bytes")
    try:
        value = yaml.load(content, Loader=_Loader)
    except yaml.YAMLError as error:
        raise QuestionBroken(f"{name}: {error}") from error
    if not isinstance(value, dict):
        raise QuestionBroken(f"{name} must be a mapping")
    return value


def _concept(item: dict[str, Any]) -> Concept:
    weight = Fraction(str(item.get("weight", 1)))
    if weight <= 0:
        raise ValueError(f"concept {item['id']}: weight must be positive")
    feedback = item.get("feedback")
    return Concept(
        str(item["id"]), weight, None if feedback is None else {lang: str(feedback[lang]) for lang in ("en", "zh")}
    )


def _runtime(name: str, spec: dict[str, Any], files: dict[str, bytes]) -> RuntimeSpec:
    forbidden = tuple(str(item) for item in spec.get("forbidden_builtins") or ())
    suffixes = _KNOWN_RUNTIMES[name].suffixes if name in _KNOWN_RUNTIMES else (".py",)
    adapter = next((files[path] for suffix in suffixes if (path := f"adapter/{name}{suffix}") in files), None)
    return RuntimeSpec(name, str(spec["entry"]), forbidden, adapter, suffixes, _backend(name, spec))


def _backend(name: str, spec: dict[str, Any]) -> str | None:
    """One that the runtime could have, or None: a misspelt one would make a fault of every answer."""
    wanted = spec.get("needs_backend")
    if wanted is not None and (name not in _KNOWN_RUNTIMES or wanted not in _KNOWN_RUNTIMES[name].backends):
        raise ValueError(f"{name} has no backend {wanted!r}")
    return wanted


def _limits(spec: dict[str, Any]) -> Limits:
    known = {key: type(getattr(Limits(), key))(spec[key]) for key in Limits.__dataclass_fields__ if key in spec}
    if min(known.values(), default=1) <= 0:
        raise ValueError("limits must be positive")
    return Limits(**known)


def _execute(source: bytes, folder: Path) -> types.ModuleType:
    """A module of its own name: two revisions of one question may be alive at the same time."""
    name = f"_question_{next(_serial)}_{folder.name.replace('-', '_')}"
    module = types.ModuleType(name)
    module.__file__ = str(folder / "judge.py")
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(compile(source, module.__file__, "exec"), module.__dict__)  # noqa: S102 (the bank's own, reviewed code)
    except Exception as error:
        sys.modules.pop(name, None)
        raise QuestionBroken(f"{folder.name}/judge.py: {type(error).__name__}: {error}") from error
    return module
