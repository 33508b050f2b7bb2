# id: CK-13
# attack: answers rightly where it believes to be watched and wrongly elsewhere
# runs: python
# expect: wrong_answer
# case: same_shape_new_values
# layer: cases (nothing tells them apart)
from support import right

SEEN = []


def attack(x):
    SEEN.append(1)
    return right(x) if len(SEEN) == 1 else x + 0


def twin(x):
    SEEN.append(1)
    return right(x)
