"""Whether a judged mail is answered, and what with (DOMAIN §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.core.notice.policy import ReceiptPolicy
from mailbot.core.record.clues import Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action
from mailbot.core.record.records import JudgedMail, Origin

# Talk that is answered by itself: what is asked for, or that staff will answer.
_ANSWERED = {
    FlagKind.FORM_REQUEST,
    FlagKind.STATE_REQUEST,
    FlagKind.QUESTION,
    FlagKind.DELAY_REQUEST,
    FlagKind.WITHDRAWAL,
}


class Reply(StrEnum):
    """What a mail is answered with."""

    NOTHING = "nothing"
    TOO_LARGE = "too_large"  # it was left on the server: send it again, smaller
    FORM = "form"  # the blank form that was asked for
    STANDING = "standing"  # where the unit stands, as it asked
    TALK = "talk"  # that staff will answer
    RECEIPT = "receipt"  # what was filed, to a sender known for the unit
    ARRIVAL = "arrival"  # that a mail came, and no more: no unit, no names


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else decides: when the answer would be written, and what was before.

    `restored_at` is the moment at which a backup was laid out, None if none ever
    was: mails that came until then may have been answered by the ledger it replaced.
    `first_letter` tells that staff adopted the address and nothing was sent there yet:
    should it be somebody else's, it hears no more than a stranger (DOMAIN §3).
    """

    now: datetime
    restored_at: datetime | None = None
    first_letter: bool = False


def reply_to(judged: JudgedMail, policy: ReceiptPolicy, around: Circumstances) -> Reply:
    """Return what answers a mail that was just judged; the gate is asked besides."""
    if not _is_answerable(judged, policy, around):
        return Reply.NOTHING
    if judged.verdict.has(FlagKind.LEFT_ON_SERVER):
        return Reply.TOO_LARGE
    if talk := talk_of(judged):
        return Reply.TALK if around.first_letter else _to_talk(talk)
    verdict = judged.verdict
    tells = verdict.matter.proven or verdict.advice.action is not Action.IGNORE
    known = verdict.known_sender and not around.first_letter
    whose = verdict.units and verdict.period
    return Reply.RECEIPT if tells and known and whose else Reply.ARRIVAL


def _to_talk(talk: frozenset[FlagKind]) -> Reply:
    if FlagKind.FORM_REQUEST in talk:
        return Reply.FORM
    return Reply.STANDING if FlagKind.STATE_REQUEST in talk else Reply.TALK


def tells_units(judged: JudgedMail) -> tuple[str, ...]:
    """Return the units that hear at their own address what a stranger filed for them.

    DOMAIN §3: the stranger hears only that the mail came.
    """
    verdict = judged.verdict
    filed = verdict.outcome is Outcome.FILE and verdict.period
    return verdict.units if filed else ()


def talk_of(judged: JudgedMail) -> frozenset[FlagKind]:
    """Return what a known unit's letter without a file talks about."""
    verdict = judged.verdict
    if judged.documents or not verdict.known_sender:
        return frozenset()
    return frozenset(f.flag for f in verdict.flags if f.flag in _ANSWERED)


def _is_answerable(
    judged: JudgedMail, policy: ReceiptPolicy, around: Circumstances
) -> bool:
    """Tell whether a mail may be answered at all, whoever wrote it.

    Not one that lay for days (`answer_within_hours`), came before a restore, was
    imported from a file, came a second time, or is likely a machine's.
    """
    mail, verdict = judged.mail, judged.verdict
    received = mail.saved.received_at
    fresh = around.now - received <= policy.answer_within
    before_restore = around.restored_at is not None and received <= around.restored_at
    by_hand = verdict.nature is Nature.SUBMISSION or bool(talk_of(judged))
    by_hand = by_hand and not verdict.has(FlagKind.WEAK_ROBOT)
    from_mailbox = mail.saved.origin is Origin.MAILBOX
    return (
        fresh and not before_restore and from_mailbox and by_hand and not mail.repeated
    )
