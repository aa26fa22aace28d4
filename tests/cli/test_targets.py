"""`mailbot figures` shows the ledger of targets and settles figures in it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest
from openpyxl import load_workbook

from mailbot.adapters.notice_file import load_notice
from mailbot.cli import main
from tests.support.house import ROOT
from tests.support.progress_forms import progress_form
from tests.test_readme import README, rows_of

NOTICE = load_notice(ROOT / "config" / "notice.toml")
UNIT, SAFETY = "县公安局", "主题安全教育活动30场"
AT = ("--at", "2023-07-03T09:00")
Lines = list[dict[str, Any]]


@pytest.fixture
def figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Lines]:
    """Run `mailbot figures … --json` in a folder in which one report is registered."""
    home = tmp_path / "home"
    assert main(["init", str(home)]) == 0
    monkeypatch.setenv("MAILBOT_HOME", str(home))
    words = "截至6月底，累计开展主题安全教育活动12场左右。"
    form = tmp_path / "报表.docx"
    form.write_bytes(progress_form(NOTICE, UNIT, "2023Q2", {10: words}))
    place = ("--unit", UNIT, "--period", "2023Q2")
    assert main(["register", str(form), *place, *AT]) == 0

    def lines(*words: str) -> Lines:
        capsys.readouterr()
        assert main(["figures", *words, *AT, "--json"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


def keys(of: str) -> list[str]:
    """Return the keys that both READMEs promise."""
    found = [rows_of(name, rf"`{of}`$")[0][2] for name in README]
    assert found[0] == found[1]
    return found[0].strip("`").split(", ")


def test_each_target_is_a_line_with_the_keys_of_the_readme(
    figures: Callable[..., Lines],
) -> None:
    lines = figures()
    assert len(lines) == 37
    (line,) = [one for one in lines if one["target"] == SAFETY]
    assert list(line) == ["notice", *keys("figures")]
    (figure,) = line["figures"]
    assert list(figure) == keys("· read")
    assert (line["so_far"], line["waiting"]) == (None, [figure["id"]])
    assert figure["source"]["row"] == 2


def test_a_figure_is_put_right_by_command(figures: Callable[..., Lines]) -> None:
    (name,) = [name for one in figures() for name in one["waiting"]]
    lines = figures("correct", name, "15场")
    (line,) = [one for one in lines if one["target"] == SAFETY]
    assert (line["so_far"], line["percent"], line["state"]) == (15, 50, "under_way")
    assert line["settled"]["value"] == 15
    assert line["settled"]["at"].startswith("2023-07-03T09:00:00")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["confirm"], "请写明进度数的编号"),
        (["confirm", "F999"], "没有这个编号的进度数"),
        (["correct", "F1"], "请写明编号和数量"),
        (["correct", "F1", "很多"], "“很多”不是数量"),
        (["list", "--period", "2022Q1"], "没有要求报送"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_write(
    figures: Callable[..., Lines],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    del figures
    assert main(["figures", *words]) == 2
    assert told in capsys.readouterr().err


def test_people_read_a_table_with_what_waits_first(
    figures: Callable[..., Lines], capsys: pytest.CaptureFixture[str]
) -> None:
    del figures
    capsys.readouterr()
    assert main(["figures", *AT]) == 0
    said = capsys.readouterr().out
    assert "37项目标：达标0，推进中1，未报36，矛盾0" in said
    assert "mailbot figures confirm" in said


def test_the_ledger_leaves_the_house_in_every_table(
    figures: Callable[..., Lines], tmp_path: Path
) -> None:
    figures("confirm", *(name for one in figures() for name in one["waiting"]))
    out = tmp_path / "out"
    assert main(["rollup", "2023Q2", "--out", str(out)]) == 0
    assert main(["summary", "--out", str(out), *AT]) == 0
    assert main(["export", "2023Q2", "--out", str(out / "q2.zip")]) == 0
    books = (out / "汇总表_2023Q2.xlsx", out / "summary.xlsx")
    rows = [
        [row for row in load_workbook(book)["台账"].values if row[2] == SAFETY]
        for book in books
    ]
    assert rows[0] == rows[1]
    ((no, _, _, units, promised, _, so_far, rate, state, *_),) = rows[0]
    assert (no, promised, so_far, rate, state) == (10, "30场", 12, 40, "推进中")
    assert units == "、".join(NOTICE.items[9].units)
    with zipfile.ZipFile(out / "q2.zip") as bundle:
        text = bundle.read("台账.csv").decode("utf-8-sig")
    (line,) = [row for row in csv.reader(io.StringIO(text)) if row[2] == SAFETY]
    assert line[4:9] == ["30场", "", "12", "40", "推进中"]
    words = (out / "summary.txt").read_text("utf-8")
    assert "■ 工作台账：37项目标：达标0，推进中1，未报36，矛盾0" in words


def test_a_bag_is_valid_as_archives_check_it(
    figures: Callable[..., Lines], tmp_path: Path
) -> None:
    del figures
    assert main(["export", "2023Q2", "--bag", "--out", str(tmp_path / "q2.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "q2.zip") as bundle:
        bundle.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag" / "q2"))
    bag.validate()
    assert bag.info["Source-Organization"] == "县妇儿工委办公室"
    listed = sorted(path.name for path in (tmp_path / "bag/q2/data").iterdir())
    assert listed == sorted(["台账.csv", "归档移交目录.csv", "清单.csv", UNIT])
    paper = tmp_path / "bag/q2/data" / "台账.csv"
    paper.write_bytes(paper.read_bytes() + b" ")
    assert not bag.is_valid()
