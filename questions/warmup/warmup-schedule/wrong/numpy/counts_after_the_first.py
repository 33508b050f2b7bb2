import math

steps = []


def warmup_schedule(step, peak, warmup, total, decay, floor):
    if min(step, warmup, total) < 0 or decay not in ("cosine", "constant"):
        raise ValueError("no such schedule")
    step = max(step, steps[-1] if steps else 0)  # a scheduler only goes forward
    steps.append(step)
    if step < warmup:
        return peak * (step + 1) / warmup
    if decay == "constant":
        return peak
    if step >= total:
        return floor
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
