"""Finds calls to built-ins that a question rules out, in the source text: early feedback, before anything runs.

It runs in the cell before the candidate's module is imported: parsing hostile text can exhaust memory or the stack, so
it never happens in the judge. A zygote has it compiled already, since compiling it would be a quarter of a cell's
loading time. It reads source and runs none of it, and speaks only where the text alone leaves no doubt: a name that the
file also binds to something else, a look-up by a computed string, an object of unknown type pass here. `call_trace.py`
decides those by watching a second run.
"""

import ast
import sys

_RUN_TEXT = {"eval", "exec", "compile"}
_BY_NAME = {"__getattribute__", "__getattr__"}
_MODULE_FINDERS = {"import_module", "__import__"}


class ForbiddenBuiltin(Exception):
    """The message names the file, the line and the built-in."""


def find_forbidden(source: bytes, forbidden: list[str], entry: str | None = None) -> tuple[int, str] | None:
    """(line, dotted name) of the first use, or None. Text that does not parse has none: the import will say so.

    entry: the name under which the file hands out its answer; an import under that name is a use."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    scan = _Scan(forbidden)
    scan.learn_names(tree)
    found = [(node.lineno, name) for node in ast.walk(tree) if (name := scan.used_by(node)) is not None]
    if entry is not None and (name := scan.match(scan.path_of(ast.Name(entry, ast.Load())))) is not None:
        found += [(node.lineno, name) for node in ast.walk(tree) if _imports(node, entry)]
    return min(found, default=None)


class _Scan:
    def __init__(self, forbidden):
        self.forbidden = [tuple(name.split(".")) for name in forbidden]
        self.aliases = {}  # name in the file -> dotted path that it stands for, wherever it stands
        self.star_packages = []  # packages of `from … import *`
        self.own = set()  # names that the file, or some function of it, binds to anything else

    def learn_names(self, tree):
        """Imports first, then assignments such as `F = torch.nn.functional`, until nothing new is learnt. A name with
        two meanings has none: which one a line means depends on what ran before."""
        assignments, self.own = [], set(_bound_otherwise(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for item in node.names:
                    bound = item.asname or item.name.split(".")[0]
                    self.learn(bound, tuple(item.name.split(".") if item.asname else [bound]))
            elif isinstance(node, ast.ImportFrom):
                for item in node.names:
                    path = (*(node.module or "").split("."), item.name)
                    if item.name == "*":
                        self.star_packages.append(path[:-1])
                    elif node.level:
                        self.own.add(item.asname or item.name)
                    else:
                        self.learn(item.asname or item.name, path)
            elif isinstance(node, ast.Assign):
                assignments += [(target, node.value) for target in node.targets if isinstance(target, ast.Name)]
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                assignments.append((node.target, node.value))
        pending = [(target.id, value) for target, value in assignments if isinstance(target, ast.Name)]
        for _ in range(8):  # a chain of more renamings than that is not an accident, and not what this scan is for
            known = [(name, path) for name, value in pending if (path := self.path_of(value)) is not None]
            pending = [(name, value) for name, value in pending if self.path_of(value) is None]
            for name, path in known:
                self.learn(name, path)
            if not known:
                break
        self.own |= {name for name, _ in pending}

    def learn(self, name, path):
        if self.aliases.setdefault(name, path) != path:
            self.own.add(name)

    def path_of(self, node):
        """Dotted path that an expression stands for, as far as the text alone tells: `nn.ReLU` after `from torch
        import nn` is ('torch', 'nn', 'ReLU')."""
        if isinstance(node, ast.Name):
            return None if node.id in self.own else self.aliases.get(node.id)
        if isinstance(node, ast.Attribute):
            return self.below(node.value, node.attr)
        if isinstance(node, ast.Subscript) and (holder := self.namespace(node.value)) is not None:
            return self.below(holder, _text(node.slice))
        if isinstance(node, ast.Call):
            return self.path_of_call(node)
        return None

    def path_of_call(self, node):
        called, texts = self.name_called(node), [_text(argument) for argument in node.args[:2]]
        if called == "getattr" and len(texts) > 1:
            return self.below(node.args[0], texts[1])
        if called in _BY_NAME and texts and isinstance(node.func, ast.Attribute):
            return self.below(node.func.value, texts[0])
        if called in _MODULE_FINDERS and texts and texts[0]:
            return tuple(texts[0].split("."))
        if isinstance(node.func, ast.Call) and self.name_called(node.func) == "attrgetter" and node.args:
            return self.below(node.args[0], *[_text(argument) for argument in node.func.args[:1]])
        return None

    def below(self, node, text=None):
        base = self.path_of(node)
        return None if base is None or not text else (*base, *text.split("."))

    def used_by(self, node):
        """The forbidden name that this node uses, or None. Comments, strings, the file's own names and an import by
        itself use nothing."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self.match(self.path_of(node)) or self.from_star(node.id)
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            return self.match(self.path_of(node))
        if isinstance(node, ast.Call):
            return self.match(self.path_of(node)) or self.in_text(node)
        return None

    def match(self, path):
        """A path at or below a forbidden one, or another road to the very same thing."""
        if path is None:
            return None
        for name in self.forbidden:
            if path[: len(name)] == name or self.is_another_road(path, name):
                return ".".join(name)
        return None

    def is_another_road(self, path, name):
        if path[0] != name[0]:
            return False
        if path[:2] == ("torch", "ops"):  # the operator itself, below the function of the same name
            return name[-1] in path[2:]
        return path[-1] == name[-1] and _is_same(_resolved(path), _resolved(name))

    def from_star(self, identifier):
        if identifier in self.own or identifier in self.aliases:
            return None
        return next((name for one in self.star_packages if (name := self.match((*one, identifier))) is not None), None)

    def in_text(self, node):
        """Source text that is run, with the names of this file."""
        text = _text(node.args[0]) if node.args and self.name_called(node) in _RUN_TEXT else None
        try:
            inner = ast.parse(text) if text else None
        except (SyntaxError, ValueError):
            return None
        found = (self.used_by(one) for one in ast.walk(inner)) if inner is not None else ()
        return next((name for name in found if name is not None), None)

    def namespace(self, node):
        """The x of `x.__dict__` and `vars(x)`."""
        if isinstance(node, ast.Attribute) and node.attr == "__dict__":
            return node.value
        is_vars = isinstance(node, ast.Call) and self.name_called(node) == "vars" and len(node.args) == 1
        return node.args[0] if is_vars else None

    def name_called(self, node):
        """Name of the built-in or library function called, as far as it matters here; None for other methods, so that
        `re.compile` is not taken for `compile`."""
        function = node.func
        if isinstance(function, ast.Name) and function.id not in self.own:
            return self.aliases.get(function.id, (function.id,))[-1]
        if not isinstance(function, ast.Attribute):
            return None
        if function.attr in _BY_NAME:
            return function.attr
        path = self.path_of(function)
        return function.attr if path and path[0] in ("builtins", "importlib", "operator") else None


def _bound_otherwise(tree):
    """Names that are bound by anything but an import or a plain assignment, in whatever scope."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Assign):
            yield from (name for target in node.targets if not isinstance(target, ast.Name) for name in _names(target))
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            yield from _names(node.target)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from _names(node.optional_vars)
        elif isinstance(node, (ast.AugAssign, ast.Delete)):
            yield from (name for target in getattr(node, "targets", None) or [node.target] for name in _names(target))
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


def _imports(node, name):
    return isinstance(node, (ast.Import, ast.ImportFrom)) and any(
        (one.asname or one.name) == name for one in node.names
    )


def _names(target):
    return (one.id for one in ast.walk(target) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load))


def _resolved(path):
    """What a path names in this process, whose framework is loaded; None where it names nothing here."""
    found = sys.modules.get(path[0])
    for part in path[1:]:
        found = getattr(found, part, None)
    return found


def _is_same(one, other):
    # Each look at a C function makes another object of it.
    return one is not None and (one is other or (type(one) is type(other) is type(len) and one == other))


def _text(node):
    """A constant string, also when it is glued together from constants."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        return None if None in parts else "".join(parts)
    return None


def inspect_sources(files, forbidden, entry):
    """files: path -> source bytes. Raises ForbiddenBuiltin for the first use of a forbidden name."""
    for path, content in files.items():
        if path.endswith(".py"):
            found = find_forbidden(content, forbidden, entry if path == "solution.py" else None)
            if found is not None:
                raise ForbiddenBuiltin(f"{path}, line {found[0]}: {found[1]} may not be used here")
