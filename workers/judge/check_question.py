"""An author's promises about a question, tested through the path on which candidates are graded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .answers_to_try import answers_to_try
from .check_cases import check_cases
from .errors import JudgeFault
from .grade import GradeDeps
from .questions import Question, RuntimeSpec, load_question, read_yaml
from .remembered import Memory, Remembered
from .run_answers import RunAnswers
from .try_answer import Check


def check_question(
    deps: GradeDeps, folder: Path, runtime: str | None, workers: int, memory: Memory | None = None
) -> Iterator[Check]:
    """Yields results as they come, in the order of the folder. A question that cannot even be loaded yields one failed
    check. `deps.pool` is a PoolAsNeeded. Without `memory` every answer is run, and nothing is kept."""
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
    remembered = Remembered(memory, question)
    try:
        with RunAnswers(deps, question, workers, remembered) as running:
            for spec in chosen:
                running.start(spec, list(answers_to_try(question, spec, expect)))
            for spec in chosen:
                yield from check_cases(question, again, spec)
                yield from running.results(spec)
                yield from check_lists(question, spec, expect)
    finally:
        remembered.write()  # of a check that was broken off, too


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
