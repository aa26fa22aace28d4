"""Floods, long faults and long times, in little; the long ones are in bench/load.py."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage

from mailbot.core.letters.sending import RefusalKind, Refused
from mailbot.core.record.records import LetterKind, LetterState
from mailbot.flows.letters.sending_summary import send_now
from tests.support import real_mails as mails
from tests.support.house import House, at
from tests.support.long_run import LongRun

BEGUN = at("2023-06-28 09:30")
MINUTE = timedelta(minutes=1)


def doubtful(house: House, unit: str, number: int) -> bytes:
    """Return a known unit's mail that only a person can settle."""
    broken = mails.Enclosed(f"二季度报表{number}.docx", b"PK\3\4broken%d" % number)
    return house.report(unit, files=(broken,), message_id=f"<d{number}@unit.example>")


def test_a_summary_of_a_flood_stays_readable_and_hides_nobody(house: House) -> None:
    """Fifty doubtful mails of one address, and one of another that came last."""
    for number in range(50):
        house.inbox.put(doubtful(house, "县民政局", number), BEGUN)
    house.inbox.put(doubtful(house, "县妇联", 99), BEGUN + MINUTE)
    stranger = b"From: a@spam.example\r\nSubject: offer %d\r\n\r\nbuy\r\n"
    for number in range(100):
        house.inbox.put(stranger % number, BEGUN)
    assert house.round(BEGUN + 5 * MINUTE).new == 151
    send_now(house.office, BEGUN + timedelta(days=2))
    (written,) = (q for q in house.letters() if q.letter.kind is LetterKind.SUMMARY)
    summary = email.message_from_bytes(written.letter.raw, policy=email.policy.default)
    assert isinstance(summary, EmailMessage)
    text = summary.get_body(("plain",))
    assert text is not None
    words = text.get_content()
    assert "需要人工处理（51件）" in words
    assert words.count("．R") == 6
    assert "二季度报表99.docx" in words
    assert "另有45件未逐件列出" in words
    assert "45件。" in words
    assert "另有100封无关来信" in words


def test_an_hour_of_not_now_costs_no_letter_and_doubles_none(house: House) -> None:
    """The clock is the test's: the server says 451 to everything for an hour."""
    units = house.office.notice.units
    for number, unit in enumerate(units):
        raw = house.report(unit, message_id=f"<h{number}@unit.example>")
        house.inbox.put(raw, BEGUN)
    house.round(BEGUN)
    tries = 0
    for minute in range(20, 80):
        now = BEGUN + minute * MINUTE
        house.postman.answers = [Refused(RefusalKind.LATER, 451, "请稍后再试")] * 99
        tries += len(house.deliver(now))
    assert house.letters(LetterState.SENT) == ()
    assert tries <= len(units) * 8
    house.postman.answers = []
    house.postman.sent.clear()
    for minute in range(80, 300, 5):
        house.deliver(BEGUN + minute * MINUTE)
    received = Counter(to[0] for to, _ in house.postman.sent)
    assert received == Counter(f"u{n:02}@unit.example" for n in range(1, 20))
    assert house.letters(LetterState.WAITING, LetterState.CLAIMED) == ()


def test_clocks_that_step_while_it_serves_lose_nothing_and_double_nothing(
    house: House,
) -> None:
    """A day back, a week ahead, an hour back: each unit hears once that it came."""
    long = LongRun(house, BEGUN)
    for step in (0, -1440, 3, 10080, 2, -60, -10023, 5):
        long.step(step * MINUTE)
        long.hour()
    long.clock.moment = BEGUN + timedelta(days=2)
    for _ in range(6):
        long.hour()
    assert long.reported
    assert {unit: long.receipts()[unit] for unit in long.reported} == dict.fromkeys(
        long.reported, 1
    )


def test_hours_of_service_leave_nothing_behind(house: House) -> None:
    """Descriptors, children and spool after the second hour, and after the sixth."""
    long = LongRun(house, BEGUN)
    for _ in range(2):
        long.hour()
    early = long.footprint()
    for _ in range(4):
        long.hour()
    late = long.footprint()
    # sixteen rounds lie between; connections of a pool may be opened late
    assert late.descriptors - early.descriptors < 16
    assert late.children - early.children < 2
    assert late.workrooms == early.workrooms == 0
