"""Texts fall into sentences, sentences into clauses: as far as words hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.core.figures.pieces.tokens import Tok, Token

_BEGIN = frozenset({Tok.STOP, Tok.OPEN})
_END = frozenset({Tok.STOP, Tok.CLOSE})
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


def sentences(text: str) -> tuple[tuple[str, bool], ...]:
    """Return a text's sentences as written, and whether each begins a new line."""
    found = []
    for line in text.splitlines():
        for number, match in enumerate(_SENTENCE.finditer(line)):
            if match[0].strip():
                found.append((match[0].strip(), number == 0))
    return tuple(found)


def clause_start(tokens: tuple[Token, ...], at: int) -> int:
    """Return the place of the first token of the clause around `at`."""
    while at > 0 and tokens[at - 1].kind not in _BEGIN:
        at -= 1
    return at


def clause_end(tokens: tuple[Token, ...], at: int) -> int:
    """Return the place behind the last token of the clause around `at`."""
    while at < len(tokens) and tokens[at].kind not in _END:
        at += 1
    return at


def previous_number(tokens: tuple[Token, ...], at: int) -> int:
    """Return the place behind the number before `at` in its clause, or its start."""
    start = clause_start(tokens, at)
    return next(
        (p + 1 for p in range(at - 1, start - 1, -1) if tokens[p].kind is Tok.NUMBER),
        start,
    )


def next_number(tokens: tuple[Token, ...], at: int) -> int:
    """Return the place of the next number in the clause behind `at`, or its end."""
    end = clause_end(tokens, at + 1)
    return next((p for p in range(at + 1, end) if tokens[p].kind is Tok.NUMBER), end)


def parts_between(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a sentence between semicolons begin and end."""
    start = 0
    for place, token in enumerate(tokens):
        if token.text == ";":
            yield start, place
            start = place + 1
    yield start, len(tokens)
