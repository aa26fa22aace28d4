"""Links instead of files: what a unit put into a cloud in place of an attachment.

QQ's 超大附件, 163's 云附件 and shared documents leave only a link in the letter, with
the file's name and often the day it dies. Nothing is ever fetched. All searches are
linear in the length of the text.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from urllib.parse import unquote

from mailbot.core.mail.link_services import service_of
from mailbot.core.mail.link_words import DAYS, EXPIRES

_LONGEST = 2_000_000  # characters of body looked at; links stand far before that
_MOST = 5_000  # addresses looked at, of any kind
_NEAR_AFTER = 120
_WITH_PATH = re.compile(r"https?://[^/]+/[^/]", re.IGNORECASE)
_ANY_SERVICE = "网盘或超大附件"
# How mail programs announce a file that lies elsewhere; each is in the tests.
FILE_WORDS = (
    "超大附件",  # Coremail, QQ, 139, Winmail
    "云附件",  # 163, Foxmail
    "大附件",  # eYou, TurboMail
    "文件中转站",  # QQ, Coremail
    "网盘附件",  # 139, 189
    "附件下载地址",  # offices' own systems
    "点击下载附件",  # offices' own systems
    "点击下载",  # all of them, beside name or size
    "提取码",  # clouds
    "访问密码",  # clouds
)
_BEFORE = 300  # characters around a link that may name its file
_AFTER = 240


@dataclass(frozen=True, slots=True)
class CloudLink:
    """One link that stands for a file.

    `service` is the service's Chinese name, `name` the file's ("" if not told),
    `size` as written ("128.03M", "" if not told). `expires` is the last day it can
    be fetched; None when it never expires or nothing is said of it.
    """

    service: str
    name: str
    url: str
    expires: date | None
    size: str = ""


_IN_URL = r"[^\s<>\"'，。；、）（》《】【\u4e00-\u9fff\u201c\u201d]"
# People leave the https:// out; only a known service's address counts without it.
_URL = re.compile(
    rf"https?://{_IN_URL}{{4,2000}}|(?<![\w@.:/=&?%-])"
    rf"(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:com|cn|im|net)/{_IN_URL}{{2,2000}}",
    re.IGNORECASE,
)
# Web mail sends its readers over a page of its own that asks whether they want to.
_WRAPPED = re.compile(r"=(https?%3A%2F%2F[^&#\s]{4,2000})", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^<>]{0,4000}>", re.IGNORECASE)
_HREF = re.compile(
    r"href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_BLOCK_TAG = re.compile(
    r"</?(?:br|p|div|tr|li|table|h\d)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_HIDDEN = re.compile(r"(?i)<(style|script)\b[^<>]{0,500}>[^<]{0,100000}</\1\s*>")
_KNOWN_NAME = re.compile(
    r"[^\n\t\\/:*?\"<>|：“”《》【】「」]{1,150}?\.(?:docx?|wps|wpt|xlsx?|et|pdf|ofd|rtf|txt|zip"
    r"|rar|7z|jpe?g|png|tiff?|bmp|heic|pptx?|dps|csv|odt|ods|html?|mp4|eml|tar|gz)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ANY_NAME = re.compile(
    r"^[ \t]*(?P<name>\S[^\n(（]{0,120}?)[ \t]*[(（]\s*[\d.]+\s?[KMGT]?B?\b",
    re.MULTILINE | re.IGNORECASE,
)
_SHARED_AS = re.compile(r"【[^】\n]{0,10}文档】[ \t]*(?P<name>[^\n]{1,100})")
_TITLE = re.compile(r"[《「](?P<name>[^》」\n]{2,100})[》」]")
_SIZE = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?\s?(?:[KMGT]i?B?|字节|Bytes))(?![A-Za-z])", re.IGNORECASE
)
_EXPIRES, _DAYS = EXPIRES.compiled(), DAYS.compiled()
# （访问码：ab12）, of which a name's own limits may have left the end only.
_CODE = re.compile(r"^[^()（）\n]{0,20}[)）]|(?:提取|访问)码\s*[:：]?\s*\w{4}(?!\w)")
_NOISE = re.compile(
    r"^(?:.*(?:文件名|名称|标题|附件|文件|分享|链接)\s*[:：]?\s*)?[\s\d.、）)\-–—•·●■◆*]*(?=\S)"
)


def cloud_links(
    text: str, html: str, sent: date | None = None
) -> tuple[CloudLink, ...]:
    """Return the links in a letter that stand for files, each address once.

    `sent` is the day the letter was written: with it 有效期7天 becomes a date.
    Plain text and HTML usually tell the same links; what one says of a link
    completes what the other says.
    """
    found: dict[str, CloudLink] = {}
    for body in (text[:_LONGEST], _plain(html[:_LONGEST])):
        for link in _links(body, sent):
            known = found.get(link.url)
            found[link.url] = link if known is None else _merged(known, link)
    return tuple(found.values())


def _plain(html: str) -> str:
    """Return the HTML's words in lines, each link's address before its words."""
    shown = _HIDDEN.sub(" ", html)
    shown = _ANCHOR.sub(_address_of, shown)
    shown = _BLOCK_TAG.sub("\n", shown)
    return entities.unescape(_TAG.sub(" ", shown)).replace("\xa0", " ")


def _address_of(anchor: re.Match[str]) -> str:
    """Return what an <a …> points to, between spaces."""
    match = _HREF.search(anchor[0])
    target = next((x for x in match.groups() if x), "") if match else ""
    return f" {target.strip()} " if target.strip().lower().startswith("http") else " "


def _links(body: str, sent: date | None) -> Iterator[CloudLink]:
    """Yield the cloud links of one body in the order they stand."""
    found = list(islice(_URL.finditer(body), _MOST))
    clouds = [(m, url) for m in found if (url := _file_address(m[0]))]
    # beside a known service's link another one is a homepage, an advertisement
    clouds = clouds or [(m, url) for m in found if (url := _announced(body, m))]
    for at, (match, url) in enumerate(clouds):
        floor = clouds[at - 1][0].end() if at else 0
        ceiling = clouds[at + 1][0].start() if at + 1 < len(clouds) else len(body)
        before = body[max(floor, match.start() - _BEFORE) : match.start()]
        after = body[match.end() : min(ceiling, match.end() + _AFTER)]
        yield CloudLink(
            service_of(url) or _ANY_SERVICE,
            _name(before, after),
            url,
            _expiry(before, after, sent),
            _first(_SIZE, before) or _first(_SIZE, after),
        )


def _file_address(url: str) -> str:
    """Return the address that stands for a file: `url`, or the one it leads to."""
    plain = entities.unescape(url).rstrip(".,;:!?)]}")
    within = (unquote(m[1]) for m in _WRAPPED.finditer(plain))
    return next((u for u in (plain, *within) if service_of(u)), "")


def _announced(body: str, link: re.Match[str]) -> str:
    """Return a link of any host if the words around it call it a file to fetch.

    Offices run clouds of their own, on hosts that no list knows: 超大附件 in the same
    paragraph, or a file's name with its size, or a day until which it can be fetched.
    """
    if not _WITH_PATH.match(link[0]):
        return ""
    near = body[max(0, link.start() - _BEFORE) : link.end() + _NEAR_AFTER]
    if not any(word in near for word in FILE_WORDS):
        return ""
    told = any(p.search(near) for p in (_KNOWN_NAME, _SIZE, _EXPIRES, _DAYS))
    return entities.unescape(link[0]).rstrip(".,;:!?)]}") if told else ""


def _name(before: str, after: str) -> str:
    """Return the file name nearest to a link, the one before it preferred."""
    for pattern in (_KNOWN_NAME, _ANY_NAME, _SHARED_AS, _TITLE):
        for near, pick in ((before, -1), (after, 0)):
            names = [m[m.lastindex or 0] for m in pattern.finditer(near)]
            if names:
                return _without_noise(names[pick])
    return ""


def _without_noise(name: str) -> str:
    """Return a name without what stood before it in its line."""
    return _NOISE.sub("", _CODE.sub("", name, count=1), count=1).strip()


def _first(pattern: re.Pattern[str], near: str) -> str:
    """Return the last match of `pattern` in `near`, "" if there is none."""
    matches = pattern.findall(near)
    return matches[-1] if matches else ""


def _expiry(before: str, after: str, sent: date | None) -> date | None:
    """Return the day a link dies, None when it does not or nobody says."""
    for near, pick in ((before, -1), (after, 0)):
        matches = list(_EXPIRES.finditer(near))
        if matches:
            return _day(matches[pick], sent)
    days = _DAYS.search(before) or _DAYS.search(after)
    return sent + timedelta(int(days[1] or days[2])) if days and sent else None


def _day(match: re.Match[str], sent: date | None) -> date | None:
    """Return the date of an _EXPIRES match, None when no calendar has it."""
    try:
        if match["dm"]:
            return _next_day(int(match["dm"]), int(match["dd"]), sent)
        which = next(form for form in "abc" if match[f"{form}y"])
        return date(*(int(match[f"{which}{part}"]) for part in "ymd"))
    except ValueError:
        return None


def _next_day(month: int, day: int, sent: date | None) -> date | None:
    """Return the first such day of a year that is not before `sent`."""
    if sent is None:
        return None
    passed = (month, day) < (sent.month, sent.day)
    return date(sent.year + passed, month, day)


def _merged(known: CloudLink, more: CloudLink) -> CloudLink:
    """Return `known` with what only `more` tells."""
    return CloudLink(
        known.service,
        known.name or more.name,
        known.url,
        known.expires or more.expires,
        known.size or more.size,
    )
