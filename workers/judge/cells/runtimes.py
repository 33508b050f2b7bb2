"""The registry of runtimes: each folder of workers/runtimes with a runtime.json is one."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Runtime:
    """name: what questions call it. environment: which Python environment runs it. module: file that knows its tensors."""

    name: str
    environment: str
    module: Path


def find_runtimes(folder: Path) -> dict[str, Runtime]:
    found = {}
    for description in sorted(folder.glob("*/runtime.json")):
        fields = json.loads(description.read_text())
        runtime = Runtime(fields["name"], fields["environment"], description.parent / fields["module"])
        found[runtime.name] = runtime
    return found
