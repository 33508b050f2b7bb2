import numpy as np


def warmup_schedule(step, peak, warmup, total, decay, floor):
    match decay:
        case "cosine":
            angles = np.linspace(0, np.pi, total - warmup + 1)[:-1] if total > warmup else np.empty(0)
            falling, after = floor + (peak - floor) * (1 + np.cos(angles)) / 2, floor
        case "constant":
            falling, after = np.empty(0), peak
        case _:
            raise ValueError(f"no decay is called {decay}")
    if step < 0 or warmup < 0 or total < 0:
        raise ValueError("counts are not negative")
    table = np.concatenate([np.arange(1, warmup + 1) * peak / max(warmup, 1), falling])
    return table[step] if step < len(table) else after
