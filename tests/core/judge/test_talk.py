"""What a letter without a report talks about, and what only looks like it."""

from collections import Counter
from dataclasses import replace

import pytest

from mailbot.core.judge.matching import judge
from mailbot.core.judge.talk import (
    EXAMPLES,
    Talk,
    _Known,
    _known,
    _pieces,
    asks_beside,
    talk_of,
)
from mailbot.core.record.flags import FLAGS, TALK, FlagKind
from mailbot.core.record.matter import Action
from mailbot.core.words.wording import plain
from tests.core.judge.matching_county import mail_of
from tests.core.judge.test_matter_rules import row

HEARD = [(talk, words) for talk, texts in EXAMPLES.items() for words in texts]


def test_what_clerks_wrote_is_heard_for_what_it_is_or_for_nothing() -> None:
    found = [(talk, talk_of("二季度报表", words) or "") for talk, words in HEARD]
    assert [pair for pair in found if pair[1] not in {"", pair[0]}] == []
    unheard = sum(talk != heard for talk, heard in found)
    assert unheard <= len(found) * 0.02


def without(talk: str, words: str) -> str:
    """Return what a letter is heard for by those who never read that one."""
    known = _known()
    own = _pieces(plain(words))
    counts = dict(known.counts) | {talk: known.counts[talk] - Counter(own)}
    others = _Known(counts, frozenset().union(*counts.values()))
    return others.hears(own)


def test_four_of_five_letters_are_heard_by_who_never_read_them() -> None:
    """And one in twenty wrongly; the others go to staff as they stand (message)."""
    found = [(talk, without(talk, words)) for talk, words in HEARD]
    right = sum(talk == heard for talk, heard in found)
    wrong = sum(heard not in {"", talk} for talk, heard in found)
    assert right >= len(found) * 0.78
    assert wrong <= len(found) * 0.06


def test_no_letter_stands_among_the_examples_twice() -> None:
    texts = [words for _, words in HEARD]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("talk", Talk)
def test_each_talk_has_its_word_for_staff(talk: Talk) -> None:
    assert FLAGS[talk.flag].word
    assert talk.flag is FlagKind(talk.value)


def test_subject_and_body_are_read_together() -> None:
    assert talk_of("报表是几号截止？", "如题") is Talk.QUESTION
    assert talk_of("关于报表", "麻烦再发一份空表") is Talk.FORM_REQUEST


def test_who_asks_for_delay_and_promises_a_day_asks_for_delay() -> None:
    assert talk_of("二季度报表", "申请延期，周五前报") is Talk.DELAY_REQUEST


def test_who_asks_whether_it_arrived_after_reporting_asks() -> None:
    assert talk_of("", "我局昨天发过了，收到了吗") is Talk.STATE_REQUEST


@pytest.mark.parametrize(
    "words",
    [
        "",
        "谢谢",
        "如有问题请联系王科长",
        "现将二季度进展情况报上，请查收。",
        "收到，谢谢。",
        "地址：云溪县人民路1号，电话5550100",
        "联系人：王科长，电话5550100",
    ],
)
def test_courtesy_and_signatures_are_no_talk(words: str) -> None:
    assert talk_of("二季度报表", words) is None


def letter(words: str, subject: str = "二季度报表") -> tuple[set[str], Action]:
    """Return what a known unit's letter without a file is called, and what is to do."""
    mail, case = mail_of(row(subject, files=""))
    case = replace(case, letter=replace(case.letter, own_words=words))
    found = judge(mail, case)
    return {flag.flag.value for flag in found.flags}, found.advice.action


def test_words_that_nobody_foresaw_are_shown_to_staff_and_touch_nothing() -> None:
    flags, action = letter("周主任，县里下个月要评先进，咱们这块工作量不小")
    assert "message" in flags
    assert FlagKind.MESSAGE in TALK
    assert action is Action.ASK


def test_a_report_typed_into_the_letter_is_no_talk_whatever_it_says() -> None:
    words = "二季度已完成走访慰问，发放补贴120人，开展讲座3场，明天报送照片。"
    flags, action = letter(words)
    assert "text_in_body" in flags
    assert action is Action.RETURN


def test_who_forgot_the_file_is_told() -> None:
    flags, action = letter("现将我局二季度进展情况报上，请查收。")
    assert "no_attachment" in flags
    assert action is Action.RETURN


@pytest.mark.parametrize(
    "words", ["第7项请问怎么填？", "这样填可以吗", "口径是否正确，请指教"]
)
def test_a_question_beside_a_file_is_heard(words: str) -> None:
    assert asks_beside("二季度报表", words)


@pytest.mark.parametrize(
    "words",
    [
        "如有问题请联系5550100",
        "有什么问题请随时指出。",
        "请问收到了吗？",
        "是否收到？",
        "收到请回复",
        "现将报表报上，请审阅。",
    ],
)
def test_courtesy_beside_a_file_asks_nothing(words: str) -> None:
    assert not asks_beside("二季度报表", words)
