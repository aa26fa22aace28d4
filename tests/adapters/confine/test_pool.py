"""The pool against tasks that die, hang, grow, fork, forge and make noise."""

import errno
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.adapters.confine import process
from mailbot.adapters.confine.lending import Workroom
from mailbot.adapters.confine.limits import MEGABYTE, Confinement, Fence, Limits
from mailbot.adapters.confine.pool import ChildDied, Pool
from mailbot.core.record.documents import Problem
from mailbot.errors import TryLater
from tests.support import hostile

LINUX = Path("/proc/self/task").exists()
# Where children find this test's tasks; and a cage as poor as some systems'.
HERE = Fence(more=(str(Path(hostile.__file__).parents[1]),), unconfined=True)
BARE = Fence(walls=(), unconfined=True)
only_linux = pytest.mark.skipif(not LINUX, reason="the bound exists on Linux only")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    limits = Limits(wall=20, memory=600 * MEGABYTE, file=8 * MEGABYTE)
    with Pool(limits, workers=1, fence=HERE) as pool:
        yield pool


@pytest.fixture(scope="module")
def bare() -> Iterator[Pool]:
    """A pool where the kernel filters no calls: there a task can start processes."""
    with Pool(Limits(wall=20), workers=1, fence=BARE) as pool:
        yield pool


def gone(pid: int) -> bool:
    """Tell whether a process has ended, be it as a zombie that init will reap."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return True
    return stat.rsplit(")", 1)[1].split()[0] in {"Z", "X"}


def wait_until_gone(pid: int) -> bool:
    pause = threading.Event()
    return any(gone(pid) or pause.wait(0.05) for _ in range(100))


def test_a_task_runs_in_another_process_and_gives_its_value(pool: Pool) -> None:
    assert pool.call(hostile.double, 21) == 42
    assert pool.call(hostile.double, 2, times=5) == 10
    assert pool.call(hostile.own_pid) != os.getpid()


def test_a_child_is_used_again(pool: Pool) -> None:
    assert pool.call(hostile.own_pid) == pool.call(hostile.own_pid)


def test_the_values_of_the_core_come_back_whole(pool: Pool) -> None:
    at = datetime(2023, 6, 30, 9, 30, tzinfo=UTC)
    assert pool.call(hostile.a_document, at) == hostile.a_document(at)


def test_a_problem_that_a_reader_returns_is_passed_on(pool: Pool) -> None:
    assert pool.call(hostile.say_no) == Problem.ENCRYPTED


def test_noise_on_the_standard_streams_spoils_nothing(pool: Pool) -> None:
    assert pool.call(hostile.make_noise) == ""


@pytest.mark.parametrize(
    ("task", "problem"),
    [
        (hostile.kill_oneself, Problem.TOO_LARGE),  # so the kernel ends the greedy
        (hostile.die_for_memory, Problem.TOO_LARGE),
        (hostile.abort, Problem.CORRUPT),
        (hostile.leave, Problem.CORRUPT),
        (hostile.close_the_pipes, Problem.CORRUPT),
        (hostile.forge, Problem.CORRUPT),
        (hostile.return_a_stranger, Problem.CORRUPT),
        (hostile.return_a_function, Problem.CORRUPT),
    ],
)
def test_of_a_child_that_dies_or_lies_nobody_knows_whose_fault_it_was(
    pool: Pool, task: "object", problem: Problem
) -> None:
    with pytest.raises(ChildDied) as died:
        pool.call(task)  # type: ignore[arg-type] # any task
    assert died.value.problem is problem
    assert pool.call(hostile.double, 1) == 2


@pytest.mark.parametrize("task", [hostile.raise_something, hostile.return_a_lambda])
def test_a_reader_that_fails_says_nothing_against_the_file(
    pool: Pool, task: "object"
) -> None:
    assert pool.call(task) == Problem.UNREADABLE  # type: ignore[arg-type] # any task
    assert pool.call(hostile.double, 1) == 2


def test_alone_means_in_a_child_that_was_given_nothing_before(pool: Pool) -> None:
    used = pool.call(hostile.own_pid)
    alone = pool.alone(hostile.own_pid)
    assert alone != used
    assert pool.call(hostile.own_pid) == alone


@pytest.mark.parametrize(
    "task",
    [
        hostile.eat_memory,
        hostile.want_memory,
        hostile.return_unpicklable_for_memory,
    ],
)
def test_a_file_that_needs_too_much_memory_is_too_large(
    pool: Pool, task: "object"
) -> None:
    assert pool.call(task) == Problem.TOO_LARGE  # type: ignore[arg-type] # any task
    assert pool.call(hostile.double, 1) == 2


def test_an_endless_file_is_too_large(pool: Pool, tmp_path: Path) -> None:
    assert pool.call(hostile.write_much, Workroom(tmp_path)) == Problem.TOO_LARGE
    assert (tmp_path / "big").stat().st_size <= 8 * MEGABYTE


def test_a_full_disk_is_not_the_files_fault(pool: Pool) -> None:
    with pytest.raises(TryLater, match="磁盘空间已满"):
        pool.call(hostile.fill_the_disk)


def test_the_log_names_the_place_but_never_the_words_of_an_error(
    pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    pool.call(hostile.raise_something)
    assert "ZeroDivisionError at" in caplog.text
    assert "secret" not in caplog.text


def test_a_child_sees_no_secret_and_keeps_its_files_private(
    monkeypatch: pytest.MonkeyPatch, pool: Pool
) -> None:
    monkeypatch.setenv("MAILBOT_IMAP_PASSWORD", "geheim")
    environment = pool.call(hostile.own_environment)
    assert isinstance(environment, dict)
    assert "geheim" not in str(environment)
    assert pool.call(hostile.own_umask) == 0o077


def test_an_answer_that_nobody_waited_for_never_meets_another_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    with Pool(Limits(), workers=1, fence=HERE) as pool:
        first = pool.call(hostile.own_pid)
        with monkeypatch.context() as patched:
            patched.setattr(process, "receive_answer", interrupted)
            with pytest.raises(KeyboardInterrupt):
                pool.call(hostile.double, 1)
        assert pool.call(hostile.own_pid) not in {first, 2}


def test_a_local_function_is_refused_at_once(pool: Pool) -> None:
    with pytest.raises(TypeError, match="by its name"):
        pool.call(lambda: 0)


@only_linux
def test_no_network_not_even_loopback_not_even_for_other_programs(bare: Pool) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert bare.call(hostile.connect, port) == Problem.UNREADABLE
        if bare.confinement().network == "namespace":
            assert bare.call(hostile.connect_without_python, port) != 0


@only_linux
@pytest.mark.parametrize("session", [False, True])
def test_a_process_left_running_is_ended(bare: Pool, *, session: bool) -> None:
    left = bare.call(hostile.leave_a_process, session)
    assert isinstance(left, int)
    assert wait_until_gone(left)


@only_linux
def test_a_task_that_forks_and_hangs_is_ended_with_its_offspring(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pid"
    pool = Pool(Limits(wall=1), workers=1, fence=BARE)
    with pool, pytest.raises(ChildDied):
        pool.call(hostile.fork_and_hang, str(file))
    assert wait_until_gone(int(file.read_text()))


def test_a_task_over_the_wall_clock_is_timed_out_and_the_pool_is_whole() -> None:
    with Pool(Limits(wall=0.5), workers=1, fence=HERE) as pool:
        with pytest.raises(ChildDied) as died:
            pool.call(hostile.hang)
        assert died.value.problem is Problem.TIMEOUT
        assert pool.call(hostile.double, 1) == 2


@only_linux
def test_a_busy_loop_ends_by_processor_time() -> None:
    with Pool(Limits(cpu=1), workers=1, fence=HERE) as pool:
        assert pool.call(hostile.spin) == Problem.TIMEOUT
        assert pool.call(hostile.double, 1) == 2


def test_an_answer_over_its_bound_is_too_large() -> None:
    with Pool(Limits(answer=MEGABYTE), workers=1, fence=HERE) as pool:
        assert pool.call(hostile.return_too_much) == Problem.TOO_LARGE


def test_a_child_is_replaced_after_its_number_of_tasks() -> None:
    with Pool(Limits(tasks=2), workers=1, fence=HERE) as pool:
        pids = [pool.call(hostile.own_pid) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


@only_linux
def test_a_child_that_keeps_memory_is_replaced() -> None:
    with Pool(Limits(resident=60 * MEGABYTE), workers=1, fence=HERE) as pool:
        first = pool.call(hostile.keep_memory, 80)
        assert pool.call(hostile.own_pid) != first


def test_a_child_that_died_while_idle_is_replaced_unnoticed() -> None:
    with Pool(Limits(), workers=1, fence=HERE) as pool:
        pid = pool.call(hostile.own_pid)
        assert isinstance(pid, int)
        os.kill(pid, 9)
        assert wait_until_gone(pid)
        assert pool.call(hostile.double, 3) == 6


def test_several_threads_share_the_pool_and_outlive_each_other() -> None:
    with Pool(Limits(), workers=2, fence=HERE) as pool:
        for _ in range(3):  # each round's threads end; the children must not
            with ThreadPoolExecutor(4) as threads:
                answers = list(threads.map(pool.call, [hostile.double] * 8, range(8)))
            assert answers == [n * 2 for n in range(8)]


@only_linux
def test_children_live_on_when_the_thread_that_asked_first_ends() -> None:
    pids: list[object] = []
    with Pool(Limits(), workers=1, fence=HERE) as pool:
        thread = threading.Thread(
            target=lambda: pids.append(pool.call(hostile.own_pid))
        )
        thread.start()
        thread.join()
        assert pids == [pool.call(hostile.own_pid)]


@only_linux
def test_nothing_stays_behind() -> None:
    with Pool(Limits(wall=0.5), workers=2, fence=HERE) as pool:
        pid, folder = pool.call(hostile.own_pid), pool.call(hostile.leave_a_file)
        for deadly in (hostile.hang, hostile.abort):
            with pytest.raises(ChildDied):
                pool.call(deadly)
    assert isinstance(pid, int)
    assert isinstance(folder, str)
    assert gone(pid)
    assert not Path(folder).exists()


_COUNT_WHAT_STAYS_OPEN = """
import os
from contextlib import suppress
from mailbot.adapters.confine.limits import Fence, Limits
from mailbot.adapters.confine.pool import ChildDied, Pool
from tests.support import hostile

def use():
    with Pool(Limits(wall=0.5), workers=2, fence=Fence(("none",), (), True)) as pool:
        pool.call(hostile.own_pid)
        for deadly in (hostile.hang, hostile.abort):
            with suppress(ChildDied):
                pool.call(deadly)

use()  # what Python itself opens once and keeps is open after this
before = os.listdir("/proc/self/fd")
use()
print(len(os.listdir("/proc/self/fd")) - len(before))
"""


@only_linux
def test_no_descriptor_stays_open() -> None:
    """In an interpreter of its own: here other tests' servers open and close some."""
    counted = subprocess.run(
        [sys.executable, "-c", _COUNT_WHAT_STAYS_OPEN],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert counted.stdout == "0\n", counted.stderr


@only_linux
def test_an_idle_pool_sends_its_children_home_and_starts_new_ones() -> None:
    with Pool(Limits(idle=0.2), workers=1, fence=HERE) as pool:
        first = pool.call(hostile.own_pid)
        assert isinstance(first, int)
        assert wait_until_gone(first)
        assert pool.call(hostile.own_pid) != first


def test_a_child_that_cannot_start_is_told_as_our_fault() -> None:
    with Pool(Limits(), 1, environment={"PYTHONMALLOC": "none"}) as pool:
        for _ in range(2):
            with pytest.raises(TryLater, match="未能启动"):
                pool.call(hostile.double, 1)


def refuse_descriptors(patch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    patch.setattr("mailbot.adapters.confine.process.tempfile.mkdtemp", refuse)


def refuse_forks(patch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    patch.setattr("mailbot.adapters.confine.process.subprocess.Popen", refuse)


def refuse_threads(patch: pytest.MonkeyPatch) -> None:
    def refuse(_self: threading.Thread) -> None:
        msg = "can't start new thread"
        raise RuntimeError(msg)

    patch.setattr(threading.Thread, "start", refuse)


@pytest.mark.parametrize(
    ("refuse", "words"),
    [
        (refuse_descriptors, "打开的文件过多"),
        (refuse_forks, "暂时不可用"),
        (refuse_threads, "不允许再启动"),
    ],
)
def test_what_the_machine_lacks_is_said_and_the_seat_is_free_at_once(
    refuse: Callable[[pytest.MonkeyPatch], None], words: str
) -> None:
    with Pool(Limits(), workers=1, fence=HERE) as pool:
        for _ in range(2):
            with pytest.MonkeyPatch.context() as patch:
                refuse(patch)
                with pytest.raises(TryLater, match=words):
                    pool.call(hostile.double, 1)
        assert pool.call(hostile.double, 1) == 2


def test_a_seat_whose_new_child_cannot_start_is_told_when_the_pool_closes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pool = Pool(Limits(tasks=1), workers=1, fence=HERE)
    assert pool.call(hostile.double, 1) == 2
    pool._leave(seat := pool._free.get())
    pool._environment["PYTHONMALLOC"] = "none"
    seat.coming = pool._start()
    pool._free.put(seat)
    pool.close()
    assert "did not start" in caplog.text


def test_modules_are_loaded_ahead_and_missing_ones_are_left_out() -> None:
    with Pool(Limits(), 1, ("lxml.etree", "no_such_module"), fence=HERE) as pool:
        assert pool.call(hostile.double, 1) == 2


def test_the_confinement_is_told_in_words() -> None:
    with Pool(Limits(idle=30), workers=1, fence=HERE) as pool:
        confinement = pool.confinement()
    assert confinement.resources == LINUX
    assert "独立进程" in confinement.sentence()
    poor = "文件在独立进程中解析：文件访问未隔离；未禁止联网；仅限制运行时长"
    assert Confinement().sentence() == poor
