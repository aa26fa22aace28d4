"""A pool of confined child processes: `call` a parser as if it could not hurt.

    pool = Pool(Limits(), workers=2, preload=("lxml.etree",))
    content = pool.call(read_document, path)      # Content or a Problem

Whatever happens to a child, the pool is whole again, and nothing of the child stays
behind: no process, no file, no descriptor. A child that answers says what is wrong
with the file; of one that dies it is not known who was to blame, and the caller asks
again (ChildDied).
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, LifoQueue
from threading import Timer
from types import TracebackType
from typing import Final, ParamSpec, Self, TypeVar, cast

from mailbot.adapters.confine.limits import EVERY_BOUND, Confinement, Fence, Limits
from mailbot.adapters.confine.process import Child, Death, host_faults
from mailbot.adapters.confine.wire import Answer, Ending, Request
from mailbot.core.record.documents import Problem
from mailbot.errors import TryLater

NO_WALL: Final = (
    "本系统不能把解析来信的进程同密码、台账隔开（既无 landlock，又不许用名字空间），"
    "来信暂不解析，原件已保存。请更换或升级系统（Linux 5.13 以上）；确要承担风险，"
    "请在 config/mailbot.toml 的 [documents] 写 unconfined = true"
)
P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)


class ChildDied(TryLater):
    """A child died at its task; `problem` is the file's if it dies of it again.

    `left` are the names of what it had written into its workrooms.
    """

    def __init__(self, problem: Problem, left: tuple[str, ...] = ()) -> None:
        self.problem = problem
        self.left = left
        super().__init__("解析附件的进程意外终止，稍后自动重试")


@dataclass(slots=True)
class _Seat:
    """One place in the pool, with the child that sits there or is on its way."""

    coming: Future[Child] | None = None


class Pool:
    """Up to `workers` confined children, started when first needed.

    `preload` names modules that a child imports before its first task; missing
    ones are left out. `packages` are the packages whose frozen dataclasses and
    enumerations an answer may hold. `environment` is added to the children's
    otherwise bare one; `fence` says behind which walls. Safe to use from several
    threads.
    """

    def __init__(
        self,
        limits: Limits,
        workers: int,
        preload: tuple[str, ...] = (),
        packages: tuple[str, ...] = ("mailbot.core",),
        environment: Mapping[str, str] | None = None,
        fence: Fence = EVERY_BOUND,
    ) -> None:
        self._limits = limits
        self._preload = preload
        self._packages = packages
        self._environment = dict(environment or {})
        self._fence = fence
        # Children are started by one thread that outlives them, see Child.
        self._starter = _starter()
        self._free: LifoQueue[_Seat] = LifoQueue()
        self._workers = workers
        self._idle: Timer | None = None
        for _ in range(workers):
            self._free.put(_Seat())

    def call(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | Problem:
        """Run `function(*args)` in a child; return its value or why there is none.

        The function is named by its module, so it cannot be a lambda or a local
        one; arguments and value must be picklable. Problems: TIMEOUT (processor
        time), TOO_LARGE (memory, file or answer size), UNREADABLE (it raised). A path
        is handed over as Lent or as Workroom: a child can open no other. Raises
        ChildDied if the child died, TryLater when the fault is ours: no child can be
        started, no wall raised, or the disk is full.
        """
        return self._call(_request(function, args, kwargs), alone=False)

    def alone(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | Problem:
        """Do the same in a child that was given nothing before."""
        return self._call(_request(function, args, kwargs), alone=True)

    def _call(self, request: Request, *, alone: bool) -> T | Problem:
        seat = self._free.get()
        try:
            answer = self._ask(seat, request, alone=alone)
        finally:
            self._free.put(seat)
            self._wait_for_idleness()
        if isinstance(answer, Death):
            if answer.measured:
                return answer.problem
            raise ChildDied(answer.problem, answer.left)
        value = _value(answer)
        return value if isinstance(value, Problem) else cast("T", value)

    def confinement(self) -> Confinement:
        """Say which bounds are in force here, by asking a child."""
        seat = self._free.get()
        try:
            return self._child(seat).confinement
        finally:
            self._free.put(seat)
            self._wait_for_idleness()

    def close(self) -> None:
        """End all children; waits for tasks that are running."""
        if self._idle is not None:
            self._idle.cancel()
        for _ in range(self._workers):
            self._leave(self._free.get())
        self._starter.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, seat: _Seat, request: Request, *, alone: bool) -> Answer | Death:
        child = self._child(seat)
        if alone and not child.fresh:
            self._leave(seat)
            child = self._child(seat)
        if not (child.confinement.walled or self._fence.unconfined):
            raise TryLater(NO_WALL)
        try:
            answer = child.ask(request, self._packages)
        except BaseException:
            # interrupted half-way: its late answer must never meet another task
            self._leave(seat)
            raise
        if isinstance(answer, Death):
            problem = answer.problem
            _log.warning("%s: a confined process ended: %s", request.name, problem)
        elif answer.detail:
            _log.warning("%s: %s, %s", request.name, answer.ending, answer.detail)
        if isinstance(answer, Death) or answer.retire:
            self._leave(seat)
            with contextlib.suppress(TryLater):  # the answer counts; the next call asks
                seat.coming = self._start()
        return answer

    def _child(self, seat: _Seat) -> Child:
        """Return the seat's living child; a new one if it died while idle."""
        child = self._came(seat)
        if child.alive():
            return child
        self._leave(seat)
        return self._came(seat)

    def _came(self, seat: _Seat) -> Child:
        """Wait for the seat's child; one that cannot come leaves the seat empty."""
        if seat.coming is None:
            seat.coming = self._start()
        try:
            return seat.coming.result()
        except BaseException:
            seat.coming = None
            raise

    def _start(self) -> Future[Child]:
        """Begin to start a child; TryLater where not even a thread is to be had."""
        asked = (self._limits, self._preload, self._environment, self._fence)
        with host_faults():
            try:
                return self._starter.submit(Child, *asked)
            except RuntimeError:
                # the refused thread's task would be done with the next: a lost child
                self._starter.shutdown(wait=False, cancel_futures=True)
                self._starter = _starter()
                raise

    def _leave(self, seat: _Seat) -> None:
        """End the seat's child, if there is one."""
        coming, seat.coming = seat.coming, None
        if coming is None:
            return
        try:
            coming.result().end()
        except TryLater as fault:
            _log.warning("%s", fault)

    def _wait_for_idleness(self) -> None:
        """Start the clock anew at whose end idle children are sent home."""
        if not self._limits.idle:
            return
        if self._idle is not None:
            self._idle.cancel()
        self._idle = Timer(self._limits.idle, self.rest)
        self._idle.daemon = True
        with contextlib.suppress(RuntimeError):  # no thread: they stay till the next
            self._idle.start()

    def rest(self) -> None:
        """End the children that have nothing to do; the next call starts new ones."""
        seats: list[_Seat] = []
        try:
            while True:
                seats.append(self._free.get_nowait())
        except Empty:
            pass
        for seat in seats:
            self._leave(seat)
            self._free.put(seat)


def _starter() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="confine-start")


def _request(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> Request:
    name = function.__qualname__
    if "<" in name or function.__module__ == "__main__":
        msg = f"{name} cannot be found by its name in another process"
        raise TypeError(msg)
    return Request(function.__module__, name, args, kwargs)


def _value(answer: Answer) -> object:
    """Return what the task gave, or the Problem that its ending stands for."""
    match answer.ending:
        case Ending.DONE:
            return answer.value
        case Ending.MEMORY | Ending.TOO_MUCH:
            return Problem.TOO_LARGE
        case Ending.FAULT | Ending.READY:
            return Problem.UNREADABLE
        case Ending.HOST:
            msg = f"本机暂时无法解析附件（{answer.value}），稍后自动重试"
            raise TryLater(msg)
