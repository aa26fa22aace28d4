"""Reminders from decision to SMTP: once, on a fresh mailbox, and only while true."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import RowMapping

from mailbot.adapters.store import outbox as letter_rows
from mailbot.core.letters.sending import RefusalKind, Refused, Sent
from mailbot.core.notice.policy import LettersMode, Policy
from mailbot.core.record.records import LetterKind, LetterState, QueuedLetter
from mailbot.core.reminders.case import Reminding, Skipped, Why
from mailbot.flows.facts import FRESH, note_read
from mailbot.flows.letters import outbox
from mailbot.flows.letters.deliver import deliver_next
from mailbot.flows.letters.remind import SUPERSEDED, plan, remind
from mailbot.flows.letters.still_due import OUTDATED
from mailbot.flows.office import Office
from mailbot.flows.staff.deciding import Extension, extend
from tests.flows.year import Year
from tests.support.office import (
    FakePostman,
    at,
    make_office,
    submit,
    unjudged,
)

MORNING = at("2023-06-27 09:00")
UNIT = "县民政局"
E, S = "electronic", "stamped_pdf"


def letters(office: Office, unit: str = UNIT) -> list[QueuedLetter]:
    with office.ledger.begin() as work:
        return [q for q in work.outbox.every(frozenset()) if q.letter.unit == unit]


def reminded(office: Office, moment: str = "2023-06-27 09:00") -> QueuedLetter:
    note_read(office, at(moment))
    remind(office, at(moment))
    return letters(office)[-1]


def test_a_second_round_writes_nothing_more(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    note_read(office, MORNING)
    assert len(remind(office, MORNING).written) == 19
    assert remind(office, MORNING).written == ()


def test_a_round_reads_no_letter_it_has_just_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the second reads one, the third two: n(n-1)/2 letters with their bytes."""
    read: list[int] = []
    made = letter_rows._queued

    def counted(row: RowMapping) -> QueuedLetter:
        queued = made(row)
        read.append(queued.id)
        return queued

    monkeypatch.setattr(letter_rows, "_queued", counted)
    office = make_office(tmp_path)
    note_read(office, MORNING)
    assert len(remind(office, MORNING).written) == 19
    assert read == []
    later = at("2023-06-30 09:30")
    note_read(office, later)
    assert len(remind(office, later).written) == 19
    assert len(read) <= 3 * 19, "each earlier letter once for its unit, never for all"


def test_nothing_is_written_on_a_mailbox_not_read_just_before(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert remind(office, MORNING).refused
    note_read(office, MORNING - FRESH - timedelta(seconds=1))
    assert "邮箱" in remind(office, MORNING).refused
    assert not letters(office)


def test_the_plan_tells_every_unit_and_changes_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path, addresses=False)
    with office.desk(MORNING) as desk:
        decisions = plan(desk)
    assert len(decisions) == 19
    assert all(isinstance(d, Skipped) and d.why is Why.NO_ADDRESS for d in decisions)
    assert not letters(office)


def test_a_reminder_is_a_mail_that_an_answer_can_hang_on(tmp_path: Path) -> None:
    office = make_office(tmp_path, real_annex=True)
    raw = reminded(office).letter.raw
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["To"] == "u15@unit.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert UNIT in mail["Subject"]
    assert "2023年第二季度" in mail["Subject"]
    kinds = [part.get_content_type() for part in mail.walk()]
    assert {"text/plain", "text/html"} <= set(kinds)
    annex = next(part for part in mail.iter_attachments())
    assert annex.get_filename() == f"{UNIT}2023年第二季度报表（空白）.docx"


def test_the_next_reminder_hangs_on_the_last_letter(tmp_path: Path) -> None:
    year = Year(make_office(tmp_path))
    year.round(MORNING)
    year.round(at("2023-06-30 09:00"))
    first, second = letters(year.office)
    mail = message_from_bytes(second.letter.raw)
    assert mail["In-Reply-To"] == first.letter.message_id


def test_a_reminder_does_not_leave_after_the_report_came(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    reminded(office)
    submit(office, UNIT, "2023Q2", E, MORNING)
    submit(office, UNIT, "2023Q2", S, MORNING)
    deliver(office, postman)
    assert letters(office)[-1].state is LetterState.CANCELLED
    assert letters(office)[-1].last_error == "已报齐"
    assert len(postman.sent) == 18


def test_a_reminder_that_asks_too_much_is_written_anew(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    reminded(office)
    submit(office, UNIT, "2023Q2", E, MORNING)
    deliver(office, postman)
    assert letters(office)[-1].last_error == OUTDATED
    again = reminded(office, "2023-06-27 09:05")
    assert again.letter.reminder is not None
    assert again.letter.reminder.attempt == 2
    assert again.letter.reason.startswith("缺盖章PDF版；")


def test_a_reminder_waits_while_the_mailbox_is_out_of_sight(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    reminded(office)
    deliver(office, postman, "2023-06-27 09:30")
    assert not postman.sent
    note_read(office, at("2023-06-27 09:40"))
    deliver(office, postman, "2023-06-27 09:41")
    assert len(postman.sent) == 19


def test_nothing_is_written_while_a_mail_is_still_to_be_judged(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    with office.ledger.begin() as work:
        work.mails.save([unjudged(MORNING)])
        work.commit()
    note_read(office, MORNING)
    assert remind(office, MORNING).refused == "尚有来信未处理完，暂不催报"


def test_while_staff_hold_all_letters_nothing_leaves(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    reminded(office)
    outbox.hold(office, "clerk", MORNING)
    deliver(office, postman)
    assert not postman.sent
    outbox.release(office, None, "clerk", MORNING)
    deliver(office, postman, "2023-06-27 09:08")
    assert len(postman.sent) == 19


def test_what_was_not_sent_by_five_is_not_sent_that_day(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    reminded(office)
    note_read(office, at("2023-06-27 17:00"))
    deliver(office, postman, "2023-06-27 17:00")
    assert not postman.sent
    assert letters(office)[-1].state is LetterState.FAILED
    assert reminded(office, "2023-06-28 09:00").state is LetterState.WAITING


def test_the_first_live_round_waits_for_staff_and_is_written_once(
    tmp_path: Path,
) -> None:
    year = Year(make_office(tmp_path, released=False))
    year.round(MORNING)
    year.round(at("2023-06-28 09:00"))
    assert [q.state for q in letters(year.office)] == [LetterState.HELD]
    outbox.release(year.office, None, "clerk", at("2023-06-28 09:30"))
    year.round(at("2023-06-28 09:31"))
    year.round(at("2023-06-28 09:40"))
    states = [q.state for q in letters(year.office)]
    assert states == [LetterState.FAILED, LetterState.SENT]


def test_a_held_letter_gives_way_to_the_next_stage(tmp_path: Path) -> None:
    year = Year(make_office(tmp_path, released=False))
    year.round(MORNING)
    year.round(at("2023-06-30 09:00"))
    old, new = letters(year.office)
    assert (old.state, old.last_error) == (LetterState.CANCELLED, SUPERSEDED)
    assert new.state is LetterState.HELD


def test_on_trial_the_staff_get_the_letter_with_the_true_address(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path, Policy(letters=LettersMode.STAFF))
    letter = reminded(office).letter
    assert letter.deliver_to == office.staff
    text = message_from_bytes(letter.raw, policy=policy.default).get_body(("plain",))
    assert text is not None
    assert "本信应发往：u15@unit.example" in text.get_content()


def test_a_dead_address_gives_way_to_the_next_on_the_same_day(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    with office.ledger.begin() as work:
        work.addresses.learn(UNIT, "other@unit.example", "clerk", MORNING)
        work.commit()
    reminded(office)
    dead = Refused(RefusalKind.DEAD_ADDRESS, 550, "no such user")
    with office.ledger.begin() as work:
        place = [q.letter.unit for q in work.outbox.due(MORNING)].index(UNIT)
    postman = FakePostman(*[Sent()] * place, dead)
    deliver(office, postman)
    again = reminded(office, "2023-06-27 09:05")
    assert again.letter.to == "other@unit.example"


def test_the_mailbox_never_writes_to_itself(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    units = tuple(
        replace(u, addresses=(office.address,)) if u.name == "县妇联" else u
        for u in office.roster.units
    )
    office = replace(office, roster=replace(office.roster, units=units))
    with office.desk(MORNING) as desk:
        decisions = plan(desk)
    mine = next(d for d in decisions if d.unit == "县妇联")
    assert isinstance(mine, Skipped)
    assert "自行登记" in mine.reason


def test_an_address_that_the_gate_refuses_is_told_with_the_reason(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path)
    units = tuple(
        replace(u, addresses=("no-reply@unit.example",)) for u in office.roster.units
    )
    office = replace(office, roster=replace(office.roster, units=units))
    note_read(office, MORNING)
    decisions = remind(office, MORNING).decisions
    assert {type(d) for d in decisions} == {Skipped}
    assert "系统地址" in decisions[0].reason


def test_a_unit_is_reminded_of_two_periods_at_once_when_time_was_extended(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path)
    until = Extension("2023-09-20", "2023Q2")
    extend(office, UNIT, until, "clerk", at("2023-09-01 09:00"))
    with office.desk(at("2023-09-15 10:00")) as desk:
        mine = [d for d in plan(desk) if d.unit == UNIT and isinstance(d, Reminding)]
    assert [d.period.id for d in mine] == ["2023Q2", "2023Q3"]


def deliver(
    office: Office, postman: FakePostman, moment: str = "2023-06-27 09:01"
) -> None:
    while deliver_next(office, postman, at(moment)):
        pass


def test_receipts_are_not_asked_again(tmp_path: Path) -> None:
    office, postman = make_office(tmp_path), FakePostman()
    letter = reminded(office).letter
    receipt = replace(
        letter, kind=LetterKind.RECEIPT, reminder=None, message_id="<r@x.example>"
    )
    with office.ledger.begin() as work:
        work.outbox.add(receipt)
        work.commit()
    deliver(office, postman, "2023-06-27 11:00")
    assert len(postman.sent) == 1
