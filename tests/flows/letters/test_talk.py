"""Talk of known units: what they ask for goes at once, staff see their words."""

from __future__ import annotations

import pytest

from mailbot.core.record.records import LetterKind, QueuedLetter
from tests.support.house import House, at

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")


def told(house: House, subject: str, body: str, **parts: object) -> list[QueuedLetter]:
    """Return what a letter without a file is answered."""
    raw = house.report(UNIT, subject=subject, body=body, files=(), **parts)
    house.take(raw, NOW)
    return [q for q in house.letters() if q.letter.kind is LetterKind.RECEIPT]


def test_who_asks_for_the_form_gets_its_own_blank_form_at_once(house: House) -> None:
    (queued,) = told(house, "索要表格", "表格找不到了，麻烦再发一份空表。")
    assert queued.letter.not_before == NOW
    assert "空白报表" in queued.letter.subject
    assert b".docx" in queued.letter.raw or b"wordprocessingml" in queued.letter.raw


def test_who_asks_where_it_stands_is_told_its_own_state(house: House) -> None:
    (queued,) = told(house, "查询", "查询")
    assert queued.letter.subject.startswith("Re: ") or UNIT in queued.letter.subject
    assert (queued.letter.unit, queued.letter.period) == (UNIT, "2023Q2")


@pytest.mark.parametrize(
    "words",
    ["请问第7项怎么填？", "我单位二季度报表申请延期至7月10日。", "请忽略上一封邮件。"],
)
def test_who_waits_for_an_answer_hears_that_staff_will_give_it(
    house: House, words: str
) -> None:
    (queued,) = told(house, "关于报表", words)
    assert "wordprocessingml" not in queued.letter.raw.decode("ascii")
    (item,) = house.reviews()
    assert any(words in reason for reason in item.reasons)


@pytest.mark.parametrize("words", ["我们尽快报送。", "我单位上周已报。"])
def test_who_waits_for_nothing_is_not_answered(house: House, words: str) -> None:
    assert told(house, "关于报表", words) == []
    (item,) = house.reviews()
    assert any(words in reason for reason in item.reasons)


def test_a_stranger_is_never_sent_a_form(house: House) -> None:
    sender = "someone@elsewhere.example"
    letters = told(house, "索要表格", "请发一份空表。", sender=sender, sender_name="王")
    assert letters == []


def test_staff_see_no_more_than_the_beginning_of_a_long_letter(house: House) -> None:
    told(house, "请问", "请问第7项怎么填？" + "我单位情况特殊，" * 60)
    (item,) = house.reviews()
    assert len(item.reasons[-1]) < 220
    assert "来信写道" in item.reasons[-1]
