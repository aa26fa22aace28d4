"""What the command line decides has the same effect, and tells the units alike."""

from pathlib import Path

import pytest

from mailbot.core.record.records import LetterKind, Origin
from mailbot.errors import NeedsStaff
from mailbot.flows.letters import outbox
from mailbot.flows.staff import deciding, review
from mailbot.flows.staff.deciding import Extension
from mailbot.flows.staff.review import Ruling
from tests.support.desk import STRANGER, Desk, letter, text_of
from tests.support.real_mails import annex_docx

BY = "operator"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_confirmation_by_hand_sends_the_unit_its_receipt(desk: Desk) -> None:
    item = desk.doubtful()
    (filed,) = review.confirm(desk.office, item, Ruling(), BY, desk.now)
    assert (filed.unit, filed.period, filed.copy) == (
        "县民政局",
        "2023Q2",
        "electronic",
    )
    assert len(desk.notices()) == 1


def test_a_rejection_by_hand_sends_the_reason(desk: Desk) -> None:
    item = desk.doubtful()
    review.reject(desk.office, item, "未盖章", BY, desk.now)
    (notice,) = desk.letters(LetterKind.NOTICE)
    assert "未盖章" in text_of(notice.letter.raw)


def test_laying_aside_by_hand_tells_nobody(desk: Desk) -> None:
    review.ignore(desk.office, desk.doubtful(), BY, desk.now)
    assert (desk.waiting(), desk.notices()) == ([], [])


def test_two_files_of_one_mail_make_one_letter(desk: Desk) -> None:
    files = {
        f"报表{n}.docx": annex_docx(desk.office.notice, "县民政局", seed=f"{n}" * n)
        for n in (1, 2)
    }
    desk.receive(
        letter(STRANGER, "请查收。", "县民政局2023年第二季度", desk.now, files=files)
    )
    whole = desk.waiting()[0].partition(".")[0]
    assert len(review.confirm(desk.office, whole, Ruling(), BY, desk.now)) == 2
    assert len(desk.notices()) == 1


def test_what_was_imported_is_settled_without_a_letter(desk: Desk) -> None:
    report = annex_docx(desk.office.notice, "县民政局", seed="old")
    raw = letter(
        STRANGER, "", "县民政局2023年第二季度", desk.now, files={"报表.docx": report}
    )
    desk.receive(raw, origin=Origin.IMPORT)
    review.confirm(desk.office, desk.waiting()[0], Ruling(), BY, desk.now)
    assert desk.notices() == []


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        (Ruling(units=("县气象局",)), "不是通知的责任单位"),
        (Ruling(period="二季度"), "不是有效的季度"),
        (Ruling(copy="photo"), "尚未认定类别"),
    ],
)
def test_a_wrong_ruling_changes_nothing(desk: Desk, ruling: Ruling, words: str) -> None:
    item = desk.doubtful()
    with pytest.raises(NeedsStaff, match=words):
        review.confirm(desk.office, item, ruling, BY, desk.now)
    assert desk.waiting() == [item]


def test_what_does_not_wait_cannot_be_settled(desk: Desk) -> None:
    with pytest.raises(NeedsStaff, match="没有编号为 R9"):
        review.ignore(desk.office, "R9", BY, desk.now)


def test_units_are_extended_and_exempted_by_hand(desk: Desk) -> None:
    office, now = desk.office, desk.now
    deciding.extend(office, "县科协", Extension("2023-07-10"), BY, now)
    deciding.exempt(office, "县残联", "2023Q3", BY, now)
    with office.ledger.begin() as work:
        kept = [(d.unit, d.kind, d.period, d.value) for d in work.decisions.all()]
    assert kept == [
        ("县科协", "extend", "2023Q2", "2023-07-10"),
        ("县残联", "exempt", "2023Q3", ""),
    ]


def test_a_wrong_day_unit_or_period_is_told(desk: Desk) -> None:
    office, now = desk.office, desk.now
    with pytest.raises(NeedsStaff, match="不是有效的日期"):
        deciding.extend(office, "县科协", Extension("7月10日"), BY, now)
    with pytest.raises(NeedsStaff, match="不是通知的责任单位"):
        deciding.exempt(office, "县气象局", None, BY, now)
    with pytest.raises(NeedsStaff, match="不是有效的季度"):
        deciding.exempt(office, "县科协", "Q2", BY, now)
    with pytest.raises(NeedsStaff, match="没有要求报送2024年第一季度"):
        deciding.exempt(office, "县科协", "2024Q1", BY, now)
    with pytest.raises(NeedsStaff, match="请写更晚的日期"):
        deciding.extend(office, "县科协", Extension("2023-06-30", "2023Q2"), BY, now)


def test_addresses_are_suspended_and_resumed_by_hand(desk: Desk) -> None:
    deciding.suspend(desk.office, "u02@unit.example", BY, desk.now)
    entries = deciding.unit_entries(desk.office, desk.now)
    empty = [entry.unit for entry in entries if not entry.addresses]
    assert len(empty) == 1
    deciding.resume(desk.office, "u02@unit.example", BY, desk.now)
    with pytest.raises(NeedsStaff, match="没有停用"):
        deciding.resume(desk.office, "u02@unit.example", BY, desk.now)
    with pytest.raises(NeedsStaff, match="不是邮箱地址"):
        deciding.suspend(desk.office, "县科协", BY, desk.now)
    assert all(
        entry.addresses for entry in deciding.unit_entries(desk.office, desk.now)
    )


def test_one_held_letter_is_released_by_its_number(desk: Desk) -> None:
    review.confirm(desk.office, desk.doubtful(), Ruling(), BY, desk.now)
    with pytest.raises(NeedsStaff, match="没有编号为 99 的暂存信件"):
        outbox.release(desk.office, 99, "clerk", desk.now)
    outbox.hold(desk.office, "clerk", desk.now)
    outbox.release(desk.office, None, "clerk", desk.now)


def test_a_unit_without_an_address_is_left_to_the_telephone(desk: Desk) -> None:
    item = desk.doubtful(sender="office2@county.example")
    for entry in deciding.unit_entries(desk.office, desk.now):
        for address in entry.addresses:
            deciding.suspend(desk.office, address, BY, desk.now)
    told = desk.answer(f"{desk.code(item)} 退回 未盖章")
    assert "县民政局没有可用的邮箱地址，结果请电话告知" in told
