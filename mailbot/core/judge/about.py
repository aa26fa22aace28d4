"""What each file of a mail is about: the first question, before whose it is.

JUDGEMENT: a period, a unit, a known address, a seal or 报表 alone prove nothing. The
rules below are tried in order; each gives the evidence in the words it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from mailbot.core.judge.copies import is_opened_container
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.signs import FileSigns, said_of, title_lines
from mailbot.core.judge.standing import Membership
from mailbot.core.judge.who import whose
from mailbot.core.matter.evidence import (
    names_item,
    names_title,
    own_word,
    tells_target,
)
from mailbot.core.matter.titles import is_mute, other_matter
from mailbot.core.notice.notice import Item
from mailbot.core.period.choice import choose_period
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.documents import PAGE_KINDS, PAPER_KINDS, PICTURE_KINDS
from mailbot.core.record.matter import Matter, MatterState
from mailbot.core.words.wording import plain

_MOST_TEXT: Final = 200_000
_LONGEST_TITLE: Final = 45
_MOST_TITLES: Final = 4
_BODY_BEGINS: Final = re.compile(
    r"[。;!?]|^[一二三四五六七八九十]{1,3}[、.]|^\([一二三]|^1[、.]"
)


@dataclass(frozen=True, slots=True)
class About:
    """What one file is about, and whose it seems to be.

    `own` tells that the evidence stands in the file itself. `title` is its own title
    where that is of another matter; `seen` tells that the file could be looked at;
    `tells` that its text tells of the unit's own items; `beside` that another file of
    the mail proves itself a report.
    """

    matter: Matter
    title: str = ""
    seen: bool = True
    tells: bool = False
    own: bool = False
    beside: bool = False
    units: tuple[str, ...] = ()
    period: str | None = None


def about_files(hearing: Hearing) -> tuple[About, ...]:
    """Return what each file of the mail is about, in order."""
    documents = hearing.mail.documents
    first = tuple(
        About(Matter())
        if is_opened_container(file.document, documents)
        else _alone(hearing, file)
        for file in hearing.signs.files
    )
    second = tuple(_beside(hearing, at, first) for at in range(len(first)))
    return tuple(_settled(hearing, about) for about in second)


def mail_evidence(hearing: Hearing, *, thread: bool = True) -> tuple[str, ...]:
    """Return what in subject or thread proves that the whole mail is about the notice.

    An answer to our letter says nothing for a file with another title (`thread`).
    """
    signs = hearing.signs
    units = signs.subject.units or hearing.sender.units
    items = _items(hearing, units)
    found = []
    if thread and signs.replied is not None and signs.replied.unit:
        found.append("回复我处来信")
    found.extend(_named("主题", signs.subject.text, hearing, items))
    return tuple(found)


def _alone(hearing: Hearing, file: FileSigns) -> About:
    """Return what the file says of its matter by itself, or by its mail."""
    who = whose(file, hearing.signs, hearing.sender)
    when = choose_period(said_of(file, hearing.signs), hearing.today)
    units = who.units or hearing.sender.units
    items = _items(hearing, units)
    title = other_matter(_titles(file), hearing.case.notice, _names(hearing, file))
    text = file.document.content.text[:_MOST_TEXT]
    told = names_item(text, items) or tells_target(text, items)
    period = when.period.id if when.period else None
    if accepted := _accepted(hearing, title, units, period):
        title, told = "", accepted
    reasons = tuple(_own_reasons(hearing, file, items, told, title))
    own = bool(reasons)
    if not reasons:
        reasons = mail_evidence(hearing, thread=not title)
    about = About(
        _matter(hearing, reasons),
        title=title,
        seen=_is_seen(file),
        tells=bool(told),
        own=own,
        units=who.units,
        period=period,
    )
    outside = who.standing in {Membership.TOWN, Membership.OUTSIDER}
    settled = about.matter.proven or title or outside
    if settled or not _is_mute_scan(hearing, file, about):
        return about
    mute = ("已知单位的扫描件，各处只写单位、季度和形式",)
    return replace(about, matter=_matter(hearing, mute))


def _accepted(
    hearing: Hearing, title: str, units: tuple[str, ...], period: str | None
) -> str:
    """Return a title that staff called the unit's report in this period, else ""."""
    if not (title and len(units) == 1 and period and hearing.sender.knows(units[0])):
        return ""
    known = hearing.case.history.accepted(units[0], period)
    return title if plain(title) in {plain(one) for one in known} else ""


def _own_reasons(
    hearing: Hearing, file: FileSigns, items: tuple[Item, ...], told: str, title: str
) -> Iterator[str]:
    """Yield the evidence that stands in the file itself, strongest first."""
    if file.form.own_rows or (file.form.found and not title):
        yield "有通知附件表格"
    yield from _named("标题", "\n".join(_titles(file)), hearing, ())
    if told:
        yield f"正文写有“{told}”"
    yield from _named("附件名", file.name.text, hearing, items)


def _named(
    where: str, text: str, hearing: Hearing, items: tuple[Item, ...]
) -> Iterator[str]:
    """Yield what `text` names: title or number, an item, or the notice's own word."""
    notice = hearing.case.notice
    if names_title(text, notice):
        yield f"{where}写有通知或报表名称"
    elif item := names_item(text, items):
        yield f"{where}写有实事“{item}”"
    elif word := own_word(text, notice):
        yield f"{where}写有“{word}”"


def _beside(hearing: Hearing, at: int, abouts: tuple[About, ...]) -> About:
    """Let a twin in the same mail, or a sibling filed before, prove a silent file."""
    reported = any(
        other.own and other.matter.proven and not other.title
        for other in abouts
        if other is not abouts[at]
    )
    about = replace(abouts[at], beside=reported)
    if about.title and about.matter.proven and not about.own:
        # the subject speaks of the report beside it
        return replace(about, matter=Matter()) if reported else about
    if about.matter.proven or about.title or not _may_be_silent(hearing, at):
        return about
    twins = (
        other
        for other in abouts
        if other is not abouts[at] and other.matter.proven and not other.title
    )
    if any(_same(about, other) for other in twins):
        return replace(about, matter=_matter(hearing, ("同信另一附件是本通知报表",)))
    if len(about.units) == 1 and about.period and _has_sibling(hearing, at, about):
        return replace(
            about, matter=_matter(hearing, ("同一季度的另一版本此前已收到",))
        )
    return about


def _may_be_silent(hearing: Hearing, at: int) -> bool:
    """Tell whether a silent file was looked at, or says by its name what it is.

    A scan that says nothing by its name is looked at before its mail speaks for it.
    """
    file = hearing.signs.files[at]
    kind = file.document.kind
    if _is_seen(file) or kind not in PAPER_KINDS or kind in PICTURE_KINDS:
        return True
    names = tuple(m.text for m in file.name.mentions)
    return is_mute(file.name.text, hearing.case.notice, names) and bool(
        file.seal.units or len(hearing.signs.files) > 1
    )


def _same(one: About, other: About) -> bool:
    """Tell whether two files may be the two copies of one report."""
    units = not one.units or not other.units or one.units == other.units
    period = not one.period or not other.period or one.period == other.period
    return units and period


def _has_sibling(hearing: Hearing, at: int, about: About) -> bool:
    """Tell whether the unit's other copy is filed for the period, and this one not."""
    file = hearing.signs.files[at]
    if not _is_seen(file):
        return False
    mine = (
        CopyKind.STAMPED_PDF
        if file.document.kind in PAPER_KINDS
        else CopyKind.ELECTRONIC
    )
    if not hearing.sender.knows(about.units[0]):
        return False
    known = hearing.case.history.current(about.units[0], about.period or "")
    kinds = {copy.copy for copy in known}
    return bool(kinds) and mine not in kinds


def _settled(hearing: Hearing, about: About) -> About:
    """Say what a file is that nothing proves: other business, or we cannot tell."""
    if about.matter.proven:
        return about
    known = hearing.sender.known or hearing.case.by_hand
    if not known and hearing.signs.replied is None:
        return replace(about, matter=Matter(MatterState.UNRELATED))
    if about.title:
        reasons = (f"标题是“{about.title}”",)
        return replace(
            about, matter=Matter(MatterState.OTHER_BUSINESS, reasons=reasons)
        )
    return replace(about, matter=Matter(MatterState.UNPROVEN))


def _matter(hearing: Hearing, reasons: tuple[str, ...]) -> Matter:
    if not reasons:
        return Matter()
    return Matter(MatterState.PROVEN, hearing.case.notice.id, reasons)


def _items(hearing: Hearing, units: tuple[str, ...]) -> tuple[Item, ...]:
    """Return the items that these units owe."""
    notice = hearing.case.notice
    return tuple(item for item in notice.items if set(units) & set(item.units))


def _titles(file: FileSigns) -> tuple[str, ...]:
    """Return the lines that stand as a title: short, and before anybody speaks."""
    found: list[str] = []
    for line in title_lines(file.document, file.form):
        if len(line) > _LONGEST_TITLE or _BODY_BEGINS.search(line):
            break
        found.append(line)
    return tuple(found[:_MOST_TITLES])


def _names(hearing: Hearing, file: FileSigns) -> tuple[str, ...]:
    """Return the names of units and offices that stand in the file's titles."""
    lines = _titles(file)
    found = {m.text for line in lines for m in hearing.signs.names.mentions(line)}
    place = hearing.case.notice.place
    return (*found, place.county, place.city, place.province)


def _is_seen(file: FileSigns) -> bool:
    """Tell whether the file could be looked at: read, or its heading was."""
    document = file.document
    if document.problem is not None:
        return False
    if document.content.text.strip():
        return True
    heading = document.seal.heading if document.seal else ""
    return document.kind not in PAPER_KINDS or bool(heading.strip())


def _is_mute_scan(hearing: Hearing, file: FileSigns, about: About) -> bool:
    """Tell whether a known unit's scan says nothing but unit, period and copy.

    A PDF must bear the unit's seal, and the period must be one that is asked for.
    """
    document, signs, notice = file.document, hearing.signs, hearing.case.notice
    if document.kind not in PAPER_KINDS or document.content.text.strip():
        return False
    unasked = document.kind in PICTURE_KINDS and document.seal is None
    if about.period not in hearing.case.due or not (_is_seen(file) or unasked):
        return False
    if not (len(about.units) == 1 and hearing.sender.knows(about.units[0])):
        return False
    sealed = about.units[0] in file.seal.units
    if document.kind in PAGE_KINDS and not sealed:
        return False
    texts = (file.name.text, signs.subject.text, hearing.case.letter.own_words)
    names = tuple(m.text for text in texts for m in signs.names.mentions(text))
    return all(is_mute(text, notice, names) for text in texts)
