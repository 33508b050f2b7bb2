"""The probes are there for adapters in real, locked cells, and give tensors of the runtime."""

import numpy as np
import pytest

ADAPTER = b"""
from _shared import probes

def run(entry, inputs, params):
    x = probes.laid_out(inputs["x"], "sliced")
    fake = probes.Recorder(entry)
    result, draws = probes.draws_around(lambda: fake(x), 3)
    _, modes = probes.modes_around(lambda: entry(x))
    _, peak = probes.peak_bytes(lambda: entry(x))
    first, second = probes.refilled(entry, inputs["x"], inputs["x"] * 2)
    seeded = probes.seeded(lambda: entry(x), 1, 2)
    spoilt = probes.spoilt_after(entry, x)
    return {
        "output": result, "calls": fake.tensor("()"), "peak": peak, "f": first, "s": second, "sp": spoilt,
        **draws, **modes, **seeded,
    }
"""


@pytest.mark.parametrize("runtime", ["numpy", "pytorch"])
def test_every_probe_works_in_a_cell(run, runtime):
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    outcome = run("def f(x):\n    return x + 1", runtime=runtime, inputs=[("x", x)], adapter=ADAPTER)
    assert outcome.kind == "returned", outcome
    given = outcome.outputs
    for name in ("output", "f", "sp", "first", "again"):
        np.testing.assert_array_equal(given[name], x + 1)
    np.testing.assert_array_equal(given["s"], 2 * x + 1)
    assert given["calls"].tolist() == [1] and 48 <= given["peak"][0] < 100_000
    assert given["undisturbed"].tolist() == given["after"].tolist() and len(set(given["after"].tolist())) > 3
    assert given["modes_before"].tolist() == given["modes_after"].tolist()
