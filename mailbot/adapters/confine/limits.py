"""What a confined child may use, and what of that this system can enforce."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from mailbot.adapters.confine.walls import EVERY_WALL, Wall

MEGABYTE = 1024 * 1024
# The two folders in a child's own: what it is lent, and where it may write.
LENT, ROOM = "in", "room"


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one pool's children; sizes in bytes, times in seconds.

    `memory` bounds the address space, `file` each file a child writes, `answer`
    what a task may give back. A child is replaced after `tasks` tasks, or when
    more than `resident` stays in memory after one. `idle` ends children that
    had nothing to do for so long; 0 keeps them for good.
    """

    memory: int = 1536 * MEGABYTE
    cpu: int = 30
    wall: float = 60.0
    file: int = 512 * MEGABYTE
    open_files: int = 256
    answer: int = 512 * MEGABYTE
    tasks: int = 500
    resident: int = 200 * MEGABYTE
    idle: float = 0.0


_FILES = {
    Wall.LANDLOCK: "只能读程序本身和当前文件、只能写自己的临时文件夹（landlock）",
    Wall.TREE: "只能读程序本身和当前文件、只能写自己的临时文件夹（独立文件树）",
    Wall.NONE: "文件访问未隔离",
}
_NETWORK = {
    "namespace": "网络已隔断",
    "calls": "禁止联网",
    "python": "仅禁止Python联网",
    "open": "未禁止联网",
}


@dataclass(frozen=True, slots=True)
class Confinement:
    """Which bounds are in force here: what `mailbot doctor` shows.

    `files` is the wall round a child's files. `calls` = no program, process, socket,
    signal or mount (seccomp). `resources` = memory, processor time and file size
    (setrlimit). `network` is `namespace` (Linux: no interface at all), `calls` (no
    socket), `python` (only Python's own sockets are refused) or `open`. `orphans` =
    a child dies when mailbot does (Linux). The wall-clock bound holds on every system.
    """

    resources: bool = False
    network: str = "open"
    orphans: bool = False
    files: str = Wall.NONE.value
    calls: bool = False

    @property
    def walled(self) -> bool:
        """Tell whether a child that a file took over can read no secret."""
        return self.files != Wall.NONE

    def sentence(self) -> str:
        """Say it in one Chinese sentence for the office's IT person."""
        calls = "不能运行程序、发信号、挂载、连接本机服务" if self.calls else ""
        resources = "内存、CPU、文件大小受限" if self.resources else "仅限制运行时长"
        said = (_FILES[Wall(self.files)], calls, _NETWORK[self.network], resources)
        return f"文件在独立进程中解析：{'；'.join(words for words in said if words)}"


@dataclass(frozen=True, slots=True)
class Fence:
    """What a pool's children are kept behind.

    `walls` are those that may be taken, none to leave out the filter of calls too;
    `more` folders may be read besides Python, the system's libraries and mailbot.
    Where no wall can be had, nothing is parsed unless `unconfined` says that the
    office takes the risk.
    """

    walls: tuple[Wall, ...] = EVERY_WALL
    more: tuple[str, ...] = ()
    unconfined: bool = False


EVERY_BOUND = Fence()


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is told on its command line; `folder` is its own."""

    limits: Limits
    preload: tuple[str, ...]
    parent: int
    folder: str = ""
    fence: Fence = EVERY_BOUND

    def as_json(self) -> str:
        """Return the command-line argument that `from_json` reads back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Start:
        """Read what `as_json` wrote."""
        raw = json.loads(text)
        fence = raw["fence"]
        return cls(
            Limits(**raw["limits"]),
            tuple(raw["preload"]),
            raw["parent"],
            raw["folder"],
            Fence(
                tuple(Wall(w) for w in fence["walls"]),
                tuple(fence["more"]),
                fence["unconfined"],
            ),
        )
