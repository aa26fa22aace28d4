"""信件: who was written to, who will be and why; a letter as it looks."""

from __future__ import annotations

from mailbot.core.record.records import LetterState
from mailbot.flows.console import looking
from mailbot.flows.letters import outbox
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit
from mailbot.web.words import LETTER_KINDS, LETTER_STATES

_GONE = 404
_A_PAGE = 40
_GROUPS = {
    "waiting": (LetterState.WAITING, LetterState.HELD, LetterState.CLAIMED),
    "sent": (LetterState.SENT,),
    "failed": (LetterState.FAILED, LetterState.UNKNOWN),
    "cancelled": (LetterState.CANCELLED,),
}
_GROUP_WORDS = {
    "waiting": "待发和待放行",
    "sent": "已发",
    "failed": "未发出或不明",
    "cancelled": "已取消",
}
_WORDS = {"kinds": LETTER_KINDS, "states": LETTER_STATES}


def every(visit: Visit) -> Reply:
    """List letters of one group, newest first, a page at a time."""
    group = visit.query.get("group", "waiting")
    states = _GROUPS.get(group, ())
    found = looking.letters(visit.office, states, visit.number("before"), _A_PAGE + 1)
    coming = looking.coming(visit.office, visit.now) if group == "waiting" else ()
    facts = {
        "letters": found[:_A_PAGE],
        "more": found[_A_PAGE - 1].id if len(found) > _A_PAGE else 0,
        "group": group,
        "groups": _GROUP_WORDS,
        "coming": coming,
        "holding": looking.letters_held(visit.office),
    }
    return Shown("letters", _WORDS | facts)


def one(visit: Visit) -> Reply:
    """Show a letter's plain text, as a mail program without HTML shows it."""
    queued = looking.letter(visit.office, visit.number("letter"))
    if queued is None:
        return Shown("trouble", {"words": "没有这封信。"}, _GONE)
    number = str(queued.id)
    looking.note(visit.office, "web_letter", visit.by, visit.now, letter=number)
    text, names = looking.text_of_letter(queued.letter.raw)
    facts = {"queued": queued, "text": text, "enclosures": names}
    return Shown("letter", _WORDS | facts)


def hold(visit: Visit) -> Reply:
    """Hold every letter back."""
    outbox.hold(visit.office, visit.by, visit.now)
    return Onward("/letters?done=hold")


def release(visit: Visit) -> Reply:
    """Let one letter go, or all."""
    number = visit.form.get("letter", "")
    chosen = int(number) if number.isascii() and number.isdigit() else None
    outbox.release(visit.office, chosen, visit.by, visit.now)
    return Onward("/letters?done=release")


def cancel(visit: Visit) -> Reply:
    """Cancel a letter that has not left."""
    number = visit.form.get("letter", "")
    chosen = int(number) if number.isascii() and number.isdigit() else None
    outbox.cancel(visit.office, chosen, visit.by, visit.now)
    return Onward("/letters?done=cancel")


OPENINGS = (
    Opening("/letters", every),
    Opening("/letters/{letter:int}", one),
    Opening("/letters/hold", hold, form=True, decides=True),
    Opening("/letters/release", release, form=True, decides=True),
    Opening("/letters/cancel", cancel, form=True, decides=True),
)
