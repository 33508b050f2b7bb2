"""Imports the candidate's files from memory, and calls the entry function through the adapter."""

import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import sys

MAIN = "solution"


class SourceError(Exception):
    """A file cannot be compiled."""


class MissingEntry(Exception):
    """The main file does not define what the question asks for."""


class FilesInMemory(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finder and loader of the candidate's modules and packages. First in line, as a script's own folder would be."""

    def __init__(self, files):
        self.files = files

    def find_spec(self, name, path=None, target=None):
        stem = name.replace(".", "/")
        for file, is_package in ((f"{stem}/__init__.py", True), (f"{stem}.py", False)):
            if file in self.files:
                spec = importlib.machinery.ModuleSpec(name, self, origin=file, is_package=is_package)
                spec.has_location = True
                return spec
        return None

    def get_source(self, name):
        spec = self.find_spec(name)
        return None if spec is None else importlib.util.decode_source(self.files[spec.origin])

    def exec_module(self, module):
        exec(compiled(self.files[module.__spec__.origin], module.__spec__.origin), module.__dict__)


def compiled(source, file):
    try:
        return compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise SourceError(f"{type(error).__name__}: {error.msg} ({error.filename or file}{line})") from None
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes; nesting beyond what the parser can take
        raise SourceError(f"{file} cannot be compiled: {type(error).__name__}: {error}") from None


def adapter_code(adapter):
    """The judge's own text, or what it compiled with an interpreter like this one."""
    magic = importlib.util.MAGIC_NUMBER
    return marshal.loads(adapter[len(magic) :]) if adapter.startswith(magic) else compiled(adapter, "adapter.py")


class Candidate:
    """The candidate's modules and how to call them."""

    def __init__(self):
        self._entry = None
        self._run = plain_call

    def load(self, entry, adapter, files):
        """entry: name in solution.py. adapter: source, bytecode or empty. files: path -> source bytes. The adapter comes first,
        so that it can look at the sources before any of them runs."""
        hooks = {"__name__": "adapter", "__file__": "adapter.py"}
        if adapter:
            exec(adapter_code(adapter), hooks)
        if "inspect_sources" in hooks:
            hooks["inspect_sources"](dict(files))
        sys.meta_path.insert(0, FilesInMemory(files))
        module = importlib.import_module(MAIN)
        self._entry = getattr(module, entry, None)
        if not callable(self._entry):
            raise MissingEntry(f"solution.py does not define a function named {entry}.")
        self._run = hooks.get("run", plain_call)

    def call(self, inputs, params):
        return self._run(self._entry, inputs, params)


def plain_call(entry, inputs, params):
    return {"output": entry(*inputs.values(), **params)}
