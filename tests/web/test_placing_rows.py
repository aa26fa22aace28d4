"""A waiting form's rows that fit no item are put under one, and taken back."""

from __future__ import annotations

import io

import docx
import pytest

from mailbot.core.entry.entry import Permission
from mailbot.core.form.placing import placements
from tests.support.console import CLERK, Hall, send
from tests.support.desk import STRANGER, Desk, letter

UNIT, ROW = "县总工会", "创建书香机关"


@pytest.fixture
def item(desk: Desk) -> str:
    """A stranger's form with the unit's first item and a row of its own; its id."""
    notice = desk.office.notice
    first = notice.items_of(UNIT)[0]
    paper = docx.Document()
    paper.add_paragraph(notice.annex_title)
    named = (str(first.no), first.name, "", "走访慰问困难儿童86名。", "12月底")
    own = ("", ROW, "", "开展读书会6次，赠书80册。", "全年")
    table = paper.add_table(rows=0, cols=len(named))
    for row in (notice.annex_columns, named, own):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    into = io.BytesIO()
    paper.save(into)
    subject, files = f"{UNIT}2023年第二季度进展情况", {"报表.docx": into.getvalue()}
    desk.receive(letter(STRANGER, "请查收。", subject, desk.now, files=files))
    return desk.waiting()[-1]


def placed(desk: Desk) -> list[tuple[str, str, int]]:
    with desk.office.ledger.begin() as work:
        said = placements(work.decisions.all())
    return [(one.unit, one.words, one.item_no) for one in said]


def test_a_row_is_placed_as_the_person_and_taken_back(
    desk: Desk, house: Hall, item: str
) -> None:
    browser, page = house.entered(), f"/reviews/{item}"
    assert "归入，以后照此" in browser.get(page).text
    done = send(browser, page, f"{page}/place", row=ROW, no="5")
    assert placed(desk) == [(UNIT, ROW, 5)]
    text = browser.get(done.headers["location"]).text
    assert ("待归项已归入" in text, "已归入第5项" in text) == (True, True)
    records = browser.get("/records").text
    assert ("待归项归入" in records, CLERK in records) == (True, True)
    send(browser, page, f"{page}/unplace", row=ROW)
    assert placed(desk) == []
    assert "已归入第5项" not in browser.get(page).text
    assert desk.waiting() == [item], "the thing itself still waits"


@pytest.mark.parametrize(
    ("row", "no"), [(ROW, "1"), (ROW, ""), (ROW, "五"), ("别的一行", "5"), ("", "5")]
)
def test_what_the_form_does_not_hold_is_refused(
    desk: Desk, house: Hall, item: str, row: str, no: str
) -> None:
    page = f"/reviews/{item}"
    refused = send(house.entered(), page, f"{page}/place", row=row, no=no)
    assert refused.status_code == 409
    assert placed(desk) == []


def test_nothing_is_placed_of_a_thing_that_does_not_wait(
    desk: Desk, house: Hall, item: str
) -> None:
    browser = house.entered()
    refused = send(browser, "/", "/reviews/R99.1/place", row=ROW, no="5")
    assert refused.status_code == 409
    send(browser, "/", f"/reviews/{item}/ignore")
    late = send(browser, "/", f"/reviews/{item}/place", row=ROW, no="5")
    assert (late.status_code, placed(desk)) == (409, [])


def test_who_only_looks_places_nothing(desk: Desk, house: Hall, item: str) -> None:
    house.console.gate.set_role(CLERK, Permission.LOOK, "x", house.clock.now())
    browser, page = house.entered(), f"/reviews/{item}"
    text = browser.get(page).text
    assert (ROW in text, f"{page}/place" in text) == (True, False)
    assert send(browser, page, f"{page}/place", row=ROW, no="5").status_code == 403
    assert placed(desk) == []


def test_a_row_of_forms_that_name_nothing_shows_no_such_list(
    desk: Desk, house: Hall
) -> None:
    other = desk.doubtful("县民政局")
    assert "<h2>待归项</h2>" not in house.entered().get(f"/reviews/{other}").text
