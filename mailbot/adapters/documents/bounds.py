"""How much of a document is read at all, and how a reader says no.

The figures leave a county office's largest real report (a few hundred rows, some
dozen pages) a factor of ten or more, and keep a hostile file inside the confined
child's 1.5 GB and 30 s.
"""

from __future__ import annotations

from typing import Final

from mailbot.core.record.documents import Problem

MAX_CHARACTERS: Final = 5_000_000  # of all text together
MAX_CELLS: Final = 200_000  # of all tables' grids together
MAX_ROWS: Final = 20_000  # of one sheet
MAX_COLUMNS: Final = 1_000  # that one cell covers, or that a page's table has
MAX_SHEET_COLUMNS: Final = 16_384  # all that Excel has: lists lie on their side, too
MAX_PAGES: Final = 200
MAX_XML_BYTES: Final = 16 * 1024 * 1024  # of one inflated part: lxml needs ~12 x that
MAX_PACKAGE_BYTES: Final = 48 * 1024 * 1024  # of all parts that are read
MAX_PARTS: Final = 20_000  # entries of one zip
MAX_TAGS: Final = 1_000_000  # of one XML part or page, tokens of one RTF: some 3 s
MIN_BOMB_BYTES: Final = 1024 * 1024  # a smaller part harms nobody, whatever its ratio
MAX_RATIO: Final = 200  # inflated to packed; beyond it the part is a bomb
MAX_DEPTH: Final = 40  # of tables in tables, groups in groups


class Refusal(Exception):  # noqa: N818 - a verdict on the file, not a fault of ours
    """The file cannot or must not be read; `problem` is the word for it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.value)
