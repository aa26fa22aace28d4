"""`mailbot notice read` as an operator types it: JSON as promised, words in Chinese."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from docx import Document

from mailbot.cli import main

NOTICE = (
    "岚政办发〔2024〕8号",
    "岚水县人民政府办公室关于抓好重点任务的通知",
    "各镇人民政府，县政府各部门：",
    "一、建好社区食堂。新建社区食堂12处。（牵头单位：县民政局；责任单位：县财政局、各镇）",
    "各牵头单位每季度末月25日前将进展情况电子版报县政府督查室（联系人：程望川，电话：6610098，邮箱：dcs@lanshui.gov.cn）。",
    "岚水县人民政府办公室",
    "2024年3月4日",
)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    document = Document()
    for line in NOTICE:
        document.add_paragraph(line)
    path = tmp_path / "通知.docx"
    document.save(str(path))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_json_gives_every_field_with_its_source(
    notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "notice", "read", notice, "--json")
    (row,) = (json.loads(line) for line in out.splitlines())
    assert status == 0
    assert (row["file"], row["refused"]) == ("通知.docx", None)
    assert row["mailbox"]["value"] == "dcs@lanshui.gov.cn"
    assert row["mailbox"]["source"]["line"] == 5
    assert row["mailbox"]["source"]["words"] == "dcs@lanshui.gov.cn"
    assert row["issue_date"] == {
        "value": "2024-03-04",
        "source": {"page": None, "line": 7, "words": "2024年3月4日"},
        "sure": True,
    }
    assert row["amends"] == {"value": None, "source": None, "sure": True}
    (duty,) = row["duties"]["value"]
    assert (duty["who"], duty["cycle"]) == ("leading", "quarter")
    assert duty["due"]["anchor"] == "day_of_last_month"
    assert row["classes"]["value"] == ["各镇"]


def test_people_read_chinese_and_what_the_text_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(
        "关于开展植树的通知\n各镇：\n请积极参加。\n2024年3月4日".encode("gbk")
    )
    status, out, _ = run(capsys, "notice", "read", path)
    assert status == 0
    assert "不能建立收报" in out
    assert "邮箱：文中未写明" in out


def test_a_draft_is_written_once_and_never_over_another(
    notice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path))
    status, _, _ = run(capsys, "notice", "read", notice, "--draft", "重点任务")
    path = tmp_path / "config" / "notices" / "重点任务.toml"
    made = tomllib.loads(path.read_text(encoding="utf-8"))
    assert status == 0
    assert made["notice"]["state"] == "draft"
    assert made["duties"][0]["due"] == {"month": 3, "day": 25}
    assert "# 第5行：dcs@lanshui.gov.cn" in path.read_text(encoding="utf-8")
    assert "县民政局｜民政局｜岚水县民政局" in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    status, _, err = run(capsys, "notice", "read", notice, "--draft", "重点任务")
    assert status == 2
    assert "已存在" in err
    assert path.read_bytes() == before


def test_a_path_that_cannot_be_opened_is_told_and_the_rest_is_read(
    notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = notice.with_name("没有.docx")
    status, out, _ = run(capsys, "notice", "read", missing, notice, "--json")
    first, second = (json.loads(line) for line in out.splitlines())
    assert status == 1
    assert (first["problem"], second["problem"]) == ("corrupt", None)
    assert second["doc_number"]["value"] == "岚政办发〔2024〕8号"
