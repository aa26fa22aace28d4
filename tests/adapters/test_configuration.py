"""notice.toml, the roster and the working days: right as shipped, wrong told."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from mailbot.adapters.calendar import load_calendar
from mailbot.adapters.folder import default_folder
from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.roster import find_roster, load_roster
from mailbot.core.notice.units import Roster
from mailbot.errors import BadSettings
from tests.support.house import ROOT
from tests.support.shared import shared_path

CONFIG = ROOT / "config"
UNITS = ("县民政局", "县科协")


def test_the_notice_and_roster_are_those_of_the_real_notice() -> None:
    truth = json.loads(shared_path("cases", "seed_truth.json").read_text("utf-8"))
    notice = load_notice(CONFIG / "notice.toml")
    roster = load_roster(CONFIG / "roster.csv", notice.units, None)
    assert (notice.id, notice.title, notice.issuer) == (
        truth["doc_number"],
        truth["title"],
        truth["issuer"],
    )
    assert notice.issued.isoformat() == truth["issue_date"]
    items = [(i.no, i.name, list(i.units)) for i in notice.items]
    assert items == [(i["no"], i["name"], i["units"]) for i in truth["items"]]
    targets = [
        [(t.text, t.measure, t.value, t.unit, t.op) for t in item.targets]
        for item in notice.items
    ]
    assert targets == [
        [
            (t["text"], t["measure"], t["value"], t["unit"], t["op"])
            for t in i["targets"]
        ]
        for i in truth["items"]
    ]
    assert sum(len(t) for t in targets) == 37
    kinds = Counter(t.kind for item in notice.items for t in item.targets)
    assert kinds == {"count": 30, "share": 4, "ceiling": 1, "slogan": 2}
    owing = {t.text: t.units for item in notice.items for t in item.targets}
    assert owing["新打造科普村1处"] == ("县科协",)
    assert owing["新华大讲堂10场"] == notice.items[7].units
    assert sum(len(i.units) for i in notice.items) == 32
    assert (len(notice.items), len(notice.units)) == (10, 19)
    known = {u["name"]: u for u in truth["units"]}
    assert set(known) == set(notice.units)
    for unit in roster.units:
        told = known[unit.name]
        assert unit.full_name == told.get("full", unit.full_name)
        assert set(told.get("aliases", ())) <= {*unit.names, *unit.weak_aliases}
        seal = told.get("seal")
        assert seal is None or seal in unit.seals or isinstance(seal, list)


def test_the_notice_is_quarterly_with_both_copies() -> None:
    notice = load_notice(CONFIG / "notice.toml")
    assert [p.id for p in notice.schedule.periods] == ["2023Q2", "2023Q3", "2023Q4"]
    assert notice.copies == ("electronic", "stamped_pdf")
    assert len(notice.annex_columns) == 5
    assert notice.telephone == "2343785"


def notice_faults(tmp_path: Path, old: str, new: str) -> tuple[str, ...]:
    text = (CONFIG / "notice.toml").read_text("utf-8")
    assert old in text
    file = tmp_path / "notice.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadSettings) as told:
        load_notice(file)
    return told.value.faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title = ", "titel = ", "[notice] title"),
        ("[notice]", "[other]", "[notice] id"),
        ("issued = 2023-04-21", "issued = '2023'", "不加引号"),
        ("mailbox = ", "mailbox = 'nobody' #", "不是邮箱地址"),
        ('frequency = "quarter"', 'frequency = "week"', "2023-W15 的样子"),
        ('frequency = "quarter"', 'frequency = "decade"', "第18行"),
        ('first_period = "2023Q2"', 'first_period = "2023-2"', "2023Q2 的样子"),
        ('first_period = "2023Q2"', 'first_period = "2024Q2"', "不能早于"),
        ('"stamped_pdf"', '"fax"', "不认识 fax"),
        ("copies = [", "copies = [] #", "至少要求一种"),
        ("copies = [", "copies = 1 #", '["…", "…"]'),
        ("[annex]", "annex = 1\n[x]", "没有这一部分"),
        ("no = 1\n", "no = 2\n", "序号2重复"),
        ("no = 1\n", "no = '1'\n", "数字序号"),
        ("name = ", "name = 3 #", "实事名称"),
        ("units = [", "units = [] #", "责任单位"),
        ("op = ", "opp = ", "value（数）"),
    ],
)
def test_a_wrong_notice_is_told_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    told = notice_faults(tmp_path, old, new)
    assert any("notice.toml" in fault and words in fault for fault in told), told


@pytest.mark.parametrize("items", ["items = []", "items = [1]", ""])
def test_items_that_are_none_are_told(tmp_path: Path, items: str) -> None:
    file = tmp_path / "notice.toml"
    file.write_text(f"{items}\nplace = 1\n", "utf-8")
    with pytest.raises(BadSettings, match="items"):
        load_notice(file)


def test_a_notice_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="mailbot init"):
        load_notice(tmp_path / "notice.toml")
    with pytest.raises(BadSettings, match="读不出"):
        load_notice(tmp_path)
    (tmp_path / "gbk.toml").write_bytes("# 为全县妇女儿童办实事".encode("gb18030"))
    with pytest.raises(BadSettings, match="UTF-8"):
        load_notice(tmp_path / "gbk.toml")
    (tmp_path / "half.toml").write_text("[a]\nb = [", "utf-8")
    with pytest.raises(BadSettings, match="写法有误"):
        load_notice(tmp_path / "half.toml")
    (tmp_path / "line.toml").write_text("a = 1\nb == 2", "utf-8")
    with pytest.raises(BadSettings, match="第2行第4列"):
        load_notice(tmp_path / "line.toml")


def roster(tmp_path: Path, raw: bytes, known: Roster | None = None) -> Roster:
    file = tmp_path / "roster.csv"
    file.write_bytes(raw)
    return load_roster(file, UNITS, known)


TABLE = "单位,邮箱,简称,电话\n县民政局,A@x.example；b@x.example,民政局,1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_roster_is_read_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    unit = roster(tmp_path, TABLE.encode(encoding))["县民政局"]
    assert unit.addresses == ("a@x.example", "b@x.example")
    assert (unit.aliases, unit.telephone) == (("民政局",), "1")


def test_a_roster_may_be_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["unit", "addresses", "telephone", None])
    sheet.append(["县科协", "k@x.example", 2343785])
    sheet.append(["# 说明", None, None])
    book.save(tmp_path / "roster.xlsx")
    found = load_roster(find_roster(tmp_path), UNITS, None)
    assert found["县科协"].telephone == "2343785"
    assert found["县民政局"].addresses == ()


def test_a_workbook_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BadSettings, match="Excel"):
        load_roster(tmp_path / "roster.xlsx", UNITS, None)


def test_names_the_file_does_not_give_are_taken_from_the_known_roster(
    tmp_path: Path,
) -> None:
    known = roster(tmp_path, TABLE.encode())
    found = roster(tmp_path, "unit,addresses\n县民政局,c@x.example\n".encode(), known)
    unit = found["县民政局"]
    assert (unit.aliases, unit.addresses) == (("民政局",), ("c@x.example",))
    bare = roster(tmp_path, "unit\n县科协\n".encode(), known)
    assert bare["县民政局"].aliases == ("民政局",)
    assert bare["县民政局"].addresses == ()


def test_a_unit_on_two_rows_is_merged_and_told(tmp_path: Path) -> None:
    raw = TABLE + "县民政局,c@x.example,,\n县科协,a@x.example,,\n"
    found = roster(tmp_path, raw.encode())
    assert found["县民政局"].addresses == ("a@x.example", "b@x.example", "c@x.example")
    assert [w.split("：")[0] for w in found.warnings] == [
        "roster.csv 第3行",
        "roster.csv 第4行",
    ]
    assert [u.name for u in found.by_address("A@X.example")] == list(UNITS)


def test_an_empty_roster_warns_that_addresses_are_learned(tmp_path: Path) -> None:
    (warning,) = roster(tmp_path, "unit\n县科协\n县民政局\n".encode()).warnings
    assert "逐步学习" in warning


def test_a_column_that_is_none_and_a_unit_without_a_row_are_told(
    tmp_path: Path,
) -> None:
    column, _, unit = roster(tmp_path, "单位,俗称\n县科协,科协\n".encode()).warnings
    assert "“俗称”" in column
    assert "简称" in column
    assert "“县民政局”" in unit


def test_an_address_in_full_width_signs_is_an_address(tmp_path: Path) -> None:
    found = roster(tmp_path, "单位,邮箱\n县科协,ａ＠x．example\n".encode())
    assert found["县科协"].addresses == ("a@x.example",)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("单位,邮箱\n县财政局,\n", "第2行：“县财政局”不是通知的责任单位"),
        ("单位,邮箱\n县科协,nobody\n", "第2行“邮箱”：nobody"),
        ("单位,是否收件邮箱所在单位\n县科协,也许\n", "请填“是”或留空"),
        ("单位,分管领导邮箱\n县科协,nobody\n", "第2行“分管领导邮箱”：nobody"),
        ("名称\n县科协\n", "第1行没有“unit”"),
        ("", "第1行没有“unit”"),
        ('unit\n"' + "x" * 200_000 + '"\n', "不是有效的CSV"),
    ],
)
def test_a_wrong_roster_is_told_by_row(tmp_path: Path, raw: str, words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        roster(tmp_path, raw.encode())


def test_a_roster_in_no_known_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="CSV UTF-8"):
        roster(tmp_path, b"\xff\xff\xff")


def test_there_must_be_exactly_one_roster(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="mailbot init"):
        find_roster(tmp_path)
    for name in ("roster.csv", "roster.xlsx"):
        (tmp_path / name).touch()
    with pytest.raises(BadSettings, match="只留一个"):
        find_roster(tmp_path)


def test_the_calendar_knows_holidays_and_moved_workdays(tmp_path: Path) -> None:
    calendar = load_calendar(tmp_path / "workdays.csv")
    assert not calendar.is_workday(date(2023, 9, 29))
    assert calendar.is_workday(date(2023, 10, 7))
    assert calendar.is_known(2023)
    assert not calendar.is_known(2099)
    assert calendar.is_workday(date(2099, 6, 1))
    assert not calendar.is_workday(date(2099, 6, 6))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_offices_own_days_win(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "workdays.csv"
    file.write_bytes(
        "日期,班休\n\n# 说明\n2099-06-06,班\n2099-06-01, 休\n".encode(encoding)
    )
    calendar = load_calendar(file)
    assert calendar.is_workday(date(2099, 6, 6))
    assert not calendar.is_workday(date(2099, 6, 1))
    assert calendar.is_known(2099)


def test_a_wrong_day_is_told_by_row(tmp_path: Path) -> None:
    file = tmp_path / "workdays.csv"
    file.write_text("2099-06-06\n6月1日,休\n2099-06-07,假\n", "utf-8")
    with pytest.raises(BadSettings) as told:
        load_calendar(file)
    assert [f.split("：")[0] for f in told.value.faults] == [
        f"workdays.csv 第{n}行" for n in (1, 2, 3)
    ]


def test_the_shipped_folders_are_found() -> None:
    assert (default_folder("config") / "notice.toml").is_file()
    assert (default_folder("templates") / "letters").is_dir()


def test_a_target_names_units_of_its_item_and_a_known_kind(tmp_path: Path) -> None:
    text = (CONFIG / "notice.toml").read_text(encoding="utf-8")
    strange = text.replace('units = ["县科协"]', 'units = ["县气象局"]', 1)
    (tmp_path / "notice.toml").write_text(
        strange.replace('kind = "ceiling"', 'kind = "limit"'), encoding="utf-8"
    )
    with pytest.raises(BadSettings) as told:
        load_notice(tmp_path / "notice.toml")
    kinds = "count、share、ceiling、slogan"
    places, faults = zip(*(f.split("：", 1) for f in told.value.faults), strict=True)
    assert all(place.startswith("notice.toml 第") for place in places)
    assert faults == (
        f"第2个 [[items]] targets kind 有误。不认识 limit，可写：{kinds}",
        "第8个 [[items]] targets units 有误。请写本项责任单位中的单位",
    )
