"""Every phrase of the reader says what its example shows; so does its look-alike."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mailbot.core.reading_notice.asked import duty_words as words
from mailbot.core.reading_notice.asked.due_forms import FORMS, RHYTHMS, Term
from mailbot.core.reading_notice.asked.dues import dues_in
from mailbot.core.reading_notice.asked.exceptions import MOVED, specials_in
from mailbot.core.reading_notice.layout.numbering import STYLES, numbered
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.reading_notice.things.item_tables import NAMES
from mailbot.core.reading_notice.things.roles import (
    LEADING,
    OTHERS,
    SAID,
    TAKING_PART,
    role_lists,
)
from mailbot.core.record.documents import Content

ISSUED = date(2024, 4, 1)
PHRASES = [
    pytest.param(phrase, example, id=f"{phrase} in {example}")
    for phrases in (
        words.SENDS,
        words.NOT_SENT,
        words.OWN_ACTS,
        words.OFFICES,
        words.ASKED,
        words.INVITATIONS,
        words.THIS,
        words.PREVIOUS,
        tuple((p, s, e) for _, p, s, e in words.COPIES),
        tuple((p, s, e) for _, p, s, e in words.HOLIDAYS),
    )
    for phrase, _, example in phrases
]


@pytest.mark.parametrize(("phrase", "example"), PHRASES)
def test_a_phrase_is_found_in_its_example(phrase: str, example: str) -> None:
    assert re.search(phrase, example)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_a_due_form_reads_its_example(form: Term) -> None:
    (found,) = dues_in(form.example, ISSUED)
    assert (found.cycle, found.covers) == (form.cycle, form.covers)
    assert found.due is not None


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: rhythm[2])
def test_a_rhythm_is_found_in_its_example(rhythm: tuple[str, object, str]) -> None:
    assert re.search(rhythm[0], rhythm[2])


@pytest.mark.parametrize(("phrase", "example"), MOVED)
def test_an_exception_is_read_from_its_example(phrase: str, example: str) -> None:
    (found,) = specials_in(example, ISSUED)
    assert re.search(phrase, example)
    assert found.period in {"Q4", "first"}


@pytest.mark.parametrize(("style", "_", "example"), STYLES)
def test_a_style_of_numbers_is_told(style: str, _: str, example: str) -> None:
    found = numbered(example)
    assert found is not None
    assert found.style == style


@pytest.mark.parametrize(("label", "example"), LEADING)
def test_a_leading_label_introduces_units(label: str, example: str) -> None:
    (found,) = role_lists(example)
    assert found.leads
    assert found.words == example.removeprefix(f"{label}：")


@pytest.mark.parametrize(("label", "example"), TAKING_PART)
def test_a_label_of_those_taking_part_introduces_units(
    label: str, example: str
) -> None:
    (found,) = role_lists(example)
    assert not found.leads
    assert found.words == example.removeprefix(f"{label}：")


@pytest.mark.parametrize(("label", "example"), OTHERS)
def test_other_labels_end_a_list(label: str, example: str) -> None:
    (found,) = role_lists(f"责任单位：县民政局；{example}")
    assert found.words == "县民政局"
    assert label in example


@pytest.mark.parametrize(("role", "example"), SAID)
def test_a_bracket_tells_in_words_who_does_what(role: str, example: str) -> None:
    (found,) = role_lists(f"建好食堂。（{example}）")
    assert found.words == example.removesuffix(role)
    assert found.leads == role.startswith("牵头")


@pytest.mark.parametrize(("word", "example"), NAMES)
def test_a_column_of_items_is_known_by_its_word(word: str, example: str) -> None:
    assert word in example


HEAD = "关于报送的通知\n各镇人民政府，县直各部门：\n"
SIGNED = "\n岚水县人民政府办公室\n2024年4月1日"


@pytest.mark.parametrize(
    "sentence",
    [
        "市妇儿工委办公室将于每季度末对各单位报送情况进行通报。",
        "项目完工后10日内，将验收材料报县财政局备案。",
        "发生突发事件的，应当在2小时内报告县政府总值班室。",
        "县政府办公室将于每月末汇总各单位进展情况报县政府领导。",
        "督查组将于6月10日前将督查报告报市政府。",
        "对不按时报送、连续两个季度末位的单位予以通报。",
        "县交通运输局于3月5日报送，县水利局未报送。",
        "请于4月7日12时前将参会人员名单报县政府办公室。",
        "工程于8月底前完工。",
        "各镇要于5月底前建立台账，明确责任人，加强信息报送。",
        "各单位要做好材料报送工作，于5月10日前完成整改。",
        "县财政局于5月底前将方案提交县政府常务会议研究。",
        "各单位发现问题随时上报。",
    ],
)
def test_what_asks_no_unit_to_report_is_no_duty(sentence: str) -> None:
    read = read_notice(Content(text=HEAD + sentence + SIGNED))
    assert read.duties == ()
    assert read.refused is not None


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("各单位于每周一上午10时前报送上周情况。", "week 1 10:00 previous"),
        ("各项目单位逢双月月底前报送。", "two_months None None None"),
        ("请于3月31日、6月30日、9月30日、12月31日前报送。", "quarter None None None"),
        ("请于3、6、9、12月25日前报送。", "quarter 25 None None"),
        ("各县区每年12月10日前将总结报省厅。", "year 10 None None"),
        ("请于4月、7月、10月的15日前及次年1月15日前报送。", "quarter 15 None previous"),
        ("各单位请于5月15日（星期三）下午5:30前报县审计局。", "once None 17:30 None"),
        ("各单位每月25日至28日报送进展情况。", "month 28 None None"),
        ("请于收到本通知之日起5个工作日内报县政府办公室。", "once"),
    ],
)
def test_a_sentence_gives_its_rule(sentence: str, rule: str) -> None:
    (duty,) = read_notice(Content(text=HEAD + sentence + SIGNED)).duties
    due = duty.due
    told = duty.cycle.value
    if due is not None:
        told += f" {due.day or due.weekday} {due.time} {duty.covers}"
    assert told == rule


def test_an_office_that_passes_reports_on_has_no_duty() -> None:
    asked = "各镇每月5日前将进展情况报县水利局。县水利局每月10日前将汇总情况报县政府。"
    (duty,) = read_notice(Content(text=HEAD + asked + SIGNED)).duties
    assert duty.who == ("各镇",)


def test_a_rule_said_twice_is_one_duty_and_two_for_two_sorts_of_units() -> None:
    twice = "各镇每月5日前报送进展情况。\n注：各镇每月5日前报送。"
    two = "各镇每月5日前报送台账。\n县直各部门每月5日前报送总结。"
    (_,) = read_notice(Content(text=HEAD + twice + SIGNED)).duties
    read = read_notice(Content(text=HEAD + two + SIGNED))
    assert [duty.due == read.duties[0].due for duty in read.duties] == [True] * 2


def test_nothing_read_off_a_picture_is_sure() -> None:
    text = HEAD + "请于每月5日前报县水利局，电话3340212。" + SIGNED
    read = read_notice(Content(text=text, text_layer=False))
    assert read.phones.value == ("3340212",)
    assert not read.phones.sure
    assert not read.issue_date.sure
    assert not read.duties[0].sure
