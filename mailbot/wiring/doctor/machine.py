"""The machine under the doctor's eye: names of servers, the disk's pace, its fonts."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from mailbot.core.words.checkup import Check, error, fine, warning
from mailbot.fault_words import why
from mailbot.wiring.app import App

_WRITES = 8
_SLOW_SECONDS = 0.1  # a mail is written through some ten times: a second each
_FONT_SECONDS = 10
_FONTS = "PDF预览和PDF汇总表中未嵌入字体的中文会显示为方框"


def names(app: App) -> Iterator[Check]:
    """Ask the resolver for the servers' names, apart from whether they answer."""
    settings = app.settings
    hosts = dict.fromkeys(h for h in (settings.imap.host, settings.smtp.host) if h)
    for host in hosts:
        try:
            socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            words = f"域名 {host} 查不到"
            yield error("域名", f"{words}，请核对服务器名是否有误，再检查本机的DNS设置")
        else:
            yield fine("域名", f"{host} 可查到")


def disk(app: App) -> Iterator[Check]:
    """Tell how long a write takes to reach the disk: each mail waits for several."""
    probe = app.settings.state / ".doctor"
    try:
        seconds = _written_through(probe)
    except OSError as fault:
        yield warning("磁盘", f"未能试写（{why(fault)}），请检查磁盘和权限")
        return
    words = f"每次落盘约{seconds * 1000:.1f}毫秒"
    if seconds > _SLOW_SECONDS:
        slow = "收信会明显变慢，请把 state 放到本机磁盘上，不用网络盘或U盘"
        yield warning("磁盘", f"{words}，{slow}")
    else:
        yield fine("磁盘", words)


def fonts() -> Iterator[Check]:
    """Say whether pages whose fonts are not embedded can be drawn in Chinese."""
    program = which("fc-list")
    if os.name == "nt" or program is None:
        return  # Windows has them; without fontconfig nothing here would find any
    try:
        listed = subprocess.run(  # noqa: S603 - fontconfig's own, with fixed words
            [program, ":lang=zh", "family"],
            capture_output=True,
            check=False,
            timeout=_FONT_SECONDS,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return
    if listed.strip():
        yield fine("字体", "有中文字体")
    else:
        words = f"没有中文字体，{_FONTS}"
        yield warning("字体", f"{words}，请安装（如 apt install fonts-noto-cjk）")


def _written_through(probe: Path) -> float:
    """Return how many seconds a small write takes on average; OSError as the system."""
    begun = time.perf_counter()
    try:
        for _ in range(_WRITES):
            with probe.open("wb") as file:
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)
    return (time.perf_counter() - begun) / _WRITES
