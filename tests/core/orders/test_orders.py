"""What staff write in their answers is read as they mean it, or not at all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.roster import load_roster
from mailbot.core.mail.quoting import own_words
from mailbot.core.orders.facts import View
from mailbot.core.orders.orders import Confirm, Extend
from mailbot.core.orders.reading_orders import read_orders
from tests.core.orders.order_lines import EVERY, R12, Line

ROOT = Path(__file__).resolve().parents[3]
NOTICE = load_notice(ROOT / "config" / "notice.toml")
ROSTER = load_roster(ROOT / "config" / "roster.csv", NOTICE.units, None)
VIEW = View(NOTICE, ROSTER, date(2023, 7, 3))


@pytest.mark.parametrize("line", EVERY, ids=lambda line: f"{line.subject}|{line.text}")
def test_each_way_of_writing_means_what_the_table_says(line: Line) -> None:
    reading = read_orders(own_words(line.text), line.subject, VIEW)
    assert reading.orders == line.orders
    assert len(reading.unclear) == line.unclear


def test_what_is_not_understood_comes_with_the_way_to_write_it() -> None:
    (unclear,) = read_orders("R12-7K3F-Q2MX 转给王科长", "", VIEW).unclear
    assert unclear.line == "R12-7K3F-Q2MX 转给王科长"
    assert "确认" in unclear.how


QUOTES = (
    '------------------ 原始邮件 ------------------\n发件人: "县妇儿工委办公室"',
    '在 2023-07-03 08:30:00，"县妇儿工委办公室" <office@county.example> 写道：',
    "发件人： 妇儿工委\n发送时间： 2023年7月3日 8:30\n收件人： 李某\n主题： 待核实",
    "> 本周待核实",
)


@pytest.mark.parametrize("quote", QUOTES)
def test_our_own_mail_quoted_below_gives_no_orders(quote: str) -> None:
    below = "\n> " if quote.startswith(">") else "\n"
    text = f"R12-7K3F-Q2MX 确认\n\n{quote}{below}R13-9999-ZZZZ 忽略"
    assert read_orders(own_words(text), "", VIEW).orders == (Confirm(R12),)


def test_an_unmarked_quotation_of_all_examples_does_nothing() -> None:
    text = (
        "R12-7K3F-Q2MX 确认\n待核实 R12-7K3F-Q2MX\n确认：R12-7K3F-Q2MX 确认\n"
        "忽略：R12-7K3F-Q2MX 忽略"
    )
    assert read_orders(text, "", VIEW).orders == ()


@given(
    st.text(
        alphabet="R12-7K3FQMX 确认退回是县民政局二季度盖章，。\n忽略撤销延期日月",
        max_size=80,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    reading = read_orders(text, text, VIEW)
    assert len(reading.orders) <= len(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("R12-7K3F-Q2MX 是县民政局 忽略", "写了几种不同的处理意见"),
        ("R12-7K3F-Q2MX 是县民政局，不是县残联", "只说了不是什么，没有说是什么"),
        ("R12-7K3F-Q2MX 忽略，撤销", "写了几种不同的处理意见"),
    ],
)
def test_the_reason_why_something_is_unclear_is_plain(text: str, why: str) -> None:
    (unclear,) = read_orders(text, "", VIEW).unclear
    assert unclear.why == why


def test_all_units_may_be_meant_at_once() -> None:
    (order,) = read_orders("M7-H4J5-K6M7 所有单位延期到7月10日", "", VIEW).orders
    assert isinstance(order, Extend)
    assert order.units == NOTICE.units
