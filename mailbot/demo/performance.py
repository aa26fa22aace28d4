"""The whole demo under one roof: servers, folder, play, and what comes after it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from mailbot.core.notice.policy import ReceiptPolicy
from mailbot.demo.clock import DemoClock
from mailbot.demo.keepsakes import write_keepsakes
from mailbot.demo.play import Play, morning_of, opened
from mailbot.demo.script import CAST, FIRST_DAY, RULINGS
from mailbot.demo.speaking import Findings, Tell
from mailbot.demo.theatre import UNITS, Theatre, running_theatre
from mailbot.flows.upkeep.resting import Pauses
from mailbot.schedule import Doors, Service
from mailbot.wiring import App

_EVERY = 5.0  # seconds between rounds while the servers stay up


@dataclass(frozen=True, slots=True)
class OpenTheatre:
    """A theatre with an open office in it, ready to play."""

    theatre: Theatre
    app: App
    clock: DemoClock
    play: Play
    folder: Path

    def keep(self) -> None:
        """Leave letters and summary in the folder for people to open."""
        end, now = self.play.end(), self.clock.now()
        write_keepsakes(self.app.office, end.letters, now, self.folder)

    def invitation(self) -> str:
        """Return how to send a report with a mail program and read the answer."""
        imap = self.theatre.imap
        guest = next(clerk for clerk in CAST if clerk.unit == "县公安局")
        return (
            "\n邮件服务器仍在运行，可用普通邮件程序报送并读回执（按 Ctrl-C 结束）：\n"
            f"  收信 IMAP {imap.host}:{imap.port}，不加密，"
            f"用户名 {UNITS}，密码 {imap.password}（各单位收到的信都在这里）\n"
            f"  发信 SMTP {imap.host}:{self.theatre.smtp_port}，不加密，"
            f"用户名 {UNITS}，密码任意\n"
            f"  收件邮箱本身：用户名 {imap.user}，密码 {imap.password}\n"
            f"  试一试：以 {guest.address}（{guest.unit}，尚缺盖章PDF版）的名义，"
            f"把一个PDF寄到 {self.theatre.office}，几秒后即有回执。\n"
            f"  演示中的时间是{self.clock.now():%Y年%m月%d日}，从此刻起照常走动。"
        )

    def stay(self, tell: Tell) -> None:
        """Serve until Ctrl-C or SIGTERM; a mail is answered at once.

        `tell` hears of each mail, what it brought, and each answer. Mails are judged
        at the played moment: their receipts fit the matrix shown.
        """
        self.clock.go_on()
        self.theatre.tell = tell
        policy = self.app.office.policy
        prompt = ReceiptPolicy(timedelta(0), policy.receipts.answer_within)
        office = replace(self.app.office, policy=replace(policy, receipts=prompt))
        service = Service(office, self._doors(tell))
        ends = (signal.SIGINT, signal.SIGTERM)
        before = [
            signal.signal(end, lambda _number, _frame: service.stop()) for end in ends
        ]
        try:
            service.run()
        finally:
            for end, handler in zip(ends, before, strict=True):
                signal.signal(end, handler)

    def _doors(self, tell: Tell) -> Doors:
        doors = self.app.doors()
        findings = Findings(self.app.office, self.clock.now, tell)
        return replace(
            doors,
            inbox=findings.after(doors.inbox),
            whole_inbox=findings.after(doors.whole_inbox),
            pauses=Pauses(_EVERY, lambda _failures: _EVERY, _EVERY),
        )


@contextmanager
def staged(folder: Path, *, guest_rules: bool = False) -> Iterator[OpenTheatre]:
    """Start the servers, furnish the folder, open its office; end all afterwards.

    Where `guest_rules`, staff decide nothing in the play: all waits for the guest.
    """
    clock = DemoClock(morning_of(FIRST_DAY))
    with (
        running_theatre(clock.now) as theatre,
        opened(folder, theatre.post, clock) as app,
    ):
        rulings = () if guest_rules else RULINGS
        play = Play(app, clock, theatre.arrive, rulings)
        yield OpenTheatre(theatre, app, clock, play, folder)
