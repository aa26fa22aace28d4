"""Damaged pictures, OFD packages and fonts: the parent always gets its answer."""

from __future__ import annotations

import pytest

from mailbot.adapters.seals.parts import SEEING, probe
from tests.fuzz_pages import run


@pytest.mark.slow
@pytest.mark.skipif(bool(probe(SEEING)), reason="the eyes are not installed")
def test_whatever_a_damaged_page_does_to_its_child_it_is_answered() -> None:
    """The first of the series; `make soak` goes on to a hundred thousand."""
    told = run(40)
    assert told.total() == 40
    assert {words for words in told if words.startswith("read")}
