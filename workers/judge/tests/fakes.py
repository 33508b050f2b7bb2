"""A pool whose cells call a plain function: for tests of what the judge does with outcomes, not of the jail."""

from judge.cells import GraderFault, Outcome
from judge.cells.arena import read_image


class FakeCell:

    def __init__(self, pool):
        self.pool, self.alive, self.closed, self.backend = pool, True, False, pool.backend

    def load(self, files, adapter, entry, limits, meanwhile):
        self.pool.loads.append((files, adapter, entry, limits))
        if meanwhile is not None:
            meanwhile()
        return self._end(self.pool.on_load() if self.pool.on_load else Outcome("returned", wall_ms=1.0))

    def has_news(self):
        return True

    def run_prepared(self, files, params, limits, meanwhile=None, following=None):
        assert self.alive and not self.closed
        if meanwhile is not None:
            meanwhile()
        inputs = read_image(files.image, files.nonce)  # both arenas have one layout
        self.pool.runs.append((params, list(inputs.items()), limits))
        return self._end(self.pool.answer(params, inputs))

    def close(self):
        self.closed = True

    def _end(self, outcome):
        self.alive = outcome.kind in ("returned", "raised")
        return outcome


class FakePool:
    """`answer(params, inputs) -> Outcome`; `on_load() -> Outcome`."""

    def __init__(self, answer, on_load=None, backend=None):
        self.answer, self.on_load, self.backend = answer, on_load, backend
        self.cells, self.loads, self.runs, self.devices = [], [], [], []

    def runtimes(self):
        return ["numpy", "tfjs"]

    def backend_of(self, runtime):
        return self.backend

    def acquire(self, runtime, device="cpu"):
        self.devices.append(device)
        if runtime == "broken":
            raise GraderFault("zygote_died", "for the test")
        self.cells.append(FakeCell(self))
        return self.cells[-1]


def returned(**outputs):
    return Outcome("returned", outputs=outputs, wall_ms=1.0, stdout="printed")
