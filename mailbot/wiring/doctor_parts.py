"""The optional parts under the doctor's eye: archives, seals, the cage for parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.adapters.seals.parts import probe as seal_parts
from mailbot.adapters.unpack.probe import probe as unpack_parts
from mailbot.core.checkup import fine, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.core.checkup import Check
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
        words = f"缺少 {'、'.join(lacking)}，印章转人工核对"
        yield warning("印章识别", f"{words}，请在程序文件夹运行 pip install '.[seal]'")
    else:
        yield fine("印章识别", "可用")


def confinement(app: App) -> Iterator[Check]:
    """Say which bounds hold for the children that read strangers' files."""
    found = app.examiner.confinement()
    yield fine("隔离", found.sentence())
