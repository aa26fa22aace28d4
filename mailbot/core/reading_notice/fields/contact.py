"""Mailbox, telephones and contact persons; nothing damaged is repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailbot.core.reading_notice.layout.paper import NoticePaper, Paragraph
from mailbot.core.reading_notice.proposal import ReadField, Source

_ADDRESS: Final = re.compile(
    r"(?<![0-9A-Za-z._@#-])(?P<name>[0-9A-Za-z][0-9A-Za-z._-]*)(?P<at>[@#])"
    r"(?P<host>(?:[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?\.)+[A-Za-z]{2,8})"
    r"(?![0-9A-Za-z@#]|[.-][0-9A-Za-z]|[，,。、 ]{1,2}(?:cn|com|net)(?![A-Za-z]))"
)
# What the eye of a scanner confuses: a host that is known only after mending.
_CONFUSED: Final = str.maketrans("lIoO", "1100")
_HOSTS: Final = frozenset({"163.com", "126.com", "139.com", "189.cn", "263.net"})
_ENDS: Final = frozenset(
    {"com", "net", "org", "gov", "edu", "info", "mil", "vip", "top"}
)
_HALF_LETTERS: Final = re.compile(
    r"\.(?:g0v|c0m|0rg|9ov|goy|eom|con|corn|cm|cn\d)(?:\.|$)"
)
_SIGNS: Final = r"\-0-9A-Za-z._@#*□■?？"
_BROKEN: Final = re.compile(
    r"(?:邮箱|信箱|邮件地址|电子邮件|E-?mail)(?:地址)?(?:：|为)?\s*"
    rf"(?P<words>(?=[{_SIGNS}]*[0-9A-Za-z@])[{_SIGNS}][{_SIGNS} ]{{3,}}[{_SIGNS}])",
    re.IGNORECASE,
)
# Mailboxes for other business than the report.
_OTHER: Final = re.compile(
    r"(?:举报|投诉|监督|建议|咨询|技术支持|意见征集)[^。；]{0,12}$"
)
_PHONE_LABEL: Final = re.compile(
    r"(?:联系|值班|办公|咨询|固定|报送|座机|业务)?(?:电话|手机)(?:号码|及传真)?"
    r"(?:（兼?传真）|[/、](?:兼)?传真)?(?:：|为|是)?\s*"
    r"|(?:联系方式|联络方式|联系办法)(?:：|为)\s*"
)
_NO_PHONE: Final = re.compile(r"(?:监督|举报|投诉)$")
_FREE: Final = r"(?<![0-9A-Za-z@._-])"  # nothing of a longer number or address
_PHONE: Final = re.compile(
    rf"{_FREE}(?:\(?0\d{{2,3}}\)?[-—– ]?|（0\d{{2,3}}）)?\d{{7,8}}(?:[-—转]\d{{1,6}})?"
    r"(?![0-9A-Za-z@_-])"
    rf"|{_FREE}1[3-9]\d{{9}}(?![0-9A-Za-z@_-])"
    rf"|{_FREE}[48]00[- ]?\d{{3}}[- ]?\d{{4}}(?!\d)"
)
_BETWEEN: Final = re.compile(
    r"^(?:[、，,；;/或及和（）： ]|[\u4e00-\u9fff]{1,8}(?=[、，；（）： \d]|$))*$"
)
_FAX: Final = re.compile(r"传真|微信|群|账号|邮编|邮政|房间")
_PEOPLE_LABEL: Final = re.compile(
    r"(?:联系人|联络人|联络员|经办人)(?:[及和、](?:联系)?(?:电话|方式))?"
    r"(?:(?:：|为| )\s*|(?=[\u4e00-\u9fff]{2,3}[，；（ \d]))"
)
_PERSON: Final = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,6})?$")
_NO_PERSON: Final = re.compile(
    r"电话|传真|邮箱|手机|办公|地址|科室|单位|姓名|邮编|信箱|联系|职务|名单|信息|内容|^等|[局委办科股组]$"
)
_TITLES: Final = re.compile(r"(?:同志|科长|主任|老师|副主任|女士|先生)$")
# 县发改局王明, and 县委办 before a name in the next piece.
_OFFICE: Final = re.compile(r"^[\u4e00-\u9fff]{1,12}[局委办科股室部厅处]")
_NEXT_LABEL: Final = re.compile(
    r"(?:联系|办公|值班)?(?:电话|手机|方式)|传真|[邮信]箱|邮件|地址|邮编|E-?mail|QQ|微信|。"
)
_REACH: Final = 120  # signs behind a label that it can be about
_FORM: Final = re.compile(
    r"_{2,}|填报人|填表人|审核人|填报单位|负责人签[字章]：|负责人（签"
)


def mailbox_in(paper: NoticePaper) -> tuple[ReadField[str], tuple[Source, ...]]:
    """Return the mailbox for reports, and the words of addresses that are spoilt."""
    found = [
        (one, match)
        for one in paper.paragraphs
        for match in _ADDRESS.finditer(one.text)
        if _is_sound(match["host"]) and not _OTHER.search(one.text[: match.start()])
    ]
    if found:
        one, match = max(found, key=lambda pair: _weight(*pair))
        words = f"{match['name']}@{match['host']}".lower()
        several = {m.group().lower().replace("#", "@") for _, m in found} != {words}
        remark = "文中有多个邮箱，请核对" if several else ""
        return ReadField(words, one.source(*match.span()), not several, remark), ()
    for one in paper.paragraphs:
        broken = _BROKEN.search(one.text)
        if broken:
            source = one.source(*broken.span("words"))
            remark = "邮箱似有损坏，请核对原件"
            return ReadField(None, source, sure=False, remark=remark), (source,)
    return ReadField(), ()


def _is_sound(host: str) -> bool:
    """Tell whether a host is none that misreading made: l63.com, gov.c0m."""
    name = host.lower()
    mended = ".".join(
        (host.split(".", maxsplit=1)[0].translate(_CONFUSED), *name.split(".")[1:])
    )
    if name not in _HOSTS and mended in _HOSTS:
        return False
    last = name.rpartition(".")[2]
    country = len(last) == len("cn") and last not in {"cm", "co"}
    return (country or last in _ENDS) and not _HALF_LETTERS.search(f".{name}")


def _weight(one: Paragraph, match: re.Match[str]) -> int:
    """Say how much speaks for an address: words of sending near it."""
    before = one.text[max(0, match.start() - 60) : match.start()]
    near = re.search(r"邮箱|信箱|邮件|E-?mail", before[-12:], re.IGNORECASE)
    sent = re.search(r"报|发送|发至|发到|送", before)
    return 2 * bool(sent) + bool(near)


def phones_in(paper: NoticePaper) -> ReadField[tuple[str, ...]]:
    """Return the telephones as written; no fax, no room, no postcode."""
    numbers: dict[str, Source] = {}
    for one in paper.paragraphs:
        if _FORM.search(one.text):
            continue
        for start in _labelled(one):
            for begin, end in _run_of_numbers(one.text, start):
                words = one.text[begin:end].strip()
                numbers.setdefault(words, one.source(begin, end))
    if not numbers:
        return ReadField()
    return ReadField(tuple(numbers), next(iter(numbers.values())))


def _labelled(one: Paragraph) -> Iterator[int]:
    for label in _PHONE_LABEL.finditer(one.text):
        before = one.text[: label.start()]
        fax_only = before.endswith(("传真", "传真、"))
        if not _NO_PHONE.search(before) and not fax_only:
            yield label.end()
    for label in _PEOPLE_LABEL.finditer(one.text):
        yield label.end()


def _run_of_numbers(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Return where the numbers behind a label stand, until other words come."""
    at = start
    for found in _PHONE.finditer(text, start, start + _REACH):
        between = text[at : found.start()]
        if _FAX.search(between) or not _BETWEEN.match(between):
            return
        if not text[found.end() :].startswith("（传真"):
            yield found.span()
        at = found.end()


def contacts_in(paper: NoticePaper) -> ReadField[tuple[str, ...]]:
    """Return the names of contact persons."""
    names: dict[str, Source] = {}
    for one in paper.paragraphs:
        if _FORM.search(one.text) or one.is_row:
            continue
        for label in _PEOPLE_LABEL.finditer(one.text):
            for name in _people(one.text[label.end() : label.end() + _REACH]):
                end = one.text.find(name, label.end()) + len(name)
                names.setdefault(name, one.source(label.start(), end))
    if not names:
        return ReadField()
    return ReadField(tuple(names), next(iter(names.values())))


def _people(text: str) -> Iterator[str]:
    """Yield the names behind a label, up to the next label or what is no name."""
    words = re.sub(r"（[^）]*）", "，", _NEXT_LABEL.split(text, maxsplit=1)[0])
    for piece in re.split(r"[、，；。/ \d（）：—-]+", words):
        name = _OFFICE.sub("", _TITLES.sub("", piece.strip()))
        if not name:
            continue
        if not _PERSON.match(name) or _NO_PERSON.search(name):
            return
        yield name
