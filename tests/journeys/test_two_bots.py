"""Two of our kind behind a gateway that strips every mark of a machine: they rest."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.wiring.examiner import ConfinedExaminer
from tests.support.house import House, at, open_house

KEPT = {"from", "to", "date", "content-type", "content-transfer-encoding"}
MOST = 3  # letters from the first to the last


def stripped(raw: bytes, sender: str, subject: str, number: int) -> bytes:
    """Return a letter as a crude gateway passes it on: no thread, no Auto-Submitted."""
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    said = str(letter["Subject"])
    for name in set(letter.keys()):
        if name.lower() not in KEPT and not name.lower().startswith("mime"):
            del letter[name]
    del letter["From"]
    letter["From"] = sender
    letter["Subject"] = subject.format(said)
    letter["Message-ID"] = f"<{number}@gateway.example>"
    return letter.as_bytes()


@pytest.mark.parametrize("subject", ["{}", "[外部邮件] {}", "（无主题）", "来信"])
def test_two_bots_through_a_gateway_that_strips_headers_rest_after_three(
    tmp_path: Path, readers: ConfinedExaminer, subject: str
) -> None:
    """Each takes the other for a unit that it knows."""
    with (
        open_house(tmp_path / "one", readers) as one,
        open_house(tmp_path / "two", readers) as two,
    ):
        names = {id(one): "u01@unit.example", id(two): "u02@unit.example"}
        now, count = at("2023-06-28 09:30"), 0
        one.take(one.report("县民政局", sender=names[id(two)]), now)
        here, there = one, two
        for _ in range(12):
            now += timedelta(minutes=20)
            written = _sent(here, now)
            if not written:
                break
            for raw in written:
                count += 1
                letter = stripped(raw, names[id(here)], subject, count)
                there.take(letter, now)
            here, there = there, here
        assert 1 <= count <= MOST


def _sent(house: House, now: datetime) -> list[bytes]:
    before = len(house.postman.sent)
    house.deliver(now)
    letters = house.postman.sent[before:]
    return [raw for to, raw in letters if to[0].endswith("@unit.example")]
