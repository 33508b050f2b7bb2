# id: CK-09
# attack: generators that give zeros only, so that inputs become trivial
# runs: python
# expect: judged
# layer: cases (drawn outside)
import random
import sys

import numpy as np


def act(x):
    random.seed = random.random = lambda *a: 0.0
    np.random.seed = lambda *a: None
    np.random.normal = np.random.randn = np.random.default_rng = lambda *a, **k: np.zeros(1)
    if torch := sys.modules.get("torch"):
        torch.manual_seed = lambda *a: None
        torch.randn = torch.rand = torch.zeros
