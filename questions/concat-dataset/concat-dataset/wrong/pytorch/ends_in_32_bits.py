from bisect import bisect_right

import numpy as np
from torch.utils.data import Dataset, IterableDataset


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        if not datasets:
            raise ValueError("at least one dataset is needed")
        if any(isinstance(part, IterableDataset) for part in datasets):
            raise TypeError("iterable datasets have no places")
        self.parts = list(datasets)
        self.ends = np.cumsum([len(part) for part in self.parts], dtype=np.int32).tolist()

    def __len__(self):
        return self.ends[-1]

    def __getitem__(self, index):
        place = int(index) + len(self) if index < 0 else int(index)
        if not 0 <= place < len(self):
            raise IndexError(index)
        part = bisect_right(self.ends, place)
        return self.parts[part][place - (self.ends[part] - len(self.parts[part]))]
