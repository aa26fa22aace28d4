"""Files that programs add to a mail or an archive, which nobody meant to send.

One list for both doors. A name alone never makes a companion: its bytes, its size or
how little it says must agree, so that a report that happens to bear such a name is
read all the same. `RULES` is data; the tests run each example and each look-alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KIB = 1024
_FEW_WORDS = 300  # characters that a footer, a greeting or a disclaimer has at most
_TAG = re.compile(r"<(?:style|script)\b[^<]*|<[^<>]*>", re.IGNORECASE)
_TABLE = re.compile(rb"<table\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Companion:
    """One sort of companion: what staff read, and how it is known.

    `name` is searched in the lower-case name, `begins` are the first bytes ("" for
    any), `most` bytes and `words` characters of text at most (None: not asked).
    `source` says where it comes from, `example` a name and first bytes that must
    match, `unlike` the same that must not.
    """

    what: str
    name: re.Pattern[str]
    begins: tuple[bytes, ...]
    most: int
    source: str
    example: tuple[str, bytes]
    unlike: tuple[str, bytes]
    words: int | None = None


_SAYS_MUCH = "学前教育普及普惠督导评估".encode() * 40
_WORD = b"PK\x03\x04" + bytes(20_000)
RULES = (
    Companion(
        "电子名片",
        re.compile(r"\.(?:vcf|vcard)$"),
        (b"BEGIN:VCARD", b"begin:vcard", b"\xef\xbb\xbfBEGIN:VCARD"),
        256 * _KIB,
        "Outlook, Foxmail: my visiting card with each mail",
        ("张某.vcf", b"BEGIN:VCARD\r\nN:x"),
        ("报表.vcf", _WORD),
    ),
    Companion(
        "日程邀请",
        re.compile(r"\.ics$"),
        (b"BEGIN:VCALENDAR",),
        256 * _KIB,
        "Outlook: an invitation's file (RFC 5545)",
        ("invite.ics", b"BEGIN:VCALENDAR\r\n"),
        ("季报.ics", _WORD),
    ),
    Companion(
        "邮件数字签名",
        re.compile(r"\.(?:p7s|asc|sig)$"),
        (b"0\x80", b"0\x82", b"0\x83", b"MII", b"-----BEGIN PGP SIGNATURE"),
        64 * _KIB,
        "S/MIME and PGP: the detached signature",
        ("smime.p7s", b"0\x80\x06\t*\x86H"),
        ("签章报表.sig", _WORD),
    ),
    Companion(
        "邮件程序自动生成的空附件",
        re.compile(r"^(?:att\d{3,}|noname|unnamed|untitled)(?:\.(?:txt|html?|dat))?$"),
        (b"",),
        16 * _KIB,
        "Exchange and Apple Mail: text after a file becomes ATT00001",
        ("ATT00001.htm", b"<html><body><br></body></html>"),
        ("ATT00001.txt", _SAYS_MUCH),
        words=_FEW_WORDS,
    ),
    Companion(
        "邮件正文副本",
        re.compile(
            r"^(?:邮件|信件)?正文\.(?:txt|html?)$|^(?:mail)?body\.(?:txt|html?)$"
        ),
        (b"",),
        64 * _KIB,
        "Coremail, Winmail: the letter once more as a file",
        ("邮件正文.html", b"<html><body><p>hi</p></body></html>"),
        ("邮件正文.html", b"<p>" + _SAYS_MUCH),
        words=_FEW_WORDS,
    ),
    Companion(
        "免责声明",
        re.compile(r"disclaimer|免责声明|保密声明|保密提示|邮件声明|confidential"),
        (b"",),
        32 * _KIB,
        "gateways that add a note on confidentiality as a file",
        ("Disclaimer.txt", "本邮件内容保密，误收请删除。".encode()),
        ("保密声明.docx", _WORD),
        words=3 * _FEW_WORDS,
    ),
    Companion(
        "苹果系统文件",
        re.compile(r"^\.ds_store$"),
        (b"\0\0\0\1Bud1",),
        _KIB * _KIB,
        "macOS Finder: a folder's view",
        (".DS_Store", b"\0\0\0\1Bud1\0"),
        (".DS_Store", _WORD),
    ),
    Companion(
        "苹果系统文件",
        re.compile(r"^\._|^\.localized$"),
        (b"\0\5\x16\7", b"\0\5\x16\0"),
        _KIB * _KIB,
        "macOS: AppleDouble and AppleSingle forks (RFC 1740)",
        ("._教体局报表.docx", b"\0\5\x16\7\0\2\0\0Mac OS X"),
        ("._教体局报表.docx", _WORD),
    ),
    Companion(
        "编辑时的临时文件",
        re.compile(r"^(?:~\$|\.~|~wr[dl]|\.~lock\.)"),
        (b"",),
        2 * _KIB,
        "Office, WPS and LibreOffice: who has the document open",
        ("~$教体局报表.docx", b"\x05Admin" + bytes(156)),
        ("~$教体局报表.docx", _WORD),
    ),
    Companion(
        "系统缩略图文件",
        re.compile(r"^(?:thumbs|ehthumbs)\.db$"),
        (b"\xd0\xcf\x11\xe0",),
        32 * _KIB * _KIB,
        "Windows Explorer: a folder's thumbnails",
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("Thumbs.db", _WORD),
    ),
    Companion(
        "系统文件",
        re.compile(r"^(?:desktop\.ini|\.directory|autorun\.inf)$"),
        (b"[", b"\r\n[", b"\n[", b"\xff\xfe["),
        16 * _KIB,
        "Windows and KDE: a folder's settings",
        ("desktop.ini", b"[.ShellClassInfo]\r\n"),
        ("desktop.ini", _WORD),
    ),
    Companion(
        "文档主题数据",
        re.compile(
            r"^(?:themedata\.(?:thmx|xml)|colorschememapping\.xml|filelist\.xml"
            r"|oledata\.mso|editdata\.mso|theme\d*\.xml)$"
        ),
        (b"",),
        256 * _KIB,
        "Word as mail editor: the parts of a page saved as a web page",
        ("themedata.thmx", b"PK\x03\x04"),
        ("themedata.docx", _WORD),
    ),
    Companion(
        "签名图标",
        re.compile(r"\.gif$"),
        (b"GIF8",),
        20_000,
        "signatures and letter papers: no page is scanned as a small GIF",
        ("image001.gif", b"GIF87a<\0\x14\0"),
        ("盖章页.gif", b"GIF89a" + bytes(60_000)),
    ),
    Companion(
        "签名图标",
        re.compile(
            r"^(?:image\d{3}|logo|icon|sign(?:ature)?|签名|徽标|图标|outlook-|att\d{3,}"
            r"|[0-9a-f]{8}(?:[@.-]|$)).*\.(?:png|jpe?g|bmp)$|^(?:logo|签名|徽标)"
        ),
        (b"\x89PNG", b"\xff\xd8\xff", b"BM"),
        20_000,
        "signatures: pictures that the letter's HTML no longer shows",
        ("image001.png", b"\x89PNG\r\n\x1a\n"),
        ("image001.jpg", b"\xff\xd8\xff" + bytes(60_000)),
    ),
)


def companion_of(name: str, content: bytes) -> str:
    """Return what sort of companion a file is, in Chinese, "" if it is none.

    `name` as sent or as it stands in an archive, `content` the file's bytes.
    """
    plain = name.strip().lower()
    fits = (rule.what for rule in RULES if _fits(rule, plain, content))
    return next(fits, "")


def _fits(rule: Companion, name: str, content: bytes) -> bool:
    if len(content) > rule.most or not rule.name.search(name):
        return False
    if content and not content.startswith(rule.begins):
        return False
    return rule.words is None or _says_little(content, rule.words)


def _says_little(content: bytes, most: int) -> bool:
    """Tell whether a text has no table and hardly any words."""
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        return False
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    words = "".join(_TAG.sub(" ", text).split())
    return len(words) <= most and not _TABLE.search(content)
