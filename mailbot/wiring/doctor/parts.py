"""The optional parts under the doctor's eye: archives, seals, the cage for parsers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from mailbot.adapters.backup import LEDGER
from mailbot.adapters.confine.pool import NO_WALL
from mailbot.adapters.confine.trial import Breach
from mailbot.adapters.seals.parts import probe as seal_parts
from mailbot.adapters.unpack.probe import probe as unpack_parts
from mailbot.core.record.documents import Problem
from mailbot.core.words.checkup import Check, error, fine, warning
from mailbot.wiring.app import App

_ACCOUNTS = "/etc/passwd"
_BREACHES = {
    Breach.READ: "读取",
    Breach.WRITE: "改写",
    Breach.PROGRAM: "运行程序",
    Breach.UNIX_SOCKET: "连接本机服务",
    Breach.SIGNAL: "向服务发信号",
    Breach.MOUNT: "挂载磁盘",
}


def parts() -> Iterator[Check]:
    """Say which optional parts this system has, and what is lost without."""
    for part in unpack_parts():
        if part.present:
            yield fine("压缩包", part.says)
        else:
            yield warning(
                "压缩包",
                f"{part.says}，请安装 libarchive（如 apt install libarchive13）",
            )
    lacking = seal_parts()
    if lacking:
        blind = set(lacking) != {"pyhanko"}
        lost = "PDF一律作“无法判断”，印章转人工核对" if blind else "读不出PDF的电子签名"
        words = f"印章检查未装全（缺少 {'、'.join(lacking)}）：{lost}"
        yield warning("印章识别", f"{words}，请在程序文件夹运行 pip install '.[seal]'")
    else:
        yield fine("印章识别", "可用")


def confinement(app: App) -> Iterator[Check]:
    """Say which walls stand, tried from inside, and that the children read a mail."""
    stands = app.examiner.confinement()
    if stands.walled:
        yield fine("隔离", stands.sentence())
        yield from _tried(app)
    elif app.settings.policy.unconfined:
        risk = "已按 unconfined = true 照常解析，恶意附件可能读到密码和台账"
        yield warning("隔离", f"{stands.sentence()}。{risk}，请尽快更换或升级系统")
    else:
        yield error("隔离", f"{stands.sentence()}。{NO_WALL}")
        return
    if not _reads_a_mail(app):
        words = "读信的独立进程没有读出一封试读的信，请用 mailbot -v doctor 查看日志"
        yield error("隔离", words)


def _tried(app: App) -> Iterator[Check]:
    """Let a child try to get at what it must not."""
    home, state = app.settings.home, app.settings.state
    kept = (home / ".env", state / LEDGER, home / "config" / "mailbot.toml")
    paths = tuple(str(path.absolute()) for path in kept if path.exists())
    found = app.examiner.breaches((*paths, _ACCOUNTS), paths)
    if isinstance(found, Problem):
        yield error("隔离", "试验隔离的进程中断，请用 mailbot -v doctor 查看日志")
    elif found:
        words = "、".join(_BREACHES[what] + path for what, path in found)
        yield error("隔离", f"隔离有缺口：子进程竟能{words}，请暂停使用并报告此问题")
    else:
        done = (
            "读密码、台账、设置和系统账户，改设置，运行程序，连接本机服务，发信号，挂载"
        )
        yield fine("隔离", f"已实地试过，子进程均不能：{done}")


def _reads_a_mail(app: App) -> bool:
    """Tell whether a child reads a sample mail: its words and its file."""
    sample = EmailMessage()
    sample["From"], sample["Subject"] = "sample@example.org", "试读"
    sample.set_content("试读")
    sample.add_attachment("试读", filename="试读.txt")
    with tempfile.TemporaryDirectory(prefix="mailbot-doctor-") as folder:
        raw, into = Path(folder, "sample.eml"), Path(folder, "files")
        raw.write_bytes(sample.as_bytes())
        into.mkdir()
        found = app.examiner.mail(raw, into)
    names = [document.name for document in found.documents]
    return found.message.subject == sample["Subject"] and names == ["试读.txt"]
