"""Rounds and the service: what happens when servers fail, return, and tell of mail."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.adapters.supervisor import NotifySocket
from mailbot.core.letters.sending import Delivery, Sent
from mailbot.core.record.records import LetterKind, NewLetter, Origin, ServerPlace
from mailbot.demo.clock import DemoClock
from mailbot.demo.house import Post
from mailbot.demo.play import opened
from mailbot.errors import (
    FolderMissing,
    LedgerBusy,
    LedgerChanged,
    MailbotError,
    NeedsStaff,
    TryLater,
)
from mailbot.flows.intake.collect import collect
from mailbot.flows.intake.round import Onlooker
from mailbot.flows.letters.health import health_of
from mailbot.flows.upkeep.resting import Pauses
from mailbot.ports import Cursor, Inbox, Incoming, Postman, Watcher
from mailbot.schedule import Doors, Service, one_round
from mailbot.wiring import App

NIGHT = datetime(2023, 5, 10, 2, 0)  # noqa: DTZ001 - the office's zone is put in later
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class FakeMail:
    """A mail that lies nowhere."""

    place: ServerPlace
    received_at: datetime
    content: bytes = b"Subject: hello\r\n\r\nhello\r\n"
    origin: Origin = Origin.MAILBOX
    refused: str = ""
    message_id: str = ""

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass
class World:
    """The servers as a round meets them: `fault` is what opening the inbox raises."""

    clock: DemoClock
    fault: MailbotError | None = None
    mails: list[FakeMail] = field(default_factory=list)
    sent: list[tuple[str, ...]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    news: threading.Event = field(default_factory=threading.Event)
    watch_fault: MailbotError | None = None
    send_faults: list[MailbotError] = field(default_factory=list)
    lacking: FolderMissing | None = None
    password: str = ""
    supervisor: NotifySocket = field(default_factory=NotifySocket)
    rounds: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def doors(self, pauses: Pauses) -> Doors:
        return Doors(
            inbox=lambda: self._inbox("new"),
            whole_inbox=lambda: self._inbox("whole"),
            postman=self._postman,
            watcher=self._watcher,
            clock=self.clock,
            pace=0,
            pauses=pauses,
            supervisor=self.supervisor,
            keys=lambda: self.password,
        )

    @contextmanager
    def _inbox(self, word: str) -> Iterator[Inbox]:
        self.opened.append(word)
        if self.fault:
            raise self.fault
        yield self

    def new_mails(self, after: Cursor) -> Iterator[Sequence[Incoming]]:
        del after
        if self.mails:
            yield tuple(self.mails)
        if self.lacking:
            raise self.lacking

    def close(self) -> None:
        """Hold nothing."""

    @contextmanager
    def _postman(self) -> Iterator[Postman]:
        try:
            yield self
        finally:
            self.rounds.release()

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        del raw
        if self.send_faults:
            raise self.send_faults.pop(0)
        self.sent.append(to)
        return Sent()

    @contextmanager
    def _watcher(self) -> Iterator[Watcher]:
        if self.watch_fault:
            fault, self.watch_fault = self.watch_fault, None
            raise fault
        yield self

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        del seconds
        while not stop.is_set():
            if self.news.wait(0.02):
                self.news.clear()
                return True
        return False


NEVER = Pauses(every=3600, after=lambda _: 3600, longest=7200)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    post = Post("127.0.0.1", 1, 1, "office", "unused")
    with opened(tmp_path / "house", post, DemoClock(NIGHT)) as app:
        yield app


@pytest.fixture
def world(app: App) -> World:
    assert isinstance(app.clock, DemoClock)
    return World(app.clock)


def alerts(app: App) -> list[str]:
    with app.office.ledger.begin() as work:
        written = work.outbox.every(frozenset())
    return [q.letter.reason for q in written if q.letter.kind is LetterKind.ALERT]


def try_round(app: App, world: World) -> str:
    try:
        one_round(app.office, world.doors(NEVER), threading.Event())
    except MailbotError as fault:
        return str(fault)
    return ""


def test_staff_hear_of_a_dead_server_after_two_hours_once_and_once_of_its_return(
    app: App, world: World
) -> None:
    world.fault = TryLater("服务器没有回应")
    for _ in range(5):
        assert try_round(app, world) == "服务器没有回应"
        world.clock.moment += HOUR
    assert alerts(app) == ["服务器没有回应"]
    world.fault = None
    for _ in range(3):
        assert try_round(app, world) == ""
        world.clock.moment += HOUR
    assert alerts(app) == ["服务器没有回应", "邮箱读取恢复正常"]
    assert world.sent.count(app.office.staff) >= 2


def test_staff_hear_of_a_wrong_password_at_once_and_only_once(
    app: App, world: World
) -> None:
    world.fault = NeedsStaff("密码不对")
    for _ in range(3):
        try_round(app, world)
        world.clock.moment += HOUR
    assert alerts(app) == ["密码不对"]


def test_another_cause_is_told_though_the_first_one_lasts(
    app: App, world: World
) -> None:
    told = (
        NeedsStaff("密码不对", "登录被拒绝"),
        TryLater("服务器没有回应"),
        NeedsStaff("证书尚未生效", "本机时间可能不准"),
        NeedsStaff("密码不对", "登录被拒绝"),
    )
    for fault in told:
        world.fault = fault
        try_round(app, world)
        world.clock.moment += HOUR
    assert alerts(app) == ["密码不对", "证书尚未生效"]
    with app.office.ledger.begin() as work:
        subjects = [q.letter.subject for q in work.outbox.every(frozenset())]
    heads = [s for s in subjects if "未能读取：" in s]
    assert [h.partition("：")[2].partition("（")[0] for h in heads] == [
        "登录被拒绝",
        "本机时间可能不准",
    ]


def test_a_ledger_held_by_another_program_is_no_trouble_of_the_mailbox(
    app: App, world: World
) -> None:
    world.fault = LedgerBusy("数据库暂时不能使用")
    for _ in range(4):
        assert try_round(app, world) == "数据库暂时不能使用"
        world.clock.moment += HOUR
    assert alerts(app) == []


def test_a_short_fault_is_told_to_nobody(app: App, world: World) -> None:
    world.fault = TryLater("片刻")
    try_round(app, world)
    world.fault = None
    try_round(app, world)
    assert alerts(app) == []


def test_every_uid_is_compared_once_an_hour(app: App, world: World) -> None:
    for _ in range(4):
        try_round(app, world)
        world.clock.moment += timedelta(minutes=25)
    assert world.opened == ["whole", "new", "new", "whole"]


def test_a_failed_comparison_is_made_again(app: App, world: World) -> None:
    world.fault = TryLater("片刻")
    try_round(app, world)
    world.fault = None
    try_round(app, world)
    assert world.opened == ["whole", "whole"]


def test_told_to_stop_it_finishes_the_mail_in_hand_and_leaves_the_rest_waiting(
    app: App, world: World
) -> None:
    world.mails = [
        FakeMail(ServerPlace("office", "INBOX", 1, uid), world.clock.now())
        for uid in (1, 2, 3)
    ]
    asked = iter((False, True))
    watch = Onlooker(stopping=lambda: next(asked, True))
    done = collect(app.office, world, world.clock.now(), watch)
    assert done.new == 3
    with app.office.ledger.begin() as work:
        assert len(work.mails.waiting(9)) == 2
    assert collect(app.office, world, world.clock.now()).new == 0
    with app.office.ledger.begin() as work:
        assert work.mails.waiting(9) == ()


@contextmanager
def serving(app: App, world: World, pauses: Pauses) -> Iterator[Service]:
    service = Service(app.office, world.doors(pauses))
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        yield service
    finally:
        service.stop()
        thread.join(20)
        assert not thread.is_alive()


def test_new_mail_begins_a_round_at_once(app: App, world: World) -> None:
    with serving(app, world, replace(NEVER, every=3000)):
        assert world.rounds.acquire(timeout=20)
        world.news.set()
        assert world.rounds.acquire(timeout=20)
    assert len(world.opened) == 2


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """A socket as systemd gives it to a service of Type=notify."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(20)
        yield heard


def test_the_supervisor_hears_of_the_beginning_of_life_and_of_the_end(
    app: App, world: World, systemd: socket.socket
) -> None:
    world.supervisor = NotifySocket(systemd.getsockname(), patience=0.03)
    with serving(app, world, NEVER):
        assert systemd.recv(99) == b"READY=1"
        assert systemd.recv(99) == b"WATCHDOG=1"
    told = [systemd.recv(99)]
    while told[-1] != b"STOPPING=1":
        told.append(systemd.recv(99))
    assert set(told[:-1]) <= {b"WATCHDOG=1"}


def test_a_round_that_is_stuck_shows_no_life(
    app: App, world: World, systemd: socket.socket
) -> None:
    world.supervisor = NotifySocket(systemd.getsockname(), patience=600)
    service = Service(app.office, world.doors(NEVER))
    service._show_life()
    assert systemd.recv(99) == b"WATCHDOG=1"
    with service._at_work:
        service._stirred -= 7 * 3600
        service._show_life()
        service._stir()
        service._show_life()
    systemd.settimeout(0)
    assert systemd.recv(99) == b"WATCHDOG=1"
    with pytest.raises(BlockingIOError):
        systemd.recv(99)


def test_a_supervisor_that_is_away_stops_nothing(tmp_path: Path) -> None:
    NotifySocket(str(tmp_path / "nobody")).ready()
    NotifySocket("@mailbot-test-nobody").alive()
    NotifySocket().stopping()


def test_news_that_comes_while_all_is_ending_waits_for_the_next_start(
    app: App, world: World
) -> None:
    with serving(app, world, NEVER) as service:
        assert world.rounds.acquire(timeout=20)
    service._next_in(0)
    assert len(world.opened) == 1


def test_a_server_that_fails_while_all_is_ending_holds_up_no_end(
    app: App, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, ending = threading.Event(), threading.Event()

    def cut_while_ending(_word: str) -> AbstractContextManager[Inbox]:
        reading.set()
        assert ending.wait(20)
        raise TryLater("片刻")

    monkeypatch.setattr(world, "_inbox", cut_while_ending)
    with serving(app, world, NEVER) as service:
        assert reading.wait(20)
        hands = service._scheduler._executors["default"]
        end = hands.shutdown

        def shutdown(wait: bool = True) -> None:  # noqa: FBT001, FBT002 - APScheduler's
            ending.set()
            end(wait)

        monkeypatch.setattr(hands, "shutdown", shutdown)


def test_a_ledger_held_for_a_moment_is_tried_again_soon_however_often(
    app: App, world: World
) -> None:
    world.fault = LedgerBusy("数据库暂时不能使用")
    with serving(app, world, Pauses(0.05, lambda _: 3600, 7200)):
        for _ in range(3):
            assert world.rounds.acquire(timeout=20)


def test_a_mended_password_is_tried_at_once(app: App, world: World) -> None:
    world.fault = NeedsStaff("密码不对")
    world.supervisor = NotifySocket(patience=0.03)
    with serving(app, world, NEVER):
        assert world.rounds.acquire(timeout=20)
        assert not world.rounds.acquire(timeout=0.2)
        world.fault, world.password = None, "mended"
        assert world.rounds.acquire(timeout=20)
    assert len(world.opened) == 2


def test_a_failure_makes_the_next_round_wait_the_longer(app: App, world: World) -> None:
    asked: list[int] = []

    def after(failures: int) -> float:
        asked.append(failures)
        return 0.0 if failures < 3 else 3600.0

    world.fault = TryLater("片刻")
    with serving(app, world, Pauses(0.05, after, 7200)):
        for _ in range(3):
            assert world.rounds.acquire(timeout=20)
        assert not world.rounds.acquire(timeout=0.5)
    assert asked == [1, 2, 3]


def test_a_wrong_password_is_not_tried_again_and_again(app: App, world: World) -> None:
    world.fault = NeedsStaff("密码不对")
    with serving(app, world, Pauses(0.05, lambda _: 0.05, 3600)):
        assert world.rounds.acquire(timeout=20)
        assert not world.rounds.acquire(timeout=0.5)
    assert len(world.opened) == 1


def test_a_watcher_that_fails_looks_again(app: App, world: World) -> None:
    world.watch_fault = TryLater("片刻")
    with serving(app, world, Pauses(0.05, lambda _: 0.05, 0.05)):
        assert world.rounds.acquire(timeout=20)
        world.watch_fault = NeedsStaff("密码不对")
        assert world.rounds.acquire(timeout=20)


def letter_to(app: App, name: str) -> None:
    with app.office.ledger.begin() as work:
        now = app.clock.now()
        work.outbox.add(
            NewLetter(
                kind=LetterKind.RECEIPT,
                message_id=f"<{name}@office.example>",
                to=f"{name}@unit.example",
                subject=name,
                raw=b"Subject: x\r\n\r\nx\r\n",
                created_at=now,
                not_before=now,
                expires_at=now + timedelta(days=5),
                deliver_to=(f"{name}@unit.example",),
            )
        )
        work.commit()


def health(app: App) -> list[str]:
    with app.office.desk(app.clock.now()) as desk:
        return [h.words for h in health_of(desk)]


def test_a_refused_sending_password_is_not_tried_at_each_new_mail(
    app: App, world: World
) -> None:
    """Hosts lock an account that tries one again and again; reading goes on."""
    letter_to(app, "a")
    letter_to(app, "b")
    world.send_faults = [NeedsStaff("发信密码不对")] * 9
    with serving(app, world, Pauses(60, lambda _: 60, 3600)):
        assert world.rounds.acquire(timeout=20)
        for seen in (2, 3, 4):
            world.news.set()
            wait_until_opened(world, seen)
    assert len(world.send_faults) == 8
    assert any("发信密码不对" in words for words in health(app))


def test_staff_hear_once_that_letters_leave_again_after_two_hours(
    app: App, world: World
) -> None:
    letter_to(app, "a")
    world.send_faults = [TryLater("发信服务器没有回应")] * 3
    for _ in range(5):
        try_round(app, world)
        world.clock.moment += HOUR
    assert alerts(app) == ["信件发送恢复正常"]
    assert world.sent.count(("a@unit.example",)) == 1
    assert not any("发不出去" in words for words in health(app))


def test_a_short_pause_of_the_sending_server_is_told_to_nobody(
    app: App, world: World
) -> None:
    letter_to(app, "a")
    world.send_faults = [TryLater("片刻")]
    for _ in range(3):
        try_round(app, world)
        world.clock.moment += timedelta(minutes=5)
    assert alerts(app) == []
    assert world.sent == [("a@unit.example",)]


def test_a_clock_set_back_by_a_day_does_not_put_off_the_next_round(
    app: App, world: World
) -> None:
    with serving(app, world, Pauses(0.1, lambda _: 0.1, 0.1)) as service:
        assert world.rounds.acquire(timeout=20)
        # To the scheduler a clock set back is a next round that lies a day ahead.
        tomorrow = datetime.now(app.office.zone) + timedelta(days=1)  # noqa: TID251
        service._scheduler.modify_job("round", next_run_time=tomorrow)
        while world.rounds.acquire(blocking=False):
            """Forget the rounds of before."""
        assert world.rounds.acquire(timeout=20)
        assert world.rounds.acquire(timeout=20)


def wait_until_opened(world: World, times: int) -> None:
    pause = threading.Event()
    assert any(len(world.opened) >= times or pause.wait(0.02) for _ in range(1000))


def test_a_second_process_is_told_who_holds_the_folder(app: App) -> None:
    held: AbstractContextManager[None] = app.lock("run")
    with held, pytest.raises(TryLater, match="mailbot run"), app.lock("poll"):
        pass


def test_a_missing_folder_is_told_at_once_by_name_and_so_is_its_return(
    app: App, world: World
) -> None:
    words = "邮箱中没有文件夹“季报”"
    world.lacking = FolderMissing(words)
    for _ in range(2):
        try_round(app, world)
        world.clock.moment += timedelta(minutes=5)
    assert alerts(app) == [words]
    world.lacking = None
    try_round(app, world)
    assert alerts(app) == [words, "邮箱读取恢复正常"]


def test_a_ledger_that_vanishes_under_the_service_ends_it_and_staff_hear_by_mail(
    app: App, world: World
) -> None:
    """Through the open connection all would seem well, until the end of the program."""
    often = Pauses(every=0.05, after=lambda _: 0.05, longest=0.05)
    service = Service(app.office, world.doors(often))
    ended: list[MailbotError] = []

    def serve() -> None:
        try:
            service.run()
        except MailbotError as fault:
            ended.append(fault)

    hand = threading.Thread(target=serve)
    hand.start()
    assert world.rounds.acquire(timeout=10), "it works"
    assert world.rounds.acquire(timeout=10), "a round is behind it"
    (app.settings.state / "mailbot.sqlite").unlink()
    hand.join(20)
    assert [type(fault) for fault in ended] == [LedgerChanged]
    assert world.sent[-1:] == [app.office.staff[-1:]]
    assert not (app.settings.state / "mailbot.sqlite").exists()
