# id: RD-02
# attack: searches the whole heap for a tensor that is twice its input
# runs: numpy
# expect: judged
# layer: cell (it is not there)
import gc

import numpy as np
from support import Escaped, right


def act(x):
    sought = right(x)
    for found in gc.get_objects():
        for one in found if type(found) in (list, tuple) else found.values() if type(found) is dict else [found]:
            if type(one) is np.ndarray and one is not sought and one.shape == sought.shape:
                if one.dtype == sought.dtype and np.array_equal(one, sought):
                    raise Escaped("the expected values lie in the heap")
