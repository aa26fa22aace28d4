"""The optional parts under the doctor's eye: archives, seals, the cage for parsers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from mailbot.adapters.seals.parts import probe as seal_parts
from mailbot.adapters.unpack.probe import probe as unpack_parts
from mailbot.core.words.checkup import Check, error, fine, warning
from mailbot.wiring.app import App


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
    """Say which bounds hold for the children, and that they do read a mail."""
    if _reads_a_mail(app):
        yield fine("隔离", app.examiner.confinement().sentence())
    else:
        words = "读信的独立进程没有读出一封试读的信，请用 mailbot -v doctor 查看日志"
        yield error("隔离", words)


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
