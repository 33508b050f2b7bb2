"""Draws an attempt's cases: the public ones from a seed that never changes, the hidden ones from the attempt's
secret."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from .errors import QuestionBroken
from .harness.case import Case
from .questions import Question
from .tolerance import Wanted, resolve_expected

SEED_BYTES = 32
CASES_MAX = 200


@dataclass(eq=False)
class PreparedCase:
    """A case with what is sent to the cell, and what must come back (`wanted`, computed when first needed).

    label  the name that the report shows; says nothing for hidden cases
    """

    case: Case
    label: str
    params: bytes
    inputs: list[tuple[str, np.ndarray]]
    wanted: dict[str, Wanted] | None = None

    @property
    def public(self) -> bool:
        return self.case.visibility == "public"


def draw_cases(question: Question, runtime: str, seed: bytes, mode: str) -> list[PreparedCase]:
    """The cases of one attempt in the order in which they run. `mode` "precheck" draws public cases only.

    Hidden cases are shuffled by the secret, so that the place in the row tells an answer nothing. Public ones come
    first: what they print, raise and return is shown, and an answer could otherwise show the hidden inputs it met
    before."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    public, hidden = public_cases(question, runtime), []
    if mode == "grade":
        drawn = hidden_cases(question, runtime, seed)
        hidden = [drawn[i] for i in _generator(seed, question.id, "order").permutation(len(drawn))]
    prepared = [*public, *hidden]
    if not prepared or len(prepared) > CASES_MAX:
        raise QuestionBroken(
            f"question {question.id} gives {len(prepared)} cases for {runtime}; 1 to {CASES_MAX} are possible"
        )
    names = [one.case.name for one in prepared]
    if len(set(names)) != len(names):
        raise QuestionBroken(f"question {question.id}: two cases share a name in {sorted(names)}")
    for number, one in enumerate(hidden, 1):
        one.label = f"hidden_{number}"
    return prepared


def public_cases(question: Question, runtime: str) -> list[PreparedCase]:
    """Drawn and solved once per revision: they are the same for everybody."""
    with question.lock:
        if runtime not in question.public_cache:
            drawn = _draw(question, runtime, _generator(b"", question.id, "public"), "public")
            for one in drawn:
                wanted_outputs(question, one)
            question.public_cache[runtime] = drawn
        return question.public_cache[runtime]


def hidden_cases(question: Question, runtime: str, seed: bytes) -> list[PreparedCase]:
    return _draw(question, runtime, _generator(seed, question.id, "hidden"), "hidden")


def wanted_outputs(question: Question, one: PreparedCase) -> dict[str, Wanted]:
    """The reference's answer, computed at most once. Empty for a case that must raise."""
    if one.wanted is None:
        one.wanted = {}
        if not one.case.accepted_exceptions:
            try:
                with np.errstate(all="ignore"):
                    values = question.reference(one.case)
            except Exception as error:
                detail = f"reference of {question.id}, case {one.case.name}: {type(error).__name__}: {error}"
                raise QuestionBroken(detail) from error
            one.wanted = resolve_expected(one.case, values, question.policy)
    return one.wanted


def _draw(question: Question, runtime: str, rng: np.random.Generator, visibility: str) -> list[PreparedCase]:
    try:
        cases = question.cases(rng, runtime)
    except Exception as error:
        raise QuestionBroken(f"cases of {question.id}: {type(error).__name__}: {error}") from error
    concepts = {concept.id for concept in question.concepts}
    for case in cases:
        if case.concept not in concepts:
            raise QuestionBroken(f"question {question.id}: case {case.name} names the unknown concept {case.concept!r}")
    return [_prepare(case) for case in cases if case.visibility == visibility]


def _prepare(case: Case) -> PreparedCase:
    inputs = [(name, np.ascontiguousarray(array).reshape(array.shape)) for name, array in case.inputs.items()]
    return PreparedCase(case, case.name, case.params_json(), inputs)


def _generator(seed: bytes, question_id: str, purpose: str) -> np.random.Generator:
    """Independent streams: what the order shows must say nothing about the values."""
    digest = hashlib.sha256(
        b"gradecheck cases\0" + seed + b"\0" + question_id.encode() + b"\0" + purpose.encode()
    ).digest()
    return np.random.Generator(np.random.PCG64DXSM(int.from_bytes(digest, "big")))
