"""Four times the header takes about four times the work, whatever it is made of.

A quadratic reader is told by its growth, not by a clock: only where a mail of a few
hundred kilobytes takes long at all is it compared with a quarter of itself.
"""

import time

import pytest

from mailbot.adapters.mail.mime.reading import head_of, parse
from mailbot.core.nature.nature import OwnSide, nature_of

FIELDS = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID"),
    *("In-Reply-To", "References", "Return-Path", "Received", "Auto-Submitted"),
    *("Precedence", "Content-Type", "Content-Disposition", "Content-ID", "X-Mailer"),
    *("Content-Transfer-Encoding", "Content-Location", "List-Id", "MIME-Version"),
    *("Authentication-Results", "Disposition-Notification-To", "X-Autoreply"),
)
SHAPES: dict[str, bytes] = {
    "blanks": b" ",
    "tabs": b"\t",
    "folds": b"\r\n ",
    "folds of CR": b"\r ",
    "blanks and folds": b"    \r\n    ",
    "quotes": b'"',
    "escaped quotes": b'\\"',
    "escaped parentheses": b"\\(",
    "backslashes": b"\\",
    "open parentheses": b"(",
    "open comments": b"(a",
    "closed comments": b"(a)",
    "closing parentheses": b")",
    "open angles": b"<",
    "open addresses": b"<a",
    "closing angles": b">",
    "addresses": b"<a@b> ",
    "at signs": b"@",
    "halves of addresses": b"a@",
    "colons": b":",
    "semicolons": b"; ",
    "commas": b",",
    "words never closed": b"=?utf-8?B?",
    "words nearly closed": b"=?a?q?=",
    "words": b"=?utf-8?B?YQ==?= ",
    "beginnings of words": b"=?",
    "equals signs": b"=",
    "question marks": b"?",
    "one long word": b"a",
    "digits": b"1",
    "dots": b".",
    "dashes": b"-",
    "asterisks": b"*0=a;",
    "percents": b"%41",
    "parameters": b"name=a ",
    "parameters never closed": b'; name="',
    "pieces of parameters": b"; name*0*=a",
    "raw GBK": "县".encode("gbk"),
    "raw UTF-8": "县".encode(),
    "answers": "回复：Re: ".encode(),
    "brackets": "【".encode(),
    "apostrophes": b"'",
    "zeros": b"\0",
    "slashes": b"/",
    "wide blanks": "　".encode(),
    "dates": b"28 Jun ",
    "Chinese dates": "2023年6月".encode(),
}
SIZE = 16_000  # bytes of one field
QUICK = 1.5  # seconds of work; a quadratic reader takes minutes


def mail(shape: bytes, size: int) -> bytes:
    value = b"a;\r\n " + shape * (size // len(shape)) + b"x"
    fields = (name.encode() + b": " + value for name in FIELDS)
    return b"\r\n".join(fields) + b"\r\n\r\nbody"


def seconds(raw: bytes) -> float:
    begun = time.process_time()
    found = parse(raw)
    nature_of(found.message, found.parts, OwnSide())
    head_of(raw)
    return time.process_time() - begun


def grows_evenly(large: bytes, quarter: bytes) -> bool:
    spent = seconds(large)
    if spent < QUICK:
        return True
    return min(spent, seconds(large)) < 9 * seconds(quarter)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_of_every_shape_grows_evenly(shape: str) -> None:
    token = SHAPES[shape]
    assert grows_evenly(mail(token, SIZE), mail(token, SIZE // 4))


@pytest.mark.parametrize("token", [b"\r", b"\r\r", b"\r\n", b"\n\r", b" \r", b"--b\r"])
@pytest.mark.parametrize("head", [b"", b"Subject: a", b"X: multipart/mixed\r\nA: b"])
def test_runs_of_line_ends_grow_evenly(head: bytes, token: bytes) -> None:
    multipart = b"Content-Type: multipart/mixed; boundary=b\r\n"
    large, quarter = (
        multipart + head + token * (n // len(token)) + b"x" for n in (200_000, 50_000)
    )
    assert grows_evenly(large, quarter)
