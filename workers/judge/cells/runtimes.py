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
    what a waiting cell holds privately. suffixes: endings of its source files, the usual one first.
    """

    name: str
    environment: str
    module: Path
    manifest: str | None = None
    own_memory_mib: int = FORKED_OWN_MEMORY_MIB
    suffixes: tuple[str, ...] = (".py",)

    def is_prepared(self, build: Path, environments: Collection[str]) -> bool:
        """Whether set-up has made its environment, and its manifest where it needs one."""
        return self.environment in environments and (self.manifest is None or (build / self.manifest).is_file())

    def manifest_of(self, build: Path) -> dict | None:
        return None if self.manifest is None else json.loads((build / self.manifest).read_text())


def find_runtimes(folder: Path) -> dict[str, Runtime]:
    found = {}
    for description in sorted(folder.glob("*/runtime.json")):
        fields = json.loads(description.read_text())
        suffixes = tuple(fields.pop("suffixes", (".py",)))
        runtime = Runtime(**{**fields, "module": description.parent / fields["module"], "suffixes": suffixes})
        found[runtime.name] = runtime
    return found
