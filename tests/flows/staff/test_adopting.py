"""A new address is staff's to adopt: shown whole, told, undoable, and then used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.record.addresses import Learned, NewAddress
from mailbot.core.record.records import LetterKind, QueuedLetter
from mailbot.errors import NeedsStaff
from mailbot.flows.facts import note_read
from mailbot.flows.letters.codes import issue_for_address
from mailbot.flows.letters.deliver import deliver_next
from mailbot.flows.letters.remind import remind
from mailbot.flows.letters.sending_summary import send_now
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.staff import adopting
from tests.support.desk import HOST, STRANGER, Desk, letter, text_of
from tests.support.office import FakePostman, at
from tests.support.real_mails import annex_docx

UNIT = "县民政局"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return unknowing(Desk(tmp_path, authserv_id=HOST))


def unknowing(desk: Desk) -> Desk:
    """Let the desk's office know no address at all."""
    units = tuple(replace(u, addresses=()) for u in desk.office.roster.units)
    desk.office = replace(desk.office, roster=replace(desk.office.roster, units=units))
    return desk


def report(
    desk: Desk, sender: str = STRANGER, unit: str = UNIT, **headers: str
) -> None:
    """Let a report arrive that names its unit in two places."""
    desk.now += timedelta(minutes=1)
    content = annex_docx(desk.office.notice, "", seed=f"{unit}{sender}{desk.now}")
    raw = letter(
        f"{unit}小张 <{sender}>",
        "请查收。",
        f"{unit}2023年第二季度进展情况报表",
        desk.now,
        files={f"{unit}二季度报表.docx": content},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    desk.receive(raw)


def waiting(desk: Desk) -> tuple[NewAddress, ...]:
    with desk.office.desk(desk.now) as open_desk:
        return new_addresses(open_desk)


def code(desk: Desk) -> str:
    """Return the code that a mail to staff gives the first new address."""
    with desk.office.desk(desk.now) as open_desk:
        (new, *_) = new_addresses(open_desk)
        given = issue_for_address(open_desk, new)
        open_desk.work.commit()
    return given.ref.text


def known(desk: Desk) -> tuple[str, ...]:
    with desk.office.ledger.begin() as work:
        return work.addresses.of_unit(UNIT)


def reminders(desk: Desk) -> list[QueuedLetter]:
    """Let the days after the deadline pass; return the unit's reminders, as sent."""
    for day in range(4, 20):
        moment = at(f"2023-07-{day:02} 10:00")
        note_read(desk.office, moment)
        remind(desk.office, moment)
        while deliver_next(desk.office, FakePostman(), moment):
            pass
    return [q for q in desk.letters(LetterKind.REMINDER) if q.letter.unit == UNIT]


def test_a_strangers_report_is_filed_and_its_address_waits_for_one_word(
    desk: Desk,
) -> None:
    report(desk)
    assert desk.filed() == [(UNIT, "2023Q2", "electronic")]
    (new,) = waiting(desk)
    assert (new.unit, new.address, new.name) == (UNIT, STRANGER, f"{UNIT}小张")
    assert desk.answer(f"{code(desk)} 认可").count("已认可为县民政局的报送邮箱") == 1
    assert waiting(desk) == ()
    assert known(desk) == (STRANGER,)


def test_the_summary_shows_the_whole_address_its_host_and_its_name(desk: Desk) -> None:
    report(desk)
    send_now(desk.office, desk.now)
    (summary,) = desk.letters(LetterKind.SUMMARY)
    words = text_of(summary.letter.raw)
    assert STRANGER in words
    assert "邮箱所在主机 mail.example；" not in words  # a line each in plain text
    for said in (
        "邮箱所在主机 mail.example",
        f"自称“{UNIT}小张”",
        "认可：N",
        "不是：N",
    ):
        assert said in words


def test_what_is_refused_is_not_asked_again_and_can_be_undone(desk: Desk) -> None:
    report(desk)
    given = code(desk)
    assert "不再询问" in desk.answer(f"{given} 不是")
    report(desk)
    assert (waiting(desk), known(desk)) == ((), ())
    assert "重新待认定" in desk.answer(f"{given} 撤销")
    assert len(waiting(desk)) == 1


@pytest.mark.parametrize(("days", "undone"), [(14, True), (15, False)])
def test_an_adoption_can_be_undone_for_fourteen_days(
    desk: Desk, days: int, *, undone: bool
) -> None:
    report(desk)
    adopting.adopt(desk.office, STRANGER, "", "clerk", desk.now, anyway=False)
    later = desk.now + timedelta(days=days)
    if undone:
        adopting.take_back(desk.office, STRANGER, "", "clerk", later)
    else:
        with pytest.raises(NeedsStaff, match="unit suspend"):
            adopting.take_back(desk.office, STRANGER, "", "clerk", later)
    assert known(desk) == (() if undone else (STRANGER,))


def test_an_address_that_failed_our_hosts_checks_is_never_offered(desk: Desk) -> None:
    report(desk, Authentication_Results=f"{HOST}; spf=fail; dmarc=fail")
    assert desk.filed() == [(UNIT, "2023Q2", "electronic")]
    assert waiting(desk) == ()
    with pytest.raises(NeedsStaff, match="未通过"):
        adopting.adopt(desk.office, STRANGER, "", "clerk", desk.now, anyway=True)
    report(desk, Authentication_Results=f"{HOST}; spf=pass; dmarc=pass")
    assert len(waiting(desk)) == 1


def test_a_third_address_in_a_quarter_needs_a_second_word(desk: Desk) -> None:
    with desk.office.ledger.begin() as work:
        for address in ("a1@mail.example", "a2@mail.example"):
            work.addresses.learn(UNIT, address, "clerk", desk.now, Learned.ADOPTED)
        work.commit()
    report(desk)
    third = code(desk)
    assert "认可 采用" in desk.answer(f"{third} 认可")
    assert len(known(desk)) == 2
    desk.answer(f"{third} 认可 采用")
    assert len(known(desk)) == 3


def test_a_unit_with_a_known_address_is_told_there(desk: Desk) -> None:
    with desk.office.ledger.begin() as work:
        work.addresses.learn(UNIT, "old@unit.example", "clerk", desk.now)
        work.commit()
    report(desk)  # waits: another address wrote before
    told = desk.answer(f"{code(desk)} 认可")
    assert "已向县民政局原有邮箱 old@unit.example 发信说明" in told
    (notice,) = [
        q for q in desk.letters(LetterKind.NOTICE) if "新增报送邮箱" in q.letter.subject
    ]
    assert notice.letter.to == "old@unit.example"
    assert STRANGER in text_of(notice.letter.raw)


def test_the_first_letter_after_it_holds_no_list_and_no_form(desk: Desk) -> None:
    report(desk)
    desk.answer(f"{code(desk)} 认可")
    first, second = reminders(desk)[:2]
    assert (first.letter.to, second.letter.to) == (STRANGER, STRANGER)
    assert b"Content-Disposition: attachment" not in first.letter.raw
    assert "特殊困难儿童" not in text_of(first.letter.raw)
    assert b"Content-Disposition: attachment" in second.letter.raw
    assert "特殊困难儿童" in text_of(second.letter.raw)


def answers(desk: Desk) -> list[tuple[str, str]]:
    """Return what the strangers were answered, subject and words, without our codes."""
    every = desk.letters(LetterKind.RECEIPT)
    return [(q.letter.subject, text_of(q.letter.raw)) for q in every]


def test_a_filed_report_is_answered_alike_whoever_the_unit_is(desk: Desk) -> None:
    report(desk, "a@mail.example", "县民政局")
    report(desk, "b@mail.example", "县残联")
    first, second = answers(desk)
    assert first == second
    assert "已登记" in first[1]


def test_a_real_and_an_invented_unit_in_review_are_answered_alike(desk: Desk) -> None:
    desk.doubtful("县民政局", "a@mail.example")
    desk.doubtful("县气象局", "b@mail.example")
    real, invented = answers(desk)
    assert real == invented
    assert "待工作人员核实" in real[1]


def test_who_reported_before_is_answered_as_who_did_not(desk: Desk) -> None:
    report(desk, "a@mail.example")
    report(desk, "b@mail.example")  # another address: waits for staff
    desk.doubtful("县残联", "c@mail.example")
    _, again, new = answers(desk)
    assert again == new
