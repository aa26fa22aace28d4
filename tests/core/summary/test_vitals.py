"""When a supervisor is told that the bot is not at its work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.core.summary.vitals import Vitals, ailments, patience

NOW = datetime(2023, 7, 3, 9, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WELL = Vitals(holder="mailbot run（进程7，host）", read_at=NOW - 5 * MINUTE)


@pytest.mark.parametrize(
    ("vitals", "told"),
    [
        (WELL, ""),
        (replace(WELL, holder=""), "服务没有运行"),
        (replace(WELL, read_at=None), "尚未读取过邮箱"),
        (replace(WELL, read_at=NOW - 29 * MINUTE), ""),
        (replace(WELL, read_at=NOW - 31 * MINUTE), "最近一次读取邮箱是7月3日08:29"),
        # a clock set back: a reading that lies ahead tells nothing either
        (replace(WELL, read_at=NOW + 31 * MINUTE), "最近一次读取邮箱是7月3日09:31"),
        # a round with ten thousand mails in it
        (replace(WELL, read_at=NOW - 9 * HOUR, judged=3), ""),
        (replace(WELL, overdue=2), "有2封来信超过一天仍未判定"),
        (replace(WELL, sending_since=NOW - HOUR, sending_words="无回应"), ""),
        (
            replace(WELL, sending_since=NOW - 3 * HOUR, sending_words="无回应"),
            "自7月3日06:00起信件发不出去：无回应",
        ),
    ],
)
def test_what_keeps_the_bot_from_its_work_is_told_in_words(
    vitals: Vitals, told: str
) -> None:
    found = ailments(vitals, NOW, patience(5 * MINUTE))
    assert [words.split("，")[0] for words in found] == ([told] if told else [])


def test_a_bot_that_reads_seldom_is_given_three_rounds() -> None:
    assert patience(MINUTE) == 30 * MINUTE
    assert patience(HOUR) == 3 * HOUR
