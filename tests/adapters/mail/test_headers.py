"""The table of header values: what mail programs send, and what people should read."""

import pytest

from mailbot.adapters.mail.mime.charsets import codecs_for, decode, guess
from mailbot.adapters.mail.mime.headers import (
    declared_charsets,
    decode_value,
    has_words,
)


def gb(text: str) -> bytes:
    return text.encode("gb18030")


CASES: dict[str, tuple[bytes, tuple[str, ...], str]] = {
    "plain ASCII": (b" Report Q2 ", (), "Report Q2"),
    "folded over lines": (b"one\r\n two\n\tthree", (), "one two three"),
    "a GBK-only character under gb2312": (
        b"=?gb2312?B?zsC9ob7Wtv68vrbIKKlPKQ==?=",
        (),
        "卫健局二季度(㎡)",
    ),
    "a character cut over two words": (
        b"=?gb2312?B?uL28?=\r\n =?GB2312?B?/g==?=",
        (),
        "附件",
    ),
    "a character cut between B and Q": (
        b"=?utf-8?B?6ZmE5Lu=?= =?UTF-8?Q?=B6_1?=",
        (),
        "附件 1",
    ),
    "a character cut between two names of one charset": (
        b"=?gb2312?B?uL28?= =?GBK?B?/g==?=",
        (),
        "附件",
    ),
    "base64 itself cut over two words": (
        b"=?utf-8?B?6ZmE5?=\r\n =?utf-8?B?Lu2?=",
        (),
        "附件",
    ),
    "GBK under iso-8859-1": (b"=?iso-8859-1?B?tv68vrbIsaix7Q==?=", (), "二季度报表"),
    "UTF-8 under windows-1252": (b"=?windows-1252?B?6ZmE5Lu2?=", (), "附件"),
    "capitals with accents under iso-8859-1": (
        "ÄÖÜ À".encode("latin-1"),
        ("iso-8859-1",),
        "ÄÖÜ À",
    ),
    "an accent under iso-8859-1": (b"=?iso-8859-1?Q?Gr=F6=DFe?=", (), "Größe"),
    "words of two charsets": (
        b"=?utf-8?B?6ZmE?= =?gb2312?B?vP4=?=",
        (),
        "附件",
    ),
    "a word glued to ASCII": (b"=?GB18030?B?uL28/g==?=.pdf", (), "附件.pdf"),
    "ASCII before and after a word": (
        b"Fw: =?gbk?Q?=B8=BD=BC=FE?= end",
        (),
        "Fw: 附件 end",
    ),
    "words and raw 8-bit mixed": (
        b"=?gb2312?B?uL28/g==?= " + gb("二季度"),
        (),
        "附件 二季度",
    ),
    "raw GBK without a label": (gb("转发：整体提升"), (), "转发：整体提升"),
    "raw GBK with a numeral": (gb("①附件"), (), "①附件"),
    "raw traditional GBK": (gb("誠摯邀請參與"), (), "誠摯邀請參與"),
    "raw UTF-8 without a label": ("二季度".encode(), (), "二季度"),
    "raw UTF-8 cut in a character": (
        "第二季度报表".encode()[:-1],
        (),
        "第二季度报\ufffd",
    ),
    "raw Big5 by the body's charset": (
        "轉寄：報表".encode("big5"),
        ("utf-8", "big5"),
        "轉寄：報表",
    ),
    "raw Big5 without any label": (
        "轉寄：第二季度工作報表".encode("big5"),
        (),
        "轉寄：第二季度工作報表",
    ),
    "raw KOI8-R by the body's charset": (
        "привет".encode("koi8-r"),
        ("koi8-r",),
        "привет",
    ),
    "a German umlaut": (b"Fr\xf6sche f\xfcr \xc4rger", (), "Frösche für Ärger"),
    "two accented letters in a row": (b"Gr\xf6\xdfe, a\xe7\xe3o", (), "Größe, ação"),
    "capital umlauts in a name": (b"\xc4\xd6\xdc.doc", ("iso-8859-1",), "ÄÖÜ.doc"),
    "bytes that Windows-1252 lacks": (b"ab\x81cd ef", (), "ab\x81cd ef"),
    "Latin-1 as labelled": (b"=?iso-8859-1?Q?Eelanal=FC=FCsi?=", (), "Eelanalüüsi"),
    "Hebrew with a direction": (b"=?iso-8859-8-i?B?+ezl7Q==?=", (), "שלום"),
    "UTF-8 under a gb2312 label": (
        b"=?gb2312?B?6ZmE5Lu25LqM5a2j5bqm?=",
        (),
        "附件二季度",
    ),
    "GBK under a UTF-8 label": (b"=?utf-8?B?tv68vrbIsai97A==?=", (), "二季度报届"),
    "broken UTF-8 under its label": (b"=?utf-8?Q?a=FFb?=", (), "a\ufffdb"),
    "an 8-bit byte under a 7-bit label": (b"=?us-ascii?Q?caf=E9?=", (), "café"),
    "UTF-8 under another label": (b"=?euc-jp?B?6ZmE5Lu2?=", (), "附件"),
    "words without a blank between them": (
        b"=?gb2312?B?uL28?==?gb2312?B?/g==?=",
        (),
        "附件",
    ),
    "base64 folded inside a word": (b"=?gb2312?B?uL28\r\n /g==?=", (), "附件"),
    "a label made up around GB": (b"=?GB2312_CHARSET?B?uL28/g==?=", (), "附件"),
    "a word inside a word": (
        b"=?utf-8?B?PT9nYjIzMTI/Qj91TDI4L2c9PT89?=",
        (),
        "附件",
    ),
    "an unknown label": (b"=?x-nobody?B?uL28/rXa0rvGqg==?=", (), "附件第一篇"),
    "an empty label": (b"=??B?uL28/rXa0rvGqg==?=", (), "附件第一篇"),
    "a label with a language": (b"=?utf-8*zh?B?6ZmE5Lu2?=", (), "附件"),
    "a label that is no charset": (b"=?base64?Q?abc?=", (), "abc"),
    "a quadratic codec as label": (b"=?punycode?Q?abc?=", (), "abc"),
    "NEC's numero sign in ISO-2022-JP": (
        b"=?iso-2022-jp?B?GyRCLWIbKEI0MQ==?=",
        (),
        "№41",
    ),
    "raw ISO-2022-JP": (b"\x1b$B$F$9$H\x1b(B", (), "てすと"),
    "padding forgotten": (b"=?utf-8?B?6ZmE5Lu2YQ?=", (), "附件a"),
    "base64 cut short": (b"=?utf-8?B?6ZmE5?=", (), "附"),
    "padding in the middle": (b"=?utf-8?B?YQ==Yg==?=", (), "ab"),
    "a question mark inside Q": (b"=?utf-8?Q?what?now?=", (), "what?now"),
    "a word never closed": (b"=?utf-8?B?6ZmE5Lu2", (), "=?utf-8?B?6ZmE5Lu2"),
    "a line break inside a word": (b"=?utf-8?Q?a=0D=0ABcc:_x?=", (), "a Bcc: x"),
    "a NUL": (b"a\0b", (), "a b"),
    "a byte order mark": (b"=?utf-8?B?77u/6ZmE?=", (), "附"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_header_value_reads_as_its_writer_meant_it(case: str) -> None:
    raw, hints, text = CASES[case]
    assert decode_value(raw, hints) == text


def test_charset_labels_are_collected_from_encoded_words() -> None:
    block = b"From: =?GBK?B?uL28/g==?= =?utf-8?Q?a?= =?gbk?Q?b?= =??Q?c?="
    assert declared_charsets(block) == ("gbk", "utf-8")


def test_text_that_is_encoded_twice_is_noticed() -> None:
    assert has_words("x =?utf-8?Q?a?=")
    assert not has_words("x =? a")


@pytest.mark.parametrize(
    ("label", "codecs"),
    [
        ("GB2312", ("gb18030",)),
        ('"cp936"', ("gb18030",)),
        ("x-gbk", ("gb18030",)),
        ("big5", ("cp950", "big5hkscs")),
        ("iso-8859-1", ("cp1252", "latin-1")),
        ("ks_c_5601-1987", ("cp949",)),
        ("utf8", ("utf-8",)),
        ("us-ascii", ()),
        ("", ()),
        ("idna", ()),
        ("zlib", ()),
        ("no such thing", ()),
    ],
)
def test_a_label_means_what_its_users_mean(label: str, codecs: tuple[str, ...]) -> None:
    assert codecs_for(label) == codecs


def test_a_hint_that_makes_nonsense_is_passed_over() -> None:
    raw = gb("沂源县教育和体育局")
    assert guess(raw, ("big5", "iso-8859-1", "nonsense")) == "gb18030"


def test_latin_text_stays_latin_under_a_gb_hint() -> None:
    assert decode(b"Fr\xf6sche", hints=("gb2312",)) == "Frösche"


def test_punctuation_alone_is_plausible_chinese() -> None:
    assert decode(gb("（）")) == "（）"
