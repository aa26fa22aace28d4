"""The part of a sentence that one due moment rules, and whether it asks to report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailbot.core.reading_notice.asked.due_forms import DueWords
from mailbot.core.reading_notice.asked.duty_words import (
    ASKED,
    INVITATIONS,
    NOT_SENT,
    OFFICES,
    OWN_ACTS,
    SENDS,
    joined,
)
from mailbot.core.reading_notice.layout.sentences import Sentence

_SENDS, _NOT_SENT, _OWN = joined(SENDS), joined(NOT_SENT), joined(OWN_ACTS)
_OFFICES, _ASKED, _INVITES = joined(OFFICES), joined(ASKED), joined(INVITATIONS)
_LABELLED: Final = re.compile(
    r"(?:报送|上报|填报|提交|反馈)(?:的)?(?:截止)?(?:时间|时限|日期|期限)(?:要求)?(?:：|。|为|是)"
)
_TAIL: Final = 6  # signs that may follow a day named behind the verb
_BAR: Final = "。；"
_OBJECT: Final = re.compile(r"[将把]|《")
_ANEW: Final = re.compile(r"请|今后|下一步|下步|务必|即日起|要于|须于|应于")
_ASKED_BEFORE: Final = re.compile(r"按照|根据|要求|规定|通知")


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of a sentence that one due moment rules: from `start` to `end`."""

    sentence: Sentence
    due: DueWords
    start: int
    end: int

    @property
    def before(self) -> str:
        """Return the words before the due moment."""
        return self.sentence.text[self.start : self.due.start]

    @property
    def after(self) -> str:
        """Return the words behind the due moment."""
        return self.sentence.text[self.due.end : self.end]

    @property
    def text(self) -> str:
        """Return the clause's words."""
        return self.sentence.text[self.start : self.end]


def clause_at(sentence: Sentence, dues: Sequence[DueWords], place: int) -> Clause:
    """Return the clause of the due moment at `place` among the sentence's."""
    text, due = sentence.text, dues[place]
    start = dues[place - 1].end if place else 0
    end = dues[place + 1].start if place + 1 < len(dues) else len(text)
    bar = max(text.rfind(mark, start, due.start) for mark in _BAR)
    if bar >= 0:
        start = bar + 1
    elif place:
        comma = text.find("，", start, due.start)
        start = comma + 1 if comma >= 0 else start
    stop = text.find("；", due.end, end)
    return Clause(sentence, due, start, stop if stop >= 0 else end)


def is_asked(clause: Clause) -> bool:
    """Tell whether a clause asks units to report, and is no act of the office's own."""
    sent = _sending(clause)
    if sent is None or _INVITES.search(clause.text):
        return False
    return not is_own_act(clause, sent)


def asks_anew(clause: Clause) -> bool:
    """Tell whether a bulletin's clause asks, and does not tell what was asked."""
    return bool(_ANEW.search(clause.text)) and not _ASKED_BEFORE.search(clause.before)


def _sending(clause: Clause) -> int | None:
    """Return where, from the due moment on, the verb of reporting stands; < 0 before.

    None where there is none.
    """
    after = first_sent(clause.after)
    if after is not None:
        return after
    if _LABELLED.search(clause.sentence.text[: clause.due.start]):
        return -1
    before = first_sent(clause.before)
    ends = len(clause.after.strip("，。；）")) <= _TAIL
    return -1 if before is not None and ends else None


def first_sent(text: str) -> int | None:
    """Return where the first verb of reporting stands, None if there is none."""
    not_sent = [found.span() for found in _NOT_SENT.finditer(text)]
    for found in _SENDS.finditer(text):
        if not any(start <= found.start() < end for start, end in not_sent):
            return found.start()
    return None


def is_own_act(clause: Clause, sent: int) -> bool:
    """Tell whether the office itself acts: as subject, or by an act before 报."""
    subject = clause.before
    office = _last(_OFFICES, subject)
    asked = _last(_ASKED, subject)
    if office > asked:
        return True
    between = clause.after[: max(sent, 0)]
    acts = _OWN.search(between)
    if acts is None or _OBJECT.search(between[: acts.start()]):
        return False
    return asked < 0


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)
