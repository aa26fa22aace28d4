"""Gives what could not be read another try: by command, or by a word of staff."""

from __future__ import annotations

from mailbot.core.record.records import UnreadMail
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk


def retry(desk: Desk, wanted: str) -> tuple[UnreadMail, ...]:
    """Let one thing (R12, R12.2) be read again; "" means all that failed.

    A file goes with the others of its mail that failed. NeedsStaff for what did not
    fail, or was settled since.
    """
    every = desk.work.unread.every()
    chosen = [one for one in every if not wanted or one.id == wanted.strip().upper()]
    if wanted and not chosen:
        words = f"{wanted} 没有读取失败的内容，或已处理；mailbot retry 可列出全部"
        raise NeedsStaff(words)
    mails = {one.mail for one in chosen}
    again = tuple(one for one in every if one.mail in mails)
    desk.work.unread.again(again)
    for one in again:
        desk.log("retry", item=one.id)
    return again
