"""Address fields, well-formed and otherwise."""

import pytest

from mailbot.adapters.mail.mime.addresses import ADDRESS_LIMIT, parse_addresses

CASES: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "bare": (b"Unit@Example.CN", [("", "unit@example.cn")]),
    "with a name": (b"Unit <u@x.cn>", [("Unit", "u@x.cn")]),
    "two": (b"a@x.cn, B <b@x.cn>", [("", "a@x.cn"), ("B", "b@x.cn")]),
    "semicolons between": (b"a@x.cn; b@x.cn", [("", "a@x.cn"), ("", "b@x.cn")]),
    "a comma in an encoded name": (
        b"=?gb18030?B?1cXI/SzA7su1?= <a@x.cn>, b@x.cn",
        [("张三,李说", "a@x.cn"), ("", "b@x.cn")],
    ),
    "an encoded name in quotes": (
        b'"=?gb18030?B?uL28/g==?=" <a@qq.com>',
        [("附件", "a@qq.com")],
    ),
    "an unquoted Chinese name": (
        "沂源教体局 <a@qq.com>".encode("gbk"),
        [("沂源教体局", "a@qq.com")],
    ),
    "a comma in an unquoted name": (
        "张三, 李四 <a@x>".encode(),
        [("张三, 李四", "a@x")],
    ),
    "a comma in a quoted name": (b'"C, D" <c@x>', [("C, D", "c@x")]),
    "a quoted quote": (b'"a \\"b\\"" <c@x>', [('a "b"', "c@x")]),
    "a group": (b"G: a@x, B <b@x>; c@x", [("", "a@x"), ("B", "b@x"), ("", "c@x")]),
    "an empty group": (b"undisclosed-recipients:;", []),
    "a comment as name": (b"a@x (Name (n))", [("Name (n)", "a@x")]),
    "a comment behind": (b"<a@x> (Name)", [("Name", "a@x")]),
    "comments within": (b"Pete(x) <pete(y)@x.test(z)>", [("Pete", "pete@x.test")]),
    "a route": (b"<@r1,@r2:u@h>", [("", "u@h")]),
    "a name that is an address": (b'"a@b" <c@d>', [("a@b", "c@d")]),
    "a quote never closed": (b'"Unit <a@x>', [("Unit", "a@x")]),
    "an angle never closed": (b"Unit <a@x", [("Unit", "a@x")]),
    "two at signs": (b"<a@b@c>", [("", "a@b@c")]),
    "quotes around the address": (b"'a@x' <a@x>", [("a@x", "a@x")]),
    "a quoted name without angles": (b'"name" a@x', [("name", "a@x")]),
    "a mailto": (b"<mailto:a@x>", [("", "a@x")]),
    "a line break within": (b"Unit <a\r\n @x>", [("Unit", "a@x")]),
    "an injected header": (b"a@x\rBcc: b@x", [("Bcc: b@x", "a@x")]),
    "only a name": (b"Unit", [("Unit", "")]),
    "empty angles": (b"<>", []),
    "loose commas": (b"a@x, , ,", [("", "a@x")]),
    "nothing": (b"", []),
    "name and address inside one encoded word": (
        b"=?utf-8?B?5pWZ5L2T5bGAIDxhQHguY24+?=",
        [("教体局", "a@x.cn")],
    ),
    "an address alone inside an encoded word": (
        b"=?utf-8?Q?a=40x.cn?=",
        [("", "a@x.cn")],
    ),
    "an encoded address never hides the real one": (
        b"=?utf-8?B?5pWZ5L2T5bGAIDxhQHguY24+?= <real@y.cn>",
        [("教体局 <a@x.cn>", "real@y.cn")],
    ),
    "the way of an old gateway": (b"Unit <SMTP:a@x.cn>", [("Unit", "a@x.cn")]),
    "the same without angles": (b"smtp:a@x.cn", [("", "a@x.cn")]),
    "a dot at the end": (b"Unit <a@x.cn.>", [("Unit", "a@x.cn")]),
    "a full-width at sign": (
        "教体局 <a＠x.cn>".encode(),
        [("教体局", "a@x.cn")],
    ),
    "a colon in a name": (
        "教体局: 张三 <a@x.cn>".encode(),
        [("教体局: 张三", "a@x.cn")],
    ),
    "a semicolon in a name": (
        "教体局;张三 <a@x.cn>".encode(),
        [("教体局;张三", "a@x.cn")],
    ),
    "a semicolon in a name, then a list": (
        b"A;B <a@x>; c@y",
        [("A;B", "a@x"), ("", "c@y")],
    ),
    "a colon and a semicolon in a name, then a list": (
        "办公室:张三;李四 <a@x>; c@y".encode(),
        [("办公室:张三;李四", "a@x"), ("", "c@y")],
    ),
    "a group with nobody in it": (b"undisclosed-recipients: ;", []),
    "an angle closed twice": (b"Unit <a@x>>", [("Unit", "a@x")]),
}


@pytest.mark.parametrize("case", CASES)
def test_an_address_field_is_read(case: str) -> None:
    raw, expected = CASES[case]
    assert [(a.name, a.address) for a in parse_addresses(raw)] == expected


def test_no_more_than_a_bound_of_addresses_is_read() -> None:
    assert len(parse_addresses(b"a@x," * 5000)) == ADDRESS_LIMIT
