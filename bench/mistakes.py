"""Makes the mistakes that people make at the desk of IT, and prints what they are told.

python -m bench.mistakes            a table, as in docs/mistakes.md
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mailbot.demo.house import Post, furnish
from mailbot.demo.imap_server import free_port, running_imap
from mailbot.demo.smtp_server import running_smtp

ENV, NOTICE = ".env", "config/notice.toml"
ROSTER, BEHAVIOUR = "config/roster.csv", "config/mailbot.toml"


_DOCTOR = ("doctor", "--json")
# of the demo's folder, whose notice is over and whose servers have no encryption
_ALWAYS = ("源政办字", "本机时区与", "尚未读取过", "服务器没有给出垃圾")


@dataclass(frozen=True)
class Mistake:
    """One mistake: in which words, made how, and the command that meets it."""

    words: str
    make: Callable[[Path], object]
    command: tuple[str, ...] = _DOCTOR
    environ: dict[str, str] = field(default_factory=dict)


def swap(file: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace something in a file of the folder, once."""

    def made(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        if old not in text:
            message = f"{file} has no {old}"
            raise ValueError(message)
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return made


def add(file: str, line: str) -> Callable[[Path], object]:
    """Add a line to a file of the folder."""

    def made(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(f"{line}\n")

    return made


def put(file: str, content: bytes) -> Callable[[Path], object]:
    """Lay other bytes into a file of the folder."""
    return lambda folder: (folder / file).write_bytes(content)


def nothing(_folder: Path) -> None:
    """Leave the folder as it is."""


def _gbk(file: str) -> Callable[[Path], object]:
    def made(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8-sig")
        (folder / file).write_bytes(text.encode("gbk"))

    return made


def _swapped(folder: Path) -> None:
    for line in (folder / ENV).read_text(encoding="utf-8").splitlines():
        if line.startswith("MAILBOT_SMTP_PORT="):
            add(ENV, line.replace("SMTP", "IMAP"))(folder)


MISTAKES = (
    Mistake("setting misspelt", add(ENV, "MAILBOT_IMAP_PASWORD=x")),
    Mistake("setting of another program's style", add(ENV, "IMAP_HOST=x")),
    Mistake(
        "host with https://",
        add(ENV, "MAILBOT_IMAP_SECURITY=tls\nMAILBOT_IMAP_HOST=https://mail.qq.com"),
    ),
    Mistake(
        "host is a mail address",
        add(ENV, "MAILBOT_IMAP_SECURITY=tls\nMAILBOT_IMAP_HOST=a@qq.com"),
    ),
    Mistake(
        "host with a port",
        add(ENV, "MAILBOT_IMAP_SECURITY=tls\nMAILBOT_IMAP_HOST=imap.qq.com:993"),
    ),
    Mistake(
        "full-width letters in the host",
        add(ENV, "MAILBOT_IMAP_SECURITY=tls\nMAILBOT_IMAP_HOST=ｉｍａｐ.qq.com"),
    ),
    Mistake("port is no number", add(ENV, "MAILBOT_IMAP_PORT=993端口")),
    Mistake(
        "port of the other kind of encryption", add(ENV, "MAILBOT_IMAP_SECURITY=tls")
    ),
    Mistake("encryption in words of one's own", add(ENV, "MAILBOT_SMTP_SECURITY=ssl")),
    Mistake("wrong password", add(ENV, "MAILBOT_IMAP_PASSWORD=wrong")),
    Mistake("server down", add(ENV, f"MAILBOT_IMAP_PORT={free_port()}")),
    Mistake("port of SMTP given for IMAP", _swapped),
    Mistake("staff address without @", add(ENV, "MAILBOT_STAFF=li.example.gov.cn")),
    Mistake(
        "staff parted by a Chinese comma", add(ENV, "MAILBOT_STAFF=a@x.cn，b@x.cn")
    ),
    Mistake(
        "staff is the mailbox itself", add(ENV, "MAILBOT_STAFF=yyxfl@zb.shandong.cn")
    ),
    Mistake("letters mode unknown", add(ENV, "MAILBOT_LETTERS=on")),
    Mistake("time zone in Chinese", add(ENV, "MAILBOT_TIMEZONE=北京")),
    Mistake(
        "file of a secret is missing", add(ENV, "MAILBOT_IMAP_PASSWORD_FILE=/gone")
    ),
    Mistake(
        "certificate is no certificate",
        add(ENV, "MAILBOT_IMAP_SECURITY=tls\nMAILBOT_CA_FILE=config/notice.toml"),
    ),
    Mistake(".env readable by all", lambda f: (f / ENV).chmod(0o644)),
    Mistake(".env in GBK", put(ENV, "#邮箱\nMAILBOT_STAFF=a".encode("gbk"))),
    Mistake(".env missing", lambda f: (f / ENV).unlink()),
    Mistake("config folder missing", lambda f: shutil.rmtree(f / "config")),
    Mistake(
        "no MAILBOT_HOME, wrong folder", nothing, ("status",), {"MAILBOT_HOME": "/tmp"}
    ),
    Mistake(
        "a folder that is not there", nothing, ("status",), {"MAILBOT_HOME": "/gone"}
    ),
    Mistake("notice: TOML broken", swap(NOTICE, "[notice]", "[notice")),
    Mistake("notice: key misspelt", swap(NOTICE, "title", "titel")),
    Mistake(
        "notice: a day that is not there",
        swap(NOTICE, "[notice]", "[notice]\nissued = 2023-06-31"),
    ),
    Mistake("notice missing", lambda f: (f / NOTICE).unlink()),
    Mistake("behaviour: key misspelt", add(BEHAVIOUR, "[remindres]\nx = 1")),
    Mistake(
        "behaviour: number as text",
        swap(BEHAVIOUR, "folders = []", 'folders = "INBOX"'),
    ),
    Mistake("roster saved in GBK (that is fine)", _gbk(ROSTER)),
    Mistake("roster: address without @", swap(ROSTER, "@", "#")),
    Mistake("roster: unit of no notice", add(ROSTER, "县外星局,,,,,a@b.cn,,,,")),
    Mistake("roster: one unit twice", add(ROSTER, "县民政局,,,,,a@b.cn,,,,")),
    Mistake("roster: column renamed", swap(ROSTER, "unit", "单位")),
    Mistake("roster: a Word file called csv", put(ROSTER, b"PK\x03\x04 rubbish")),
    Mistake("roster: empty", put(ROSTER, b"")),
    Mistake("roster missing", lambda f: (f / ROSTER).unlink()),
    Mistake(
        "state belongs to nobody who runs it",
        lambda f: (
            put("state", b"")(f)
            if not (f / "state").exists()
            else (shutil.rmtree(f / "state"), put("state", b"")(f))
        ),
    ),
    Mistake(
        "ledger is rubbish",
        lambda f: (
            (f / "state").mkdir(exist_ok=True),
            put("state/mailbot.sqlite", b"rubbish" * 1000)(f),
        ),
        ("status",),
    ),
    Mistake(
        "database URL wrong", add(ENV, "MAILBOT_DATABASE_URL=mysql://x/y"), ("status",)
    ),
    Mistake(
        "unit misspelt in a command",
        nothing,
        ("unit", "extend", "县科技协会", "2023-07-05"),
    ),
    Mistake("period misspelt", nothing, ("rollup", "2023Q5", "--out", "/tmp/mis")),
    Mistake(
        "period that nobody asked for",
        nothing,
        ("rollup", "2019Q1", "--out", "/tmp/mis"),
    ),
    Mistake("command misspelt", nothing, ("stauts",)),
    Mistake("option misspelt", nothing, ("status", "--peroid", "2023Q2")),
    Mistake(
        "review of a number that is not there", nothing, ("review", "confirm", "R99")
    ),
    Mistake("examine a file that is not there", nothing, ("examine", "/gone.docx")),
    Mistake("restore from no backup", nothing, ("restore", "config/notice.toml")),
    Mistake(
        "restore over a state that is there",
        lambda f: (
            put("state/x", b"x")(f)
            if (f / "state").exists()
            else ((f / "state").mkdir(), put("state/x", b"x")(f))
        ),
        ("restore", "config/notice.toml"),
    ),
    Mistake(
        "backup into a folder that is not there", nothing, ("backup", "/gone/x.tar.gz")
    ),
    Mistake("a date in Chinese", nothing, ("purge", "--before", "2023年7月1日")),
    Mistake("init over a folder in use", nothing, ("init", ".")),
)


def told(mistake: Mistake, post: Post) -> tuple[int, str]:
    """Make a mistake in a fresh folder; return the status and the words that matter."""
    with tempfile.TemporaryDirectory(prefix="mistake-") as room:
        folder = Path(room) / "house"
        furnish(folder, post)
        mistake.make(folder)
        environ = {
            "MAILBOT_HOME": str(folder),
            "PATH": os.defpath,
            "PYTHONPATH": str(Path.cwd()),
        }
        ended = subprocess.run(
            [sys.executable, "-m", "mailbot", *mistake.command],
            env=environ | mistake.environ,
            capture_output=True,
            text=True,
            cwd=folder if folder.exists() else None,
            check=False,
        )
    said = ended.stdout + ended.stderr
    if mistake.command == _DOCTOR:
        said = ended.stderr + "\n".join(_findings(ended.stdout))
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return ended.returncode, "\n".join(lines).replace(str(folder), "…")


def _findings(printed: str) -> Iterator[str]:
    """Return what a folder without mistakes is not told."""
    for line in printed.splitlines():
        row = json.loads(line)
        if row["state"] != "ok" and not row["says"].startswith(_ALWAYS):
            yield f"{row['state']} {row['check']}：{row['says']} → {row['remedy']}"


def main() -> None:
    """Print the table."""
    with running_imap() as imap, running_smtp(lambda _to, _raw: None) as port:
        post = Post(imap.host, imap.port, port, imap.user, imap.password)
        print("| | mistake | exit | what is said |\n|---|---|---|---|")
        for number, mistake in enumerate(MISTAKES, 1):
            status, words = told(mistake, post)
            cell = (words or "（没有要说的）").replace("|", "\\|").replace("\n", "<br>")
            print(f"| {number} | {mistake.words} | {status} | {cell} |", flush=True)


if __name__ == "__main__":
    main()
