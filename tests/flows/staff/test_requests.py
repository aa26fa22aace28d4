"""Staff write of their own accord: done where their host vouches, asked again else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

import pytest

from mailbot.core.record.records import LetterKind
from mailbot.flows.handing_out import hand_out
from mailbot.ports import Examiner
from tests.support.desk import HOST, Desk, OpenExaminer, letter, text_of
from tests.support.office import STAFF
from tests.support.real_mails import annex_docx

CODE = re.compile(r"P\d+-[0-9A-Z]{4}-[0-9A-Z]{4}")
VOUCHED = {"Authentication-Results": f"{HOST}; dmarc=pass header.from=county.example"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, authserv_id=HOST)


def ask(desk: Desk, text: str, *, sender: str = STAFF[0], **more: object) -> str:
    """Let staff write; return the words of the answer, "" if there is none."""
    desk.now += timedelta(seconds=1)
    before = {q.id for q in desk.letters(LetterKind.ANSWER)}
    desk.receive(letter(sender, text, "", desk.now, **more))  # type: ignore[arg-type]
    new = [q for q in desk.letters(LetterKind.ANSWER) if q.id not in before]
    return text_of(new[0].letter.raw) if new else ""


def report(desk: Desk, unit: str) -> dict[str, bytes]:
    return {"报表.docx": annex_docx(desk.office.notice, unit, seed=unit)}


def test_a_file_is_registered_when_our_host_vouches_for_the_sender(desk: Desk) -> None:
    files = report(desk, "县妇联")
    told = ask(desk, "登记 县妇联 二季度 电子版", files=files, headers=VOUCHED)
    assert "报表.docx 已登记：县妇联 电子版" in told
    assert desk.filed() == [("县妇联", "2023Q2", "electronic")]


def test_without_that_nothing_is_done_until_the_code_comes_back(desk: Desk) -> None:
    told = ask(desk, "登记 县妇联 二季度", files=report(desk, "县妇联"))
    assert "为防他人冒用" in told
    assert desk.filed() == []
    code = CODE.findall(told)[0]
    assert "已登记：县妇联" in ask(desk, f"{code} 确认")
    assert desk.filed() == [("县妇联", "2023Q2", "electronic")]
    assert "已经用过" in ask(desk, f"{code} 确认")
    assert len(desk.filed()) == 1


def test_a_code_serves_only_whom_it_was_sent_to(desk: Desk) -> None:
    desk.office = replace(desk.office, staff=(*STAFF, "other@county.example"))
    code = CODE.findall(ask(desk, "邮箱 县残联 cl@unit.example"))[0]
    told = ask(desk, f"{code} 确认", sender="other@county.example")
    assert "发给了另一位工作人员" in told
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned("cl@unit.example") == ()


def test_a_forged_request_is_refused_outright(desk: Desk) -> None:
    forged = {"Authentication-Results": f"{HOST}; dmarc=fail"}
    told = ask(desk, "邮箱 县残联 cl@unit.example", headers=forged)
    assert "未通过邮件服务器的发件人验证" in told
    assert CODE.findall(told) == []


def test_what_another_host_says_of_itself_vouches_for_nobody(desk: Desk) -> None:
    own = {"Authentication-Results": "evil.example; dmarc=pass"}
    assert CODE.findall(ask(desk, "报表 二季度", headers=own))


def test_an_address_given_by_staff_is_the_units_from_then_on(desk: Desk) -> None:
    told = ask(desk, "邮箱 县残联 cl@unit.example", headers=VOUCHED)
    assert "cl@unit.example 已记为县残联的邮箱" in told
    with desk.office.ledger.begin() as work:
        assert work.addresses.learned("cl@unit.example") == ("县残联",)


def test_a_unit_is_reminded_at_staffs_word_beside_the_ladder(desk: Desk) -> None:
    ask(desk, "邮箱 县残联 cl@unit.example", headers=VOUCHED)
    told = ask(desk, "催 县残联", headers=VOUCHED)
    assert "已提醒县残联（" in told
    (notice,) = desk.letters(LetterKind.NOTICE)
    assert notice.letter.unit == "县残联"
    assert "县残联" in notice.letter.subject


class RereadingExaminer(OpenExaminer):
    """Reads single files too, as a consolidated table wants them."""

    def file(self, path: Path, name: str, into: Path):  # type: ignore[no-untyped-def]
        from mailbot.wiring.examination import examine_file

        return examine_file(str(path), name, str(into))


def enclosed(raw: bytes) -> dict[str, bytes]:
    mail = message_from_bytes(raw, policy=policy.default)
    return {
        str(part.get_filename()): cast("bytes", part.get_payload(decode=True))
        for part in mail.walk()
        if part.get_filename()
    }


def test_the_files_of_a_unit_come_by_a_letter_of_their_own(desk: Desk) -> None:
    files = report(desk, "县妇联")
    ask(desk, "登记 县妇联 二季度", files=files, headers=VOUCHED)
    told = ask(desk, "文件 县妇联 二季度", headers=VOUCHED)
    assert "县妇联的文件随后另信发来" in told
    assert hand_out(desk.office, desk.now) == 1
    assert hand_out(desk.office, desk.now) == 0
    papers = enclosed(desk.letters(LetterKind.ANSWER)[-1].letter.raw)
    assert list(papers.values()) == list(files.values())


def test_the_consolidated_table_comes_by_a_letter_of_its_own(desk: Desk) -> None:
    desk.office = replace(desk.office, examiner=cast("Examiner", RereadingExaminer()))
    ask(desk, "登记 县妇联 二季度", files=report(desk, "县妇联"), headers=VOUCHED)
    ask(desk, "报表 二季度", headers=VOUCHED)
    hand_out(desk.office, desk.now)
    last = desk.letters(LetterKind.ANSWER)[-1].letter.raw
    assert set(enclosed(last)) == {"汇总表_2023Q2.docx", "汇总表_2023Q2.xlsx"}
    assert "未报送：" in text_of(last)


def test_help_says_what_may_be_written_to_anybody_of_the_staff(desk: Desk) -> None:
    assert "登记 县妇联 四季度 电子版" in ask(desk, "帮助")
