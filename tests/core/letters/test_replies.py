"""What a judged mail is answered with: each rule beside the case just past it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.core.letters.replies import Circumstances, Reply, reply_to, tells_units
from mailbot.core.notice.policy import ReceiptPolicy
from mailbot.core.record.clues import Flag, Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action, Advice, Matter, MatterState
from mailbot.core.record.records import JudgedMail, Origin, WaitingMail
from tests.support.rows import NOW, UNIT, judged_mail, saved_mail

PROVEN = Matter(MatterState.PROVEN)
KNOWN = judged_mail(WaitingMail(1, saved_mail(1)))
KNOWN = replace(KNOWN, verdict=replace(KNOWN.verdict, known_sender=True, matter=PROVEN))
BARE = replace(KNOWN, documents=())
IGNORED = Advice(Action.IGNORE)


def but(mail: JudgedMail, **parts: object) -> JudgedMail:
    """Return the mail with another verdict in some respects."""
    verdict = replace(mail.verdict, **parts)  # type: ignore[arg-type]  # the caller's
    return replace(mail, verdict=verdict)


def says(mail: JudgedMail, *kinds: FlagKind) -> JudgedMail:
    return but(mail, flags=tuple(Flag(kind) for kind in kinds), files=())


def saved(mail: JudgedMail, **parts: object) -> JudgedMail:
    kept = replace(mail.mail.saved, **parts)  # type: ignore[arg-type]  # the caller's
    return replace(mail, mail=replace(mail.mail, saved=kept))


@pytest.mark.parametrize(
    ("mail", "wanted"),
    [
        (KNOWN, Reply.RECEIPT),
        (but(KNOWN, known_sender=False), Reply.ARRIVAL),
        (but(KNOWN, units=()), Reply.ARRIVAL),
        (but(KNOWN, period=None), Reply.ARRIVAL),
        (but(KNOWN, matter=Matter()), Reply.RECEIPT),
        (but(KNOWN, matter=Matter(), advice=IGNORED), Reply.ARRIVAL),
        (but(KNOWN, advice=IGNORED), Reply.RECEIPT),
        (says(KNOWN, FlagKind.LEFT_ON_SERVER), Reply.TOO_LARGE),
        (says(BARE, FlagKind.FORM_REQUEST, FlagKind.STATE_REQUEST), Reply.FORM),
        (says(BARE, FlagKind.STATE_REQUEST, FlagKind.QUESTION), Reply.STANDING),
        (says(BARE, FlagKind.QUESTION), Reply.TALK),
        (says(BARE, FlagKind.DELAY_REQUEST), Reply.TALK),
        (says(KNOWN, FlagKind.QUESTION), Reply.RECEIPT),
        (but(says(BARE, FlagKind.QUESTION), known_sender=False), Reply.ARRIVAL),
        (but(says(BARE, FlagKind.QUESTION), nature=Nature.OTHER), Reply.TALK),
        (but(BARE, nature=Nature.OTHER), Reply.NOTHING),
        (says(KNOWN, FlagKind.WEAK_ROBOT), Reply.NOTHING),
        (saved(KNOWN, origin=Origin.IMPORT), Reply.NOTHING),
        (replace(KNOWN, mail=replace(KNOWN.mail, repeated=True)), Reply.NOTHING),
    ],
)
def test_a_mail_is_answered_by_what_it_is(mail: JudgedMail, wanted: Reply) -> None:
    assert reply_to(mail, ReceiptPolicy(), Circumstances(NOW)) is wanted


@pytest.mark.parametrize(
    ("hours", "minutes", "wanted"),
    [
        (0, 0, Reply.RECEIPT),
        (48, 0, Reply.RECEIPT),
        (48, 1, Reply.NOTHING),
        (24 * 30, 0, Reply.NOTHING),
    ],
)
def test_a_mail_that_lay_for_more_than_48_hours_is_not_answered(
    hours: int, minutes: int, wanted: Reply
) -> None:
    now = NOW + timedelta(hours=hours, minutes=minutes)
    assert reply_to(KNOWN, ReceiptPolicy(), Circumstances(now)) is wanted


@pytest.mark.parametrize(
    ("restored", "wanted"),
    [
        (None, Reply.RECEIPT),
        (-1, Reply.RECEIPT),
        (0, Reply.NOTHING),
        (1, Reply.NOTHING),
    ],
)
def test_what_came_before_a_restore_may_have_been_answered(
    restored: int | None, wanted: Reply
) -> None:
    at = None if restored is None else NOW + timedelta(minutes=restored)
    assert reply_to(KNOWN, ReceiptPolicy(), Circumstances(NOW, at)) is wanted


@pytest.mark.parametrize(
    ("mail", "wanted"),
    [
        (KNOWN, Reply.ARRIVAL),
        (says(BARE, FlagKind.FORM_REQUEST), Reply.TALK),
        (says(KNOWN, FlagKind.LEFT_ON_SERVER), Reply.TOO_LARGE),
    ],
)
def test_an_address_that_writes_for_the_first_time_hears_what_a_stranger_does(
    mail: JudgedMail, wanted: Reply
) -> None:
    around = Circumstances(NOW, first_letter=True)
    assert reply_to(mail, ReceiptPolicy(), around) is wanted


def test_a_unit_hears_at_its_own_address_only_of_what_was_filed() -> None:
    filed = but(KNOWN, outcome=Outcome.FILE)
    assert tells_units(filed) == (UNIT,)
    assert tells_units(KNOWN) == ()
    assert tells_units(but(filed, period=None)) == ()
