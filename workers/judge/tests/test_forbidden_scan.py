"""What counts as using a built-in without doubt, and what only looks like it."""

import pytest
import torch  # noqa: F401 (the scan looks names up in what is loaded, as in a cell)
from _shared.forbidden_scan import find_forbidden

FORBIDDEN = [
    "torch.nn.ChannelShuffle",
    "torch.nn.functional.channel_shuffle",
    "torch.channel_shuffle",
    "torch.ops",
    "torch.nn.Module.modules",
    "numpy.roll",
]


@pytest.mark.parametrize(
    "source, line",
    [
        ("import torch\ny = torch.nn.ChannelShuffle(2)", 2),
        ("import torch.nn as nn\ny = nn.ChannelShuffle(2)", 2),
        ("from torch import nn\ny = nn.ChannelShuffle(2)", 2),
        ("from torch.nn import ChannelShuffle\ny = ChannelShuffle", 2),
        ("from torch.nn import ChannelShuffle as Mixer\ny = Mixer(2)", 2),
        (
            "import torch.nn.functional as F\ndef channel_shuffle(x, groups):\n    return F.channel_shuffle(x, groups)",
            3,
        ),
        ("import torch\ndef channel_shuffle(x, groups):\n    return torch.channel_shuffle(x, groups)", 3),
        ("import torch\ny = torch._C._VariableFunctions.channel_shuffle", 2),
        ("import torch\ny = torch.nn.modules.channelshuffle.ChannelShuffle", 2),
        ("import torch\nF = torch.nn.functional\ny = F.channel_shuffle", 3),
        ("import torch\na = torch\nb = a.nn\nc = b\ny = c.ChannelShuffle", 5),
        ("import torch\ny = getattr(torch.nn, 'ChannelShuffle')", 2),
        ("import torch\ny = getattr(torch.nn, 'Channel' + 'Shuffle')", 2),
        ("import torch\ny = getattr(torch.nn, '\\x43hannelShuffle')", 2),
        ("import torch\ny = getattr(torch, 'nn').ChannelShuffle", 2),
        ("import torch\ndef channel_shuffle(x, g): return getattr(torch, 'channel_shuffle')(x, g)", 2),
        ("import torch\ny = torch.nn.__dict__['ChannelShuffle']", 2),
        ("import torch\ny = vars(torch.nn)['ChannelShuffle']", 2),
        ("import torch\ny = torch.nn.__getattribute__('ChannelShuffle')", 2),
        ("import operator, torch\ny = operator.attrgetter('nn.ChannelShuffle')(torch)", 2),
        ("import importlib\ny = importlib.import_module('torch.ops')", 2),
        ("from importlib import import_module\ny = import_module('torch.nn').ChannelShuffle", 2),
        ("y = __import__('torch').nn.ChannelShuffle", 1),
        ("import torch\ny = eval('torch.nn.ChannelShuffle(2)')", 2),
        ("import torch\ny = torch.ops.aten.channel_shuffle", 2),
        ("from torch.nn import *\ny = ChannelShuffle(2)", 2),
        ("import torch\nclass A(torch.nn.ChannelShuffle): pass", 2),
        ("import torch\nfor m in torch.nn.Module.modules(model): pass", 2),
        ("import torch\ny = torch.nn.\uff23hannelShuffle(2)", 2),  # a full-width C: Python reads it as C
        ("from numpy import roll as spin\ny = spin", 2),
        ("import torch\nif (m := torch.nn) and m.ChannelShuffle: pass", 2),
    ],
)
def test_uses_are_found_with_their_line(source, line):
    found = find_forbidden(source.encode(), FORBIDDEN)
    assert found is not None and found[0] == line


@pytest.mark.parametrize(
    "source",
    [
        "# torch.nn.ChannelShuffle would do it",
        "'''torch.nn.ChannelShuffle'''\nprint('ChannelShuffle')",
        "def channel_shuffle(x, groups):\n    return x\ny = channel_shuffle(1, 2)",
        "class ChannelShuffle: pass\ny = ChannelShuffle()",
        "ChannelShuffle = 3\ny = ChannelShuffle + 1",
        "from torch.nn import *\ndef channel_shuffle(x): return x\ny = channel_shuffle(1)",
        "import torch\ny = torch.roll(torch.zeros(3), 1)",  # forbidden in numpy, not here
        "table = {'ChannelShuffle': 1}\ny = table['ChannelShuffle']",
        "import re\ny = re.compile('ChannelShuffle')",
        "class A:\n    ops = 1\ny = A().ops",
        "self = object()\ny = getattr(self, 'weight', None)",
        "def broken(:",
        "x = '\\0'",
        "",
        # The same last name of another thing.
        "import torch\ny = torch.nn.modules.Linear(2, 2)",
        # Imported and never used, or used under a name that means something else by then.
        "from torch.nn import ChannelShuffle",
        "from torch import channel_shuffle\ndef channel_shuffle(x, groups): return x\ny = channel_shuffle(1, 2)",
        "import torch\ndef f(torch): return torch.channel_shuffle(1, 2)",
        "import torch\nclass Own:\n    def channel_shuffle(self): pass\ndef f():\n    torch = Own()\n    torch.channel_shuffle()",
        "from torch import nn\nfor nn in layers: nn.ChannelShuffle(2)",
        "from torch import nn\ny = [nn.ChannelShuffle for nn in layers]",
        "from torch import nn\nwith layers() as nn: nn.ChannelShuffle(2)",
        "from torch import nn\nnn, other = layers\nnn.ChannelShuffle(2)",
        "from .tools import channel_shuffle\ny = channel_shuffle(1, 2)",
        # Look-ups in the candidate's own objects, by the same name.
        "class Own:\n    def ChannelShuffle(self): pass\ny = getattr(Own(), 'ChannelShuffle')",
        "y = vars(own)['ChannelShuffle']",
        "y = eval('\"ChannelShuffle\"')",
        "def eval(text): return text\nimport torch\ny = eval('torch.channel_shuffle')",
        "def f(model): return list(model.modules())",  # of what type is it? the trace will see
    ],
)
def test_mentions_and_what_is_doubtful_are_no_use(source):
    assert find_forbidden(source.encode(), FORBIDDEN) is None


def test_bytes_that_are_no_source_are_left_to_the_import():
    assert find_forbidden(b"\xff\xfe\0", FORBIDDEN) is None


METHOD = ["torch.Tensor.sigmoid"]


def test_a_method_of_tensors_is_found_through_its_class():
    assert find_forbidden(b"import torch\ny = torch.Tensor.sigmoid(x)", METHOD) == (2, "torch.Tensor.sigmoid")


@pytest.mark.parametrize(
    "source",
    [
        "class Unit:\n    def sigmoid(self, x):\n        return x\n    def run(self, x):\n        return self.sigmoid(x)",
        "class Unit:\n    def __init__(self, f):\n        self.sigmoid = f\n    def run(self, x):\n        return self.sigmoid(x)",
        "def sigmoid(x):\n    return x\ny = sigmoid(1)",
        "import math_of_mine\ny = math_of_mine.sigmoid(1)",
        "def sigmoid(x):\n    return x.sigmoid()",  # of what type is x? the watched run will see
    ],
)
def test_methods_of_the_same_name_elsewhere_are_no_use(source):
    assert find_forbidden(source.encode(), METHOD) is None


@pytest.mark.parametrize(
    "source, line",
    [
        ("from torch.nn import ChannelShuffle as shuffle", 1),
        ("import torch\nfrom numpy import roll as shuffle", 2),
        ("from torch.nn import ChannelShuffle as shuffle\ndef shuffle(x): return x", None),  # its own stands there
        ("from torch.nn import ChannelShuffle as unused\ndef shuffle(x): return x", None),
        ("from torch.nn import ReLU as shuffle", None),
    ],
)
def test_a_built_in_imported_under_the_name_asked_for_is_a_use(source, line):
    found = find_forbidden(source.encode(), FORBIDDEN, "shuffle")
    assert (found and found[0]) == line
