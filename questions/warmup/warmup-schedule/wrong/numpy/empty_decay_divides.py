import math


def warmup_schedule(step, peak, warmup, total, decay, floor):
    if min(step, warmup, total) < 0 or decay not in ("cosine", "constant"):
        raise ValueError("no such schedule")
    if step < warmup:
        return peak * (step + 1) / warmup
    if decay == "constant":
        return peak
    progress = min((step - warmup) / (total - warmup), 1)
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * progress))
