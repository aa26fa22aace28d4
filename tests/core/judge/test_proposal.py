"""What is proposed for a file that waits: the gravest doubt decides."""

import pytest

from mailbot.core.judge.proposal import advise
from mailbot.core.record.clues import Flag
from mailbot.core.record.flags import FLAGS, TALK, FlagKind, flag_of, flag_word
from mailbot.core.record.matter import NO_DOUBT, Action

OF_EACH = {
    Action.RETURN: FlagKind.BLANK_TEMPLATE,
    Action.IGNORE: FlagKind.MATTER_UNPROVEN,
    Action.EXTRA: FlagKind.EXTRA_PERIOD,
    Action.ASK: FlagKind.DRAFT,
    Action.FILE: FlagKind.UNKNOWN_SENDER,
}


def test_every_flag_has_its_facts() -> None:
    assert set(FLAGS) == set(FlagKind)
    assert all(facts.word.strip() for facts in FLAGS.values())


def test_no_two_flags_say_the_same_to_staff() -> None:
    words = [facts.word for facts in FLAGS.values()]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("action", Action)
def test_a_doubt_alone_proposes_what_its_row_says(action: Action) -> None:
    advice = advise((Flag(OF_EACH[action]),))
    assert (advice.action, advice.reason) == (action, FLAGS[OF_EACH[action]].word)


def test_without_a_doubt_the_file_counts() -> None:
    assert advise(()) == NO_DOUBT
    assert NO_DOUBT.action is Action.FILE


@pytest.mark.parametrize(
    ("graver", "other"), list(zip(list(Action)[:-1], list(Action)[1:], strict=True))
)
def test_the_graver_doubt_goes_first_whatever_stands_first(
    graver: Action, other: Action
) -> None:
    one, two = Flag(OF_EACH[graver]), Flag(OF_EACH[other])
    assert advise((one, two)).action is advise((two, one)).action is graver


@pytest.mark.parametrize(
    ("flag", "action"),
    [
        (FlagKind.BLANK_TEMPLATE, Action.RETURN),
        (FlagKind.PDF_WITHOUT_SEAL, Action.RETURN),
        (FlagKind.CORRUPT, Action.RETURN),
        (FlagKind.ENCRYPTED, Action.RETURN),
        (FlagKind.CLOUD_ATTACHMENT, Action.RETURN),
        (FlagKind.DRAFT, Action.ASK),
        (FlagKind.QUESTION, Action.ASK),
        (FlagKind.POORER_VERSION, Action.ASK),
        (FlagKind.PERIOD_OVER, Action.ASK),
        (FlagKind.OTHER_BUSINESS, Action.IGNORE),
        (FlagKind.WITHDRAWN, Action.IGNORE),
        (FlagKind.EXTRA_PERIOD, Action.EXTRA),
    ],
)
def test_what_the_rules_name_is_proposed(flag: FlagKind, action: Action) -> None:
    assert FLAGS[flag].action is action


def test_what_cannot_be_filed_blind_is_never_proposed_to_be_filed() -> None:
    empty = (
        FlagKind.EMPTY_DOCUMENT,
        FlagKind.ONE_WORD,
        FlagKind.TITLE_ONLY,
        FlagKind.COVERING_LETTER_ONLY,
        FlagKind.OTHER_TABLE,
    )
    assert {FLAGS[flag].action for flag in empty} == {Action.RETURN}
    assert all(FLAGS[flag].doubts for flag in empty)


def test_a_stored_text_that_is_no_more_given_has_words_all_the_same() -> None:
    assert flag_of("late") is FlagKind.LATE
    assert flag_of("of_an_older_version") is None
    assert flag_word("of_an_older_version") not in {"", "of_an_older_version"}


def test_a_question_may_need_a_unit_but_talk_leaves_copies_alone() -> None:
    assert FlagKind.QUESTION not in TALK
    assert FlagKind.DRAFT not in TALK
    assert FlagKind.DELAY_REQUEST in TALK
