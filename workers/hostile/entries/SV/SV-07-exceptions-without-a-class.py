# id: SV-07
# attack: SystemExit, KeyboardInterrupt, GeneratorExit and bare exceptions
# runs: python
# expect: runtime_error
# layer: chan
from support import right


def attack_exit(x):
    raise SystemExit(0)


def attack_interrupt(x):
    raise KeyboardInterrupt("x")


def attack_generator(x):
    raise GeneratorExit


def attack_base(x):
    raise BaseException("accepted")


def attack_group(x):
    raise ExceptionGroup("accepted", [ValueError(1)])


def twin(x):
    try:
        raise SystemExit(0)
    except SystemExit:
        return right(x)
