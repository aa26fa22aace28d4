"""待核实: one thing at a time, its document beside what is proposed and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from mailbot.web.visit import Handed, Onward, Opening, Reply, Shown, Visit

_GONE = 404
_RULED_WORDS = {
    Ruled.CONFIRM: "确认归档",
    Ruled.REJECT: "退回",
    Ruled.IGNORE: "忽略",
}
_COPIES = (CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF)
_MOST_TEXT = 20_000  # characters of a text or a letter that a page shows
_MOST_ROWS = 300
_MOST_REASON = 200
_NO_FILE = "没有这份文件，或者它不属于本办公室。"


Box = tuple[float, float, float, float]


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
    boxes: tuple[Box, ...]


def first(visit: Visit) -> Reply:
    """Show the first thing that waits, or that nothing does."""
    waiting = looking.queue(visit.office)
    if not waiting:
        return Shown("reviews")
    return _item(visit, waiting[0].id, waiting)


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
    for following in names[place + 1 : place + 2]:
        visit.console.warm(following)
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
        "rows": looking.rows_apart(office, found.item.id),
        "items_of": office.notice.items_of,
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
    return {
        place: tuple(clue.text for clue in clues if clue.clue == place)
        for place in ("subject", "file_name", "heading")
    }


def sheets(found: InReview) -> tuple[Sheet, ...]:
    """Return the pages as they are drawn, with the boxes of the seals on them."""
    marks = found.seal.marks if found.seal else ()
    return tuple(
        Sheet(page, tuple(_drawn(m, page) for m in marks if _stands_on(m, page)))
        for page in found.preview.pages
    )


def _stands_on(mark: SealMark, page: DrawnPage) -> bool:
    return mark.page == page.number and mark.box[2] > mark.box[0]


def _drawn(mark: SealMark, page: DrawnPage) -> Box:
    """Return left, top, width and height of a seal, within its page."""
    left, top, right, bottom = mark.box
    right, bottom = min(right, page.width), min(bottom, page.height)
    return (left, top, max(0.0, right - left), max(0.0, bottom - top))


def picture(visit: Visit) -> Reply:
    """Return a page's picture, for those who may see the file."""
    shelved = looking.file(visit.office, visit.number("document"))
    if shelved is None:
        return Shown("trouble", {"words": _NO_FILE}, _GONE)
    previews, number = visit.console.previews, visit.number("page")
    drawn = looking.page_of(visit.office, previews, shelved, number)
    if not drawn:
        return Shown("trouble", {"words": "这一页无法画出，请下载文件查看。"}, _GONE)
    return Handed(drawn, "image/jpeg")


def confirm(visit: Visit) -> Reply:
    """Carry out what is proposed, or file as the form says."""
    form, name = visit.form, visit.path["item"]
    ruling = Ruling(
        tuple(unit for unit in (form.get("unit", ""),) if unit),
        form.get("period", ""),
        form.get("copy", ""),
        learn=form.get("learn") == "yes",
        anyway=form.get("anyway") == "yes",
    )
    return _settling(
        visit,
        "confirm",
        lambda: reviewing.confirm(visit.office, name, ruling, visit.by, visit.now),
    )


def send_back(visit: Visit) -> Reply:
    """Return a thing to its unit with the reason."""
    name, reason = visit.path["item"], visit.form.get("reason", "").strip()
    if not reason or len(reason) > _MOST_REASON:
        words = f"请写明退回的理由（{_MOST_REASON}字以内），单位会看到；没有办理"
        raise NeedsStaff(words)
    return _settling(
        visit,
        "return",
        lambda: reviewing.reject(visit.office, name, reason, visit.by, visit.now),
    )


def lay_aside(visit: Visit) -> Reply:
    """Leave a thing out of account."""
    name = visit.path["item"]
    return _settling(
        visit,
        "ignore",
        lambda: reviewing.ignore(visit.office, name, visit.by, visit.now),
    )


def _settling(visit: Visit, done: str, do: Callable[[], object]) -> Reply:
    """Settle a thing and go on to the next; tell who was faster if somebody was."""
    name = visit.path["item"]
    names = [item.id for item in looking.queue(visit.office)]
    if name not in names:
        return _settled(visit, name)
    do()
    place = names.index(name)
    rest = [*names[place + 1 :], *names[:place]]
    onward = f"/reviews/{rest[0]}" if rest else "/reviews"
    return Onward(f"{onward}?done={done}&item={name}")


def undo(visit: Visit) -> Reply:
    """Put a settled thing before staff again."""
    name = visit.path["item"]
    undoing.undo(visit.office, name, visit.by, visit.now)
    return Onward(f"/reviews/{name}?done=undo&item={name}")


OPENINGS = (
    Opening("/reviews", first),
    Opening("/reviews/{item}", one),
    Opening("/files/{document}/pages/{page}", picture),
    Opening("/reviews/{item}/confirm", confirm, form=True, decides=True),
    Opening("/reviews/{item}/return", send_back, form=True, decides=True),
    Opening("/reviews/{item}/ignore", lay_aside, form=True, decides=True),
    Opening("/reviews/{item}/undo", undo, form=True, decides=True),
)
