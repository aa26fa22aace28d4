"""The commands that show and hand over: examine, status, remind, summary."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from mailbot.cli import plain
from mailbot.cli.jsonl import explained_row, health_row, print_json, status_row
from mailbot.cli.meant import period_of
from mailbot.cli.targets import FigureRows
from mailbot.core.notice.periods import Period
from mailbot.core.record.filing import safe_part
from mailbot.core.record.history import NoHistory
from mailbot.core.summary.manifest import transfer_rows
from mailbot.core.summary.vitals import Vitals, ailments, patience
from mailbot.core.words.words import listed
from mailbot.errors import BadSettings, MailbotError
from mailbot.flows import export as exports
from mailbot.flows import rollup as tables
from mailbot.flows.circular import draft_circular
from mailbot.flows.examine import Asked, Explained, explain
from mailbot.flows.intake.judging import WorkHistory
from mailbot.flows.letters import summarize as summaries
from mailbot.flows.letters.preview import preview
from mailbot.flows.letters.sending_summary import send_now
from mailbot.flows.letters.summarize import called
from mailbot.flows.office import Office
from mailbot.flows.standing import progress_of_all
from mailbot.flows.upkeep.vitals import vitals_of
from mailbot.settings import Need
from mailbot.wiring import App, open_app
from mailbot.wiring.beginning import letter_to_edit
from mailbot.wiring.papers import as_pdf, write_circular

_NEWS = _SICK = 1


def examine(options: Namespace) -> int:
    """Explain each path; nothing is changed anywhere."""
    problems = 0
    with open_app(Need.NOTHING, at=options.at) as app:
        figures = FigureRows(app.office.notice) if options.figures else None
        for path in options.paths:
            explained = _explained(app, path, options)
            problems += explained.problem is not None
            _show(explained, app, options, figures)
            for drawn in _drawn(explained, options.annotate):
                plain.complain(f"已生成 {drawn}")
        for row in figures.rows() if figures else ():
            print_json(row)
    return _NEWS if problems else 0


def _show(
    explained: Explained, app: App, options: Namespace, figures: FigureRows | None
) -> None:
    """Print one path; with figures its line waits for what the others tell."""
    if not options.json:
        plain.show_explained(explained)
        return
    row = explained_row(explained, app.office, text=options.text)
    if figures is None:
        print_json(row)
    else:
        figures.add(row, explained)


def _explained(app: App, path: Path, options: Namespace) -> Explained:
    office, now = app.office, app.clock.now()
    draw = options.annotate is not None
    if not options.ledger:
        return explain(office, path, Asked(now, NoHistory(), draw=draw))
    with office.ledger.begin() as work:
        return explain(office, path, Asked(now, WorkHistory(work), draw=draw))


def _drawn(explained: Explained, folder: Path | None) -> Iterator[Path]:
    """Write the pages with framed seals; yield where each lies."""
    if folder is None:
        return
    for drawing in explained.drawings:
        document = explained.documents[drawing.document - 1]
        stem = f"{Path(explained.path).stem}_{drawing.document}_{document.name}"
        name = safe_part(f"{stem}_第{drawing.page}页") + ".png"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(drawing.picture)
        yield folder / name


def status(options: Namespace) -> int:
    """Show where every unit stands, or whether the bot is at its work."""
    if options.healthy:
        return _healthy(as_json=options.json)
    with open_app(Need.NOTHING, at=options.at, notice=options.notice) as every:
        for app in every.each:
            if every.office.peers and not options.json:
                plain.say(f"【{called(app.office)}】")
            _status(app, options)
    return 0


def _status(app: App, options: Namespace) -> None:
    office, period = app.office, _period(options.period, app)
    if period not in office.periods:
        plain.complain(f"{_not_asked(period, office)}，下表只列收到的材料")
    with app.desk() as desk:
        lines = progress_of_all(desk, period)
    if options.json:
        for line in lines:
            print_json(status_row(line, office))
    else:
        plain.show_status(lines, period, office)


def _healthy(*, as_json: bool) -> int:
    """Say whether the bot is at its work; status 1 with the reasons if it is not."""
    vitals: Vitals | None = None
    found: tuple[str, ...]
    try:
        with open_app(Need.NOTHING) as app, app.desk() as desk:
            vitals = vitals_of(desk, app.holder())
            limit = patience(app.office.policy.intake.poll)
            found = ailments(vitals, desk.now, limit)
    except MailbotError as fault:  # a supervisor wants one answer, whatever is wrong
        found = (str(fault),)
    if as_json:
        print_json(health_row(found, vitals))
    else:
        plain.show_health(found, vitals)
    return _SICK if found else 0


def _period(text: str | None, app: App) -> Period:
    if not text:
        return app.office.period_at(app.clock.now().date())
    return period_of(app, text)


def _not_asked(period: Period, office: Office) -> str:
    asked = "、".join(p.id for p in office.periods)
    return f"本通知没有要求报送{period.chinese}（要求报送：{asked}）"


def rollup(options: Namespace) -> int:
    """Write the consolidated table of a period; BadSettings if nobody asked for it."""
    with open_app(Need.NOTHING, notice=options.notice) as every:
        app = every.alone()
        period = _period(options.period, app)
        if period not in app.office.periods:
            raise BadSettings(f"{_not_asked(period, app.office)}，请核对报送期")
        table = tables.rollup(app.office, period, app.clock.now())
        written = app.write_rollup(table, period.id, options.out)
        for path in (*written, *as_pdf(written)):
            plain.say(f"已生成 {path}")
        if table.silent:
            plain.say(f"未报送：{listed(table.silent)}")
    return 0


def circular(options: Namespace) -> int:
    """Write the circular of a period and the transfer list for the archive."""
    with open_app(Need.NOTHING, at=options.at, notice=options.notice) as every:
        app = every.alone()
        period, now = _period(options.period, app), app.clock.now()
        if period not in app.office.periods:
            raise BadSettings(f"{_not_asked(period, app.office)}，请核对报送期")
        paper = draft_circular(
            app.office, period, now, options.number, draft=options.draft
        )
        files = exports.listed(app.office, period, now)
        title = app.office.notice.annex_title
        transfer = transfer_rows(files.rows, period.chinese, title)
        for path in write_circular(paper, transfer, period.id, options.out):
            plain.say(f"已生成 {path}")
        plain.say("落款由工作人员填写；文中只有核定过的进度数（mailbot figures）")
    return 0


def export(options: Namespace) -> int:
    """Write a period's files with their list as one zip."""
    with open_app(Need.NOTHING, notice=options.notice) as every:
        app = every.alone()
        period = _period(options.period, app)
        found = exports.listed(app.office, period, app.clock.now())
        app.write_export(found, options.out, bag=options.bag)
        plain.say(f"已导出{len(found.rows)}个文件到 {options.out}")
        if not found.rows:
            plain.say(f"{period.chinese}没有归档的文件，压缩包中只有清单")
        for version in found.gone:
            plain.say(f"缺少文件 {version.path}，请运行 mailbot verify 检查")
    return _NEWS if found.gone else 0


def summary(options: Namespace) -> int:
    """Write the weekly summary into a folder, send it, or show its words."""
    need = Need.MAILBOX | Need.POSTMAN | Need.STAFF if options.send else Need.NOTHING
    with open_app(need, at=options.at, notice=options.notice) as app:
        office, now = app.office, app.clock.now()
        if options.out or not options.send:
            for one in app.each:
                _summary(one, options.out, several=bool(office.peers))
        if options.send:
            with app.lock("summary"):
                send_now(office, now)
                app.deliver()
            plain.say(f"已发给{listed(office.staff)}")
    return 0


def _summary(app: App, out: Path | None, *, several: bool) -> None:
    """Write one notice's summary, into a folder of its own where there are several."""
    office = app.office
    found = summaries.summary(office, app.clock.now())
    if out is None:
        plain.say(summaries.rendered(office, found).text)
        return
    folder = out / safe_part(office.notice.scope) if several else out
    for path in summaries.write_summary(office, found, folder):
        plain.say(f"已生成 {path}")


def letters(options: Namespace) -> int:
    """Write every letter with example data, or lay one out to be edited."""
    if options.action == "edit":
        return _edit(options)
    if not options.out:
        raise BadSettings("请写明存到哪里：--out 文件夹")
    with open_app(Need.NOTHING) as app:
        paths = preview(app.office.scribe, options.out)
    plain.say(f"已生成{len(paths)}个文件，请打开 {options.out} 查看")
    return 0


def _edit(options: Namespace) -> int:
    if not options.name:
        raise BadSettings("请写明要修改的信件，如 mailbot letters edit receipt")
    with open_app(Need.NOTHING) as app:
        for path in letter_to_edit(app.settings, options.name):
            plain.say(f"请修改 {path}")
    plain.say("改好后用 mailbot letters preview 查看；删去该文件即恢复自带信件")
    return 0
