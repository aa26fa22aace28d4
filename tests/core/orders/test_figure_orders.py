"""What staff write of figures in the ledger of targets, and what it orders."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.roster import load_roster
from mailbot.core.orders.facts import View
from mailbot.core.orders.figure_orders import value_in
from mailbot.core.orders.orders import CorrectFigure, TickFigures
from mailbot.core.orders.reading_orders import read_orders
from tests.support.house import ROOT

NOTICE = load_notice(ROOT / "config" / "notice.toml")
ROSTER = load_roster(ROOT / "config" / "roster.csv", NOTICE.units, None)
VIEW = View(NOTICE, ROSTER, date(2023, 7, 3))
CODE = "M7-7K3F-Q2MX"


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        (f"{CODE} F12 确认", ("F12",)),
        (f"{CODE} F12、F15 都确认", ("F12", "F15")),
        (f"{CODE}：f12 没问题，谢谢", ("F12",)),
        (f"{CODE} 确认 Ｆ12 F15", ("F12", "F15")),
        (f"{CODE}\nF12 确认", ("F12",)),
    ],
)
def test_figures_are_ticked(words: str, figures: tuple[str, ...]) -> None:
    (order,) = read_orders(words, "", VIEW).orders
    assert isinstance(order, TickFigures)
    assert order.figures == figures


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (f"{CODE} F12 更正 15", 15),
        (f"{CODE} F12 改为15场。", 15),
        (f"{CODE} F12 应为 1.4万人", 14000),
        (f"{CODE} F12 是 61.2%", 61.2),
        (f"{CODE} F12 更正为十二场", 12),
    ],
)
def test_a_figure_is_put_right(words: str, value: float) -> None:
    (order,) = read_orders(words, "", VIEW).orders
    assert isinstance(order, CorrectFigure)
    assert (order.figure, order.value) == ("F12", value)


@pytest.mark.parametrize(
    "words",
    [
        f"{CODE} F12",
        f"{CODE} F12 不确认",
        f"{CODE} F12 对吗？",
        f"{CODE} F12 更正",
        f"{CODE} F12、F15 更正 15",
        f"{CODE} F12 更正 约15场",
        f"{CODE} F12 延期",
        "F12 确认",
    ],
)
def test_what_is_not_clear_about_a_figure_orders_nothing(words: str) -> None:
    found = read_orders(words, "", VIEW)
    assert found.orders == ()
    assert "F12" in found.unclear[0].how


@pytest.mark.parametrize(
    ("words", "value"),
    [("12", 12), ("1.4万人", 14000), ("61.2%", 61.2), ("约12", None), ("很多", None)],
)
def test_a_value_is_read_as_people_write_it(words: str, value: float | None) -> None:
    assert value_in(words) == value
