"""Flags: one word each, no two things spelled alike, and no English before people."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from mailbot.core.form.copies import Difference
from mailbot.core.names.sorts import Sort
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.documents import Problem, SealVerdict
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.words import reasons, words
from mailbot.core.words.reasons import clue_in_words, reasons_in_words

CORE = Path(__file__).resolve().parents[3] / "mailbot" / "core"
ENGLISH = re.compile(r"(?<![A-Za-z])[a-z]{3,}|_")  # Word and Excel are names


@pytest.mark.parametrize("kind", FlagKind)
def test_every_flag_has_a_word_of_its_own_that_staff_understand(kind: FlagKind) -> None:
    word = FLAGS[kind].word
    assert word
    assert not ENGLISH.search(word)
    assert Counter(facts.word for facts in FLAGS.values())[word] == 1


def test_every_problem_of_a_file_is_a_flag_of_the_same_spelling() -> None:
    assert {FlagKind(problem).value for problem in Problem} == set(Problem)


def test_a_mail_left_on_the_server_is_not_spelled_like_a_file_too_large() -> None:
    assert FlagKind.LEFT_ON_SERVER.value not in set(Problem)
    assert FlagKind.TOO_LARGE.value == Problem.TOO_LARGE.value


@pytest.mark.parametrize(
    ("table", "members"),
    [
        (words.COPY_WORDS, CopyKind),
        (words.OUTCOME_WORDS, Outcome),
        (words.PROBLEM_WORDS, Problem),
        (words.REMEDIES, Problem),
        (words.SEAL_WORDS, SealVerdict),
    ],
)
def test_every_member_of_a_closed_list_has_its_word(
    table: dict[str, str], members: type[str]
) -> None:
    assert set(table) == set(members)  # type: ignore[call-overload]  # an enum
    assert not [word for word in table.values() if ENGLISH.search(word)]


def test_a_reason_never_shows_people_a_word_of_the_program() -> None:
    says = [*FlagKind, *Sort, *CopyKind, *Problem, "2023Q2"]
    for clue in (Clue("copy", each, "x", 0.5) for each in says):
        assert not ENGLISH.search(clue_in_words(clue)), clue
    flags = tuple(Flag(kind) for kind in FlagKind)
    places = tuple(
        Flag(FlagKind.COPIES_DIFFER, (("where", place),))
        for place in reasons.WHERE_WORDS
    )
    told = reasons_in_words(
        FileVerdict(Outcome.REVIEW, CopyKind.OTHER, flags=(*flags, *places))
    )
    assert [reason for reason in told if ENGLISH.search(reason)] == []


def test_every_place_where_two_copies_can_differ_has_its_word() -> None:
    assert Difference.__doc__ is not None
    named = Difference.__doc__.partition("`where` is ")[2].partition(".")[0]
    places = set(re.findall(r"title|unit|year|period|row|progress|due", named))
    assert set(reasons.WHERE_WORDS) == places


def _called(names: set[str]) -> set[str]:
    """Return the first argument of every such call in the core that is a text."""
    return {
        node.args[0].value
        for path in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_place_where_a_clue_can_stand_has_its_word() -> None:
    places = _called({"Clue", "Named"})
    assert places
    assert places <= set(reasons.CLUE_WORDS)
