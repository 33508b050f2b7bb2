"""Whether an answer's text can reach a forbidden built-in only by naming it: then the scan that ran before the answer has
seen all there is to see, and no second run is needed.

Regular expressions over hostile text, in the judge: all of them take linear time, and nothing is parsed. They may doubt
too much, which costs a run of some milliseconds; they must not doubt too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# From these nothing can be fetched by a name that is not in the text.
PLAIN_MODULES = frozenset(
    "__future__ abc bisect collections contextlib copy dataclasses decimal enum fractions functools heapq itertools"
    " keras math numbers numpy random re statistics tensorflow time torch typing warnings".split()
)
PLAIN_DUNDERS = frozenset(
    "__add__ __all__ __call__ __contains__ __doc__ __enter__ __eq__ __exit__ __future__ __getitem__ __hash__ __init__"
    " __iter__ __len__ __lt__ __mul__ __new__ __next__ __post_init__ __repr__ __setitem__ __slots__ __str__"
    " __sub__".split()
)
# What turns a text into a thing, lists the things that there are, or runs text; with the corners of the frameworks that
# do so. `_C` and its like are torch's own insides; `tensorflow.python` and `keras.src` have other names for what is known.
_DOUBTFUL = re.compile(
    r"\b(?:getattr|hasattr|vars|dir|globals|locals|eval|exec|compile|open|breakpoint|input|__import__|import_module"
    r"|attrgetter|methodcaller|load|loads|overrides|fx|jit|hub|package|library|get_type_hints|ForwardRef|getmembers"
    r"|f2py|ctypeslib|testing|_C|_VF|_refs|_ops|_jit\w*|_dispatch\w*|_dynamo|_inductor|_prims|raw_ops|compat"
    r"|deserialize\w*|from_config|src|python)\b|import\s*\*"
)
# `keras.losses.get("kl" + "d")`; elsewhere it is what dictionaries have.
_DOUBTFUL_IN_KERAS = re.compile(r"\bget\b")
_DUNDER = re.compile(r"\b__\w+__\b")
_IMPORTED = re.compile(r"(?:^|[;:])[ \t]*(?:import|from)\b[ \t]*([^\n]*)", re.MULTILINE)
_MODULE = re.compile(r"\s*([\w.]+)")
_CODING = re.compile(rb"coding[:=]")


def names_all_it_uses(files: Iterable[tuple[str, bytes]], forbidden: Sequence[str], suffixes: Sequence[str]) -> bool:
    """False as soon as anything is in doubt. TypeScript always is: `tensor[name]` may be any method."""
    if suffixes != (".py",):
        return False
    sources = [content for path, content in files if path.endswith(".py")]
    own = {path.removesuffix(".py").split("/")[0] for path, _ in files}
    leaves = "|".join(re.escape(name.rsplit(".", 1)[-1]) for name in forbidden)
    named = re.compile(rf"(?<!def )(?<!class )\b(?:{leaves})\b")
    doubtful = [_DOUBTFUL, named]
    if any(name.startswith(("keras.", "tensorflow.")) for name in forbidden):
        doubtful.append(_DOUBTFUL_IN_KERAS)
    return all(_is_plain(content, doubtful, own) for content in sources)


def _is_plain(content: bytes, doubtful: list[re.Pattern], own: set[str]) -> bool:
    if _CODING.search(content):
        return False  # in another encoding the text would be another one
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)  # as Python reads identifiers
    if any(pattern.search(text) for pattern in doubtful):
        return False
    if not PLAIN_DUNDERS.issuperset(_DUNDER.findall(text)):
        return False
    return all(_imports_plainly(line, own) for line in _IMPORTED.findall(text))


def _imports_plainly(line: str, own: set[str]) -> bool:
    """`torch.nn as nn, math` or `torch import nn`; a comment that happens to say `import` may be doubted."""
    for part in line.split(" import ", 1)[0].split(","):
        module = _MODULE.match(part)
        root = module.group(1).split(".")[0] if module else ""
        if root and root not in PLAIN_MODULES and root not in own:
            return False
    return "\\" not in line and ";" not in line
