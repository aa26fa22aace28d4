"""Four times the letter takes about four times the judging, whatever it is made of.

What children read is bounded there; its words are judged by mailbot itself, where a
slow mail would hold up all others. Told by growth, as in test_mime_growth.py.
"""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests.support import real_mails as mails
from tests.support.house import House, at

SHAPES = (
    *("a\n", " ", "> a\n", "张三 写道：\n", "-----原始邮件-----\n", "发件人：a@b\n"),
    *("-- \n", "http://a.b/c ", "www.", "a@b ", "县民政局", "县民政局、", "县民政局\n"),
    *("第二季度", "2023年第二季度\n", "2023-06-28 ", "6月28日", "1.", "a\tb\tc\n"),
    *("，", "？", "申请延期，", "撤回。", "退信", "序号\t名称\t进展\n", "已完成50% "),
    *("【", "“", "（", "转发：", "超大附件 http://a.b/ftn?k=1 ", "妇儿工委 "),
    *("联系人：张三 电话：12345678\n", "县", "R1.1-AAAA "),
)
SIZE = 60_000  # bytes of the letter's text; a third of it in subject and file name
QUICK = 1.5  # seconds of work; a quadratic judge took five


def seconds(house: House, word: str, size: int) -> float:
    """Return the processor's seconds that mailbot itself spends on one letter."""
    number = len(house.inbox.mails) + 1
    times = size // len(word.encode())
    name = word.replace("\n", "") * (times // 3)
    raw = house.report(
        "县民政局",
        subject=f"{name}二季度报表",
        body=f"{word * times}\n现报上，请查收。",
        files=(house.electronic("县民政局"), mails.Enclosed(f"{name}.txt", b"x")),
        message_id=f"<{number}@unit.example>",
    )
    begun = time.process_time()
    house.take(raw, at("2023-06-28 09:30") + timedelta(minutes=number))
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("word", SHAPES)
def test_a_letter_of_any_shape_is_judged_in_time_that_grows_evenly(
    house: House, word: str
) -> None:
    spent = seconds(house, word, SIZE)
    if spent > QUICK:
        spent = min(spent, seconds(house, word, SIZE))
        assert spent < 9 * seconds(house, word, SIZE // 4)
