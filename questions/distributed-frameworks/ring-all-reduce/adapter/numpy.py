"""Plays all ranks in one process. Each has a thread, but a baton lets only one run at a time and always in the same
order, so nothing depends on timing, and ranks that all wait for each other are noticed at once.
"""

import threading

import numpy as np


class Abandoned(BaseException):
    """The case is over because another rank failed. No answer should catch it."""


class World:
    """Mailboxes, the baton, and the record of what was sent. `logs[rank]` is a list of (to, array)."""

    def __init__(self, size):
        self.size = size
        self.mail = {}
        self.logs = [[] for _ in range(size)]
        self.turns = [threading.Semaphore(0) for _ in range(size)]
        self.back = threading.Semaphore(0)
        self.waits_for = [None] * size
        self.abandoned = False

    def pause(self, rank):
        """Hands the baton back until `play` gives it to this rank again."""
        self.back.release()
        self.turns[rank].acquire()
        if self.abandoned:
            raise Abandoned

    def play(self, functions):
        """Runs one function per rank to its end and returns their results."""
        results, errors, running = [None] * self.size, [], set(range(self.size))

        def live(rank):
            self.turns[rank].acquire()
            try:
                if not self.abandoned:
                    results[rank] = functions[rank]()
            except Abandoned:
                pass
            except BaseException as error:
                errors.append(error)
            running.discard(rank)
            self.back.release()

        for rank in range(self.size):
            threading.Thread(target=live, args=(rank,), daemon=True).start()
        while running:
            ready = [rank for rank in sorted(running) if self.waits_for[rank] is None or self.mail.get(self.waits_for[rank])]
            if errors or not ready:
                self.abandoned, ready = True, sorted(running)
            for rank in ready:
                self.turns[rank].release()
                self.back.acquire()
        if errors:
            raise errors[0]
        if self.abandoned:
            raise RuntimeError(f"every rank that still runs waits in recv: {self.described_waits()}; they would wait for ever")
        left = sorted(pair for pair, letters in self.mail.items() if letters)
        if left:
            raise RuntimeError(f"rank {left[0][1]} never received a message of rank {left[0][0]}")
        return results

    def described_waits(self):
        return ", ".join(f"rank {pair[1]} for rank {pair[0]}" for pair in self.waits_for if pair)


class Communicator:
    """What one rank sees."""

    def __init__(self, rank, world):
        self.rank, self.world_size = rank, world.size
        self._world = world

    def send(self, array, to):
        if not isinstance(array, np.ndarray | np.generic) or array.dtype.kind not in "fiu":
            raise TypeError(f"send takes a numpy array of floats or integers, not {type(array).__name__}")
        world = self._world
        array = np.asarray(array)
        world.logs[self.rank].append((self._checked(to), array.copy()))
        world.mail.setdefault((self.rank, int(to)), []).append(array.copy())

    def recv(self, source):
        world, pair = self._world, (self._checked(source), self.rank)
        while not world.mail.get(pair):
            world.waits_for[self.rank] = pair
            world.pause(self.rank)
        world.waits_for[self.rank] = None
        return world.mail[pair].pop(0)

    def _checked(self, other):
        if not isinstance(other, (int, np.integer)) or not 0 <= other < self.world_size or other == self.rank:
            raise ValueError(f"rank {self.rank} can talk to any other of the ranks 0 to {self.world_size - 1}, not to {other!r}")
        return int(other)


def run(entry, inputs, params):
    shards = [laid_out(array, params["layout"]) for array in inputs.values()]
    world = World(len(shards))
    calls = [lambda rank=rank, x=x: entry(x, Communicator(rank, world)) for rank, x in enumerate(shards)]
    results = world.play(calls)
    for result in results:
        if not isinstance(result, np.ndarray | np.generic):  # a sum of arrays without axes is a NumPy scalar
            raise TypeError(f"ring_all_reduce must return a numpy array, not {type(result).__name__}")
    return {
        "output": np.stack(results),
        "own": np.array([not np.shares_memory(result, x) for result, x in zip(results, shards, strict=True)], dtype=np.int64),
        **record(world.logs, shards[0]),
    }


def laid_out(array, layout):
    """The array as it is, or a view of the same values whose memory runs the other way."""
    if layout == "transposed":
        return array.T
    return array[..., ::-1] if layout == "reversed" else array


def record(logs, x):
    """What was sent, in arrays of a size that is known beforehand; counts say when not all of it fits."""
    ranks = len(logs)
    slots, width = max(2 * (ranks - 1), 1), max(-(-x.size // ranks), 1)
    sizes = np.zeros((ranks, slots), dtype=np.int64)
    payloads = np.zeros((ranks, slots, width), dtype=x.dtype)
    for rank, log in enumerate(logs):
        for place, (_, array) in enumerate(log[:slots]):
            kept = array.reshape(-1)[:width]
            sizes[rank, place] = array.size
            with np.errstate(all="ignore"):
                payloads[rank, place, : kept.size] = kept.astype(x.dtype)
    count = lambda of: np.array([of(rank, log) for rank, log in enumerate(logs)], dtype=np.int64)  # noqa: E731
    return {
        "messages": count(lambda _, log: len(log)),
        "largest": count(lambda _, log: max((array.size for _, array in log), default=0)),
        "bytes": count(lambda _, log: sum(array.nbytes for _, array in log)),
        "elsewhere": count(lambda rank, log: sum(to != (rank + 1) % ranks for to, _ in log)),
        "sizes": sizes,
        "payloads": payloads,
    }
