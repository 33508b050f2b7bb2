"""One cell, as the judge holds it."""

import numpy as np

from .outcome import CellLimits, Outcome


class Cell:
    """A jailed process for one answer. Owns its descriptors and its process: close() it, always."""

    alive: bool

    def load(
        self, files: list[tuple[str, bytes]], adapter: bytes | None, entry: str, limits: CellLimits
    ) -> Outcome: ...

    def run_case(
        self, nonce: bytes, params: bytes, inputs: list[tuple[str, np.ndarray]], limits: CellLimits
    ) -> Outcome: ...

    def close(self) -> None: ...
