"""What the demo says while it stays: each mail that comes, its outcome, each answer."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr

from mailbot.core.record.clues import Outcome
from mailbot.core.words.words import OUTCOME_WORDS
from mailbot.flows.office import Office
from mailbot.ports import Inbox

Tell = Callable[[str], None]
OpenInbox = Callable[[], AbstractContextManager[Inbox]]

_WORDS = {
    **{outcome.value: words for outcome, words in OUTCOME_WORDS.items()},
    "unrelated": "与通知无关，不答复",
    "failed": "未能读懂，原件已保存",
}
_FOR_STAFF = "（可运行 mailbot review 查看）"
_LONG_AGO = timedelta(days=3650)


def arrival(raw: bytes) -> str:
    """Return the sentence about a mail that has come to the office."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    name, address = parseaddr(str(mail["From"] or ""))
    files = sum(part.get_filename() is not None for part in mail.walk())
    subject = str(mail["Subject"] or "").strip() or "（无主题）"
    sender = f"{name} <{address}>" if name else address
    return f"来信：{sender}，主题“{subject}”，附件{files}个，正在读…"


def departure(recipient: str, raw: bytes) -> str:
    """Return the sentence about a letter of the bot's that has gone out."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    return f"发出：致 {recipient}，主题“{mail['Subject']}”"


class Findings:
    """Says after each look at the mailbox what became of the mails that it brought."""

    def __init__(self, office: Office, now: Callable[[], datetime], tell: Tell) -> None:
        self._office = office
        self._now = now
        self._tell = tell
        self._known = self._counts()

    def after(self, inbox: OpenInbox) -> OpenInbox:
        """Return the same inbox; when it is closed, its mails have been judged."""

        @contextmanager
        def opened() -> Iterator[Inbox]:
            with inbox() as found:
                yield found
            self._say()

        return opened

    def _say(self) -> None:
        counts = self._counts()
        for outcome, count in counts.items():
            new = count - self._known.get(outcome, 0)
            if new > 0:
                where = _FOR_STAFF if outcome == Outcome.REVIEW else ""
                self._tell(f"结果：{new}封{_WORDS.get(outcome, outcome)}{where}")
        self._known = counts

    def _counts(self) -> dict[str, int]:
        now = self._now()
        with self._office.ledger.begin() as work:
            return dict(work.mails.count(now - _LONG_AGO, now + _LONG_AGO))
