"""Links instead of files: what a unit put into a cloud in place of an attachment.

QQ's 超大附件, 163's 云附件 and shared documents leave only a link in the letter, with
the file's name and often the day it dies. Nothing is ever fetched. All searches are
linear in the length of the text.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 2_000_000  # characters of body looked at; links stand far before that
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


# (the service's name, its addresses without https://), first match wins.
_SERVICES: tuple[tuple[str, str], ...] = (
    ("QQ邮箱超大附件", r"(?:[\w-]+\.)?mail\.qq\.com/(?:cgi-bin/)?ftn"),
    ("QQ邮箱超大附件", r"(?:[\w-]+\.)*ftn\.qq\.com/|(?:www\.)?qfile\.qq\.com/q/"),
    ("腾讯企业邮箱超大附件", r"(?:[\w-]+\.)?exmail\.qq\.com/(?:cgi-bin/)?ftn"),
    (
        "网易邮箱云附件",
        r"(?:[\w-]+\.)*(?:163|126|188)\.com/\S*(?:large|cloud)-attachment",
    ),
    ("网易邮箱云附件", r"(?:[\w-]+\.)?yeah\.net/\S*(?:large|cloud)-attachment"),
    ("网易邮箱云附件", r"u\.163\.com/\w|(?:fs|wp)\.(?:mail\.)?163\.com/"),
    (
        "189邮箱云附件",
        r"(?:[\w-]+\.)*[\w-]*mail\w*\.189\.cn/\S*(?:share|attach|download|file)",
    ),
    ("天翼云盘", r"(?:m\.)?cloud\.189\.cn/(?:t/|web/|share|download|m/)"),
    ("天翼云盘", r"h5\.cloud\.189\.cn/"),
    (
        "139邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:disk|share|file)",
    ),
    (
        "139邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:large|attach|down)",
    ),
    ("中国移动云盘", r"(?:caiyun|yun)\.(?:feixin\.10086|139)\.(?:cn|com)/\S"),
    (
        "沃邮箱超大附件",
        r"(?:mail|pan)\.wo\.(?:com\.)?cn/\S*(?:share|download|attach|/s/)",
    ),
    (
        "新浪邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.sina\.(?:com\.cn|cn|net)/\S*(?:down|file|share)",
    ),
    ("搜狐邮箱超大附件", r"(?:[\w-]+\.)?mail\.sohu\.com/\S*(?:down|file|share|large)"),
    (
        "阿里邮箱超大附件",
        r"(?:[\w-]+\.)*mxhichina\.com/\S*(?:attach|down|share|netdisk)",
    ),
    (
        "阿里邮箱超大附件",
        r"(?:[\w-]+\.)*qiye\.aliyun\.com/\S*(?:attach|down|share|netdisk)",
    ),
    ("邮箱文件中转站", r"[\w.-]+(?::\d+)?/coremail/\S*(?:nf|share|download|file)"),
    ("金山文档", r"(?:[\w-]+\.)?kdocs\.(?:cn|com)/\w"),
    ("金山文档", r"(?:[\w-]+\.)?wps\.cn/(?:l|p|view|docs)/"),
    ("腾讯文档", r"docs\.qq\.com/\w+/|docs\.qq\.com/\w{3,}\?|doc\.weixin\.qq\.com/\w"),
    ("腾讯微云", r"share\.weiyun\.com/\w|(?:www\.)?weiyun\.com/disk"),
    ("百度网盘", r"(?:pan|yun|eyun)\.baidu\.com/(?:s/|share|wap|e/|file)"),
    ("阿里云盘", r"(?:www\.)?(?:aliyundrive|alipan)\.com/\w"),
    (
        "飞书",
        r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:doc|sheet|file)",
    ),
    (
        "飞书",
        r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:drive|base|wiki)",
    ),
    ("钉钉文档", r"alidocs\.dingtalk\.com/\w"),
    ("钉钉文档", r"(?:[\w-]+\.)*dingtalk\.com/\S*(?:spaces|netdisk|doc|file)"),
    ("夸克网盘", r"pan\.quark\.cn/s/"),
    ("迅雷云盘", r"pan\.xunlei\.com/s/"),
    ("123云盘", r"(?:[\w-]+\.)*123(?:pan|684|865|912|yunpan)\.(?:com|cn)/s/"),
    ("蓝奏云", r"(?:[\w-]+\.)*(?:lanzou\w?|lanzn|woozooo|ilanzou)\.com/\w"),
    ("坚果云", r"(?:www\.)?jianguoyun\.com/p/"),
    ("石墨文档", r"shimo\.im/\w+/|(?:[\w-]+\.)?shimo\.zone/"),
    ("语雀", r"(?:www\.)?yuque\.com/\w+/\w"),
    ("有道云笔记", r"(?:share\.)?note\.youdao\.com/\w"),
    ("奶牛快传", r"(?:[\w-]+\.)*cowtransfer\.com/\w|c-t\.work/s/"),
    ("文叔叔", r"(?:www\.)?wenshushu\.cn/\w|(?:ws28\.cn|wss\.(?:ink|show|cc|pet))/f/"),
    ("360云盘", r"(?:[\w-]+\.)?yunpan\.360\.cn/\w|yunpan\.cn/\w"),
    ("OneDrive", r"1drv\.ms/\w|onedrive\.live\.com/\w|[\w-]+\.sharepoint\.\w+/:\w"),
    ("Google Drive", r"(?:drive|docs)\.google\.com/\w"),
    ("iCloud", r"www\.icloud\.com(?:\.cn)?/(?:attachment|iclouddrive|numbers|pages)"),
)
_SERVICE = re.compile(
    "|".join(f"(?P<s{at}>{pattern})" for at, (_, pattern) in enumerate(_SERVICES)),
    re.IGNORECASE,
)
_URL = re.compile(
    r"https?://[^\s<>\"'，。；、）（》《】【\u4e00-\u9fff\u201c\u201d]{4,2000}",
    re.IGNORECASE,
)
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
_DATE = (
    r"(?P<{0}y>20\d\d)\s*[年/.-]\s*(?P<{0}m>\d{{1,2}})\s*[月/.-]"
    r"\s*(?P<{0}d>\d{{1,2}})\s*日?"
)
_CLOCK = r"\d{1,2}[:：时]\d{0,2}(?:[:：分]\d{0,2})?秒?"
# 到期 after the day; 有效期至 before it, of a span its end; QQ's (35.2M, day clock).
_EXPIRES = re.compile(
    _DATE.format("a")
    + rf"[^\n\d]{{0,6}}(?:{_CLOCK})?[^\n\d]{{0,8}}?"
    + r"(?:到期|过期|失效|截止|前有效|之前有效|前下载|之前下载)"
    + r"|(?:有效期限?|有效时间|(?:过期|到期|失效|截止)(?:时间|日期|日)"
    + r"|(?:保存|保留|有效)至|expires?(?:\s+(?:on|at))?|valid\s+until)[^\n\d]{0,12}"
    + rf"(?:20[\d年月日/.\s-]{{6,14}}(?:{_CLOCK}\s*)?(?:至|到|~|～|—)\s*)?"
    + _DATE.format("b")
    + r"|[\d.]\s?[KMGT]B?\s*[,，|]\s*"
    + _DATE.format("c")
    + rf"\s*{_CLOCK}\s*[)）]",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"(?:有效期|保存|保留|有效)[^\n\d]{0,6}(\d{1,3})\s*(?:天|日)(?!\s*\d)"
    r"|(\d{1,3})\s*天(?:之?内)?(?:有效|过期|失效|可下载|后过期|后失效)"
)
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


def service_of(url: str) -> str:
    """Return the Chinese name of the service behind `url`, "" if it is none."""
    match = _SERVICE.match(url.split("://", 1)[-1])
    if match is None or match.lastgroup is None:
        return ""
    return _SERVICES[int(match.lastgroup[1:])][0]


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
    urls = [(m, service_of(m[0])) for m in _URL.finditer(body)]
    clouds = [(m, s) for m, s in urls if s]
    for at, (match, service) in enumerate(clouds):
        floor = clouds[at - 1][0].end() if at else 0
        ceiling = clouds[at + 1][0].start() if at + 1 < len(clouds) else len(body)
        before = body[max(floor, match.start() - _BEFORE) : match.start()]
        after = body[match.end() : min(ceiling, match.end() + _AFTER)]
        url = entities.unescape(match[0]).rstrip(".,;:!?)]}")
        yield CloudLink(
            service,
            _name(before, after),
            url,
            _expiry(before, after, sent),
            _first(_SIZE, before) or _first(_SIZE, after),
        )


def _name(before: str, after: str) -> str:
    """Return the file name nearest to a link, the one before it preferred."""
    for pattern in (_KNOWN_NAME, _ANY_NAME, _SHARED_AS, _TITLE):
        for near, pick in ((before, -1), (after, 0)):
            names = [m[m.lastindex or 0] for m in pattern.finditer(near)]
            if names:
                return _NOISE.sub("", names[pick], count=1).strip()
    return ""


def _first(pattern: re.Pattern[str], near: str) -> str:
    """Return the last match of `pattern` in `near`, "" if there is none."""
    matches = pattern.findall(near)
    return matches[-1] if matches else ""


def _expiry(before: str, after: str, sent: date | None) -> date | None:
    """Return the day a link dies, None when it does not or nobody says."""
    for near, pick in ((before, -1), (after, 0)):
        matches = list(_EXPIRES.finditer(near))
        if matches:
            return _day(matches[pick])
    days = _DAYS.search(before) or _DAYS.search(after)
    return sent + timedelta(int(days[1] or days[2])) if days and sent else None


def _day(match: re.Match[str]) -> date | None:
    """Return the date of an _EXPIRES match, None when no calendar has it."""
    which = next(form for form in "abc" if match[f"{form}y"])
    try:
        return date(*(int(match[f"{which}{part}"]) for part in "ymd"))
    except ValueError:
        return None


def _merged(known: CloudLink, more: CloudLink) -> CloudLink:
    """Return `known` with what only `more` tells."""
    return CloudLink(
        known.service,
        known.name or more.name,
        known.url,
        known.expires or more.expires,
        known.size or more.size,
    )
