def ring_all_reduce(x, comm):
    if comm.rank:
        comm.send(x, 0)
        return comm.recv(0)
    total = x.copy()
    for other in range(1, comm.world_size):
        total = total + comm.recv(other)
    for other in range(1, comm.world_size):
        comm.send(total, other)
    return total
