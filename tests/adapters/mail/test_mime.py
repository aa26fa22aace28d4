"""Whole mails, made here: what becomes the letter, and what becomes a file."""

import base64
import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from mailbot.adapters.mail.mime.pictures import is_page
from mailbot.adapters.mail.mime.reading import message_id_of, parse
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import Address, Part

PDF = b"%PDF-1.4 not really\n%%EOF\n"


def mail(body: bytes, *fields: str, boundary: str = "b") -> bytes:
    """Make a multipart/mixed mail of a body that holds its own delimiters."""
    heads = [*fields, f'Content-Type: multipart/mixed; boundary="{boundary}"']
    return "\r\n".join(heads).encode() + b"\r\n\r\n" + body


def part(body: bytes, *fields: str) -> bytes:
    return b"--b\r\n" + "\r\n".join((*fields, "", "")).encode() + body + b"\r\n"


def file_part(content: bytes = PDF, name: str = "a.pdf") -> bytes:
    return part(
        base64.encodebytes(content).strip().replace(b"\n", b"\r\n"),
        f'Content-Type: application/pdf; name="{name}"',
        "Content-Transfer-Encoding: base64",
    )


def parts(raw: bytes) -> list[Part]:
    return list(parse(raw).parts)


def test_the_letter_and_its_file_are_told_apart() -> None:
    raw = mail(
        part(b"hello") + file_part() + b"--b--\r\n",
        "Message-ID: <m1@x.cn>",
        "In-Reply-To: <r1@x.cn> extra",
        "References: <r0@x.cn>\r\n <r1@x.cn>",
        "From: =?gb2312?B?uL28/g==?= <U@x.cn>",
        "Reply-To: r@x.cn",
        "To: office@x.cn, b@x.cn",
        "Cc: c@x.cn",
        "Subject: =?gb2312?B?uL28/g==?=",
        "Date: Fri, 30 Jun 2023 09:00:00 +0000",
        "Received: from a by b; Fri, 30 Jun 2023 09:00:05 +0000",
        "Received: from c by a; Fri, 30 Jun 2023 09:00:01 +0000",
        "Return-Path: <u@x.cn>",
    )
    found = parse(raw)
    letter = found.message
    assert (letter.message_id, letter.in_reply_to) == ("<m1@x.cn>", "<r1@x.cn>")
    assert letter.references == ("<r0@x.cn>", "<r1@x.cn>")
    assert letter.sender == Address("附件", "u@x.cn")
    assert letter.reply_to == Address("", "r@x.cn")
    assert [a.address for a in (*letter.to, *letter.cc)] == [
        "office@x.cn",
        "b@x.cn",
        "c@x.cn",
    ]
    assert (letter.subject, letter.raw_subject) == ("附件", b"=?gb2312?B?uL28/g==?=")
    assert letter.date == datetime(2023, 6, 30, 9, tzinfo=UTC)
    assert letter.received_at == datetime(2023, 6, 30, 9, 0, 5, tzinfo=UTC)
    assert (letter.return_path, letter.null_sender) == ("u@x.cn", False)
    assert (letter.media_type, letter.text) == ("multipart/mixed", "hello")
    assert letter.header("SUBJECT") == "附件"
    assert (letter.problem, len(letter.all_headers("received"))) == (None, 2)
    (file,) = found.parts
    assert (file.name, file.content, file.problem) == ("a.pdf", PDF, None)
    assert file.raw_name == b"a.pdf"


def test_an_empty_return_path_is_a_null_sender() -> None:
    letter = parse(b"Return-Path: < >\n\nx").message
    assert (letter.return_path, letter.null_sender) == ("", True)
    assert not parse(b"Subject: x\n\nx").message.null_sender


def test_a_missing_closing_boundary_loses_nothing() -> None:
    (file,) = parts(mail(part(b"hello") + file_part()))
    assert file.content == PDF


def test_parts_after_a_premature_closing_boundary_are_found() -> None:
    raw = mail(part(b"hello") + b"--b--\r\nepilogue\r\n" + file_part() + b"--b--")
    assert [p.name for p in parts(raw)] == ["a.pdf"]
    assert parse(raw).message.text == "hello"


def test_a_closing_boundary_with_rubbish_behind_it_closes() -> None:
    (file,) = parts(mail(file_part() + b"--b-->\r\nPotentially malicious"))
    assert file.content == PDF


def test_a_boundary_that_begins_like_another_is_another() -> None:
    inner = (
        b"--b\r\nContent-Type: multipart/related; boundary=bb\r\n\r\n"
        b"--bb\r\nContent-Type: text/html\r\n\r\n<p>hi</p>\r\n--bb\r\n"
        b"Content-Type: image/png; name=x.png\r\n\r\npng\r\n--bb--\r\n"
    )
    assert [p.name for p in parts(mail(inner + file_part() + b"--b--"))] == [
        "x.png",
        "a.pdf",
    ]


def test_a_wrong_or_missing_boundary_is_read_from_the_body() -> None:
    body = part(b"hello", "Content-Type: text/plain") + file_part() + b"--b--"
    for head in (b"; boundary=other", b"", b'; boundary=""'):
        raw = b"Content-Type: multipart/mixed" + head + b"\r\n\r\n" + body
        assert [p.content for p in parts(raw)] == [PDF]


def test_boundary_lines_with_rubbish_are_taken_if_there_are_no_others() -> None:
    body = b"--b junk\r\nContent-Type: text/plain; name=x\r\n\r\nhello\r\n--b junk\r\n"
    first = parts(mail(body))[0]
    assert (first.name, first.content) == ("x", b"hello")


def test_of_two_content_types_the_one_with_the_parts_counts() -> None:
    body = part(b"hello") + file_part() + b"--b--"
    assert [p.name for p in parts(mail(body, "Content-Type: text/plain"))] == ["a.pdf"]


def test_a_multipart_without_parts_is_read_as_text() -> None:
    found = parse(b"Content-Type: multipart/mixed; boundary=x\n\nonly words")
    assert (found.message.text, found.parts) == ("only words", ())
    assert found.message.problem is Problem.CORRUPT


def test_a_mail_without_headers_is_all_text() -> None:
    for raw in (b"just words\nand more\n", b"\n\njust words\nand more\n"):
        letter = parse(raw).message
        assert (letter.text, letter.problem) == (
            "just words\nand more\n",
            Problem.CORRUPT,
        )


def test_nothing_at_all_is_a_corrupt_mail() -> None:
    assert parse(b"").message.problem is Problem.CORRUPT
    assert parse(memoryview(b"Subject: x\r\n")).message.subject == "x"


def test_an_mbox_line_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    for lead in (b"From a Mon Jan 1\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\n "):
        assert parse(lead + b"Subject: x\r\n\r\nhi").message.subject == "x"


def test_a_stray_line_among_headers_belongs_to_the_one_above() -> None:
    raw = b'Content-Type: application/pdf;\nname="a.pdf"\nSubject: x\n\nPDF'
    found = parse(raw)
    assert (found.message.subject, found.parts[0].name) == ("x", "a.pdf")


def test_a_body_that_begins_without_a_blank_line_is_a_body() -> None:
    letter = parse(b"Subject: x\nhello there\nbye\n\nmore").message
    assert (letter.subject, letter.text) == ("x", "hello there\nbye\n\nmore")


def test_old_macintosh_line_ends_are_line_ends() -> None:
    letter = parse(b"Subject: x\rFrom: a@b\r\rhello\rbye").message
    assert (letter.subject, letter.text) == ("x", "hello\nbye")


def test_a_lone_carriage_return_does_not_end_a_header() -> None:
    letter = parse(b"From: a\rBcc: z@z\r <a@x.cn>\nSubject: s\n\nx").message
    assert letter.sender.address == "a@x.cn"
    assert not letter.header("bcc")


def test_a_field_given_twice_counts_twice() -> None:
    letter = parse(b"To: a@x\nTo: b@x\nFrom: Name\nSender: s@x\n\n").message
    assert [a.address for a in letter.to] == ["a@x", "b@x"]
    assert letter.sender.address == "s@x"


def test_a_named_inline_image_is_a_part_and_marked_if_the_html_shows_it() -> None:
    html = b'<img src="cid:one%40x"><td background=back.png><p>hi'
    body = (
        part(html, "Content-Type: text/html")
        + part(b"1", "Content-Type: image/png", "Content-ID: <one@x>")
        + part(
            b"2",
            'Content-Type: application/octet-stream; name="b.PNG"',
            "Content-Location: back.png",
        )
        + part(b"3", "Content-Type: image/png; name=c.png", "Content-ID: <two@x>")
    )
    found = parse(mail(body))
    assert [p.inline_image for p in found.parts] == [True, True, False]
    assert (found.parts[0].content_id, found.message.text) == ("<one@x>", "hi")


@pytest.mark.parametrize(
    ("kind", "size", "shown", "marks"),
    [
        ("JPEG", (827, 1169), b'<img src="cid:p">', [False]),
        ("PNG", (720, 960), b'<img src="cid:p">', [False]),
        ("BMP", (500, 700), b'<img src="cid:p">', [False]),
        ("WEBP", (720, 960), b'<img src="cid:p">', [False]),
        ("WEBP", (1200, 240), b'<img src="cid:p">', [True]),
        ("JPEG", (1200, 240), b'<img src="cid:p">', [True]),
        ("PNG", (120, 120), b'<img src="cid:p">', [True]),
        ("JPEG", (1024, 768), b'<td background="cid:p">', [True]),
        ("JPEG", (1024, 768), b"<div style='background:url(cid:p)'>", [True]),
        ("GIF", (1024, 768), b'<img src="cid:p">', [True]),
    ],
)
def test_a_page_pasted_into_the_letter_is_a_file_and_a_banner_is_none(
    kind: str, size: tuple[int, int], shown: bytes, marks: list[bool]
) -> None:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    body = part(shown, "Content-Type: text/html") + part(
        base64.encodebytes(out.getvalue()),
        'Content-Type: image/x; name="IMG_1.JPG"',
        "Content-ID: <p>",
        "Content-Transfer-Encoding: base64",
    )
    assert [p.inline_image for p in parse(mail(body)).parts] == marks


@pytest.mark.parametrize("how", [{"lossless": True}, {"exif": b"Exif\0\0II*\0"}, {}])
def test_a_webp_tells_its_sides_however_it_is_packed(how: dict[str, object]) -> None:
    for size, page in (((700, 500), True), ((699, 500), False), ((1500, 90), False)):
        out = io.BytesIO()
        Image.effect_noise(size, 60).convert("RGB").save(out, "WEBP", **how)
        assert is_page(out.getvalue().ljust(20_000, b"\0")) is page


def test_a_picture_that_breaks_off_is_no_page() -> None:
    segments = b"\xff\xe0\0\2" * 9000
    for start in (
        b"RIFF1234WEBPXXXX",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\0\2",
        b"\xff\xd8" + segments,
    ):
        assert not is_page(start.ljust(20_000, b"\0"))


def test_an_unnamed_leaf_that_is_no_text_is_a_part() -> None:
    (found,) = parts(mail(part(b"x", "Content-Type: application/pdf") + b"--b--"))
    assert (found.name, found.declared) == ("", "application/pdf")


def test_a_text_attachment_is_a_part_and_not_the_letter() -> None:
    body = part(b"letter") + part(
        b"attached", "Content-Type: text/plain", "Content-Disposition: attachment"
    )
    found = parse(mail(body))
    assert found.message.text == "letter"
    assert [(p.name, p.disposition) for p in found.parts] == [("", "attachment")]


def test_a_named_text_that_is_all_there_is_is_both() -> None:
    found = parse(mail(part(b"hello", "Content-Type: text/plain; name=a.txt")))
    assert (found.message.text, found.parts[0].name) == ("hello", "a.txt")


def test_a_nested_mail_is_a_leaf_named_by_its_subject() -> None:
    nested = b"Subject: =?gb2312?B?uL28/g==?=\r\n\r\nhi"
    body = (
        part(nested, "Content-Type: message/rfc822")
        + part(nested, 'Content-Type: message/rfc822; name="m.eml"')
        + part(b"\r\nhi", "Content-Type: message/rfc822")
    )
    found = parts(mail(body))
    assert [p.name for p in found] == ["附件.eml", "m.eml", ""]
    assert found[0].content == nested


def test_a_digest_holds_mails() -> None:
    raw = (
        b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nhi\n--b--"
    )
    assert [(p.declared, p.name) for p in parts(raw)] == [("message/rfc822", "x.eml")]


def test_a_fragment_of_a_mail_is_unsupported() -> None:
    (found,) = parts(b"Content-Type: message/partial; number=1; id=x\n\nhalf")
    assert found.problem is Problem.UNSUPPORTED


def test_base64_that_no_field_announces_is_undone_where_a_file_is_in_it() -> None:
    coded = base64.encodebytes(PDF)
    field = 'Content-Type: application/pdf; name="a.pdf"'
    body = (
        part(coded, field)
        + part(coded, field, "Content-Transfer-Encoding: 7bit")
        + part(coded + b"and words", field)
        + part(coded, "Content-Type: text/plain", "Content-Disposition: attachment")
    )
    found = [p.content for p in parse(mail(body)).parts]
    assert found[:2] == [PDF, PDF]
    assert all(content.startswith(b"JVBERi") for content in found[2:])


def test_an_apple_resource_fork_is_no_document() -> None:
    body = part(b"fork", "Content-Type: application/applefile; name=a.pdf")
    assert [p.content for p in parts(mail(body + file_part()))] == [PDF]


def test_one_bad_part_among_good_ones_spoils_only_itself() -> None:
    bad = part(
        b"this is not base64 at all, is it",
        "Content-Type: application/pdf; name=bad.pdf",
        "Content-Transfer-Encoding: base64",
    )
    found = parts(mail(file_part() + bad + file_part(name="c.pdf") + b"--b--"))
    assert [(p.name, p.problem) for p in found] == [
        ("a.pdf", None),
        ("bad.pdf", Problem.CORRUPT),
        ("c.pdf", None),
    ]


def test_unlabelled_big5_headers_are_read_by_the_body_s_charset() -> None:
    raw = b"Subject: %s\nContent-Type: text/plain; charset=big5\n\n%s"
    text = "轉寄報表".encode("big5")
    letter = parse(raw % (text, text)).message
    assert (letter.subject, letter.text) == ("轉寄報表", "轉寄報表")


def test_a_uuencoded_part_gets_its_name_from_its_first_line() -> None:
    uu = b"begin 644 a.doc\r\n#86)C\r\n`\r\nend\r\n"
    body = part(
        uu, "Content-Type: application/msword", "Content-Transfer-Encoding: x-uuencode"
    )
    assert [(p.name, p.content) for p in parts(mail(body))] == [("a.doc", b"abc")]


def test_a_file_uuencoded_into_the_text_becomes_a_part() -> None:
    found = parse(b"Subject: x\n\nhello\nbegin 644 a.doc\n#86)C\n`\nend\nbye")
    assert found.message.text == "hello\nbye"
    assert [(p.name, p.content) for p in found.parts] == [("a.doc", b"abc")]


CR_LETTER = (
    b"From: a@x.cn{e}DKIM-Signature: v=1; b=x{e}Subject: report{e}"
    b"Content-Type: multipart/mixed; boundary=b{e}{e}--b{e}{e}hello{e}--b{e}"
    b"Content-Type: application/octet-stream; name=a.doc{e}"
    b"Content-Transfer-Encoding: base64{e}{e}YWJj{e}--b--{e}"
)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
@pytest.mark.parametrize("first", [b"\r", b"\n", b"\r\n"])
def test_lines_end_each_in_its_own_way(first: bytes, end: bytes) -> None:
    raw = b"Received: from y; x" + first + CR_LETTER.replace(b"{e}", end)
    found = parse(raw)
    assert (found.message.sender.address, found.message.subject) == ("a@x.cn", "report")
    assert found.message.text.strip() == "hello"
    assert [(p.name, p.content) for p in found.parts] == [("a.doc", b"abc")]


def test_quoted_printable_whose_lines_end_in_cr_keeps_its_words() -> None:
    raw = b"Content-Transfer-Encoding: quoted-printable\r\ra=\rb\rc=3D"
    assert parse(b"Subject: x\r" + raw).message.text == "ab\nc="


@pytest.mark.parametrize(
    "opening",
    [
        b"this line is no field\r\n",
        b"+OK 1234 octets\r\n",
        b"* 1 FETCH (BODY[] {99}\r\nanother line\r\n",
        b"From somebody Wed Jun 28 09:30:00 2023\r\n",
        b">From somebody Wed Jun 28 09:30:00 2023\r\n",
    ],
)
def test_a_header_may_open_with_lines_that_are_no_fields(opening: bytes) -> None:
    letter = parse(opening + b"Subject: s\r\nFrom: a@x\r\n\r\nbody").message
    assert (letter.subject, letter.sender.address, letter.text) == ("s", "a@x", "body")


def test_a_letter_that_only_speaks_of_fields_has_none() -> None:
    text = b"Dear all,\nsubject: is what we\nspoke of\n\nbye"
    assert parse(text).message.text == text.decode()


@pytest.mark.parametrize("line", [b"From a@x Wed Jun 28", b">From a@x", b"odd"])
def test_a_from_line_in_a_part_costs_nothing(line: bytes) -> None:
    body = b"--b\r\n" + line + b"\r\n" + file_part().split(b"\r\n", 1)[1]
    (file,) = parts(mail(body + b"--b--"))
    assert file.name == parts(mail(file_part() + b"--b--"))[0].name


def test_what_a_mail_is_read_by_is_read_behind_thousands_of_fields() -> None:
    raw = b"X-Spam: a\n" * 5000 + b"Subject: s\nFrom: a@x\nX-Last: b\n\nbody"
    letter = parse(raw).message
    assert (letter.subject, letter.sender.address, letter.text) == ("s", "a@x", "body")
    assert not letter.header("x-last")


def test_ids_without_brackets_are_ids() -> None:
    letter = parse(
        b"Message-ID: a1@h.cn\nIn-Reply-To: r0@x.cn\nReferences: r0@x.cn, r1@x.cn\n\nx"
    ).message
    assert (letter.message_id, letter.in_reply_to) == ("<a1@h.cn>", "<r0@x.cn>")
    assert letter.references == ("<r0@x.cn>", "<r1@x.cn>")
    assert message_id_of(b"Message-ID: a1@h.cn\r\n\r\n") == "<a1@h.cn>"
