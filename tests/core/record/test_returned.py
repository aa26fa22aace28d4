"""When an address is dead, and which letter is lost for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.core.record.clues import Outcome, Verdict
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    LetterKind,
    LetterState,
    NewLetter,
    QueuedLetter,
)
from mailbot.core.record.returned import came_back, dead_by_bounce, dead_by_refusal
from tests.support.rows import NOW

DEAD, STRANGE = "u15@unit.example", "someone@else.example"
BOUNCE = Verdict(Nature.BOUNCE, Outcome.IGNORE, bounced=(DEAD, STRANGE))


@pytest.mark.parametrize(
    ("verdict", "wanted"),
    [
        (BOUNCE, (DEAD,)),  # to the other one nobody wrote: the bounce may be forged
        (replace(BOUNCE, temporary=True), ()),
        (replace(BOUNCE, nature=Nature.AUTO_REPLY), ()),
        (replace(BOUNCE, bounced=()), ()),
    ],
)
def test_a_permanent_bounce_proves_an_address_dead_that_we_wrote_to(
    verdict: Verdict, wanted: tuple[str, ...]
) -> None:
    assert dead_by_bounce(verdict, {DEAD}.__contains__) == wanted


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(None, False), (-1, False), (0, True), (5, True), (7, True), (8, False)],
)
def test_a_letter_is_lost_if_its_address_was_found_dead_within_a_week(
    days: int | None, *, wanted: bool
) -> None:
    since = None if days is None else NOW + timedelta(days=days)
    assert came_back(NOW, since) is wanted


@pytest.mark.parametrize(
    ("handed_to", "wanted"),
    [
        ((DEAD,), DEAD),
        (("clerk@county.example",), ""),  # on trial: staff's address was refused
        ((DEAD, "leader@unit.example"), ""),  # nobody knows which of the two
    ],
)
def test_a_refused_recipient_is_dead_if_it_was_the_only_one(
    handed_to: tuple[str, ...], wanted: str
) -> None:
    letter = NewLetter(
        kind=LetterKind.REMINDER,
        message_id="<1@mail>",
        to=DEAD,
        deliver_to=handed_to,
        subject="",
        raw=b"",
        created_at=NOW,
        not_before=NOW,
        expires_at=NOW,
    )
    assert dead_by_refusal(QueuedLetter(1, letter, LetterState.CLAIMED)) == wanted
