"""A paragraph parted into sentences that keep their place in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.core.reading_notice.layout.paper import Paragraph
from mailbot.core.reading_notice.proposal import Source


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, and where in its paragraph it begins."""

    text: str
    start: int
    paragraph: Paragraph

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Return where the signs from `start` to `end` stand."""
        last = len(self.text) if end is None else end
        return self.paragraph.source(self.start + start, self.start + last)


def sentences_of(paragraph: Paragraph) -> Iterator[Sentence]:
    """Part a paragraph at 。！？; a bracket's inside parts nothing."""
    start, depth, text = 0, 0, paragraph.text
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign == "（") - (sign == "）"))
        if sign in "。！？" and depth == 0:
            yield Sentence(text[start : at + 1], start, paragraph)
            start = at + 1
    if text[start:].strip():
        yield Sentence(text[start:], start, paragraph)
