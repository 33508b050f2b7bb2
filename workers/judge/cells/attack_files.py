"""Reads the hostile answers of workers/hostile/entries: what each is, how it must end, and the files that are sent.

A file opens with lines `# key: value` (`//` in TypeScript). Each function `attack…` in it is one attack, and `twin` is
what looks like it and is legal. A file with `act…` instead describes acts that must have no effect: its attack calls the
act and returns a wrong tensor, its twin calls it too and returns the right one. Its verdict is then `judged`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PYTHON = ("numpy", "pytorch", "keras")
_FIELD = re.compile(r"(?:#|//) ([a-z ]+): (.*)")
_FUNCTION = re.compile(r"^(?:export )?(?:async )?(?:def|function|const) ((?:attack|act)\w*)\b", re.MULTILINE)

PYTHON_TAIL = """

import support as _support

_acted = []


def _once(x):
    if not _acted:
        _acted.append(1)
        {act}(x)


def attack(x):
    _once(x)
    return _support.wrong(x)


def twin(x):
    _once(x)
    return _support.right(x)
"""
TYPESCRIPT_TAIL = """
import * as _support from './support';
let _acted = false;
async function _once(x: any): Promise<void> {{
  if (_acted) return;
  _acted = true;
  await ({act} as any)(x);
}}
export async function attack(x: any): Promise<any> {{ await _once(x); return _support.wrong(x); }}
export async function twin(x: any): Promise<any> {{ await _once(x); return _support.right(x); }}
"""


@dataclass(frozen=True)
class Attack:
    """One attack in one file.

    ids: the entries of the catalogue that it stands for. function: its name in the file. runtimes: where it is run.
    expect: a verdict, or `judged`. layer: what has to stop it. fields: everything its header says.
    """

    path: Path
    ids: tuple[str, ...]
    about: str
    function: str
    runtimes: tuple[str, ...]
    expect: str
    layer: str
    fields: dict[str, str]

    @property
    def name(self) -> str:
        """Unique among all: file and function, without what is the same everywhere."""
        variant = self.function.removeprefix("attack").removeprefix("act").replace("_", "-", 1)
        return f"{self.path.stem}{variant}{'' if self.path.suffix == '.py' else '-js'}"

    @property
    def is_act(self) -> bool:
        return self.function.startswith("act")

    @property
    def quick(self) -> bool:
        """Whether it belongs to the part that runs at each start: one or two attacks for each layer."""
        return self.fields.get("quick") in ("yes", self.function.removeprefix("attack_"))

    def answer(self) -> tuple[str, list[tuple[str, bytes]]]:
        """(name of the function to call, files) of the attack."""
        return ("attack" if self.is_act else self.function), self._files(self.path)

    def twin(self) -> tuple[str, list[tuple[str, bytes]]]:
        """The same for its innocent twin."""
        beside = self.path.with_suffix(f".twin{self.path.suffix}")
        return "twin", self._files(beside if beside.is_file() else self.path)

    def _files(self, path: Path) -> list[tuple[str, bytes]]:
        text = path.read_text()
        if self.is_act:
            text += (PYTHON_TAIL if path.suffix == ".py" else TYPESCRIPT_TAIL).format(act=self.function)
        if (added := self.fields.get("append")) and path == self.path:
            count, what = added.split(" x ")
            text += int(count) * what
        beside = [name.strip() for name in self.fields.get("beside", "").split(",") if name.strip()]
        files = [(f"solution{path.suffix}", text.encode()), support_file(path)]
        return [*files, *((name, b"shadowed = True\n") for name in beside)]


def support_file(path: Path) -> tuple[str, bytes]:
    """What all answers of a language share."""
    folder = next(parent for parent in path.parents if parent.name == "entries").parent / "support"
    return f"support{path.suffix}", (folder / f"support{path.suffix}").read_bytes()


def read_attacks(hostile: Path) -> list[Attack]:
    """Every attack below `hostile`/entries, in the order of their names. ValueError for a file without its header."""
    paths = sorted(path for path in (hostile / "entries").glob("*/*") if path.suffix in (".py", ".ts"))
    return [attack for path in paths if ".twin" not in path.name for attack in read_file(path)]


def read_file(path: Path) -> list[Attack]:
    text = path.read_text()
    fields = {}
    for line in text.splitlines():
        if not (found := _FIELD.fullmatch(line)):
            break
        fields[found[1]] = found[2]
    functions = _FUNCTION.findall(text)
    missing = [name for name in ("id", "attack", "runs", "expect", "layer") if name not in fields]
    if missing or not functions:
        raise ValueError(f"{path.name}: {', '.join(missing) or 'attack or act'} is missing")
    names = tuple(name.strip() for name in fields["runs"].split(","))
    return [
        Attack(
            path=path,
            ids=tuple(one.strip() for one in fields["id"].split(",")),
            about=fields["attack"],
            function=function,
            runtimes=PYTHON if names == ("python",) else names,
            expect=fields["expect"],
            layer=fields["layer"],
            fields=fields,
        )
        for function in functions
    ]
