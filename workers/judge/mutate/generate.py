"""All mutants of one Python solution, each with a key that survives changes elsewhere in the file."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..mutants import mutants_of, mutate
from .operators import OPERATORS, mark_unordered

Step = tuple[str, int | None]


@dataclass(frozen=True)
class Mutant:
    """One wrong variant of a solution.

    key           operator and a hash of the line before and after; the same line mutated twice gets a number
    before/after  the line as it was and as it is, for people
    """

    key: str
    operator: str
    line: int
    before: str
    after: str
    source: bytes

    @property
    def kind(self) -> str:
        """How the entry of a spoilt answer is spoilt."""
        return self.after.rsplit(", ", 1)[-1].replace(" ", "_")


# A solution with its entry spoilt has no line of its own.
WHOLE = 0


def python_mutants(source: bytes, entry: str, runtime: str, graded_gradients: bool) -> list[Mutant]:
    """Every operator at every place, each resulting text once."""
    tree = ast.parse(source)
    mark_unordered(tree)
    seen = {ast.unparse(tree)}
    keys: Counter[str] = Counter()
    found = []
    for path, node in _mutable_nodes(tree):
        for operator in OPERATORS:
            for replacement in operator(node):
                mutated = _replaced(tree, path, replacement)
                text = ast.unparse(ast.fix_missing_locations(mutated))
                if text in seen or not _compiles(text):
                    continue
                seen.add(text)
                before, after = _line(tree, path), _line(mutated, path, removed=replacement is None)
                found.append(_mutant(operator.__name__, _line_number(tree, path), before, after, text.encode(), keys))
    kinds = [*mutants_of(runtime)]
    if runtime != "keras":
        kinds += ["other_dtype", *(["detached"] if graded_gradients else [])]
    for kind in kinds:
        spoilt = mutate(source, entry, kind, runtime)
        found.append(_mutant("spoilt", WHOLE, f"{entry}(…)", f"{entry}(…), {kind.replace('_', ' ')}", spoilt, keys))
    return found


def make_key(operator: str, before: str, after: str, keys: Counter[str]) -> str:
    digest = hashlib.sha256(f"{operator}\0{before}\0{after}".encode()).hexdigest()[:8]
    key = f"{operator}-{digest}"
    keys[key] += 1
    return key if keys[key] == 1 else f"{key}-{keys[key]}"


def _mutant(operator: str, line: int, before: str, after: str, source: bytes, keys: Counter[str]) -> Mutant:
    return Mutant(make_key(operator, before, after, keys), operator, line, before, after, source)


def _mutable_nodes(tree: ast.AST, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], ast.AST]]:
    """Nodes with their paths, without what cannot change a grade: imports, annotations, docstrings, what a message
    says, decorators."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "decorator_list", "msg", "type_comment"):
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST) or isinstance(child, (ast.Import, ast.ImportFrom)):
                continue
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if isinstance(tree, ast.keyword) and isinstance(child, ast.Constant) and type(child.value) is bool:
                continue  # changed together with its name
            here = (*path, (field, index))
            yield here, child
            if not isinstance(child, ast.Raise):
                yield from _mutable_nodes(child, here)


def _replaced(tree: ast.AST, path: tuple[Step, ...], replacement: ast.AST | None) -> ast.AST:
    result = copy.deepcopy(tree)
    holder = _follow(result, path[:-1])
    field, index = path[-1]
    value = ast.Pass() if replacement is None else replacement
    if index is None:
        setattr(holder, field, value)
    else:
        getattr(holder, field)[index] = value
    return result


def _follow(tree: ast.AST, path: tuple[Step, ...]) -> ast.AST:
    for field, index in path:
        value = getattr(tree, field)
        tree = value if index is None else value[index]
    return tree


def _statement(tree: ast.AST, path: tuple[Step, ...]) -> ast.stmt:
    """The innermost statement on the way to a node."""
    nodes = [_follow(tree, path[:length]) for length in range(1, len(path) + 1)]
    return next(node for node in reversed(nodes) if isinstance(node, ast.stmt))


def _line(tree: ast.AST, path: tuple[Step, ...], removed: bool = False) -> str:
    """The statement's own line; of a compound one only its head, so that its body may change."""
    if removed:
        return "(removed)"
    statement = copy.copy(_statement(tree, path))
    for field in ("body", "orelse", "finalbody"):
        if getattr(statement, field, None):
            setattr(statement, field, [ast.Expr(ast.Constant(...))] if field == "body" else [])
    if hasattr(statement, "decorator_list"):
        statement.decorator_list = []
    text = ast.unparse(ast.fix_missing_locations(statement))
    return text.removesuffix("\n    ...")


def _line_number(tree: ast.AST, path: tuple[Step, ...]) -> int:
    return _statement(tree, path).lineno


def _compiles(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True
