"""What adapters need for checks that only deep learning has: `from _shared import probes` in an adapter.

They run beside the candidate, so they decide nothing: each returns tensors, and `harness.probes` in the judge says what
these mean. Where it can be had, a probe makes the wrong idea show in the *values*, which cannot be forged without being
right: what aliases its input is spoilt with it, what remembers a buffer gives its old answer. Counts, memory and states
are the cell's word, as good as an honest candidate's.

Tensors are those of the runtime: torch.Tensor, numpy.ndarray or tf.Tensor. Each probe says where it makes no sense.
"""

import contextlib
import sys
import weakref

# Occurs nowhere in a drawn input, and small enough for each dtype.
JUNK = -77


def laid_out(x, layout, copies=2):
    """The same values with other strides (torch, numpy). The gaps of a sliced tensor hold a value of their own.

    layout: "contiguous", "sliced" (every second element of a wider last axis), "transposed" (last two axes swapped in
    memory), "channels_last" (axis 1 last in memory, from 3 axes on), "offset" (does not start where its memory does),
    "expanded" (a first axis of size 1 seen `copies` times without a copy; must not be written to).
    """
    if layout == "contiguous":
        return x
    if layout == "sliced":
        wide = _full_like(x, (*x.shape[:-1], 2 * x.shape[-1]))
        wide[..., ::2] = x
        return wide[..., ::2]
    if layout == "offset":
        longer = _full_like(x, (x.shape[0] + 1, *x.shape[1:]))
        longer[1:] = x
        return longer[1:]
    if layout == "transposed":
        return _contiguous(x.swapaxes(-1, -2)).swapaxes(-1, -2)
    if layout == "channels_last":
        order = (0, *range(2, x.ndim), 1)
        back = (0, x.ndim - 1, *range(1, x.ndim - 1))
        return _permuted(_contiguous(_permuted(x, order)), back)
    if layout == "expanded":
        shape = (copies, *x.shape[1:])
        return x.expand(shape) if _is_torch(x) else sys.modules["numpy"].broadcast_to(x, shape)
    raise ValueError(f"there is no layout {layout!r}")


def with_gradient(call, x, upstream, output="output", gradient="gradient"):
    """{output: call(leaf), gradient: d sum(output * upstream) / d x} (torch, keras). A result that is cut from the graph
    has a gradient of zeros, and one of another shape none at all: the judge says first what is wrong with it."""
    if _is_torch(x):
        leaf = x.detach().clone().requires_grad_(True)
        result = call(leaf)
        if not isinstance(result, sys.modules["torch"].Tensor) or result.shape != upstream.shape:
            return {output: result}
        if result.requires_grad:
            (result * upstream).sum().backward()
        slope = leaf.grad if leaf.grad is not None else leaf.detach() * 0
        return {output: result.detach(), gradient: slope}
    tf = sys.modules["tensorflow"]
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = call(x)
    if not isinstance(result, tf.Tensor) or result.shape != upstream.shape or result.dtype != upstream.dtype:
        return {output: result}
    slope = tape.gradient(result, x, output_gradients=upstream)
    return {output: result, gradient: tf.zeros_like(x) if slope is None else tf.convert_to_tensor(slope)}


def spoilt_after(call, *tensors):
    """call(*tensors), whose inputs are overwritten afterwards (torch, numpy): an output that shares memory with one of
    them no longer holds the right values. Give it clones; the case's own inputs are checked to be unchanged."""
    copies = [one.detach().clone() if _is_torch(one) else one.copy() for one in tensors]
    result = call(*copies)
    for one in copies:
        with _no_grad():
            one[...] = ~one if _is_bool(one) else JUNK
    return result


def refilled(call, x, other):
    """(call(x), call(x again, whose memory now holds the values of `other`)), both copied at once (torch, numpy). An
    answer that remembers results by object or by address gives its first result twice."""
    buffer = x.detach().clone() if _is_torch(x) else x.copy()
    first = _copied(call(buffer))
    with _no_grad():
        buffer[...] = other
    return first, _copied(call(buffer))


def seeded(call, seed, other_seed):
    """{"first", "again", "other"}: the result under one seed, under the same once more, and under another one."""
    results = {}
    for name, one in (("first", seed), ("again", seed), ("other", other_seed)):
        _seed(one)
        results[name] = _copied(call())
    return results


def draws_around(call, seed):
    """(result, {"undisturbed", "after"}): what the generator gives without the call, and what it gives after it. Equal
    if the call left the state of the generator alone. 12 numbers each."""
    _seed(seed)
    undisturbed = _draw()
    _seed(seed)
    result = call()
    return result, {"undisturbed": undisturbed, "after": _draw()}


def modes_around(call, module=None):
    """(result, {"modes_before", "modes_after"}), int64: grad mode, default dtype, deterministic algorithms, and for a
    torch module which of its parts are in training mode. 7 numbers each."""
    before = _modes(module)
    result = call()
    return result, {"modes_before": before, "modes_after": _modes(module)}


class Recorder:
    """Stands before an object and counts what is called of it: `fake = Recorder(real)`, then `fake.counts["forward"]`,
    and "()" for calls of the object itself. `len`, `[]` and `in` count as `__len__`, `__getitem__`, `__contains__`."""

    def __init__(self, real):
        self._real, self.counts = real, {}

    def _note(self, name):
        self.counts[name] = self.counts.get(name, 0) + 1

    def __getattr__(self, name):
        found = getattr(self._real, name)
        if not callable(found):
            return found

        def counted(*args, **kwargs):
            self._note(name)
            return found(*args, **kwargs)

        return counted

    def __call__(self, *args, **kwargs):
        self._note("()")
        return self._real(*args, **kwargs)

    def __len__(self):
        self._note("__len__")
        return len(self._real)

    def __getitem__(self, key):
        self._note("__getitem__")
        return self._real[key]

    def __contains__(self, value):
        self._note("__contains__")
        return value in self._real

    def tensor(self, *names):
        """The counts of `names` as an int64 tensor, in that order: what an adapter returns."""
        return int64([self.counts.get(name, 0) for name in names])


def peak_bytes(call):
    """(result, int64 of one element): the most bytes of tensors or arrays that were alive at once and made during the
    call (torch on the CPU, numpy). What lived before does not count."""
    torch = sys.modules.get("torch")
    return _peak_of_torch(call, torch) if torch is not None else _peak_of_numpy(call)


def int64(values):
    """A tensor of the runtime with these integers."""
    data = bytearray(b"".join(int(one).to_bytes(8, "little", signed=True) for one in values))
    return sys.modules["_runtime"].from_buffer(data, "int64", len(data) // 8, 0, [len(data) // 8])


def _peak_of_numpy(call):
    import tracemalloc

    tracemalloc.start()
    try:
        result = call()
        return result, int64([tracemalloc.get_traced_memory()[1]])
    finally:
        tracemalloc.stop()


def _peak_of_torch(call, torch):
    from torch.utils._python_dispatch import TorchDispatchMode

    users, sizes, peak = {}, {}, [0]

    def forget(place):
        users[place] -= 1
        if not users[place]:
            del users[place], sizes[place]

    class Watching(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            out = function(*args, **(kwargs or {}))
            given = {one.untyped_storage()._cdata for one in args if isinstance(one, torch.Tensor)} - sizes.keys()
            for one in out if isinstance(out, (tuple, list)) else (out,):
                if isinstance(one, torch.Tensor) and (place := one.untyped_storage()._cdata) not in given:
                    users[place] = users.get(place, 0) + 1
                    sizes[place] = one.untyped_storage().nbytes()
                    weakref.finalize(one, forget, place)
            peak[0] = max(peak[0], sum(sizes.values()))
            return out

    with Watching():
        result = call()
    return result, int64([peak[0]])


def _is_torch(x):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(x, torch.Tensor)


def _full_like(x, shape):
    return x.new_full(shape, JUNK) if _is_torch(x) else sys.modules["numpy"].full(shape, JUNK, x.dtype)


def _contiguous(x):
    return x.contiguous() if _is_torch(x) else sys.modules["numpy"].ascontiguousarray(x)


def _permuted(x, order):
    return x.permute(order) if _is_torch(x) else x.transpose(order)


def _copied(result):
    if isinstance(result, (tuple, list)):
        return type(result)(_copied(one) for one in result)
    if _is_torch(result):
        return result.detach().clone()
    return result.copy() if type(result).__module__ == "numpy" else result


def _is_bool(x):
    return str(x.dtype) in ("bool", "torch.bool")


def _no_grad():
    return sys.modules["torch"].no_grad() if "torch" in sys.modules else contextlib.nullcontext()


def _seed(seed):
    sys.modules["random"].seed(seed)
    for name, path in (("numpy", "random.seed"), ("torch", "manual_seed"), ("tensorflow", "random.set_seed")):
        if name in sys.modules:
            found = sys.modules[name]
            for part in path.split("."):
                found = getattr(found, part)
            found(seed)


def _draw():
    """Three numbers from each generator that there is, as integers."""
    values = [sys.modules["random"].getrandbits(40) for _ in range(3)]
    if "numpy" in sys.modules:
        values += sys.modules["numpy"].random.randint(0, 1 << 40, 3, dtype="int64").tolist()
    if "torch" in sys.modules:
        values += sys.modules["torch"].randint(0, 1 << 40, (3,)).tolist()
    if "tensorflow" in sys.modules:
        values += sys.modules["tensorflow"].random.uniform((3,), 0, 1 << 40, dtype="int64").numpy().tolist()
    return int64([*values, *[0] * (12 - len(values))])


def _modes(module):
    torch = sys.modules.get("torch")
    if torch is None:
        return int64([0] * 7)
    dtypes = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
    training = [part.training for part in (module.modules() if module is not None else ())]
    which = sum((place + 1) ** 2 for place, is_training in enumerate(training) if is_training)
    switches = [
        torch.is_grad_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.is_inference_mode_enabled(),
    ]
    return int64([*switches, dtypes.index(torch.get_default_dtype()), len(training), sum(training), which])
