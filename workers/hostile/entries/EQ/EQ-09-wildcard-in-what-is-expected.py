# id: EQ-09
# attack: hunts for the expected tensor to plant NaN in it as a wildcard
# runs: python
# expect: judged
# layer: cell (it is not there), judge
import gc

import numpy as np


def act(x):
    for found in gc.get_objects():
        if type(found) is np.ndarray and found is not x and found.dtype.kind == "f" and found.flags.writeable:
            found[...] = np.nan
