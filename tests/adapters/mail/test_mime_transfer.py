"""Transfer encodings and the letter's text: canonical, odd, and hostile."""

import base64

import pytest

from mailbot.adapters.mail.mime.body import Passage, read_letter, unflow
from mailbot.adapters.mail.mime.html import html_text, references
from mailbot.adapters.mail.mime.parameters import parse_parameters
from mailbot.adapters.mail.mime.transfer import (
    decode_base64,
    decode_transfer,
    encoding_of,
    uuencoded,
)
from mailbot.core.record.documents import Problem

BASE64: dict[str, tuple[bytes, bytes, Problem | None]] = {
    "canonical": (b"YWJj\r\nZGVm\r\n", b"abcdef", None),
    "padded": (b"YQ==", b"a", None),
    "padding forgotten": (b"YWI", b"ab", None),
    "too much padding": (b"YWI===", b"ab", None),
    "two runs in one body": (b"YQ==\r\nYg==\r\n", b"ab", None),
    "cut inside a quantum": (b"YWJjZ", b"abc", Problem.CORRUPT),
    "a foreign byte": (b"YWJj*ZGVm", b"abcdef", Problem.CORRUPT),
    "a footer behind": (
        b"YWJj" * 8 + b"\nsent by a list, free\n",
        b"abc" * 8,
        Problem.CORRUPT,
    ),
    "blocks set apart": (b"YWJj ZGVm\nYWJj ZGVm\n", b"abcdefabcdef", None),
    "plain text": (b"This is no base64.", b"This is no base64.", Problem.CORRUPT),
    "empty": (b"", b"", None),
    "one sextet": (b"Y", b"", Problem.CORRUPT),
}


@pytest.mark.parametrize("case", BASE64)
def test_base64_is_decoded_or_salvaged(case: str) -> None:
    raw, content, problem = BASE64[case]
    assert decode_base64(memoryview(raw)) == (content, problem)


@pytest.mark.parametrize("size", range(0, 200, 7))
def test_canonical_base64_of_any_length_is_whole(size: int) -> None:
    content = bytes(range(256))[:size]
    assert decode_base64(memoryview(base64.encodebytes(content))) == (content, None)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"BASE64 ", "base64"),
        (b"quoted-printable;", "quoted-printable"),
        (b"quoted printable", "quoted-printable"),
        (b"X-UUENCODE", "uuencode"),
        (b"7-bit", ""),
        (b"8bits", ""),
        (b"base9000", ""),
        (b"", ""),
    ],
)
def test_an_encoding_s_name_is_read_generously(raw: bytes, encoding: str) -> None:
    assert encoding_of(raw) == encoding


def test_other_encodings_are_undone() -> None:
    assert decode_transfer(memoryview(b"a=\r\nb=3D"), "quoted-printable")[0] == b"ab="
    assert decode_transfer(memoryview(b"as it is"), "") == (b"as it is", None)
    nothing = decode_transfer(memoryview(b"no begin"), "uuencode")
    assert nothing == (b"no begin", Problem.CORRUPT)


def test_uuencoded_lines_with_wrong_padding_are_read_by_their_count() -> None:
    (file,) = uuencoded(b"begin 644 a\n#86)C86)C\n\x7f\xff\nend\n")
    assert file.decoded == (b"abc", Problem.CORRUPT)
    assert uuencoded(b"begin 644 never closed\n#86)C") != []
    assert uuencoded(b"begin 644 empty\nend\n") == []


def passage(text: bytes, content_type: bytes) -> Passage:
    params = parse_parameters(content_type)
    return Passage(text, params.value, params)


def test_the_letter_is_its_plain_text_or_else_the_words_of_its_html() -> None:
    html = passage("<p>二季度</p>".encode("gbk"), b"text/html; charset=gb2312")
    plain = passage(b"plain\r\n", b"text/plain")
    assert read_letter([plain, html], ()) == ("plain\n", "<p>二季度</p>")
    assert read_letter([html], ()).text == "二季度"
    rich = passage(b"<bold>x</bold>", b"text/enriched")
    assert read_letter([rich], ()).text == "<bold>x</bold>"
    assert read_letter([plain, rich], ()).text == "plain\n"
    assert read_letter([], ()) == ("", "")


def test_html_without_a_label_is_read_by_its_own_declaration() -> None:
    text = '<meta http-equiv=x content="text/html; charset=big5"><p>報表'.encode("big5")
    assert read_letter([passage(text, b"text/html")], ()).text == "報表"


def test_flowed_lines_are_joined() -> None:
    flowed = passage(b"one \r\ntwo\r\n-- \r\nsign", b"text/plain; format=flowed")
    assert read_letter([flowed], ()).text == "one two\n-- \nsign"
    assert unflow("一 \n二\n>> 三 \n>>四\n 五 ", delete_space=True) == (
        "一二\n>> 三四\n五"
    )


def test_html_becomes_lines_and_cells() -> None:
    html = (
        "<title>no</title><style>p{}</style><p title='a>b'>一&nbsp;&amp;<b>二</b></p>"
        "<!-- no --><table><tr><td>1<td>2</tr></table>a<br/>b<script>no</script>1 < 2"
    )
    assert html_text(html) == "一 &二\n1\t2\na\nb1 < 2"


def test_html_that_is_cut_short_hides_what_it_opened() -> None:
    assert html_text("a<!-- b") == "a"
    assert html_text("a<script>b") == "a"
    assert html_text("a&#99999999999;b") == "a\ufffdb"


def test_references_are_content_ids_and_locations() -> None:
    html = "<img src='CID:a%40b'><i style=\"background:url(x.png)\"><a href=y>"
    assert references(html) == {"a@b", "x.png", "y"}
