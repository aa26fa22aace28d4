"""Reads a whole notice: head, contacts, items, duties, annexes → one proposal."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mailbot.core.reading_notice.asked.duties import Asking, duties_in
from mailbot.core.reading_notice.fields.annexes import annexes_in
from mailbot.core.reading_notice.fields.contact import (
    contacts_in,
    mailbox_in,
    phones_in,
)
from mailbot.core.reading_notice.fields.head import NoticeHead, head_of
from mailbot.core.reading_notice.fields.receivers import receiver_of
from mailbot.core.reading_notice.layout.numerals import day_in
from mailbot.core.reading_notice.layout.paper import NoticePaper, paper_of
from mailbot.core.reading_notice.proposal import (
    NoCampaign,
    NoticeProposal,
    ReadDuty,
    ReadField,
    ReadItem,
    Source,
)
from mailbot.core.reading_notice.things.item_tables import tables_items
from mailbot.core.reading_notice.things.items import items_in
from mailbot.core.reading_notice.things.unit_lists import units_in
from mailbot.core.record.documents import Content

_LETTERS: Final = re.compile(
    r"(?<![0-9A-Za-z])(?=\d*[OoIlSBZ])(?=[OoIlSBZ]*\d)[0-9OoIlSBZ]{2,5}(?=[年月日号〕])"
)
_RUN_TOGETHER: Final = re.compile(
    r"序号[^\t，。；：]{0,30}(?:责任|牵头|承办)(?:单位|部门)"
)
_AMENDS: Final = re.compile(
    r"(?:补充|更正|调整|变更|延期|修改)[^，。]{0,12}(?:通知|函)$|补充通知"
)
_NAMED_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号")
# Among those addressed, a zone without a name of its own stands for its kind.
_NAMELESS: Final = re.compile(
    r"^(?:经济|高新|产业|工业|农业)?(?:技术)?(?:产业)?(?:开发区|园区|新区|高新区|经开区)"
    r"(?:管委会|管理委员会)?$"
)


@dataclass(frozen=True, slots=True)
class _People:
    """Who has items, or who reports where there are none."""

    units: tuple[str, ...]
    classes: tuple[str, ...]


def read_notice(content: Content) -> NoticeProposal:
    """Read one document's content into a proposal; never fills what it does not say."""
    paper = paper_of(content)
    head = head_of(paper)
    items, unread = _items(paper)
    leads = any(item.lead for item in items)
    bulletin = (head.title.value or "").endswith("通报")
    asking = Asking(_base(paper, head), bool(items), leads, bulletin)
    duties = _without_passing_on(paper, duties_in(paper, asking))
    mailbox, damaged = mailbox_in(paper)
    annexes = annexes_in(paper, head.end)
    people = _people(paper, head, items, duties)
    proposal = NoticeProposal(
        refused=_refusal(paper, content, items, duties),
        doc_number=head.doc_number,
        title=head.title,
        issuer=head.issuer,
        issue_date=head.issue_date,
        receiver=receiver_of(paper, duties),
        mailbox=mailbox,
        phones=phones_in(paper),
        contacts=contacts_in(paper),
        addressees=head.addressees,
        amends=_amends(paper, head),
        items=items,
        units=people.units,
        classes=people.classes,
        duties=duties,
        annexes=annexes,
        damages=tuple(dict.fromkeys((*head.damages, *damaged, *_misread(paper)))),
        unread=unread,
    )
    return proposal if content.text_layer else _doubted(proposal)


def _doubted(proposal: NoticeProposal) -> NoticeProposal:
    """Make nothing sure that was read off a picture: every sign may be misread."""
    return replace(
        proposal,
        doc_number=replace(proposal.doc_number, sure=False),
        title=replace(proposal.title, sure=False),
        issuer=replace(proposal.issuer, sure=False),
        issue_date=replace(proposal.issue_date, sure=False),
        receiver=replace(proposal.receiver, sure=False),
        mailbox=replace(proposal.mailbox, sure=False),
        phones=replace(proposal.phones, sure=False),
        contacts=replace(proposal.contacts, sure=False),
        duties=tuple(replace(duty, sure=False) for duty in proposal.duties),
        items=tuple(replace(item, sure=False) for item in proposal.items),
    )


def _without_passing_on(
    paper: NoticePaper, duties: tuple[ReadDuty, ...]
) -> tuple[ReadDuty, ...]:
    """Drop what an office does with the reports it got: it passes them on."""
    kept = []
    for duty in duties:
        others = tuple(one for one in duties if one is not duty)
        gets = receiver_of(paper, others).value or ""
        alone = isinstance(duty.who, tuple) and len(duty.who) == 1
        if not (alone and gets and duty.who[0] in gets):
            kept.append(duty)
    return tuple(kept)


def _base(paper: NoticePaper, head: NoticeHead) -> date | None:
    """Return the day from which a day without a year counts."""
    if head.issue_date.value:
        return head.issue_date.value
    for one in paper.paragraphs:
        found = day_in(one.text)
        if found:
            return found[0]
    return None


def _items(paper: NoticePaper) -> tuple[tuple[ReadItem, ...], tuple[Source, ...]]:
    """Return the text's items; those of tables where the text has none."""
    items, unread = items_in(paper)
    rows, doubts = tables_items(paper)
    if any(item.lead or item.units or item.classes for item in items):
        return items, unread
    if any(item.lead or item.units or item.classes for item in rows):
        return rows, doubts
    return (), unread


def _refusal(
    paper: NoticePaper,
    content: Content,
    items: tuple[ReadItem, ...],
    duties: tuple[ReadDuty, ...],
) -> NoCampaign | None:
    if duties:
        return None
    if not content.text.strip():
        return NoCampaign.UNREADABLE
    glued = any(
        _RUN_TOGETHER.search(one.text) and not one.is_row for one in paper.paragraphs
    )
    unclear = glued or content.columns_unclear
    return NoCampaign.UNREADABLE if unclear and not items else NoCampaign.NO_DUTY


def _people(
    paper: NoticePaper,
    head: NoticeHead,
    items: tuple[ReadItem, ...],
    duties: tuple[ReadDuty, ...],
) -> _People:
    if items:
        units = (u for item in items for u in (*item.lead, *item.units))
        classes = (c for item in items for c in item.classes)
        return _People(tuple(dict.fromkeys(units)), tuple(dict.fromkeys(classes)))
    words = "、".join(
        name for duty in duties if isinstance(duty.who, tuple) for name in duty.who
    )
    named = units_in(words)
    listed = _listed(paper)
    if listed:
        return _People(listed, named.classes)
    if named.units:
        return _People(named.units, ())
    if re.search(r"牵头|责任单位", words) or not duties:
        return _People((), ())
    to = units_in(head.addressees.value or "")
    kinds = tuple(unit for unit in to.units if _NAMELESS.match(unit))
    named_ones = tuple(unit for unit in to.units if unit not in kinds)
    return _People(named_ones, (*to.classes, *kinds))


def _listed(paper: NoticePaper) -> tuple[str, ...]:
    """Return the names of an annex that is a list of those who report."""
    names: list[str] = []
    inside = False
    for one in paper.paragraphs:
        if inside and re.match(r"^\d{1,3}[.、]?[\u4e00-\u9fff（）]{2,20}$", one.text):
            names.append(re.sub(r"^\d{1,3}[.、]?", "", one.text))
            continue
        if inside and names:
            break
        listed = re.search(r"名单$", one.text) and len(one.text) < 30  # noqa: PLR2004
        inside = bool(listed) and not one.text.startswith(("附件：", "1.", "2."))
    return tuple(names)


def _misread(paper: NoticePaper) -> tuple[Source, ...]:
    """Return figures with letters in them: what a scanner made of 20日 or 2024年."""
    return tuple(
        one.source(*found.span())
        for one in paper.paragraphs
        for found in _LETTERS.finditer(one.text)
    )


def _amends(paper: NoticePaper, head: NoticeHead) -> ReadField[str]:
    """Return the number of the notice that an addendum changes, else its title."""
    title = head.title.value or ""
    if not _AMENDS.search(title):
        return ReadField()
    own = head.doc_number.value
    for one in paper.paragraphs:
        for found in _NAMED_NUMBER.finditer(one.text):
            words = re.sub(r"^.*?[（《]", "", found.group())
            if words != own:
                return ReadField(words, one.source(*found.span()))
        named = re.search(r"《(?P<t>[^《》]*(?:《[^》]*》)?[^《》]*通知)》", one.text)
        if named:
            return ReadField(named["t"], one.source(*named.span("t")))
    return ReadField(
        title, head.title.source, sure=False, remark="未写明所改通知的文号"
    )
