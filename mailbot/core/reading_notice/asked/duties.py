"""What a notice asks for, of whom and by when: its duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mailbot.core.reading_notice.asked.clauses import (
    Clause,
    asks_anew,
    clause_at,
    first_sent,
    is_asked,
    is_own_act,
)
from mailbot.core.reading_notice.asked.due_forms import RHYTHMS, DueWords
from mailbot.core.reading_notice.asked.dues import dues_in
from mailbot.core.reading_notice.asked.duty_words import (
    COPIES,
    HOLIDAYS,
    PREVIOUS,
    THIS,
    joined,
    who_of,
)
from mailbot.core.reading_notice.asked.exceptions import Special, specials_in, start_in
from mailbot.core.reading_notice.layout.paper import NoticePaper
from mailbot.core.reading_notice.layout.sentences import Sentence, sentences_of
from mailbot.core.reading_notice.proposal import ReadCycle, ReadDuty

_PREVIOUS, _THIS = joined(PREVIOUS), joined(THIS)
_WHAT: Final = re.compile(
    r"(?:将|把(?![关握])|要将|需将)(?P<w>[^，。；]{2,60}?)(?=电子|（|以|通过|经|加盖|的?盖章|纸质|书面|一并|及时|分别|统一|同时|于|在|按|报|发|送|上|提|反|传|寄)"
)
_SUBJECT: Final = re.compile(
    r"(?:^|[，。；]|请)(?P<w>(?:各|市|县|区|镇|乡|省)[\u4e00-\u9fff（）、]{1,120}?)"
    r"(?=（名单|要|应(?!急)|须|需|将|务(?=必|于)|(?:于|在|自|从|按)?(?:每[月季周年半个]|次月|\d|第.季度)|于|负责|，|$)"
)
_HALVES: Final = {
    (ReadCycle.QUARTER, "H1"): "Q2",
    (ReadCycle.QUARTER, "H2"): "Q4",
    (ReadCycle.MONTH, "H1"): "M06",
    (ReadCycle.MONTH, "H2"): "M12",
}
_AFTER_RECEIPT: Final = re.compile(
    r"(?:收到|接到|接)(?:本)?(?:通知|文件|文|此文|来函)?(?:之日)?(?:起|后)[^，。]{0,4}?个?(?:工作)?[日天]内"
)
# Without a day, only words of asking make a rhythm a duty.
_MUST: Final = re.compile(r"要|应|须|请|需|实行|务必|由|各")
_NEAR: Final = 30
_MOST: Final = 20  # due days in one sentence; more is no sentence


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known before duties are read: the issue day, and the items' units.

    A bulletin (通报) repeats what was asked before; only words of asking anew count.
    """

    issued: date | None
    has_items: bool
    has_leads: bool
    is_bulletin: bool = False


def duties_in(paper: NoticePaper, asking: Asking) -> tuple[ReadDuty, ...]:
    """Return the duties of a text in order; those without a day are not sure."""
    duties: list[ReadDuty] = []
    for paragraph in paper.paragraphs:
        if paragraph.is_row:
            continue
        sentences = list(sentences_of(paragraph))
        found = [
            duty
            for place, sentence in enumerate(sentences)
            for duty in _of_sentence(sentence, sentences[place + 1 : place + 4], asking)
        ]
        found = _with_specials(found, sentences, asking.issued)
        duties += [one for one in found if not _is_known(one, duties)]
    duties += _relative(paper, asking)
    return tuple(duties or _rhythm_only(paper, asking))


def _is_known(one: ReadDuty, duties: Sequence[ReadDuty]) -> bool:
    """Tell whether an annex's note or a second mention says the same again."""
    for known in duties:
        same_rule = (known.cycle, known.due) == (one.cycle, one.due)
        if same_rule and not _of_others(one, known):
            return True
    return False


def _of_others(one: ReadDuty, known: ReadDuty) -> bool:
    """Tell whether two duties due alike ask different units for different things."""
    told = isinstance(one.who, tuple) or one.who == "leading"
    return told and one.who != known.who and bool(one.what) and one.what != known.what


def _of_sentence(
    sentence: Sentence, below: Sequence[Sentence], asking: Asking
) -> Iterator[ReadDuty]:
    specials = specials_in(sentence.text, asking.issued)
    dues = [
        due
        for due in dues_in(sentence.text, asking.issued)
        if not any(one.start <= due.start < one.end for one in specials)
    ]
    for place in range(min(len(dues), _MOST)):
        clause = clause_at(sentence, dues, place)
        if is_asked(clause) and (not asking.is_bulletin or asks_anew(clause)):
            yield _duty(clause, below, asking)


def _duty(clause: Clause, below: Sequence[Sentence], asking: Asking) -> ReadDuty:
    near = clause.sentence.text + "".join(one.text for one in below)
    words = clause.text
    return ReadDuty(
        what=_what(clause),
        who=_who(clause, asking),
        cycle=clause.due.cycle,
        due=clause.due.due,
        covers=_covers(clause),
        exceptions=clause.due.exceptions,
        holiday=_holiday(near),
        copies=_copies(words, near),
        only=clause.due.only,
        start=start_in(clause.sentence.text, clause.due.cycle, asking.issued),
        source=clause.sentence.source(clause.start, clause.end),
        sure=clause.due.due is not None,
    )


def _what(clause: Clause) -> str:
    found = _WHAT.search(clause.text)
    if found:
        return found["w"]
    last = re.split(r"[，：]", clause.before)[-1]
    return last.rpartition("单位的")[2][:40].strip("请于在要务必 ")


def _who(clause: Clause, asking: Asking) -> str | tuple[str, ...]:
    subject = clause.before or clause.text[:40]
    role = who_of(subject, has_items=asking.has_items, has_leads=asking.has_leads)
    if role:
        return role
    found = _SUBJECT.search(subject)
    if found:
        words = re.sub(r"(?:请|分别|均|都|逢)+$", "", found["w"].split("的")[0])
        return tuple(one for one in re.split(r"[、和及]", words) if one)
    return "items" if asking.has_items else "all"


def _covers(clause: Clause) -> str | None:
    if clause.due.covers:
        return clause.due.covers
    if _PREVIOUS.search(clause.text):
        return "previous"
    return "this" if _THIS.search(clause.text) else None


def _holiday(text: str) -> str | None:
    for name, pattern, _, _ in HOLIDAYS:
        if re.search(pattern, text):
            return name
    return None


def _copies(clause: str, near: str) -> tuple[str, ...]:
    """Return the copies asked for; a sentence on forms may follow the duty's own."""
    for text in (clause, near):
        every = (name for name, pattern, _, _ in COPIES if re.search(pattern, text))
        found = list(dict.fromkeys(every))
        if "stamped_paper" in found and "paper" in found:
            found.remove("paper")
        if found:
            return tuple(found)
    return ()


def _with_specials(
    duties: list[ReadDuty], sentences: Sequence[Sentence], issued: date | None
) -> list[ReadDuty]:
    """Give a periodic duty the exceptions that its paragraph names."""
    specials: list[Special] = [
        one for sentence in sentences for one in specials_in(sentence.text, issued)
    ]
    places = [i for i, one in enumerate(duties) if one.cycle is not ReadCycle.ONCE]
    if not places or not specials:
        return duties
    last = places[-1]
    cycle = duties[last].cycle
    extra = tuple((_in_terms(cycle, one.period), one.day) for one in specials)
    known = dict((*duties[last].exceptions, *extra))
    duties[last] = replace(duties[last], exceptions=tuple(known.items()))
    return duties


def _in_terms(cycle: ReadCycle, period: str) -> str:
    """Return a half-year's name (全年总结) as the cycle's own period that ends then."""
    return _HALVES.get((cycle, period), period)


def _rhythm_only(paper: NoticePaper, asking: Asking) -> list[ReadDuty]:
    """Return the first duty that has a rhythm but no day: 每季度报送一次."""
    for paragraph in paper.paragraphs:
        if paragraph.is_row:
            continue
        for sentence in sentences_of(paragraph):
            clause = _rhythm_of(sentence)
            if clause is not None:
                return [_duty(clause, (), asking)]
    return []


def _rhythm_of(sentence: Sentence) -> Clause | None:
    """Return the clause of a sentence that asks for reports in a rhythm."""
    for pattern, cycle, _ in RHYTHMS:
        found = re.search(pattern, sentence.text)
        if found is None:
            continue
        due = DueWords(cycle, None, found.start(), found.end())
        clause = clause_at(sentence, [due], 0)
        sent = first_sent(clause.after[:_NEAR])
        if sent is None or not _MUST.search(sentence.text[: due.end + sent]):
            return None
        return None if is_own_act(clause, sent) else clause
    return None


def _relative(paper: NoticePaper, asking: Asking) -> list[ReadDuty]:
    """Return what is due some days after the notice came: no day a calendar knows."""
    duties: list[ReadDuty] = []
    for paragraph in paper.paragraphs:
        for sentence in sentences_of(paragraph):
            found = _AFTER_RECEIPT.search(sentence.text)
            if found is None or paragraph.is_row:
                continue
            due = DueWords(ReadCycle.ONCE, None, *found.span())
            clause = clause_at(sentence, [due], 0)
            if is_asked(clause):
                duties.append(_duty(clause, (), asking))
    return duties
