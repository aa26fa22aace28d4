"""How near is near: every measure by which printed words are taken for a table.

All were found on what offices' programs print (`bench/lineless.py` and the tests hold
them); whoever changes one runs both. Points are 1/72 inch; "of a glyph" is a share of
its height, "of a line" of the line's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The measures of one reading, by what they part or join."""

    # pieces of lines
    same_line: float = 0.5  # of a glyph between two middles
    cells_apart: float = 0.3  # of a glyph: cells may stand as near as this
    uneven_tops: float = 0.25  # of a glyph between tops of one line, and yet one line
    spaced_out: float = 1.6  # of a glyph between the characters of 序 号
    # a page's furniture
    same_place: float = 3.0  # points by which what every page repeats may move
    pieces_of_a_row: int = 3  # fewer are a title, a date beside it
    edge_lines: int = 3  # at a page's top or bottom that may be furniture
    # the heading
    heading_lines: int = 4  # of one heading cell at most
    heading_columns: int = 3  # different ones that a heading names at least
    heading_gap: float = 0.95  # of a line between two lines of one heading
    split_word: int = 4  # characters of a word that a narrow heading divided: 时限
    straight: float = 3.0  # points two lines of one centred heading may lie apart
    # columns
    touch: float = 1.0  # points by which a word must reach into a column to be in it
    doubt: float = 0.67  # of the way to the next heading: there it is neither's
    crossing_lines: float = 0.25  # of all: more that run over columns are no exceptions
    # rows
    clearly_wider: float = 0.88  # of bands between rows: others that wide leave a doubt
    alike: float = 1.0  # points between bands of one width
    full_by_chance: float = 0.25  # of the cells above a row may end with a full line
    level_tops: float = 2.0  # points between the tops of one line's pieces
    full_line: float = 1.5  # of a glyph: less left of a line, and its words may go on
    # drawn rules
    rule_share: float = 0.8  # of the heading's width that a table's rule covers
    same_rule: float = 3.0  # points: rules this near are one, drawn as a thin box
    signature_gap: float = 0.6  # of a line between a table and a signature below it
    # cells too narrow for their words
    touching: float = 0.12  # of a glyph between letters drawn in one go
    same_run: float = 0.3  # of a glyph between their middles
    same_edge: float = 3.0  # points between the left edges of one column's words
    clipped_gap: float = 1.7  # of a glyph that parts a cell's words from the next ones
    lies_over: float = 1.0  # of a glyph by which words lie over others
    # the table drawn around them
    table_margin: float = 2.0  # points between a table's words and its edges
    row_edge: float = 0.5  # points; an edge stays clear of the words


USUAL: Final = Tolerances()
