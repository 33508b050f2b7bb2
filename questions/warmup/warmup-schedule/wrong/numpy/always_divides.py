import math


def warmup_schedule(step, peak, warmup, total, decay, floor):
    if min(step, warmup, total) < 0 or decay not in ("cosine", "constant"):
        raise ValueError("no such schedule")
    ramp = (step + 1) / warmup
    if ramp <= 1:
        return peak * ramp
    if decay == "constant":
        return peak
    progress = min(1, (step - warmup) / (total - warmup)) if total > warmup else 1
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * progress))
