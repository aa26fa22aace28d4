"""Opens containers within containers, to the depth and under the limits allowed.

    unpacker = Unpacker(Tools(kind_of, parse_mail), folder)
    found = unpacker.unpack(path, "报送.zip", Kind.ZIP)

Every fault of a container or a member is a value (`Problem`); only faults of ours
raise: OSError when the folder cannot be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from mailbot.adapters.unpack.libarchive_stream import open_stream
from mailbot.adapters.unpack.members import (
    Exhausted,
    Loose,
    Member,
    Opened,
    Tools,
    Unopenable,
    Unpacked,
    UnpackLimits,
)
from mailbot.adapters.unpack.msg import open_msg
from mailbot.adapters.unpack.names import is_unsafe, last_part
from mailbot.adapters.unpack.portfolio import is_portfolio, open_portfolio
from mailbot.adapters.unpack.room import Room, Shelf
from mailbot.adapters.unpack.signed import is_signed, signed_content
from mailbot.adapters.unpack.tapes import is_tape, open_tape
from mailbot.adapters.unpack.tnef import open_tnef
from mailbot.adapters.unpack.zips import open_zip
from mailbot.core.mail.companions import companion_of
from mailbot.core.record.documents import CONTAINER_KINDS, Kind, Problem

_UNKNOWN: Final = frozenset((Kind.OTHER, Kind.TXT))
_MIME_HEADER: Final = re.compile(
    rb"\s*(?:content-[a-z-]+|mime-version|from|subject|date|received):", re.IGNORECASE
)


class Unpacker:
    """Takes apart the containers of one mail; the limits hold for all together."""

    def __init__(
        self, tools: Tools, folder: Path, limits: UnpackLimits | None = None
    ) -> None:
        self._tools = tools
        self._limits = limits or UnpackLimits()
        self._room = Room(folder, self._limits)
        self._readers: Mapping[Kind, Callable[[bytes], Opened]] = {
            Kind.EML: self._open_mail,
            Kind.MSG: open_msg,
            Kind.TNEF: open_tnef,
            Kind.PDF: open_portfolio,
        }

    def unpack(self, source: Path, name: str, kind: Kind) -> Unpacked:
        """Take one attachment apart; a file that is no container has no members.

        Members' bytes are written into the folder under names of our own.
        """
        return self._unpack(source, kind, (name,))

    def is_container(self, source: Path, kind: Kind) -> bool:
        """Tell whether `unpack` would look inside."""
        if kind is Kind.PDF:
            return is_portfolio(source)
        if kind in CONTAINER_KINDS:
            return True
        return kind in _UNKNOWN and (is_signed(source) or is_tape(source))

    def _unpack(self, source: Path, kind: Kind, inside: tuple[str, ...]) -> Unpacked:
        if not self.is_container(source, kind):
            return Unpacked()
        if len(inside) > self._limits.depth:
            return Unpacked(problem=Problem.BOMB)
        shelf = Shelf(packed=source.stat().st_size)
        try:
            opened = self._open(source, kind, inside[-1], shelf)
        except Unopenable as refused:
            return Unpacked(problem=refused.problem)
        return self._take_out(opened, inside, shelf)

    def _open(self, source: Path, kind: Kind, name: str, shelf: Shelf) -> Opened:
        if kind is Kind.ZIP:
            return self._open_zip(source, shelf)
        if kind in {Kind.RAR, Kind.SEVEN_ZIP}:
            return open_stream(source, self._room, shelf)
        if kind in self._readers:
            return self._readers[kind](source.read_bytes())
        if is_signed(source):
            return self._open_signed(source.read_bytes(), name)
        return open_tape(source, name)

    def _open_signed(self, raw: bytes, name: str) -> Opened:
        """Open what a signature holds: a mail, or a file that was signed as it is."""
        content = signed_content(raw)
        if isinstance(content, Problem):
            raise Unopenable(content)
        if _MIME_HEADER.match(content):
            return self._open_mail(content)
        return Opened([Loose(name.removesuffix(".p7m"), b"", [content])])

    def _open_zip(self, source: Path, shelf: Shelf) -> Opened:
        """Open a zip; from a broken one libarchive may still get the first files."""
        try:
            return open_zip(source, self._room, shelf)
        except Exhausted:
            raise
        except Unopenable as refused:
            try:
                rescued = open_stream(source, self._room, shelf)
                return replace(rescued, problem=refused.problem)
            except Unopenable as again:
                # what the first reader said is nearer the truth
                raise (again if isinstance(again, Exhausted) else refused) from again

    def _open_mail(self, raw: bytes) -> Opened:
        parsed = self._tools.parse_mail(raw)
        loose = [
            Loose(
                part.name,
                part.raw_name,
                part.problem if part.problem and not part.content else [part.content],
                part.problem,
                part.inline_image,
                is_mail=part.declared == "message/rfc822",
            )
            for part in parsed.parts
        ]
        return Opened(loose, parsed.message)

    def _take_out(
        self, opened: Opened, inside: tuple[str, ...], shelf: Shelf
    ) -> Unpacked:
        """Take out file after file until the end, or until the limits are reached."""
        members: list[Member] = []
        problem = opened.problem
        try:
            for loose in opened.loose:
                self._room.enter()
                members += self._member(loose, inside, shelf)
        except Unopenable as refused:
            problem = refused.problem
        if members and all(m.problem is Problem.ENCRYPTED for m in members):
            problem = Problem.ENCRYPTED
        return Unpacked(tuple(members), problem, opened.message)

    def _member(
        self, loose: Loose, inside: tuple[str, ...], shelf: Shelf
    ) -> list[Member]:
        """Return a file as a member, followed by the members that it holds."""
        member = Member(
            name=last_part(loose.entry),
            entry=loose.entry,
            raw_name=loose.raw_name,
            inside=inside,
            kind=Kind.OTHER,
            problem=Problem.UNSAFE if is_unsafe(loose.entry) else loose.problem,
            inline_image=loose.inline_image,
        )
        match loose.content:
            case Problem() as problem:
                return [replace(member, problem=problem)]
            case Opened() as opened:
                return self._embedded(opened, replace(member, kind=Kind.MSG), shelf)
            case chunks:
                return self._stored(member, loose, chunks, shelf)

    def _stored(
        self, member: Member, loose: Loose, chunks: Iterable[bytes], shelf: Shelf
    ) -> list[Member]:
        """Write a member's bytes, tell its kind, and look inside."""
        try:
            stored = self._room.store(chunks, shelf)
        except Exhausted:
            raise
        except Unopenable as refused:
            return [replace(member, problem=refused.problem)]
        kind = self._tools.kind_of(stored.path, member.name)
        return self._nested(
            replace(
                member,
                kind=Kind.EML if loose.is_mail and kind is Kind.TXT else kind,
                stored=stored.path,
                size=stored.size,
                sha256=stored.sha256,
            )
        )

    def _nested(self, member: Member) -> list[Member]:
        """Open a member that is a container itself."""
        if member.stored is None or not self.is_container(member.stored, member.kind):
            return [member]
        if companion_of(member.name, member.stored.read_bytes()):
            return [member]
        found = self._unpack(member.stored, member.kind, (*member.inside, member.name))
        return _opened(member, found)

    def _embedded(self, opened: Opened, member: Member, shelf: Shelf) -> list[Member]:
        """Open a message that lies in a .msg file: it has no bytes of its own."""
        inside = (*member.inside, member.name)
        if len(inside) > self._limits.depth:
            return [replace(member, problem=Problem.BOMB)]
        return _opened(member, self._take_out(opened, inside, shelf))


def _opened(member: Member, found: Unpacked) -> list[Member]:
    """Return a container that was opened, as a member, and what it held."""
    whole = replace(
        member,
        opened=found.problem is None,
        problem=found.problem or member.problem,
        message=found.message,
    )
    return [whole, *found.members]
