"""Watches which forbidden built-ins an answer calls, whatever way it came to them: in a second run of an accepted answer,
never in the graded one.

The interpreter itself tells of calls (`sys.setprofile`): it knows functions by identity, so aliases, `getattr`,
`importlib`, `vars` and code from strings make no difference. What counts is who calls: a line of the candidate's own
code. A library that uses the built-in inside a legal function does not count, unless the candidate handed it the
built-in (`vmap(…)`, `Thread(target=…)`, `tf.function(…)`).

It lives in the candidate's process, so it proves one thing only: a call that it saw. An answer can switch it off,
forge the counts or behave while it is watched. So it can only take an acceptance away: docs/decisions/0009 gives the reasons.
"""

import dis
import functools
import importlib
import inspect
import sys
import threading
import types

OUTPUT = "trace:called"
# A call through C (`map`, `partial`, a ufunc) is no event of the interpreter; these are seen by standing in their place.
REPLACED_IN = ("numpy",)
# Doors to a kernel behind the function that is forbidden: same name, other spelling (`tf.raw_ops.LeakyRelu`).
KERNEL_MODULES = "tensorflow.python.ops.gen_"
# Layers that libraries put around each of their functions: not who called, but how the call travelled.
TRANSPARENT = ("tensorflow/python/util/", "keras/src/utils/traceback_utils.py", "torch/_ops.py")
WRITABLE_FOLDER = "/box/"
GENERATED = ("<string>", "<stdin>", "<lambda>")
AUTOGRAPH = "__autograph_generated_file"
HELD_MAX = 64


class _Function:
    """A function written in Python. Its code alone does not tell it from its siblings of one decorator: so its wrappers
    are followed inwards, and what it closes over is compared."""

    def __init__(self, index, function, of_class=None):
        self.index, self.of_class = index, of_class
        chain = [function]
        while isinstance(inner := getattr(chain[-1], "__wrapped__", None), types.FunctionType) and len(chain) < 8:
            chain.append(inner)
        self.wrappers = {one.__code__ for one in chain[:-1]}
        self.code = chain[-1].__code__
        self.closure = list(zip(self.code.co_freevars, chain[-1].__closure__ or (), strict=False))
        self.begins_before = _first_resumption(self.code)

    def begins_in(self, frame):
        """And is not a generator that goes on: that one was called before, perhaps by somebody else."""
        if frame.f_lasti > self.begins_before:
            return False
        if self.of_class is not None:
            first = frame.f_locals.get(self.code.co_varnames[0]) if self.code.co_argcount else None
            return isinstance(first, self.of_class)
        return all(_holds(cell, frame.f_locals.get(name)) for name, cell in self.closure)


class _Trace:
    def __init__(self, forbidden, files, adapter):
        self.forbidden, self.files, self.adapter = forbidden, list(files), adapter
        self.modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files}
        self.rows = [[0, -1, 0] for _ in forbidden]  # calls, index of the file, line of the first
        self.functions = {}  # id of code -> functions that run it
        self.builtins = []
        self.methods = {}  # name -> (class, index, thing)
        self.packages = []
        self.kernels = {}
        self.in_package = {}  # name of a module -> index of the forbidden package it belongs to, or None
        self.handed_over = {}  # index -> file and line at which the candidate gave the built-in to a library
        self.things = []
        for index, name in enumerate(forbidden):
            self.packages.append((name, index))
            self.kernels.setdefault(_spelling(name.rsplit(".", 1)[-1]), index)
            if (thing := _resolved(name)) is not None:
                self.aim_at(index, thing)
                self.things.append((index, _resolved(name)))

    def aim_at(self, index, thing):
        thing = getattr(thing, "__func__", thing)  # a class method
        if isinstance(thing, type):
            if isinstance(thing.__init__, types.FunctionType):
                self.add(_Function(index, thing.__init__, thing))
        elif isinstance(thing, types.BuiltinFunctionType):
            self.builtins.append((thing, index))
        elif isinstance(thing, (types.MethodDescriptorType, types.WrapperDescriptorType)):
            self.methods[thing.__name__] = thing.__objclass__, index, thing
        elif isinstance(inner := _implementation(thing), types.FunctionType):
            self.add(_Function(index, inner))
        elif callable(thing) and not isinstance(thing, types.ModuleType):
            _replace_everywhere(thing, _StandIn(self, index, thing))

    def add(self, function):
        self.functions.setdefault(id(function.code), []).append(function)

    # ---- what the interpreter tells

    def watch(self, frame, event, argument):
        if event == "call":
            self.entered(frame)
        elif event == "c_call":
            self.called_c(argument, frame)

    def entered(self, frame):
        code, caller = frame.f_code, frame.f_back
        if caller is not None and self.is_own(caller) and not self.is_own(frame):
            self.note_handed_over(frame, caller)
        for function in self.functions.get(id(code), ()):
            if function.begins_in(frame):
                self.blame(function.index, caller, function.wrappers)
        module = frame.f_globals.get("__name__")
        index = self.in_package.get(module, self)
        if index is self:
            index = self.in_package[module] = self.package_of(module)
        if index is not None and code.co_name not in ("<module>", "<genexpr>", "<lambda>"):
            self.blame_own(index, caller)
        elif isinstance(module, str) and module.startswith(KERNEL_MODULES):
            if (kernel := self.kernels.get(_spelling(code.co_name))) is not None:
                self.blame_own(kernel, caller)

    def called_c(self, function, frame):
        for thing, index in self.builtins:
            if _is(thing, function):
                return self.blame(index, frame)
        found = self.methods.get(getattr(function, "__name__", None))
        if found is not None and isinstance(getattr(function, "__self__", None), found[0]):
            self.blame(found[1], frame)

    def called_through_c(self, function, frame):
        """From torch's own dispatch, which knows each call of a function or method of its C part."""
        self.called_c(function, frame)
        for _, index, thing in self.methods.values():
            if function is thing:
                self.blame(index, frame)
        if type(function).__module__ == "torch._ops":
            names = str(function).split(".")
            for index, name in enumerate(self.forbidden):
                if name == "torch.ops" or (name.startswith("torch.") and name.rsplit(".", 1)[-1] in names):
                    self.blame_own(index, frame)

    def package_of(self, module):
        if not isinstance(module, str):
            return None
        return next((i for name, i in self.packages if module == name or module.startswith(name + ".")), None)

    # ---- whose call it was

    def note_handed_over(self, frame, caller):
        code, given = frame.f_code, frame.f_locals
        named = code.co_argcount + code.co_kwonlyargcount
        rest = named + bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
        named, rest = code.co_varnames[:named], code.co_varnames[named:rest]
        for index, thing in self.things:
            if index in self.handed_over:
                continue
            holders = [name for name in named if _mentions([given.get(name)], thing)]
            # `activation=F.relu` in a library's signature is the library's own choice.
            if any(_mentions([given.get(name)], thing) for name in rest) or (
                holders and not _is_default_of(frame, thing)
            ):
                self.handed_over[index] = self.place_of(caller)

    def blame(self, index, frame, wrappers=()):
        while frame is not None and (frame.f_code in wrappers or _is_transparent(frame)):
            frame = frame.f_back
        if frame is not None and self.is_own(frame):
            self.count(index, self.place_of(frame))
        elif index in self.handed_over and frame is not None and frame.f_globals is not self.adapter:
            self.count(index, self.handed_over[index])

    def blame_own(self, index, frame):
        while frame is not None and _is_transparent(frame):
            frame = frame.f_back
        if frame is not None and self.is_own(frame):
            self.count(index, self.place_of(frame))

    def is_own(self, frame):
        if frame.f_globals is self.adapter:
            return False
        name = frame.f_code.co_filename
        if name in self.files:
            return True
        if name in GENERATED or AUTOGRAPH in name:  # of whose module? A library makes such code too
            module = frame.f_globals.get("__name__")
            return module in self.modules or module not in sys.modules
        return name.startswith(WRITABLE_FOLDER)

    def place_of(self, frame):
        name = frame.f_code.co_filename
        return (self.files.index(name), frame.f_lineno) if name in self.files else (-1, 0)

    def count(self, index, place):
        row = self.rows[index]
        row[0] += 1
        if row[0] == 1:
            row[1:] = place

    def handed(self, entry):
        """The entry itself may be nothing but the built-in under another name."""
        for index, name in enumerate(self.forbidden):
            thing = _resolved(name)
            if thing is not None and (_is(thing, entry) or _is(thing, getattr(entry, "func", None))):
                self.rows[index][0] += 1


class _StandIn:
    """In the place of a callable that no event of the interpreter tells about. Legal code never touches it."""

    def __init__(self, trace, index, thing):
        self._trace, self._index, self._thing = trace, index, thing
        functools.update_wrapper(self, thing, updated=())

    def __call__(self, *args, **kwargs):
        self._trace.blame(self._index, sys._getframe(1))
        return self._thing(*args, **kwargs)

    def __getattr__(self, name):
        found = getattr(self._thing, name)
        if callable(found):  # multiply.outer, add.reduce
            self._trace.blame_own(self._index, sys._getframe(1))
        return found

    def __repr__(self):
        return repr(self._thing)


def start(adapter, forbidden, files):
    """Called before anything of the candidate runs. adapter: globals of the adapter, whose calls are not the
    candidate's; its `run` is replaced by one that adds the counts to what it returns."""
    trace = _Trace(forbidden, files, adapter)
    inner = adapter.get("run") or (lambda entry, inputs, params: {"output": entry(*inputs.values(), **params)})
    from_buffer = sys.modules["_runtime"].from_buffer

    def run(entry, inputs, params):
        trace.handed(entry)
        returned = inner(entry, inputs, params)
        if type(returned) is not dict:
            return returned
        counts = bytearray(b"".join(n.to_bytes(8, "little", signed=True) for row in trace.rows for n in row))
        shape = [len(trace.rows), 3]
        return {**returned, OUTPUT: from_buffer(counts, "int64", 3 * len(trace.rows), 0, shape)}

    adapter["run"] = run
    if "torch" in sys.modules:
        _enter_torch_mode(trace)
    threading.setprofile(trace.watch)
    sys.setprofile(trace.watch)


def _enter_torch_mode(trace):
    from torch.overrides import TorchFunctionMode

    class Watching(TorchFunctionMode):
        def __torch_function__(self, function, kinds, args=(), kwargs=None):
            trace.called_through_c(function, sys._getframe(1))
            return function(*args, **(kwargs or {}))

    Watching().__enter__()


_GENERATOR = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def _resolved(dotted):
    root, *parts = dotted.split(".")
    found, path = sys.modules.get(root), root
    for part in parts:
        path = f"{path}.{part}"
        try:
            found = getattr(found, part)
        except AttributeError:
            try:
                found = importlib.import_module(path)
            except Exception:
                return None
    return found


def _implementation(thing):
    """A Python function, or the one inside of what NumPy and others put around theirs."""
    if isinstance(thing, types.FunctionType):
        return thing
    return getattr(thing, "_implementation", None) or getattr(thing, "__wrapped__", None)


def _is_default_of(frame, thing):
    """Whether an argument may be this because the signature says so. True where the function cannot be found."""
    code, found = frame.f_code, sys.modules.get(frame.f_globals.get("__name__"))
    for part in code.co_qualname.split("."):
        found = getattr(found, part, None)
    while found is not None and getattr(found, "__code__", None) is not code:
        found = getattr(found, "_implementation", None) or getattr(found, "__wrapped__", None)
    if found is None:
        return True
    return _mentions([found.__defaults__ or (), found.__kwdefaults__ or {}], thing)


def _first_resumption(code):
    """The last place in the code at which it has only begun: for a generator behind the instruction that makes it."""
    made = (one.offset for one in dis.get_instructions(code) if one.opname == "RETURN_GENERATOR")
    return next(made, -1) + 4 if code.co_flags & _GENERATOR else sys.maxsize


def _replace_everywhere(thing, stand_in):
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in REPLACED_IN:
            for key, value in list(getattr(module, "__dict__", {}).items()):
                if value is thing:
                    setattr(module, key, stand_in)


def _is_transparent(frame):
    return any(part in frame.f_code.co_filename for part in TRANSPARENT)


def _is(thing, other):
    # Each look at a C function makes another object of it.
    return thing is other or (type(thing) is type(other) is types.BuiltinFunctionType and thing == other)


def _holds(cell, value):
    try:
        return cell.cell_contents is value
    except ValueError:  # nothing in it yet
        return False


def _mentions(values, thing, depth=1):
    for value in list(values)[:HELD_MAX]:
        if _is(thing, value) or (type(value) is functools.partial and _is(thing, value.func)):
            return True
        inside = value if type(value) in (tuple, list) else value.values() if type(value) is dict else ()
        if depth and _mentions(inside, thing, depth - 1):
            return True
    return False


def _spelling(name):
    return name.replace("_", "").lower()
