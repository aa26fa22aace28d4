"""One answer of staff settles a thing: carried out, told, recorded, undoable."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.adapters.store.ledger import StoreLedger
from mailbot.adapters.store.tables import events
from mailbot.core.orders.facts import View
from mailbot.core.orders.orders import Reading
from mailbot.core.orders.reading_orders import read_orders
from mailbot.core.record.records import LetterKind, LetterState, Origin
from mailbot.flows.staff import ordering
from tests.support.desk import HOST, STRANGER, Desk, letter, text_of
from tests.support.office import MAILBOX, STAFF

STAFF_ADDRESS = STAFF[0]
FILED = [("县民政局", "2023Q2", "electronic")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_one_word_files_the_report_and_sends_the_unit_its_receipt(desk: Desk) -> None:
    item = desk.doubtful()
    told = desk.answer(f"{desk.code(item)} 确认")
    assert desk.waiting() == []
    assert desk.filed() == FILED
    assert f"{item}（报表.docx）已确认归档：县民政局 2023年第二季度 电子版" in told
    (notice,) = desk.letters(LetterKind.NOTICE)
    assert "县民政局2023年第二季度来件核实结果" in notice.letter.subject


def test_what_a_mail_orders_is_read_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def once(text: str, subject: str, view: View) -> Reading:
        read.append(text)
        return read_orders(text, subject, view)

    monkeypatch.setattr(ordering, "read_orders", once)
    told = desk.answer(f"{desk.code(desk.doubtful())} 确认")
    assert "已确认归档" in told
    assert len(read) == 1


def test_a_confirmed_stranger_is_known_from_then_on(desk: Desk) -> None:
    desk.answer(f"{desk.code(desk.doubtful())} 确认")
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ("县民政局",)


def test_staff_who_forward_a_report_do_not_become_the_unit(desk: Desk) -> None:
    desk.answer(f"{desk.code(desk.doubtful(sender=STAFF_ADDRESS))} 确认")
    assert desk.filed() == FILED
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned(STAFF_ADDRESS) == ()


def test_the_known_address_of_another_unit_is_not_learned(desk: Desk) -> None:
    item = desk.doubtful()
    desk.answer(f"{desk.code(item)} 是 县科协")
    desk.now += timedelta(hours=1)
    other = desk.doubtful(unit="县残联")
    desk.answer(f"{desk.code(other)} 确认")
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ("县科协",)


def test_a_corrected_assignment_files_anew_and_says_so(desk: Desk) -> None:
    code = desk.code(desk.doubtful())
    desk.answer(f"{code} 确认")
    told = desk.answer(f"{code} 是 县科协")
    assert "已更正归档：县科协" in told
    assert desk.filed() == [("县科协", "2023Q2", "electronic")]
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ("县科协",)


def test_a_returned_file_is_recorded_and_the_unit_reads_the_reason(desk: Desk) -> None:
    told = desk.answer(f"{desk.code(desk.doubtful())} 退回 表格未填写")
    assert "已退回，理由：表格未填写" in told
    assert desk.filed() == []
    (notice,) = desk.letters(LetterKind.NOTICE)
    assert "退回说明" in notice.letter.subject


def test_what_is_ignored_is_told_to_nobody(desk: Desk) -> None:
    told = desk.answer(f"{desk.code(desk.doubtful())} 忽略")
    assert "已忽略" in told
    assert (desk.waiting(), desk.filed(), desk.notices()) == ([], [], [])


@pytest.mark.parametrize("words", ["确认", "退回 未盖章", "忽略"])
def test_every_settlement_can_be_undone(desk: Desk, words: str) -> None:
    item = desk.doubtful()
    code = desk.code(item)
    desk.answer(f"{code} {words}")
    told = desk.answer(f"{code} 撤销")
    assert "重新待核实" in told
    assert desk.waiting() == [item]
    assert desk.filed() == []
    assert desk.notices() == []  # the letter had not left yet
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned(STRANGER) == ()


def test_what_was_never_settled_cannot_be_undone(desk: Desk) -> None:
    told = desk.answer(f"{desk.code(desk.doubtful())} 撤销")
    assert "没有可以撤销的内容" in told


@pytest.mark.parametrize("words", ["确认", "退回 未盖章", "忽略"])
def test_an_order_given_twice_changes_nothing_the_second_time(
    desk: Desk, words: str
) -> None:
    code = desk.code(desk.doubtful())
    desk.answer(f"{code} {words}")
    before = (desk.filed(), desk.notices())
    desk.now += timedelta(minutes=5)
    told = desk.answer(f"{code} {words}")
    assert "无须重复" in told
    assert (desk.filed(), desk.notices()) == before


@pytest.mark.parametrize(
    ("first", "then"),
    [("忽略", "确认"), ("确认", "退回 未盖章"), ("退回 未盖章", "忽略")],
)
def test_another_opinion_must_undo_the_first(desk: Desk, first: str, then: str) -> None:
    code = desk.code(desk.doubtful())
    desk.answer(f"{code} {first}")
    told = desk.answer(f"{code} {then}")
    assert "请先写“代码 撤销”" in told


def test_a_wrong_code_does_nothing_and_is_told(desk: Desk) -> None:
    item = desk.doubtful()
    desk.code(item)
    told = desk.answer(f"{item}-AAAA-BBBB 确认")
    assert "代码有误" in told
    assert desk.waiting() == [item]


def test_a_code_under_another_number_does_nothing(desk: Desk) -> None:
    item = desk.doubtful()
    told = desk.answer(f"R99-{desk.code(item).partition('-')[2]} 确认")
    assert "不是同一件" in told
    assert desk.waiting() == [item]


def test_a_code_ends_after_fourteen_days(desk: Desk) -> None:
    item = desk.doubtful()
    code = desk.code(item)
    desk.now += timedelta(days=14, minutes=1)
    told = desk.answer(f"{code} 确认")
    assert "过期" in told
    assert desk.waiting() == [item]


def test_a_code_is_good_to_the_last_minute(desk: Desk) -> None:
    code = desk.code(desk.doubtful())
    desk.now += timedelta(days=14, seconds=-1)
    desk.answer(f"{code} 确认")
    assert desk.waiting() == []


def test_who_is_not_staff_orders_nothing_and_hears_nothing(desk: Desk) -> None:
    item = desk.doubtful()
    code = desk.code(item)
    assert desk.answer(f"{code} 确认", sender="stranger@mail.example") == ""
    assert item in desk.waiting()


def test_a_sender_our_own_host_calls_forged_orders_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, authserv_id=HOST)
    item = desk.doubtful()
    results = f"{HOST}; spf=fail smtp.mailfrom={STAFF_ADDRESS}; dkim=none"
    headers = {"Authentication-Results": results}
    text = f"{desk.code(item)} 确认"
    desk.receive(letter(STAFF_ADDRESS, text, "待办", desk.now, headers=headers))
    assert desk.waiting() == [item]
    (answer,) = desk.letters(LetterKind.ANSWER)
    assert answer.letter.to == STAFF_ADDRESS


def test_a_forged_sender_who_guesses_gets_no_answer_at_all(tmp_path: Path) -> None:
    desk = Desk(tmp_path, authserv_id=HOST)
    headers = {"Authentication-Results": f"{HOST}; dmarc=fail"}
    text = "R1-AAAA-BBBB 确认"
    desk.receive(letter(STAFF_ADDRESS, text, "待办", desk.now, headers=headers))
    assert desk.letters(LetterKind.ANSWER) == []


def test_what_lies_in_junk_orders_nothing(desk: Desk) -> None:
    item = desk.doubtful()
    text = f"{desk.code(item)} 确认"
    desk.receive(letter(STAFF_ADDRESS, text, "待办", desk.now), junk=True)
    assert item in desk.waiting()


def test_imported_mails_order_nothing(desk: Desk) -> None:
    item = desk.doubtful()
    raw = letter(STAFF_ADDRESS, f"{desk.code(item)} 确认", "待办", desk.now)
    desk.receive(raw, origin=Origin.IMPORT)
    assert item in desk.waiting()


def test_an_absence_note_that_quotes_our_mail_orders_nothing(desk: Desk) -> None:
    item = desk.doubtful()
    headers = {"Auto-Submitted": "auto-replied"}
    text = f"{desk.code(item)} 确认"
    raw = letter(STAFF_ADDRESS, text, "自动回复：待办", desk.now, headers=headers)
    desk.receive(raw)
    assert desk.waiting() == [item]
    assert desk.letters(LetterKind.ANSWER) == []


def test_the_same_bytes_a_second_time_are_neither_obeyed_nor_answered(
    desk: Desk,
) -> None:
    item = desk.doubtful()
    code = desk.code(item)
    raw = letter(STAFF_ADDRESS, f"{code} 确认", "待办", desk.now)
    desk.receive(raw)
    desk.answer(f"{code} 撤销")
    desk.receive(raw)
    assert desk.waiting() == [item]
    assert len(desk.letters(LetterKind.ANSWER)) == 2


def test_staff_mail_without_code_or_order_is_an_ordinary_mail(desk: Desk) -> None:
    assert desk.answer("张主任：下午三点开会。", "开会") == ""


def test_an_answer_to_our_mail_without_a_code_is_told_how_to_write(desk: Desk) -> None:
    first = desk.answer("M1-AAAA-BBBB 汇总")
    assert "代码有误" in first
    (ours,) = desk.letters(LetterKind.ANSWER)
    headers = {"In-Reply-To": ours.letter.message_id}
    raw = letter(STAFF_ADDRESS, "暂停催报", "回复：处理结果", desk.now, headers=headers)
    desk.receive(raw)
    assert len(desk.letters(LetterKind.ANSWER)) == 2


def test_a_file_without_a_unit_is_not_confirmed_but_explained(desk: Desk) -> None:
    item = desk.doubtful()
    told = desk.answer(f"{desk.code(item)} 是 县气象局")
    assert "没有看懂“县气象局”" in told
    assert "例如" in told
    assert desk.waiting() == [item]


def test_several_orders_of_one_answer_are_done_each_for_itself(desk: Desk) -> None:
    first = desk.code(desk.doubtful())
    desk.now += timedelta(minutes=1)
    second = desk.code(desk.doubtful(unit="县残联", sender="li@mail.example"))
    mail = desk.mail_code()
    told = desk.answer(f"{first} 确认\n{second} 退回\n{mail} 免报 县科协")
    assert "未办1项" in desk.letters(LetterKind.ANSWER)[0].letter.subject
    assert "退回须写明理由" in told
    assert desk.filed() == FILED
    with desk.office.ledger.begin() as work:
        assert [d.kind for d in work.decisions.all()] == ["exempt"]


def decisions(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.office.ledger.begin() as work:
        return [(d.kind, d.unit, d.value) for d in work.decisions.all()]


def test_units_are_extended_exempted_and_that_is_undone_one_by_one(desk: Desk) -> None:
    code = desk.mail_code()
    told = desk.answer(f"{code} 延期 县科协、县残联 7月10日\n{code} 免报 县民政局")
    assert "县科协、县残联 2023年第二季度报送时限延至2023年7月10日24时" in told
    assert "县民政局 2023年第二季度免报" in told
    assert len(decisions(desk)) == 3
    told = desk.answer(f"{code} 撤销延期 县残联")
    assert "已撤销：延期（县残联）" in told
    told = desk.answer(f"{code} 撤销")
    assert "延期（县科协）；免报（县民政局）" in told
    assert decisions(desk) == []
    assert "没有可以撤销" in desk.answer(f"{code} 撤销")


def test_reminders_are_paused_resumed_and_paused_again_by_undoing(desk: Desk) -> None:
    code = desk.mail_code()
    assert "原本没有暂停催报" in desk.answer(f"{code} 恢复催报")
    assert "各单位已暂停催报" in desk.answer(f"{code} 暂停催报")
    assert len(decisions(desk)) == len(desk.office.notice.units)
    assert "各单位已恢复催报" in desk.answer(f"{code} 恢复催报")
    assert decisions(desk) == []
    assert "已撤销：恢复催报" in desk.answer(f"{code} 撤销恢复催报")
    assert len(decisions(desk)) == len(desk.office.notice.units)


def test_held_letters_are_released_and_held_again(desk: Desk) -> None:
    desk.doubtful()
    desk.answer(f"{desk.code(desk.waiting()[0])} 确认")
    (notice,) = desk.letters(LetterKind.NOTICE)
    with desk.office.ledger.begin() as work:
        work.outbox.settle(notice.id, LetterState.HELD, "", desk.now)
        work.commit()
    code = desk.mail_code()
    assert "1封暂存的信件" in desk.answer(f"{code} 放行")
    assert desk.letters(LetterKind.NOTICE)[0].state is LetterState.WAITING
    assert "已撤销：放行" in desk.answer(f"{code} 撤销")
    assert desk.letters(LetterKind.NOTICE)[0].state is LetterState.HELD


def test_the_summary_comes_when_it_is_asked_for(desk: Desk) -> None:
    item = desk.doubtful()
    assert "汇总已另信发出" in desk.answer(f"{desk.mail_code()} 汇总")
    (summary,) = desk.letters(LetterKind.SUMMARY)
    assert summary.letter.to == STAFF_ADDRESS
    words = text_of(summary.letter.raw)
    assert f"确认：{desk.code(item)} 确认" in words
    assert re.search(r"暂停催报：M\d+(?:-[0-9A-Z]{4}){2} 暂停催报", words)


def test_each_act_is_in_the_ledger_with_who_and_when(desk: Desk) -> None:
    code = desk.code(desk.doubtful())
    desk.answer(f"{code} 确认")
    desk.answer(f"{code} 撤销")
    ledger = desk.office.ledger
    assert isinstance(ledger, StoreLedger)
    with ledger._engine.connect() as connection:
        rows = connection.execute(select(events.c.what, events.c.who, events.c.at))
        done = [(what, who) for what, who, at in rows if at <= desk.now]
    assert done == [("confirm", STAFF_ADDRESS), ("undo", STAFF_ADDRESS)]


def test_an_order_from_the_mailbox_itself_is_obeyed_but_not_answered(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    desk.office = replace(desk.office, staff=(MAILBOX,))
    code = desk.code(desk.doubtful())
    assert desk.answer(f"{code} 确认", sender=MAILBOX) == ""
    assert desk.filed() == FILED


def test_an_answer_that_says_nothing_is_told_where_to_write(desk: Desk) -> None:
    code = desk.code(desk.doubtful())
    ours = f"———— 请在此线以上回复 ————\n待核实1件\n代码：{code}"
    told = desk.answer(f"{ours}\n{code} 确认")
    assert "没有看到处理意见，请写在来信最上方" in told
    assert len(desk.waiting()) == 1


@pytest.mark.parametrize("cut", [0, 3])
def test_a_code_in_pieces_is_told_even_in_a_mail_of_its_own(
    desk: Desk, cut: int
) -> None:
    name, secret = desk.code(desk.doubtful()).split("-", 1)
    written = secret if cut else name
    told = desk.answer(f"{written} 确认")
    assert "不是完整的代码" in told
    assert len(desk.waiting()) == 1


@pytest.mark.parametrize("words", ["确认", "退回 没有盖章"])
def test_a_new_opinion_may_stand_below_the_undoing_of_the_old(
    desk: Desk, words: str
) -> None:
    code = desk.code(desk.doubtful())
    desk.answer(f"{code} 忽略")
    told = desk.answer(f"{code} 撤销\n{code} {words}")
    assert "已撤销“忽略”" in told
    assert desk.filed() == (FILED if words == "确认" else [])
    assert desk.waiting() == []
