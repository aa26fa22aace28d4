"""Real mails, written by nobody here: names, subjects, and the standard library."""

import email
import email.message
import email.policy
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.adapters.mail.mime.reading import parse
from mailbot.core.record.mail import ParsedMail
from tests.support.shared import NO_SHARED, shared_path

#: Expected names we do not give, a reason for each. At most three.
MISSED: dict[str, str] = {}

#: Where our bytes differ from compat32's, and why ours are right.
DIFFERENT: dict[str, str] = {
    "m0018": "base64 cut in a quantum: compat32 gives the text up, we keep 174 bytes",
    "m0028": "plain words that claim to be base64: compat32 makes noise of them",
    "bad-header-wrap.raw": "a field's second line lost its indent: compat32 takes the"
    " rest of the headers for the body",
    "multiple_content_types.eml": "the first of two Content-Types counts",
    "simple_13.txt": "a delivery-status is a leaf here, not a tree",
    "content_transfer_encoding_x_uuencode.eml": "the uuencoded part is empty",
}


def index() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    folder = shared_path("corpus")
    for line in Path(folder, "INDEX.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        yield entry["path"], Path(folder, entry["path"]).read_bytes(), entry


def names(found: ParsedMail) -> Iterator[str]:
    """Yield every name, those of nested mails too."""
    for part in found.parts:
        yield part.name
        if part.declared == "message/rfc822":
            yield from names(parse(part.content))


def test_every_expected_name_is_found_but_for_the_written_reasons() -> None:
    missed = {}
    for path, raw, entry in index():
        if entry.get("expected_kind") == "policy":
            continue  # a generated or cleaned name
        wanted = Counter(entry.get("expected_attachment_names", ()))
        if lost := wanted - Counter(names(parse(raw))):
            missed[path.rsplit("/", 1)[-1]] = sorted(lost)
    assert set(missed) == set(MISSED)
    assert len(MISSED) <= 3


def test_every_expected_subject_is_read() -> None:
    stated = [
        (path, raw, wanted)
        for path, raw, entry in index()
        if (wanted := entry.get("expected_subject"))
    ]
    if not stated:  # an assertion about none could not fail
        pytest.skip(f"{NO_SHARED} (the corpus index states no subject)")
    wrong = [path for path, raw, wanted in stated if subject_of(raw) != wanted]
    assert wrong == []


def subject_of(raw: bytes) -> str:
    return parse(raw).message.subject


def test_no_subject_shows_damage_that_its_bytes_do_not_hold() -> None:
    damage = re.compile("[\ufffd\ud800-\udfff\x00-\x08\x80-\x9f]|=\\?.+\\?=")
    for path, raw, _ in index():
        found = parse(raw).message
        if damage.search(found.subject):
            assert "\ufffd".encode() in found.raw_subject, path


def test_no_mail_raises_and_every_raw_subject_is_kept() -> None:
    for path, raw, _ in index():
        found = parse(raw).message
        assert not found.raw_subject or found.raw_subject.split(b"\n")[0] in raw, path


def files(message: email.message.Message) -> Iterator[bytes]:
    """Yield what compat32 decodes of the leaves that are no letter."""
    if message.get_content_maintype() == "message":
        return
    if message.is_multipart():
        for child in message.get_payload():
            if isinstance(child, email.message.Message):
                yield from files(child)
        return
    letter = message.get_content_type() in {"text/plain", "text/html", "text/enriched"}
    content = message.get_payload(decode=True)
    is_file = (
        message.get_filename() or message.get_content_disposition() == "attachment"
    )
    if isinstance(content, bytes) and content.strip() and (is_file or not letter):
        yield content


def test_files_are_the_bytes_that_compat32_decodes() -> None:
    differing = set()
    for path, raw, _ in index():
        found = parse(raw)
        ours = {part.content for part in found.parts}
        reference = email.message_from_bytes(raw, policy=email.policy.compat32)
        lost = [content for content in files(reference) if content not in ours]
        if any(content.decode("latin-1") not in found.message.text for content in lost):
            differing.add(path.rsplit("/", 1)[-1])
    assert differing <= set(DIFFERENT)
