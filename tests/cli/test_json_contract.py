"""The keys of every `--json`, held against the table of both READMEs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mailbot.adapters.notice_file import load_notice
from mailbot.cli import main
from mailbot.flows.letters.sending_summary import send_now
from mailbot.settings import Need
from mailbot.wiring import open_app
from tests.support import real_mails as mails
from tests.support.house import ROOT, at
from tests.support.other_business import OTHER_FILE, other_business
from tests.test_readme import README, rows_of

UNIT = "县民政局"
AT = "2023-06-15T09:30"
NOTICE = load_notice(ROOT / "config" / "notice.toml")
# Asked for or present only where they apply.
SOMETIMES = {"rows", "items_missing", "seal", "seals", "text"}

Rows = list[dict[str, Any]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Rows]:
    """Run a command with `--json` in a folder in which one unit has an address."""
    home = tmp_path / "home"
    assert main(["init", str(home)]) == 0
    roster = home / "config" / "roster.csv"
    text = roster.read_text("utf-8-sig").replace(
        "沂源县民政局,,,,,", "沂源县民政局,u15@unit.example,,,,"
    )
    roster.write_text(text, "utf-8")
    monkeypatch.setenv("MAILBOT_HOME", str(home))

    def rows(*words: object) -> Rows:
        capsys.readouterr()
        main([*map(str, words), "--json"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return rows


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A report whose second copy bears no seal, and a zip with a password."""
    letter = mails.Letter(
        sender_name="民政局",
        sender="u15@unit.example",
        to=NOTICE.mailbox,
        subject=f"{UNIT}2023年第二季度报表",
        body="请查收",
        sent_at=at("2023-06-28 09:00"),
        files=(
            mails.Enclosed(f"{UNIT}报表.docx", mails.annex_docx(NOTICE, UNIT, "x")),
            mails.Enclosed(f"{UNIT}报表（盖章）.pdf", mails.scanned_pdf(UNIT)),
            mails.Enclosed("材料.zip", mails.encrypted_zip("材料.docx")),
        ),
        message_id="<15@unit.example>",
    )
    path = tmp_path / "m.eml"
    path.write_bytes(mails.build(letter))
    return path


def promised(of: str, *, notice: bool = True) -> set[str]:
    """Return the keys both READMEs promise, the same in both."""
    found = []
    for name in README:
        (row,) = rows_of(name, rf"`{of}`$")
        found.append(set(row[2].strip("`").split(", ")))
    assert found[0] == found[1]
    return found[0] | ({"notice"} if notice else set())


def moment_with_offset(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() is not None


def test_status(run: Callable[..., Rows]) -> None:
    (row, *others) = run("status", "--period", "2023Q2")
    assert len(others) == 18
    assert set(row) == promised("status")
    for copy in ("electronic", "stamped_pdf"):
        assert set(row[copy]) == promised("· copy", notice=False)
    assert moment_with_offset(row["due"])


def test_examine(run: Callable[..., Rows], mail: Path, tmp_path: Path) -> None:
    (row,) = run("examine", mail, "--text")
    assert set(row) == promised("examine")
    assert set(row["message"]) == promised("· message", notice=False)
    assert set(row["message"]["from"]) == {"name", "address"}
    assert set(row["verdict"]) == promised("· verdict", notice=False)
    assert set(row["verdict"]["reasons"][0]) == {"clue", "says", "text", "weight"}
    files = row["attachments"]
    every = promised("· attachments", notice=False)
    assert {key for file in files for key in file} == every
    for file in files:
        assert every - set(file) <= SOMETIMES
    form, paper, archive = files[0], files[1], files[-1]
    assert set(form["rows"][0]) == {"no", "item", "units", "progress", "due"} | {
        "item_no",
        "source",
    }
    assert set(paper["seal"]) == {"verdict", "page", "unit"}
    assert (form["kind"], paper["kind"]) == ("docx", "pdf")
    assert archive["problem"] == "encrypted"
    assert all(set(flag) >= {"flag"} for file in files for flag in file["flags"])
    (single,) = run("examine", mail.with_name("home") / "config" / "roster.csv")
    assert (single["message"], single["verdict"]) == (None, None)
    (gone,) = run("examine", tmp_path / "nowhere.eml")
    assert set(gone) == promised("examine")
    assert gone["problem"]


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("JPEG", "jpg"),
        ("PNG", "png"),
        ("TIFF", "other"),
        ("BMP", "other"),
        ("WEBP", "other"),
    ],
)
def test_a_picture_of_paper_is_a_photo_and_its_kind_a_word_of_the_contract(
    run: Callable[..., Rows], tmp_path: Path, form: str, kind: str
) -> None:
    path = tmp_path / "县民政局二季度报表.pdf"  # the name says nothing
    Image.new("RGB", (620, 877), "white").save(path, form)
    (row,) = run("examine", path)
    (file,) = row["attachments"]
    assert (file["kind"], file["copy"], file["problem"]) == (kind, "photo", None)
    assert file["seal"]["verdict"] == "cannot_tell"
    assert {"flag": "photo_instead_of_pdf"} in file["flags"]


def test_what_is_not_taken_in(run: Callable[..., Rows], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("photo.jpg", b"\xff\xd8")
    done, part = run("import", tmp_path / "a.zip")
    assert set(done) == promised("poll, import")
    assert set(part) == promised("import, passed over")
    assert part["problem"] == "unsupported"


def test_what_a_mail_leaves_behind(run: Callable[..., Rows], mail: Path) -> None:
    (done,) = run("import", mail)
    assert set(done) == promised("poll, import")
    stages = {"fetch", "save", "examine", "judge", "record", "total"}
    assert set(done["seconds"]) == stages
    waiting = run("review")
    assert waiting
    for item in waiting:
        assert set(item) == promised("review")
        assert set(item["proposal"]) == {
            "units", "period", "copy", "action", "reason",
        }  # fmt: skip
        assert item["id"].startswith("R")
        assert moment_with_offset(item["since"])
    assert run("verify") == []


def test_other_business_is_listed_and_filed_only_if_staff_say_so(
    run: Callable[..., Rows], tmp_path: Path
) -> None:
    path = tmp_path / "other.eml"
    path.write_bytes(mails.build(other_business(UNIT, "u15@unit.example")))
    (done,) = run("import", path)
    assert (done["filed"], done["review"], done["ignored"]) == (0, 0, 1)
    assert run("review") == []
    (item,) = run("review", "list", "--ignored")
    assert set(item) == promised("review --ignored")
    assert item["ignored"] is True
    assert item["attachment"] == OTHER_FILE
    assert item["proposal"]["units"] == [UNIT]
    assert item["proposal"]["action"] == "ignore"
    assert moment_with_offset(item["since"])
    run("review", "confirm", item["id"])  # said without --anyway: nothing happens
    assert run("review", "list", "--ignored") == [item]
    run("review", "confirm", item["id"], "--anyway")
    assert run("review", "list", "--ignored") == []
    rows = run("status", "--period", item["proposal"]["period"])
    (mine,) = (row for row in rows if row["unit"] == UNIT)
    assert mine["electronic"]["state"] == "filed"
    assert mine["stamped_pdf"]["state"] != "filed"


def test_a_letter_that_waits(
    run: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_STAFF", "clerk@county.example")
    with open_app(Need.STAFF) as app:
        send_now(app.office, at(AT))
    (letter,) = run("outbox")
    assert set(letter) == promised("outbox")
    assert moment_with_offset(letter["not_before"])


def test_who_is_reminded_and_who_is_not(run: Callable[..., Rows]) -> None:
    rows = run("remind", "--dry-run", "--at", AT)
    written = [row for row in rows if "skipped" not in row]
    assert [row["unit"] for row in written] == [UNIT]
    assert set(written[0]) == promised("remind")
    assert written[0]["to"] == ["u15@unit.example"]
    assert moment_with_offset(written[0]["due"])
    for row in rows:
        if "skipped" in row:
            assert set(row) == promised("remind, skipped")


def test_units_and_what_is_filed_by_hand(
    run: Callable[..., Rows], tmp_path: Path
) -> None:
    rows = run("unit", "extend", UNIT, "2023-07-10", "--period", "2023Q2")
    assert all(set(row) == promised("unit") for row in rows)
    (mine,) = [row for row in rows if row["unit"] == UNIT]
    assert mine["decisions"] == [
        {"kind": "extend", "period": "2023Q2", "value": "2023-07-10"}
    ]
    paper = tmp_path / "报表.docx"
    paper.write_bytes(mails.annex_docx(NOTICE, UNIT, "x"))
    (row,) = run("register", paper, "--unit", UNIT, "--period", "2023Q2")
    assert set(row) == promised("register")


def test_a_fault_that_verify_finds(run: Callable[..., Rows], tmp_path: Path) -> None:
    paper = tmp_path / "报表.docx"
    paper.write_bytes(mails.annex_docx(NOTICE, UNIT, "x"))
    (row,) = run("register", paper, "--unit", UNIT, "--period", "2023Q2")
    (stored,) = (tmp_path / "home" / "state").rglob(row["path"].rsplit("/", 1)[-1])
    stored.chmod(0o600)
    stored.write_bytes(b"other")
    faults = run("verify")
    assert faults
    assert all(set(fault) == promised("verify") for fault in faults)


def test_what_the_doctor_finds(run: Callable[..., Rows]) -> None:
    for row in run("doctor"):
        assert set(row) == promised("doctor", notice=False)


def test_a_relative_path_is_read_from_where_one_stands(
    run: Callable[..., Rows], mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = mail.with_name("报表.docx")
    form.write_bytes(mails.annex_docx(NOTICE, UNIT, "x"))
    monkeypatch.chdir(mail.parent)
    (letter, single) = run("examine", mail.name, form.name)
    assert letter["message"]["subject"] == f"{UNIT}2023年第二季度报表"
    assert single["attachments"][0]["problem"] is None
    assert single["attachments"][0]["rows"]


def test_a_blank_form_lacks_every_item_its_unit_owes(
    run: Callable[..., Rows], mail: Path
) -> None:
    form = mail.with_name(f"{UNIT}二季度报表.docx")
    form.write_bytes(mails.annex_docx(NOTICE, UNIT, "x", blank=True))
    (single,) = run("examine", form)
    (file,) = single["attachments"]
    assert {"flag": "blank_template"} in file["flags"]
    assert file["items_missing"] == [item.no for item in NOTICE.items_of(UNIT)]
