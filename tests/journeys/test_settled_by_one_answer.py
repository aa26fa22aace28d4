"""A clerk's doubtful mail, a summary, one answer of staff: on Dovecot, by `poll`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.cli import main
from tests.support.desk import STRANGER, letter, text_of
from tests.support.dovecot import Mailbox
from tests.support.office import ZONE
from tests.support.real_mails import annex_docx
from tests.support.smtp_server import SmtpScript, smtp_server

STAFF = "office@county.example"
QUOTED = """\

------------------ 原始邮件 ------------------
发件人: "县妇儿工委办公室" <office@zb.example>;
发送时间: 2023年7月3日(星期一) 上午9:00
收件人: "office"<office@county.example>;
主题: 报送情况汇总

{below}
"""


@dataclass(frozen=True)
class Bot:
    """The program in a working folder, and the screen it prints on."""

    home: Path
    screen: pytest.CaptureFixture[str]

    def run(self, *words: str) -> str:
        """Run one command as a person does; return what it printed."""
        self.screen.readouterr()
        assert main(words) in {0, 1}
        return self.screen.readouterr().out

    def poll(self, moment: str) -> dict[str, int]:
        """Make one round at that moment."""
        found: dict[str, int] = json.loads(self.run("poll", "--json", "--at", moment))
        return found


def settings(home: Path, box: Mailbox, post: SmtpScript) -> dict[str, str]:
    return {
        "MAILBOT_HOME": str(home),
        "MAILBOT_IMAP_HOST": box.host,
        "MAILBOT_IMAP_PORT": str(box.port),
        "MAILBOT_IMAP_SECURITY": "tls",
        "MAILBOT_IMAP_USER": box.user,
        "MAILBOT_IMAP_PASSWORD": box.password,
        "MAILBOT_CA_FILE": str(box.ca_file),
        "MAILBOT_SMTP_HOST": "127.0.0.1",
        "MAILBOT_SMTP_PORT": str(post.port),
        "MAILBOT_SMTP_SECURITY": "plain",
        "MAILBOT_STAFF": STAFF,
        "MAILBOT_LETTERS": "live",
    }


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def sent_to(post: SmtpScript, address: str) -> list[bytes]:
    return [mail.content for mail in post.mails if address in mail.recipients]


def subjects(raws: list[bytes]) -> list[str]:
    return [str(message_from_bytes(raw, policy=default)["Subject"]) for raw in raws]


@pytest.mark.slow
def test_a_doubtful_mail_is_settled_by_one_answer_of_staff(
    tmp_path: Path,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with smtp_server() as post:
        bot = Bot(tmp_path / "home", capsys)
        for name, value in settings(bot.home, mailbox, post).items():
            monkeypatch.setenv(name, value)
        bot.run("init", str(bot.home))
        notice = load_notice(bot.home / "config" / "notice.toml")
        report = annex_docx(notice, "县民政局", seed="journey")
        mailbox.deliver(
            letter(
                STRANGER,
                "请查收。",
                "县民政局2023年第二季度进展情况",
                moment("2023-07-03 08:40"),
                files={"报表.docx": report},
            ),
            internaldate=moment("2023-07-03 08:40"),
        )
        assert bot.poll("2023-07-03T09:00+08:00")["review"] == 1

        bot.run("summary", "--send", "--at", "2023-07-03T09:01+08:00")
        bot.poll("2023-07-03T09:02+08:00")
        summary = text_of(sent_to(post, STAFF)[-1])
        code = re.search(r"(R\d+(?:\.\d+)?(?:-[0-9A-Z]{4}){2}) 确认", summary)
        assert code is not None

        answer = f"{code[1]} 确认\n谢谢！\n{QUOTED.format(below=summary)}"
        mailbox.deliver(
            letter(STAFF, answer, "回复：报送情况汇总", moment("2023-07-03 09:30")),
            internaldate=moment("2023-07-03 09:30"),
        )
        done = bot.poll("2023-07-03T09:40+08:00")

        assert (done["new"], done["ignored"], done["sent"]) == (1, 1, 2)
        assert bot.run("review", "--json") == ""
        assert "来件核实结果" in subjects(sent_to(post, STRANGER))[-1]
        assert "已确认归档：县民政局" in text_of(sent_to(post, STAFF)[-1])
        lines = bot.run("status", "--json", "--at", "2023-07-03T10:00+08:00")
        states = {row["unit"]: row for row in map(json.loads, lines.splitlines())}
        assert states["县民政局"]["electronic"]["state"] == "filed"

        again = bot.poll("2023-07-03T09:50+08:00")
        assert (again["new"], again["sent"]) == (0, 0)
