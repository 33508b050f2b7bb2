"""The registry of runtimes: each folder of workers/runtimes with a runtime.json is one."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

# What a warm cell of a forked runtime holds of its own before the candidate's first line, with room for the kernel's
# part.
FORKED_OWN_MEMORY_MIB = 48


@dataclass(frozen=True)
class Runtime:
    """name: what questions call it. environment: which Python environment runs its zygote. module: file that knows
    its tensors.

    manifest: for a runtime that set-up has to prepare, the file in the build folder that says it did. own_memory_mib:
    what a waiting cell holds privately. suffixes: endings of its source files, the usual one first. devices: what it can
    use on a machine that has it. backends: what may compute in it on the processor, where its manifest says which does.
    joins_later: takes so long to become warm that a judge serves the others before it.
    """

    name: str
    environment: str
    module: Path
    manifest: str | None = None
    own_memory_mib: int = FORKED_OWN_MEMORY_MIB
    suffixes: tuple[str, ...] = (".py",)
    devices: tuple[str, ...] = ("cpu",)
    backends: tuple[str, ...] = ()
    joins_later: bool = False

    def is_prepared(self, build: Path, environments: Collection[str], device: str = "cpu") -> bool:
        """Whether it can use the device at all, and set-up has made its environment, and its manifest where it needs
        one."""
        file = self.manifest_file(build, device)
        return device in self.devices and self.environment in environments and (file is None or file.is_file())

    def manifest_file(self, build: Path, device: str) -> Path | None:
        """Beside the processor's there is one for each other device: `manifest-webgpu.json`."""
        if self.manifest is None:
            return None
        path = build / self.manifest
        return path if device == "cpu" else path.with_stem(f"{path.stem}-{device}")

    def manifest_of(self, build: Path, device: str = "cpu") -> dict | None:
        file = self.manifest_file(build, device)
        return None if file is None else json.loads(file.read_text())


def find_runtimes(folder: Path) -> dict[str, Runtime]:
    found = {}
    for description in sorted(folder.glob("*/runtime.json")):
        fields = json.loads(description.read_text())
        suffixes = tuple(fields.pop("suffixes", (".py",)))
        devices = tuple(fields.pop("devices", ("cpu",)))
        backends = tuple(fields.pop("backends", ()))
        module = description.parent / fields.pop("module")
        runtime = Runtime(**fields, module=module, suffixes=suffixes, devices=devices, backends=backends)
        found[runtime.name] = runtime
    return found
