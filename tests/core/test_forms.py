"""The annex is found under every shape, and its rows keep every word."""

from __future__ import annotations

import pytest

from mailbot.core.documents import Content
from mailbot.core.forms import Form, read_form
from tests.support.annex import (
    NOTICE,
)
from tests.support.form_shapes import SHAPES


def read(content: Content) -> Form:
    form = read_form(content, NOTICE)
    assert form is not None
    return form


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_of_a_shape_is_read_as_written(name: str) -> None:
    content, truth = SHAPES[name]()
    rows = read(content).rows
    assert [(r.no, r.item, r.units, r.progress, r.due) for r in rows] == list(truth)


NUMBERS = {
    "other_units_rows_deleted": [1, 4],
    "rows_deleted_and_numbered_anew": [3, 6],
    "rows_in_another_order": [6, 5, 4, 3, 2, 1],
    "one_row_a_unit_with_cells_merged_downwards": [3, 3],
    "one_row_a_unit_with_empty_cells": [4, 4, 4],
    "labels_and_values_in_pairs_across": [1, 2],
    "one_cell_a_line": [1, 2],
    "rows_of_equal_progress_for_two_items": [1, 2],
    "a_unit_of_its_own_for_every_row": [2, 6],
    "nothing_but_the_heading": [],
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_row_of_a_shape_is_given_its_item(name: str) -> None:
    content, _ = SHAPES[name]()
    expected = NUMBERS.get(name, [1, 2, 3, 4, 5, 6])
    assert [row.item_no for row in read(content).rows] == expected


def test_there_are_at_least_forty_shapes() -> None:
    assert len(SHAPES) >= 40
