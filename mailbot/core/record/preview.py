"""What people see of a file without opening it: pages drawn, or words and tables."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.record.documents import Content, Problem

MOST_PAGES = 40  # of one file; whoever needs more downloads it


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page as a picture (JPEG); width and height are in points (1/72 inch)."""

    number: int
    width: float
    height: float
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as people see it: pages drawn, or what was read in it, or why neither.

    `total` is how many pages the file has, `pages` the sizes of those that may be
    asked for, in order.
    """

    total: int = 0
    pages: tuple[DrawnPage, ...] = ()
    content: Content | None = None
    problem: Problem | None = None
