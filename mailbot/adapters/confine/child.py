"""The confined child's main loop: read a task, do it, answer, wait for the next.

Started as `python -m mailbot.adapters.confine.child CONFIG`, CONFIG being JSON.
Its own standard input and output are the pipes; they are moved away and put on
the null device first, so that no library's print can forge or spoil an answer.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pickle
import signal
import sys
from dataclasses import asdict, replace
from importlib import import_module
from types import TracebackType
from typing import BinaryIO, Final

from mailbot.adapters.confine import cage
from mailbot.adapters.confine.limits import Limits, Start
from mailbot.adapters.confine.wire import (
    Answer,
    Ending,
    FrameTooLarge,
    Request,
    receive_request,
    send,
)
from mailbot.fault_words import is_the_hosts, of_the_host

# pickle's ways to say that a value cannot leave the process
_UNSENDABLE: Final = (
    AttributeError,
    RecursionError,
    TypeError,
    ValueError,
    pickle.PicklingError,
)


def perform(request: Request) -> Answer:
    """Do one task; whatever its parser raises is told as how the task ended."""
    try:
        found: object = import_module(request.module)
        for name in request.name.split("."):
            found = getattr(found, name)
        if not callable(found):
            return Answer(Ending.FAULT, detail="not a function", retire=True)
        return Answer(Ending.DONE, found(*request.args, **request.kwargs))
    # The border between a stranger's file and mailbot: parsers written by others
    # raise what they like, and none of it may end the service.
    except Exception as fault:  # noqa: BLE001 - see above
        return _ended_by(fault)


def _ended_by(fault: Exception) -> Answer:
    """Tell what ended a task: its parser, a bound of ours, or the machine."""
    number = fault.errno if isinstance(fault, OSError) else None
    starved = isinstance(fault, MemoryError) or number == errno.ENOMEM
    if number == errno.EFBIG:
        return Answer(Ending.TOO_MUCH, detail=place(fault))
    if starved and not cage.host_is_short():
        return Answer(Ending.MEMORY, detail=place(fault), retire=True)
    if is_the_hosts(fault):
        return Answer(Ending.HOST, of_the_host(fault), place(fault), retire=True)
    return Answer(Ending.FAULT, detail=place(fault))


def place(fault: BaseException) -> str:
    """Name an error's type and where it rose, without its words."""
    last: TracebackType | None = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f" at {last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else ""
    return f"{type(fault).__name__}{where}"


def serve(tasks: BinaryIO, answers: BinaryIO, limits: Limits) -> None:
    """Do task after task until the pipe is closed, or until it is time to retire."""
    for done in range(1, limits.tasks + 1):
        request = receive_request(tasks)
        if request is None:
            return
        cage.allow_cpu(limits.cpu)
        answer = perform(request)
        spent = done == limits.tasks or cage.resident_bytes() > limits.resident
        left = end_descendants(os.getpid())
        answer = replace(answer, retire=answer.retire or spent or left)
        _tell(answers, answer, limits)
        if answer.retire:
            return


def end_descendants(process: int) -> bool:
    """End what a process left running; tell whether there was anything."""
    left = cage.descendants(process)
    for child in reversed(left):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return bool(left)


def _tell(answers: BinaryIO, answer: Answer, limits: Limits) -> None:
    """Send the answer, or in its place why it cannot be sent."""
    try:
        send(answers, answer, limits.answer)
    except FrameTooLarge:
        send(answers, Answer(Ending.TOO_MUCH, retire=answer.retire), limits.answer)
    except MemoryError:
        send(answers, Answer(Ending.MEMORY, retire=True), limits.answer)
    except _UNSENDABLE as fault:
        unsent = Answer(Ending.FAULT, detail=place(fault), retire=answer.retire)
        send(answers, unsent, limits.answer)


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the pipes away from descriptors 0 and 1, and put nothing there."""
    tasks = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return tasks, answers


def main(argument: str) -> None:
    """Confine this process, load what tasks need, greet, and serve."""
    start = Start.from_json(argument)
    tasks, answers = private_pipes()
    confinement = cage.confine(start)
    for module in start.preload:
        with contextlib.suppress(ImportError):
            import_module(module)
    send(answers, Answer(Ending.READY, asdict(confinement)), start.limits.answer)
    with contextlib.suppress(BrokenPipeError):
        serve(tasks, answers, start.limits)


if __name__ == "__main__":
    main(sys.argv[1])
