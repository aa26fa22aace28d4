"""The commands that move mail: poll, run, import, outbox."""

from __future__ import annotations

import logging
import signal
from argparse import Namespace
from contextlib import ExitStack

from mailbot.cli import plain
from mailbot.cli.console import loaded
from mailbot.cli.jsonl import letter_row, print_json, round_row
from mailbot.cli.logs import log_as_json
from mailbot.cli.people import OPERATOR
from mailbot.core.record.records import LetterState
from mailbot.core.words.words import PROBLEM_WORDS
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.flows.intake.collect import Round, collect_files
from mailbot.flows.intake.round import Onlooker
from mailbot.flows.letters import outbox as letters
from mailbot.schedule import read
from mailbot.settings import Need
from mailbot.wiring import App, open_app

_NEWS = 1
log = logging.getLogger(__name__)


def poll(options: Namespace) -> int:
    """One round: collect all that is new, deliver what is due."""
    need = Need.MAILBOX if options.no_send else Need.MAILBOX | Need.POSTMAN
    with open_app(need, at=options.at) as app, app.lock("poll"):
        done = poll_round(app, send=not options.no_send)
    if options.json:
        print_json(round_row(done, app.office.notice.id))
    else:
        plain.show_round(done)
    return _status(done, news=bool(done.review or done.failed))


def _status(done: Round, *, news: bool) -> int:
    """Return how a round ended; TryLater where the machine let mails be unread.

    NeedsStaff where a folder of the settings is not there.
    """
    if done.trouble:
        raise TryLater(done.trouble)
    if done.lacking:
        raise NeedsStaff(done.lacking)
    return _NEWS if news else 0


def poll_round(app: App, *, send: bool) -> Round:
    """Collect, then deliver; what was collected stays if delivering fails."""
    try:
        with plain.progress("正在处理来信") as tick:
            done = read(app.office, app.doors(), Onlooker(tick))
    except MailbotError:
        if send:
            app.deliver()  # a mailbox that is away holds no receipt back
        raise
    done.sent = app.deliver() if send else 0
    return done


def run(options: Namespace) -> int:
    """Serve until SIGTERM; the log tells of each round, for the journal."""
    if options.log == "json":
        log_as_json()
    logging.getLogger("mailbot").setLevel(logging.INFO)
    need = Need.MAILBOX | Need.POSTMAN | Need.STAFF
    with ExitStack() as stack:
        app = stack.enter_context(open_app(need | Need.WEB if options.web else need))
        stack.enter_context(app.lock("run"))
        if options.web:
            _, where = stack.enter_context(loaded().beside(app))
            log.info("console at %s", where)
        service = app.service()
        for end in (signal.SIGTERM, signal.SIGINT):
            signal.signal(end, lambda _number, _frame: service.stop())
        service.run()
    return 0


def take_files(options: Namespace) -> int:
    """Take in mails that lie in files; nobody is answered."""
    with (
        open_app(Need.NOTHING) as app,
        app.lock("import"),
        plain.progress("正在导入") as tick,
    ):
        files = app.files(options.paths)
        done = collect_files(app.office, files, app.clock.now(), Onlooker(tick))
    notice = app.office.notice.id
    if options.json:
        print_json(round_row(done, notice))
    else:
        plain.show_round(done)
    for part in files.passed_over:
        if options.json:
            row = {"notice": notice, "path": part.path, "problem": part.problem}
            print_json(row)
        else:
            plain.say(f"未导入 {part.path}：{PROBLEM_WORDS[part.problem]}")
    news = bool(done.review or done.failed or files.passed_over)
    return _status(done, news=news)


def outbox(options: Namespace) -> int:
    """Show letters, hold them all, release them, or cancel one."""
    states = frozenset(map(LetterState, options.state or LetterState))
    with open_app(Need.NOTHING, notice=options.notice) as every:
        done = _on_letters(every, options)
        for app in every.each:
            listed = letters.listed(app.office, states)
            if options.json:
                for letter in listed:
                    print_json(letter_row(letter, app.office))
            elif not done:
                plain.show_letters(listed, app.office)
    if done and not options.json:
        plain.say(done)
    return 0


def _on_letters(app: App, options: Namespace) -> str:
    """Do to the letters what was asked; return what was done, "" if nothing."""
    now = app.clock.now()
    if options.id is not None:
        owners = (a.office for a in app.each if letters.holds(a.office, options.id))
        every = [next(owners, app.office)]
    else:
        every = [one.office for one in app.each]
    match options.action:
        case "hold":
            for office in every:
                letters.hold(office, OPERATOR, now)
            return "全部信件已暂存，不再发出；放行：mailbot outbox release"
        case "release":
            released = (letters.release(o, options.id, OPERATOR, now) for o in every)
            count = sum(released)
            return f"已放行{count}封信件，下一轮发出；首轮催报此后照常进行"
        case "cancel":
            letters.cancel(every[0], options.id, OPERATOR, now)
            return f"信件{options.id}已取消，不再发出"
        case _:  # list
            return ""
