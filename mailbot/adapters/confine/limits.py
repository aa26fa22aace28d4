"""What a confined child may use, and what of that this system can enforce."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


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


@dataclass(frozen=True, slots=True)
class Confinement:
    """Which bounds are in force here: what `mailbot doctor` shows.

    `resources` = memory, processor time and file size (setrlimit). `network` is
    `namespace` (Linux: no interface at all), `python` (only Python's own sockets
    are refused) or `open`. `orphans` = a child dies when mailbot does (Linux).
    The wall-clock bound holds on every system.
    """

    resources: bool = False
    network: str = "open"
    orphans: bool = False

    def sentence(self) -> str:
        """Say it in one Chinese sentence for the office's IT person."""
        network = {
            "namespace": "网络已隔断",
            "python": "仅禁止Python联网",
            "open": "未禁止联网",
        }[self.network]
        resources = "内存、CPU、文件大小受限" if self.resources else "仅限制运行时长"
        return f"文件在独立进程中解析：{resources}，{network}"


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is told on its command line."""

    limits: Limits
    preload: tuple[str, ...]
    parent: int

    def as_json(self) -> str:
        """Return the command-line argument that `from_json` reads back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Start:
        """Read what `as_json` wrote."""
        raw = json.loads(text)
        return cls(Limits(**raw["limits"]), tuple(raw["preload"]), raw["parent"])
