"""What can be got wrong in one node of a syntax tree.

Each operator is a function from a node to its wrong variants; `None` as a variant removes the statement. They are the
mistakes that people make with tensors (another axis, a forgotten eps, a biased variance, a lost copy) and the classical
ones (off by one, another comparison, a dropped term).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

Operator = Callable[[ast.AST], Iterator[ast.AST | None]]

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mod,
    ast.Mod: ast.FloorDiv,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_FUNCTION = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "amax": "amin",
    "amin": "amax",
    "maximum": "minimum",
    "minimum": "maximum",
    "argmax": "argmin",
    "argmin": "argmax",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "floor": "ceil",
    "ceil": "floor",
    "sqrt": "square",
    "rsqrt": "sqrt",
    "log1p": "log",
    "expm1": "exp",
    "cumsum": "cumprod",
    "vstack": "hstack",
    "stack": "cat",
    "bisect_right": "bisect_left",
    "bisect_left": "bisect_right",
    "append": "extend",
    "children": "modules",
    "modules": "children",
    "named_children": "named_modules",
    "named_modules": "named_children",
}
_LOWER_DTYPE = {"float64": "float32", "double": "float", "float32": "float16", "int64": "int32", "long": "int"}
# Calls that give back what they were called on, changed: forgetting one leaves the value as it was. Not among them:
# `detach` and a wider type, without which an answer is nearly always as right.
_FORGETTABLE = frozenset(
    "abs absolute astype clamp clip clone copy cumsum deepcopy exp flip log neg permute relu reversed round sigmoid "
    "sort sorted sqrt square squeeze swapaxes t to transpose unsqueeze".split()
)

# The order of what they take means nothing.
_SYMMETRIC = frozenset("swapaxes maximum minimum max min add mul multiply gcd allclose isclose equal".split())


def arithmetic(node: ast.AST) -> Iterator[ast.AST | None]:
    """+ becomes -, * becomes /, and the other way round."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _ARITHMETIC and not _is_text(node):
        yield _with(node, op=_ARITHMETIC[type(node.op)]())


def dropped_term(node: ast.AST) -> Iterator[ast.AST | None]:
    """One side of a sum or a product is forgotten."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult)):
        if not _is_text(node):
            yield copy.deepcopy(node.left)
            if isinstance(node.op, (ast.Add, ast.Mult)):
                yield copy.deepcopy(node.right)


def swapped_sides(node: ast.AST) -> Iterator[ast.AST | None]:
    """a - b becomes b - a, where the order means something."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)):
        yield _with(node, left=copy.deepcopy(node.right), right=copy.deepcopy(node.left))


def lost_sign(node: ast.AST) -> Iterator[ast.AST | None]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield copy.deepcopy(node.operand)


def off_by_one(node: ast.AST) -> Iterator[ast.AST | None]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def other_number(node: ast.AST) -> Iterator[ast.AST | None]:
    """Another float; a tiny one is an eps, so it is dropped and made a thousand times larger."""
    if isinstance(node, ast.Constant) and type(node.value) is float:
        if 0 < abs(node.value) < 1e-3:
            yield ast.Constant(0.0)
            yield ast.Constant(node.value * 1000)
        else:
            yield ast.Constant(node.value * 2 if node.value else 1.0)


def other_eps(node: ast.AST) -> Iterator[ast.AST | None]:
    """An eps that comes from somewhere is dropped or changed."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if isinstance(getattr(node, "ctx", None), ast.Load) and name in ("eps", "epsilon"):
        yield ast.Constant(0.0)
        yield ast.BinOp(copy.deepcopy(node), ast.Mult(), ast.Constant(100.0))


def comparison(node: ast.AST) -> Iterator[ast.AST | None]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for other in _COMPARISONS.get(type(op), ()):
                yield _with(node, ops=[*node.ops[:index], other(), *node.ops[index + 1 :]])


def logic(node: ast.AST) -> Iterator[ast.AST | None]:
    """`and` becomes `or`, and each part of a condition is forgotten once."""
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for index in range(len(node.values)):
            rest = [copy.deepcopy(value) for at, value in enumerate(node.values) if at != index]
            yield rest[0] if len(rest) == 1 else _with(node, values=rest)


def flag(node: ast.AST) -> Iterator[ast.AST | None]:
    """True becomes False: keepdim, unbiased, bias, reverse."""
    if isinstance(node, ast.keyword):
        value = node.value
        if isinstance(value, ast.Constant) and type(value.value) is bool and node.arg != "strict":
            yield _with(node, value=ast.Constant(not value.value))
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)


def swapped_arguments(node: ast.AST) -> Iterator[ast.AST | None]:
    """Two neighbours change places: arguments, axes, what is unpacked or returned."""
    for field in ("args", "elts"):
        values = getattr(node, field, None)
        if not isinstance(values, list) or (field == "args" and not isinstance(node, ast.Call)):
            continue
        if getattr(node, "unordered", False) or (isinstance(node, ast.Call) and _is_symmetric(node)):
            continue
        for index in range(len(values) - 1):
            if ast.dump(values[index]) != ast.dump(values[index + 1]):
                swapped = [copy.deepcopy(value) for value in values]
                swapped[index], swapped[index + 1] = swapped[index + 1], swapped[index]
                yield _with(node, **{field: swapped})


def dropped_keyword(node: ast.AST) -> Iterator[ast.AST | None]:
    """A keyword argument is forgotten, so its default counts. Not `device`: answers are graded on one; not `strict`:
    it only says aloud what holds."""
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg not in ("device", "strict"):
                yield _with(node, keywords=[copy.deepcopy(k) for at, k in enumerate(node.keywords) if at != index])


def other_function(node: ast.AST) -> Iterator[ast.AST | None]:
    if isinstance(node, ast.Call):
        name = _called(node)
        if name in _OTHER_FUNCTION:
            yield _renamed(node, _OTHER_FUNCTION[name])


def biased(node: ast.AST) -> Iterator[ast.AST | None]:
    """A variance that says nothing about its divisor gets the other one."""
    if isinstance(node, ast.Call) and _called(node) in ("var", "std", "var_mean", "std_mean"):
        given = {keyword.arg for keyword in node.keywords}
        if not given & {"ddof", "correction", "unbiased"}:
            for name, value in (("ddof", 1), ("correction", 0)):
                changed = _with(node, keywords=[*copy.deepcopy(node.keywords), ast.keyword(name, ast.Constant(value))])
                yield changed


def lower_dtype(node: ast.AST) -> Iterator[ast.AST | None]:
    """float64 becomes float32, and so on, wherever a type is named."""
    if isinstance(node, ast.Attribute) and node.attr in _LOWER_DTYPE:
        yield _with(node, attr=_LOWER_DTYPE[node.attr])
    if isinstance(node, ast.Constant) and node.value in _LOWER_DTYPE and isinstance(node.value, str):
        yield ast.Constant(_LOWER_DTYPE[node.value])


def forgotten_call(node: ast.AST) -> Iterator[ast.AST | None]:
    """x.transpose(1, 2) becomes x; copy.deepcopy(m) becomes m."""
    if not isinstance(node, ast.Call) or _called(node) not in _FORGETTABLE:
        return
    method_of_module = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    if method_of_module and node.func.value.id in ("np", "numpy", "torch", "copy", "F", "math", "tf", "ops", "keras"):
        if node.args:
            yield copy.deepcopy(node.args[0])
    elif isinstance(node.func, ast.Attribute):
        yield copy.deepcopy(node.func.value)
    elif node.args:
        yield copy.deepcopy(node.args[0])


def slice_bound(node: ast.AST) -> Iterator[ast.AST | None]:
    """A slice loses its start, its end or its step."""
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper", "step"):
            if getattr(node, field) is not None:
                yield _with(node, **{field: None})


def one_branch(node: ast.AST) -> Iterator[ast.AST | None]:
    """A condition is taken for always true, or for never true."""
    if isinstance(node, (ast.IfExp, ast.If)):
        yield _with(node, test=ast.Constant(True))
        yield _with(node, test=ast.Constant(False))


def short_loop(node: ast.AST) -> Iterator[ast.AST | None]:
    """A loop misses its first or its last round."""
    if isinstance(node, (ast.For, ast.comprehension)):
        every = ast.Call(ast.Name("list", ast.Load()), [copy.deepcopy(node.iter)], [])
        for lower, upper in ((ast.Constant(1), None), (None, ast.UnaryOp(ast.USub(), ast.Constant(1)))):
            yield _with(node, iter=ast.Subscript(copy.deepcopy(every), ast.Slice(lower, upper), ast.Load()))


def left_loop(node: ast.AST) -> Iterator[ast.AST | None]:
    """`continue` becomes `break`, and the other way round."""
    if isinstance(node, (ast.Continue, ast.Break)):
        yield ast.Break() if isinstance(node, ast.Continue) else ast.Continue()


def removed_statement(node: ast.AST) -> Iterator[ast.AST | None]:
    """A call for its effect, a change in place, an assignment to a part, a refusal."""
    effect = isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom))
    part = isinstance(node, ast.Assign) and all(isinstance(t, (ast.Attribute, ast.Subscript)) for t in node.targets)
    if effect or part or isinstance(node, (ast.AugAssign, ast.Delete, ast.Assert)):
        yield None


def other_refusal(node: ast.AST) -> Iterator[ast.AST | None]:
    """Another exception than the one that was asked for."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
        other = "ArithmeticError" if node.exc.func.id != "ArithmeticError" else "LookupError"
        yield _with(node, exc=_with(node.exc, func=ast.Name(other, ast.Load())))


OPERATORS: tuple[Operator, ...] = (
    arithmetic,
    dropped_term,
    swapped_sides,
    lost_sign,
    off_by_one,
    other_number,
    other_eps,
    comparison,
    logic,
    flag,
    swapped_arguments,
    dropped_keyword,
    other_function,
    biased,
    lower_dtype,
    forgotten_call,
    slice_bound,
    one_branch,
    short_loop,
    left_loop,
    removed_statement,
    other_refusal,
)


def mark_unordered(tree: ast.AST) -> None:
    """Marks collections of which only the members count: sets, and what `in` looks into."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Set):
            node.unordered = True
        if isinstance(node, ast.Compare):
            for op, side in zip(node.ops, node.comparators, strict=True):
                side.unordered = isinstance(op, (ast.In, ast.NotIn))
        if isinstance(node, ast.Call) and _called(node) in ("isin", "isinstance", "set", "frozenset"):
            for argument in node.args:
                argument.unordered = True


def _with(node: ast.AST, **changes) -> ast.AST:
    changed = copy.deepcopy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_symmetric(node: ast.Call) -> bool:
    # Two axes of a transpose are exchanged either way; a whole permutation is not.
    return _called(node) in _SYMMETRIC or (_called(node) == "transpose" and len(node.args) == 2)


def _renamed(node: ast.Call, name: str) -> ast.AST:
    changed = copy.deepcopy(node)
    if isinstance(changed.func, ast.Attribute):
        changed.func.attr = name
    else:
        changed.func.id = name
    return changed


def _is_text(node: ast.AST) -> bool:
    """Whether a sum or a `%` builds a text: what a message says is nobody's grade."""
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (getattr(node, "left", None), getattr(node, "right", None))
    )
