"""Every word of the lists does in its example what the list says."""

from __future__ import annotations

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.cores import names_of
from mailbot.core.figures.model import FigureState
from mailbot.core.figures.pieces.times import Season
from mailbot.core.figures.pieces.tokens import Ground, tokens_of
from mailbot.core.figures.reading import read_progress
from mailbot.core.figures.words.corrections import SHAPES
from mailbot.core.figures.words.plain_words import PLAIN_WORDS
from mailbot.core.figures.words.plan_words import PLAN_WORDS
from mailbot.core.figures.words.scope_words import SCOPE_WORDS
from mailbot.core.figures.words.stage_words import STAGE_WORDS
from mailbot.core.figures.words.verbs import VERBS
from mailbot.core.figures.words.word_table import Sense, Word
from tests.support.house import ROOT

NOTICE = load_notice(ROOT / "config" / "notice.toml")
ITEM, QUARTER = 9, "2023Q3"
GROUND = Ground(names_of(NOTICE), ITEM, Season.of(QUARTER))
EVERY = VERBS + PLAIN_WORDS + PLAN_WORDS + STAGE_WORDS + SCOPE_WORDS
STATES = {
    Sense.PLAN: FigureState.PLANNED,
    Sense.GOAL: FigureState.PLANNED,
    Sense.LACK: FigureState.LACKING,
    Sense.REST: FigureState.LACKING,
    Sense.WAY: FigureState.UNDER_WAY,
    Sense.BEGUN: FigureState.BEGUN,
    Sense.DONE: FigureState.DONE,
    Sense.HARD: FigureState.DONE,
    Sense.VERB: FigureState.DONE,
    Sense.FILL: FigureState.DONE,
}
TAKES_AWAY = {Sense.PAST, Sense.OTHER, Sense.EACH, Sense.BASE, Sense.MORE}
DOUBTS = {Sense.APPROX, Sense.AFTER, Sense.DOUBT, Sense.OWN, Sense.STOCK}


def of(senses: set[Sense]) -> list[Word]:
    return [word for word in EVERY if word.sense in senses]


@pytest.mark.parametrize("word", EVERY, ids=[w.phrase for w in EVERY])
def test_a_word_is_known_in_its_example(word: Word) -> None:
    tokens = tokens_of(word.example, GROUND)
    assert (word.phrase, word.sense) in {(t.text, t.sense) for t in tokens}


def test_no_word_stands_in_two_lists() -> None:
    assert len({word.phrase for word in EVERY}) == len(EVERY)


@pytest.mark.parametrize("word", of(set(STATES)), ids=lambda w: w.phrase)
def test_a_word_tells_its_state(word: Word) -> None:
    figures = read_progress(word.example, NOTICE, ITEM, QUARTER)
    assert figures
    assert figures[-1].state is STATES[word.sense]
    assert figures[-1].sure


@pytest.mark.parametrize("word", of(TAKES_AWAY), ids=lambda w: w.phrase)
def test_a_word_takes_its_number_away(word: Word) -> None:
    assert not read_progress(word.example, NOTICE, ITEM, QUARTER)


@pytest.mark.parametrize("word", of(DOUBTS), ids=lambda w: w.phrase)
def test_a_word_makes_its_number_unsure(word: Word) -> None:
    figures = read_progress(word.example, NOTICE, ITEM, QUARTER)
    assert not any(figure.sure for figure in figures)


@pytest.mark.parametrize(
    "sentence", [example for shape in SHAPES for example in shape.examples]
)
def test_a_correction_leaves_the_right_value_alone(sentence: str) -> None:
    figures = read_progress(sentence, NOTICE, ITEM, QUARTER)
    assert [figure.value for figure in figures if figure.sure] == [30]
