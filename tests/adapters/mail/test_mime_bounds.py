"""Hostile mails: each is read in bounded work, and says what was left out."""

import time

import pytest

from mailbot.adapters.mail.mime.reading import parse
from mailbot.adapters.mail.mime.splitter import MailLimits
from mailbot.core.record.documents import Problem

SECONDS = 2.0
HEAD = b'Content-Type: multipart/mixed; boundary="b"\n\n'
BASE64 = b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n"
MANY = 100_000


def test_nesting_without_end_stops_at_a_depth() -> None:
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
        for n in range(5000)
    )
    found = parse(raw)
    assert found.message.problem is Problem.BOMB
    assert [p.problem for p in found.parts] == [Problem.BOMB]


def test_parts_without_number_stop_at_a_number() -> None:
    found = parse(HEAD + b"--b\nContent-Type: a/b\n\nx\n" * 3000, MailLimits(parts=50))
    assert (len(found.parts), found.message.problem) == (50, Problem.TOO_LARGE)


def test_a_mail_beyond_the_size_is_read_up_to_it() -> None:
    found = parse(b"Subject: x\n\n" + b"y" * 100, MailLimits(size=50))
    assert (found.message.subject, found.message.problem) == ("x", Problem.TOO_LARGE)
    assert len(found.message.text) == 38


def test_a_letter_beyond_the_text_limit_is_cut() -> None:
    raw = (
        HEAD
        + b"--b\nContent-Type: text/plain; name=a.txt\n\nlong text\n--b\n\nx\n--b--"
    )
    found = parse(raw, MailLimits(text=4))
    assert (found.message.text, found.message.problem) == ("long\n", Problem.TOO_LARGE)
    assert found.parts[0].content == b"long text"


def test_headers_beyond_their_limits_are_left_out() -> None:
    letter = parse(b"A: b\n" * 100 + b"\nx", MailLimits(fields=10)).message
    assert len(letter.headers) == 10
    assert parse(b"A: b\n" * 100, MailLimits(header=50)).message.header("a") == "b"


HOSTILE: dict[str, bytes] = {
    "one boundary at every depth": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 20_000,
    "delimiters only": HEAD + b"--b\r\n\r\n" * MANY,
    "dashes only": b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"-" * 2**20,
    "near delimiters": HEAD + b"--bx\n" * MANY,
    "no boundary": b"Content-Type: multipart/mixed\n\n" + b"--x\n" * MANY,
    "blank lines": b"\n" * 2**22,
    "blanks": b" " * 2**20 + b"\nx",
    "stray lines": b"a: b\n" + b"stray\n" * 150_000 + b"To: x\n",
    "encoded words begun": b"Subject: " + b"=?a?q?" * MANY,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= =?gbk?q?b?=" * 20_000,
    "raw escapes": b"Subject: " + b"\x1b$B" * 60_000,
    "commas": b"From: " + b"x," * MANY,
    "backslashes": b"From: " + b"\\" * MANY,
    "parentheses": b"From: " + b"(a(b)" * 50_000,
    "quotes": b"From: " + b'"' * MANY,
    "angles": b"From: " + b"<" * MANY,
    "semicolons": b"Content-Type: a/b;" + b"; " * MANY,
    "escapes in a name": b'Content-Type: a/b; name="' + b"\\" * MANY,
    "wide characters in a name": b'Content-Type: a/b; name="' + b"\x81\x81" * MANY,
    "parameters": b"Content-Type: a/b; " + b"a =   " * 40_000,
    "sections": b"Content-Type: a/b; " + b"name*0=a; " * 20_000,
    "base64 of padding": BASE64 + b"A===\n" * MANY,
    "base64 of short lines": BASE64 + b"a\n" * MANY + b"*",
    "base64 of prose": BASE64 + b"a b\n" * MANY,
    "uuencoded files": b"\n\n" + b"begin 644 x\n" * MANY,
    "quoted depths": b"Content-Type: text/plain; format=flowed\n\n"
    + b">\n>>\n" * 50_000,
    "unclosed elements": b"Content-Type: text/html\n\n"
    + b"<font>" * MANY
    + b"</b>" * MANY,
    "angles in HTML": b"Content-Type: text/html\n\n" + b"<a <" * MANY,
    "a quadratic charset": b"Content-Type: text/plain; charset=idna\n\n" + b"a" * 2**20,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_mail_is_read_in_time(case: str) -> None:
    start = time.process_time()
    parse(HOSTILE[case])
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("word", [b"\0", b"\xc4\xe3", b"~ ", b"\x8f=\n"])
def test_three_megabytes_of_noise_are_no_mail_rather_than_a_large_one(
    word: bytes,
) -> None:
    found = parse(word * ((3 << 20) // len(word)))
    assert found.message.problem is Problem.CORRUPT
