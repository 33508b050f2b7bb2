"""What is made of a solution: each operator once, keys that stay, and nothing where no grade can change."""

import ast

import pytest
from judge.mutate.generate import python_mutants
from judge.mutate.operators import OPERATORS
from judge.mutate.show import difference


def made(source, operator=None, entry="f", runtime="numpy"):
    mutants = python_mutants(source.encode(), entry, runtime, graded_gradients=False)
    return [one for one in mutants if one.operator == operator] if operator else mutants


def texts(source, operator):
    return {one.after for one in made(source, operator)}


@pytest.mark.parametrize(
    "operator, statement, expected",
    [
        ("arithmetic", "y = a + b * c", {"y = a - b * c", "y = a + b / c"}),
        ("arithmetic", "y += a", {"y -= a"}),
        ("dropped_term", "y = a + b", {"y = a", "y = b"}),
        ("dropped_term", "y = a - b", {"y = a"}),
        ("swapped_sides", "y = a / b", {"y = b / a"}),
        ("swapped_sides", "y = a @ b", {"y = b @ a"}),
        ("lost_sign", "y = -a", {"y = a"}),
        ("lost_sign", "y = not a", {"y = a"}),
        ("off_by_one", "y = x.sum(axis=1)", {"y = x.sum(axis=2)", "y = x.sum(axis=0)"}),
        ("other_number", "y = a * 0.5", {"y = a * 1.0"}),
        ("other_number", "y = a + 1e-05", {"y = a + 0.0", "y = a + 0.01"}),
        ("other_eps", "y = a + bn.eps", {"y = a + 0.0", "y = a + bn.eps * 100.0"}),
        ("other_eps", "y = a + eps", {"y = a + 0.0", "y = a + eps * 100.0"}),
        ("comparison", "y = a < b", {"y = a <= b", "y = a > b"}),
        ("comparison", "y = a is None", {"y = a is not None"}),
        ("logic", "y = a and b", {"y = a or b", "y = a", "y = b"}),
        ("flag", "y = x.var(keepdims=True)", {"y = x.var(keepdims=False)"}),
        ("swapped_arguments", "y = g(a, b)", {"y = g(b, a)"}),
        ("swapped_arguments", "y = x.reshape((a, b, c))", {"y = x.reshape((b, a, c))", "y = x.reshape((a, c, b))"}),
        ("swapped_arguments", "return (a, b)", {"return (b, a)"}),
        ("dropped_keyword", "y = g(a, dim=1, device=d)", {"y = g(a, device=d)"}),
        ("other_function", "y = x.sum(1)", {"y = x.mean(1)"}),
        ("other_function", "y = np.maximum(a, b)", {"y = np.minimum(a, b)"}),
        ("biased", "y = x.var(0)", {"y = x.var(0, ddof=1)", "y = x.var(0, correction=0)"}),
        ("lower_dtype", "y = x.astype(np.float64)", {"y = x.astype(np.float32)"}),
        ("lower_dtype", "y = x.double()", {"y = x.float()"}),
        ("forgotten_call", "y = x.transpose(1, 2).copy()", {"y = x.copy()", "y = x.transpose(1, 2)"}),
        ("forgotten_call", "y = copy.deepcopy(m)", {"y = m"}),
        ("slice_bound", "y = x[a::g]", {"y = x[::g]", "y = x[a:]"}),
        ("one_branch", "y = a if b else c", {"y = a if True else c", "y = a if False else c"}),
        ("short_loop", "y = [i for i in v]", {"y = [i for i in list(v)[1:]]", "y = [i for i in list(v)[:-1]]"}),
        ("removed_statement", "x.fill_(0)", {"(removed)"}),
        ("removed_statement", "x[0] = 1", {"(removed)"}),
        ("other_refusal", "raise ValueError('a' + b)", {"raise ArithmeticError('a' + b)"}),
    ],
)
def test_what_an_operator_makes(operator, statement, expected):
    source = f"def f(x, a, b, c, v, d, g, eps, m, y):\n    {statement}\n    return y\n"
    assert texts(source, operator) == expected


def test_every_operator_is_tested_above_or_here():
    loop = "def f(v):\n    for i in v:\n        if i:\n            continue\n"
    assert texts(loop, "left_loop") == {"break"}
    tested = {mark.args[1][i][0] for mark in test_what_an_operator_makes.pytestmark for i in range(len(mark.args[1]))}
    assert tested | {"left_loop"} == {operator.__name__ for operator in OPERATORS}


@pytest.mark.parametrize(
    "source",
    [
        "import a.b\nfrom c import d\n",
        'def f(x: int = None) -> "list[1]":\n    """1 + 1"""\n    return x\n',
        "def f(x):\n    assert x, 'a' + str(1)\n    return x\n",
        "@g(1, 2)\ndef f(x):\n    return x\n",
    ],
)
def test_what_no_grade_depends_on_is_left_alone(source):
    assert {one.operator for one in made(source)} <= {"spoilt", "removed_statement"}


def test_symmetric_calls_keep_their_order():
    source = "def f(x):\n    return x.swapaxes(1, 2) + x.transpose(1, 2) + x.transpose(0, 2, 1)\n"
    swapped = texts(source, "swapped_arguments")
    assert len(swapped) == 2 and all("transpose(2, 0, 1)" in one or "transpose(0, 1, 2)" in one for one in swapped)


@pytest.mark.parametrize(
    "statement",
    ["y = a in (1, b)", "y = a - {b, c}", "y = max(a, b)", "y = g(a)[zip(v, strict=True)]"],
)
def test_where_order_and_strictness_mean_nothing_there_is_no_mutant(statement):
    source = f"def f(x, a, b, c, v, g):\n    {statement}\n    return y\n"
    assert {one.operator for one in made(source)}.isdisjoint({"swapped_arguments", "dropped_keyword", "flag"})
    assert texts("def f(x, a, b):\n    return isin(x, (a, b))\n", "swapped_arguments") == {"return isin((a, b), x)"}


SOURCE = "def f(x):\n    y = x + 1\n    return y * 2\n"


def test_each_mutant_is_another_program_that_compiles():
    mutants = [one for one in made(SOURCE) if one.operator != "spoilt"]
    sources = [one.source.decode() for one in mutants]
    assert len(set(sources)) == len(sources) and ast.unparse(ast.parse(SOURCE)) not in sources
    for source in sources:
        compile(source, "mutant", "exec")


def test_keys_are_unique_and_stay_when_the_rest_changes():
    keys = {one.key: one.after for one in made(SOURCE)}
    assert len(keys) == len(made(SOURCE))
    moved = {one.key: one.after for one in made("import os\n\n\ndef g():\n    return 0\n\n\n" + SOURCE)}
    assert keys.items() <= moved.items()
    twice = made("def f(x):\n    x = x + 1\n    x = x + 1\n    return x\n", "arithmetic")
    assert [one.key.removeprefix(twice[0].key) for one in twice] == ["", "-2"]


def test_a_compound_statement_is_known_by_its_head():
    one, other = (made(f"def f(x):\n    if x > 1:\n        return {n}\n    return x\n", "comparison") for n in (5, 6))
    assert [m.key for m in one] == [m.key for m in other]
    assert one[0].before == "if x > 1:"


def test_entries_are_spoilt_in_each_way():
    kinds = {one.kind for one in made(SOURCE, "spoilt")}
    assert {"zeros", "constant", "nan", "identity", "ignores_inputs", "lower_precision", "other_dtype"} <= kinds
    graded = python_mutants(SOURCE.encode(), "f", "pytorch", graded_gradients=True)
    assert {one.kind for one in graded if one.operator == "spoilt"} == kinds | {"detached"}


def test_long_lines_are_shown_around_what_differs():
    before, after = f"{'a' * 90} + {'b' * 90}", f"{'a' * 90} - {'b' * 90}"
    assert difference(before, after) == (f"…{'a' * 33} + {'b' * 33}…", f"…{'a' * 33} - {'b' * 33}…")
    assert difference("aa", "aaa") == ("aa", "aaa")
