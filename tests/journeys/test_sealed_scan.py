"""A scan says whose it is: by its seal and its heading, through the commands."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from PIL import Image

from mailbot.cli import main
from tests.support import real_mails as mails
from tests.support.house import at
from tests.support.seals.needs import needs_fonts
from tests.support.seals.scans import sealed_scan

pytestmark = needs_fonts
TITLE = "2023年第二季度为全县妇女儿童办实事工作进展情况报表"
Screen = pytest.CaptureFixture[str]


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A working folder as `mailbot init` lays it out: seals are looked at."""
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    return folder


def scan_mail(folder: Path, scan: bytes, **parts: object) -> Path:
    """Save a mail from a private address that says nothing and holds one scan."""
    said: dict[str, Any] = {
        "sender_name": "小雨",
        "sender": "xiaoyu1987@qq.example",
        "to": "yyxfl@zb.shandong.cn",
        "subject": "",
        "body": "",
        "sent_at": at("2023-06-28 09:00"),
        "files": (mails.Enclosed("扫描件.pdf", scan),),
        "message_id": "<scan@qq.example>",
    }
    path = folder / "mail.eml"
    path.write_bytes(mails.build(mails.Letter(**(said | parts))))
    return path


def picture_of(pdf: bytes) -> Image.Image:
    """Draw a scan's only page as the scanner saw it."""
    page: Image.Image = pdfium.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
    return page.convert("RGB")


def rows(screen: Screen, *words: object) -> list[dict[str, Any]]:
    """Run a command for a program; return its lines."""
    screen.readouterr()
    main([str(word) for word in (*words, "--json")])
    return [json.loads(line) for line in screen.readouterr().out.splitlines()]


def run(screen: Screen, *words: object) -> tuple[int, str]:
    """Run a command as a person does."""
    screen.readouterr()
    status = main([str(word) for word in words])
    return status, screen.readouterr().out


@pytest.mark.usefixtures("home")
def test_a_mute_scan_is_proposed_by_seal_and_heading_and_filed_on_staffs_word(
    tmp_path: Path, capsys: Screen
) -> None:
    scan = sealed_scan("沂源县民政局", "mute", (TITLE, "沂源县民政局"))
    mail = scan_mail(tmp_path, scan)

    (seen,) = rows(capsys, "examine", mail, "--ledger")
    assert "unknown_sender" in {flag["flag"] for flag in seen["verdict"]["flags"]}
    seal = seen["attachments"][0]["seal"]
    assert (seal["verdict"], seal["unit"]) == ("red_seal", "县民政局")

    run(capsys, "import", mail)
    (waiting,) = rows(capsys, "review")
    assert waiting["proposal"] == {
        "units": ["县民政局"],
        "period": "2023Q2",
        "copy": "stamped_pdf",
        "action": "file",
        "reason": "发件地址未登记",
    }
    status, out = run(capsys, "review", "confirm", waiting["id"])
    assert (status, "已归档：县民政局" in out) == (0, True)
    assert rows(capsys, "review") == []
    lines = rows(capsys, "status", "--period", "2023Q2", "--at", "2023-06-29")
    (line,) = [one for one in lines if one.get("unit") == "县民政局"]
    assert "stamped_pdf" in json.dumps(line)


@pytest.mark.usefixtures("home")
def test_a_scan_of_two_pages_saved_as_tiff_says_whose_it_is_and_is_kept_as_a_picture(
    tmp_path: Path, capsys: Screen
) -> None:
    first = sealed_scan("", "mute", (TITLE, "沂源县民政局"))
    pages = [picture_of(pdf) for pdf in (first, sealed_scan("沂源县民政局", "last"))]
    scan = io.BytesIO()
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150))
    files = (mails.Enclosed("扫描件.tif", scan.getvalue()),)
    mail = scan_mail(tmp_path, b"", files=files)
    drawn = tmp_path / "drawn"
    (seen,) = rows(capsys, "examine", mail, "--annotate", drawn)
    assert (seen["verdict"]["units"], seen["verdict"]["period"]) == (
        ["县民政局"],
        "2023Q2",
    )
    (file,) = seen["attachments"]
    assert (file["kind"], file["copy"]) == ("other", "photo")
    assert file["seal"] == {"verdict": "red_seal", "page": 2, "unit": "县民政局"}
    assert [path.name for path in drawn.iterdir()] == ["mail_1_扫描件.tif_第2页.png"]


@pytest.mark.usefixtures("home")
def test_the_seal_of_one_unit_in_a_mail_of_another_goes_to_staff(
    tmp_path: Path, capsys: Screen
) -> None:
    # a stranger's period and unit prove nothing: the page bears the annex's title
    scan = sealed_scan("沂源县商务局", "a", (TITLE,))
    mail = scan_mail(
        tmp_path,
        scan,
        subject="县民政局2023年第二季度报表",
        files=(mails.Enclosed("民政局二季度（盖章）.pdf", scan),),
    )
    (seen,) = rows(capsys, "examine", mail)
    assert seen["verdict"]["outcome"] == "review"
    assert seen["attachments"][0]["seal"]["unit"] == "县商务局"


@pytest.mark.usefixtures("home")
def test_the_seal_of_an_office_that_is_not_asked_names_no_unit(
    tmp_path: Path, capsys: Screen
) -> None:
    mail = scan_mail(tmp_path, sealed_scan("沂水县民政局", "away"))
    (seen,) = rows(capsys, "examine", mail)
    assert seen["attachments"][0]["seal"]["verdict"] == "red_seal"
    assert seen["attachments"][0]["seal"]["unit"] == ""
    assert seen["verdict"]["units"] == []


@pytest.mark.usefixtures("home")
def test_whoever_has_the_file_can_have_its_seals_framed(
    tmp_path: Path, capsys: Screen
) -> None:
    scan = tmp_path / "扫描件.pdf"
    scan.write_bytes(sealed_scan("沂源县民政局", "framed"))
    drawn = tmp_path / "drawn"
    status, out = run(capsys, "examine", scan, "--annotate", drawn)
    assert status in {0, 1}
    assert "印文识别为“沂源县民政局”（未鉴定真伪）" in out
    (picture,) = drawn.iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
