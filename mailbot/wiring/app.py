"""Settings in, a working office out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone, tzinfo
from pathlib import Path

from mailbot.adapters.archive import DiskArchive
from mailbot.adapters.archive.syncing import disk_faults
from mailbot.adapters.backup import LEDGER, restore_backup, write_backup
from mailbot.adapters.bundle import write_bag, write_bundle
from mailbot.adapters.clock import StoppedClock, SystemClock, machine_offset
from mailbot.adapters.folder import default_folder
from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.adapters.lock import lock_holder, state_lock
from mailbot.adapters.mail.files import FileInbox
from mailbot.adapters.mail.hosts import profile_of
from mailbot.adapters.mail.imap.intake import MailboxStream, WholeMailbox
from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.secure import is_loopback
from mailbot.adapters.mail.smtp.postman import LetterCarrier
from mailbot.adapters.mail.smtp.sending import SmtpPostman
from mailbot.adapters.office_key import OfficeKey
from mailbot.adapters.seals.parts import SEEING, probe
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.adapters.supervisor import NotifySocket
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.notice.units import Roster
from mailbot.core.record.documents import SealNames
from mailbot.core.summary.rollup import Rollup
from mailbot.errors import BadSettings, NeedsStaff
from mailbot.flows.export import Export
from mailbot.flows.office import BOT, Desk, Office
from mailbot.flows.upkeep.keeping import sweep
from mailbot.flows.upkeep.resting import Pauses
from mailbot.flows.upkeep.restoring import Anew, begin_anew
from mailbot.ports import Clock, Inbox, Postman
from mailbot.schedule import Doors, Service, deliver_all
from mailbot.settings import Need, Settings, load_settings, supervision
from mailbot.wiring.accounts import imap_account, keys, smtp_account
from mailbot.wiring.config_files import Campaign, ConfigFiles, read_folder
from mailbot.wiring.examiner import ConfinedExaminer
from mailbot.wiring.fence import fence_of
from mailbot.wiring.papers import (
    LateAnnex,
    LateWorkbooks,
    write_rollup,
)


@dataclass(frozen=True, slots=True)
class App:
    """An office with its doors to the world, built from one working folder.

    `office` knows all live notices; `closed` are the offices of those that are over.
    """

    settings: Settings
    office: Office
    clock: Clock
    ledger: StoreLedger
    examiner: ConfinedExaminer
    scribe: TemplateScribe
    reread: Callable[[], Settings]
    closed: tuple[Office, ...] = ()

    def of(self, notice: str) -> App:
        """Return the app for one notice alone: its number, or a part only it has.

        A further duty is 13号#年度总结; a closed notice may be looked at. BadSettings
        if none or several are called so.
        """
        if not notice:
            return self
        every = (*self.office.every, *self.closed)
        exact = [one for one in every if one.notice.scope == notice]
        found = exact or [one for one in every if notice in one.notice.scope]
        if len(found) != 1:
            names = "、".join(one.notice.scope for one in found or every)
            words = f"“{notice}”不止一份" if found else f"没有通知“{notice}”"
            raise BadSettings(f"{words}，请写全文号：{names}")
        return replace(self, office=replace(found[0], peers=()))

    @property
    def each(self) -> tuple[App, ...]:
        """The app for each notice (and duty) alone."""
        return tuple(
            replace(self, office=replace(one, peers=())) for one in self.office.every
        )

    def alone(self) -> App:
        """Return the app of the only notice; BadSettings if there are several."""
        if not self.office.peers:
            return self
        names = "、".join(one.notice.scope for one in self.office.every)
        raise BadSettings(f"有几份通知同时生效，请用 --notice 写明是哪一份：{names}")

    @contextmanager
    def lock(self, owner: str) -> Iterator[None]:
        """Hold the working folder against a second process; clear up after a crash."""
        with state_lock(self.settings.state, owner) as crashed:
            if crashed and (self.settings.state / "spool").is_dir():
                sweep(self.office, self.clock.now())
            yield

    @contextmanager
    def desk(self, by: str = BOT) -> Iterator[Desk]:
        """Open the ledger for one piece of work at this moment."""
        with self.office.desk(self.clock.now(), by) as desk:
            yield desk

    def holder(self) -> str:
        """Return who holds the working folder, "" for nobody."""
        return lock_holder(self.settings.state)

    @contextmanager
    def watcher(self) -> Iterator[ImapInbox]:
        """Open the mailbox on a connection of its own, read-only."""
        account, limits = imap_account(self._as_they_are())
        with ImapInbox(account, limits) as inbox:
            yield inbox

    @contextmanager
    def inbox(self) -> Iterator[Inbox]:
        """Open the mailbox as a stream of what lies above the last known UID."""
        with self._stream() as stream:
            yield stream

    @contextmanager
    def whole_inbox(self) -> Iterator[Inbox]:
        """Open the mailbox as a stream of whatever the ledger lacks."""
        with self._stream() as stream:
            yield WholeMailbox(stream)

    @contextmanager
    def _stream(self) -> Iterator[MailboxStream]:
        imap = self._as_they_are().imap
        spill = self.settings.state / "spool"
        with disk_faults():
            spill.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.watcher() as inbox:
            account = f"{imap.user}@{imap.host}"
            since = self._since()
            yield MailboxStream(inbox, account, spill, self.clock.now, since)

    def _since(self) -> datetime:
        notices = (one.notice for one in self.office.every)
        return _issued(notices, self.office.zone)

    def files(self, paths: Sequence[Path]) -> FileInbox:
        """Open mails that lie in files."""
        since = self._since()
        return FileInbox(paths, self.clock.now, since, self.examiner.head)

    def write_rollup(self, table: Rollup, period: str, out: Path) -> tuple[Path, ...]:
        """Write the consolidated table as .docx and .xlsx; return their paths."""
        return write_rollup(table, period, out)

    def write_export(self, export: Export, out: Path, *, bag: bool = False) -> int:
        """Write a period's files as one zip, or a bag in one; return its bytes."""
        out.parent.mkdir(parents=True, exist_ok=True)
        path_of = self.office.archive.path
        if bag:
            return write_bag(out, export.rows, path_of, export.beside, export.about)
        return write_bundle(out, export.rows, path_of, export.beside)

    def deliver(self) -> int:
        """Send what is due now; return how many letters left."""
        return deliver_all(self.office, self.doors(), threading.Event())

    def backup(self, target: Path) -> int:
        """Write the state folder as one file; count what it holds."""
        return write_backup(self.settings.state, target, self.ledger.copy_to)

    def restore(self, source: Path) -> tuple[int, Anew]:
        """Lay a backup out as the state folder, ready to begin anew.

        Return how many files it held, and what will not be done twice.
        """
        begun: list[Anew] = []
        count = restore_backup(
            source, self.settings.state, lambda room: begun.append(self._anew_in(room))
        )
        return count, begun[0]

    def _anew_in(self, room: Path) -> Anew:
        """Begin anew in a folder laid out beside the true one."""
        keys = tuple(one.notice.scope for one in (*self.office.every, *self.closed))
        ledger = StoreLedger(f"sqlite:///{room / LEDGER}", keys[0], every=keys)
        try:
            begun = [
                begin_anew(
                    replace(
                        one,
                        ledger=ledger.scoped(one.notice.scope),
                        archive=DiskArchive(room, one.notice.scope),
                    ),
                    self.clock.now(),
                )
                for one in self.office.every
            ]
        finally:
            ledger.close()
        held = sum(one.held for one in begun)
        return replace(begun[0], held=held)

    def doors(self) -> Doors:
        """Return how a round reaches the servers of the settings."""
        profile = profile_of(self.settings.imap.host)
        wanted = float(self.settings.policy.intake.poll_seconds)
        every = max(wanted, profile.pause(0))
        return Doors(
            inbox=self.inbox,
            whole_inbox=self.whole_inbox,
            postman=self.postman,
            watcher=self.watcher,
            clock=self.clock,
            pace=self.pace(),
            pauses=Pauses(every, profile.pause, profile.longest_pause),
            supervisor=NotifySocket(*supervision()),
            keys=lambda: keys(self._as_they_are()),
        )

    def _as_they_are(self) -> Settings:
        """Return the settings as .env and mailbot.toml say now.

        The last whole ones while somebody is at them.
        """
        try:
            return self.reread()
        except BadSettings:
            return self.settings

    def service(self) -> Service:
        """Return the bot at work, ready to run."""
        return Service(self.office, self.doors())

    def pace(self) -> float:
        """Return the seconds between two letters; none for a relay on this machine.

        Mail hosts take many letters at once for spam; a local relay queues them.
        """
        near = is_loopback(self.settings.smtp.host)
        return 0.0 if near else self.settings.policy.seconds_between

    @contextmanager
    def postman(self) -> Iterator[Postman]:
        """Open a session with the SMTP server."""
        with SmtpPostman(smtp_account(self._as_they_are())) as postman:
            yield LetterCarrier(postman, self.office.address)

    def try_postman(self) -> None:
        """Log in at the SMTP server without sending anything."""
        with SmtpPostman(smtp_account(self._as_they_are())) as postman:
            postman.check()


@contextmanager
def open_app(
    need: Need,
    *,
    at: datetime | None = None,
    home: Path | None = None,
    environ: Mapping[str, str] | None = None,
    notice: str = "",
) -> Iterator[App]:
    """Build the office of a working folder and close it afterwards.

    `need` says which settings the command cannot do without; `at` stands for the
    present moment, `home` and `environ` for the process's own folder and variables.
    `notice` is the only one the command is about, "" all. BadSettings tells every
    fault at once.
    """
    settings, files = read_folder(need, environ, home)
    with ExitStack() as stack:

        def reread() -> Settings:
            return load_settings(need, environ, home)

        app = _build(settings, files, at, stack)
        yield replace(app, reread=reread).of(notice)


def _build(
    settings: Settings, files: ConfigFiles, at: datetime | None, stack: ExitStack
) -> App:
    first, *others = files.campaigns
    address = settings.address or first.notice.mailbox
    examiner, ledger = _examiner(settings, files, address), _ledger(settings, files)
    stack.callback(examiner.close)
    stack.callback(ledger.close)
    office = Office(
        notice=first.notice,
        roster=first.roster,
        policy=settings.policy,
        calendar=files.calendar,
        zone=settings.timezone,
        address=address,
        staff=settings.staff,
        ledger=ledger,
        archive=DiskArchive(settings.state, first.notice.scope),
        examiner=examiner,
        scribe=_scribe(settings, first.notice, address),
        annex=LateAnnex(first.notice),
        workbooks=LateWorkbooks(),
        sees_seals=not probe(SEEING),
        machine_offset=machine_offset,
        walled=examiner.walled,
    )
    peers, closed = (
        tuple(_peer(settings, office, one) for one in asked)
        for asked in (others, files.closed)
    )
    office, clock = replace(office, peers=peers), _clock(settings, at)
    scribe = _scribe(settings, first.notice, address)
    return App(
        settings, office, clock, ledger, examiner, scribe, lambda: settings, closed
    )


def _examiner(settings: Settings, files: ConfigFiles, address: str) -> ConfinedExaminer:
    every = (*files.campaigns, *files.closed)
    issued = _issued([files.campaigns[0].notice], settings.timezone)
    zone = timezone(issued.utcoffset() or timedelta())
    seals = _seals(settings, [one.roster for one in every])
    return ConfinedExaminer((address,), seals, zone, fence_of(settings))


def _ledger(settings: Settings, files: ConfigFiles) -> StoreLedger:
    keys = tuple(one.notice.scope for one in (*files.campaigns, *files.closed))
    archive = DiskArchive(settings.state, keys[0])
    return StoreLedger(
        settings.database_url,
        keys[0],
        lambda: _must_be_new(archive),
        keys,
        settings.state,
    )


def _peer(settings: Settings, office: Office, asked: Campaign) -> Office:
    """Return the same office for another notice, or another duty of one."""
    notice = asked.notice
    return replace(
        office,
        notice=notice,
        roster=asked.roster,
        ledger=office.ledger.scoped(notice.scope),
        archive=DiskArchive(settings.state, notice.scope),
        scribe=_scribe(settings, notice, office.address),
        annex=LateAnnex(notice),
    )


def _issued(notices: Iterable[Notice], zone: tzinfo) -> datetime:
    """Return the beginning of the first day of issue: no mail about them is older."""
    return datetime.combine(min(n.issued for n in notices), time.min, zone)


def _must_be_new(archive: DiskArchive) -> None:
    """Raise NeedsStaff if documents are filed: their ledger is lost, not unbegun."""
    if any(path.startswith("archive/") for path in archive.present()):
        words = (
            "台账是空的，归档中却有文件：数据库可能已丢失。请移走 state 文件夹，"
            "再用 mailbot restore 恢复备份；确要从头开始，请先移走 state/archive"
        )
        raise NeedsStaff(words)


def _clock(settings: Settings, at: datetime | None) -> Clock:
    if at is None:
        return SystemClock(settings.timezone)
    return StoppedClock(at if at.tzinfo else at.replace(tzinfo=settings.timezone))


def _seals(settings: Settings, rosters: list[Roster]) -> tuple[SealNames, ...]:
    """Return the names to look for on seals; none where any PDF will do."""
    if settings.policy.stamped_check is StampedCheck.ANY_PDF:
        return ()
    names = (
        SealNames(u.name, (*u.seals, *u.legal_names))
        for one in rosters
        for u in one.units
    )
    return tuple(dict.fromkeys(names))


def _scribe(settings: Settings, notice: Notice, address: str) -> TemplateScribe:
    head = Letterhead(address, notice.office, settings.staff, settings.policy.letters)
    shipped = default_folder("templates")
    own = settings.templates if settings.templates.is_dir() else shipped
    return TemplateScribe(
        own, shipped, head, OfficeKey(settings.state, notice.scope).name
    )
