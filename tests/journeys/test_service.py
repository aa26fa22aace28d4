"""`mailbot run` on Dovecot and an SMTP server, with a clock that runs fast."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from mailbot.core.notice.policy import ReceiptPolicy
from mailbot.core.record.records import LetterKind, LetterState
from mailbot.demo.clock import DemoClock
from mailbot.demo.house import Post, furnish
from mailbot.demo.smtp_server import running_smtp
from mailbot.demo.stage import cues, mail
from mailbot.flows.letters import outbox
from mailbot.flows.upkeep.resting import Pauses
from mailbot.ports import Postman
from mailbot.schedule import Service
from mailbot.settings import Need
from mailbot.wiring import App, open_app
from tests.support.dovecot import Dovecot, Mailbox
from tests.support.seals.needs import SEES

pytestmark = pytest.mark.slow

STEP = timedelta(hours=8)
OFTEN = Pauses(every=0.05, after=lambda _: 0.05, longest=0.05)
SECONDS_TO_ANSWER = 3.0


@contextmanager
def office_on(folder: Path, clock: DemoClock) -> Iterator[App]:
    need = Need.MAILBOX | Need.POSTMAN | Need.STAFF
    with open_app(need, home=folder, environ={}) as app:
        clock.moment = clock.moment.replace(tzinfo=app.office.zone)
        yield replace(app, clock=clock)


def serve_until(app: App, clock: DemoClock, end: datetime) -> None:
    """Run the service; each round takes eight hours of the office's time."""
    end = end.replace(tzinfo=app.office.zone)
    doors = app.doors()
    services: list[Service] = []

    @contextmanager
    def postman() -> Iterator[Postman]:
        with doors.postman() as carrier:
            yield carrier
        clock.moment += STEP
        if clock.moment >= end:
            services[0].stop()

    service = Service(app.office, replace(doors, postman=postman, pauses=OFTEN))
    services.append(service)
    service.run()


def report_of(app: App, unit: str) -> bytes:
    """Return the unit's first mail of the demo's script."""
    return mail(
        app.office,
        next(c for c in cues(app.office) if unit == getattr(c.what, "unit", "")),
    )


def post_of(box: Mailbox, smtp_port: int) -> Post:
    return Post(box.host, box.port, smtp_port, box.user, box.password, str(box.ca_file))


def test_through_a_quarters_end_stopped_and_started_it_sends_each_letter_once(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    box, sent = dovecot.mailbox(), []
    folder, clock = tmp_path / "house", DemoClock(datetime(2023, 6, 29, 9, 5))  # noqa: DTZ001
    with running_smtp(lambda to, raw: sent.append((to, raw))) as port:
        furnish(folder, post_of(box, port))
        with office_on(folder, clock) as app:
            outbox.release(app.office, None, "clerk", clock.now())
            box.deliver(report_of(app, "县民政局"), internaldate=clock.now())
            serve_until(app, clock, datetime(2023, 7, 1, 9, 5))  # noqa: DTZ001
        with office_on(folder, clock) as app:
            serve_until(app, clock, datetime(2023, 7, 5, 9, 5))  # noqa: DTZ001
            with app.office.ledger.begin() as work:
                letters = work.outbox.every(frozenset())
    ids = Counter(str(message_from_bytes(raw)["Message-ID"]) for _, raw in sent)
    assert set(ids.values()) == {1}
    assert {q.state for q in letters} == {LetterState.SENT}
    stages = Counter(
        q.letter.reminder.stage
        for q in letters
        if q.letter.kind is LetterKind.REMINDER and q.letter.reminder
    )
    # whose scan nobody could look at is told after two days that it still waits
    still = 18 if SEES else 19
    assert stages == {"before-3": 18, "last-workday": 18, "after-2": still}


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no SIGTERM")
def test_the_command_serves_alone_until_it_is_asked_to_end(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    box, folder = dovecot.mailbox(), tmp_path / "house"
    with running_smtp(lambda _to, _raw: None) as port:
        furnish(folder, post_of(box, port))
        with open_app(Need.NOTHING, home=folder, environ={}) as app:
            box.deliver(report_of(app, "县民政局"), internaldate=app.clock.now())
        with mailbot(folder, "run") as service:
            assert service.stderr
            journal = iter(service.stderr.readline, "")
            assert any("begun: a round every" in line for line in journal)
            assert any("s: new 1, " in line for line in journal)
            with mailbot(folder, "poll") as second:
                assert f"mailbot run（进程{service.pid}" in second.communicate()[1]
                assert second.returncode == 3
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0
            assert any("ended as asked" in line for line in journal)


@contextmanager
def mailbot(folder: Path, command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process of its own, which a minute later is ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mailbot", command],
        env={"MAILBOT_HOME": str(folder), "PATH": os.defpath},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    alarm = threading.Timer(60, process.kill)
    alarm.start()
    try:
        with process:
            yield process
    finally:
        alarm.cancel()
        process.kill()


def test_where_the_host_tells_of_mail_it_is_answered_within_seconds(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    box, arrived = dovecot.mailbox(), threading.Semaphore(0)
    clock = DemoClock(datetime(2023, 6, 20, 18, 0))  # noqa: DTZ001
    with running_smtp(lambda _to, _raw: arrived.release()) as port:
        furnish(tmp_path / "house", post_of(box, port))
        with office_on(tmp_path / "house", clock) as app:
            clock.go_on()
            receipts = ReceiptPolicy(timedelta(0), timedelta(hours=48))
            policy = replace(app.office.policy, receipts=receipts)
            office = replace(app.office, policy=policy)
            doors = replace(app.doors(), pauses=replace(OFTEN, every=600))
            service = Service(office, doors)
            running = threading.Thread(target=service.run)
            running.start()
            try:
                waited = [_answered(app, box, arrived, n) for n in range(3)]
            finally:
                service.stop()
                running.join(20)
    assert min(waited) < SECONDS_TO_ANSWER


def _answered(
    app: App, box: Mailbox, arrived: threading.Semaphore, number: int
) -> float:
    """Mail a report and return the seconds until its receipt is with the server."""
    raw = report_of(app, ("县民政局", "县商务局", "县文化和旅游局")[number])
    while arrived.acquire(blocking=False):
        """Forget what was sent before."""
    began = time.monotonic()
    box.deliver(raw, internaldate=app.clock.now())
    assert arrived.acquire(timeout=60)
    return time.monotonic() - began
