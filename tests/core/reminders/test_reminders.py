"""Who is due a reminder: one unit, one moment, one answer with its reason."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import QUARTER
from mailbot.core.notice.policy import ReminderPolicy
from mailbot.core.notice.units import Unit
from mailbot.core.record.progress import CopyProgress, Standing, UnitProgress
from mailbot.core.record.records import LetterState, ReminderKey
from mailbot.core.reminders.case import (
    PastReminder,
    Reminding,
    Skipped,
    Tone,
    UnitCase,
    Why,
)
from mailbot.core.reminders.ladder import Deadline, LadderRules, ladder, stage_due
from mailbot.core.reminders.reminders import MOST_ATTEMPTS, due

DUE = date(2023, 6, 30)
RULES = LadderRules(ReminderPolicy(), ChineseCalendar())
MISSING = CopyProgress(Standing.MISSING)
FILED = CopyProgress(Standing.FILED, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def progress(
    state: Standing = Standing.MISSING,
    electronic: CopyProgress = MISSING,
    stamped: CopyProgress = MISSING,
) -> UnitProgress:
    copies = ((Copy.ELECTRONIC, electronic), (Copy.STAMPED_PDF, stamped))
    return UnitProgress(
        unit="县民政局",
        period="2023Q2",
        due=at("2023-07-01 00:00"),
        state=state,
        late=False,
        copies=copies,
    )


CASE = UnitCase(
    unit=Unit("县民政局", leader_address="leader@unit.example"),
    period=QUARTER.numbered(2023, 2),
    progress=progress(),
    deadline=Deadline(DUE, DUE, date.min),
    closes=date(2023, 9, 14),
    addresses=("a@unit.example", "b@unit.example"),
)


def past(stage: str, state: LetterState, **changes: object) -> PastReminder:
    key = ReminderKey("县民政局", "2023Q2", DUE, stage)
    letter = PastReminder(key, "a@unit.example", date(2023, 6, 27), state)
    return replace(letter, **changes)  # type: ignore[arg-type]  # the tests' own words


def reminded(case: UnitCase, moment: str, rules: LadderRules = RULES) -> Reminding:
    found = due(case, at(moment), rules)
    assert isinstance(found, Reminding)
    return found


def skipped(case: UnitCase, moment: str) -> Skipped:
    found = due(case, at(moment), RULES)
    assert isinstance(found, Skipped)
    return found


def test_the_ladder_counts_back_from_the_last_working_day_before_the_holidays() -> None:
    deadline = Deadline(date(2023, 9, 30), date(2023, 10, 6), date.min)
    days = [(s.id, s.day.isoformat()) for s in ladder(deadline, *_ladder_rules())]
    assert days == [
        ("before-10", "2023-09-14"),
        ("before-3", "2023-09-25"),
        ("last-workday", "2023-09-28"),
        ("after-2", "2023-10-08"),
        ("after-5", "2023-10-11"),
        ("after-8", "2023-10-16"),
    ]


def _ladder_rules() -> tuple[ReminderPolicy, ChineseCalendar]:
    return RULES.policy, ChineseCalendar()


def test_a_ladder_without_the_last_working_day_has_one_stage_less() -> None:
    policy = replace(RULES.policy, on_last_workday=False)
    stages = ladder(CASE.deadline, policy, ChineseCalendar())
    assert "last-workday" not in [s.id for s in stages]


def test_stages_before_an_extension_was_granted_are_void() -> None:
    until = date(2023, 7, 10)
    stages = ladder(Deadline(until, until, date(2023, 7, 6)), *_ladder_rules())
    assert [s.id for s in stages] == ["last-workday", "after-2", "after-5", "after-8"]


def test_a_friendly_stage_missed_in_an_outage_lapses_with_the_deadline() -> None:
    stages = ladder(CASE.deadline, *_ladder_rules())
    assert stage_due(stages, CASE.deadline, at("2023-07-03 09:00")) is None


def test_before_the_deadline_the_letter_is_friendly_and_names_what_is_missing() -> None:
    found = reminded(
        replace(CASE, progress=progress(stamped=FILED)), "2023-06-27 09:00"
    )
    assert found.tone is Tone.BEFORE
    assert [m.copy for m in found.missing] == ["电子版"]
    assert found.key == ReminderKey("县民政局", "2023Q2", DUE, "before-3")
    assert found.to == "a@unit.example"
    assert found.reason == (
        "缺电子版；截止前第3个工作日；此前未发：截止前第10个工作日的提醒"
    )


def test_after_an_outage_only_the_latest_stage_goes_out_and_the_rest_is_said() -> None:
    found = reminded(CASE, "2023-07-10 10:00")
    assert found.stage.id == "after-5"
    assert found.tone is Tone.AFTER
    assert "此前未发：截止前第10个工作日、" in found.reason


def test_a_refused_copy_is_named_with_the_reason() -> None:
    refused = CopyProgress(Standing.REJECTED, reason="表格未填写")
    case = replace(CASE, progress=progress(Standing.REJECTED, stamped=refused))
    found = reminded(case, "2023-06-27 09:00")
    assert "盖章PDF版已退回（表格未填写）" in found.reason
    assert found.missing[1].reason == "表格未填写"


@pytest.mark.parametrize(
    ("state", "why"),
    [(Standing.COMPLETE, Why.COMPLETE), (Standing.EXEMPT, Why.EXEMPT)],
)
def test_a_settled_unit_is_left_in_peace(state: Standing, why: Why) -> None:
    assert (
        skipped(replace(CASE, progress=progress(state)), "2023-06-27 09:00").why is why
    )


def test_a_unit_that_staff_paused_is_left_in_peace() -> None:
    assert skipped(replace(CASE, paused=True), "2023-06-27 09:00").why is Why.PAUSED


def test_before_the_ladder_begins_the_first_stage_is_told() -> None:
    found = skipped(CASE, "2023-06-01 09:00")
    assert found.why is Why.NOT_YET
    assert found.reason == "未到提醒时间，下次为6月15日（截止前第10个工作日）"


def test_without_stages_to_come_nothing_is_promised() -> None:
    case = replace(CASE, deadline=Deadline(DUE, DUE, date(2023, 8, 1)))
    assert skipped(case, "2023-07-20 09:00").reason == "各次提醒均已过"


def test_when_the_next_quarter_begins_the_telephone_takes_over() -> None:
    assert skipped(CASE, "2023-09-14 09:00").why is Why.CLOSED


@pytest.mark.parametrize(
    "moment", ["2023-06-27 08:59", "2023-06-27 17:00", "2023-07-08 10:00"]
)
def test_letters_leave_only_in_office_hours_on_working_days(moment: str) -> None:
    assert skipped(CASE, moment).why is Why.OUT_OF_HOURS


@pytest.mark.parametrize(
    ("state", "why", "words"),
    [
        (LetterState.SENT, Why.DONE, "已于2023年6月27日提醒"),
        (LetterState.UNKNOWN, Why.DONE, "是否送达不明"),
        (LetterState.WAITING, Why.QUEUED, "等待发出"),
        (LetterState.HELD, Why.QUEUED, "待工作人员放行"),
    ],
)
def test_a_stage_is_written_once(state: LetterState, why: Why, words: str) -> None:
    found = skipped(replace(CASE, past=(past("before-3", state),)), "2023-06-28 09:00")
    assert found.why is why
    assert words in found.reason


def test_a_letter_that_staff_cancelled_is_not_written_again() -> None:
    letter = past("before-3", LetterState.CANCELLED, by_staff=True)
    found = skipped(replace(CASE, past=(letter,)), "2023-06-28 09:00")
    assert found.reason == "截止前第3个工作日的提醒已由工作人员取消"


def test_a_letter_withdrawn_before_it_left_is_written_anew() -> None:
    letter = past("before-3", LetterState.CANCELLED)
    found = reminded(replace(CASE, past=(letter,)), "2023-06-28 09:00")
    assert found.key.attempt == 2


def test_a_letter_to_a_dead_address_goes_to_the_next_at_once() -> None:
    letter = past("before-3", LetterState.SENT, tried=True, returned=True)
    case = replace(CASE, past=(letter,), addresses=("b@unit.example",))
    found = reminded(case, "2023-06-27 15:00")
    assert (found.to, found.key.attempt) == ("b@unit.example", 2)


def test_a_letter_refused_for_today_is_tried_again_on_another_day() -> None:
    case = replace(CASE, past=(past("before-3", LetterState.FAILED, tried=True),))
    assert skipped(case, "2023-06-27 15:00").why is Why.UNDELIVERED
    assert reminded(case, "2023-06-28 09:00").key.attempt == 2


def test_after_many_failures_the_telephone_takes_over() -> None:
    letter = past("before-3", LetterState.FAILED, tried=True)
    found = skipped(replace(CASE, past=(letter,) * MOST_ATTEMPTS), "2023-06-28 09:00")
    assert "请电话联系" in found.reason


def test_another_deadline_makes_another_letter() -> None:
    key = ReminderKey("县民政局", "2023Q2", date(2023, 6, 20), "before-3")
    letter = PastReminder(key, "a@unit.example", date(2023, 6, 15), LetterState.SENT)
    assert reminded(replace(CASE, past=(letter,)), "2023-06-27 09:00").key.attempt == 1


def test_a_unit_in_review_is_left_alone_for_two_working_days() -> None:
    case = replace(CASE, in_review=(date(2023, 6, 26),))
    assert skipped(case, "2023-06-28 09:00").why is Why.IN_REVIEW


def test_then_it_is_reminded_in_neutral_words() -> None:
    waiting = CopyProgress(Standing.PENDING)
    both = progress(Standing.PENDING, waiting, waiting)
    case = replace(CASE, progress=both, in_review=(date(2023, 6, 23),))
    found = reminded(case, "2023-06-28 09:00")
    assert found.tone is Tone.REVIEW
    assert found.reason.startswith("有1件来件待核实；截止前第3个工作日")


def test_a_unit_without_an_address_is_for_the_telephone() -> None:
    found = skipped(replace(CASE, addresses=()), "2023-06-27 09:00")
    assert found.reason == "没有可用的邮箱地址，请电话联系"


def test_the_unit_that_hosts_the_mailbox_is_told_to_register_its_own() -> None:
    unit = replace(CASE.unit, self_reporting=True)
    found = skipped(replace(CASE, unit=unit, addresses=()), "2023-06-27 09:00")
    assert "自行登记" in found.reason


def test_the_leader_gets_a_copy_of_the_last_letter_only_if_switched_on() -> None:
    copying = LadderRules(replace(RULES.policy, copy_leader=True), RULES.calendar)
    assert reminded(CASE, "2023-07-12 09:00").cc == ()
    assert reminded(CASE, "2023-07-12 09:00", copying).cc == ("leader@unit.example",)
    assert reminded(CASE, "2023-07-07 09:00", copying).cc == ()
