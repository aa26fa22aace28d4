"""Tasks that a confined child may be given, most of them ill-behaved."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from mailbot.core.record.documents import Content, Document, Kind, Problem


def double(number: int, *, times: int = 2) -> int:
    return number * times


def a_document(at: datetime) -> tuple[Document, datetime]:
    return Document("报表.docx", Kind.DOCX, 3, "ab", content=Content("文字")), at


def own_pid() -> int:
    return os.getpid()


def own_environment() -> dict[str, str]:
    return dict(os.environ)  # noqa: TID251 - the point of the test


def own_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def say_no() -> Problem:
    return Problem.ENCRYPTED


def raise_something() -> None:
    msg = "secret words of the document"
    raise ZeroDivisionError(msg)


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def abort() -> None:
    os.abort()


def die_for_memory() -> None:
    os.write(2, b"memory allocation of 99999999999 bytes failed\n")
    os.abort()


def leave() -> None:
    sys.exit(3)


def eat_memory() -> int:
    food = [b"x" * 1024]
    while True:
        food.append(food[-1] * 2)


def eat_slowly() -> int:
    food: list[object] = []
    while True:
        food.append([None] * 100_000)


def keep_memory(megabytes: int) -> int:
    KEPT.append(b"x" * (megabytes * 1024 * 1024))
    return os.getpid()


KEPT: list[bytes] = []


def spin() -> None:
    while True:
        pass


def hang() -> None:
    time.sleep(600)  # noqa: TID251 - the child is killed long before


def leave_a_process(session: bool) -> int:  # noqa: FBT001 - called through a pool
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    return subprocess.Popen(command, start_new_session=session).pid


def fork_and_hang(file: str) -> None:
    Path(file).write_text(str(leave_a_process(session=True)))
    hang()


def write_much(room: str) -> int:
    with Path(room, "big").open("wb") as out:
        out.writelines(bytes(1024 * 1024) for _ in range(1000))
    return 0


def fill_the_disk() -> None:
    raise OSError(28, "No space left on device")


def want_memory() -> None:
    raise OSError(12, "Cannot allocate memory")


def connect(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return "connected"


def connect_without_python(port: int) -> int:
    """Ask another program to connect: no audit hook of ours is in it."""
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def close_the_pipes() -> None:
    os.closerange(3, 100)
    hang()


def make_noise() -> str:
    sys.stdout.write("noise\n" * 1000)
    sys.stdout.flush()
    os.write(1, b"noise" * 1000)
    os.write(2, b"noise" * 1000)
    return sys.stdin.read()


def forge() -> None:
    for descriptor in range(3, 50):
        try:
            os.write(descriptor, b"\0" * 7 + b"\x05nonsense")
        except OSError:
            continue
    hang()


class NotAValue:
    pass


def return_a_stranger() -> object:
    return NotAValue()


def return_a_function() -> object:
    return subprocess.run


def return_a_lambda() -> object:
    return lambda: 0


class OverSized:
    def __reduce__(self) -> tuple[object, ...]:
        raise MemoryError


def return_too_much() -> bytes:
    return bytes(3 * 1024 * 1024)


def return_unpicklable_for_memory() -> object:
    return OverSized()


def leave_a_file() -> str:
    Path("left.txt").write_text("x")
    return str(Path.cwd())
