"""One answer of a folder through the path on which candidates are graded, and whether its promise is kept."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from .answers_to_try import REFUSED, Answer
from .errors import QuestionBroken
from .first_refusal import first_refusal
from .grade import Draw, GradeDeps, GradeRequest, grade_answer
from .questions import Question, RuntimeSpec


@dataclass(frozen=True)
class Check:
    """One promise. `detail` says what was seen, and what to do when it was not kept. `remembered`: it was seen in an earlier
    run, and nothing that it depends on has changed since."""

    name: str
    passed: bool
    detail: str = ""
    seconds: float = 0.0
    remembered: bool = False

    def as_json(self) -> dict:
        return asdict(self)


def try_answer(deps: GradeDeps, question: Question, spec: RuntimeSpec, answer: Answer, draw: Draw) -> Check:
    started = time.perf_counter()
    try:
        complaint, detail = _try_on_all_seeds(deps, question, spec, answer, draw)
    except QuestionBroken as error:
        complaint, detail = str(error), ""
    return Check(answer.name, not complaint, complaint or detail, time.perf_counter() - started)


def _try_on_all_seeds(
    deps: GradeDeps, question: Question, spec: RuntimeSpec, answer: Answer, draw: Draw
) -> tuple[str, str]:
    """(complaint, what was seen)."""
    files = [(spec.main_file, answer.source)]
    seen = []
    for seed in answer.seeds:
        if answer.promise == REFUSED and (case := first_refusal(deps, question, spec, files, seed, draw)):
            seen.append(f"refused by {case}")  # whichever case: what the others say of it changes nothing
            continue
        request = GradeRequest(question.id, question.revision, spec.name, "grade", files, seed)
        report, evidence = grade_answer(deps, question, request, draw=draw)
        if complaint := answer.judge(report, evidence):
            return f"seed {seed[:4]}…: {complaint}", ""
        seen.append(f"{report['verdict']}{_bound_used(evidence)}")
    return "", ", ".join(dict.fromkeys(seen))


def _bound_used(evidence: dict) -> str:
    used = [note["bound_used"] for cell in evidence["cells"] for note in cell["cases"] if "bound_used" in note]
    return f", at most {max(used):.0%} of the bound" if used and 0 < max(used) <= 1 else ""
