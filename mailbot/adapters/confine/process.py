"""One confined child as mailbot sees it: start it, ask it, end it and its offspring."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer
from typing import IO, BinaryIO, Final

from mailbot.adapters.confine.cage import descendants
from mailbot.adapters.confine.lending import Lending
from mailbot.adapters.confine.limits import (
    EVERY_BOUND,
    ROOM,
    Confinement,
    Fence,
    Limits,
    Start,
)
from mailbot.adapters.confine.wire import (
    Answer,
    BadFrame,
    Ending,
    Request,
    receive_answer,
    send,
)
from mailbot.core.record.documents import Problem
from mailbot.errors import TryLater
from mailbot.fault_words import is_the_hosts, of_the_host

_log = logging.getLogger(__name__)

_STARTING_SECONDS: Final = 60.0
_LAST_WORDS_BYTES: Final = 4096
# What C, C++ and Rust libraries say when they give up for want of memory.
_OUT_OF_MEMORY: Final = (
    b"memory allocation",
    b"MemoryError",
    b"bad_alloc",
    b"ut of memory",
    b"Cannot allocate memory",
)


@dataclass(frozen=True, slots=True)
class Death:
    """How a child ended without an answer.

    `problem` is what the file would be, were it to blame. `measured` says that it is:
    processor time is counted for the child alone, however busy the machine was. Of any
    other death the machine may be the cause: the kernel kills for want of memory.
    `left` names what it had written into its workrooms.
    """

    problem: Problem
    measured: bool = False
    left: tuple[str, ...] = ()


@contextmanager
def host_faults() -> Iterator[None]:
    """Say what the machine lacks to start a process: it passes, and is tried again."""
    try:
        yield
    except (OSError, RuntimeError, MemoryError) as fault:
        if not (isinstance(fault, OSError) or is_the_hosts(fault)):
            raise
        words = f"解析附件的进程未能启动（{of_the_host(fault)}），稍后自动重试"
        raise TryLater(words) from fault


class Child:
    """A confined process that does one task at a time.

    Start it from a thread that lives as long as mailbot does: Linux ties
    PR_SET_PDEATHSIG to the parent's *thread*, not to its process (prctl(2)).
    """

    def __init__(
        self,
        limits: Limits,
        preload: tuple[str, ...],
        environment: Mapping[str, str],
        fence: Fence = EVERY_BOUND,
    ) -> None:
        """Start a child and wait for its greeting.

        TryLater without one; then nothing of it stays behind.
        """
        self._limits = limits
        self._timed_out = False
        self.fresh = True  # it was given no task yet
        with host_faults(), contextlib.ExitStack() as left:
            self._folder = Path(tempfile.mkdtemp(prefix="mailbot-"))
            left.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._lending = Lending(self._folder)
            self._noise = left.enter_context(tempfile.TemporaryFile())
            start = Start(limits, preload, os.getpid(), str(self._folder), fence)
            self._process = _spawn(start, environment, self._noise)
            left.callback(self.end)
            self.confinement = self._greeting()
            left.pop_all()

    def _greeting(self) -> Confinement:
        answer = self._listen(_STARTING_SECONDS, ())
        match answer:
            case Answer(ending=Ending.READY, value=dict() as fields):
                return Confinement(**fields)
            case _:
                words = self._last_words().decode("utf-8", "replace")
                _log.warning("a confined process did not start: %s", words[-500:])
                msg = "解析附件的进程未能启动，稍后自动重试"
                raise TryLater(msg)

    def alive(self) -> bool:
        """Tell whether the process is still there to be asked."""
        return self._process.poll() is None

    def ask(self, request: Request, packages: tuple[str, ...]) -> Answer | Death:
        """Give the child one task and wait, at most `wall` seconds, for its answer.

        What it wrote has come home with the answer. A Death means that the child
        is dead or dying: end it.
        """
        self.fresh = False
        try:
            lent = self._lending.bring(request)
            answer = self._listen(self._limits.wall, packages, lent)
            if answer is None or self._timed_out:
                return replace(self._cause_of_death(), left=self._lending.left())
            self._lending.take_home()
            return answer
        finally:
            self._lending.clear()

    def _listen(
        self, seconds: float, packages: tuple[str, ...], request: Request | None = None
    ) -> Answer | None:
        """Send the request, if any, and read the answer under the wall clock."""
        clock = Timer(seconds, self._run_out)
        clock.daemon = True
        with host_faults():  # a clock is a thread, which the machine may refuse
            clock.start()
        try:
            if request is not None:
                send(_pipe(self._process.stdin), request, sys.maxsize)
            answers = _pipe(self._process.stdout)
            return receive_answer(answers, self._limits.answer, packages)
        except BadFrame:
            return None
        except OSError as fault:
            if is_the_hosts(fault):
                lacks = of_the_host(fault)
                words = f"解析附件的进程暂时无法使用（{lacks}），稍后自动重试"
                raise TryLater(words) from fault
            return None  # the pipe is broken: the child is gone
        finally:
            clock.cancel()

    def _run_out(self) -> None:
        self._timed_out = True
        self._kill()

    def _cause_of_death(self) -> Death:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        if self._timed_out:
            return Death(Problem.TIMEOUT)
        code = self._process.returncode
        if code == -getattr(signal, "SIGXCPU", 0):
            return Death(Problem.TIMEOUT, measured=True)
        words = self._last_words()
        starved = code == -getattr(signal, "SIGKILL", 0)  # by the kernel's OOM killer
        if starved or any(sign in words for sign in _OUT_OF_MEMORY):
            return Death(Problem.TOO_LARGE)
        return Death(Problem.CORRUPT)

    def _last_words(self) -> bytes:
        size = self._noise.seek(0, os.SEEK_END)
        self._noise.seek(max(0, size - _LAST_WORDS_BYTES))
        return self._noise.read()

    def _kill(self) -> None:
        """Kill the child, its process group, and what has left the group."""
        family = descendants(self._process.pid)
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            for member in family:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(member, signal.SIGKILL)
        self._process.kill()

    def end(self) -> None:
        """Kill the process and everything it started or left behind."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._noise):
            with contextlib.suppress(OSError):  # unsent bytes for a dead process
                _pipe(pipe).close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _spawn(
    start: Start, environment: Mapping[str, str], noise: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start the interpreter anew: a fork of a process with threads is not safe.

    The environment holds no more than what Python needs to start: no secret of
    mailbot's is in it. `-P` keeps the child's folder out of the import path.
    """
    room = str(Path(start.folder, ROOM))
    surroundings = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(str(Path(p).absolute()) for p in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": room,
        "TMPDIR": room,
        # one task, one thread: thread pools cost address space and gain nothing
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **environment,
    }
    module = "mailbot.adapters.confine.child"
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", module, start.as_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=noise,
        cwd=room,
        env=surroundings,
        start_new_session=True,
    )


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    """Return the pipe that Popen was asked for."""
    if pipe is None:
        msg = "the child was started without this pipe"
        raise TypeError(msg)
    return pipe  # type: ignore[return-value] # Popen's IO[bytes] is a BinaryIO
