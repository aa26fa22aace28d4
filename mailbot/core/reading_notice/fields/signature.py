"""Who signed a notice, and on which day: the lines at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from mailbot.core.reading_notice.layout.numerals import day_in
from mailbot.core.reading_notice.layout.paper import Paragraph
from mailbot.core.reading_notice.proposal import ReadField

_META_DATE: Final = re.compile(r"(?:成文日期|发文日期|成文时间|发文时间)：")
_WEB: Final = re.compile(r"发布|浏览|来源|点击|时间：|印发|打印|字体|日期：")
_ISSUER: Final = re.compile(
    r"^[\u4e00-\u9fff（）、“”· ]{3,60}$",
)
_OFFICE_ENDS: Final = (
    r"(?:政府|办公室|委员会|办公厅|指挥部|党组|集团|公司|学校|中心"
    r"|[局厅委办组会部院处联社])"
)
_AT_END: Final = re.compile(
    rf"(?:[。）]|{_OFFICE_ENDS}) ?"
    r"(?P<day>[^，。；：（）《》 ]{4}年[^，。；：（）]{2,8}日)$"
)
_DAY_LABEL: Final = re.compile(r"^(?:日期|时间|成文日期)：")
_ASIDE: Final = re.compile(r"（[^）]{2,60}）$")  # （此件公开发布）


def signature_of(
    paragraphs: Sequence[Paragraph], body: int
) -> tuple[int | None, ReadField[date]]:
    """Return where the signature stands and its day: a day alone in a line.

    A day in digits only (2024-04-11) is a web page's own, unless an office stands
    above it.
    """
    for place, one in enumerate(paragraphs[body:], start=body):
        below_office = place > body and _is_office(paragraphs[place - 1].text)
        read = _only_a_day(one, below_office=below_office)
        if read:
            return place, read
    for one in paragraphs[:40]:
        label = _META_DATE.search(one.text)
        day = day_in(one.text[label.end() :]) if label else None
        if label and day and day[1] <= 1:
            span = (label.end() + day[1], label.end() + day[2])
            return None, ReadField(day[0], one.source(*span))
    for one in paragraphs[:body]:
        read = _only_a_day(one, below_office=False)
        if read:
            return None, read
    return None, _run_on(paragraphs[body:])


def _run_on(paragraphs: Sequence[Paragraph]) -> ReadField[date]:
    """Return a day that ends the last text's paragraph: pages lose line ends."""
    for one in reversed(paragraphs):
        found = _AT_END.search(one.text)
        day = day_in(found["day"]) if found else None
        if found and day and not one.is_row:
            remark = "日期与正文连写，请核对"
            source = one.source(*found.span("day"))
            return ReadField(day[0], source, sure=False, remark=remark)
    return ReadField()


def _only_a_day(one: Paragraph, *, below_office: bool) -> ReadField[date] | None:
    text = _ASIDE.sub("", one.text)
    text = _DAY_LABEL.sub("", text) if below_office else text
    if one.is_row or _WEB.search(text):
        return None
    found = day_in(text)
    if found is None:
        return None
    day, start, end = found
    around = (text[:start] + text[end:]).strip(" ()（）印")
    signed = start > 0 and end == len(text) and _is_office(text[:start])
    if (around and not signed) or not (below_office or "年" in text[start:end]):
        return None
    at = one.text.find(text[start:end])
    return ReadField(day, one.source(at, at + end - start))


def _is_office(words: str) -> bool:
    words = _ASIDE.sub("", words.strip())
    return bool(_ISSUER.match(words)) and bool(re.search(f"{_OFFICE_ENDS}$", words))


def issuer_of(
    paragraphs: Sequence[Paragraph], signed: int | None, title: ReadField[str]
) -> ReadField[str]:
    """Return who signed; who stands in the title where nobody did."""
    if signed is not None:
        own = paragraphs[signed]
        found = day_in(own.text)
        if found and found[1] > 0 and _is_office(own.text[: found[1]]):
            return ReadField(own.text[: found[1]].strip(), own.source(0, found[1]))
        for above in reversed(paragraphs[max(0, signed - 2) : signed]):
            if not above.is_row and _is_office(above.text):
                return ReadField(_ASIDE.sub("", above.text.strip()), above.source())
    if title.value:
        words = re.match(r"^(?P<o>[^《》]{3,40}?)(?:关于|印发)", title.value)
        if words and _is_office(words["o"]):
            return ReadField(words["o"], title.source)
    return _published(paragraphs)


def _published(paragraphs: Sequence[Paragraph]) -> ReadField[str]:
    for one in paragraphs[:40]:
        found = re.search(
            r"(?:发布机构|发文机关|发文单位)：(?P<o>[\u4e00-\u9fff]+)", one.text
        )
        if found:
            return ReadField(found["o"], one.source(*found.span("o")))
    return ReadField()
