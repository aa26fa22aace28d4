"""Mails that a server will not hand over, told from a server that hands over none."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import Arrival, Folder, Listed, Unreadable
from mailbot.errors import TryLater

# After a cut so many mails are asked for one by one: a batch holds no more.
_ONE_BY_ONE = 200
_MOST_CUTS = 3

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Fetching:
    """Fetches a listing so that one bad mail costs itself alone.

    Some servers hang up on a certain mail each time, or refuse it (a damaged file, a
    virus filter). Such a mail is passed over, asked for once more at the end, and
    then told as Unreadable: but only if the server hands out other mails meanwhile.
    One whose store is away refuses them all, and that is TryLater.
    """

    inbox: ImapInbox
    folder: Folder
    spill: Path
    _left: deque[Listed] = field(default_factory=deque)
    _singly: int = 0
    _came: bool = False
    _doubtful: list[Listed] = field(default_factory=list)
    _fault: TryLater | None = None

    def arrivals(self, mails: Iterable[Listed]) -> Iterator[Arrival]:
        """Yield one arrival a mail, in their order, the doubtful ones at the end."""
        self._left.extend(mails)
        while self._left and len(self._doubtful) < _MOST_CUTS:
            try:
                yield from self._next()
            except TryLater as cut:
                self._go_on_after(cut)
        yield from self._once_more()
        if self._left and self._fault:
            raise self._fault

    def _next(self) -> Iterator[Arrival]:
        asked = [self._left[0]] if self._singly else tuple(self._left)
        for arrival in self.inbox.fetch(self.folder, asked, self.spill):
            self._left.popleft()
            yield self._believed(arrival)
        self._singly = max(0, self._singly - 1)

    def _go_on_after(self, cut: TryLater) -> None:
        """Ask for the next mails singly; `cut` comes through if the server is away."""
        if self._another_comes(self._left) is False:
            raise cut
        if self._singly:
            self._doubtful.append(self._left.popleft())
        self._singly, self._fault = _ONE_BY_ONE, cut

    def _once_more(self) -> Iterator[Arrival]:
        for mail in self._doubtful:
            try:
                yield from self.inbox.fetch(self.folder, [mail], self.spill)
            except TryLater as cut:
                if not (self._came or self._another_comes([mail])):
                    raise
                where = self.folder.name
                logger.warning("mail_given_up folder=%s uid=%d", where, mail.uid)
                yield Unreadable(mail, str(cut))

    def _believed(self, arrival: Arrival) -> Arrival:
        """Return the arrival, unless the server refuses whatever it is asked for."""
        if not isinstance(arrival, Unreadable):
            self._came = True
        elif not self._came and self._another_comes([arrival.mail]) is False:
            words = f"邮件服务器暂时不能给出邮件内容（{arrival.why}），稍后自动重试。"
            raise TryLater(words)
        return arrival

    def _another_comes(self, but: Iterable[Listed]) -> bool | None:
        """Tell whether the server hands out a mail that is none of these.

        None where the folder holds no other. TryLater where the server is away.
        """
        return self.inbox.hands_out(self.folder, frozenset(mail.uid for mail in but))
