"""Periods, deadlines, standing, and the words in which they are told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.adapters.notice_file import load_notice
from mailbot.core.letters import answers
from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import QUARTER, Period, between, from_id
from mailbot.core.notice.policy import DayOff, DeadlinePolicy, StampedCheck
from mailbot.core.notice.workdays import (
    end_of,
    last_workday_until,
    shifted,
    workday_after,
    workdays_between,
)
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.documents import Problem, SealReport, SealVerdict
from mailbot.core.record.flags import FLAGS, FlagKind, flag_word
from mailbot.core.record.progress import (
    PeriodRecords,
    Standing,
    UnitProgress,
    newest,
    period_progress,
    unit_progress,
)
from mailbot.core.record.records import CopyState, Proposal, UnitDecision
from mailbot.core.words import words
from mailbot.core.words.reasons import clue_in_words, reasons_in_words
from tests.support.house import ROOT
from tests.support.rows import UNIT, copy_of, review

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = ChineseCalendar()
Q2 = from_id("2023Q2")
DAYS = st.dates(date(1, 1, 1), date(9999, 9, 30))


def due_of(period: Period, policy: DeadlinePolicy) -> date:
    return Schedule(QUARTER, Q2, Q2).due_day(period, policy, CALENDAR)


@given(DAYS)
def test_every_day_has_exactly_one_quarter(day: date) -> None:
    mine = QUARTER.of_day(day)
    after = QUARTER.following(mine)
    assert after is not None
    assert day in mine
    assert day not in after
    assert after.first_day == mine.last_day + timedelta(days=1)


@given(st.dates(date(1000, 1, 1), date(9999, 9, 30)))
def test_an_id_names_its_quarter(day: date) -> None:
    assert from_id(QUARTER.of_day(day).id) == QUARTER.of_day(day)


@pytest.mark.parametrize(
    "text", ["23", "2023Q5", "23Q2", "２０２３Q2", "2023-4", "", "Q2", "2023-W54"]
)
def test_other_texts_name_none(text: str) -> None:
    with pytest.raises(ValueError, match="2023Q2"):
        from_id(text)


def test_periods_follow_each_other_over_the_year() -> None:
    ids = [p.id for p in between(QUARTER, Q2, from_id("2024Q1"))]
    assert ids == ["2023Q2", "2023Q3", "2023Q4", "2024Q1"]
    assert (Q2.chinese, Q2.folder) == ("2023年第二季度", "2023年第2季度")


@pytest.mark.parametrize(
    ("period", "day_off", "due"),
    [
        ("2023Q2", DayOff.EXTEND, "2023-06-30"),
        ("2023Q3", DayOff.EXTEND, "2023-10-06"),
        ("2023Q4", DayOff.EXTEND, "2024-01-01"),
        ("2023Q3", DayOff.NOMINAL, "2023-09-30"),
        ("2023Q3", DayOff.PREVIOUS, "2023-09-28"),
        ("2023Q4", DayOff.PREVIOUS, "2023-12-29"),
    ],
)
def test_a_report_is_due_when_the_notice_means(
    period: str, day_off: DayOff, due: str
) -> None:
    policy = DeadlinePolicy(day_off)
    assert due_of(from_id(period), policy).isoformat() == due


def test_grace_is_added() -> None:
    assert due_of(Q2, DeadlinePolicy(grace_days=2)) == date(2023, 7, 2)


def test_working_days_are_counted_over_holidays() -> None:
    assert shifted(date(2023, 9, 28), 1, CALENDAR) == date(2023, 10, 7)
    assert shifted(date(2023, 10, 7), -1, CALENDAR) == date(2023, 9, 28)
    assert shifted(date(2023, 10, 7), 0, CALENDAR) == date(2023, 10, 7)
    assert workday_after(date(2023, 9, 28), CALENDAR) == date(2023, 10, 7)
    assert last_workday_until(date(2023, 10, 6), CALENDAR) == date(2023, 9, 28)
    assert workdays_between(date(2023, 9, 28), date(2023, 10, 8), CALENDAR) == 2
    assert workdays_between(date(2023, 10, 8), date(2023, 9, 28), CALENDAR) == 0


def test_a_deadline_is_written_as_the_last_moment_in_time() -> None:
    assert (
        words.chinese_deadline(end_of(date(2023, 6, 30), ZONE)) == "2023年6月30日24时"
    )
    noon = datetime(2023, 6, 30, 12, 30, tzinfo=ZONE)
    assert words.chinese_deadline(noon) == "2023年6月30日12时30分"
    assert words.listed(("甲", "乙")) == "甲、乙"
    sizes = [words.chinese_size(n) for n in (860, 12_700, 86_000_000)]
    assert sizes == ["860字节", "12.4KB", "82.0MB"]


NOTICE = load_notice(ROOT / "config" / "notice.toml")
DUE = end_of(date(2023, 6, 30), ZONE)
ELECTRONIC = replace(copy_of(1), version=1, items_missing=(7,))
STAMPED = replace(ELECTRONIC, copy="stamped_pdf", items_missing=())


def where(
    *versions: object, reviews: object = (), decisions: object = ()
) -> UnitProgress:
    records = PeriodRecords(versions, reviews, decisions)  # type: ignore[arg-type]
    return unit_progress(NOTICE, UNIT, Q2, records, DUE)


def test_a_unit_stands_where_its_copies_stand() -> None:
    rejected = replace(ELECTRONIC, state=CopyState.REJECTED, reason="未填写")
    waiting = review(1)
    assert where().state is Standing.MISSING
    assert where(ELECTRONIC).state is Standing.PARTIAL
    assert where(ELECTRONIC, STAMPED).state is Standing.COMPLETE
    assert where(rejected).state is Standing.REJECTED
    assert where(rejected).copy(Copy.ELECTRONIC).reason == "未填写"
    assert where(ELECTRONIC).missing == (Copy.STAMPED_PDF,)
    assert where(reviews=[waiting]).state is Standing.PENDING
    assert where(STAMPED, reviews=[waiting]).state is Standing.PENDING
    assert where(ELECTRONIC).items_missing == (7,)


def test_a_thing_whose_copy_is_open_may_be_either() -> None:
    unclear = replace(review(1), proposal=Proposal((UNIT,), None, "other"))
    states = [p.state for _, p in where(reviews=[unclear]).copies]
    assert states == [Standing.PENDING, Standing.PENDING]


def test_a_copy_nobody_asked_for_is_not_missing() -> None:
    records = PeriodRecords([ELECTRONIC], [], [])
    only = replace(NOTICE, duty=replace(NOTICE.duty, copies=(Copy.ELECTRONIC,)))
    unit = unit_progress(only, UNIT, Q2, records, DUE)
    assert unit.state is Standing.COMPLETE
    assert unit.copy(Copy.STAMPED_PDF).state is Standing.NOT_ASKED


def test_an_excused_unit_is_exempt() -> None:
    decision = UnitDecision(UNIT, "exempt", None, "", "clerk", DUE)
    assert where(decisions=[decision]).state is Standing.EXEMPT
    other = replace(decision, period="2023Q3")
    assert where(decisions=[other]).state is Standing.MISSING
    all_units = period_progress(
        NOTICE, Q2, PeriodRecords([], [], []), lambda _unit: DUE
    )
    assert len(all_units) == 19


def test_late_is_what_first_came_after_the_deadline() -> None:
    too_late = replace(STAMPED, received_at=DUE)
    in_time = replace(STAMPED, received_at=DUE - timedelta(seconds=1))
    revised = replace(in_time, version=2, received_at=DUE + timedelta(days=3))
    assert where(ELECTRONIC, too_late).late
    assert not where(ELECTRONIC, in_time).late
    assert not where(ELECTRONIC, in_time, revised).late
    assert where(ELECTRONIC, in_time, revised).received_at == in_time.received_at


def test_an_older_mail_filed_later_displaces_nothing() -> None:
    imported = replace(
        ELECTRONIC, version=2, received_at=ELECTRONIC.received_at - timedelta(days=9)
    )
    assert newest([ELECTRONIC, imported]) == ELECTRONIC
    assert where(ELECTRONIC, imported).copy(Copy.ELECTRONIC).version == 1


def file_line(
    outcome: Outcome,
    copy: CopyKind = CopyKind.STAMPED_PDF,
    check: StampedCheck = StampedCheck.SEAL,
    **parts: object,
) -> answers.FileLine:
    lack = bool(parts.pop("lack", False))
    parts["flags"] = frozenset(parts.pop("flags", ()))  # type: ignore[call-overload]
    file = replace(answers.ToldFile(2, "报表.pdf", copy, outcome), **parts)  # type: ignore[arg-type]
    return answers.file_line(file, answers.SealTelling(check, lack=lack))


RED = SealReport(SealVerdict.RED_SEAL, 1, "沂源县民政局")


def test_a_receipt_says_of_each_file_what_became_of_it() -> None:
    filed, kept, waits = Outcome.FILE, Outcome.IGNORE, Outcome.REVIEW
    electronic = CopyKind.ELECTRONIC
    assert file_line(filed, electronic).fate == "已收到"
    assert file_line(waits).fate == "已收到，待工作人员核实"
    assert file_line(kept).fate == "已收到，不计入本次报送"
    assert file_line(filed, check=StampedCheck.ANY_PDF).fate == "已收到（印章未经核验）"
    assert file_line(filed).fate == "已收到（印章未经核验）"
    assert "印文识别为“沂源县民政局”" in file_line(filed, seal=RED).fate
    assert file_line(filed, seal=replace(RED, unit="")).fate.endswith("（未鉴定真伪）")
    assert "相同，不重复计" in file_line(filed, flags=["duplicate"]).fate
    assert "请另报" in file_line(kept, CopyKind.PHOTO).fate
    assert "取消密码" in file_line(waits, problem=Problem.ENCRYPTED).fate
    assert file_line(filed, electronic, problem=Problem.UNSAFE).fate == "已收到"
    assert file_line(filed, name="").name == "附件2"
    assert file_line(filed, name="报\r\n表\u202e.pdf").name == "报 表 .pdf"


def test_a_missing_seal_is_told_only_where_the_unit_may_hear_it() -> None:
    oval = "页面上的椭圆形印章不是单位公章"
    missing = SealReport(SealVerdict.NO_SEAL, 1, note=oval)
    flags = ["pdf_without_seal"]
    told = file_line(Outcome.REVIEW, seal=missing, flags=flags, lack=True)
    assert told.fate == f"已收到，未见红色印章（{oval}），待工作人员核实"
    quiet = file_line(Outcome.REVIEW, seal=missing, flags=flags)
    assert quiet.fate == "已收到，待工作人员核实"


def test_a_receipt_says_of_each_unit_where_it_stands() -> None:
    in_time = datetime(2023, 6, 30, 9, tzinfo=ZONE)
    line = answers.unit_line(where(ELECTRONIC, reviews=[]), Q2, ["7．某项"], in_time)
    assert (line.state, line.missing, line.deadline) == (
        "部分报送",
        ("盖章PDF版",),
        "2023年6月30日24时",
    )
    assert not line.overdue
    late = datetime(2023, 7, 1, tzinfo=ZONE)
    waiting = answers.unit_line(where(reviews=[review(1)]), Q2, [], late)
    assert waiting.pending == ("电子版",)
    assert waiting.overdue


def test_reasons_are_told_in_chinese() -> None:
    clues = (
        Clue("subject", UNIT, "民政局", 0.8),
        Clue("date", "2023Q2", "", 0.3),
        Clue("copy", "stamped_pdf", "报表.pdf", 0.9),
        Clue("other", "sub_unit", "x", 0.1),
    )
    assert [clue_in_words(c) for c in clues] == [
        "主题：“民政局” → 县民政局",
        "日期：2023年第二季度",
        "文件形式：“报表.pdf” → 盖章PDF版",
        "其他：“x” → 由下属单位报送",
    ]
    verdict = FileVerdict(
        Outcome.REVIEW,
        CopyKind.OTHER,
        flags=(
            Flag(FlagKind.CLOUD_ATTACHMENT, (("expires", "2023-07-30"),)),
            Flag(FlagKind.LATE),
        ),
        reasons=clues[:1],
    )
    assert reasons_in_words(verdict, "文件已损坏，无法打开") == (
        "文件已损坏，无法打开",
        "只有网盘或超大附件链接，没有文件本身（2023-07-30）",
        "迟报",
        "县民政局：见主题“民政局”",
    )


def test_every_flag_has_its_words_and_none_shows_its_english() -> None:
    assert set(FLAGS) == set(FlagKind)
    for kind, facts in FLAGS.items():
        assert re.search("[\u4e00-\u9fff]", facts.word), kind
        assert kind.value not in facts.word


def test_a_flag_of_an_earlier_version_never_shows_its_english() -> None:
    assert flag_word("no_such_flag_any_more") == "早先版本所作的标记"
