"""Number, title, issuer, day and addressees: what a notice's layout tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mailbot.core.reading_notice.fields.signature import issuer_of, signature_of
from mailbot.core.reading_notice.layout.paper import NoticePaper, Paragraph
from mailbot.core.reading_notice.proposal import ReadField, Source

_NUMBER: Final = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{2,16}(?:（[\u4e00-\u9fff]{1,4}）)?)"
    r"[〔\[【（<《](?P<year>[^〕\]】）>》]{4})(?P<shut>[〕\]】）>》]?)(?:第)?(?P<no>[0-9A-Za-z]{1,5})号"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_META_NUMBER: Final = re.compile(r"(?:发文字号|文号|文件编号|发文编号)[：\t ]")
# What ends a title; a page's navigation or a table's heading never ends so.
KINDS: Final = (
    "通知",
    "通报",
    "方案",
    "意见",
    "函",
    "公告",
    "通告",
    "办法",
    "规定",
    "计划",
    "要点",
    "纪要",
    "决定",
    "分解表",
    "任务表",
    "安排",
    "报告",
    "细则",
    "目标",
    "制度",
    "清单",
)
_KINDS: Final = f"(?:{'|'.join(KINDS)})"
_TITLE_END: Final = re.compile(rf"{_KINDS}(?:（[^）]{{1,20}}）)?》?$")
_RED_HEAD: Final = re.compile(r"^[\u4e00-\u9fff、（）]{3,40}文件$")
# Lines of a web page around the document.
META: Final = (
    "索引号",
    "组配分类",
    "发布机构",
    "主题分类",
    "发文日期",
    "成文日期",
    "发布日期",
    "发布时间",
    "信息来源",
    "来源",
    "文号",
    "发文字号",
    "名称",
    "当前位置",
    "您的位置",
    "浏览",
    "字体",
    "打印",
    "时间",
    "点击",
    "首页",
    "导航",
    "签发人",
    "主题词",
    "标题",
)
_META: Final = re.compile(rf"^(?:{'|'.join(META)})")
_ADDRESSED: Final = re.compile(r"^[^。；]{2,200}：$")
_BRACKETS: Final = re.compile(r"^《(?P<t>.*通知)》$")
_FEW: Final = 4
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """What stands around the body: `body` is where in the paragraphs it begins."""

    doc_number: ReadField[str]
    title: ReadField[str]
    issuer: ReadField[str]
    issue_date: ReadField[date]
    addressees: ReadField[str]
    body: int
    end: int
    damages: tuple[Source, ...] = ()


def head_of(paper: NoticePaper) -> NoticeHead:
    """Read the head and the signature of a document."""
    paragraphs = paper.paragraphs
    addressed = _addressed(paragraphs)
    body = addressed + 1 if addressed is not None else 0
    number, damages = _doc_number(paragraphs, addressed)
    signed, day = signature_of(paragraphs, body)
    title = _title(paragraphs, addressed, number)
    if title.value is None and signed is not None:
        title = _title(paragraphs[signed + 1 :], None, number)  # the plan sent with it
    end = signed if signed is not None else len(paragraphs)
    return NoticeHead(
        doc_number=number,
        title=title,
        issuer=issuer_of(paragraphs, signed, title),
        issue_date=day,
        addressees=_to(paragraphs, addressed),
        body=body,
        end=end,
        damages=damages,
    )


def _addressed(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the paragraph that names those addressed: it ends with a colon."""
    for place, one in enumerate(paragraphs[:40]):
        text = one.text
        if one.is_row or _META.match(text):
            continue
        if _ADDRESSED.match(text) and not _BEGINS_BODY.search(text):
            return place
        if "。" in text and len(text) > 40:  # noqa: PLR2004 - the body has begun
            return None
    return None


_BEGINS_BODY: Final = re.compile(
    r"如下：$|通知：$|^附件|^联系|电话：$|邮箱：$|^[一二三四五六七八九十]+、|^\d+[.、]|^抄送|标题：$|文号：$"
)


def _to(paragraphs: Sequence[Paragraph], place: int | None) -> ReadField[str]:
    if place is None:
        return ReadField()
    one = paragraphs[place]
    text = one.text.removeprefix("主送：").removesuffix("：")
    return ReadField(text, one.source())


def _doc_number(
    paragraphs: Sequence[Paragraph], addressed: int | None
) -> tuple[ReadField[str], tuple[Source, ...]]:
    """Return the notice's own number: alone in its line, or behind the title."""
    damages: list[Source] = []
    head = paragraphs[: addressed if addressed is not None else 12]
    for one in (*head, *_meta_lines(paragraphs)):
        for found in _NUMBER.finditer(one.text):
            if not _is_own(one.text, found):
                continue
            start = found.start() + _lead(found["sign"])
            source = one.source(start, found.end())
            if not (_YEAR.fullmatch(found["year"]) and found["no"].isdigit()):
                damages.append(source)
                continue
            sign = found["sign"][_lead(found["sign"]) :]
            words = f"{sign}〔{found['year']}〕{found['no']}号"
            whole = bool(found["shut"])
            remark = "" if whole else "文号缺右括号，请核对原件"
            return ReadField(words, source, whole, remark), tuple(damages)
    remark = "文号似有损坏，请核对原件" if damages else ""
    read: ReadField[str] = (
        ReadField(None, damages[0], sure=False, remark=remark)
        if damages
        else ReadField()
    )
    return read, tuple(damages)


def _meta_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    return (one for one in paragraphs[:40] if _META_NUMBER.search(one.text))


def _lead(sign: str) -> int:
    """Return how many signs before the number's own word are a label's."""
    for label in ("发文字号", "文件编号", "文号", "文件", "编号"):
        at = sign.rfind(label)
        if at >= 0:
            return at + len(label)
    return 0


def _is_own(text: str, found: re.Match[str]) -> bool:
    """Tell whether a number is the notice's: nothing cites it."""
    before, after = text[: found.start()], text[found.end() :]
    if not before or _META_NUMBER.search(before + found.group()):
        return True
    if before.endswith("（") and after.startswith("）"):
        return bool(_TITLE_END.search(before[:-1])) and "转发" not in before
    if _TITLE_END.search(before) and not after:
        return True
    return before.endswith((" ", "文件")) and not re.search(r"根据|按照|[《〈]", before)


def _title(
    paragraphs: Sequence[Paragraph], addressed: int | None, number: ReadField[str]
) -> ReadField[str]:
    """Return the title: the lines above those addressed, or the first that ends so."""
    last = addressed if addressed is not None else min(len(paragraphs), 40)
    for place, one in enumerate(paragraphs[:last]):
        if _is_no_title(one):
            continue
        gathered = _gather(paragraphs[:last], place, number)
        if gathered:
            return gathered
    return ReadField()


def _is_no_title(one: Paragraph) -> bool:
    text = one.text
    if one.is_row or _META.match(text) or _RED_HEAD.match(text):
        return True
    return "。" in text or text.startswith(("附件", "一、"))


def _gather(
    paragraphs: Sequence[Paragraph], place: int, number: ReadField[str]
) -> ReadField[str] | None:
    """Join lines from `place` until a title ends; None if none does."""
    text, first = "", paragraphs[place]
    for one in paragraphs[place : place + _FEW]:
        if _is_no_title(one):
            return None
        piece = _bare(one.text, number)
        if text and not _continues(text, one.text):
            return None
        first = first if text else one
        text += piece
        if _TITLE_END.search(text) and text.count("《") == text.count("》"):
            found = _BRACKETS.match(text)
            source = first.source()
            return ReadField(found["t"] if found else text.replace(" ", ""), source)
    return None


def _bare(text: str, number: ReadField[str]) -> str:
    """Return a title's line without the number that stands behind or before it."""
    if number.value is None:
        return text
    for own in _NUMBER.finditer(text):
        piece = text[: own.start()] + text[own.end() :]
        return re.sub(r"（）|^ +| +$", "", piece)
    return text


def _continues(above: str, below: str) -> bool:
    return len(above) + len(below) < _LONGEST and not _NUMBER.fullmatch(below)
