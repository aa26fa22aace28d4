"""Whether there is anything in a document in which no annex was found."""

import pytest

from mailbot.core.matter.content import Substance, substance
from mailbot.core.record.documents import Content, Table

COVER = (
    "关于报送二季度进展情况的函\n县老龄工委办公室：\n"
    "现将我局二季度工作进展情况报送贵办，请查收。\n云溪县民政局\n2025年6月30日"
)
REPORT = (
    "云溪县民政局二季度工作汇报\n"
    "我局扎实推进养老服务，建成日间照料中心8处，投入资金300万元，受益老人2000余人。\n"
    "云溪县民政局\n2025年6月30日"
)
ROSTER = Table((("姓名", "单位", "职务"), ("张三", "县民政局", "科员")))
LONG = "我局认真贯彻落实会议精神，" * 20 + "现将情况报上。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Substance.EMPTY),
        (" \n\t", Substance.EMPTY),
        ("同意", Substance.ONE_WORD),
        ("ok", Substance.ONE_WORD),
        ("7", Substance.ONE_WORD),
        ("云溪县民政局\n二季度进展情况表\n2025年6月30日", Substance.TITLE_ONLY),
        (COVER, Substance.COVERING_LETTER),
        (REPORT, Substance.REPORT),
        (LONG, Substance.REPORT),
    ],
)
def test_what_a_text_holds(text: str, found: Substance) -> None:
    assert substance(Content(text=text), tells=False) is found


def test_a_covering_letter_with_figures_is_a_report() -> None:
    told = COVER.replace("情况报送", "建成照料中心8处的情况报送")
    assert substance(Content(text=told), tells=False) is Substance.REPORT


def test_a_short_text_of_the_units_own_items_is_a_report() -> None:
    short = "居家养老提升行动\n已完成"
    assert substance(Content(text=short), tells=False) is Substance.TITLE_ONLY
    assert substance(Content(text=short), tells=True) is Substance.REPORT


def test_an_empty_document_tells_nothing_whatever_was_told_of_it() -> None:
    assert substance(Content(), tells=True) is Substance.EMPTY


def test_another_table_is_no_report() -> None:
    text = "\n".join("\t".join(row) for row in ROSTER.rows)
    content = Content(text=text, tables=(ROSTER,))
    assert substance(content, tells=False) is Substance.OTHER_TABLE


def test_a_small_table_within_a_report_leaves_it_a_report() -> None:
    content = Content(text=REPORT + "\n姓名\t单位", tables=(ROSTER,))
    assert substance(content, tells=False) is Substance.REPORT


def test_a_frame_of_one_cell_is_no_table() -> None:
    content = Content(text=REPORT, tables=(Table(((REPORT,),)),))
    assert substance(content, tells=False) is Substance.REPORT
