import numpy as np


def ring_all_reduce(x, comm):
    ranks = comm.world_size
    if ranks == 1:
        return x.copy()
    width = -(-x.size // ranks)
    rows = np.zeros((ranks, width), dtype=x.dtype)
    rows.reshape(-1)[: x.size] = x.reshape(-1)
    # Each rank ends up owning the row of its own number.
    row = (comm.rank - 1) % ranks
    for step in range(2 * ranks - 2):
        comm.send(rows[row], (comm.rank + 1) % ranks)
        row = (row - 1) % ranks
        received = comm.recv((comm.rank - 1) % ranks)
        rows[row] = rows[row] + received if step < ranks - 1 else received
    return rows.reshape(-1)[: x.size].reshape(x.shape)
