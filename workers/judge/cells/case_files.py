"""What one case takes to a cell, which can be made before its turn comes."""

import os

import numpy as np

from . import arena

# What is this small goes with the message, in both directions: making, sealing and mapping a file costs more than two
# copies. A message is a copy that its sender cannot reach any more, so there is nothing to seal.
INLINE_BYTES_MAX = 32 << 10


class CaseFiles:
    """The inputs of one case: bytes for the message, or else a sealed memory file, owned here. Close it, always."""

    def __init__(self, nonce: bytes, inputs: list[tuple[str, np.ndarray]]) -> None:
        if len(nonce) != 16:
            raise ValueError("a nonce has 16 bytes")
        self.nonce = nonce
        self.image: bytes | None = None
        self.inputs = -1
        if sum(arena.aligned(array.nbytes) for _, array in inputs) <= INLINE_BYTES_MAX:
            self.image = arena.input_image(nonce, inputs)
        else:
            self.inputs = arena.input_arena(nonce, inputs)

    def close(self) -> None:
        if self.inputs >= 0:
            os.close(self.inputs)
        self.inputs = -1
