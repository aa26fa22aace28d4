"""`examine --json --figures` adds the figures read, and what contradicts itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.cli import main
from tests.support.house import ROOT
from tests.test_readme import README, rows_of

NOTICE = load_notice(ROOT / "config" / "notice.toml")
SAFETY = "主题安全教育活动30场"
POLICE, PROSECUTOR = "县公安局", "县检察院"

Examine = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def examine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Examine:
    home = tmp_path / "home"
    assert main(["init", str(home)]) == 0
    monkeypatch.setenv("MAILBOT_HOME", str(home))

    def lines(*words: object) -> list[dict[str, Any]]:
        capsys.readouterr()
        main(["examine", "--json", "--at", "2023-12-28T09:00", *map(str, words)])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


def form(path: Path, unit: str, quarter: str, progress: str) -> Path:
    """Write the annex with one row, of the tenth item."""
    paper = docx.Document()
    paper.add_paragraph(NOTICE.annex_title)
    paper.add_paragraph(f"填报单位：{unit}（盖章）  填报时间：2023年第{quarter}季度")
    table = paper.add_table(rows=1, cols=5)
    for cell, words in zip(table.rows[0].cells, NOTICE.annex_columns, strict=True):
        cell.text = words
    row = ("10", NOTICE.items[9].name, unit, progress, "2023年12月")
    for cell, words in zip(table.add_row().cells, row, strict=True):
        cell.text = words
    paper.save(str(path))
    return path


def test_each_row_has_its_figures(examine: Examine, tmp_path: Path) -> None:
    text = "截至9月底，主题安全教育活动举办24场（80%）。下一步加强宣传。"
    (line,) = examine(form(tmp_path / "q3.docx", POLICE, "三", text), "--figures")
    (file,) = line["attachments"]
    (figure,) = file["rows"][0]["figures"]
    assert figure == {
        "target": SAFETY,
        "value": 24,
        "unit": "场",
        "state": "done",
        "span": "cumulative",
        "percent": 80,
        "sure": True,
        "says": "",
        "source": {
            "row": 1,
            "sentence": "截至9月底，主题安全教育活动举办24场（80%）。",
        },
    }
    assert file["figures"] == [figure]
    assert line["contradictions"] == []
    for name in README:
        ((*_, keys),) = rows_of(name, "`· figures`")
        assert keys.strip("`").split(", ") == list(figure)


def test_contradictions_stand_on_the_last_line_of_their_unit_and_item(
    examine: Examine, tmp_path: Path
) -> None:
    first = form(
        tmp_path / "2.docx", POLICE, "二", "截至6月底累计举办主题安全教育活动14场。"
    )
    later = form(
        tmp_path / "3.docx", POLICE, "三", "截至9月底累计举办主题安全教育活动12场。"
    )
    other = form(
        tmp_path / "4.docx", PROSECUTOR, "三", "累计举办主题安全教育活动20场。"
    )
    found = examine(first, later, other, "--figures")
    units = {"kind": "units", "target": SAFETY, "quarter": "2023Q3"}
    falls = {"kind": "falls", "target": SAFETY, "quarter": "2023Q3"}
    assert [line["contradictions"] for line in found] == [[], [falls, units], [units]]


def test_nothing_is_added_where_it_is_not_asked_for(
    examine: Examine, tmp_path: Path
) -> None:
    (line,) = examine(form(tmp_path / "q3.docx", POLICE, "三", "已举办24场。"))
    assert "contradictions" not in line
    assert "figures" not in line["attachments"][0]
    assert "figures" not in line["attachments"][0]["rows"][0]


def test_a_file_that_cannot_be_read_has_no_figures(
    examine: Examine, tmp_path: Path
) -> None:
    (line,) = examine(tmp_path / "nowhere.docx", "--figures")
    assert line["problem"]
    assert (line["attachments"], line["contradictions"]) == ([], [])
