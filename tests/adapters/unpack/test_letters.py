"""winmail.dat, Outlook's .msg and mails within mails."""

import base64
import struct

import pytest
from asn1crypto import cms  # type: ignore[import-untyped]  # ships no types

from mailbot.adapters.unpack.members import UnpackLimits
from mailbot.adapters.unpack.names import decoded, last_part
from mailbot.core.record.documents import Kind, Problem
from tests.adapters.unpack.conftest import Unpack
from tests.adapters.unpack.test_zips import zipped
from tests.support.archives import attribute, prop, props, tnef
from tests.support.compound import Tree, compound

RENDERING = attribute(2, 0x00069002, bytes(14))
GBK_PAGE = attribute(1, 0x00069007, struct.pack("<II", 936, 0))


def title(name: bytes) -> bytes:
    return attribute(2, 0x00018010, name + b"\0")


def data(content: bytes) -> bytes:
    return attribute(2, 0x0006800F, content)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_a_winmail_dat_gives_its_files_with_their_long_names(unpack: Unpack) -> None:
    long = props(
        prop(0x3707, 0x1F, wide("沂源县教体局第二季度.docx\0")),
        prop(0x3704, 0x1E, b"A~1.DOC"),
    )
    stream = tnef(
        attribute(1, 0x00018004, "季度报表\0".encode("gbk")),
        GBK_PAGE,
        attribute(1, 0x0002800C, "您好\0".encode("gbk")),
        RENDERING,
        title(b"A~1.DOC"),
        data(b"one"),
        attribute(2, 0x00069005, long),
        RENDERING,
        title("盖章件.pdf".encode("gbk")),
        data(b"%PDF-1.4"),
    )
    found = unpack(stream, "winmail.dat")
    assert [(m.name, m.size) for m in found.members] == [
        ("沂源县教体局第二季度.docx", 3),
        ("盖章件.pdf", 8),
    ]
    assert found.members[1].raw_name == "盖章件.pdf".encode("gbk")
    assert found.members[1].kind == Kind.PDF
    assert found.message is not None
    assert (found.message.subject, found.message.text) == ("季度报表", "您好")


def test_properties_of_every_shape_are_stepped_over(unpack: Unpack) -> None:
    named_by_number = struct.pack("<HH", 0x0003, 0x8001) + bytes(16)
    named_by_number += struct.pack("<III", 0, 5, 7)
    named_by_text = struct.pack("<HH", 0x000B, 0x8002) + bytes(16)
    named_by_text += struct.pack("<II", 1, 6) + wide("abc") + b"\0\0" + bytes(4)
    many = struct.pack("<HHII", 0x1003, 0x6000, 2, 1) + struct.pack("<I", 2)
    texts = struct.pack("<HHI", 0x101F, 0x6001, 2)
    texts += (struct.pack("<I", 3) + b"abc\0") * 2
    name = prop(0x3707, 0x1F, wide("表.docx"))
    stored = prop(0x3701, 0x0102, b"content")
    listing = props(named_by_number, named_by_text, many, texts, name, stored)
    (member,) = unpack(tnef(RENDERING, attribute(2, 0x00069005, listing))).members
    assert (member.name, member.size) == ("表.docx", 7)


@pytest.mark.parametrize(
    "listing",
    [b"", b"\xff\xff\xff\xff", props(struct.pack("<HH", 0x0777, 1)), props(b"\1")],
)
def test_properties_that_break_off_leave_the_rest(
    unpack: Unpack, listing: bytes
) -> None:
    stream = tnef(RENDERING, attribute(2, 0x00069005, listing), data(b"x"))
    (member,) = unpack(stream).members
    assert (member.name, member.size) == ("winmail-1", 1)


def test_a_message_embedded_in_winmail_dat_is_opened(unpack: Unpack) -> None:
    inner = tnef(RENDERING, title(b"a.txt"), data(b"hello"))
    embedded = props(
        prop(0x3701, 0x000D, bytes(16) + inner), prop(0x3001, 0x1F, wide("转发"))
    )
    found = unpack(tnef(RENDERING, attribute(2, 0x00069005, embedded)), "winmail.dat")
    assert [(m.name, m.inside, m.kind) for m in found.members] == [
        ("转发", ("winmail.dat",), Kind.TNEF),
        ("a.txt", ("winmail.dat", "转发"), Kind.TXT),
    ]


def test_a_winmail_dat_that_breaks_off_keeps_what_came_whole(unpack: Unpack) -> None:
    stream = tnef(RENDERING, title(b"a"), data(b"x"), RENDERING, data(b"y" * 100))
    found = unpack(stream[:-50])
    assert [m.problem for m in found.members] == [None, Problem.CORRUPT]
    assert unpack(tnef(data(b"x" * 99))[:-50]).problem == Problem.CORRUPT
    assert unpack(tnef(RENDERING)).members[0].problem == Problem.CORRUPT
    assert unpack(tnef()).members == ()


def fixed(*values: tuple[int, int, int], head: int) -> bytes:
    rows = (struct.pack("<HHIQ", kind, number, 0, v) for number, kind, v in values)
    return bytes(head) + b"".join(rows)


def attached(name: str, content: bytes) -> Tree:
    return {
        "__properties_version1.0": fixed(head=8),
        "__substg1.0_3707001F": wide(name),
        "__substg1.0_37010102": content,
    }


INNER: Tree = {
    "__properties_version1.0": fixed(head=24),
    "__substg1.0_0037001F": wide("里面的信"),
    "__attach_version1.0_#00000000": attached("里面.txt", b"inside"),
}
OUTER: Tree = {
    "__properties_version1.0": fixed((0x3FFD, 3, 936), (0x0E07, 3, 1), head=32),
    "__nameid_version1.0": {},
    "__substg1.0_0037001E": "第二季度报表".encode("gbk"),
    "__substg1.0_1000001F": wide("您好\0"),
    "__substg1.0_10130102": b"<p>",
    "__substg1.0_0C1A001F": wide("教体局"),
    "__substg1.0_0C1F001F": wide("/o=Exchange/cn=someone"),
    "__substg1.0_5D01001F": wide("Clerk@Example.org"),
    "__substg1.0_ZZZZZZZZ": b"",
    "__attach_version1.0_#00000000": attached("报表.txt", b"x" * 5000),
    "__attach_version1.0_#00000001": {
        "__properties_version1.0": fixed(head=8),
        "__substg1.0_3001001F": wide("转发的信"),
        "__substg1.0_3701000D": INNER,
    },
    "__attach_version1.0_#00000002": {"__substg1.0_3701000D": {"Ole": b"x"}},
    "__attach_version1.0_#00000003": {"__substg1.0_3707001F": wide("无.txt")},
}


def test_a_msg_gives_its_letter_its_files_and_the_message_in_it(unpack: Unpack) -> None:
    found = unpack(compound(OUTER), "信.msg")
    assert found.message is not None
    assert found.message.subject == "第二季度报表"
    assert (found.message.text, found.message.html) == ("您好", "<p>")
    assert found.message.sender.name == "教体局"
    assert found.message.sender.address == "clerk@example.org"
    assert [(m.name, m.inside, m.size, m.problem) for m in found.members] == [
        ("报表.txt", ("信.msg",), 5000, None),
        ("转发的信", ("信.msg",), 0, None),
        ("里面.txt", ("信.msg", "转发的信"), 6, None),
        ("msg-3", ("信.msg",), 0, Problem.UNSUPPORTED),
        ("无.txt", ("信.msg",), 0, Problem.CORRUPT),
    ]
    embedded = found.members[1]
    assert embedded.message is not None
    assert (embedded.kind, embedded.message.subject) == (Kind.MSG, "里面的信")


def test_messages_in_messages_are_opened_to_the_depth_allowed(unpack: Unpack) -> None:
    found = unpack(compound(OUTER), limits=UnpackLimits(depth=1))
    assert Problem.BOMB in {m.problem for m in found.members}
    deep = INNER
    for _ in range(12):
        deep = {
            "__properties_version1.0": fixed(head=24),
            "__attach_version1.0_#00000000": {"__substg1.0_3701000D": deep},
        }
    found = unpack(compound(deep), limits=UnpackLimits(depth=99))
    assert found.members


def test_a_broken_msg_never_raises(unpack: Unpack) -> None:
    whole = compound(OUTER)
    for at in range(0, len(whole), 61):
        unpack(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        unpack(whole[:at])


MAIL = (
    "Subject: {subject}\r\nFrom: a@example.org\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b{depth}"\r\n\r\n{parts}--b{depth}--\r\n'
)
PART = (
    "--b{depth}\r\nContent-Type: {kind}\r\n"
    'Content-Disposition: attachment; filename="{name}"\r\n\r\n{content}\r\n'
)


def mail(depth: int, *parts: tuple[str, str, str]) -> str:
    text = "".join(
        PART.format(depth=depth, name=name, kind=kind, content=content)
        for name, kind, content in parts
    )
    return MAIL.format(subject=f"mail {depth}", depth=depth, parts=text)


def test_a_forwarded_mail_gives_its_files_and_its_letter(unpack: Unpack) -> None:
    inner = mail(2, ("b.txt", "text/plain", "hello"))
    outer = mail(1, ("fwd.eml", "message/rfc822", inner), ("", "text/plain", "hi"))
    found = unpack(outer.encode(), "1.eml")
    assert [(m.name, m.inside) for m in found.members] == [
        ("fwd.eml", ("1.eml",)),
        ("b.txt", ("1.eml", "fwd.eml")),
    ]
    assert found.message is not None
    assert found.message.subject == "mail 1"
    assert found.members[0].message is not None
    assert found.members[0].message.subject == "mail 2"


def test_a_part_declared_a_mail_is_opened_though_it_hardly_looks_it(
    unpack: Unpack,
) -> None:
    inner = "X-A: b\r\n\r\nonly words"
    raw = mail(1, ("fwd.eml", "message/rfc822", inner))
    (member,) = unpack(raw.encode()).members
    assert (member.kind, member.opened) == (Kind.EML, True)


def test_a_part_that_came_broken_says_so(unpack: Unpack) -> None:
    part = PART.replace("Content-Type", "X-Broken: yes\r\nContent-Type")
    parts = part.format(depth=1, name="a.txt", kind="text/plain", content="x")
    parts += part.format(depth=1, name="b.txt", kind="text/plain", content="")
    raw = MAIL.format(subject="s", depth=1, parts=parts).encode()
    first, second = unpack(raw).members
    assert (first.problem, second.problem) == (Problem.CORRUPT, Problem.CORRUPT)
    assert first.stored is not None
    assert second.stored is None


def test_a_mail_in_an_archive_is_opened_too(unpack: Unpack) -> None:
    raw = mail(1, ("b.txt", "text/plain", "hello")).encode()
    found = unpack(zipped({"信.eml": raw}), "a.zip")
    assert found.members[-1].inside == ("a.zip", "信.eml")


def test_two_mails_share_a_folder_without_touching_each_others_files(
    unpack: Unpack,
) -> None:
    first = unpack(zipped({"a.txt": b"one"})).members[0].stored
    second = unpack(zipped({"a.txt": b"two"})).members[0].stored
    assert first is not None
    assert second is not None
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")


def test_text_is_decoded_by_the_stated_code_page_where_it_is_known() -> None:
    assert decoded("縣婦聯".encode("big5"), 950) == "縣婦聯"
    assert decoded("县妇联".encode("gbk"), 4711) == "县妇联"
    assert decoded("ä".encode("cp1252"), 1252) == "ä"


def test_a_name_of_dots_and_slashes_alone_stays_what_it_is() -> None:
    assert last_part("../..") == "../.."


@pytest.mark.parametrize("footer", [b"\r\n--\r\nfooter" * 9, bytes(40), b"\n"])
def test_bytes_behind_the_end_of_a_winmail_dat_cost_nothing(
    unpack: Unpack, footer: bytes
) -> None:
    stream = tnef(GBK_PAGE, RENDERING, title(b"a.doc"), data(b"whole"))
    found = unpack(stream + footer, "winmail.dat")
    assert [(m.name, m.size, m.problem) for m in found.members] == [("a.doc", 5, None)]
    assert found.problem is None


def test_a_winmail_dat_broken_before_another_file_says_so(unpack: Unpack) -> None:
    stream = tnef(RENDERING, title(b"a.doc"), data(b"whole"))
    more = tnef(RENDERING, title(b"b.doc"), data(b"lost"))
    found = unpack(stream + b"\x07broken" + more, "winmail.dat")
    assert found.members[-1].problem is Problem.CORRUPT


@pytest.mark.parametrize(
    ("raw", "page", "name"),
    [
        ("教体局二季度报表.docx".encode("gbk"), 1252, "教体局二季度报表.docx"),
        ("沂源县残联.xls".encode("gbk"), 28591, "沂源县残联.xls"),
        ("Müller–Straße.docx".encode("cp1252"), 1252, "Müller–Straße.docx"),
        ("Référence été.pdf".encode("cp1252"), 1252, "Référence été.pdf"),
        (b"plain.doc", 1252, "plain.doc"),
    ],
)
def test_a_western_page_is_not_believed_over_chinese_names(
    raw: bytes, page: int, name: str
) -> None:
    assert decoded(raw, page) == name


SIGNED_LETTER = (
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n"
    b"Content-Disposition: attachment; filename=a.doc\r\n"
    b"Content-Type: application/msword\r\n\r\ndoc\r\n--i--\r\n"
)


def opaque(content: bytes | None) -> bytes:
    inside = {"content_type": "data", "content": content}
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": inside if content else {"content_type": "data"},
            "signer_infos": [],
        }
    )
    info = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(info.dump())


def test_a_letter_inside_its_signature_is_opened(unpack: Unpack) -> None:
    pem = (
        b"-----BEGIN PKCS7-----\n"
        + base64.encodebytes(opaque(SIGNED_LETTER))
        + b"-----END"
    )
    for data_ in (opaque(SIGNED_LETTER), pem):
        found = unpack(data_, "smime.p7m")
        assert [(m.name, m.size) for m in found.members] == [("a.doc", 3)]
    (file,) = unpack(opaque(b"%PDF-1.4"), "报表.pdf.p7m").members
    assert (file.name, file.kind) == ("报表.pdf", Kind.PDF)


def test_what_only_its_addressee_opens_is_encrypted(unpack: Unpack) -> None:
    envelope = b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03" + bytes(40)
    assert unpack(envelope, "smime.p7m").problem is Problem.ENCRYPTED
    broken = opaque(SIGNED_LETTER)[:40]
    assert unpack(broken, "smime.p7m").problem is Problem.CORRUPT


def test_a_signature_beside_its_letter_is_nothing_to_open(unpack: Unpack) -> None:
    assert unpack(opaque(None), "smime.p7s").members == ()


def test_a_signed_outlook_message_is_its_one_letter(unpack: Unpack) -> None:
    message: Tree = {
        "__properties_version1.0": bytes(32),
        "__attach_version1.0_#00000000": {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": wide("smime.p7m"),
            "__substg1.0_37010102": SIGNED_LETTER,
        },
    }
    found = unpack(compound(message), "转发.msg")
    assert [(m.name, m.inside) for m in found.members] == [
        ("smime.p7m", ("转发.msg",)),
        ("a.doc", ("转发.msg", "smime.p7m")),
    ]
