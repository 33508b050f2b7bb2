"""Which answers need no second run: those whose text names all that they use."""

import pytest
from judge.plain_source import names_all_it_uses

FORBIDDEN = ["torch.channel_shuffle", "torch.nn.ChannelShuffle", "torch.ops"]


def is_plain(source, forbidden=FORBIDDEN, more=()):
    content = source if isinstance(source, bytes) else source.encode()
    return names_all_it_uses([("solution.py", content), *more], forbidden, (".py",))


@pytest.mark.parametrize(
    "source",
    [
        "import torch\n\ndef channel_shuffle(x, groups):\n    n, c, h, w = x.shape\n    return x.view(n, groups, -1, h, w).transpose(1, 2).reshape(n, c, h, w)\n",
        "import torch.nn as nn, math\nclass Mixer(nn.Module):\n    def __init__(self):\n        super().__init__()\n    def forward(self, x): return x\n",
        "from torch import nn\nfrom .tools import g\ndef channel_shuffle(x, groups): return g(x)\n",
        "# 把通道分组,再交换两个维度\nimport torch\ndef channel_shuffle(x, groups): return x\n",
        "import torch\ntable = {}\ny = table.get(1)\n",
        "",
    ],
)
def test_ordinary_answers_are_plain(source):
    assert is_plain(source)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ny = getattr(torch, 'channel_' + 'shuffle')",
        "import torch\ny = vars(torch)",
        "import torch\ny = torch.__dict__",
        "import torch\ny = [torch][0].channel_shuffle",
        "import torch\ny = torch \\\n    .channel_shuffle",
        "import torch\nmatch torch:\n    case object(channel_shuffle=f): pass",
        "from torch import channel_shuffle",
        "from torch import *",
        "import importlib",
        "import torch, os",
        "import torch; import sys",
        "if True: import operator",
        "from sys import modules",
        "eval('1')",
        "import torch\ny = torch.ops",
        "import torch\ny = torch._C",
        "from tensorflow.python.ops import nn_ops",
        "from keras.src import backend",
        "import torch\ny = torch.jit.CompilationUnit('')",
        "class A:\n    def __getattr__(self, name): pass",
        "y = object.__subclasses__()",
        "y = [f for f in things if f.__name__ == 'channel_' 'shuffle']",
        "import torch\ny = \uff47etattr(torch, name)",  # full-width, which Python reads as getattr
        "# coding: utf-7\n",
        b"\xff\xfe",
        "import torch\nwhere = torch.overrides",
    ],
)
def test_what_is_in_doubt_is_watched(source):
    assert not is_plain(source)


def test_every_file_counts_and_typescript_always_is_in_doubt():
    assert not is_plain("from tools import g", more=[("tools.py", b"import os")])
    assert is_plain("from tools import g", more=[("tools.py", b"import torch"), ("notes.txt", b"eval")])
    assert not names_all_it_uses([("solution.ts", b"")], ["tf.softmax"], (".ts", ".js"))


def test_keras_finds_things_by_their_names():
    assert not is_plain("from tensorflow import keras\ny = keras.losses.get(name)", ["keras.losses.KLDivergence"])


def test_hostile_text_takes_no_time():
    """Linear in its length: a million characters of what the patterns begin with."""
    for piece in ("import ", "from x ", "__", "import \\\n", "a" * 50, "import a," * 3):
        assert not is_plain(piece * (1_000_000 // len(piece)) + "\neval")
