"""Whose mail may order anything at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.orders.senders import may_order
from mailbot.core.record.mail import (
    Address,
    ExaminedMail,
    Message,
    Nature,
    NatureReport,
)
from mailbot.core.record.records import Origin, WaitingMail
from tests.support.rows import saved_mail

STAFF = ("clerk@county.example",)
MAIL = WaitingMail(1, saved_mail(1))
IN_JUNK = replace(MAIL.saved, place=replace(MAIL.saved.place, junk=True))


def written_by(address: str, nature: Nature = Nature.OTHER) -> ExaminedMail:
    message = Message(sender=Address("", address))
    return ExaminedMail(message, nature=NatureReport(nature))


@pytest.mark.parametrize(
    ("mail", "examined", "wanted"),
    [
        (MAIL, written_by(STAFF[0]), True),
        (MAIL, written_by("Clerk@County.Example"), True),
        (MAIL, written_by("u15@unit.example"), False),
        (MAIL, written_by(""), False),
        (MAIL, written_by(STAFF[0], Nature.AUTO_REPLY), False),
        (MAIL, written_by(STAFF[0], Nature.LIST), False),
        (MAIL, written_by(STAFF[0], Nature.SUBMISSION), True),
        (replace(MAIL, saved=IN_JUNK), written_by(STAFF[0]), False),
        (
            replace(MAIL, saved=replace(MAIL.saved, origin=Origin.IMPORT)),
            written_by(STAFF[0]),
            False,
        ),
    ],
)
def test_staff_order_from_their_own_address_by_hand(
    mail: WaitingMail, examined: ExaminedMail, *, wanted: bool
) -> None:
    assert may_order(mail, examined, STAFF) is wanted
