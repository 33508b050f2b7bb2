from torch.utils.data import Dataset, IterableDataset


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        if not datasets:
            raise ValueError("no datasets")
        if any(isinstance(one, IterableDataset) for one in datasets):
            raise TypeError("no streams")
        self.items = [one[i] for one in datasets for i in range(len(one))]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
