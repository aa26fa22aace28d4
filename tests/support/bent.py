"""A child bent on breaking out, and the office round it that it must not touch.

Run by `main(WALL, FOLDER)` in a process of its own, so that it can be anybody's: lays
out an office in FOLDER, sends the child against it, prints what came of it as JSON.
"""

import ctypes
import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import Fence, Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.confine.trial import breaches
from mailbot.adapters.confine.walls import Wall

SECRETS = (
    ".env",
    "state/ledger.sqlite3",
    "state/archive/来信.eml",
    "config/roster.csv",
)
KEPT = (*SECRETS, "templates/letters/receipt.txt.j2")
_LIBC = ctypes.CDLL(None, use_errno=True)


def ways_out(home: str, service: int) -> list[str]:
    """Try what a parser taken over might; return what worked. Runs in the child."""
    env, passwd = f"{home}/.env".encode(), b"/etc/passwd"
    ways: dict[str, Callable[[], int]] = {
        "chmod": lambda: _LIBC.chmod(env, 0o777),
        "chown": lambda: _LIBC.lchown(env, os.getuid(), os.getgid()),
        "truncate": lambda: _LIBC.truncate(env, 0),
        "utimes": lambda: _LIBC.utimes(env, None),
        "rename": lambda: _LIBC.rename(env, b"moved"),
        "remove": lambda: _LIBC.unlink(env),
        "second name": lambda: _LIBC.link(env, b"linked"),
        "symbolic link": lambda: _LIBC.symlink(passwd, b"symlinked"),
        "folder made": lambda: _LIBC.mkdir(f"{home}/made".encode(), 0o700),
        "fifo": lambda: _LIBC.mknod(b"fifo", 0o010600, 0),
        "environment of the service": lambda: _reads(f"/proc/{service}/environ"),
        "root of the service": lambda: _reads(f"/proc/{service}/root/etc/passwd"),
        "files of the service": lambda: _reads(f"/proc/{service}/mem"),
        "root of oneself": lambda: _reads("/proc/self/root/etc/passwd"),
        "limits of the service": lambda: _LIBC.prlimit(service, 7, None, _NOTHING),
        "nice": lambda: _LIBC.setpriority(0, service, 0),
        "ptrace": lambda: _LIBC.ptrace(16, service, 0, 0),
        "signal to all": lambda: _LIBC.kill(-1, 0),
        "signal by input": lambda: _LIBC.fcntl(0, 8, service),
        "signal through a handle": lambda: _LIBC.syscall(434, service, 0),
        "new process": _forks,
        "new root": lambda: _LIBC.chroot(b"."),
        "namespace": lambda: _LIBC.unshare(0x10000000),
        "pair of sockets": lambda: _LIBC.socketpair(1, 1, 0, _NOTHING),
        "io_uring": lambda: _LIBC.syscall(425, 1, _NOTHING),
        "shared memory": lambda: _LIBC.shmget(0, 4096, 0o1600),
    }
    return [name for name, way in ways.items() if _worked(way)]


_NOTHING = (ctypes.c_uint64 * 32)()


def _worked(way: Callable[[], int]) -> bool:
    try:
        return way() >= 0
    except OSError:
        return False


def _forks() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    return child


def _reads(path: str) -> int:
    return len(Path(path).read_bytes())


def honest_work(source: str, room: str) -> str:
    """Do what readers do: read the file, write beside, compute in a thread."""
    text = Path(source).read_text(encoding="utf-8")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(text.upper()))
    thread.start()
    thread.join()
    Path(room, "made").mkdir()
    Path(room, "made/first").write_text(found[0], encoding="utf-8")
    Path(room, "made/first").rename(Path(room, "out"))
    return f"{os.path.exists(source)} {len(os.listdir(Path(source).parent))}"  # noqa: PTH110, PTH208


def lay_out(home: Path) -> None:
    for name in KEPT:
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("geheim", encoding="utf-8")


def main(wall: str, folder: str) -> None:
    home = Path(folder)
    lay_out(home)
    fence = Fence((Wall(wall),), (str(Path(__file__).parents[1]),), unconfined=True)
    packages = ("mailbot.core", "mailbot.adapters.confine")
    service, kept = os.getpid(), tuple(str(home / name) for name in KEPT)
    (home / "mail").write_text("brief", encoding="utf-8")
    with (
        closing(socket.socket(socket.AF_UNIX)) as server,
        Pool(Limits(), 1, packages=packages, fence=fence) as pool,
    ):
        server.bind(str(home / "socket"))
        server.listen()
        tried = (*kept, str(home / "mail"), "/etc/passwd")
        said = {
            "wall": pool.confinement().files,
            "breaches": pool.call(breaches, tried, kept, service),
            "ways": pool.call(ways_out, folder, service),
            "work": pool.call(honest_work, Lent(home / "mail"), Workroom(home)),
            "out": (home / "out").read_text(encoding="utf-8"),
            "kept": [(home / name).read_text(encoding="utf-8") for name in KEPT],
        }
    sys.stdout.write(json.dumps(said))
