"""The child's main loop and the bounds it lays on itself, seen from inside."""

import errno
import io
import os
import pickle
import struct
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mailbot.adapters.confine import cage, child
from mailbot.adapters.confine.limits import Confinement, Limits, Start
from mailbot.adapters.confine.wire import (
    Answer,
    BadFrame,
    Ending,
    Request,
    receive_answer,
    receive_request,
    send,
)
from mailbot.core.record.documents import Kind, Problem
from tests.support import hostile

CORE = ("mailbot.core",)
BOUND = 1 << 20
END_DESCENDANTS = child.end_descendants


def request(function: object, *args: object) -> Request:
    name: str = function.__qualname__  # type: ignore[attr-defined] # a function
    return Request("tests.support.hostile", name, args, {})


@pytest.fixture(autouse=True)
def no_cpu_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test process itself free of a limit on its processor time."""
    monkeypatch.setattr(cage, "allow_cpu", lambda _seconds: None)


@pytest.fixture(autouse=True)
def no_descendants_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the servers live that other tests run as children of this process."""
    monkeypatch.setattr(child, "end_descendants", lambda _process: False)


def served(limits: Limits, *requests: Request) -> list[Answer]:
    tasks, answers = io.BytesIO(), io.BytesIO()
    for one in requests:
        send(tasks, one, BOUND)
    tasks.seek(0)
    child.serve(tasks, answers, limits)
    answers.seek(0)
    got: list[Answer] = []
    while answers.tell() < len(answers.getvalue()):
        got.append(receive_answer(answers, 1 << 30, CORE))
    return got


ROOMY = Limits(resident=1 << 40)


def test_tasks_are_answered_in_order_until_the_pipe_ends() -> None:
    answers = served(ROOMY, *(request(hostile.double, n) for n in (1, 2)))
    assert [a.value for a in answers] == [2, 4]
    assert not any(a.retire for a in answers)


def test_the_last_task_of_a_child_asks_for_its_replacement() -> None:
    limits = Limits(resident=1 << 40, tasks=1)
    answers = served(limits, *(request(hostile.double, n) for n in (1, 2)))
    assert [(a.value, a.retire) for a in answers] == [(2, True)]


@pytest.mark.parametrize(
    ("function", "ending", "retire"),
    [
        (hostile.raise_something, Ending.FAULT, False),
        (hostile.want_memory, Ending.MEMORY, True),
        (hostile.fill_the_disk, Ending.HOST, True),
        (hostile.return_a_lambda, Ending.FAULT, False),
        (hostile.return_unpicklable_for_memory, Ending.MEMORY, True),
        (hostile.NotAValue, Ending.FAULT, False),
    ],
)
def test_every_end_of_a_task_has_its_word(
    function: object, ending: Ending, *, retire: bool
) -> None:
    try:
        (answer,) = served(ROOMY, request(function))
    except BadFrame:  # a value that mailbot refuses to rebuild
        assert function is hostile.NotAValue
        return
    assert (answer.ending, answer.retire) == (ending, retire)


def test_an_unnamed_function_is_a_fault_and_a_constant_is_none() -> None:
    missing = Request("tests.support.hostile", "missing", (), {})
    constant = Request("tests.support.hostile", "KEPT", (), {})
    assert child.perform(missing).ending == Ending.FAULT
    assert child.perform(constant).detail == "not a function"


def test_memory_that_ran_out_and_files_that_grew_are_told_apart() -> None:
    memory = Request("tests.adapters.confine.test_child", "raise_memory_error", (), {})
    large = Request("tests.adapters.confine.test_child", "raise_too_big", (), {})
    odd = Request("pathlib", "Path.read_text", (Path("/no/such/file"),), {})
    assert child.perform(memory).ending == Ending.MEMORY
    assert child.perform(large).ending == Ending.TOO_MUCH
    assert child.perform(odd).ending == Ending.FAULT


def raise_memory_error() -> None:
    raise MemoryError


def raise_too_big() -> None:
    raise OSError(errno.EFBIG, "File too large")


def test_an_answer_over_its_bound_is_replaced_by_a_word() -> None:
    limits = Limits(resident=1 << 40, answer=1000)
    (answer,) = served(limits, request(hostile.return_too_much))
    assert answer.ending == Ending.TOO_MUCH


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="Linux only")
def test_processes_left_by_a_task_are_ended() -> None:
    leaves = (
        "import subprocess, sys;"
        "left = subprocess.Popen(['sleep', '600']);"
        "print(left.pid, flush=True);"
        "print(left.wait(), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", leaves], stdout=subprocess.PIPE, text=True
    ) as task:
        assert task.stdout is not None
        assert task.stdout.readline().strip().isdigit()
        assert END_DESCENDANTS(task.pid)
        assert task.stdout.readline().strip() == "-9"
    assert not END_DESCENDANTS(task.pid)


def test_an_error_that_never_rose_has_no_place() -> None:
    assert child.place(ValueError("words")) == "ValueError"


def test_main_greets_with_its_confinement_and_then_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks, answers = io.BytesIO(), io.BytesIO()
    send(tasks, request(hostile.double, 4), BOUND)
    tasks.seek(0)
    monkeypatch.setattr(child, "private_pipes", lambda: (tasks, answers))
    monkeypatch.setattr(cage, "confine", lambda _start: Confinement())
    child.main(Start(ROOMY, ("json", "no_such_module"), 1).as_json())
    answers.seek(0)
    greeting = receive_answer(answers, BOUND, CORE)
    assert greeting.ending == Ending.READY
    assert receive_answer(answers, BOUND, CORE).value == 8


def test_the_pipes_are_moved_away_from_the_standard_streams() -> None:
    kept = os.dup(0), os.dup(1)
    try:
        tasks, answers = child.private_pipes()
        os.write(1, b"noise")
        tasks.close()
        answers.close()
    finally:
        for number, descriptor in enumerate(kept):
            os.dup2(descriptor, number)
            os.close(descriptor)


def frame(data: bytes) -> io.BytesIO:
    return io.BytesIO(struct.pack(">Q", len(data)) + data)


@pytest.mark.parametrize(
    "pipe",
    [
        io.BytesIO(b""),
        io.BytesIO(b"\0\0"),
        io.BytesIO(struct.pack(">Q", 9) + b"short"),
        io.BytesIO(struct.pack(">Q", BOUND + 1)),
        frame(b"no pickle"),
        frame(pickle.dumps("not an answer")),
        frame(pickle.dumps(("no ending", None, "", False))),
        frame(pickle.dumps(("done", os.system, "", False))),
        frame(pickle.dumps(("done", subprocess.Popen, "", False))),
        frame(b"cmailbot.core.documents\ndataclass\n."),
        frame(b"cmailbot.core.no_such_module\nx\n."),
        frame(b"\x80\x05\x8c\x08builtins\x8c\x04eval\x93."),
    ],
)
def test_an_answer_that_is_not_made_of_plain_values_is_refused(
    pipe: io.BytesIO,
) -> None:
    with pytest.raises(BadFrame):
        receive_answer(pipe, BOUND, CORE)


def test_enumerations_and_dates_may_come_back() -> None:
    pipe, value = io.BytesIO(), (Kind.PDF, date(2023, 6, 30))
    send(pipe, Answer(Ending.DONE, value), BOUND)
    pipe.seek(0)
    assert receive_answer(pipe, BOUND, CORE).value == value


def test_no_more_tasks_come_from_a_closed_pipe() -> None:
    assert receive_request(io.BytesIO(b"")) is None


def test_an_enum_crosses_as_every_python_writes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python 3.11.2 rebuilds members by `getattr`, a function the reader refuses."""
    monkeypatch.setattr(
        Problem,
        "__reduce_ex__",
        lambda self, _protocol: (getattr, (Problem, self.name)),
    )
    pipe = io.BytesIO()
    send(pipe, Answer(Ending.DONE, (Problem.ENCRYPTED,)), BOUND)
    pipe.seek(0)
    answer = receive_answer(pipe, BOUND, CORE)
    assert answer.value == (Problem.ENCRYPTED,)
