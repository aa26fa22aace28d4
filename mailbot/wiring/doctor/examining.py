"""Looks at everything mailbot stands on: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from mailbot.adapters.mail.imap.values import Folder, Role
from mailbot.core.words.checkup import Check, error, fine, warning
from mailbot.errors import BadSettings, MailbotError
from mailbot.flows.letters.health import running
from mailbot.settings import Need, load_settings, working_folder
from mailbot.wiring.app import App, open_app
from mailbot.wiring.doctor.machine import disk, fonts, names
from mailbot.wiring.doctor.parts import confinement, parts
from mailbot.wiring.doctor.place import (
    archive,
    clock,
    database,
    matter,
    notice,
    own_names,
    roster,
    secrets_kept,
    staff,
    templates,
)

_EVERYTHING = Need.MAILBOX | Need.POSTMAN | Need.STAFF


def examine_all(
    home: Path | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[Check]:
    """Yield every finding, in the order in which to mend them.

    `home` and `environ` stand for the process's own. With settings at fault what
    does not need them is looked at all the same.
    """
    missing = tuple(_faults(_EVERYTHING, home, environ))
    for words in missing:
        yield error("设置", words)
    if not missing:
        yield fine("设置", "必填项齐全")
    yield from secrets_kept(working_folder(environ, home) / ".env")
    try:
        with open_app(Need.NOTHING, home=home, environ=environ) as app:
            yield from _office(app)
            yield from _servers(app, asked=not missing)
    except BadSettings as fault:
        for words in fault.faults:
            if words not in missing:
                yield error("配置", words)


def _faults(
    need: Need, home: Path | None, environ: Mapping[str, str] | None
) -> tuple[str, ...]:
    try:
        load_settings(need, environ, home)
    except BadSettings as fault:
        return fault.faults
    return ()


def _office(app: App) -> Iterator[Check]:
    for look in (
        notice,
        matter,
        templates,
        roster,
        own_names,
        staff,
        clock,
        archive,
        disk,
        database,
    ):
        yield from _guarded(look, app)
    yield from _guarded(_running, app)
    yield from parts()
    yield from fonts()
    yield from _guarded(confinement, app)


def _guarded(look: Callable[[App], Iterator[Check]], app: App) -> Iterator[Check]:
    """Look, and turn what is in the way into a finding of its own."""
    try:
        yield from look(app)
    except MailbotError as fault:
        yield error("数据库", str(fault))


def _running(app: App) -> Iterator[Check]:
    """Say what staff read in each summary: letters' mode, calendar, last reading."""
    with app.desk() as desk:
        found = running(desk)
    for health in found:
        make = fine if health.fine else warning
        yield make("运行", health.words)


def _servers(app: App, *, asked: bool) -> Iterator[Check]:
    """Log in at both servers, if the settings are complete enough to try."""
    if not asked:
        yield warning("服务器", "未检查收信和发信服务器，请先补全设置")
        return
    settings = app.settings
    yield from names(app)
    try:
        with app.watcher() as inbox:
            folders = inbox.folders()
            inbox.must_be_whole()
        read = "、".join(folder.name for folder in folders)
        yield fine("收信", f"已登录 {settings.imap.host}，可读文件夹：{read}")
        yield from _junk(folders)
    except MailbotError as fault:
        yield error("收信", _with_advice(str(fault)))
    try:
        app.try_postman()
        yield fine("发信", f"已登录 {settings.smtp.host}")
    except MailbotError as fault:
        yield error("发信", _with_advice(str(fault)))


def _junk(folders: Sequence[Folder]) -> Iterator[Check]:
    """Say whether a report that the host takes for spam would be seen."""
    if any(folder.role is Role.JUNK for folder in folders):
        yield fine("垃圾邮件", "误判为垃圾邮件的报表也会读到")
        return
    words = "服务器没有给出垃圾邮件文件夹，被误判的报表读不到"
    advice = "请在网页邮箱中把各单位的邮箱加入白名单，或关闭垃圾邮件过滤"
    yield warning("垃圾邮件", f"{words}，{advice}")


def _with_advice(words: str) -> str:
    """Add what to try where the fault itself does not say."""
    plain = words.rstrip("。")
    return words if "请" in words else f"{plain}，请检查网络、服务器名和端口"
