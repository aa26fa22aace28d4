"""Several notices on one mailbox: what is common to them, and what each keeps."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from mailbot.adapters.archive import DiskArchive
from mailbot.core.record.records import LetterKind, LetterState, QueuedLetter
from mailbot.flows.facts import note_read
from mailbot.flows.letters import outbox
from mailbot.flows.letters.deliver import deliver_next
from mailbot.flows.letters.remind import remind
from mailbot.flows.letters.sending_summary import send_now
from mailbot.flows.office import Office
from mailbot.flows.staff import review
from mailbot.ports import Examiner
from tests.flows.notices.test_mixed_mails import prose
from tests.support.campaigns import campaign_office
from tests.support.desk import Desk, OpenExaminer, letter, text_of
from tests.support.office import FakePostman, at
from tests.support.real_mails import annex_docx

POLICE = "县公安局"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on which the quarterly and the monthly notice lie."""
    made = Desk(tmp_path)
    office = campaign_office(tmp_path, ["shipped", "monthly"], made.office.policy)
    every = [_at_work(one, tmp_path, made) for one in office.every]
    made.office = replace(every[0], peers=tuple(every[1:]))
    made.now = at("2023-06-26 09:00")
    return made


def _at_work(office: Office, folder: Path, desk: Desk) -> Office:
    return replace(
        office,
        archive=DiskArchive(folder / "state", office.notice.scope),
        examiner=cast("Examiner", OpenExaminer()),
        chance=desk.office.chance,
    )


def report(desk: Desk, name: str, place: int, subject: str) -> None:
    """Let the police report for the notice at that place."""
    notice = desk.office.every[place].notice
    content = annex_docx(notice, POLICE, seed=subject)
    address = desk.office.roster[POLICE].addresses[0]
    raw = letter(address, "请查收。", subject, desk.now, files={name: content})
    desk.receive(raw)


def filed(office: Office, period: str) -> list[tuple[str, str]]:
    with office.ledger.begin() as work:
        return [(v.unit, v.path) for v in work.copies.of_period(period)]


def letters(office: Office, kind: LetterKind) -> list[QueuedLetter]:
    with office.ledger.begin() as work:
        every = work.outbox.every(frozenset())
    return [q for q in every if q.letter.kind is kind]


def test_each_report_is_counted_filed_and_answered_by_its_own_notice(
    desk: Desk,
) -> None:
    first, monthly = desk.office.every
    report(desk, "公安局二季度报表.docx", 0, "公安局二季度报表")
    report(desk, "公安局6月月报.docx", 1, "公安局6月安全生产月报")
    ((unit, path),) = filed(first, "2023Q2")
    assert (unit, first.notice.id in path) == (POLICE, True)
    ((unit, path),) = filed(monthly, "2023-06")
    assert (unit, monthly.notice.id in path) == (POLICE, True)
    assert "2023年06月" in path
    receipts = [letters(one, LetterKind.RECEIPT) for one in desk.office.every]
    assert [len(found) for found in receipts] == [1, 1], "no answer is doubled"
    assert "6月" in text_of(receipts[1][0].letter.raw)


def test_holding_one_notice_holds_no_other(desk: Desk) -> None:
    first, monthly = desk.office.every
    outbox.hold(monthly, "clerk", desk.now)
    desk.now = at("2023-06-27 09:30")
    note_read(first, desk.now)
    for one in desk.office.every:
        remind(one, desk.now)
        while deliver_next(one, FakePostman(), desk.now):
            pass
    sent = [
        {q.state for q in letters(one, LetterKind.REMINDER)} for one in (first, monthly)
    ]
    assert LetterState.SENT in sent[0]
    assert LetterState.SENT not in sent[1]


def test_one_summary_tells_of_all_notices(desk: Desk) -> None:
    send_now(desk.office, desk.now)
    (summary,) = letters(desk.office, LetterKind.SUMMARY)
    words = text_of(summary.letter.raw)
    assert "2项报送情况" in summary.letter.subject
    for one in desk.office.every:
        assert one.notice.id in words
    assert "2023年第二季度" in words
    assert "2023年6月" in words


def test_a_thing_that_waits_is_settled_for_its_own_notice_and_may_be_given(
    desk: Desk,
) -> None:
    first, monthly = desk.office.every
    stranger = "zhangsan@mail.example"
    content = annex_docx(monthly.notice, POLICE, seed="x")
    files = {"6月月报.docx": content}
    raw = letter(stranger, "请查收", "县公安局6月月报", desk.now, files=files)
    desk.receive(raw)
    (item,) = _waiting(monthly)
    assert _waiting(first) == []
    review.give(monthly, item, first, "clerk", desk.now)
    assert (_waiting(first), _waiting(monthly)) == ([item], [])
    review.give(first, item, monthly, "clerk", desk.now)
    with monthly.desk(desk.now) as at_desk:
        found = at_desk.work.reviews.find(item)
        assert found is not None
    answer = desk.answer(f"{_code(desk, monthly, item)} 是 {POLICE} 6月 电子版")
    assert "已确认归档" in answer
    assert [unit for unit, _ in filed(monthly, "2023-06")] == [POLICE]
    assert filed(first, "2023Q2") == []


def _waiting(office: Office) -> list[str]:
    with office.ledger.begin() as work:
        return [item.id for item in work.reviews.open()]


def _code(desk: Desk, office: Office, item: str) -> str:
    """Return the code that the summary gives the item."""
    from mailbot.flows.letters.codes import issue

    with office.desk(desk.now) as opened:
        found = opened.work.reviews.find(item)
        assert found is not None
        code = issue(opened, found)
        opened.work.commit()
    return code.ref.text


def test_prose_of_nobodys_notice_is_left_alone(desk: Desk) -> None:
    address = desk.office.roster[POLICE].addresses[0]
    files = {"统计.docx": prose("全县治安案件统计表")}
    done = desk.receive(letter(address, "请查收", "统计", desk.now, files=files))
    assert done.ignored == 1
    assert [letters(one, LetterKind.RECEIPT) for one in desk.office.every] == [[], []]
