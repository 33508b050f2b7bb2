from bisect import bisect_right
from itertools import accumulate

from torch.utils.data import Dataset, IterableDataset


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.parts = list(datasets)
        if not self.parts:
            raise ValueError("at least one dataset is needed")
        if any(isinstance(part, IterableDataset) for part in self.parts):
            raise TypeError("iterable datasets have no places")
        self.ends = list(accumulate(map(len, self.parts)))

    def __len__(self):
        return self.ends[-1]

    def __getitem__(self, index):
        place = index % len(self)
        part = bisect_right(self.ends, place)
        return self.parts[part][place - (self.ends[part] - len(self.parts[part]))]
