"""The values of unpacking: limits, what a container held, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mailbot.core.record.documents import Kind, Problem
from mailbot.core.record.mail import Message, ParsedMail

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """How much may come out of one mail's containers, all of them together.

    `depth` counts containers in one another, `entries` their files, `total` and
    `member` bytes really written. A container that grows to more than `ratio`
    times its size is a bomb, once it has grown over `ratio_from` bytes: small
    files of blank pages shrink as much.
    """

    depth: int = 3
    entries: int = 200
    total: int = 200 * MEBIBYTE
    member: int = 100 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = 10 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Tools:
    """What unpacking needs of other adapters: a kind by content, a mail by bytes."""

    kind_of: Callable[[Path, str], Kind]
    parse_mail: Callable[[bytes], ParsedMail]


@dataclass(frozen=True, slots=True)
class Member:
    """One file out of a container.

    `name` is its last component and `entry` the whole name as text; both may be
    hostile and are never a path. `inside` names the containers from the outermost
    in. `stored` is where the bytes lie, None when they could not be had. A member
    that is a container and was opened has `opened`; a mail has its `message`.
    UNSAFE is a name that leads out of the folder: the bytes are there all the same.
    """

    name: str
    entry: str
    raw_name: bytes
    inside: tuple[str, ...]
    kind: Kind
    stored: Path | None = None
    size: int = 0
    sha256: str = ""
    problem: Problem | None = None
    opened: bool = False
    message: Message | None = None
    inline_image: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What one container held, to the depth allowed, and why not more.

    `problem` is the container's own; `message` the letter, if it is a mail.
    """

    members: tuple[Member, ...] = ()
    problem: Problem | None = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open container: its letter, if any, and its files, one after another.

    Each file's chunks are to be read before the next file is asked for. `problem`
    is set where it is broken, and yet some of its files come out.
    """

    loose: Iterable[Loose]
    message: Message | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Loose:
    """One file on its way out: its bytes in chunks, a problem, or a container.

    `problem` is what is known to be wrong with bytes that are there all the same;
    `is_mail` says that a mail declares them a mail, be they as plain as text.
    """

    entry: str
    raw_name: bytes
    content: Iterable[bytes] | Problem | Opened
    problem: Problem | None = None
    inline_image: bool = False
    is_mail: bool = False


class Unopenable(Exception):  # noqa: N818 - named by what it tells of
    """A container, or one of its files, cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Exhausted(Unopenable):
    """The limits are used up: the rest of the container is left where it is."""
