"""Makes hostile bytes out of true ones. Everything follows from the generator, so a seed repeats a run."""

from __future__ import annotations

import random

# Where sizes, counts and offsets turn: around powers of two, around this format's own limits, and the largest.
NUMBERS = sorted(
    {
        *(base + step for power in (0, 3, 7, 8, 12, 15, 16, 31, 32, 59, 63, 64) for base in (1 << power,) for step in (-1, 0, 1)),
        *(28, 32, 33, 40, 41, 64, 4096, 4160, 8192, (1 << 64) - 64, (1 << 64) - 4096),
    }
)


def mutated(true: bytes, rng: random.Random) -> bytes:
    """One to six changes; now and then none, so that true bytes are tried as well."""
    data = bytearray(true)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3, 6))):
        rng.choice(CHANGES)(data, rng)
    return bytes(data)


def flip(data: bytearray, rng: random.Random) -> None:
    if data:
        data[place(data, rng)] ^= 1 << rng.randrange(8)


def put_number(data: bytearray, rng: random.Random) -> None:
    width = rng.choice((1, 2, 4, 8))
    at = place(data, rng)
    data[at : at + width] = (rng.choice(NUMBERS) & ((1 << 8 * width) - 1)).to_bytes(width, "little")


def put_row(data: bytearray, rng: random.Random) -> None:
    """Several numbers side by side: one absurd size is often refused where two of them are multiplied."""
    at = place(data, rng)
    for number in range(rng.randrange(2, 9)):
        value = rng.choice((0, 1, rng.choice(NUMBERS))) & ((1 << 64) - 1)
        data[at + 8 * number : at + 8 * number + 8] = value.to_bytes(8, "little")


def put_noise(data: bytearray, rng: random.Random) -> None:
    at = place(data, rng)
    data[at : at + rng.choice((1, 4, 40))] = rng.randbytes(rng.choice((1, 4, 40)))


def cut(data: bytearray, rng: random.Random) -> None:
    del data[place(data, rng) :]


def repeat(data: bytearray, rng: random.Random) -> None:
    at = place(data, rng)
    data[at:at] = data[at : at + rng.choice((1, 28, 123))]


def drop(data: bytearray, rng: random.Random) -> None:
    at = place(data, rng)
    del data[at : at + rng.choice((1, 4, 123))]


def place(data: bytearray, rng: random.Random) -> int:
    """Mostly near the front: that is where headers are."""
    return rng.randrange(min(len(data), rng.choice((32, 160, 512, 1 << 20)))) if data else 0


# Sizes and counts are what parsers get wrong.
CHANGES = (flip, put_number, put_number, put_number, put_row, put_noise, cut, repeat, drop)
