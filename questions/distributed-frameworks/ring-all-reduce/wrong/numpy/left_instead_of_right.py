import numpy as np


def ring_all_reduce(x: np.ndarray, comm) -> np.ndarray:
    ranks, rank = comm.world_size, comm.rank
    right, left = (rank - 1) % ranks, (rank + 1) % ranks
    total = x.flatten()
    chunks = np.array_split(total, ranks)  # views of total
    for step in range(ranks - 1):
        comm.send(chunks[(rank - step) % ranks], right)
        chunks[(rank - step - 1) % ranks] += comm.recv(left)
    for step in range(ranks - 1):
        comm.send(chunks[(rank + 1 - step) % ranks], right)
        chunks[(rank - step) % ranks][:] = comm.recv(left)
    return total.reshape(x.shape)
