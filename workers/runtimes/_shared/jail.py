"""The C helper, as the zygote calls it. Structures and numbers are those of workers/sandbox/cell.h."""

import ctypes
import os

FORKED_PROFILE, EXECED_PROFILE, DEVICE_PROFILE = 0, 1, 2
SECCOMP_LAYER = 1 << 10
WRITABLE_FOLDER = "/box"


class JailError(Exception):
    """A layer could not be put on; the process it was meant for must end."""


class CellPlan(ctypes.Structure):
    _fields_ = [
        ("layers", ctypes.c_uint32),
        ("profile", ctypes.c_uint32),
        ("uid", ctypes.c_uint32),
        ("keep_fd", ctypes.c_int32),
        ("box_bytes", ctypes.c_uint64),
        ("file_bytes", ctypes.c_uint64),
        ("data_bytes", ctypes.c_uint64),
        ("cpu_seconds", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("open_files", ctypes.c_uint32),
        ("tells_box", ctypes.c_uint32),
        ("readable", ctypes.POINTER(ctypes.c_char_p)),
        ("nodes", ctypes.POINTER(ctypes.c_char_p)),
    ]


class RootPlan(ctypes.Structure):
    _fields_ = [(name, ctypes.POINTER(ctypes.c_char_p)) for name in ("bound", "hidden", "nodes")]


def string_list(paths):
    """A NULL-terminated array; the caller keeps it alive as long as C may read it."""
    encoded = [os.fsencode(path) for path in paths]
    return (ctypes.c_char_p * (len(encoded) + 1))(*encoded, None)


class Jail:
    """The loaded helper, with the plan for the next cell."""

    def __init__(self, library, readable, most, profile=FORKED_PROFILE, nodes=()):
        self._library = ctypes.CDLL(library, use_errno=True)
        self._library.cell_step_name.restype = ctypes.c_char_p
        self._has_device = profile == DEVICE_PROFILE
        self._readable, self._nodes = string_list(readable), string_list(nodes)
        self._plan = CellPlan(profile=profile, keep_fd=3, tells_box=1, readable=self._readable, nodes=self._nodes, **most)
        self._plan_pointer = ctypes.byref(self._plan)

    def described(self):
        """The plan without what each cell adds to it: for a zygote that is no Python (workers/sandbox/node_zygote.c)."""
        plan = self._plan
        numbers = (plan.profile, plan.box_bytes, plan.file_bytes, plan.data_bytes, plan.cpu_seconds, plan.threads)
        return " ".join(str(number) for number in (*numbers, plan.open_files)), self._readable[:-1]

    def build_root(self, bound, hidden):
        lists = string_list(bound), string_list(hidden), self._nodes
        self._check(self._library.cell_root(ctypes.byref(RootPlan(*lists))))

    def arm_pid_namespace(self):
        self._check(self._library.cell_arm_pid_namespace())

    def disarm_pid_namespace(self, own_pid_namespace):
        self._check(self._library.cell_disarm_pid_namespace(own_pid_namespace))

    def plan_next(self, layers, uid):
        # With a device the filter comes last of all: until the device is open, its nodes must be openable.
        self._filter_later = self._has_device and bool(layers & SECCOMP_LAYER)
        self._plan.layers = layers & ~SECCOMP_LAYER if self._filter_later else layers
        self._plan.uid = uid

    def close_devices(self):
        """Once the device is open. Before it, the candidate is not yet near."""
        if self._filter_later:
            self._check(self._library.cell_close_devices())
            self._plan.layers |= SECCOMP_LAYER

    @property
    def is_bare(self):
        """No layers at all: only the bench asks for that, to price the others."""
        return self._plan.layers == 0

    def enter(self):
        self._check(self._library.cell_enter(self._plan_pointer))

    def close_limits(self):
        if self._plan.layers & SECCOMP_LAYER:
            self._check(self._library.cell_close_limits())

    def _check(self, step):
        if step:
            number = ctypes.get_errno()
            raise JailError(f"{self._library.cell_step_name(step).decode()} failed: {os.strerror(number)}")
