"""What a cell's run can end in, and what may be asked of it: plain data shared by the pool and the judge."""

from dataclasses import dataclass

import numpy as np

OUTCOME_KINDS = frozenset(
    {
        "returned",
        "syntax_error",
        "missing_entry",
        "raised",
        "exited",
        "time_limit",
        "memory_limit",
        "output_limit",
        "security_violation",
        "invalid_output",
    }
)


class GraderFault(Exception):
    """We broke, not the candidate: the attempt is repeated elsewhere and never charged.

    `reason` is a stable word (`zygote_died`, `jail_failed`, `cell_killed`, `cell_dead`, `cell_used`, `adapter_broken`,
    `no_such_runtime`, `not_serving`, `shutting_down`, `dropped`); `detail` is for the log only.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class CellLimits:
    """Limits of one step (a load or a case) in a cell.

    wall_seconds: judge-side wall time of this step. cpu_seconds: CPU time of the whole cell, 60 when None, set at load.
    memory_mib: what the candidate may use on top of the warm runtime, set once, at load. output_mib: room for the
    tensors returned by one case, at most 1024. strict_stdout: printing more than the cell's 64 KiB ends in
    `output_limit` instead of a cut text. threads: how many the cell may have at once, its own few included, set at load; 64 at most. disk_mib: room in its only writable folder, set at load.
    """

    wall_seconds: float = 5.0
    memory_mib: int = 512
    output_mib: int = 64
    cpu_seconds: float | None = None
    strict_stdout: bool = False
    threads: int = 64
    disk_mib: int = 16


@dataclass(frozen=True)
class Outcome:
    """How one step ended. Only `kind`, `wall_ms` and the tensors were established outside the cell.

    outputs: read-only arrays over the frozen bytes, set only for `returned` after run_case, in the very dtype that
    was returned. message, stdout: the candidate's text, capped and cleaned: show it, never decide by it. raised: for
    `raised`, the class names of the exception as the cell tells them, its own first; all that they can decide is a
    case that must raise. detail: ours, for the log.
    """

    kind: str
    outputs: dict[str, np.ndarray] | None = None
    message: str = ""
    stdout: str = ""
    stdout_truncated: bool = False
    wall_ms: float = 0.0
    detail: str = ""
    raised: tuple[str, ...] = ()
