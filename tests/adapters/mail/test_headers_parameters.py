"""Names of attachments, as hosts and programs mangle them."""

import pytest

from mailbot.adapters.mail.mime.parameters import (
    Name,
    file_name,
    media_type,
    parse_parameters,
)


def name(disposition: bytes, content_type: bytes = b"") -> str:
    return file_name(parse_parameters(disposition), parse_parameters(content_type)).text


CASES: dict[str, tuple[bytes, str]] = {
    "quoted": (b'attachment; filename="a b.pdf"; size=3', "a b.pdf"),
    "a semicolon inside quotes": (b'attachment; filename="a;b.pdf"; size=3', "a;b.pdf"),
    "a semicolon without quotes": (b"attachment; filename=a;b.pdf; size=3", "a;b.pdf"),
    "blanks without quotes": (
        b"attachment;\r\n filename=This is it.txt",
        "This is it.txt",
    ),
    "no semicolon before it": (b'attachment filename="x.doc"', "x.doc"),
    "blanks around the equals sign": (b'attachment; filename = "x.doc" ;', "x.doc"),
    "parentheses without quotes": (b"attachment; filename=a(1).pdf", "a(1).pdf"),
    "quotes inside quotes": (b'attachment; filename=""V1.rtf".rtf"', '"V1.rtf".rtf'),
    "quotes escaped": (b'attachment; filename="a \\"b\\" c"', 'a "b" c'),
    "a quote never closed": (b'attachment; filename="open.html', "open.html"),
    "an unquoted one followed by another": (
        b"attachment; filename=x y.doc charset=gbk",
        "x y.doc",
    ),
    "a DOS path": (b'attachment; filename="C:\\TEMP\\x.doc"', "C:\\TEMP\\x.doc"),
    "a path": (b"attachment; filename=../../etc/passwd", "../../etc/passwd"),
    "a URL": (b'attachment; filename="php://input"', "php://input"),
    "an encoded word in quotes": (
        b'attachment; filename="=?GB2312?B?uL28/g==?=.doc"',
        "附件.doc",
    ),
    "an encoded word without quotes": (
        b"attachment; filename==?gb2312?B?uL28/g==?=.doc",
        "附件.doc",
    ),
    "encoded words folded inside quotes": (
        b'attachment; filename="=?gb2312?B?uL28?=\r\n\t=?gb2312?B?/g==?="',
        "附件",
    ),
    "raw GBK": ("attachment; filename=附件.doc".encode("gbk"), "附件.doc"),
    "raw GBK with a backslash as second byte": (
        'attachment; filename="邀請參誠"; x="1"'.encode("gbk"),
        "邀請參誠",
    ),
    "raw UTF-8": ("attachment; filename=管理.doc".encode(), "管理.doc"),
    "RFC 2231": (b"attachment; filename*=gb2312'zh'%B8%BD%BC%FE.txt", "附件.txt"),
    "RFC 2231 in quotes": (b"attachment; filename*=\"utf-8''a%20b\"", "a b"),
    "RFC 2231 with an empty charset": (
        b"attachment; filename*=''%E6%8A%A5%E5%91%8A.pdf",
        "报告.pdf",
    ),
    "RFC 2231 without its quotes": (
        b"attachment; filename*=%E6%8A%A5%E5%91%8A.pdf",
        "报告.pdf",
    ),
    "RFC 2231 cut inside a character": (
        b"a; filename*0*=utf-8''%E6%8A; filename*1*=%A5%E5; filename*2*=%91%8A.pdf",
        "报告.pdf",
    ),
    "RFC 2231 cut inside a percent sign's digits": (
        b"a; filename*0*=utf-8''%E6%8A%A; filename*1*=5%E5%91%8; filename*2*=A.pdf",
        "报告.pdf",
    ),
    "RFC 2231 in the wrong order": (
        b"attachment; filename*1*=%BC%FE; filename*0*=gbk''%B8%BD; filename*2=.doc",
        "附件.doc",
    ),
    "RFC 2231 around encoded words": (
        b'attachment; filename*0="=?utf-8?B?5oql"; filename*1="5ZGK?=.pdf"',
        "报告.pdf",
    ),
    "an encoded word inside filename*": (
        b"attachment; filename*=utf-8''=?utf-8?B?5oql5ZGK?=.pdf",
        "报告.pdf",
    ),
    "filename* beside filename": (
        b"attachment; filename=fallback.txt; filename*=utf-8''%E6%8A%A5.txt",
        "报.txt",
    ),
    "twice the same": (b'attachment; filename="x"; filename="y"', "x"),
    "first empty": (b'attachment; filename=""; filename="y"', "y"),
    "a line break within": (b"attachment; filename*=utf-8''a%0D%0Ab", "a  b"),
    "percent signs that mean filename*": (
        b'attachment; filename="%E6%8A%A5%E5%91%8A.pdf"',
        "报告.pdf",
    ),
    "percent signs of GBK": (b'a; filename="%B1%A8%B8%E6.pdf"', "报告.pdf"),
    "percent signs that mean themselves": (
        b'attachment; filename="100%25 %B8%BD.pdf"',
        "100%25 %B8%BD.pdf",
    ),
    "only name": (b"attachment; name=x.doc", "x.doc"),
    "a form's field": (b'form-data; name="field"', ""),
    "none": (b"attachment", ""),
    "nothing at all": (b"", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_a_name_is_read_as_its_sender_saw_it(case: str) -> None:
    raw, expected = CASES[case]
    assert name(raw) == expected


def test_filename_wins_over_name() -> None:
    assert (
        name(b"inline; filename=right.png", b"image/png; name=wrong.png") == "right.png"
    )


def test_a_name_of_question_marks_gives_way_to_a_sound_one() -> None:
    assert (
        name(b'attachment; filename="????.doc"', b"a/b; name=sound.doc") == "sound.doc"
    )
    assert name(b'attachment; filename="????.doc"') == "????.doc"


def test_the_original_bytes_of_a_name_are_kept() -> None:
    raw = b"attachment; filename*0*=gbk''%B8%BD; filename*1*=%BC%FE"
    found = file_name(parse_parameters(raw), parse_parameters(b""))
    assert found == Name("附件", b"gbk''%B8%BD%BC%FE")


@pytest.mark.parametrize(
    ("raw", "media"),
    [
        (b"Text/HTML; charset=x", "text/html"),
        (b"", "text/plain"),
        (b"text/", "text/plain"),
        (b"multipart/", "multipart/mixed"),
        (b"application/", "application/octet-stream"),
        (b"text/plain>", "text/plain"),
        (b'application/pdf name="x"', "application/pdf"),
        (b"charset=binary; name=x", "application/octet-stream"),
        (b"<html>", "text/plain"),
    ],
)
def test_a_media_type_is_read_or_replaced(raw: bytes, media: str) -> None:
    assert media_type(raw) == media


def test_a_parameter_without_its_token_is_still_found() -> None:
    found = parse_parameters(b'charset="gb2312"; name=x')
    assert (found.value, found.text("charset")) == ("", "gb2312")
    assert parse_parameters(b'application/pdf name="x"').value == "application/pdf"
