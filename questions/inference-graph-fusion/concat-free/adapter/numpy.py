"""Branches that write later, into memory that they are given.

A branch keeps the array and writes after the candidate's function has returned. So the results arrive in `out` only when
that array shares its memory: whoever copies, copies what was there before. Nothing has to be believed about addresses.
"""

import numpy as np

POISON = -777


class Branch:
    def __init__(self, weight, step, size, queue):
        self.channels = len(weight)
        self._weight, self._step, self._size, self._queue = weight, step, size, queue
        self._calls = 0

    def __call__(self, x, array):
        wanted = (len(x), self.channels, *self._size)
        if not isinstance(array, np.ndarray) or array.shape != wanted:
            raise ValueError(f"a branch of {self.channels} channels writes into an array of shape {wanted}")
        self._calls += 1
        self._queue.append((self, x, array))

    def _write(self, x, array):
        array[...] = np.einsum("oc,nchw->nohw", self._weight, x[:, :, :: self._step, :: self._step])


def run(entry, inputs, params):
    queue = []
    buffer, out = result_memory(params, inputs["x"].dtype)
    size = tuple(params["out"][2:])
    made = [Branch(weight, params["step"], size, queue) for name, weight in inputs.items() if name != "x"]
    returned = entry(inputs["x"], [made[i] for i in params["branches"]], out)
    for branch, x, array in queue:
        branch._write(x, array)
    return {
        "buffer": buffer,
        "returned_out": np.array(int(returned is out), dtype=np.int64),
        "calls": np.array([branch._calls for branch in made], dtype=np.int64),
    }


def result_memory(params, dtype):
    """(buffer, out): out is all of the buffer, a part of it, or the buffer with its axes in another order."""
    n, channels, height, width = params["out"]
    if params["memory"] == "inside":
        buffer = np.full((n, channels + 3, height + 1, width + 2), POISON, dtype)
        return buffer, buffer[:, 2:-1, 1:, 1:-1]
    if params["memory"] == "channels_last":
        buffer = np.full((n, height, width, channels), POISON, dtype)
        return buffer, buffer.transpose(0, 3, 1, 2)
    buffer = np.full((n, channels, height, width), POISON, dtype)
    return buffer, buffer
