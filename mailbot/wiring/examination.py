"""What runs inside a confined child: bytes → letter, files, texts and tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.adapters.mail.mime.bounces import library_reading
from mailbot.adapters.mail.mime.reading import head_of, parse
from mailbot.adapters.unpack.members import Member, Tools, Unpacked
from mailbot.adapters.unpack.walk import Unpacker
from mailbot.core.mail.companions import companion_of
from mailbot.core.nature.nature import OwnSide, nature_of
from mailbot.core.nature.parts import is_file
from mailbot.core.record.documents import Content, Document, Kind, Problem
from mailbot.core.record.mail import (
    ExaminedMail,
    Message,
    NatureReport,
    ParsedMail,
    Part,
)

BODY_NAME = "邮件正文.html"
# What one file of a mail holds: documents, letters, those letters' words as documents.
TakenFile = tuple[tuple[Document, ...], tuple[Message, ...], tuple[Document, ...]]


def examine_mail(
    raw: str, into: str, own: tuple[str, ...], zone: tzinfo = UTC
) -> ExaminedMail:
    """Read the mail in the file `raw`; leave its files' bytes in the folder `into`.

    `own` are our addresses, which no bounce is about; `zone` is the office's.
    """
    content = Path(raw).read_bytes()
    parsed = parse(content, zone=zone)
    taking = _Taking(Path(into))
    files = tuple(p for p in parsed.parts if is_file(p))
    documents = tuple(d for part in files for d in taking.part(part))
    if all(document.companion for document in documents):
        documents = (*documents, *taking.words)
    return ExaminedMail(
        message=parsed.message,
        documents=documents,
        nature=_nature(content, parsed, own),
        nested=tuple(taking.letters),
        body=_body(parsed.message),
    )


def examine_letter(
    raw: str, into: str, own: tuple[str, ...], zone: tzinfo = UTC
) -> tuple[ExaminedMail, tuple[Part, ...]]:
    """Read the letter alone; leave its files unopened in `into`.

    Return it without documents, and its files without their bytes, in order; the
    first is called "1" there, and so on.
    """
    content = Path(raw).read_bytes()
    parsed = parse(content, zone=zone)
    files = tuple(p for p in parsed.parts if is_file(p))
    for place, part in enumerate(files, start=1):
        Path(into, str(place)).write_bytes(part.content)
    letter = ExaminedMail(
        message=parsed.message,
        nature=_nature(content, parsed, own),
        body=_body(parsed.message),
    )
    return letter, tuple(replace(part, content=b"") for part in files)


def read_head(raw: str, zone: tzinfo = UTC) -> Message:
    """Read the header of the mail in the file `raw`, and nothing behind it."""
    return head_of(Path(raw).read_bytes(), zone)


def examine_part(path: str, part: Part, into: str) -> TakenFile:
    """Read one file of a mail, which lies at `path`; its members go `into`.

    Return its documents, the letters in it, and what those say as documents.
    """
    taking = _Taking(Path(into))
    documents = tuple(taking.part(replace(part, content=Path(path).read_bytes())))
    return documents, tuple(taking.letters), tuple(taking.words)


def kind_of_file(path: str, name: str) -> Kind:
    """Say what a file is by its first bytes, where more of it cannot be read."""
    return kind_of(Path(path), name)


def examine_file(path: str, name: str, into: str) -> tuple[Document, ...]:
    """Read one file; an archive gives its members."""
    taking = _Taking(Path(into))
    return tuple(taking.bytes(Path(path).read_bytes(), name, b""))


class _Taking:
    """Takes one mail's files apart; the limits hold for all of them together."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._count = 0
        self._unpacker = Unpacker(Tools(kind_of, parse), into)
        self.letters: list[Message] = []
        # attached letters that hold no file: what is written in them
        self.words: list[Document] = []

    def part(self, part: Part) -> Iterator[Document]:
        self._count += 1
        if part.problem and not part.content:
            empty = hashlib.sha256(b"").hexdigest()
            yield Document(
                part.name,
                Kind.OTHER,
                0,
                empty,
                problem=part.problem,
                raw_name=part.raw_name,
            )
            return
        yield from self.bytes(part.content, part.name, part.raw_name, part.problem)

    def bytes(
        self, content: bytes, name: str, raw_name: bytes, came: Problem | None = None
    ) -> Iterator[Document]:
        """Take one file apart; `came` is what was wrong with its wrapping."""
        stored = self._into / f"part{self._count}"
        stored.write_bytes(content)
        if companion := companion_of(name, content):
            yield _companion(stored, content, name, companion)
            return
        kind = kind_of(stored, name)
        unpacked = self._unpacker.unpack(stored, name, kind)
        self._hear(unpacked)
        whole = Document(
            name=name,
            kind=kind,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            problem=unpacked.problem or _lasting(came, kind),
            stored=stored.name,
            raw_name=raw_name,
        )
        if unpacked.problem or not self._unpacker.is_container(stored, kind):
            yield _read(whole, content)
        elif unpacked.message and not unpacked.members:
            self.words.append(_written(whole, unpacked.message))
        yield from self._members(unpacked)

    def _members(self, unpacked: Unpacked) -> Iterator[Document]:
        for member in unpacked.members:
            if member.message:
                self.letters.append(member.message)
                if not any(member.name in m.inside for m in unpacked.members):
                    document = self._member(replace(member, opened=True))
                    self.words.append(_written(document, member.message))
            if not member.inline_image and (member.problem or not member.opened):
                yield self._member(member)

    def _member(self, member: Member) -> Document:
        document = Document(
            name=member.name,
            kind=member.kind,
            size=member.size,
            sha256=member.sha256,
            inside=member.inside,
            problem=member.problem,
            stored=member.stored.name if member.stored else "",
            raw_name=member.raw_name,
        )
        content = member.stored.read_bytes() if member.stored else b""
        if member.stored and (companion := companion_of(member.name, content)):
            return replace(document, problem=None, companion=companion)
        return _read(document, content)

    def _hear(self, unpacked: Unpacked) -> None:
        if unpacked.message:
            self.letters.append(unpacked.message)


def _written(letter: Document, message: Message) -> Document:
    """Return an attached letter as a document: its words, and its tables if any."""
    body = _body(message)
    said = body.content if body else Content(text=message.text)
    heading = f"{message.subject}\n{said.text}"
    return replace(letter, problem=None, content=replace(said, text=heading))


def _companion(stored: Path, content: bytes, name: str, what: str) -> Document:
    """Return a file that a program added: kept, and not read."""
    return Document(
        name=name,
        kind=kind_of(stored, name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored=stored.name,
        companion=what,
    )


def _lasting(problem: Problem | None, kind: Kind) -> Problem | None:
    """Return the problem that a file's wrapping leaves in it.

    What came damaged may be whole all the same, and its reader will tell; only
    bytes that show no kind of their own are what is left of something.
    """
    told = problem is Problem.CORRUPT and kind not in {Kind.OTHER, Kind.TXT}
    return None if told else problem


def _read(document: Document, content: bytes) -> Document:
    """Add what the document says, unless something was wrong with it before."""
    if document.problem not in {None, Problem.UNSAFE}:
        return document
    found = read(document.kind, content)
    if isinstance(found, Problem):
        return replace(document, problem=found)
    problem = Problem.UNREADABLE if found.by_words_alone else document.problem
    return replace(document, content=found, problem=problem)


def _nature(raw: bytes, parsed: ParsedMail, own: tuple[str, ...]) -> NatureReport:
    """Say what the mail is; whether a letter is ours only the ledger can tell."""
    message, parts = parsed.message, parsed.parts
    side = OwnSide(frozenset(own), wrote=lambda known: known != message.message_id)
    return nature_of(message, parts, side, library_reading(raw, message, parts))


def _body(message: Message) -> Document | None:
    """Return the HTML body as a document if it holds a table."""
    if "<table" not in message.html.lower():
        return None
    raw = message.html.encode()
    found = read(Kind.HTML, raw)
    if isinstance(found, Problem) or not found.tables:
        return None
    digest = hashlib.sha256(raw).hexdigest()
    return Document(BODY_NAME, Kind.HTML, len(raw), digest, content=found)
