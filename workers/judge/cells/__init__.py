"""Single-use jailed processes for candidate code, seen from the trusted side.

    pool = CellPool(["pytorch", "numpy"], PoolConfig(repository=Path(...), build=Path(...)))
    pool.isolation_report()["serves"]                  # False: the judge must not start
    cell = pool.acquire("pytorch")                     # GraderFault when we are broken
    try:
        outcome = cell.load([("solution.py", source)], adapter=None, entry="channel_shuffle", limits=CellLimits())
        if outcome.kind == "returned":                 # load has no outputs
            outcome = cell.run_case(secrets.token_bytes(16), b'{"groups": 2}', [("x", array)], CellLimits())
            # cell.alive tells whether the next case may run here
    finally:
        cell.close()

Inputs: names of at most 28 ASCII characters; dtypes float16 float32 float64 int8 int16 int32 int64 uint8 bool, and
bfloat16 as the record dtype `[("bfloat16", "<u2")]`, in and out.

Outputs: the names the adapter returned, and `input_after:<name>` for each input whose bytes were changed in place
(absent = unchanged). Evidence only: the judge still holds the original array.

Adapter source (optional, runs beside the candidate, before its files are imported) may define

    def run(entry, inputs, params): ...     # entry: the candidate's callable; inputs: name -> tensor, in order; params:
                                            # dict; returns name -> tensor
    def inspect_sources(files): ...         # path -> bytes, called before the import; what it raises ends the load

Without `run`: `{"output": entry(*inputs.values(), **params)}`.
"""

from .case_files import CaseFiles
from .cells import Cell, Step
from .outcome import OUTCOME_KINDS, CellLimits, GraderFault, Outcome
from .pool import CellPool
from .pool_config import PoolConfig

__all__ = [
    "OUTCOME_KINDS",
    "CaseFiles",
    "Cell",
    "CellLimits",
    "CellPool",
    "GraderFault",
    "Outcome",
    "PoolConfig",
    "Step",
]
