"""What Python finds out about a class once and keeps: whether it is a kind of some abstract class.

A framework that dispatches on types asks hundreds of times at its first operation, and each answer is worked out by a walk
over subclasses. A cell inherits what its zygote has asked before.
"""

import abc
import contextlib
import gc


def ask_about(classes):
    """Asks every abstract class in memory about each of `classes`."""
    for abstract in [one for one in gc.get_objects() if isinstance(one, abc.ABCMeta)]:
        for concrete in classes:
            with contextlib.suppress(Exception):  # a class may refuse to be asked; then it will in the cell as well
                issubclass(concrete, abstract)
