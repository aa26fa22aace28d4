"""What the console shows: how all stand, one file beside its mail, and who looked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from mailbot.core.form.placing import Placement, placements, told_rows
from mailbot.core.notice.periods import Period
from mailbot.core.record.catalogue import Event, Found, Search, Shelved
from mailbot.core.record.clues import FileVerdict
from mailbot.core.record.documents import Kind, SealReport
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.preview import Preview
from mailbot.core.record.progress import UnitProgress
from mailbot.core.record.records import (
    AddressState,
    LetterPage,
    LetterState,
    QueuedLetter,
    ReviewItem,
    Settled,
)
from mailbot.core.summary.summary import Outlook
from mailbot.core.summary.words import outlook
from mailbot.flows.facts import HELD
from mailbot.flows.letters.remind import plan
from mailbot.flows.office import Office
from mailbot.flows.others import other_business
from mailbot.flows.standing import progress_of_all
from mailbot.ports.console import Previews

_NOTHING = Preview()


@dataclass(frozen=True, slots=True)
class InReview:
    """A thing in review with all that people see of it.

    `file` is what lies in the archive of it (None: the mail as a whole), `letter` the
    mail's own words.
    """

    item: ReviewItem
    file: Shelved | None
    preview: Preview
    letter: str
    seal: SealReport | None = None
    verdict: FileVerdict | None = None


def year(
    office: Office, now: datetime
) -> tuple[tuple[Period, tuple[UnitProgress, ...]], ...]:
    """Return where every unit stands in every period of the notice."""
    with office.desk(now) as desk:
        return tuple((p, progress_of_all(desk, p)) for p in office.periods)


def queue(office: Office) -> tuple[ReviewItem, ...]:
    """Return what waits for staff, oldest first."""
    with office.ledger.begin() as work:
        return work.reviews.open()


def settled(office: Office, review_id: str) -> Settled | None:
    """Return how a thing was settled, and by whom."""
    with office.ledger.begin() as work:
        return work.reviews.settled(review_id)


def waiting(office: Office, previews: Previews, review_id: str) -> InReview | None:
    """Return a waiting thing with its file and its mail, None if none waits."""
    with office.ledger.begin() as work:
        item = work.reviews.find(review_id)
        if item is None:
            return None
        found = work.reviews.document(item)
        raw = work.catalogue.letter(item.mail)
        number = found[0] if found else 0
        files = work.catalogue.find(Search(document=number)).files if number else ()
    file = files[0] if files else None
    return InReview(
        item=item,
        file=file,
        preview=preview_of(office, previews, file) if file else _NOTHING,
        letter=previews.letter(office.archive.path(raw.path), raw.sha256)
        if raw and office.archive.path(raw.path).is_file()
        else "",
        seal=found[1].document.seal if found else None,
        verdict=found[1].verdict if found else None,
    )


def rows_apart(office: Office, review_id: str) -> tuple[Placement, ...]:
    """Return a waiting form's rows that fit no item, under 0 or where staff put them.

    Only of a form that is one unit's: a row is placed for a unit.
    """
    with office.ledger.begin() as work:
        item = work.reviews.find(review_id)
        found = work.reviews.document(item) if item else None
        if item is None or found is None or len(item.proposal.units) != 1:
            return ()
        flags = found[1].verdict.flags
        noted = (dict(f.details) for f in flags if f.flag is FlagKind.ROWS_UNPLACED)
        told = next(noted, {}).get("rows", "")
        said = placements(work.decisions.all())
        return told_rows(told, item.proposal.units[0], said)


def find(office: Office, wanted: Search) -> Found:
    """Return a page of the files that fit, the newest first."""
    with office.ledger.begin() as work:
        return work.catalogue.find(wanted)


def file(office: Office, document: int) -> Shelved | None:
    """Return one file by its number, None where this office has none such to show."""
    found = find(office, Search(document=document)).files
    return found[0] if found and path_of(office, found[0]).is_file() else None


def path_of(office: Office, shelved: Shelved) -> Path:
    """Return where a file lies."""
    return office.archive.path(shelved.path)


def preview_of(office: Office, previews: Previews, shelved: Shelved) -> Preview:
    """Return what can be shown of a file; nothing of one that is gone."""
    path = path_of(office, shelved)
    if not path.is_file():
        return _NOTHING
    return previews.of(path, shelved.sha256, Kind(shelved.kind))


def page_of(office: Office, previews: Previews, shelved: Shelved, number: int) -> bytes:
    """Return a page's picture (JPEG), b"" if there is none."""
    path, kind = path_of(office, shelved), Kind(shelved.kind)
    return previews.page(path, shelved.sha256, kind, number)


def events(office: Office, before: int, limit: int) -> tuple[Event, ...]:
    """Return what was done, newest first."""
    with office.ledger.begin() as work:
        return tuple(work.catalogue.events(before, limit))


def note(office: Office, what: str, by: str, now: datetime, **details: str) -> None:
    """Keep for the record that somebody saw or took something."""
    with office.desk(now, by) as desk:
        desk.log(what, **details)
        desk.work.commit()


def letters(
    office: Office, states: Collection[LetterState], before: int, limit: int
) -> tuple[QueuedLetter, ...]:
    """Return a page of our letters without their bytes, newest first."""
    with office.ledger.begin() as work:
        return work.outbox.page(LetterPage(tuple(states), "", before, limit))


def letters_of(office: Office, unit: str, limit: int) -> tuple[QueuedLetter, ...]:
    """Return the newest letters to a unit, without their bytes."""
    with office.ledger.begin() as work:
        return work.outbox.page(LetterPage((), unit, 0, limit))


def letter(office: Office, number: int) -> QueuedLetter | None:
    """Return one letter, whole."""
    with office.ledger.begin() as work:
        return work.outbox.get(number)


def text_of_letter(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the plain text of a letter of ours, and the names of what it encloses."""
    mail = message_from_bytes(raw, policy=default)
    body = mail.get_body(("plain",))
    names = (part.get_filename() or "" for part in mail.iter_attachments())
    return (str(body.get_content()) if body else "", tuple(names))


def letters_held(office: Office) -> bool:
    """Tell whether staff hold every letter back."""
    with office.ledger.begin() as work:
        return bool(work.decisions.mark(HELD))


def suspended(office: Office) -> Mapping[str, AddressState]:
    """Return the addresses that do not work, by address."""
    with office.ledger.begin() as work:
        return {state.address: state for state in work.addresses.suspended()}


def left_alone(office: Office, now: datetime) -> tuple[ReviewItem, ...]:
    """Return the files left alone as other business, newest first."""
    with office.desk(now) as desk:
        return tuple(reversed(other_business(desk)))


def coming(office: Office, now: datetime) -> tuple[Outlook, ...]:
    """Return who is written to next and why, or why not."""
    with office.desk(now) as desk:
        found = (outlook(decision, desk.today) for decision in plan(desk))
        return tuple(line for line in found if line is not None)
