import numpy as np
from torch.utils.data import Dataset, IterableDataset


class ConcatDataset(Dataset):
    def __init__(self, datasets: list):
        streams = [isinstance(one, IterableDataset) for one in datasets]
        if True in streams:
            raise TypeError("an iterable dataset cannot be indexed")
        if not streams:
            raise ValueError("an empty list of datasets")
        # An empty part never answers, so it need not be kept.
        self._parts = [one for one in datasets if len(one) > 0]
        self._starts = np.cumsum([0] + [len(one) for one in self._parts])

    def __len__(self):
        return int(self._starts[-1])

    def __getitem__(self, index):
        place = range(len(self))[index]  # counts from the end, and raises IndexError, as a list does
        which = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self._parts[which][place - int(self._starts[which])]
