"""An author's promises about a question, tested through the path on which candidates are graded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np

from .cases import draw_cases, public_cases, wanted_outputs
from .errors import JudgeFault, QuestionBroken
from .grade import GradeDeps, GradeRequest, grade_answer
from .harness.dtypes import as_float64, cast, is_float
from .mutants import mutants_of, mutate
from .prepared import what_is_missing
from .questions import Question, RuntimeSpec, load_question, read_yaml

SEEDS = ("11" * 32, "22" * 32)
# Two deaths by time take twice a case's limit; the second seed would tell nothing new.
SLOW_VERDICTS = ("time_limit", "memory_limit", "output_limit")


@dataclass(frozen=True)
class Check:
    """One promise. `detail` says what was seen, and what to do when it was not kept."""

    name: str
    passed: bool
    detail: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Answer:
    """An answer to grade for a check: what it is, its text, which seeds, and what the outcome says."""

    name: str
    source: bytes
    seeds: tuple[str, ...]
    judge: Callable[[dict, dict], str]  # (report, evidence) -> complaint, empty when as promised


def check_question(deps: GradeDeps, folder, runtime: str | None, workers: int) -> Iterator[Check]:
    """Yields results as they come. A question that cannot even be loaded yields one failed check."""
    try:
        question, again = load_question(folder), load_question(folder)
        expect = read_yaml(question.files.get("expect.yaml", b"{}"), f"{question.id}/expect.yaml")
    except JudgeFault as error:
        yield Check("the question loads", False, str(error))
        return
    yield Check("the question loads", True, question.revision)
    chosen = [spec for name, spec in question.runtimes.items() if runtime in (None, name)]
    if not chosen:
        yield Check(f"runtime {runtime}", False, f"the question has only {', '.join(question.runtimes)}")
    for spec in chosen:
        yield from check_cases(question, again, spec)
        if missing := what_is_missing(deps.pool, question.id, spec):
            yield Check(f"{spec.name}: prepared on this machine", False, missing)
            continue
        answers = list(answers_to_try(question, spec, expect))
        with ThreadPoolExecutor(workers) as threads:
            yield from threads.map(lambda answer, spec=spec: try_answer(deps, question, spec, answer), answers)
        yield from check_lists(question, spec, expect)


def check_cases(question: Question, again: Question, spec: RuntimeSpec) -> Iterator[Check]:
    """Same seed, same cases; another seed, other cases; every concept tested; references that can be returned at
    all."""
    name = spec.name
    try:
        first, same = (draw_cases(q, name, bytes.fromhex(SEEDS[0]), "grade") for q in (question, again))
        other = draw_cases(question, name, bytes.fromhex(SEEDS[1]), "grade")
        public_cases(question, name)
        for asked, drawn in ((question, first), (again, same)):
            for one in drawn:
                wanted_outputs(asked, one)
    except JudgeFault as error:
        yield Check(f"{name}: cases and references", False, str(error))
        return
    yield Check(f"{name}: {len(first)} cases, the same for the same seed", _prints(first) == _prints(same))
    hidden, moved = _prints(one for one in first if not one.public), _prints(one for one in other if not one.public)
    frozen = [key for key in hidden if hidden[key] == moved.get(key)]
    yield Check(
        f"{name}: other cases for another seed", len(frozen) < max(1, len(hidden)), f"unchanged: {frozen or 'none'}"
    )
    tested = {one.case.concept for one in first}
    untested = [concept.id for concept in question.concepts if concept.id not in tested]
    yield Check(f"{name}: a public case", any(one.public for one in first))
    if untested:
        yield Check(
            f"{name}: concepts without a case of their own", True, f"{untested}: fine only if `check` blames them"
        )
    yield Check(f"{name}: references are the same when computed twice", _references(first) == _references(same))
    for one in first:
        for output, wanted in (one.wanted or {}).items():
            if wanted.values is not None and is_float(wanted.dtype):
                lost = np.isfinite(wanted.values) & ~np.isfinite(as_float64(cast(wanted.values, wanted.dtype)))
                if lost.any():
                    yield Check(
                        f"{name}: {one.case.name}/{output} fits into {wanted.dtype}", False, "change the inputs"
                    )


def answers_to_try(question: Question, spec: RuntimeSpec, expect: dict) -> Iterator[Answer]:
    files, name = question.files, spec.name
    solutions = sorted(path for path in files if path.startswith(f"solutions/{name}/") and spec.is_source(path))
    for path in solutions:
        yield Answer(path, files[path], SEEDS, _must_be_accepted)
    for path in sorted(path for path in files if path.startswith(f"wrong/{name}/") and spec.is_source(path)):
        wanted = (expect.get("wrong", {}).get(name) or {}).get(path.rsplit("/", 1)[1])
        if wanted:
            seeds = SEEDS[:1] if wanted.get("verdict") in SLOW_VERDICTS else SEEDS
            yield Answer(path, files[path], seeds, _as_expected(wanted))
    starter = f"starter/{name}{spec.suffixes[0]}"
    if starter in files:
        yield Answer(starter, files[starter], SEEDS[:1], _must_be_rejected)
    yield Answer(f"{name}: an empty file", b"", SEEDS[:1], _must_be_rejected)
    survivors = (expect.get("survivors") or {}).get(name) or {}
    for kind in mutants_of(name) if solutions and spec.main_file == "solution.py" else ():  # they rewrite Python
        label = f"{name}: automatic mutant {kind} of {solutions[0].rsplit('/', 1)[1]}"
        source = mutate(files[solutions[0]], spec.entry, kind, name)
        judge = _may_survive(str(survivors[kind])) if kind in survivors else _must_be_rejected
        yield Answer(label, source, SEEDS[:1], judge)


def try_answer(deps: GradeDeps, question: Question, spec: RuntimeSpec, answer: Answer) -> Check:
    started = time.perf_counter()
    details = []
    for seed in answer.seeds:
        request = GradeRequest(
            question.id, question.revision, spec.name, "grade", [(spec.main_file, answer.source)], seed
        )
        try:
            report, evidence = grade_answer(deps, question, request)
        except QuestionBroken as error:
            return Check(answer.name, False, str(error), time.perf_counter() - started)
        complaint = answer.judge(report, evidence)
        if complaint:
            seconds = time.perf_counter() - started
            return Check(answer.name, False, f"seed {seed[:4]}…: {complaint}", seconds)
        details.append(f"{report['verdict']}{_bound_used(evidence)}")
    return Check(answer.name, True, ", ".join(dict.fromkeys(details)), time.perf_counter() - started)


def check_lists(question: Question, spec: RuntimeSpec, expect: dict) -> Iterator[Check]:
    """Two right ideas, six wrong ones, and a list that agrees with the folder: what is not listed would not be
    tested."""
    name = spec.name
    for kind, least in (("solutions", 2), ("wrong", 6)):
        there = {p.rsplit("/", 1)[1] for p in question.files if p.startswith(f"{kind}/{name}/") and spec.is_source(p)}
        listed = set((expect.get(kind) or {}).get(name) or ())
        different = sorted(there ^ listed)
        yield Check(
            f"{name}: expect.yaml lists {kind}", not different, f"only on one side: {different}" if different else ""
        )
        yield Check(f"{name}: at least {least} {kind}", len(there) >= least, f"{len(there)} there")


def _must_be_accepted(report: dict, evidence: dict) -> str:
    if report["verdict"] == "accepted":
        return ""
    return f"got {report['verdict']}: {report.get('message', '')} {_failures(evidence)}"


def _must_be_rejected(report: dict, evidence: dict) -> str:
    return "was accepted" if report["verdict"] == "accepted" else ""


def _may_survive(reason: str) -> Callable[[dict, dict], str]:
    """A survivor that is caught after all has a stale excuse in expect.yaml."""
    return lambda report, evidence: "" if report["verdict"] == "accepted" else f"is rejected; drop the excuse: {reason}"


def _as_expected(wanted: dict) -> Callable[[dict, dict], str]:
    def judge(report: dict, evidence: dict) -> str:
        notes = {note["name"]: note for cell in evidence["cells"] for note in cell["cases"]}
        if report["verdict"] != wanted["verdict"]:
            return (
                f"got {report['verdict']}, not {wanted['verdict']}: {report.get('message', '')} {_failures(evidence)}"
            )
        if "finding" in wanted:
            kind, _, name = str(wanted["finding"]).partition(":")
            seen = "forbidden_builtin" if report["verdict"] == "forbidden_builtin" else evidence["cells"][0]["load"]
            if seen != kind or name not in report.get("message", ""):
                return f"found {seen} ({report.get('message')}), not {wanted['finding']}"
            return ""
        note = notes.get(wanted["caught_by"])
        if note is None:
            return f"no case is named {wanted['caught_by']}: there are {sorted(notes)}"
        if note["verdict"] == "accepted":
            return f"{wanted['caught_by']} accepts it; caught by {_failures(evidence)}"
        if "mistake" in wanted and note["mistake"] != wanted["mistake"]:
            return f"{wanted['caught_by']} says {note['mistake']}, not {wanted['mistake']}"
        return ""

    return judge


def _failures(evidence: dict) -> list[str]:
    notes = [note for cell in evidence["cells"] for note in cell["cases"] if note.get("verdict") != "accepted"]
    return [f"{note['name']} ({note.get('mistake') or note.get('verdict')})" for note in notes]


def _bound_used(evidence: dict) -> str:
    used = [note["bound_used"] for cell in evidence["cells"] for note in cell["cases"] if "bound_used" in note]
    return f", at most {max(used):.0%} of the bound" if used and 0 < max(used) <= 1 else ""


def _prints(cases) -> dict:
    return {
        one.case.name: (one.params, [(name, array.shape, array.tobytes()) for name, array in one.inputs])
        for one in cases
    }


def _references(cases) -> dict:
    return {
        (one.case.name, name): (wanted.dtype, None if wanted.values is None else wanted.values.tobytes())
        for one in cases
        for name, wanted in (one.wanted or {}).items()
    }
