"""Forbidden built-ins by every road, and legal code that looks like one: graded in real cells."""

import json
from pathlib import Path

import pytest
from judge.grade import GradeDeps, GradeRequest, grade
from judge.questions import QuestionBank, load_question
from judge.start import open_pool
from judge.watch import needs_watching

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = REPOSITORY / ".gradecheck" / "build"

QUESTION = """
id: shuffle-it
concepts: [ { id: basic }, { id: edge } ]
runtimes:
  pytorch:
    entry: f
    forbidden_builtins:
      [torch.nn.ChannelShuffle, torch.channel_shuffle, torch.nn.functional.relu, torch.Tensor.softmax,
       torch.nn.Module.named_modules, torch.distributions, torch.nn.functional.max_pool2d]
  numpy: { entry: f, forbidden_builtins: [numpy.clip, numpy.multiply, numpy.dot, numpy.linalg.norm, numpy.roll, numpy.add] }
  keras:
    entry: f
    forbidden_builtins:
      [tensorflow.nn.relu, tensorflow.nn.leaky_relu, keras.ops.softmax, tensorflow.roll, keras.layers.ReLU]
  tfjs: { entry: f, forbidden_builtins: [tf.softmax, tf.losses.absoluteDifference, tf.relu, tf.metrics] }
limits: { wall_seconds_per_case: 5, wall_seconds_total: 20 }
"""
JUDGE = """
from harness import Case, as_float64, normal

def cases(rng, runtime):
    return [
        Case("public_one", "basic", {"x": normal(rng, (1, 4, 3, 3))}, visibility="public"),
        Case("random", "basic", {"x": normal(rng, (2, 4, 3, 3))}, repeat=True),
        Case("three", "edge", {"x": normal(rng, (3, 4, 3, 3))}),
    ]

def reference(case):
    return {"output": as_float64(case.inputs["x"]) + 1}
"""


@pytest.fixture(scope="session")
def pool():
    pool = open_pool(["numpy", "pytorch", "keras", "tfjs"], BUILD, 2)
    assert pool.isolation_report()["serves"]
    yield pool
    pool.close()


@pytest.fixture
def graded(pool, tmp_path):
    folder = tmp_path / "questions" / "topic" / "shuffle-it"
    folder.mkdir(parents=True)
    (folder / "question.yaml").write_text(QUESTION)
    (folder / "judge.py").write_text(JUDGE)
    question = load_question(folder)
    deps = GradeDeps(QuestionBank(folder.parents[1]), pool, {}, {"type": "cpu", "name": "test"})

    def graded(runtime, source, *more):
        if runtime not in pool.runtimes():
            pytest.skip(f"the runtime {runtime} is not prepared on this machine")
        main = "solution.ts" if runtime == "tfjs" else "solution.py"
        files = [(main, source.encode()), *((name, text.encode()) for name, text in more)]
        request = GradeRequest("shuffle-it", question.revision, runtime, "grade", files, "ab" * 32)
        report, evidence = grade(deps, request)
        assert report["score"] == 0 or needs_watching(question.runtime(runtime), files) == ("watched" in evidence)
        return report, evidence

    return graded


# Each line calls the built-in, throws its result away and returns the right answer, so nothing but the watching can tell.
CAUGHT = {
    "pytorch": [
        ("getattr(torch.nn, name('ChannelShuffle'))(2)", "torch.nn.ChannelShuffle"),
        ("vars(torch)[name('channel_shuffle')](x, 2)", "torch.channel_shuffle"),
        ("importlib.import_module(name('torch')).channel_shuffle(x, 2)", "torch.channel_shuffle"),
        ("importlib.import_module('torch.nn').__dict__[name('ChannelShuffle')](2)(x)", "torch.nn.ChannelShuffle"),
        ("[torch][0].channel_shuffle(x, 2)", "torch.channel_shuffle"),
        ("list(map([torch][0].channel_shuffle, [x], [2]))", "torch.channel_shuffle"),
        ("functools.partial([torch][0].channel_shuffle, x)(2)", "torch.channel_shuffle"),
        ("getattr(torch.ops.aten, name('channel_shuffle'))(x, 2)", "torch.channel_shuffle"),
        ("getattr(torch.ops.aten, name('channel_shuffle')).default(x, 2)", "torch.channel_shuffle"),
        ("torch._C._jit_get_operation('aten::' + name('channel_shuffle'))[0](x, 2)", "torch.channel_shuffle"),
        ("exec(name('torch.channel_shuffle(x, 2)'), {'torch': torch, 'x': x})", "torch.channel_shuffle"),
        ("operator.methodcaller(name('channel_shuffle'), x, 2)(torch)", "torch.channel_shuffle"),
        (
            "torch.utils.checkpoint.checkpoint([torch][0].channel_shuffle, x, 2, use_reentrant=False)",
            "torch.channel_shuffle",
        ),
        ("torch.vmap([torch.nn.functional][0].relu)(x)", "torch.nn.functional.relu"),
        ("x.softmax(-1)", "torch.Tensor.softmax"),
        ("[torch.zeros(3).add(x[..., 0])][0].softmax(-1)", "torch.Tensor.softmax"),
        ("getattr(torch.Tensor, name('softmax'))(x, -1)", "torch.Tensor.softmax"),
        ("list(torch.nn.ReLU().named_modules())", "torch.nn.Module.named_modules"),
        ("getattr(torch, name('distributions')).Normal(0.0, 1.0)", "torch.distributions"),
        ("[torch.nn.functional][0].max_pool2d(x, 2)", "torch.nn.functional.max_pool2d"),
        ("(lambda t: t.channel_shuffle(x, 2))(torch)", "torch.channel_shuffle"),
        (
            "t = threading.Thread(target=lambda: [torch][0].channel_shuffle(x, 2)); t.start(); t.join()",
            "torch.channel_shuffle",
        ),
        ("Holder().tool.channel_shuffle(x, 2)", "torch.channel_shuffle"),
        (
            "t = threading.Thread(target=[torch][0].channel_shuffle, args=(x, 2)); t.start(); t.join()",
            "torch.channel_shuffle",
        ),
    ],
    "numpy": [
        ("getattr(np, name('clip'))(x, 0, 1)", "numpy.clip"),
        ("vars(np)[name('clip')](x, 0, 1)", "numpy.clip"),
        ("[np][0].multiply(x, 2)", "numpy.multiply"),
        ("getattr(np, name('multiply')).outer(x, x)", "numpy.multiply"),
        ("list(map([np][0].multiply, [x], [x]))", "numpy.multiply"),
        ("importlib.import_module('numpy').dot(x.ravel(), x.ravel())", "numpy.dot"),
        ("[np.linalg][0].norm(x)", "numpy.linalg.norm"),
        ("eval(name('np.roll(x, 1)'))", "numpy.roll"),
        ("sys.modules['numpy'].roll(x, 1)", "numpy.roll"),
        ("np.apply_along_axis([np][0].roll, 0, x, 1)", "numpy.roll"),
    ],
    "keras": [
        ("getattr(tf.nn, name('relu'))(x)", "tensorflow.nn.relu"),
        ("vars(tf)[name('roll')](x, 1, 0)", "tensorflow.roll"),
        ("[tf][0].roll(x, 1, 0)", "tensorflow.roll"),
        ("importlib.import_module('tensorflow').roll(x, 1, 0)", "tensorflow.roll"),
        ("tf.raw_ops.LeakyRelu(features=x)", "tensorflow.nn.leaky_relu"),
        ("[keras][0].ops.softmax(x)", "keras.ops.softmax"),
        ("[keras.layers][0].ReLU()(x)", "keras.layers.ReLU"),
        ("tf.function([tf][0].roll)(x, 1, 0)", "tensorflow.roll"),
        ("tf.function(lambda x: [tf][0].roll(x, 1, 0))(x)", "tensorflow.roll"),
        ("tf.map_fn([tf.nn][0].relu, x)", "tensorflow.nn.relu"),
    ],
    "tfjs": [
        ("(tf as any)[name('softmax')](x);", "tf.softmax"),
        ("[tf][0].softmax(x);", "tf.softmax"),
        ("x.softmax();", "tf.softmax"),
        ("(x as any)[name('softmax')]();", "tf.softmax"),
        ("tf.tidy(() => x.mul(2).softmax());", "tf.softmax"),
        ("(tf.Tensor.prototype as any).softmax.call(x);", "tf.softmax"),
        ("Object.entries(tf).find(([key]) => key === 'soft' + 'max')![1](x);", "tf.softmax"),
        ("require('@tensorflow/' + 'tfjs').softmax(x);", "tf.softmax"),
        ("const { [name('softmax')]: g } = tf as any; g(x);", "tf.softmax"),
        ("tf.tidy([tf][0].softmax.bind(null, x) as any);", "tf.softmax"),
        ("tf.engine().runKernel('Softmax', { logits: x }, { dim: -1 });", "tf.softmax"),
        ("[-1].map((tf as any)[name('softmax')].bind(null, x));", "tf.softmax"),
        ("[tf.losses][0].absoluteDifference(x, x);", "tf.losses.absoluteDifference"),
        ("[tf][0].metrics.meanSquaredError(x, x);", "tf.metrics"),
        ("eval('x.softmax()');", "tf.softmax"),
    ],
}
# Legal, each with what a careless watcher would take for a call.
INNOCENT = {
    "pytorch": [
        "'torch.channel_shuffle(x, 2)'  # torch.channel_shuffle(x, 2)",
        "channel_shuffle(x, 2)",
        "Own().channel_shuffle(x, 2)",
        "getattr(Own(), name('channel_shuffle'))(x, 2)",
        "vars(Own)[name('channel_shuffle')](Own(), x, 2)",
        "torch.channel_shuffle",  # looked at through a name that is a parameter here
        "list(torch.nn.Linear(2, 2).parameters())",  # torch itself calls named_modules for it
        "torch.nn.Linear(2, 2).state_dict()",
        "torch.nn.TransformerEncoderLayer(4, 2, 8)(torch.ones(3, 1, 4))",  # calls relu, which it chose by itself
        "torch.nn.ReLU()(x)",
        "list(map(abs, [1])); torch.vmap(torch.sigmoid)(x)",
        "torch.softmax(x, -1)",
        "Own().softmax(-1)",
        "torch.nn.Softmax(-1)(x)",
        "torch.nn.functional.softmax(x, -1)",
        "getattr(torch.nn.functional, name('max_pool1d'))(x[0], 2)",  # shares its code object with max_pool2d
        "getattr(torch.nn, name('Softplus'))()(x)",
        "torch.jit.script(double)(x)",
        "exec(name('y = x + 1'), {'x': x})",
    ],
    "numpy": [
        "'np.clip(x, 0, 1)'  # np.clip(x, 0, 1)",
        "clip(x, 0, 1)",
        "Own().clip(x, 0, 1)",
        "getattr(Own(), name('clip'))(x, 0, 1)",
        "x * x",
        "np.fft.fftshift(x)",  # NumPy itself rolls
        "np.prod(x)",
        "getattr(np, name('maximum'))(x, 0)",
        "np.cov(x.reshape(4, -1))",  # NumPy itself calls dot and multiply
    ],
    "keras": [
        "'tf.roll(x, 1, 0)'  # tf.roll(x, 1, 0)",
        "roll(x, 1, 0)",
        "Own().roll(x, 1, 0)",
        "getattr(tf.nn, name('relu6'))(x)",
        "getattr(tf, name('reverse'))(x, [0])",
        "tf.keras.layers.Dense(2, activation='relu')(x)",  # keras itself calls tf.nn.relu
        "tf.signal.fftshift(x)",  # TensorFlow itself rolls
        "tf.function(lambda x: x + 1)(x)",
        "keras.layers.Softmax()(x)",
    ],
    "tfjs": [
        "'tf.softmax(x)'; // tf.softmax(x)",
        "softmax(x);",
        "new Own().softmax(x);",
        "(new Own() as any)[name('softmax')](x);",
        "tf.logSoftmax(x);",
        "tf.losses.softmaxCrossEntropy(tf.tensor2d([[0, 1]]), tf.tensor2d([[1, 2]]));",  # the library itself may
        "tf.layers.softmax().apply(tf.ones([1, 4]));",
        "tf.layers.dense({ units: 2, activation: 'relu' }).apply(tf.ones([1, 4]));",
        "tf.tidy(() => x.add(1));",
        "if (!(x instanceof tf.Tensor)) throw new Error('not a tensor');",
        "tf.grad((y: tf.Tensor) => y.square().sum())(x);",
        "tf.losses.meanSquaredError(x, x);",
    ],
}
HEADS = {
    "pytorch": "import functools, importlib, operator, threading\nimport torch\nimport torch.utils.checkpoint\n",
    "numpy": "import functools, importlib, sys\nimport numpy as np\n",
    "keras": "import importlib\nimport tensorflow as tf\nimport keras\n",
}
OWN = """
def name(text):
    return ''.join(reversed(''.join(reversed(text))))

def double(x):
    return x * 2

def channel_shuffle(x, groups): return x
def clip(x, low, high): return x
def roll(x, by, axis): return x

class Own:
    def channel_shuffle(self, x, groups): return x
    def softmax(self, axis): return self
    def clip(self, x, low, high): return x
    def roll(self, x, by, axis): return x

class Holder:
    def __init__(self): self.tool = TOOL

"""


TFJS = """
import * as tf from '@tensorflow/tfjs';

const name = (text: string) => [...text].reverse().reverse().join('');
const softmax = (x: tf.Tensor) => x;
class Own {
  softmax(x: tf.Tensor) { return x; }
}

export function f(x: tf.Tensor): tf.Tensor {
  LINE
  return x.add(1);
}
"""


def source(runtime, line):
    if runtime == "tfjs":
        return TFJS.replace("LINE", line)
    tool = {"pytorch": "torch", "numpy": "np", "keras": "tf"}[runtime]
    return HEADS[runtime] + f"TOOL = {tool}\n" + OWN + f"def f(x):\n    {line}\n    return x + 1\n"


def partly_right(text):
    """Wrong for three at a time, and only there."""
    python = "def f(x):\n    if x.shape[0] == 3: return x\n"
    typescript = "tf.Tensor {\n  if (x.shape[0] === 3) return x.clone();\n  LINE"
    return text.replace("def f(x):\n", python).replace("tf.Tensor {\n  ", typescript.removesuffix("LINE"))


@pytest.mark.parametrize(
    ("runtime", "line", "name"), [(runtime, *one) for runtime, listed in CAUGHT.items() for one in listed]
)
def test_a_call_by_any_road_is_seen(graded, runtime, line, name):
    report, evidence = graded(runtime, source(runtime, line))
    assert report["verdict"] == "forbidden_builtin", (report["message"], evidence.get("watched"))
    assert name in report["message"] and "solution." in report["message"], report["message"]
    json.dumps(evidence)


@pytest.mark.parametrize(
    ("runtime", "line", "name"), [(runtime, *one) for runtime, listed in CAUGHT.items() for one in listed]
)
def test_a_call_that_earned_a_part_of_the_points_is_seen(graded, runtime, line, name):
    report, evidence = graded(runtime, partly_right(source(runtime, line)))
    assert (report["verdict"], report["score"]) == ("forbidden_builtin", 0), (report["message"], evidence.get("watched"))
    assert name in report["message"] and "solution." in report["message"], report["message"]


def test_an_entry_that_is_nothing_but_the_builtin_is_seen(graded):
    report, _ = graded("numpy", "import functools\nimport numpy as np\nf = functools.partial([np][0].add, 1)\n")
    assert report["verdict"] == "forbidden_builtin" and "numpy.add" in report["message"]


def test_a_call_in_a_second_file_is_seen_there(graded):
    report, _ = graded(
        "numpy",
        "from tools import g\ndef f(x):\n    g(x)\n    return x + 1\n",
        ("tools.py", "import numpy as np\nTOOL = [np]\n\ndef g(x):\n    return TOOL[0].roll(x, 1)\n"),
    )
    assert report["message"] == "tools.py, line 5: numpy.roll was called, and may not be used here"


def test_a_call_at_import_is_seen(graded):
    report, _ = graded(
        "numpy", "import numpy as np\nORDER = [np][0].roll(np.arange(3), 1)\ndef f(x):\n    return x + 1\n"
    )
    assert report["verdict"] == "forbidden_builtin"


def test_an_answer_that_cannot_be_reproduced_keeps_its_grade(graded):
    """It calls the built-in, but only where it no longer returns what was graded."""
    text = "import sys\nimport numpy as np\ndef f(x):\n    if sys.getprofile():\n        [np][0].roll(x, 1)\n        return x\n    return x + 1\n"
    report, evidence = graded("numpy", text)
    assert report["verdict"] == "accepted"
    assert evidence["watched"] == {"called": None, "reproduced": False, "cases": 0}


@pytest.mark.parametrize(
    ("runtime", "line"), [(runtime, line) for runtime, listed in INNOCENT.items() for line in listed]
)
def test_legal_code_is_accepted(graded, runtime, line):
    text = source(runtime, line)
    if line == "torch.channel_shuffle":
        text = text.replace("def f(x):", "def f(x, torch=Own()):")
    report, evidence = graded(runtime, text)
    assert report["verdict"] == "accepted", (report["message"], evidence.get("watched"))
    if "watched" in evidence:
        assert evidence["watched"] == {"called": None, "reproduced": True, "cases": 3}


@pytest.mark.parametrize(
    ("runtime", "line"), [(runtime, line) for runtime, listed in INNOCENT.items() for line in listed]
)
def test_legal_code_that_is_partly_right_keeps_its_points(graded, runtime, line):
    text = partly_right(source(runtime, line))
    if line == "torch.channel_shuffle":
        text = text.replace("def f(x):", "def f(x, torch=Own()):")
    report, evidence = graded(runtime, text)
    assert (report["verdict"], report["score"]) == ("wrong_answer", 50), (report["message"], evidence.get("watched"))
    if "watched" in evidence:
        assert evidence["watched"] == {"called": None, "reproduced": True, "cases": 2}


def test_a_call_where_nothing_was_right_takes_no_points_away(graded):
    text = source("numpy", "if x.shape[0] == 3: return [np][0].roll(x, 1)")
    report, evidence = graded("numpy", text)
    assert (report["verdict"], report["score"]) == ("wrong_answer", 50)
    assert evidence["watched"] == {"called": None, "reproduced": True, "cases": 2}


def test_what_earned_nothing_is_not_watched(graded):
    report, evidence = graded("numpy", "import numpy as np\ndef f(x):\n    return [np][0].roll(x, 1)\n")
    assert (report["verdict"], report["score"]) == ("wrong_answer", 0) and "watched" not in evidence


def test_a_death_where_it_is_wrong_hides_no_call_where_it_is_right(graded):
    text = source("numpy", "[np][0].roll(x, 1)").replace("    return x + 1", "    if x.shape[0] == 3: exit()\n    return x + 1")
    report, _ = graded("numpy", text)
    assert report["verdict"] == "forbidden_builtin" and "numpy.roll" in report["message"]
