"""Whether the bot is at its work: what a supervisor asks, and the reasons if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEAST_PATIENCE: Final = timedelta(minutes=30)
SENDING_PATIENCE: Final = timedelta(hours=2)
WAITING_PATIENCE: Final = timedelta(days=1)
_ROUNDS: Final = 3  # that may be missed: a server away for a moment is no illness


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is known of a working bot; moments in the office's zone.

    `holder` is who holds the working folder, "" for nobody. `judged` counts mails
    judged within the patience, `overdue` those that wait for more than a day.
    """

    holder: str
    read_at: datetime | None
    judged: int = 0
    overdue: int = 0
    sending_since: datetime | None = None
    sending_words: str = ""


def patience(every: timedelta) -> timedelta:
    """Return how old the last reading may be, with a round every so often."""
    return max(LEAST_PATIENCE, _ROUNDS * every)


def ailments(vitals: Vitals, now: datetime, limit: timedelta) -> tuple[str, ...]:
    """Return what keeps the bot from its work, in words; nothing when it is well.

    A round may be long, with ten thousand mails in it: while mails are judged the
    last reading may be as old as it likes.
    """
    found: list[str] = []
    if not vitals.holder:
        found.append("服务没有运行，请启动 mailbot run")
    if vitals.read_at is None:
        found.append("尚未读取过邮箱")
    elif abs(now - vitals.read_at) > limit and not vitals.judged:
        found.append(f"最近一次读取邮箱是{_moment(vitals.read_at)}，请查看日志")
    elif vitals.overdue:
        found.append(f"有{vitals.overdue}封来信超过一天仍未判定，请查看日志")
    since = vitals.sending_since
    if since is not None and now - since >= SENDING_PATIENCE:
        found.append(f"自{_moment(since)}起信件发不出去：{vitals.sending_words}")
    return tuple(found)


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"
