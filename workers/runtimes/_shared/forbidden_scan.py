"""Finds calls to built-ins that a question rules out, in the source text.

It runs in the cell before the candidate's module is imported: parsing hostile text can exhaust memory or the stack, so
it never happens in the judge. A zygote has it compiled already, since compiling it would be a quarter of a cell's
loading time. It reads source and runs none of it, and it is feedback, not a wall: a name that is put together at run
time passes here. Whether a built-in was really called is decided by a trace of the run, elsewhere.
"""

import ast
import re

_RUN_TEXT = {"eval", "exec", "compile", "__import__", "import_module", "attrgetter"}
_LOOK_UP = {"getattr", "methodcaller", "__getattribute__", "__getattr__"}
_AS_METHODS = {"import_module", "attrgetter", "methodcaller", "__getattribute__", "__getattr__"}


class ForbiddenBuiltin(Exception):
    """The message names the file, the line and the built-in."""


def find_forbidden(source: bytes, forbidden: list[str]) -> tuple[int, str] | None:
    """(line, dotted name) of the first use, or None. Text that does not parse has none: the import will say so."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    scan = _Scan(forbidden)
    scan.learn_names(tree)
    found = [(node.lineno, name) for node in ast.walk(tree) if (name := scan.used_by(node)) is not None]
    return min(found, default=None)


class _Scan:
    def __init__(self, forbidden):
        self.forbidden = [tuple(name.split(".")) for name in forbidden]
        self.aliases = {}  # name in the file -> dotted path that it stands for
        self.star_packages = []  # packages of `from … import *`
        self.own = set()  # names that the file itself defines
        self.own_members = set()  # methods of its classes, and attributes that it sets

    def learn_names(self, tree):
        """Imports first, then assignments such as `F = torch.nn.functional`, until nothing new is learnt."""
        assignments = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for item in node.names:
                    bound = item.asname or item.name.split(".")[0]
                    self.aliases[bound] = tuple(item.name.split(".") if item.asname else [bound])
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for item in node.names:
                    path = tuple(node.module.split("."))
                    if item.name == "*":
                        self.star_packages.append(path)
                    else:
                        self.aliases[item.asname or item.name] = (*path, item.name)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.own.add(node.name)
                if isinstance(node, ast.ClassDef):
                    self.own_members.update(getattr(member, "name", None) for member in node.body)
            elif isinstance(node, ast.Assign):
                assignments += [(target, node.value) for target in node.targets]
                self.own_members.update(target.attr for target in node.targets if isinstance(target, ast.Attribute))
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                assignments.append((node.target, node.value))
        for _ in range(8):  # a chain of more renamings than that is not an accident, and not what this scan is for
            before = len(self.aliases)
            for target, value in assignments:
                if isinstance(target, ast.Name):
                    path = self.path_of(value)
                    if path is None:
                        self.own.add(target.id)
                    elif target.id not in self.aliases:
                        self.aliases[target.id] = path
            if len(self.aliases) == before:
                break

    def path_of(self, node):
        """Dotted path that an expression stands for, as far as the text alone tells: `nn.ReLU` after `from torch
        import nn` is ('torch', 'nn', 'ReLU')."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self.path_of(node.value)
            return None if base is None else (*base, node.attr)
        if isinstance(node, ast.Call):
            called = self.name_called(node)
            text = [_text(argument) for argument in node.args[:2]]
            if called == "getattr" and len(text) == 2 and text[1]:
                base = self.path_of(node.args[0])
                return None if base is None else (*base, text[1])
            if called in ("__import__", "import_module") and text and text[0]:
                return tuple(text[0].split("."))
        return None

    def used_by(self, node):
        """The forbidden name that this node uses, or None. Comments, strings and the file's own names use nothing."""
        if isinstance(node, ast.Attribute):
            return self.match(self.path_of(node))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self.match(self.aliases.get(node.id)) or self.from_star(node.id)
        if isinstance(node, ast.Import):
            return _first(self.match(tuple(item.name.split("."))) for item in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            path = tuple(node.module.split("."))
            return _first(self.match((*path, item.name)) for item in node.names)
        if isinstance(node, ast.Call):
            called = self.name_called(node)
            texts = [_text(argument) for argument in node.args]
            found = self.match(self.path_of(node)) or _first(self.named_in(text, called) for text in texts if text)
            return found or self.tensor_method(node.func)
        if isinstance(node, ast.Subscript) and self.is_namespace(node.value):
            return self.named_in(_text(node.slice) or "", "getattr")
        return None

    def match(self, path):
        """A path below a forbidden one, or another road from the same package to the same last name."""
        if path is None:
            return None
        for name in self.forbidden:
            if path[: len(name)] == name or (len(name) > 1 and path[0] == name[0] and path[-1] == name[-1]):
                return ".".join(name)
        return None

    def tensor_method(self, function):
        """`x.sigmoid()` on anything that is not known to be something else, where torch.Tensor.sigmoid is forbidden."""
        if not isinstance(function, ast.Attribute) or function.attr in self.own_members:
            return None
        name = ("torch", "Tensor", function.attr)
        return ".".join(name) if name in self.forbidden and self.path_of(function) is None else None

    def from_star(self, identifier):
        if identifier in self.own or identifier in self.aliases:
            return None
        return _first(self.match((*package, identifier)) for package in self.star_packages)

    def named_in(self, text, called):
        """`getattr(x, "ChannelShuffle")` whatever x is; any mention in text that is imported or run."""
        for name in self.forbidden:
            if called in _RUN_TEXT and name[-1] in re.findall(r"\w+", text):
                return ".".join(name)
            if called in _LOOK_UP and text == name[-1] and text not in self.own:
                return ".".join(name)
        return None

    def is_namespace(self, node):
        """`x.__dict__`, `vars(x)` and `sys.modules`, but not the candidate's own dictionaries."""
        if isinstance(node, ast.Attribute):
            return node.attr == "__dict__" or self.path_of(node) == ("sys", "modules")
        return isinstance(node, ast.Call) and self.name_called(node) == "vars"

    def name_called(self, node):
        """Name of the built-in or library function called, as far as it matters here; None for other methods, so that
        `re.compile` is not taken for `compile`."""
        function = node.func
        if isinstance(function, ast.Name):
            return self.aliases.get(function.id, (function.id,))[-1]
        if not isinstance(function, ast.Attribute):
            return None
        from_builtins = self.path_of(function.value) == ("builtins",)
        return function.attr if from_builtins or function.attr in _AS_METHODS else None


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


def _first(names):
    return next((name for name in names if name is not None), None)


def inspect_sources(files, forbidden):
    """files: path -> source bytes. Raises ForbiddenBuiltin for the first use of a forbidden name."""
    for path, content in files.items():
        if path.endswith(".py"):
            found = find_forbidden(content, forbidden)
            if found is not None:
                raise ForbiddenBuiltin(f"{path}, line {found[0]}: {found[1]} may not be used here")
