"""Waiting cells per runtime: taken at once, refilled when nobody is in a hurry."""

import itertools
import os
import threading
import time
import traceback

from ..devices import Device
from . import isolation
from .cards import Card
from .cells import Cell
from .cgroups import Cgroups, Group
from .jail_plan import choose_layers, uid_of
from .lanes import Lane, take_waiting
from .outcome import GraderFault
from .pool_config import PoolConfig
from .runtimes import Runtime, find_runtimes
from .zygotes import START_SECONDS, Zygote, ZygoteSetup

# After an answer the cores belong to whoever carries it home; a refill that starts at once would be in its way.
QUIET_SECONDS = 0.008


class CellPool:
    """Owns zygotes, cgroups and one thread that refills, restarts and cleans up. Safe to use from several threads."""

    def __init__(self, runtimes: list[str], config: PoolConfig) -> None:
        self.config = config
        self._numbers = itertools.count(int.from_bytes(os.urandom(3), "big"))
        self._changed = threading.Condition()
        self._closing = False
        self._busy = 0
        self._refill_at = 0.0
        self._dead_groups: list[Group] = []
        self._retired: list[Zygote] = []
        self.layers = choose_layers(config.build / "libcell.so")
        self.cgroups = Cgroups(config.cgroup)
        self._known = find_runtimes(config.repository / "workers" / "runtimes")
        self._cards = {card.type: Card(card, config.finders) for card in config.devices[1:]}
        # Replaced and never changed: the keeper walks over it while a runtime joins or is withdrawn.
        self._lanes: dict[tuple[str, str], Lane] = {}
        for name in runtimes:
            self._start_lanes(name)
        self._report = isolation.check(self)
        self._keeper = threading.Thread(target=self._keep, name="cell-pool", daemon=True)
        self._keeper.start()

    def join(self, runtime: str) -> None:
        """Starts one more runtime in a pool that serves already, and proves its cells; returns when it is offered, or
        the report says why it is not. Nothing that is offered by then depends on it. Several may join at a time."""
        self._start_lanes(runtime)
        if runtime in self.runtimes():
            found, tests = isolation.check_joined(self, runtime)
            with self._changed:
                layers, selftest = self._report["layers"] + found, self._report["selftest"] + tests
                self._report = {**self._report, "layers": layers, "selftest": selftest}

    def _start_lanes(self, name: str) -> None:
        if name not in self._known:
            raise ValueError(f"there is no runtime {name!r} in workers/runtimes; there are {', '.join(self._known)}")
        for device in self.config.devices:
            if is_offered(self._known[name], device, self.config):
                with self._changed:
                    if self._closing:
                        return
                    self._lanes = {**self._lanes, (name, device.type): self._new_lane(name, device)}

    def _new_lane(self, name: str, device: Device) -> Lane:
        runtime = self._known[name]
        setup = ZygoteSetup(
            python=self.config.environments[runtime.environment],
            build=self.config.build,
            runtimes=self.config.repository / "workers" / "runtimes",
            hidden=(self.config.repository, *self.config.hidden),
            device=device,
        )
        return Lane(runtime, setup)

    def runtimes(self) -> list[str]:
        """Those that run here on the processor."""
        return [name for name, device in self._lanes if device == "cpu"]

    def on_cards(self) -> list[tuple[str, str]]:
        """(runtime, device) of everything else."""
        return [lane for lane in self._lanes if lane[1] != "cpu"]

    def zygote_of(self, runtime: str, device: str = "cpu") -> Zygote:
        return self._lanes[runtime, device].zygote

    def backend_of(self, runtime: str) -> str | None:
        """What computes on the processor, where the runtime has more than one thing to compute with."""
        lane = self._lanes.get((runtime, "cpu"))
        return None if lane is None else lane.zygote.backend

    def is_forked(self, runtime: str) -> bool:
        """False for a runtime whose cells are programs started ahead: they speak another language than Python."""
        return self._lanes[runtime, "cpu"].runtime.manifest is None

    def withdraw(self, runtime: str, device: str = "cpu") -> None:
        """From now on it is as if this pool had never offered it."""
        with self._changed:
            gone = self._lanes[runtime, device]
            self._lanes = {key: lane for key, lane in self._lanes.items() if lane is not gone}
        gone.zygote.close()

    def isolation_report(self) -> dict:
        """Which layers hold and which attacks were held; `serves` False means that nobody may be graded here."""
        return self._report

    def runtime_versions(self) -> list[dict]:
        """Each runtime with the devices on which it is offered, and what computes on the processor."""
        devices: dict[str, list[str]] = {}
        for name, device in self._lanes:
            devices.setdefault(name, []).append(device)
        return [
            {
                "name": name,
                "version": self._lanes[name, offered[0]].zygote.version,
                "devices": offered,
                "backend": self.backend_of(name),
            }
            for name, offered in devices.items()
        ]

    def devices(self) -> list[dict]:
        """As a verdict names them, the processor first; a card only where some runtime is offered on it."""
        used = {"cpu", *(device for _, device in self._lanes)}
        return [device.described() for device in self.config.devices if device.type in used]

    def libraries(self) -> dict[tuple[str, str], dict[str, str]]:
        """What computes, by runtime and device."""
        return {key: lane.zygote.libraries for key, lane in self._lanes.items()}

    def acquire(self, runtime: str, device: str = "cpu") -> Cell:
        """A cell for one answer, warm when one waits. On a card the call waits until no other answer is on it. GraderFault
        when we are broken. The caller closes it."""
        if not self._report["serves"]:
            raise GraderFault("not_serving", "the isolation report says that a required layer is missing")
        if (runtime, device) not in self._lanes:
            raise GraderFault("no_such_runtime", f"{runtime} on {device}")
        lane = self._lanes[runtime, device]
        with self._changed:
            if self._closing:
                raise GraderFault("shutting_down")
            self._busy += 1
            alone = self._busy == 1
            cell, gone = take_waiting(lane.waiting)
        for dead in gone:
            dead.close()
        try:
            cell = cell or self.fork(lane.zygote_when_ready(), warm=False)
            cell.card = self._cards.get(device)
            if cell.card is not None:
                cell.card.take()
        except BaseException:
            if cell is not None:
                cell.card = None  # never taken
                cell.close()
            self._released()
            raise
        cell.in_use = True
        cell.has_cores_to_itself = alone
        return cell

    def fork(self, zygote: Zygote, warm: bool, layers: int | None = None) -> Cell:
        """A new cell with its own uid and cgroups. `layers` other than the pool's are for the bench alone."""
        number = next(self._numbers)
        layers = self.layers if layers is None else layers
        group = None
        try:
            group = self.cgroups.group(number) if layers else None
            forked = zygote.fork(layers, uid_of(number), warm, group.files if group else [])
        except (GraderFault, OSError) as error:
            self._bury(group)
            raise error if isinstance(error, GraderFault) else GraderFault("jail_failed", str(error)) from error
        if group:
            group.close_files()
        return Cell(zygote, forked, group, self._cell_closed)

    def let_one_wait(self, runtime: str, device: str = "cpu") -> Cell:
        """A warm cell for whoever asks next. For attacks on those: a serving pool sees to it itself."""
        lane = self._lanes[runtime, device]
        cell = self.fork(lane.zygote_when_ready(), warm=True)
        try:
            cell.wait_ready()
        except GraderFault:
            cell.close()
            raise
        with self._changed:
            lane.waiting.append(cell)
        return cell

    def _cell_closed(self, cell: Cell) -> None:
        self._bury(cell.group)
        if cell.card is not None:
            cell.card.give_back()
        if cell.in_use:
            self._released()

    def _bury(self, group: Group | None) -> None:
        with self._changed:
            if group:
                self._dead_groups.append(group)

    def _released(self) -> None:
        with self._changed:
            self._busy -= 1
            now = time.monotonic()
            if self._refill_at <= now:  # once set it stands: answers in a row must not put it off for ever
                self._refill_at = now + QUIET_SECONDS
            self._changed.notify_all()

    def _keep(self) -> None:
        while not self._closing:
            try:
                for lane in self._lanes.values():
                    self._renew(lane)
                    self._refill(lane)
                self._clean_up()
            except Exception:
                # One bad round must not end the thread: without it, the next dead zygote would stay dead.
                traceback.print_exc()
            with self._changed:
                if not self._closing:
                    self._changed.wait(self._pause())

    def _pause(self) -> float:
        """Until a refill is due; else a slow tick that notices dead zygotes."""
        left = self._refill_at - time.monotonic()
        return left if left > 0 else 0.25

    def _may_refill(self) -> bool:
        """Under load no core is free for cells that only wait: warming one costs as much CPU as grading an answer, so from
        half of the slots on, cells are forked on demand."""
        return time.monotonic() >= self._refill_at and self._busy * 2 < self.config.slots and not self._closing

    def _refill(self, lane: Lane) -> None:
        while lane.zygote.ready and len(lane.waiting) < self.config.waiting and self._may_refill():
            try:
                cell = self.fork(lane.zygote, warm=True)
            except GraderFault:
                return  # the zygote died; the next round starts another
            with self._changed:
                lane.waiting.append(cell)

    def _renew(self, lane: Lane) -> None:
        if (fresh := lane.successor()) is None:
            return
        with self._changed:
            self._retired.append(lane.zygote)
            lane.zygote = fresh
            stale = list(lane.waiting)
            lane.waiting.clear()
        for cell in stale:
            cell.close()

    def remove_dead_groups(self) -> None:
        """Gives back the cgroups of cells that are gone; the pool does it by itself, a little later."""
        with self._changed:
            groups, self._dead_groups = self._dead_groups, []
        kept = [group for group in groups if not group.remove()]
        with self._changed:
            self._dead_groups += kept

    def _clean_up(self) -> None:
        self.remove_dead_groups()
        for zygote in list(self._retired):
            if not zygote.alive or not zygote.has_cells():
                zygote.close()
                self._retired.remove(zygote)

    def close(self) -> None:
        """Ends every cell and zygote. Nothing of them is left when this returns."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            self._changed.notify_all()
        self._keeper.join(START_SECONDS)
        for lane in self._lanes.values():
            while lane.waiting:
                lane.waiting.popleft().close()
            lane.zygote.close()
        for zygote in self._retired:
            zygote.close()
        for group in self._dead_groups:
            group.close_files()
        self.cgroups.close()


def is_offered(runtime: Runtime, device: Device, config: PoolConfig) -> bool:
    """False for one that set-up has not prepared here: it is left out of every list, and nothing else suffers."""
    return runtime.is_prepared(config.build, config.environments, device.type)
