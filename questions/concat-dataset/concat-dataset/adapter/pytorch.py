"""Makes parts that note what is read from them, joins them by the candidate's class, and asks for items."""

from itertools import islice

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset


class Part:
    """Makes an object anew for every access and notes it: an object that was read at another time is not the one."""

    def __init__(self, number, size, notes):
        self.number, self.size, self.notes = number, size, notes

    def __len__(self):
        return self.size

    def __getitem__(self, i):
        if not 0 <= i < self.size:
            raise IndexError(f"a part of {self.size} items was asked for item {i}")
        item = [torch.zeros(2), ("sample", i), {"label": i}, f"text {i}"][int(i) % 4]
        if int(i) % 4 == 0:
            item = item.clone()
        self.notes.append((item, self.number, int(i)))
        return item


class PartWithIterator(Part):
    """Can be gone through as well, and is no stream for that."""

    def __iter__(self):
        return (self[i] for i in range(self.size))


class Stream(IterableDataset):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i

    def __iter__(self):
        return iter(range(3))


def run(entry, inputs, params):
    notes = []
    kind = PartWithIterator if params["iterators"] else Part
    parts = [Stream() if size == "stream" else kind(number, size, notes) for number, size in enumerate(params["sizes"])]
    listed = [parts[number] for number in params["order"]]
    whole = made(entry, listed, params)
    notes_at_start = len(notes)
    held = notes[:]  # keeps what was read too early alive, so that its id is not used again
    notes.clear()
    length = len(whole)
    found = [place(one, notes) for one in asked(whole, params)]
    del held
    return {
        "length": torch.tensor([length], dtype=torch.int64),
        "items": torch.tensor(found, dtype=torch.int64).reshape(-1, 2),
        "reads": torch.tensor([notes_at_start + len(notes)], dtype=torch.int64),
        "is_dataset": torch.tensor([isinstance(whole, Dataset)], dtype=torch.int64),
    }


def made(entry, parts, params):
    if params["nested"]:
        first, second = params["nested"]
        parts = [entry(parts[:first]), *parts[first:second], entry(parts[second:])]
    whole = entry(parts)
    if params["list_changes"]:
        parts.reverse()
        parts.pop()
    if params["another"]:
        others = entry([Part(90, 4, []), Part(91, 3, [])])
        others[5]
    return whole


def asked(whole, params):
    indices = params["indices"]
    if params["way"] == "loop":
        return islice(whole, len(indices) + 3)  # a loop that does not end shows in the number of items
    if params["way"] == "loader":
        loader = DataLoader(whole, batch_size=3, collate_fn=list, sampler=indices)
        return (item for batch in loader for item in batch)
    if "int" in params["way"]:
        return (whole[index] for index in np.array(indices, dtype=params["way"]))
    return (whole[index] for index in indices)


def place(item, notes):
    for noted, number, i in reversed(notes):
        if noted is item:
            return [number, i]
    return [-1, -1]
