"""Wrong answers made by machine out of a right one. A question that accepts one of them is too weak."""

from __future__ import annotations

from . import mutants_keras

# Appended to a right solution: replaces the entry by one that spoils what comes out, or what goes in. It has to work
# for arrays, tensors and whole modules, so it walks whatever it finds.
_SPOILER = """

def _spoil(_entry, _kind):
    import sys as _sys
    import numpy as _np
    _torch = _sys.modules.get("torch")  # a cold import inside a cell of another runtime would take seconds

    def is_tensor(value):
        return isinstance(value, _np.ndarray) or (_torch is not None and isinstance(value, _torch.Tensor))

    def mapped(value, change):
        if is_tensor(value):
            return change(value)
        if isinstance(value, (tuple, list)):
            return type(value)(mapped(item, change) for item in value)
        if isinstance(value, dict):
            return {key: mapped(item, change) for key, item in value.items()}
        if _torch is not None and isinstance(value, _torch.nn.Module):
            with _torch.no_grad():
                for tensor in [*value.parameters(), *value.buffers()]:
                    tensor.data = change(tensor.detach())
        return value

    def filled(value, number):
        floating = value.dtype.kind == "f" if isinstance(value, _np.ndarray) else value.is_floating_point()
        if isinstance(value, _np.ndarray):
            result = value.copy()
        else:
            result = value.detach().clone(memory_format=_torch.contiguous_format)
        result[...] = number if floating or number == number else 0
        return result

    def lower(value):
        if isinstance(value, _np.ndarray):
            less = {"float64": "float32", "float32": "float16", "float16": "float16"}.get(value.dtype.name)
            less = value if less is None else value.astype(less).astype(value.dtype)
            return less if value.dtype != _np.float16 else (value * _np.float16(1.01))
        less = {_torch.float64: _torch.float32, _torch.float32: _torch.bfloat16, _torch.float16: _torch.bfloat16}
        return value.to(less.get(value.dtype, value.dtype)).to(value.dtype)

    def other_dtype(value):
        names = {"float64": "float32", "float32": "float64", "float16": "float32", "int64": "int32", "int32": "int64"}
        names |= {"bool": "int64", "bfloat16": "float32"}
        if isinstance(value, _np.ndarray):
            return value.astype(names.get(value.dtype.name, value.dtype))
        other = names.get(str(value.dtype).removeprefix("torch."))
        return value if other is None else value.to(getattr(_torch, other))

    def add_one(value):
        with _np.errstate(all="ignore"):
            if value.dtype in (_np.bool_, getattr(_torch, "bool", None)):
                value[...] = ~value
            else:
                value += 1
        return value

    def touched(value):
        if is_tensor(value):
            if isinstance(value, _np.ndarray) and not value.flags.writeable:
                return
            if _torch is not None and isinstance(value, _torch.Tensor):
                value = value.detach()
            try:
                add_one(value)
            except RuntimeError:
                pass  # an expanded tensor cannot be written in place
        elif _torch is not None and isinstance(value, _torch.nn.Module):
            for tensor in [*value.parameters(), *value.buffers()]:
                add_one(tensor.data)

    def number(value):
        spoilt = {"zeros": 0, "constant": 1, "nan": float("nan")}.get(_kind, value)
        if _kind == "lower_precision":
            spoilt = float(_np.float32(value))
        return spoilt if type(value) is float else value if spoilt != spoilt else int(spoilt)

    def spoilt(*args, **kwargs):
        if _kind == "identity":
            _entry(*args, **kwargs)
            return args[0] if args else next(iter(kwargs.values()))
        if _kind == "ignores_inputs":
            return _entry(*[mapped(arg, lambda t: filled(t, 1)) for arg in args], **kwargs)
        result = _entry(*args, **kwargs)
        if _kind == "input_mutated":
            for arg in [*args, *kwargs.values()]:
                touched(arg)
            return result
        if type(result) in (int, float):  # an answer in plain Python; numbers beside arrays are shapes and counts
            return number(result)
        changes = {
            "other_dtype": other_dtype,
            "detached": lambda t: t.detach() if _torch is not None and isinstance(t, _torch.Tensor) else t,
            "zeros": lambda t: filled(t, 0),
            "constant": lambda t: filled(t, 1),
            "nan": lambda t: filled(t, float("nan")),
            "lower_precision": lower,
        }
        return mapped(result, changes[_kind])

    return spoilt


"""

# None of these is right for any question of tensors. Where one is, the question says why (`survivors` in expect.yaml).
MUTANTS = ("zeros", "constant", "nan", "identity", "ignores_inputs", "lower_precision", "input_mutated")


def mutants_of(runtime: str) -> tuple[str, ...]:
    """Which wrong answers can be made in a runtime."""
    return tuple(kind for kind in MUTANTS if runtime != "keras" or kind != "input_mutated")


def mutate(solution: bytes, entry: str, kind: str, runtime: str) -> bytes:
    """The right solution with its entry spoilt."""
    spoiler = mutants_keras.SPOILER if runtime == "keras" else _SPOILER
    return solution + (spoiler + f"{entry} = _spoil({entry}, {kind!r})\n").encode()
