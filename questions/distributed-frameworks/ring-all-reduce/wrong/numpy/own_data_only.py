def ring_all_reduce(x, comm):
    return x.copy()
