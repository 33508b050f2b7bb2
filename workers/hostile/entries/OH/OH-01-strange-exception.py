# id: OH-01, OH-02
# attack: the same in an exception's text
# runs: python
# expect: runtime_error
# layer: out (cleaned before it is stored)
# never shown: \x1b[2J, \x00
from support import right


def attack(x):
    raise ValueError("\x1b[2J\x00<script>alert(1)</script>" + "\ud800" + "y" * 10**5)


def twin(x):
    print("<script>")
    return right(x)
