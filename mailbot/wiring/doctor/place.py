"""The working folder under the doctor's eye, from its notice to its ledger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from mailbot.core.matter.evidence import notice_words
from mailbot.core.words.checkup import Check, error, fine, warning
from mailbot.core.words.words import chinese_deadline
from mailbot.fault_words import why
from mailbot.flows.letters.examples import EXAMPLES
from mailbot.flows.letters.health import clock_health
from mailbot.wiring.app import App

_GIB = 1 << 30
_LITTLE, _TOO_LITTLE = 2 * _GIB, _GIB // 4
_OTHERS = 0o077


def templates(app: App) -> Iterator[Check]:
    """Render every letter with example facts."""
    faults = app.scribe.check(EXAMPLES)
    for words in faults:
        yield error("信件模板", f"{words}，请改正或从自带模板恢复")
    if not faults:
        yield fine("信件模板", f"{len(EXAMPLES)}种信件均可生成")


def secrets_kept(env: Path) -> Iterator[Check]:
    """Tell if others on this machine may read the passwords in .env (POSIX modes)."""
    if os.name == "nt" or not env.is_file():
        return
    mode = env.stat().st_mode & 0o777
    if mode & _OTHERS:
        yield warning(
            "密码文件",
            f"{env} 中有邮箱密码，本机其他用户可以读写（权限{mode:o}），"
            f"请运行 chmod 600 {env}",
        )
    else:
        yield fine("密码文件", ".env 只有本用户可读")


def own_names(app: App) -> Iterator[Check]:
    """List the names and seals that nobody gave: they were told from the place."""
    roster, county = app.office.roster, app.office.notice.place.county
    told = (roster[name] for name in roster.derived)
    names = "；".join(f"{u.name}＝{u.full_name}" for u in told)
    if names:
        yield fine(
            "名册",
            f"名册未写，按所在地{county}推定的全称和印章文字（{len(roster.derived)}家）："
            f"{names}。与实际不符的，在 config/roster.csv 填写全称和印章文字",
        )
    legal = "；".join(
        f"{unit.name}＝{'、'.join(unit.legal_names or (unit.full_name,))}"
        for unit in roster.units
    )
    yield fine(
        "名册",
        f"印章可刻的法定全称（{len(roster.units)}家）：{legal}。"
        "与实际不符的，在 config/roster.csv 填写印章文字",
    )


def matter(app: App) -> Iterator[Check]:
    """Say by which words a mail is known to be about the notice."""
    notice = app.office.notice
    words = "、".join(f"“{word}”" for word in notice_words(notice))
    whence = "通知文件所写" if notice.words else "由通知标题和报表名称推定"
    if words:
        yield fine("专用词", f"来信写有{words}即认定与本通知有关（{whence}）")
    else:
        yield warning(
            "专用词",
            "从标题推不出本通知专用的词，只凭标题、文号、实事名称和报表认定；"
            '可在 config/notice.toml 的 [notice] 写 words = ["…"]',
        )


def roster(app: App) -> Iterator[Check]:
    """Count whom letters can reach, and whom only the telephone can."""
    units = app.office.roster.units
    written = [u for u in units if u.addresses]
    silent = [u.name for u in units if not u.addresses and not u.telephone]
    yield fine("名册", f"{len(units)}家单位，{len(written)}家有邮箱")
    if written and len(written) < len(units):
        names = "、".join(u.name for u in units if not u.addresses)
        yield warning("名册", f"没有邮箱：{names}，请在 config/roster.csv 补填")
    if silent:
        yield warning(
            "名册",
            f"既无邮箱又无电话：{'、'.join(silent)}，请至少填写一项",
        )


def staff(app: App) -> Iterator[Check]:
    """Tell if letters to staff would go into the mailbox that the bot reads itself."""
    office = app.office
    if office.address in office.staff:
        words = f"MAILBOT_STAFF 中的 {office.address} 就是收件邮箱，汇总和告警无人看到"
        yield error("工作人员", f"{words}，请改填工作人员自己的邮箱")


def clock(app: App) -> Iterator[Check]:
    """Hold this machine's clock against the office's zone and the server's stamps."""
    now = app.clock.now()
    yield fine("时钟", f"{now:%Y-%m-%d %H:%M}（{app.settings.timezone.key}）")
    with app.desk() as desk:
        for health in clock_health(desk):
            make = warning if health.fine else error
            yield make("时钟", health.words)


def notice(app: App) -> Iterator[Check]:
    """Say which deadline comes next; with none left nobody is reminded any more."""
    office, now = app.office, app.clock.now()
    coming = [p for p in office.periods if office.due(p) > now]
    asked = f"{office.notice.id}，{len(office.periods)}期报送"
    if coming:
        until = chinese_deadline(office.due(coming[0]))
        yield fine("通知", f"{asked}，下一期{coming[0].chinese}，{until}截止")
        return
    yield warning(
        "通知",
        f"{asked}均已截止，不再催报。请为新的通知另建工作文件夹（mailbot init）",
    )


def archive(app: App) -> Iterator[Check]:
    """Write and remove a file, and look at the room that is left."""
    state = app.settings.state
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = state / ".doctor"
        probe.write_bytes(b"mailbot")
        probe.unlink()
        free = shutil.disk_usage(state).free
    except OSError as fault:
        words = f"无法写入 {state}（{why(fault)}），请检查磁盘和权限"
        yield error("归档", words)
        return
    room = f"可写，剩余{free / _GIB:.1f} GiB"
    if free < _TOO_LITTLE:
        yield error("归档", f"{room}，请尽快清理磁盘")
    elif free < _LITTLE:
        yield warning("归档", f"{room}，请留意磁盘空间")
    else:
        yield fine("归档", room)
    if os.name == "posix" and state.stat().st_mode & _OTHERS:
        yield warning("归档", f"{state} 他人可读，请运行 chmod 700 {state}")


def database(app: App) -> Iterator[Check]:
    """Bring the tables to their newest form and look at what staff must know."""
    app.ledger.migrate()
    yield fine("数据库", "可用，已是最新结构")
    with app.office.ledger.begin() as work:
        suspended = work.addresses.suspended()
    for state in suspended:
        command = f"请更正后运行 mailbot unit resume {state.address}"
        if state.address in app.office.staff:
            words = f"工作人员邮箱 {state.address} 已停用（{state.reason}），{command}"
            yield error("工作人员", words)
        else:
            yield warning("停用地址", f"{state.address}（{state.reason}），{command}")
