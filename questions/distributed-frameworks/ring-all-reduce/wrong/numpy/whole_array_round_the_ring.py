def ring_all_reduce(x, comm):
    total, passing = x.copy(), x
    for _ in range(comm.world_size - 1):
        comm.send(passing, (comm.rank + 1) % comm.world_size)
        passing = comm.recv((comm.rank - 1) % comm.world_size)
        total = total + passing
    return total
