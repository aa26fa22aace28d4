"""What staff do: settle doubts, register files, decide for units, mind the letters."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.core.judge.sender import authentication_failed
from mailbot.core.letters.sending import RefusalKind, Refused, Unknown
from mailbot.core.record.history import NoHistory
from mailbot.core.record.progress import Standing
from mailbot.core.record.records import LetterKind, LetterState
from mailbot.errors import NeedsStaff, TryLater
from mailbot.flows import export, rollup
from mailbot.flows.examine import Asked, explain
from mailbot.flows.facts import HELD
from mailbot.flows.letters import outbox
from mailbot.flows.letters.summarize import rendered, summary
from mailbot.flows.staff import deciding, registering, review
from mailbot.flows.staff.deciding import Extension
from mailbot.flows.staff.review import Ruling
from mailbot.flows.standing import progress_of
from mailbot.flows.upkeep import keeping
from tests.support import real_mails as mails
from tests.support.house import House, at
from tests.support.rows import new_letter

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")
LATER = at("2023-06-28 10:00")
STRANGER = "someone@elsewhere.example"


def standing(house: House, unit: str = UNIT) -> Standing:
    with house.office.desk(NOW) as desk:
        return progress_of(desk, unit, house.office.periods[0]).state


@pytest.fixture
def doubtful(house: House) -> House:
    """A mail of an unknown sender whose two files name no unit."""
    files = (
        mails.Enclosed("报表.docx", mails.annex_docx(house.office.notice, "", "x")),
        mails.Enclosed("盖章.pdf", mails.scanned_pdf("x")),
    )
    subject = "2023年第二季度为全县妇女儿童办实事工作进展情况"
    raw = house.report(
        UNIT, files=files, sender=STRANGER, sender_name="", subject=subject
    )
    house.take(raw, NOW)
    assert [item.id for item in house.reviews()] == ["R1.1", "R1.2"]
    return house


def confirm(house: House, name: str, **ruling: object) -> tuple[review.Filing, ...]:
    return review.confirm(house.office, name, Ruling(**ruling), "clerk", LATER)  # type: ignore[arg-type]


def test_confirming_a_whole_mail_files_each_of_its_files(doubtful: House) -> None:
    filed = confirm(doubtful, "r1", units=(UNIT,))
    assert [f.copy for f in filed] == ["electronic", "stamped_pdf"]
    assert standing(doubtful) is Standing.COMPLETE
    assert doubtful.reviews() == ()
    with doubtful.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == (UNIT,)
    assert all(c.received_at == NOW for c in doubtful.copies())


def test_an_address_is_learned_only_if_wanted(doubtful: House) -> None:
    confirm(doubtful, "R1.1", units=(UNIT,), learn=False)
    with doubtful.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ()


def test_a_joint_report_is_filed_for_each_unit_and_teaches_nothing(
    doubtful: House,
) -> None:
    filed = confirm(doubtful, "R1.1", units=(UNIT, "县科协"))
    assert [f.unit for f in filed] == [UNIT, "县科协"]
    assert len({f.path for f in filed}) == 2
    with doubtful.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ()


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        ({"units": ("县财政局",)}, "不是通知的责任单位"),
        ({"units": (UNIT,), "period": "Q2"}, "2023Q2 的样子"),
        ({"units": (UNIT,), "copy": "fax"}, "electronic 或 stamped_pdf"),
        ({}, "--unit"),
    ],
)
def test_what_cannot_be_filed_is_told_and_nothing_happens(
    doubtful: House, ruling: dict[str, object], words: str
) -> None:
    before = doubtful.files()
    with pytest.raises(NeedsStaff, match=words):
        confirm(doubtful, "R1", **ruling)
    assert doubtful.files() == before
    assert len(doubtful.reviews()) == 2


def test_a_proposal_without_a_period_asks_for_one(doubtful: House) -> None:
    (item, _) = doubtful.reviews()
    proposal = replace(item.proposal, units=(UNIT,), period=None)
    with pytest.raises(NeedsStaff, match="--period"):
        review.checked(doubtful.office, "R1", proposal)


def test_what_does_not_wait_is_told(doubtful: House) -> None:
    for name in ("R9", "nonsense"):
        with pytest.raises(NeedsStaff, match="待核实件"):
            review.ignore(doubtful.office, name, "clerk", LATER)


def test_what_is_laid_aside_counts_for_nobody(doubtful: House) -> None:
    assert len(review.ignore(doubtful.office, "R1", "clerk", LATER)) == 2
    assert doubtful.reviews() == ()
    assert doubtful.copies() == ()


def test_a_mail_without_files_cannot_be_confirmed(house: House) -> None:
    house.inbox.refuse("too_large", NOW)
    house.round(NOW)
    with pytest.raises(NeedsStaff, match="没有可归档的附件"):
        confirm(house, "R1", units=(UNIT,), period="2023Q2", copy="electronic")
    review.reject(house.office, "R1", "请分次发送", "clerk", LATER)
    assert house.reviews() == ()


def test_a_refused_file_shows_in_the_units_standing(house: House) -> None:
    blank = mails.annex_docx(house.office.notice, UNIT, "b", blank=True)
    files = (mails.Enclosed(f"{UNIT}二季度报表.docx", blank),)
    house.take(house.report(UNIT, files=files), NOW)
    assert standing(house) is Standing.PENDING
    (item,) = house.reviews()
    assert "表格未填写" in item.reasons
    review.reject(house.office, item.id, "表格未填写", "clerk", LATER)
    assert standing(house) is Standing.REJECTED


def test_our_own_mailbox_is_never_learned(doubtful: House) -> None:
    doubtful.office = replace(doubtful.office, address=STRANGER)
    confirm(doubtful, "R1", units=(UNIT,))
    with doubtful.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ()


def register(house: House, *paths: Path, **ruling: object) -> tuple[review.Filing, ...]:
    wanted = {"units": (UNIT,), "period": "2023Q2", "learn": False} | ruling
    return registering.register(
        house.office,
        paths,
        Ruling(**wanted),  # type: ignore[arg-type]
        "clerk",
        LATER,
    )


def test_files_brought_by_hand_are_filed(house: House, tmp_path: Path) -> None:
    (tmp_path / "报表.docx").write_bytes(house.electronic(UNIT).content)
    (tmp_path / "盖章.pdf").write_bytes(mails.scanned_pdf(UNIT))
    filed = register(house, tmp_path / "报表.docx", tmp_path / "盖章.pdf")
    assert [f.copy for f in filed] == ["electronic", "stamped_pdf"]
    assert standing(house) is Standing.COMPLETE
    assert all("registered" in c.flags for c in house.copies())


def test_each_file_of_an_archive_is_registered_for_each_unit(
    house: House, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("1.docx", house.electronic(UNIT).content)
        packed.writestr("2.docx", house.electronic("县科协").content)
    filed = register(house, tmp_path / "a.zip", units=(UNIT, "县科协"))
    assert len(filed) == 4
    assert all(f"/{f.unit}/" in f.path for f in filed)


def test_what_cannot_be_registered_is_told(house: House, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    with pytest.raises(NeedsStaff, match="没有可以登记的文件"):
        register(house, tmp_path / "a.zip")
    with pytest.raises(NeedsStaff, match="找不到文件"):
        register(house, tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(NeedsStaff, match="责任单位"):
        register(house, tmp_path / "a.txt", units=("县财政局",))


def test_staff_give_time_or_excuse_a_unit(house: House) -> None:
    office = house.office
    deciding.extend(office, UNIT, Extension("2023-07-10", "2023Q2"), "clerk", NOW)
    deciding.exempt(office, "县科协", None, "clerk", NOW)
    with office.desk(NOW) as desk:
        line = progress_of(desk, UNIT, office.periods[0])
    assert line.due == at("2023-07-11 00:00")
    assert standing(house, "县科协") is Standing.EXEMPT
    entries = {x.unit: x.decisions for x in deciding.unit_entries(office, NOW)}
    assert [(d.kind, d.period, d.value) for d in entries[UNIT]] == [
        ("extend", "2023Q2", "2023-07-10")
    ]


def test_a_wrong_decision_is_told(house: House) -> None:
    with pytest.raises(NeedsStaff, match="不是通知的责任单位"):
        deciding.exempt(house.office, "县财政局", None, "clerk", NOW)
    with pytest.raises(NeedsStaff, match="2023-07-10 的样子"):
        deciding.extend(house.office, UNIT, Extension("7月10日"), "clerk", NOW)
    with pytest.raises(NeedsStaff, match="2023Q2 的样子"):
        deciding.exempt(house.office, UNIT, "Q2", "clerk", NOW)


def test_a_suspended_address_is_left_out_until_it_is_resumed(house: House) -> None:
    office = house.office

    def addresses() -> tuple[str, ...]:
        return {x.unit: x.addresses for x in deciding.unit_entries(office, NOW)}[UNIT]

    deciding.suspend(office, "U15@unit.example", "clerk", NOW)
    assert addresses() == ()
    deciding.resume(office, "u15@unit.example", "clerk", NOW)
    assert addresses() == ("u15@unit.example",)


def queue(house: House, name: str, **parts: object) -> int:
    with house.office.ledger.begin() as work:
        number = work.outbox.add(new_letter(name, **parts))
        work.commit()
    assert number is not None
    return number


def test_held_letters_are_released_singly_or_all_and_cancelled(house: House) -> None:
    first, second, third = (queue(house, n, held=True) for n in "abc")
    outbox.release(house.office, second, "clerk", NOW)
    with pytest.raises(NeedsStaff, match="暂存"):
        outbox.release(house.office, second, "clerk", NOW)
    outbox.cancel(house.office, third, "clerk", NOW)
    with pytest.raises(NeedsStaff, match="可能已经发出"):
        outbox.cancel(house.office, third, "clerk", NOW)
    outbox.release(house.office, None, "clerk", NOW)
    states = {q.id: q.state for q in outbox.listed(house.office, frozenset())}
    assert states == {
        first: LetterState.WAITING,
        second: LetterState.WAITING,
        third: LetterState.CANCELLED,
    }
    outbox.hold(house.office, "clerk", NOW)
    with house.office.ledger.begin() as work:
        assert work.decisions.mark(HELD)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Refused(RefusalKind.LATER, 451, "busy"), LetterState.WAITING),
        (Refused(RefusalKind.TOMORROW, 550, "quota"), LetterState.WAITING),
        (Refused(RefusalKind.SPAM, 554, "DT:SPM"), LetterState.FAILED),
        (Refused(RefusalKind.TOO_LARGE, 552, "large"), LetterState.FAILED),
        (Refused(RefusalKind.DEAD_ADDRESS, 550, "no such"), LetterState.FAILED),
        (Unknown("gone"), LetterState.WAITING),
    ],
)
def test_a_refusal_decides_what_becomes_of_a_receipt(
    house: House, answer: Refused | Unknown, state: LetterState
) -> None:
    queue(house, "a")
    house.postman.answers = [answer]
    (attempt,) = house.deliver(NOW)
    assert attempt.state is state
    (letter,) = house.letters()
    assert letter.state is state
    with house.office.ledger.begin() as work:
        dead = [s.address for s in work.addresses.suspended()]
    is_dead = isinstance(answer, Refused) and answer.kind is RefusalKind.DEAD_ADDRESS
    assert dead == (["u15@unit.example"] if is_dead else [])


def test_a_server_that_never_says_it_has_a_receipt_gets_it_three_times_and_no_more(
    house: House,
) -> None:
    queue(house, "a")
    house.postman.answers = [Unknown("closed before 250")] * 9
    states = [
        attempt.state
        for hour in range(9)
        for attempt in house.deliver(NOW + timedelta(hours=hour))
    ]
    assert states == [LetterState.WAITING, LetterState.WAITING, LetterState.UNKNOWN]
    facts = rendered(house.office, summary(house.office, NOW + timedelta(hours=9)))
    assert "是否送达不明" in facts.text, "staff are told"


def test_a_letter_too_large_to_be_offered_is_told_without_a_code(house: House) -> None:
    queue(house, "a")
    house.postman.answers = [Refused(RefusalKind.TOO_LARGE, 0, "邮件共9字节")]
    house.deliver(NOW)
    (letter,) = house.letters()
    assert letter.last_error == "邮件共9字节"


def test_a_host_whose_limit_of_the_day_is_reached_is_left_alone_until_tomorrow(
    house: House,
) -> None:
    queue(house, "a")
    queue(house, "b")
    house.postman.answers = [Refused(RefusalKind.TOMORROW, 550, "quota")]
    assert len(house.deliver(NOW)) == 1
    assert house.deliver(NOW + timedelta(hours=1)) == []
    assert len(house.deliver(NOW + timedelta(days=1))) == 2
    set_back = NOW - timedelta(days=30)
    queue(house, "c", not_before=set_back)
    assert len(house.deliver(set_back)) == 1


def test_a_server_that_is_away_costs_no_letter_its_pause(house: House) -> None:
    queue(house, "a")
    house.postman.answers = [TryLater("away")] * 6
    for minutes in range(0, 30, 5):
        with pytest.raises(TryLater):
            house.deliver(NOW + timedelta(minutes=minutes))
    (sent,) = house.deliver(NOW + timedelta(minutes=33))
    assert sent.state is LetterState.SENT


def test_what_was_left_half_sent_is_found_by_a_clock_set_back(house: House) -> None:
    letter = queue(house, "a", not_before=NOW - timedelta(days=9))
    with house.office.ledger.begin() as work:
        assert work.outbox.claim(letter, NOW)
        work.commit()
    (sent,) = house.deliver(NOW - timedelta(days=1))
    assert sent.state is LetterState.SENT


def test_a_dead_staff_address_does_not_suspend_the_unit(house: House) -> None:
    queue(house, "a", deliver_to=("clerk@county.example",))
    house.postman.answers = [Refused(RefusalKind.DEAD_ADDRESS, 550, "no such")]
    house.deliver(NOW)
    with house.office.ledger.begin() as work:
        assert work.addresses.suspended() == ()


def test_pauses_grow_until_the_letter_is_too_old(house: House) -> None:
    queue(house, "a", expires_at=NOW + timedelta(hours=1))
    house.postman.answers = [Refused(RefusalKind.LATER, 451, "busy")] * 9
    for minutes in range(0, 90, 5):
        house.deliver(NOW + timedelta(minutes=minutes))
    (letter,) = house.letters()
    assert (letter.state, letter.last_error) == (LetterState.FAILED, "451 busy")
    assert letter.tries == 4


def test_a_letter_nobody_sent_in_time_is_given_up(house: House) -> None:
    queue(house, "a")
    assert house.deliver(NOW + timedelta(days=6)) == []
    (letter,) = house.letters()
    assert (letter.state, letter.last_error) == (LetterState.FAILED, "已过发送期限")


def test_a_crash_while_sending_repeats_receipts_and_not_summaries(house: House) -> None:
    numbers = queue(house, "a"), queue(house, "b", kind=LetterKind.SUMMARY)
    with house.office.ledger.begin() as work:
        for number in numbers:
            assert work.outbox.claim(number, NOW)
        work.commit()
    house.deliver(LATER)
    states = [(q.state, q.last_error) for q in house.letters()]
    assert states == [
        (LetterState.SENT, ""),
        (LetterState.UNKNOWN, "发送中断，是否送达不明"),
    ]


def test_a_summary_whose_fate_is_unknown_is_not_repeated(house: House) -> None:
    queue(house, "a", kind=LetterKind.SUMMARY)
    house.postman.answers = [Unknown("gone")]
    assert [a.state for a in house.deliver(NOW)] == [LetterState.UNKNOWN]


def test_a_period_is_handed_out_with_its_table_and_files(house: House) -> None:
    house.take(house.report(UNIT), NOW)
    period = house.office.periods[0]
    table = rollup.rollup(house.office, period, NOW)
    assert UNIT not in table.silent
    assert len(table.silent) == 18
    found = export.listed(house.office, period, NOW)
    assert (len(found.rows), found.gone) == (2, ())
    assert list(found.beside) == ["台账.csv", "归档移交目录.csv"]
    house.office.archive.destroy(house.copies()[0].path)
    found = export.listed(house.office, period, NOW)
    assert (len(found.rows), len(found.gone)) == (1, 1)


def test_a_unit_with_only_a_scan_is_not_silent(house: House) -> None:
    scan = mails.Enclosed(f"{UNIT}二季度盖章.pdf", mails.scanned_pdf(UNIT))
    house.take(house.report(UNIT, files=(scan,)), NOW)
    table = rollup.rollup(house.office, house.office.periods[0], NOW)
    assert UNIT not in table.silent


def test_what_is_kept_is_verified_and_purged(house: House) -> None:
    house.take(house.report(UNIT), NOW)
    office = house.office
    assert keeping.verify(office) == ()
    first, second, third = house.files()
    office.archive.path(first).write_bytes(b"changed")
    office.archive.destroy(second)
    (office.archive.path(third).parent / "stray.txt").write_text("x")
    faults = {f.fault for f in keeping.verify(office)}
    assert faults == set(keeping.Fault)
    assert keeping.purge(office, NOW, "clerk", LATER) == 0
    assert keeping.purge(office, LATER, "clerk", LATER) == 3
    assert [c.path for c in house.copies()] == ["", ""]
    found = export.listed(office, office.periods[0], LATER)
    assert (found.rows, found.gone) == ((), ())


def test_a_permanent_bounce_suspends_the_dead_address(house: House) -> None:
    from tests.support.real_cases import DEAD_ADDRESS, mail_of

    case = {
        "attachments": [{"name": "(delivery-status)"}],
        "from_name": "MAILER-DAEMON",
        "from_addr": "mailer-daemon@x.example",
        "subject": "Undelivered",
        "date": NOW.isoformat(),
    }
    raw = mail_of(case, house.office.notice, house.office.address)
    house.take(raw, NOW)

    def suspended() -> list[str]:
        with house.office.ledger.begin() as work:
            return [s.address for s in work.addresses.suspended()]

    assert suspended() == []  # nobody wrote there: the bounce may be forged
    queue(house, "a", to=DEAD_ADDRESS)
    house.take(raw, LATER)
    assert suspended() == [DEAD_ADDRESS]


def test_a_path_is_explained_without_touching_anything(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "m.eml").write_bytes(house.report(UNIT))
    found = explain(house.office, tmp_path / "m.eml", Asked(NOW, NoHistory()))
    assert found.verdict is not None
    assert found.verdict.units == (UNIT,)
    assert house.files() == []
    (tmp_path / "报表.docx").write_bytes(house.electronic(UNIT).content)
    single = explain(house.office, tmp_path / "报表.docx", Asked(NOW, NoHistory()))
    assert single.forms[0] is not None
    for nothing, why in (
        (tmp_path, "这是文件夹，不是文件"),
        (tmp_path / "nowhere", "找不到文件或文件夹"),
    ):
        unread = explain(house.office, nothing, Asked(NOW, NoHistory()))
        assert (unread.problem, unread.why) == ("corrupt", why)


def test_only_our_own_hosts_verdict_on_the_sender_counts() -> None:
    from mailbot.adapters.mail.mime.reading import parse

    raw = (
        b"Authentication-Results: other.example; spf=fail\r\n"
        b"Authentication-Results: mx.county.example 1; dkim=pass; spf=fail\r\n"
        b"Authentication-Results: mx.county.example; spf=pass\r\n\r\n"
    )
    message = parse(raw).message
    assert authentication_failed(message, "mx.county.example")
    assert not authentication_failed(message, "")
    assert not authentication_failed(message, "third.example")


def test_the_period_in_hand_begins_shortly_before_its_end(house: House) -> None:
    days = ("2023-05-01", "2023-06-20", "2023-08-15", "2023-09-20", "2024-03-01")
    found = [house.office.period_at(datetime.fromisoformat(d).date()).id for d in days]
    assert found == ["2023Q2", "2023Q2", "2023Q2", "2023Q3", "2023Q4"]
