def warmup_schedule(step: int, peak: float, warmup: int, total: int, decay: str, floor: float) -> float:
    """Learning rate of update number step, counted from 0."""
    raise NotImplementedError
