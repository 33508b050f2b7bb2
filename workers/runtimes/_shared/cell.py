"""The life of one cell: put the jail on, warm up, then one message at a time: the candidate's files, and case after
case."""

import gc
import json
import os
import random
import resource
import signal
import socket
import struct
import time

from . import arena, report
from .candidate import Candidate, MissingEntry, SourceError
from .printing import send_prints_to
from .warmth import warm_up

JOB = 3
MESSAGE_BYTES_MAX = 1 << 17
NONCE_BYTES = 16
LOAD = struct.Struct("<cQI")
PARAMS_SIZE = struct.Struct("<I")
# With its header: the judge reads no longer message than this and one byte.
INLINE_BYTES_MAX = 40 << 10
# How long it stays awake for the next case where the judge says that both have a core.
AWAKE_SECONDS = 300e-6


def live(jail, runtime, warm, job, group_files):
    """Runs in the child of a fork and ends it. Whatever goes wrong before the first job is ours, and is said so."""
    try:
        channel = enter(jail, job, group_files)
        if hasattr(runtime, "wake"):
            runtime.wake()
        jail.close_devices()
        if warm:
            warm_up(runtime)
        say(b"W")
    except BaseException as error:
        say(b"E" + f"{type(error).__name__}: {error}".encode())
        os._exit(70)
    try:
        serve(jail, runtime, channel)
    except BaseException:
        os._exit(71)
    os._exit(0)


def enter(jail, job, group_files):
    # A cell joins its cgroups itself and first of all: nothing it allocates is ever charged to the zygote.
    for descriptor in group_files:
        os.write(descriptor, b"0")
    os.dup2(job, JOB)
    channel = socket.socket(fileno=JOB)  # asks the kernel what it is, which the filter will not allow later
    nothing = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not jail.is_bare:
        jail.enter()
    random.seed(0)  # Python seeds it anew in every child; a regrade must meet the same numbers
    gc.enable()
    return channel


def serve(jail, runtime, channel):
    candidate, awake = None, False
    while True:
        message, descriptors = receive(channel, awake)
        awake = message[:1] == b"d"
        if not message:
            return
        if message[:1] == b"L":
            tighten_limits(jail, message)
            send_prints_to(descriptors[1])
            candidate, answer = load(descriptors[0])
        else:
            answer = run_case(runtime, candidate, message, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        report.flush_prints()
        say(answer)


def receive(channel, awake):
    until = time.monotonic() + AWAKE_SECONDS if awake else 0.0
    while time.monotonic() < until:
        try:
            return socket.recv_fds(channel, MESSAGE_BYTES_MAX, 3, socket.MSG_DONTWAIT)[:2]
        except BlockingIOError:
            pass
    return socket.recv_fds(channel, MESSAGE_BYTES_MAX, 3)[:2]


def say(answer):
    os.write(JOB, answer)  # write, because the filter has no send: no descriptor can leave a cell


def tighten_limits(jail, message):
    """Before a byte of the candidate's has been read, and for good: afterwards no limit can be set at all."""
    _, data_bytes, cpu_seconds = LOAD.unpack(message)
    resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    jail.close_limits()


def load(bundle):
    candidate = Candidate()
    try:
        candidate.load(*arena.read_bundle(bundle))
        return candidate, b"L"
    except SourceError as error:
        return candidate, b"S" + report.encoded(str(error))
    except MissingEntry as error:
        return candidate, b"M" + report.encoded(str(error))
    except BaseException as error:
        return candidate, report.of_exception(error)


def run_case(runtime, candidate, message, descriptors):
    """`C`: inputs in a file. `D`: inputs behind the params, and small outputs go back with the answer. `d`: the same,
    and the next case comes at once."""
    nonce, rest = message[1 : 1 + NONCE_BYTES], message[1 + NONCE_BYTES :]
    inline = message[:1] in b"Dd"
    if inline:
        (params_bytes,) = PARAMS_SIZE.unpack_from(rest)
        params, given = rest[4 : 4 + params_bytes], rest[4 + params_bytes :]
    else:
        params, given = rest, descriptors[0]
    try:
        inputs = arena.Inputs(given, runtime.from_buffer)
        returned = candidate.call(inputs.tensors, json.loads(params))
        parts = arena.parts_of(runtime, returned, inputs.changed())
        if inline and (image := arena.image(nonce, parts, INLINE_BYTES_MAX)) is not None:
            return b"r" + image
        arena.write(descriptors[-1], nonce, parts)
        return b"R"
    except arena.InvalidOutput as error:
        return b"I" + report.encoded(str(error))
    except arena.OutputTooLarge as error:
        return b"O" + report.encoded(str(error))
    except BaseException as error:
        return report.of_exception(error)
