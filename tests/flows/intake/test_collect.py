"""From a new mail to filed, recorded and answered: nothing lost, nothing twice."""

from __future__ import annotations

import email
import os
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from typing import Any

import pytest

from mailbot.core.record.documents import Problem
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.progress import Standing
from mailbot.core.record.records import JudgedMail, LetterState
from mailbot.errors import TryLater
from mailbot.faultpoints import Point
from mailbot.flows.intake import collect as pipeline
from mailbot.flows.intake import recording
from mailbot.flows.intake.unjudged import UnreadError
from mailbot.flows.standing import progress_of_all
from mailbot.flows.upkeep.keeping import sweep
from tests.support import real_mails as mails
from tests.support.house import House, at

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")


def standing(house: House, unit: str) -> Standing:
    with house.office.desk(NOW) as desk:
        period = house.office.periods[0]
        lines = progress_of_all(desk, period)
    return next(line.state for line in lines if line.unit == unit)


def plain_text(raw: bytes) -> str:
    body = email.message_from_bytes(raw, policy=default).get_body(("plain",))
    return body.get_content() if body else ""


def test_a_model_mail_is_filed_under_its_unit_and_answered(house: House) -> None:
    done = house.take(house.report(UNIT), NOW)
    assert (done.new, done.filed, done.review) == (1, 1, 0)
    assert standing(house, UNIT) is Standing.COMPLETE
    paths = [c.path for c in house.copies()]
    folder = "archive/源政办字〔2023〕13号/2023年第2季度/县民政局"
    assert [p.rpartition("/")[0] for p in paths] == [
        f"{folder}/电子版",
        f"{folder}/盖章PDF",
    ]
    (letter,) = house.letters()
    assert letter.letter.to == "u15@unit.example"
    assert letter.letter.subject == "县民政局2023年第二季度报送情况回执（已报齐）"
    assert letter.letter.not_before == at("2023-06-28 09:35")
    raw = email.message_from_bytes(letter.letter.raw)
    assert raw["In-Reply-To"] == "<15@unit.example>"


def test_seconds_tell_the_whole_round(house: House) -> None:
    done = house.take(house.report(UNIT), NOW)
    stages = {k: v for k, v in done.seconds.items() if k != "total"}
    assert all(spent > 0 for spent in stages.values())
    assert done.seconds["total"] >= sum(stages.values()) * 0.9


def test_a_second_round_changes_and_sends_nothing(house: House) -> None:
    house.take(house.report(UNIT), NOW)
    before = house.files(), house.copies(), house.letters()
    again = house.round(at("2023-06-28 09:40"))
    assert (again.new, again.filed) == (0, 0)
    assert (house.files(), house.copies(), house.letters()) == before


def test_the_raw_mail_lies_in_the_archive_and_no_longer_in_the_spool(
    house: House,
) -> None:
    house.take(house.report(UNIT), NOW)
    raw = [p for p in house.files() if p.endswith(".eml")]
    assert len(raw) == 1
    assert "/来信/2023-06/28-0930_" in raw[0]


def test_the_message_id_is_recorded_with_the_mail(house: House) -> None:
    nobody = house.report(
        UNIT,
        subject="2023年第二季度报表",
        sender="x@y.example",
        sender_name="",
        files=(mails.Enclosed("报表.docx", mails.annex_docx(house.office.notice, "")),),
    )
    house.take(nobody, NOW)
    assert [item.message_id for item in house.reviews()] == ["<15@unit.example>"]


@pytest.mark.parametrize(
    "step", ["judge_waiting", "filed_mail", "record_mail", "let_go"]
)
def test_a_crash_at_any_step_loses_nothing_and_repeats_nothing(
    house: House, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut ends the process; the next one finds the ledger and the disk."""

    class PowerCut(BaseException):
        pass

    real = getattr(pipeline, step)

    def cut(*parts: object) -> object:
        if step in {"record_mail", "let_go"}:
            real(*parts)
        raise PowerCut

    house.inbox.put(house.report(UNIT), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, step, cut)
        with pytest.raises(PowerCut):
            house.round(NOW)
    sweep(house.office, NOW)  # as the lock of the next process does
    house.round(at("2023-06-28 09:31"))
    assert standing(house, UNIT) is Standing.COMPLETE
    assert len(house.copies()) == 2
    assert len(house.letters()) == 1
    assert len(house.files()) == 3
    with house.office.ledger.begin() as work:
        assert {f.path for f in work.files.kept()} == set(house.files())


def test_nothing_is_committed_before_the_mails_files_are_durable(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are synced while the verdict is written; names and bytes, all of them."""
    synced: set[int] = set()
    before_commit: list[set[int]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.add(os.fstat(handle).st_ino)

    def reached(point: Point) -> None:
        if point is Point.FILED:
            before_commit.append(set(synced))

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(recording, "reached", reached)
    house.take(house.report(UNIT), NOW)
    paths = [house.office.archive.path(stored) for stored in house.files()]
    assert len(paths) == 3
    durable = {path.stat().st_ino for path in (*paths, *(p.parent for p in paths))}
    assert durable <= before_commit[0]


def test_a_crash_between_filing_and_recording_still_knows_the_mail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_parts: object) -> None:
        raise TryLater("数据库暂时不能使用")

    house.inbox.put(house.report(UNIT), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "record_mail", full)
        assert "数据库" in house.round(NOW).trouble
    assert house.copies() == ()
    house.round(NOW + timedelta(minutes=1))
    assert [c.version for c in house.copies()] == [1, 1]


def test_one_mail_that_breaks_the_program_is_put_before_staff_and_the_rest_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recording.record_mail

    def breaks(office: object, judged: object, filed: JudgedMail, *more: Any) -> None:
        if filed.sender_address == "u15@unit.example":
            raise ZeroDivisionError
        real(office, judged, filed, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "record_mail", breaks)
    house.inbox.put(house.report(UNIT), NOW)
    house.inbox.put(house.report("县科协"), NOW)
    done = house.round(NOW)
    assert (done.failed, done.filed) == (1, 1)
    (item,) = house.reviews()
    assert item.id == "R1"
    assert item.reasons == (
        "处理此信时程序出错（ZeroDivisionError）；原信已保存，请在邮箱网页中查看并登记",
    )
    assert any(p.startswith("spool/") for p in house.files())


def test_a_mail_that_nobody_can_read_is_called_damaged_not_a_fault_of_the_program(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreadable(_examined: object) -> None:
        raise UnreadError(Problem.CORRUPT)

    monkeypatch.setattr(pipeline, "must_be_read", unreadable)
    house.inbox.put(house.report(UNIT), NOW)
    assert house.round(NOW).failed == 1
    (item,) = house.reviews()
    assert item.reasons == (
        "此信已损坏，无法读取；原信已保存，请在邮箱网页中查看并登记",
    )
    assert "Traceback" not in caplog.text


def test_a_mail_too_large_to_fetch_is_put_before_staff_once(house: House) -> None:
    house.inbox.refuse("too_large", NOW)
    house.inbox.refuse("failed", NOW, size=900)
    house.inbox.refuse("vanished", NOW)
    done = house.round(NOW)
    assert (done.new, done.failed) == (3, 2)
    assert [i.reasons[0].split("；")[0] for i in house.reviews()] == [
        "来信过大（90.0MB），未下载",
        "邮件服务器未能给出此信（900字节）",
    ]
    assert house.round(NOW).failed == 0


def test_a_readable_mail_with_one_file_too_large_is_not_called_too_large(
    house: House,
) -> None:
    """The two copies are filed and said so; the file is told of by itself."""
    deep = mails.Enclosed("二季度附图.rtf", rb"{\rtf1" + b"{" * 5000)
    house.take(house.report(UNIT, files=(*house.letter(UNIT).files, deep)), NOW)
    assert standing(house, UNIT) is Standing.COMPLETE
    (answer,) = house.letters(LetterState.WAITING)
    assert "来信过大" not in answer.letter.subject
    text = plain_text(answer.letter.raw)
    assert "文件过大，请压缩图片或分次发送" in text
    assert "附件未能接收" not in text
    (item,) = house.reviews()
    assert item.flags[0] is FlagKind.TOO_LARGE
    assert "文件过大，未读取内容" in item.reasons


def test_a_server_that_fails_midway_costs_nothing_that_was_saved(house: House) -> None:
    house.inbox.put(house.report(UNIT), NOW)
    house.inbox.fault = TryLater("收信服务器没有应答")
    with pytest.raises(TryLater):
        house.round(NOW)
    assert standing(house, UNIT) is Standing.COMPLETE


def test_the_two_copies_sent_minutes_apart_get_one_receipt(house: House) -> None:
    first = house.report(UNIT, files=(house.electronic(UNIT),))
    stamped = mails.Enclosed("县民政局二季度盖章.pdf", mails.scanned_pdf(UNIT))
    second = house.report(UNIT, files=(stamped,), message_id="<2@unit.example>")
    house.take(first, NOW)
    house.take(second, at("2023-06-28 09:33"))
    waiting = house.letters(LetterState.WAITING)
    assert [q.letter.covers for q in waiting] == [(1, 2)]
    assert "已报齐" in waiting[0].letter.subject
    (cancelled,) = house.letters(LetterState.CANCELLED)
    assert cancelled.last_error == "并入后一封回执"


def test_a_receipt_that_was_sent_is_not_merged(house: House) -> None:
    house.take(house.report(UNIT, files=(house.electronic(UNIT),)), NOW)
    house.deliver(at("2023-06-28 10:00"))
    stamped = mails.Enclosed("县民政局二季度盖章.pdf", mails.scanned_pdf(UNIT))
    later = house.report(UNIT, files=(stamped,), message_id="<2@unit.example>")
    house.take(later, at("2023-06-28 10:01"))
    assert [q.state for q in house.letters()] == [LetterState.SENT, LetterState.WAITING]


def test_the_same_bytes_in_one_round_are_counted_and_answered_once(
    house: House,
) -> None:
    raw = house.report(UNIT)
    house.inbox.put(raw, NOW)
    house.inbox.put(raw, NOW)
    house.round(NOW)
    assert len(house.copies()) == 2
    assert len(house.letters()) == 1


def test_two_different_mails_with_one_message_id_are_both_taken(house: House) -> None:
    house.inbox.put(house.report(UNIT), NOW)
    house.inbox.put(house.report("县科协", message_id="<15@unit.example>"), NOW)
    assert house.round(NOW).filed == 2


def test_a_mail_found_after_two_days_is_filed_and_not_answered(house: House) -> None:
    house.inbox.put(house.report(UNIT), NOW)
    house.round(at("2023-06-30 09:31"))
    assert standing(house, UNIT) is Standing.COMPLETE
    assert house.letters() == ()


def test_an_unknown_sender_learns_nothing_and_the_unit_gets_the_receipt(
    house: House,
) -> None:
    house.take(house.report(UNIT, sender="someone@elsewhere.example"), NOW)
    stranger, unit = house.letters()
    assert stranger.letter.to == "someone@elsewhere.example"
    assert unit.letter.to == "u15@unit.example"
    told = stranger.letter.raw.decode() + stranger.letter.subject
    assert UNIT not in told
    mail = email.message_from_bytes(stranger.letter.raw, policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "附件2个" in body.get_content()


def test_a_day_has_an_end_to_its_answers_and_no_more_are_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = replace(
        house.office.policy,
        receipts=replace(house.office.policy.receipts, answers_a_day=1),
    )
    house.office = replace(house.office, policy=policy)
    house.take(house.report(UNIT), NOW)
    house.deliver(at("2023-06-28 10:00"))
    again = house.report(
        UNIT, files=(house.electronic(UNIT, "2"),), message_id="<9@x.example>"
    )
    written: list[object] = []
    monkeypatch.setattr(type(house.office.scribe), "write", written.append)
    house.take(again, at("2023-06-28 11:00"))
    assert len(house.letters()) == 1
    assert written == []


def test_a_receipt_the_gate_refuses_does_not_cost_the_one_that_waits(
    house: House,
) -> None:
    house.take(house.report(UNIT, files=(house.electronic(UNIT),)), NOW)
    robot = house.letter(UNIT, message_id="<2@unit.example>")
    raw = mails.build(robot).replace(
        b"To: ", b"Auto-Submitted: auto-generated\nTo: ", 1
    )
    house.take(raw, at("2023-06-28 09:32"))
    assert [q.state for q in house.letters()] == [LetterState.WAITING]


def test_mail_in_junk_is_never_answered(house: House) -> None:
    house.take(house.report(UNIT), NOW, junk=True)
    assert house.letters() == ()
    assert len(house.reviews()) == 2


def test_a_citizens_petition_leaves_no_trace_but_a_number(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    petition = house.letter(
        UNIT,
        sender="citizen@mail.example",
        sender_name="王某某",
        subject="关于邻居噪音的投诉",
        body="我已向县公安局报案，至今没有答复。",
        files=(),
    )
    done = house.take(mails.build(petition), NOW)
    assert done.unrelated == 1
    assert house.letters() == ()
    assert house.reviews() == ()
    assert "噪音" not in caplog.text
    with house.office.ledger.begin() as work:
        (kept,) = work.files.kept()
    assert kept.path.startswith("spool/")
    house.round(at("2023-07-29 09:31"))
    assert house.files() == []
