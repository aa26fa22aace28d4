"""An unpacker over a fresh folder, with stand-ins for the other adapters."""

from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.unpack.members import Tools, Unpacked, UnpackLimits
from mailbot.adapters.unpack.walk import Unpacker
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import Message, ParsedMail, Part

Unpack = Callable[..., Unpacked]


def parse_mail(raw: bytes) -> ParsedMail:
    """Parse a well-formed test mail with the standard library."""
    mail = message_from_bytes(raw, policy=default)
    parts = [
        Part(
            leaf.get_filename() or "",
            content_of(leaf),
            leaf.get_content_type(),
            problem=Problem.CORRUPT if leaf["X-Broken"] else None,
        )
        for leaf in mail.iter_attachments()
        if leaf.get_filename()
    ]
    return ParsedMail(Message(subject=str(mail["Subject"])), tuple(parts))


def content_of(leaf: EmailMessage) -> bytes:
    content = leaf.get_content()
    if isinstance(content, EmailMessage):
        return content.as_bytes()
    return content if isinstance(content, bytes) else str(content).encode()


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    """Return a function that unpacks bytes; the files go to tmp_path/out."""
    folder = tmp_path / "out"
    folder.mkdir()

    def run(
        content: bytes, name: str = "a", limits: UnpackLimits | None = None
    ) -> Unpacked:
        source = tmp_path / "source"
        source.write_bytes(content)
        unpacker = Unpacker(Tools(kind_of, parse_mail), folder, limits)
        return unpacker.unpack(source, name, kind_of(source))

    return run
