from math import cos, pi


def warmup_schedule(step, peak, warmup, total, decay, floor):
    """One formula: a share of the peak that grows, and a share between floor and peak that falls."""
    if step < 0 or warmup < 0 or total < 0:
        raise ValueError("negative count")
    curves = {"constant": lambda: 1.0, "cosine": lambda: height(step - warmup, total - warmup)}
    if decay not in curves:
        raise ValueError(decay)
    if warmup > step:
        return peak / warmup + step * (peak / warmup)
    share = curves[decay]()
    return peak * share + floor * (1 - share)


def height(done, planned):
    """(1 + cos a) / 2 is the square of cos(a / 2); nothing is left when nothing was planned."""
    return cos(pi / 2 * min(done / planned, 1)) ** 2 if planned > 0 else 0.0
