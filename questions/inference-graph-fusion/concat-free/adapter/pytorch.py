"""Branches that write later, into memory that they are given.

A branch keeps the tensor and writes after the candidate's function has returned. So the results arrive in `out` only when
that tensor shares its memory: whoever copies, copies what was there before. Nothing has to be believed about addresses.
"""

import torch

POISON = -777


class Branch:
    def __init__(self, weight, step, size, queue):
        self.channels = len(weight)
        self._weight, self._step, self._size, self._queue = weight, step, size, queue
        self._calls = 0

    def __call__(self, x, array):
        wanted = (len(x), self.channels, *self._size)
        if not isinstance(array, torch.Tensor) or tuple(array.shape) != wanted:
            raise ValueError(f"a branch of {self.channels} channels writes into a tensor of shape {wanted}")
        self._calls += 1
        self._queue.append((self, x, array))

    def _write(self, x, array):
        array.copy_(torch.einsum("oc,nchw->nohw", self._weight, x[:, :, :: self._step, :: self._step]))


def run(entry, inputs, params):
    queue = []
    buffer, out = result_memory(params, inputs["x"].dtype)
    size = tuple(params["out"][2:])
    made = [Branch(weight, params["step"], size, queue) for name, weight in inputs.items() if name != "x"]
    returned = entry(inputs["x"], [made[i] for i in params["branches"]], out)
    with torch.no_grad():
        for branch, x, array in queue:
            branch._write(x, array)
    return {
        "buffer": buffer,
        "returned_out": torch.tensor(int(returned is out), dtype=torch.int64),
        "calls": torch.tensor([branch._calls for branch in made], dtype=torch.int64),
    }


def result_memory(params, dtype):
    """(buffer, out): out is all of the buffer, a part of it, or the buffer with its axes in another order."""
    n, channels, height, width = params["out"]
    if params["memory"] == "inside":
        buffer = torch.full((n, channels + 3, height + 1, width + 2), POISON, dtype=dtype)
        return buffer, buffer[:, 2:-1, 1:, 1:-1]
    if params["memory"] == "channels_last":
        buffer = torch.full((n, height, width, channels), POISON, dtype=dtype)
        return buffer, buffer.permute(0, 3, 1, 2)
    buffer = torch.full((n, channels, height, width), POISON, dtype=dtype)
    return buffer, buffer
