"""Whether this machine can run what a question asks of a runtime."""

from __future__ import annotations

from .errors import backend_missing
from .questions import RuntimeSpec


def what_is_missing(pool, question: str, spec: RuntimeSpec) -> str:
    """A sentence that says what to do; empty when nothing is missing."""
    if spec.name not in pool.runtimes():
        return f"run `npx gradecheck setup --runtime {spec.name}`"
    backend = pool.backend_of(spec.name)
    if spec.needs_backend not in (None, backend):
        return backend_missing(question, spec.name, spec.needs_backend, backend)
    return ""
