"""What is handed to whoever helps holds nothing of anybody's mail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.cli import main
from tests.support import real_mails as mails
from tests.support.house import ROOT, at

CANARY = "Canary7"
ENV = f"""
MAILBOT_IMAP_HOST={CANARY}.example
MAILBOT_IMAP_USER={CANARY}@a.example
MAILBOT_IMAP_PASSWORD={CANARY}
MAILBOT_SMTP_HOST={CANARY}.example
MAILBOT_SMTP_PASSWORD={CANARY}
MAILBOT_STAFF={CANARY}@b.example
MAILBOT_ADDRESS={CANARY}@c.example
MAILBOT_IMAP_FOLDERS={CANARY}
"""


def canary_mail(path: Path) -> Path:
    """A mail with the word in each of its texts, about the notice, to be kept."""
    notice = load_notice(ROOT / "config" / "notice.toml")
    report = mails.annex_docx(notice, "县民政局", f"已完成{CANARY}")
    letter = mails.Letter(
        sender_name=f"民政局{CANARY}",
        sender=f"{CANARY}@unit.example",
        to="yyxfl@zb.shandong.cn",
        subject=f"县民政局2023年第二季度报表{CANARY}",
        body=f"请查收{CANARY}",
        sent_at=at("2023-06-28 09:00"),
        files=(mails.Enclosed(f"县民政局二季度报表{CANARY}.docx", report),),
        message_id=f"<{CANARY}@unit.example>",
    )
    path.write_bytes(mails.build(letter))
    return path


def test_no_secret_subject_name_address_or_cell_is_in_the_support_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / CANARY
    assert main(["init", str(home)]) == 0
    (home / ".env").write_text(ENV, encoding="utf-8")
    monkeypatch.setenv("MAILBOT_HOME", str(home))
    main(["import", str(canary_mail(tmp_path / f"{CANARY}.eml"))])
    bundle = tmp_path / "bundle.json"
    assert main(["support-bundle", str(bundle)]) == 0
    text = bundle.read_text(encoding="utf-8")
    assert CANARY.lower() not in text.lower()
    told = json.loads(text)
    assert told["ledger"]["mails by state"] == {"judged": 1}
    assert told["ledger"]["files by kind"] == {"docx": 1}
    assert told["settings"]["imap"]["password"] is True
    assert told["doctor"]["收信"] == {"error": 1}
