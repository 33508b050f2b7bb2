from torch.utils.data import Dataset, IterableDataset


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        if len(datasets) == 0:
            raise ValueError("no datasets")
        for one in datasets:
            if isinstance(one, IterableDataset):
                raise TypeError("map-style datasets only")
        self.datasets = tuple(datasets)

    def __len__(self):
        return sum(len(one) for one in self.datasets)

    def __getitem__(self, index):
        if index < 0:
            return self.counted(reversed(self.datasets), -1 - index, lambda one, left: len(one) - 1 - left)
        return self.counted(self.datasets, index, lambda one, left: left)

    def counted(self, datasets, left, place):
        """From either end, `left` items further on."""
        for one in datasets:
            if left < len(one):
                return one[place(one, left)]
            left -= len(one)
        raise IndexError("index outside of the dataset")
