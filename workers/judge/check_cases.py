"""What a question promises of its cases, seen without any answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .answers_to_try import SEEDS
from .cases import draw_cases, public_cases, wanted_outputs
from .errors import JudgeFault
from .harness.dtypes import as_float64, cast, is_float
from .questions import Question, RuntimeSpec
from .try_answer import Check


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
