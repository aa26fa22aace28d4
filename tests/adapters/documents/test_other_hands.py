"""Annex forms in other programs' hands (tests/cases_own/forms_2.jsonl), row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.adapters.notice_file import load_notice
from mailbot.core.form.reading import read_form
from mailbot.core.record.documents import Content
from tests.cases_own.make_forms_2 import HANDS, forms

NOTICE = load_notice(Path(__file__).parents[3] / "config" / "notice.toml")
DRAWN = [form for form in forms() if HANDS[form["hand"]][1] == form["kind"]]
_DOT = "dg054"  # pdfminer lacks the dot · of a font that is not in the file


@pytest.mark.parametrize("form", DRAWN, ids=[one["id"] for one in DRAWN])
def test_each_row_is_told_once_under_its_item_or_waits(form: dict[str, object]) -> None:
    draw, _ = HANDS[form["hand"]]  # type: ignore[index]
    drawn = draw(form)
    content = read(kind_of(drawn), drawn)
    assert isinstance(content, Content)
    found = read_form(content, NOTICE)
    assert found is not None
    told = [(row.item_no, "".join(row.progress.split())) for row in found.rows]
    for want in form["truth"]:  # type: ignore[attr-defined]
        words = "".join(want["text"].split())
        words = words.replace("·", "") if form["id"] == _DOT else words
        items = want["item"] if isinstance(want["item"], list) else [want["item"]]
        holding = [item for item, said in told if words in said]
        assert len(holding) == 1, words
        assert holding[0] in items, words
    said = [words for _, words in told if words]
    wanted = len(form["truth"])  # type: ignore[arg-type]
    assert len(said) == wanted or (form.get("join") and len(said) < wanted)
