"""Which layers this machine can give a cell, and the uids that cells take in turn."""

import ctypes
import os
from pathlib import Path

from . import layers

# Far above what accounts, containers and services use; one uid belongs to one living cell only.
FIRST_UID, UIDS = 1_900_000_000, 1_000_000


def landlock_version(library: Path) -> int:
    """Highest Landlock interface of this kernel, 0 without one."""
    return ctypes.CDLL(str(library)).cell_landlock_version()


def can_take_uids() -> bool:
    """Root over the whole uid range, which root in a container need not be."""
    if os.geteuid() != 0:
        return False
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        inside, _, count = (int(word) for word in line.split())
        if inside <= FIRST_UID and FIRST_UID + UIDS <= inside + count:
            return True
    return False


def choose_layers(library: Path) -> int:
    identity = layers.OWN_UID if can_take_uids() else layers.USER_NS
    return layers.ALWAYS | identity | (layers.LANDLOCK if landlock_version(library) else 0)


def uid_of(number: int) -> int:
    return FIRST_UID + number % UIDS


def is_cell_uid(uid: int) -> bool:
    return FIRST_UID <= uid < FIRST_UID + UIDS
