"""A mail as a value: who wrote what to whom, with which files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.core.record.documents import Document, Problem


class Nature(StrEnum):
    """What a mail is, before anyone asks whose report it may hold."""

    SUBMISSION = "submission"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    READ_RECEIPT = "read_receipt"
    RECALL = "recall"
    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    LIST = "list"
    OWN = "own"
    UNRELATED = "unrelated"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NatureReport:
    """The nature with what goes with it.

    SUBMISSION means that the mail may be one: matching decides. `bounced` and
    `temporary` belong to bounces only; `original_message_ids` are the letters that
    the mail is about, surest first. `worded` tells that only a person's words of
    absence or change speak for a machine, no header and no fixed form.
    """

    nature: Nature = Nature.SUBMISSION
    bounced: tuple[str, ...] = ()
    temporary: bool = False
    original_message_ids: tuple[str, ...] = ()
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322: display name and lower-case addr-spec, "" if absent."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """One header field: lower-case name, decoded and unfolded value, original bytes."""

    name: str
    value: str
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree that is, or may be, a file.

    `name` is the decoded name as sent (it may be hostile: never a path),
    `raw_name` its original bytes, `declared` the lower-case media type, `content`
    the decoded bytes. A message/rfc822 part is a leaf too, its content the
    nested mail's bytes. `inline_image` is an image that the HTML body shows by
    Content-ID or location, and that is too small to be a pasted page.
    """

    name: str
    content: bytes
    declared: str = "application/octet-stream"
    disposition: str = ""
    content_id: str = ""
    raw_name: bytes = b""
    inline_image: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """The letter without its files.

    Message-IDs keep their angle brackets and are "" when absent. `date` is the
    Date header, `received_at` the topmost Received header's time; both aware or
    None. `text` is the plain body (from the HTML where there is no plain one).
    `return_path` is "" both when absent and when empty; `null_sender` tells an
    explicitly empty one (RFC 5321 4.5.5).
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    sender: Address = field(default_factory=Address)
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    raw_subject: bytes = b""
    date: datetime | None = None
    received_at: datetime | None = None
    return_path: str = ""
    null_sender: bool = False
    media_type: str = "text/plain"
    headers: tuple[Header, ...] = ()
    text: str = ""
    html: str = ""
    problem: Problem | None = None

    def header(self, name: str) -> str:
        """Return the first value of the field `name` (any case), "" if absent."""
        wanted = name.lower()
        return next((h.value for h in self.headers if h.name == wanted), "")

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Return every value of the field `name` (any case), topmost first."""
        wanted = name.lower()
        return tuple(h.value for h in self.headers if h.name == wanted)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What the MIME parser returns: the letter and its leaves, in order."""

    message: Message
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ExaminedMail:
    """A mail after its files were unpacked and read: all that judging needs.

    `nature` is what the mail's own words and leaves say, whoever we are; `nested`
    are the letters found inside (forwarded as attachments), outermost first; `body`
    is the HTML body as a document where it holds a table.
    """

    message: Message
    documents: tuple[Document, ...] = ()
    nature: NatureReport = field(default_factory=NatureReport)
    nested: tuple[Message, ...] = ()
    body: Document | None = None
