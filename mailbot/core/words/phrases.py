"""Lists of phrases that people, programs and hosts write: one a row, each with its why.

A phrase is a small pattern with where it was seen and texts that hold it. A list of
them is compiled together, so a long one costs no more than one pattern. The tests run
every example, and take every phrase and every alternative away in turn: some example
must then be missed, or the alternative has no business here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase.

    `source` is the host, program or standard it is known from, "people" for what any
    writer may say, "unrecorded" where nobody noted it when the phrase was gathered.
    `examples` are texts in which it is found, `unlike` texts in which a look-ahead of
    it must not be.
    """

    pattern: str
    source: str
    examples: tuple[str, ...]
    unlike: tuple[str, ...] = ()


def phrase(
    pattern: str, source: str, *examples: str, unlike: tuple[str, ...] = ()
) -> Phrase:
    """Return a row of a list."""
    return Phrase(pattern, source, examples, unlike)


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of phrases.

    `before` and `after` are what has to stand around any of them. With `whole` they
    are taken out of a text one after another, so an example is a phrase and no more.
    """

    rows: tuple[Phrase, ...]
    before: str = ""
    after: str = ""
    whole: bool = False
    flags: re.RegexFlag = re.IGNORECASE

    def __str__(self) -> str:
        """Return the list as one group, to stand inside another pattern."""
        return f"(?:{'|'.join(row.pattern for row in self.rows)})"

    def compiled(self) -> re.Pattern[str]:
        """Return the one pattern that finds any of the phrases."""
        return re.compile(f"{self.before}{self}{self.after}", self.flags)
