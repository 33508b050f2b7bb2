from bisect import bisect_right
from itertools import accumulate

from torch.utils.data import Dataset


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.parts = list(datasets)
        if not self.parts:
            raise ValueError("at least one dataset is needed")
        if any(hasattr(part, "__iter__") for part in self.parts):
            raise TypeError("iterable datasets have no places")
        self.ends = list(accumulate(map(len, self.parts)))

    def __len__(self):
        return self.ends[-1]

    def __getitem__(self, index):
        place = int(index) + len(self) if index < 0 else int(index)
        if not 0 <= place < len(self):
            raise IndexError(index)
        part = bisect_right(self.ends, place)
        return self.parts[part][place - (self.ends[part] - len(self.parts[part]))]
