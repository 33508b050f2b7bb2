# id: SV-09
# attack: looks for descriptors that the zygote or the judge forgot
# runs: python
# expect: judged
# layer: cell (closed by range)
from support import Escaped, libc


def act(x):
    open_ones = {descriptor for descriptor in range(256) if libc.fcntl(descriptor, 1) >= 0}
    if not open_ones <= set(
        range(6)
    ):  # the job socket, and the files of this case: one, or two where its tensors are large
        raise Escaped(open_ones)
