"""What candidates hand in and what the judge receives, through real cells."""

import json
import secrets
import time
from importlib.util import MAGIC_NUMBER

import numpy as np
import pytest
from cells_support import LIMITS, SHUFFLES
from judge.cells import CellLimits, GraderFault
from judge.cells.arena import BFLOAT16
from judge.cells.case_files import INLINE_BYTES_MAX

NUMPY_DTYPES = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool"]


@pytest.mark.parametrize("runtime", ["numpy", "pytorch"])
def test_ten_cases_in_one_cell(pool, runtime):
    rng = np.random.default_rng(1)
    cell = pool.acquire(runtime)
    try:
        assert cell.load([("solution.py", SHUFFLES[runtime])], None, "shuffle", LIMITS).kind == "returned"
        for _ in range(10):
            x = rng.normal(size=(2, 6, 3, 5)).astype(np.float32)
            outcome = cell.run_case(secrets.token_bytes(16), b'{"groups": 2}', [("x", x)], LIMITS)
            assert outcome.kind == "returned" and cell.alive and list(outcome.outputs) == ["output"]
            np.testing.assert_array_equal(
                outcome.outputs["output"], x.reshape(2, 2, 3, 3, 5).swapaxes(1, 2).reshape(2, 6, 3, 5)
            )
    finally:
        cell.close()


@pytest.mark.parametrize("runtime", ["numpy", "pytorch"])
def test_small_and_large_tensors_take_turns_in_one_cell(pool, runtime):
    """With the message or in a file, in both directions, also just at the border."""
    repeat = {"numpy": "np.tile(x, times)", "pytorch": "x.repeat(times)"}[runtime]
    source = f"import numpy as np\ndef f(x, times, part): return {repeat}[:part]".encode()
    cell = pool.acquire(runtime)
    try:
        assert cell.load([("solution.py", source)], None, "f", LIMITS).kind == "returned"
        border = INLINE_BYTES_MAX // 4
        for size, times, part in [
            (4, 1, 4), (4, 40_000, 160_000), (border, 1, 3), (border + 1, 1, 3), (40_000, 1, 40_000), (4, 40_000, 9),
            (4, 40_000, 160_000), (border, 1, border), (border + 1, 1, border + 1), (0, 1, 0),
        ]:  # fmt: skip
            x = np.random.default_rng(size).normal(size=size).astype(np.float32)
            params = json.dumps({"times": times, "part": part}).encode()
            outcome = cell.run_case(secrets.token_bytes(16), params, [("x", x)], LIMITS)
            assert outcome.kind == "returned", (size, times, part, outcome)
            np.testing.assert_array_equal(outcome.outputs["output"], np.tile(x, times)[:part])
    finally:
        cell.close()


@pytest.mark.parametrize("runtime", ["numpy", "pytorch"])
def test_every_dtype_crosses_unchanged(run, runtime):
    arrays = [(dtype, (np.arange(24).reshape(2, 3, 4) % 2).astype(dtype)) for dtype in NUMPY_DTYPES]
    outcome = run(
        "def f(*xs): return xs", runtime=runtime, inputs=arrays, adapter=b"def run(f, xs, params): return dict(xs)"
    )
    assert outcome.kind == "returned", outcome
    for dtype, array in arrays:
        assert outcome.outputs[dtype].dtype == array.dtype
        np.testing.assert_array_equal(outcome.outputs[dtype], array)


def test_bfloat16_keeps_its_bits(run):
    bits = np.array([[0x3F80, 0x7FC0, 0xFF80], [0x0001, 0x8000, 0x4049]], np.uint16)
    source = "import torch\ndef f(x):\n    assert x.dtype == torch.bfloat16\n    return x.t()"
    outcome = run(source, runtime="pytorch", inputs=[("x", bits.view(BFLOAT16))])
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].dtype == BFLOAT16
    np.testing.assert_array_equal(outcome.outputs["output"].view(np.uint16), bits.T)


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("return None", "output must be a torch.Tensor, not nothing"),
        ("return (x, x)", "output must be a torch.Tensor, not a tuple"),
        ("return x.numpy()", "output must be a torch.Tensor, not a numpy.ndarray"),
        ("return x.to_sparse()", "output must be a dense CPU tensor"),
        ("return x.to('meta')", "output must be a dense CPU tensor"),
        ("return torch.quantize_per_tensor(x, 0.1, 0, torch.quint8)", "output must be a dense CPU tensor"),
        ("return torch.nested.nested_tensor([x, x])", "output must be"),
        ("return x.to(torch.complex64)", "output has dtype complex64"),
        ("class T(torch.Tensor): pass\n    return x.as_subclass(T)", "output must be a torch.Tensor, not a solution."),
    ],
)
def test_what_is_no_plain_tensor_is_an_invalid_output(run, body, begins):
    outcome = run(
        f"import torch\ndef f(x):\n    {body}", runtime="pytorch", inputs=[("x", np.ones((2, 2), np.float32))]
    )
    assert outcome.kind == "invalid_output", outcome
    assert outcome.message.startswith(begins), outcome


@pytest.mark.parametrize(
    "body",
    [
        "return torch.nn.Parameter(x)",
        "return x.clone().requires_grad_(True) * 1",
        "return x.t().contiguous().t()",
        "return torch.complex(torch.zeros(2, 3), -x).conj().imag",
        "return x[0:1].expand(2, 3) * 0 + x",
    ],
)
def test_any_memory_layout_of_a_plain_tensor_is_taken(run, body):
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    outcome = run(f"import torch\ndef f(x):\n    {body}", runtime="pytorch", inputs=[("x", x)])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], x)


@pytest.mark.parametrize(
    ("body", "shape"), [("return x[:1, -1]", (1,)), ("return x[1, 2]", ()), ("return x[:0]", (0, 3))]
)
def test_one_element_or_none_with_a_stride_of_its_own(run, body, shape):
    """A right answer: torch calls it contiguous, and refuses to view it as bytes all the same."""
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    outcome = run(f"import torch\ndef f(x):\n    {body}", runtime="pytorch", inputs=[("x", x)])
    assert outcome.kind == "returned" and outcome.outputs["output"].shape == shape, outcome


def test_ordinary_training_code_runs(run):
    source = """
import torch
from torch import nn

def f(x):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.LazyLinear(2))
    model(x)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = model(x).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    model.eval()
    fused = torch.nn.utils.fusion.fuse_conv_bn_eval(model[0], model[1])
    lstm = nn.LSTM(4, 4)(torch.ones(2, 1, 4))[0].sum().detach()
    svd = torch.linalg.svd(x[0, 0])[1].sum()
    fft = torch.fft.rfft(x).abs().sum()
    jit = torch.jit.script(nn.ReLU())(x).sum()
    threads = torch.set_num_threads(2) or (torch.ones(300, 300) @ torch.ones(300, 300)).sum()
    return torch.stack([*losses, fused.weight.sum().detach(), lstm, svd, fft, jit, threads])
"""
    outcome = run(source, runtime="pytorch", inputs=[("x", np.ones((2, 3, 8, 8), np.float32))])
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].shape == (9,)


def test_memory_that_torch_cannot_have_is_a_memory_limit(run):
    for body in ("return torch.empty(1 << 40)", "a = []\n    while True: a.append(torch.ones(4 << 20))"):
        outcome = run(f"import torch\ndef f():\n    {body}", runtime="pytorch")
        assert outcome.kind == "memory_limit", outcome


def test_files_import_each_other(run):
    files = [
        ("blocks/__init__.py", b"from .scale import by\n"),
        ("blocks/scale.py", b"import factor\ndef by(x): return x * factor.TWO\n"),
        ("factor.py", b"TWO = 2\n"),
        ("json.py", b"raise RuntimeError('shadowed')\n"),
    ]
    outcome = run("import json\nfrom blocks import by\ndef f(x): return by(x)", inputs=[("x", np.ones(3))], files=files)
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], np.full(3, 2.0))


@pytest.mark.parametrize(
    ("source", "kind", "begins"),
    [
        (b"def f(x:\n    pass", "syntax_error", "SyntaxError"),
        (b"def f():\n\treturn 1\n        return 2", "syntax_error", "TabError"),
        (b"x = '\x00'", "syntax_error", ""),
        (b"\xff\xfe", "syntax_error", ""),
        (b"(" * 100_000, "syntax_error", ""),
        (b"-" * 1_000_000 + b"1", "syntax_error", ""),
        (b"", "missing_entry", "solution.py does not define a function named f."),
        (b"f = 3", "missing_entry", ""),
        (b"import helper\ndef f(): pass", "raised", "ModuleNotFoundError"),
        (b"1 / 0", "raised", "ZeroDivisionError: division by zero (solution.py, line 1)"),
        (b"raise SyntaxError('mine')", "raised", "SyntaxError"),
        (b"while True: pass", "time_limit", ""),
        (b"import os; os._exit(0)", "exited", ""),
    ],
)
def test_a_file_that_cannot_be_loaded(run, source, kind, begins):
    outcome = run(source, limits=CellLimits(wall_seconds=2.0 if kind == "time_limit" else 20.0))
    assert outcome.kind == kind, outcome
    assert outcome.message.startswith(begins), outcome


def test_a_syntax_error_in_another_file_says_where(run):
    outcome = run("import helper\ndef f(): pass", files=[("helper.py", b"\n\nif:\n")])
    assert outcome.kind == "syntax_error" and "helper.py, line 3" in outcome.message, outcome


@pytest.mark.parametrize(
    "body, classes",
    [
        ("raise ValueError('no')", ("ValueError", "Exception", "BaseException")),
        ("raise Bad('no')", ("Bad", "ValueError", "Exception", "BaseException")),
        ("raise type('x y\\n', (KeyError,), {})('no')", ("KeyError", "LookupError", "Exception", "BaseException")),
        ("raise type('n' * 9000, (ValueError,), {})('no')", None),
    ],
)
def test_the_classes_of_an_exception_are_told(run, body, classes):
    outcome = run(f"class Bad(ValueError): pass\ndef f():\n    {body}")
    assert outcome.kind == "raised"
    if classes is not None:
        told = tuple(name for name in outcome.raised if name != "x")
        assert told == classes and outcome.message.endswith("(solution.py, line 3)")


def test_a_raised_case_leaves_the_cell_usable(pool):
    cell = pool.acquire("numpy")
    try:
        source = b"def f(x, fail):\n    if fail: raise ValueError('no \\x1b[31m')\n    print('fine')\n    return x"
        cell.load([("solution.py", source)], None, "f", LIMITS)
        raised = cell.run_case(bytes(16), b'{"fail": true}', [("x", np.ones(2))], LIMITS)
        assert raised.kind == "raised" and raised.message.startswith("ValueError: no \ufffd[31m (solution.py, line 2)")
        after = cell.run_case(b"n" * 16, b'{"fail": false}', [("x", np.ones(2))], LIMITS)
        assert after.kind == "returned" and after.stdout == "fine\n" and cell.alive
        again = cell.run_case(b"m" * 16, b'{"fail": false}', [("x", np.ones(2))], LIMITS)
        assert again.stdout == "fine\n"
    finally:
        cell.close()


@pytest.mark.parametrize(("runtime", "change"), [("numpy", "x[0] = 7"), ("pytorch", "x[0] = 7")])
def test_a_changed_input_is_shown_and_an_unchanged_one_is_not(run, runtime, change):
    inputs = [("x", np.zeros(4, np.float32)), ("y", np.zeros(4, np.float32))]
    outcome = run(f"def f(x, y):\n    {change}\n    return x + y", runtime=runtime, inputs=inputs)
    assert sorted(outcome.outputs) == ["input_after:x", "output"]
    np.testing.assert_array_equal(outcome.outputs["input_after:x"], [7, 0, 0, 0])
    np.testing.assert_array_equal(inputs[0][1], np.zeros(4))


def test_large_inputs_are_mapped_and_private(run):
    x = np.arange(1 << 19, dtype=np.float32)
    outcome = run("def f(x):\n    x += 1\n    return x.sum(keepdims=True)", inputs=[("x", x)])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["input_after:x"], x + 1)


def test_the_adapter_sees_the_sources_first(run):
    adapter = (
        b"class ForbiddenBuiltin(Exception): pass\ndef inspect_sources(files): raise ForbiddenBuiltin(sorted(files))"
    )
    outcome = run("import os; os._exit(1)", adapter=adapter)
    assert outcome.kind == "raised" and outcome.message.startswith("ForbiddenBuiltin: ['solution.py']"), outcome


@pytest.mark.parametrize("bytecode", [MAGIC_NUMBER.hex(), "", "00000000"])
def test_an_adapter_goes_as_bytecode_only_to_an_interpreter_like_ours(run, pool, monkeypatch, bytecode):
    zygote = pool.zygote_of("numpy")
    assert zygote.bytecode == MAGIC_NUMBER.hex()
    monkeypatch.setattr(zygote, "bytecode", bytecode)
    outcome = run(
        "def f(x): return x + 1", inputs=[("x", np.ones(2))], adapter=b"def run(f, xs, _): return {'y': f(**xs)}"
    )
    assert outcome.outputs["y"].tolist() == [2.0, 2.0], outcome


def test_an_adapter_that_cannot_be_compiled_is_our_mistake(run):
    with pytest.raises(GraderFault, match="adapter_broken"):
        run("def f(x): return x", inputs=[("x", np.ones(2))], adapter=b"def run(f, xs, _) return {}")


def test_text_is_cut_at_64_kib_or_ends_the_case_where_the_question_says_so(run):
    source = "import numpy as np\ndef f():\n    print('a' * 70000)\n    return np.zeros(1)"
    cut = run(source)
    assert cut.kind == "returned" and cut.stdout_truncated and len(cut.stdout) == 65536
    assert run(source, limits=CellLimits(strict_stdout=True)).kind == "output_limit"


def test_an_answer_before_its_question_is_noticed(pool):
    cell = pool.acquire("numpy")
    try:
        source = b"import os, threading, time\ndef later():\n    time.sleep(0.2); os.write(3, b'Xthis is no answer')\n"
        source += b"threading.Thread(target=later, daemon=True).start()\ndef f(x): return x"
        assert cell.load([("solution.py", source)], None, "f", LIMITS).kind == "returned"
        time.sleep(0.5)
        outcome = cell.run_case(bytes(16), b"{}", [("x", np.ones(1))], LIMITS)
        assert outcome.kind == "invalid_output" and not cell.alive
    finally:
        cell.close()


def test_a_cell_takes_one_answer_once(pool):
    cell = pool.acquire("numpy")
    try:
        cell.load([("solution.py", b"def f(): pass")], None, "f", LIMITS)
        with pytest.raises(GraderFault, match="cell_used"):
            cell.load([("solution.py", b"def f(): pass")], None, "f", LIMITS)
    finally:
        cell.close()
    with pytest.raises(GraderFault, match="cell_dead"):
        cell.run_case(bytes(16), b"{}", [], LIMITS)


def test_nothing_of_one_cell_is_seen_by_the_next(run):
    leave = "import numpy, os\nnumpy.left = 1\nopen('/box/left', 'w').close()\ndef f(): return numpy.random.rand(1)"
    look = "import numpy, os\ndef f(): print(hasattr(numpy, 'left'), os.listdir('/box')); return numpy.random.rand(1)"
    first, second = run(leave), run(look)
    assert second.stdout == "False []\n"
    # The generator starts anew as well: one candidate's draws say nothing about another's.
    np.testing.assert_array_equal(first.outputs["output"], second.outputs["output"])


def test_random_numbers_are_those_of_every_cell_warm_or_not(pool):
    source = b"import torch, random\ndef f(): return torch.cat([torch.rand(3), torch.tensor([random.random()])])"
    drawn = []
    for warm in (True, False):
        cell = pool.fork(pool.zygote_of("pytorch"), warm)
        try:
            cell.load([("solution.py", source)], None, "f", LIMITS)
            drawn.append(cell.run_case(bytes(16), b"{}", [], LIMITS).outputs["output"])
        finally:
            cell.close()
    np.testing.assert_array_equal(*drawn)
