"""Filed → recorded: verdict, copies, reviews and the answer, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailbot.core.judge.judgement import Judgement
from mailbot.core.mail.quoting import own_words
from mailbot.core.record.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.record.documents import SealVerdict
from mailbot.core.record.flags import TALK, FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    CopyVersion,
    FiledDocument,
    JudgedMail,
    Proposal,
    ReviewItem,
)
from mailbot.core.record.returned import WRITTEN_LATELY, dead_by_bounce
from mailbot.core.record.versions import counts, in_counting_order
from mailbot.core.words.reasons import reasons_in_words
from mailbot.core.words.words import PROBLEM_WORDS
from mailbot.faultpoints import Point, reached
from mailbot.flows.letters.answering import answer_mail
from mailbot.flows.office import Desk, Office
from mailbot.flows.staff.ordering import obey
from mailbot.ports import Batch

_TALK = TALK | {FlagKind.QUESTION}
_MOST_WORDS = 200  # characters


def record_mail(
    office: Office, judged: Judgement, filed: JudgedMail, now: datetime, files: Batch
) -> None:
    """Record a mail's end, what it orders and its answer in one transaction.

    It is committed when the mail's `files` are durable, never before.
    """
    message = judged.mail.message
    with office.desk(now) as first:
        desk = first.of(office.of(judged.notice))
        work = desk.work
        numbered = zip(work.mails.record(filed, now), filed.documents, strict=False)
        for row, document in in_counting_order(numbered):
            owner = office.of(document.notice or judged.notice)
            count_copy(first.of(owner), filed, row, document)
        work.reviews.add(review_items(filed, now, own_words(message.text)))
        suspend_bounced(desk, filed)
        if judged.ordered is not None:
            obey(first, judged.ordered, message, filed)
        for letter in answer_mail(desk, message, filed):
            work.outbox.add(letter)
        files.wait()
        reached(Point.FILED)
        reached(Point.BEFORE_COMMIT)
        work.commit()
    reached(Point.RECORDED)


def count_copy(desk: Desk, judged: JudgedMail, row: int, filed: FiledDocument) -> None:
    """Count a filed document as a version of its copy; the same bytes only once."""
    verdict = filed.verdict
    if not counts(verdict):
        return
    for unit in verdict.units:
        copy = copy_version(judged, unit, row, filed)
        desk.work.copies.add(copy, by=desk.by, at=desk.now)


def copy_version(
    judged: JudgedMail, unit: str, row: int, filed: FiledDocument
) -> CopyVersion:
    """Return the version that a filed document makes for a unit."""
    verdict, document = filed.verdict, filed.document
    return CopyVersion(
        unit=unit,
        period=verdict.period or "",
        copy=verdict.copy,
        version=0,  # the ledger gives the number
        document=row,
        path=filed.path,
        sha256=document.sha256,
        received_at=judged.mail.saved.received_at,
        sender=judged.sender_address,
        flags=tuple(flag.flag for flag in verdict.flags),
        items_missing=verdict.items_missing,
        text=document.content.text,
        pages=document.content.pages,
        sealed=document.sealed,
    )


def review_items(
    judged: JudgedMail, now: datetime, words: str = ""
) -> Iterator[ReviewItem]:
    """Return what staff must settle: the doubtful files, or the mail as a whole.

    Who asks or promises something is heard: `words` are the letter's own.
    """
    if judged.verdict.nature is Nature.UNRELATED:
        return
    doubtful = [d for d in judged.documents if d.verdict.outcome is Outcome.REVIEW]
    for filed in doubtful:
        yield _heard(_item(judged, filed, now), words)
    told_before = judged.mail.again and judged.documents
    if not doubtful and not told_before and judged.verdict.outcome is Outcome.REVIEW:
        yield _heard(_item(judged, None, now), words)


def _heard(item: ReviewItem, words: str) -> ReviewItem:
    """Add to talk what was said, as far as staff need it to see what is wanted."""
    said = " ".join(words.split())
    if not said or not _TALK.intersection(item.flags):
        return item
    cut = said if len(said) <= _MOST_WORDS else f"{said[:_MOST_WORDS]}……"
    return replace(item, reasons=(*item.reasons, f"来信写道：“{cut}”"))


def _whole(judged: JudgedMail) -> FileVerdict:
    verdict = judged.verdict
    copy = verdict.copies[0] if len(verdict.copies) == 1 else CopyKind.OTHER
    return FileVerdict(
        outcome=verdict.outcome,
        copy=copy,
        units=verdict.units,
        period=verdict.period,
        flags=verdict.flags,
        reasons=verdict.reasons,
        advice=verdict.advice,
    )


def _item(judged: JudgedMail, filed: FiledDocument | None, now: datetime) -> ReviewItem:
    """Return what staff see of a doubtful file, or (None) of the mail as a whole."""
    verdict = filed.verdict if filed else _whole(judged)
    problem = filed.document.problem if filed else None
    also = (PROBLEM_WORDS[problem],) if problem else ()
    seal = filed.document.seal if filed else None
    if seal and seal.verdict is SealVerdict.CANNOT_TELL and seal.note:
        also = (*also, seal.note)
    return ReviewItem(
        mail=judged.mail.id,
        number=filed.number if filed else 0,
        notice=filed.notice if filed else "",
        message_id=judged.message_id,
        attachment=filed.document.name if filed else "",
        proposal=Proposal(
            verdict.units,
            verdict.period,
            verdict.copy,
            verdict.advice.action,
            verdict.advice.reason,
        ),
        reasons=reasons_in_words(verdict, *also),
        since=now,
        received_at=judged.mail.saved.received_at,
        flags=tuple(flag.flag for flag in verdict.flags),
    )


def suspend_bounced(desk: Desk, judged: JudgedMail) -> None:
    """Write no more to addresses that a bounce proves dead."""

    def written_lately(address: str) -> bool:
        since = desk.now - WRITTEN_LATELY
        return bool(desk.work.outbox.recent(address, since))

    for address in dead_by_bounce(judged.verdict, written_lately):
        desk.work.addresses.suspend(address, "退信：地址不存在或拒收", desk.now)
