"""What this machine has to compute on, as a verdict names it. The processor always; a card only where its driver answers.

Nothing here touches a card: a context that existed before a fork would be broken in every cell. What a cell needs of one
(device nodes, the folders of its driver) is data for the cell's root, so that tests can put any file in a card's place.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NVIDIA_SMI = "/usr/bin/nvidia-smi"
QUERY = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits"]
ANSWERS_WITHIN_SECONDS = 20.0
# The control node, the first card and unified memory. A second card is another worker's: one cell at a time per card.
CUDA_NODES = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia-uvm")


@dataclass(frozen=True)
class Device:
    """type: cpu, cuda or webgpu. nodes: what of /dev a cell must be able to open. cells: how many may exist at a time on
    it, None without a bound: an own one per card, since its memory knows no limits per process."""

    type: str
    name: str
    driver: str | None = None
    libraries: dict[str, str] = field(default_factory=dict)
    nodes: tuple[str, ...] = ()
    cells: int | None = None

    def described(self) -> dict[str, Any]:
        return {"type": self.type, "name": self.name, "driver": self.driver, "libraries": self.libraries}


Finder = Callable[[], Device | None]


def processor() -> Device:
    """What graded the answer: processors differ in their last bits."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return Device("cpu", next(names, "unknown CPU"))


def find_cuda(smi: str = NVIDIA_SMI, nodes: tuple[str, ...] = CUDA_NODES) -> Device | None:
    """The first NVIDIA card, or None where there is none or its driver does not answer: then nothing is offered on it."""
    if not all(Path(node).exists() for node in nodes):
        return None
    try:
        # Its own program asks the driver, and its end leaves nothing of a context behind.
        asked = subprocess.run(
            [smi, *QUERY], capture_output=True, text=True, timeout=ANSWERS_WITHIN_SECONDS, check=True, env={"LANG": "C"}
        )
        name, driver, mebibytes = (part.strip() for part in asked.stdout.splitlines()[0].split(","))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    return Device("cuda", f"{name} ({mebibytes} MiB)", driver, nodes=nodes, cells=1)


def find_webgpu(build: Path) -> Device | None:
    """The software adapter that set-up has tried, as it wrote it down; it needs no node, and has no health of its own."""
    try:
        adapter = json.loads((build / "tfjs" / "manifest-webgpu.json").read_text())["device"]
        return Device("webgpu", str(adapter["name"]), str(adapter["driver"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


FINDERS: tuple[Finder, ...] = (find_cuda,)


def find_devices(build: Path, finders: tuple[Finder, ...] = FINDERS) -> tuple[Device, ...]:
    """The processor first."""
    cards = [find() for find in (*finders, lambda: find_webgpu(build))]
    return (processor(), *(device for device in cards if device is not None))


if __name__ == "__main__":  # for `gradecheck doctor`: the folder of the compiled helper in, a JSON list out
    print(json.dumps([device.described() for device in find_devices(Path(sys.argv[1]))]))
