import torch


def kl_divergence(p, q, axis):
    if p.shape != q.shape:
        raise ValueError("p and q must have one shape")
    rows_p, rows_q = p.movedim(axis, -1), q.movedim(axis, -1)
    shape, outcomes = rows_p.shape[:-1], rows_p.shape[-1]
    sums = []
    for row_p, row_q in zip(rows_p.reshape(-1, outcomes), rows_q.reshape(-1, outcomes), strict=True):
        total = torch.zeros((), dtype=p.dtype)
        for a, b in zip(row_p, row_q, strict=True):
            if a > 0:
                total = total + a * (a.log() - b.log())
        sums.append(total)
    return torch.stack(sums).reshape(shape)
