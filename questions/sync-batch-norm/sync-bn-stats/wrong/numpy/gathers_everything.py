import numpy as np


def sync_stats(x: np.ndarray, comm) -> tuple[np.ndarray, np.ndarray, int]:
    channels = x.shape[1]
    flat = np.moveaxis(x, 1, 0).reshape(channels, x.size // channels).astype(np.float64)
    # Sends the activations themselves, padded with NaN to a size that surely is enough.
    padded = np.full((channels, 4096), np.nan)
    padded[:, : flat.shape[1]] = flat
    whole = np.concatenate(comm.all_gather(padded), axis=1)
    whole = whole[:, ~np.isnan(whole[0])]
    dtype = np.float64 if x.dtype == np.float64 else np.float32
    return whole.mean(axis=1).astype(dtype), whole.var(axis=1).astype(dtype), whole.shape[1]
