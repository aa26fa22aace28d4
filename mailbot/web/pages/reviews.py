"""待核实: one thing at a time, its document beside what is proposed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.documents import SealMark
from mailbot.core.record.flags import FLAGS, flag_word
from mailbot.core.record.matter import Action
from mailbot.core.record.preview import DrawnPage
from mailbot.core.record.records import ReviewItem, Ruled
from mailbot.core.words.seal_words import seal_in_words
from mailbot.errors import NeedsStaff
from mailbot.flows.console import looking
from mailbot.flows.console.looking import InReview
from mailbot.flows.staff import review as reviewing
from mailbot.flows.staff import undoing
from mailbot.flows.staff.review import Ruling
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

_GONE = 404
_RULED_WORDS = {
    Ruled.CONFIRM: "确认归档",
    Ruled.REJECT: "退回",
    Ruled.IGNORE: "忽略",
}
_COPIES = (CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF)
_MOST_TEXT = 20_000  # characters of a text or a letter that a page shows
_MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Primary:
    """What the one great button does: its words and the form it sends.

    `how` is confirm, return, ignore, or edit where something must be said first.
    """

    words: str
    how: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is drawn on the screen, with the boxes of the seals on it."""

    page: DrawnPage
    boxes: tuple[tuple[float, float, float, float], ...]


def first(visit: Visit) -> Reply:
    """Show the first thing that waits, or that nothing does."""
    waiting = looking.queue(visit.office)
    if waiting:
        done = visit.query.get("done", "")
        return _item(visit, waiting[0].id, waiting) if not done else _item(
            visit, waiting[0].id, waiting
        )
    return Shown("reviews", {"queue": ()})


def one(visit: Visit) -> Reply:
    """Show one thing that waits."""
    return _item(visit, visit.path["item"], looking.queue(visit.office))


def _item(visit: Visit, name: str, queue: Sequence[ReviewItem]) -> Reply:
    office = visit.office
    found = looking.waiting(office, visit.console.previews, name)
    if found is None:
        return _settled(visit, name)
    if found.file:
        item, by = found.item.id, visit.by
        looking.note(office, "web_saw", by, visit.now, item=item, name=found.file.name)
    names = [item.id for item in queue]
    place = names.index(found.item.id)
    facts = {
        "queue": queue,
        "place": place,
        "before": names[place - 1] if place else "",
        "after": names[place + 1] if place + 1 < len(names) else "",
        "one": found,
        "item": found.item,
        "primary": primary(found.item),
        "doubt": doubt(found.item),
        "flags": tuple(flag_word(flag) for flag in found.item.flags),
        "marks": evidence(found),
        "sheets": sheets(found),
        "seal": seal_in_words(found.seal) if found.seal else "",
        "units": office.notice.units,
        "periods": office.periods,
        "copies": _COPIES,
        "most_text": _MOST_TEXT,
        "most_rows": _MOST_ROWS,
    }
    return Shown("review", facts)


def _settled(visit: Visit, name: str) -> Reply:
    """Say who settled a thing, and how: two people may be at one queue."""
    found = looking.settled(visit.office, name)
    if found is None:
        return Shown("trouble", {"words": "没有这一件，或者它不属于本办公室。"}, _GONE)
    return Shown("settled", {"settled": found, "how": _RULED_WORDS[found.ruled]})


def primary(item: ReviewItem) -> Primary:
    """Return what the great button does: what is proposed, if it can be done so."""
    proposal = item.proposal
    whole = proposal.units and proposal.period and proposal.copy in _COPIES
    match proposal.action:
        case Action.RETURN:
            return Primary("按建议退回", "confirm")
        case Action.IGNORE:
            return Primary("按建议忽略", "confirm")
        case Action.FILE | Action.EXTRA if whole and item.path:
            return Primary("确认归档", "confirm")
        case _ if item.path:
            return Primary("核对后采用…", "edit")
        case _:
            return Primary("退回…", "return")


def doubt(item: ReviewItem) -> str:
    """Return in one sentence why it waits: what the proposal says, or the gravest."""
    if item.proposal.reason:
        return item.proposal.reason
    doubts = (FLAGS[flag].word for flag in item.flags if FLAGS[flag].doubts)
    return next(doubts, item.reasons[0] if item.reasons else "需人工核实")


def evidence(found: InReview) -> dict[str, tuple[str, ...]]:
    """Return the words that were evidence, by where they stood."""
    clues = found.verdict.reasons if found.verdict else ()
    places = {"subject": [], "file_name": [], "heading": []}  # type: dict[str, list[str]]
    for clue in clues:
        places.setdefault(clue.clue, []).append(clue.text)
    return {place: tuple(words) for place, words in places.items()}


def sheets(found: InReview) -> tuple[Sheet, ...]:
    """Return the pages with the boxes of seals, the page that bears one first."""
    marks: Sequence[SealMark] = found.seal.marks if found.seal else ()
    made = tuple(
        Sheet(
            page,
            tuple(m.box for m in marks if m.page == page.number and m.box[2] > m.box[0]),
        )
        for page in found.preview.pages
    )
    return made


def confirm(visit: Visit) -> Reply:
    """Carry out what is proposed, or file as the form says."""
    name = visit.path["item"]
    form = visit.form
    ruling = Ruling(
        tuple(u for u in (form.get("unit", ""),) if u),
        form.get("period", ""),
        form.get("copy", ""),
        learn=form.get("learn", "") == "yes",
        anyway=form.get("anyway", "") == "yes",
    )
    return _do(
        visit,
        lambda: reviewing.confirm(visit.office, name, ruling, visit.by, visit.now),
        "confirm",
    )


def send_back(visit: Visit) -> Reply:
    """Return a thing to its unit with the reason."""
    name, reason = visit.path["item"], visit.form.get("reason", "").strip()[:200]
    if not reason:
        raise NeedsStaff("退回须写明理由，单位会看到；没有办理，请返回填写")
    return _do(
        visit,
        lambda: reviewing.reject(visit.office, name, reason, visit.by, visit.now),
        "return",
    )


def lay_aside(visit: Visit) -> Reply:
    """Leave a thing out of account."""
    name = visit.path["item"]
    reply = _do(
        visit,
        lambda: reviewing.ignore(visit.office, name, visit.by, visit.now),
        "ignore",
    )
    return reply


def undo(visit: Visit) -> Reply:
    """Put a settled thing before staff again."""
    name = visit.path["item"]
    undoing.undo(visit.office, name, visit.by, visit.now)
    return Onward(f"/reviews/{name}?done=undo&item={name}")
