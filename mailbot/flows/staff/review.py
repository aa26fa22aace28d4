"""Staff settle what the bot was unsure of: confirm, re-assign, reject, ignore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.core.judge.sender import Owned, teaches
from mailbot.core.notice.periods import from_id
from mailbot.core.record import filing
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.documents import Document
from mailbot.core.record.matter import Action
from mailbot.core.record.records import (
    CopyState,
    CopyVersion,
    FiledDocument,
    Proposal,
    ReviewItem,
    Ruled,
)
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk, Office
from mailbot.flows.others import is_fellow, other_business
from mailbot.flows.staff.telling import Settlement, tell_returned, tell_settled
from mailbot.ports import Work


@dataclass(frozen=True, slots=True)
class Ruling:
    """What staff want instead of the proposal; empty parts take the proposal's.

    `learn` tells whether the sender's address shall belong to the unit from now on;
    `anyway` that the file is taken against the doubt about it.
    """

    units: tuple[str, ...] = ()
    period: str = ""
    copy: str = ""
    learn: bool = True
    anyway: bool = False

    @property
    def says_how(self) -> bool:
        """Tell whether staff say themselves what the file is to count as."""
        return self.anyway or bool(self.units or self.period or self.copy)

    def over(self, proposal: Proposal) -> Proposal:
        """Return the proposal with what staff said put in its place."""
        return Proposal(
            self.units or proposal.units,
            self.period or proposal.period,
            self.copy or proposal.copy,
            proposal.action,
            proposal.reason,
        )


@dataclass(frozen=True, slots=True)
class Filing:
    """One copy that a decision of staff has filed."""

    item: str
    unit: str
    period: str
    copy: str
    path: str


def waits(office: Office, review_id: str) -> bool:
    """Tell whether the thing called so waits, or was settled, for this notice."""
    with office.ledger.begin() as work:
        reviews = work.reviews
        return bool(reviews.find(review_id) or reviews.settled(review_id))


def give(office: Office, review_id: str, to: Office, by: str, now: datetime) -> None:
    """Give a thing that waits to another notice of the office, where it belongs."""
    with office.desk(now, by) as desk:
        item = desk.work.reviews.find(review_id)
        if item is None or to.notice.scope == office.notice.scope:
            return
        desk.work.reviews.assign(item, to.notice.scope)
        desk.log("give", item=item.id, notice=to.notice.scope)
        desk.work.commit()


def confirm(
    office: Office, review_id: str, ruling: Ruling, by: str, now: datetime
) -> tuple[Filing, ...]:
    """Carry out what is proposed, or file as staff say, and tell the units.

    The whole mail (R12) confirms each of its waiting files. What was left alone as
    other business is filed only `anyway`. NeedsStaff says what is missing when there
    is no unit, period or copy to file it under.
    """
    with office.desk(now, by) as desk:
        items = _meant(desk, review_id, ruling)
        filed = [i for i in items if is_filed_by(i.proposal, ruling)]
        for item in items:
            if item not in filed:
                carry_out(desk, item)
        settled = confirm_items(desk, filed, ruling)
        tell_settled(desk, [s for s, _ in settled])
        desk.work.commit()
    return tuple(filing for _, filings in settled for filing in filings)


def _meant(desk: Desk, review_id: str, ruling: Ruling) -> tuple[ReviewItem, ...]:
    """Return what a name means: things that wait, else what was left alone."""
    if waiting := _waiting(desk.work, review_id):
        return waiting
    taken = take_up(desk, review_id, ruling)
    return taken or waiting_items(desk.work, review_id)  # says that there is none


def take_up(desk: Desk, review_id: str, ruling: Ruling) -> tuple[ReviewItem, ...]:
    """Put before staff what was left alone as other business; () if none is called so.

    One word serves the whole period: the unit's other files of the same title come
    with it, the oldest first.
    """
    name = review_id.strip().upper()
    every = other_business(desk)
    named = tuple(i for i in every if name in {i.id, f"R{i.mail}"})
    if named and not ruling.anyway:
        ways = "确是报表的，请写“代码 是报表”（命令行加 --anyway）"
        raise NeedsStaff(f"{named[0].id} {named[0].proposal.reason}；{ways}")
    found = tuple(i for i in every if any(i == n or is_fellow(i, n) for n in named))
    desk.work.reviews.add(replace(item, since=desk.now) for item in found)
    return found


def is_filed_by(proposal: Proposal, ruling: Ruling) -> bool:
    """Tell whether a confirmation files the thing: as proposed, or as staff say."""
    return ruling.says_how or proposal.action in {Action.FILE, Action.EXTRA}


def carry_out(desk: Desk, item: ReviewItem) -> None:
    """Do what is proposed with a thing that should not be filed as it is.

    NeedsStaff where only the unit or staff can answer the doubt.
    """
    proposal = item.proposal
    match proposal.action:
        case Action.RETURN:
            reject_items(desk, (item,), proposal.reason)
        case Action.IGNORE:
            settle_item(desk, item, Ruled.IGNORE)
        case _:
            ways = "核实后请写“确认 采用”（命令行用 --anyway），或退回、忽略"
            raise NeedsStaff(f"{item.id} {proposal.reason}，不宜直接确认；{ways}")


def confirm_items(
    desk: Desk, items: Sequence[ReviewItem], ruling: Ruling
) -> tuple[tuple[Settlement, tuple[Filing, ...]], ...]:
    """File items in a transaction that is open; first all are checked, then filed."""
    ruled = [_Ruled.on(desk, item, ruling) for item in items]
    return tuple((one.settlement, _confirm_one(desk, one)) for one in ruled)


def reject(
    office: Office, review_id: str, reason: str, by: str, now: datetime
) -> tuple[ReviewItem, ...]:
    """Refuse what waits, and tell the units the reason."""
    with office.desk(now, by) as desk:
        items = waiting_items(desk.work, review_id)
        reject_items(desk, items, reason)
        desk.work.commit()
    return items


def reject_items(
    desk: Desk, items: Sequence[ReviewItem], reason: str
) -> tuple[str, ...]:
    """Refuse items in a transaction that is open; return which units are not told."""
    for item in items:
        _reject_one(desk, item, reason)
        settle_item(desk, item, Ruled.REJECT, reason)
    return tell_returned(desk, items, reason)


def ignore(
    office: Office, review_id: str, by: str, now: datetime
) -> tuple[ReviewItem, ...]:
    """Lay aside what waits: kept, not counted, nobody is told."""
    with office.desk(now, by) as desk:
        items = waiting_items(desk.work, review_id)
        for item in items:
            settle_item(desk, item, Ruled.IGNORE)
        desk.work.commit()
    return items


def settle_item(desk: Desk, item: ReviewItem, ruled: Ruled, words: str = "") -> None:
    """Record how an item was settled, and by whom; NeedsStaff if another was faster.

    What is laid aside is none of ours: nothing drawn of it stays.
    """
    decision = f"{ruled}: {words}" if words else str(ruled)
    if not desk.work.reviews.settle(item, decision, desk.by, desk.now):
        raise NeedsStaff(f"{item.id} 已由他人处理，没有改动")
    if ruled is Ruled.IGNORE:
        _conceal(desk, item)
    desk.log(ruled, item=item.id, words=words)


def _conceal(desk: Desk, item: ReviewItem) -> None:
    found = desk.work.reviews.document(item)
    letter = desk.work.catalogue.letter(item.mail)
    for digest in (found and found[1].document.sha256, letter and letter.sha256):
        if digest:
            desk.office.archive.conceal(digest)


def waiting_items(work: Work, review_id: str) -> tuple[ReviewItem, ...]:
    """Return the item called so; for a whole mail (R12) all its waiting files."""
    found = _waiting(work, review_id)
    if not found:
        raise NeedsStaff(f"没有编号为 {review_id} 的待核实件，可能已经处理")
    return found


def _waiting(work: Work, review_id: str) -> tuple[ReviewItem, ...]:
    found = work.reviews.find(review_id)
    if found:
        return (found,)
    whole = review_id.strip().upper()
    return tuple(item for item in work.reviews.open() if f"R{item.mail}" == whole)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A waiting item with its file and what it is to be filed as: nothing done yet."""

    item: ReviewItem
    row: int
    document: FiledDocument
    proposal: Proposal
    learn: bool

    @classmethod
    def on(cls, desk: Desk, item: ReviewItem, ruling: Ruling) -> _Ruled:
        """Check that the item can be filed so; NeedsStaff says what is missing."""
        proposal = checked(desk.office, item.id, ruling.over(item.proposal))
        found = desk.work.reviews.document(item)
        if found is None or not found[1].path:
            ways = "请忽略，或另行登记文件（mailbot register）"
            raise NeedsStaff(f"{item.id} 没有可归档的附件，{ways}")
        learn = ruling.learn and teaches(
            item.sender, proposal.units, _owned(desk, item)
        )
        return cls(item, *found, proposal, learn)

    @property
    def settlement(self) -> Settlement:
        """What the unit will be told."""
        return Settlement(self.item, self.proposal)


def _owned(desk: Desk, item: ReviewItem) -> Owned:
    """Return to whom the address of an item's sender belongs already."""
    office = desk.office
    listed = (unit.name for unit in office.roster.by_address(item.sender))
    learned = desk.work.addresses.learned(item.sender)
    return Owned((office.address, *office.staff), (*listed, *learned))


def _confirm_one(desk: Desk, one: _Ruled) -> tuple[Filing, ...]:
    item, proposal = one.item, one.proposal
    hands = [HandFiled(one.row, one.document, u, proposal) for u in proposal.units]
    filings = tuple(file_by_hand(desk, hand, item) for hand in hands)
    if one.learn:
        unit, now = proposal.units[0], desk.now
        desk.work.addresses.learn(unit, item.sender, desk.by, now)
    against = item.proposal.action not in {Action.FILE, Action.EXTRA}
    settle_item(desk, item, Ruled.CONFIRM, "采用" if against else "")
    return filings


def checked(office: Office, item: str, proposal: Proposal) -> Proposal:
    """Return the proposal if it can be filed; else NeedsStaff says what is wrong."""
    unknown = [u for u in proposal.units if u not in office.notice.units]
    if unknown:
        raise NeedsStaff(f"“{unknown[0]}”不是通知的责任单位，请写通知中的名称")
    if not proposal.units:
        raise NeedsStaff(f"{item} 尚未认定单位，请写明单位（命令行用 --unit）")
    if not proposal.period:
        ways = f"如 {office.schedule.cycle.example}（命令行用 --period）"
        noun = office.schedule.cycle.noun
        raise NeedsStaff(f"{item} 尚未认定{noun}，请写明{noun}，{ways}")
    try:
        office.schedule.cycle.from_id(proposal.period)
    except ValueError as fault:
        raise NeedsStaff(str(fault)) from fault
    if proposal.copy not in {CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF}:
        ways = "电子版或盖章（命令行用 --copy electronic 或 stamped_pdf）"
        raise NeedsStaff(f"{item} 尚未认定类别，请写明{ways}")
    return proposal


@dataclass(frozen=True, slots=True)
class HandFiled:
    """A document with its row in the ledger, and what staff file it as."""

    row: int
    document: FiledDocument
    unit: str
    proposal: Proposal


def file_by_hand(desk: Desk, hand: HandFiled, item: ReviewItem) -> Filing:
    """Put a document under unit and period and count it as a version."""
    office = desk.office
    period = from_id(hand.proposal.period or "")
    copy = CopyKind(hand.proposal.copy)
    received = office.local(item.received_at)
    document = hand.document.document
    folder = filing.copy_folder(period, hand.unit, copy)
    name = filing.dated_name(received, document.name)
    source = office.archive.path(hand.document.path)
    path = office.archive.file(source, folder, name)
    version = _version(hand, document, path, item)
    desk.work.copies.add(version, desk.by, desk.now)
    return Filing(item.id, hand.unit, period.id, copy, path)


def _version(
    hand: HandFiled, document: Document, path: str, item: ReviewItem
) -> CopyVersion:
    verdict = hand.document.verdict
    return CopyVersion(
        unit=hand.unit,
        period=hand.proposal.period or "",
        copy=hand.proposal.copy,
        version=0,
        document=hand.row,
        path=path,
        sha256=document.sha256,
        received_at=item.received_at,
        sender=item.sender,
        flags=tuple(f.flag for f in verdict.flags),
        items_missing=verdict.items_missing,
        text=document.content.text,
        pages=document.content.pages,
        sealed=document.sealed,
    )


def _reject_one(desk: Desk, item: ReviewItem, reason: str) -> None:
    """Record the refused version, so that the unit's standing shows it."""
    found = desk.work.reviews.document(item)
    proposal = item.proposal
    known = proposal.units and proposal.period
    if found is None or not known or proposal.copy == CopyKind.OTHER:
        return
    row, document = found
    for unit in proposal.units:
        hand = HandFiled(row, document, unit, proposal)
        version = _version(hand, document.document, document.path, item)
        refused = replace(version, state=CopyState.REJECTED, reason=reason)
        desk.work.copies.add(refused, desk.by, desk.now)
