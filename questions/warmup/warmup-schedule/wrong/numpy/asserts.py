import math


def warmup_schedule(step, peak, warmup, total, decay, floor):
    assert step >= 0 and warmup >= 0 and total >= 0
    assert decay in ("cosine", "constant")
    if step < warmup:
        return peak * (step + 1) / warmup
    if decay == "constant":
        return peak
    if step >= total:
        return floor
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
