"""What is looked for is found in what was cut, whatever its length."""

from __future__ import annotations

import pytest

from mailbot.core.words.bigrams import LONGEST_QUERY, MOST_WORDS, asked_for, pieces


def stands_in(text: str, query: str) -> bool:
    """Tell whether every word's pieces stand side by side: what an index does."""
    row = f" {pieces(text)} "
    return all(
        (f" {word[0]}" if len(word[0]) == 1 else f" {' '.join(word)} ") in row
        for word in asked_for(query)
    )


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("县科协2023年第二季度报表", "科协", True),
        ("县科协2023年第二季度报表", "县科协", True),
        ("县科协2023年第二季度报表", "2023", True),
        ("县科协2023年第二季度报表", "科协 报表", True),
        ("县科协2023年第二季度报表", "科协2023", True),
        ("县科协2023年第二季度报表", "协", True),
        ("县科协2023年第二季度报表", "科报", False),
        ("科教、文协", "科协", False),
        ("县科 协", "科协", False),
        ("ＫＰＩ表", "kpi", True),
        ("Report.DOCX", "docx", True),
        ("㐀䶵𠀀𠀁", "𠀀𠀁", True),
        ("县科协", "；！？", True),  # nothing that could be looked for: no bound
    ],
)
def test_words_are_found_by_their_pairs(text: str, query: str, found: object) -> None:
    assert stands_in(text, query) is found


def test_a_query_is_bounded_and_holds_no_operator() -> None:
    assert len(asked_for("县 " * 5000)) <= min(MOST_WORDS, LONGEST_QUERY)
    words = asked_for('科协" OR "x* NEAR(县) -- & | ! <-> :*')
    assert all(piece.isalnum() for word in words for piece in word)
