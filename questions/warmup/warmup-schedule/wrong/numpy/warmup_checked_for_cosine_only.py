import math


def warmup_schedule(step, peak, warmup, total, decay, floor):
    if min(step, total) < 0 or decay == "cosine" and warmup < 0 or decay not in ("cosine", "constant"):
        raise ValueError("step, warmup and total count from 0; decay is cosine or constant")
    if step < warmup:
        return peak * (step + 1) / warmup
    if decay == "constant":
        return peak
    if step >= total:
        return floor
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
