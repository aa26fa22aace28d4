"""What an address proves, and what a confirmation teaches of it."""

from __future__ import annotations

import pytest

from mailbot.core.judge.sender import Owned, authentication_failed, teaches
from mailbot.core.record.mail import Header, Message

OURS = ("office@county.example", "clerk@county.example")
UNIT, OTHER = "县民政局", "县科协"


@pytest.mark.parametrize(
    ("address", "units", "owners", "wanted"),
    [
        ("zhangsan@mail.example", (UNIT,), (), True),
        ("zhangsan@mail.example", (UNIT,), (UNIT,), True),
        ("zhangsan@mail.example", (UNIT,), (OTHER,), False),
        ("zhangsan@mail.example", (UNIT,), (UNIT, OTHER), False),
        ("zhangsan@mail.example", (UNIT, OTHER), (), False),
        ("zhangsan@mail.example", (), (), False),
        (OURS[0], (UNIT,), (), False),
        (OURS[1], (UNIT,), (), False),
        ("", (UNIT,), (), False),
    ],
)
def test_a_confirmed_report_teaches_an_address_that_is_nobody_elses(
    address: str, units: tuple[str, ...], owners: tuple[str, ...], *, wanted: bool
) -> None:
    assert teaches(address, units, Owned(OURS, owners)) is wanted


HOST = "mx.county.example"


@pytest.mark.parametrize(
    ("fields", "host", "wanted"),
    [
        ((f"{HOST}; spf=fail",), HOST, True),
        ((f"{HOST}; dkim=pass; dmarc=hardfail",), HOST, True),
        ((f"{HOST}; spf=pass",), HOST, False),
        ((f"{HOST}; spf=softfail",), HOST, False),
        (("mx.evil.example; spf=fail",), HOST, False),
        ((f"{HOST}; spf=pass", f"{HOST}; spf=fail"), HOST, False),  # written below
        (("mx.evil.example; spf=pass", f"{HOST}; spf=fail"), HOST, True),
        ((f"{HOST}; spf=fail",), "", False),
        ((), HOST, False),
    ],
)
def test_only_the_topmost_word_of_our_own_host_calls_a_sender_forged(
    fields: tuple[str, ...], host: str, *, wanted: bool
) -> None:
    headers = tuple(Header("authentication-results", field) for field in fields)
    assert authentication_failed(Message(headers=headers), host) is wanted
