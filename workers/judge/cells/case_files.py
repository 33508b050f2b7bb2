"""The two memory files of one case, which can be made before its turn comes."""

import os

import numpy as np

from . import arena


class CaseFiles:
    """Owns the sealed inputs and the empty output arena of one case, for one run. Close it, always."""

    def __init__(self, nonce: bytes, inputs: list[tuple[str, np.ndarray]], output_mib: int) -> None:
        if len(nonce) != 16:
            raise ValueError("a nonce has 16 bytes")
        self.nonce, self.output_mib = nonce, output_mib
        self.inputs = arena.input_arena(nonce, inputs)
        try:
            self.output = arena.output_arena(output_mib)
        except BaseException:
            os.close(self.inputs)
            raise

    def close(self) -> None:
        for descriptor in (self.inputs, self.output):
            if descriptor >= 0:
                os.close(descriptor)
        self.inputs = self.output = -1
