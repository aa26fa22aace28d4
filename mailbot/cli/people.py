"""The commands by which people decide: review, unit, register."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json, review_row, unit_row
from mailbot.cli.meant import period_of, unit_of
from mailbot.cli.units import show_new_addresses, show_others, show_units
from mailbot.core.form.placing import Placement
from mailbot.errors import BadSettings
from mailbot.flows.others import other_business
from mailbot.flows.staff import adopting, deciding, placing, registering
from mailbot.flows.staff import review as reviewing
from mailbot.flows.staff.deciding import Extension
from mailbot.flows.staff.review import Ruling
from mailbot.settings import Need
from mailbot.wiring import App, open_app

OPERATOR = "operator"
_ADDRESS_WORDS = {"suspend": "已停用，不再发信", "resume": "已恢复，照常发信"}


def review(options: Namespace) -> int:
    """Show what waits, or settle one thing."""
    with open_app(Need.NOTHING) as every:
        if options.action != "list":
            _settle(_whose(every, options), options)
        for app in every.of(options.notice).each:
            with app.desk() as desk:
                others = other_business(desk) if options.ignored else ()
                waiting = () if options.ignored else desk.work.reviews.open()
            if options.json:
                for item in (*waiting, *others):
                    print_json(review_row(item, app.office, ignored=options.ignored))
            elif options.ignored:
                show_others(others, app.office)
            elif options.action == "list":
                plain.show_reviews(waiting, app.office)
    return 0


def _whose(app: App, options: Namespace) -> App:
    """Return the app of the notice a waiting thing is of, or is now given to."""
    if not options.id or not app.office.peers:
        return app
    owner = next((a for a in app.each if reviewing.waits(a.office, options.id)), None)
    if owner is None or not options.notice:
        return owner or app.each[0]
    chosen = app.of(options.notice)
    reviewing.give(owner.office, options.id, chosen.office, OPERATOR, app.clock.now())
    return chosen


def _settle(app: App, options: Namespace) -> None:
    if not options.id:
        raise BadSettings("请写明待核实件的编号，如 R12 或 R12.2")
    office, now = app.office, app.clock.now()
    match options.action:
        case "confirm":
            ruling = replace(
                _as_said(app, options), learn=options.learn, anyway=options.anyway
            )
            for filed in reviewing.confirm(office, options.id, ruling, OPERATOR, now):
                _tell(options, f"{filed.item} 已归档：{filed.unit} {filed.period}")
        case "reject":
            if not options.reason:
                raise BadSettings("退回须写明理由：--reason 理由")
            reviewing.reject(office, options.id, options.reason, OPERATOR, now)
            _tell(options, f"{options.id} 已退回")
        case "ignore":
            reviewing.ignore(office, options.id, OPERATOR, now)
            _tell(options, f"{options.id} 已忽略，不计入")
        case _:  # list
            pass


def _as_said(app: App, options: Namespace) -> Ruling:
    """Read what a file shall count as: units and period in whatever words."""
    period = period_of(app, options.period).id if options.period else ""
    units = tuple(unit_of(app, text) for text in options.unit)
    return Ruling(units, period, options.copy)


def _tell(options: Namespace, words: str) -> None:
    if not options.json:
        plain.say(words)


def unit(options: Namespace) -> int:
    """Show the units, or record what staff decided for one."""
    if options.action == "adopt":
        return _adopt(options)
    if options.action == "place":
        return _place(options)
    with open_app(Need.NOTHING, notice=options.notice) as every:
        if options.action != "list":
            _decide(every, options)
        for app in every.each:
            _show_units(app, options)
    if options.action in _ADDRESS_WORDS and not options.json:
        plain.say(f"{options.who} {_ADDRESS_WORDS[options.action]}")
    return 0


def _show_units(app: App, options: Namespace) -> None:
    entries = deciding.unit_entries(app.office, app.clock.now())
    if options.json:
        for entry in entries:
            print_json(unit_row(entry, app.office))
    elif options.action not in _ADDRESS_WORDS:
        everyone = options.action == "list"
        show_units([e for e in entries if everyone or e.unit == options.who])


def _decide(app: App, options: Namespace) -> None:
    if not options.who:
        raise BadSettings("请写明单位或地址")
    office, now = app.office, app.clock.now()
    match options.action:
        case "suspend":
            deciding.suspend(office, options.who, OPERATOR, now)
        case "resume":
            deciding.resume(office, options.who, OPERATOR, now)
        case _:
            _decide_for_unit(app.alone(), options)


def _decide_for_unit(app: App, options: Namespace) -> None:
    office, now = app.office, app.clock.now()
    unit = options.who = unit_of(app, options.who)
    period = period_of(app, options.period).id if options.period else None
    if options.action == "extend":
        span = Extension(options.day or "", period)
        deciding.extend(office, unit, span, OPERATOR, now)
    else:
        deciding.exempt(office, unit, period, OPERATOR, now)


def _adopt(options: Namespace) -> int:
    """Say whose a new address is, or show those that wait."""
    with open_app(Need.NOTHING, notice=options.notice) as every:
        app = every.alone() if options.who else every
        office, now = app.office, app.clock.now()
        unit = unit_of(app, options.unit) if options.unit else ""
        whose = (options.who, unit, OPERATOR, now)
        if not options.who:
            new = adopting.waiting(office, now)
            show_new_addresses(new, office, as_json=options.json)
        elif options.undo:
            _tell(options, adopting.take_back(office, *whose))
        elif options.refuse:
            _tell(options, adopting.refuse(office, *whose))
        else:
            _tell(options, adopting.adopt(office, *whose, anyway=options.anyway))
    return 0


def _place(options: Namespace) -> int:
    """Say under which item a unit's row goes that fits none."""
    if not (options.who and options.row and (options.item or options.undo)):
        raise BadSettings("请写明单位、--row 待归项的名称和 --item 第几项")
    with open_app(Need.NOTHING, notice=options.notice) as every:
        app = every.alone()
        unit = unit_of(app, options.who)
        said = Placement(unit, options.row, options.item or 0)
        act = placing.take_back if options.undo else placing.place
        _tell(options, act(app.office, said, OPERATOR, app.clock.now()))
    return 0


def register(options: Namespace) -> int:
    """File documents by hand."""
    with open_app(Need.NOTHING, at=options.at, notice=options.notice) as every:
        app = every.alone()
        ruling = replace(_as_said(app, options), learn=False)
        filed = registering.register(
            app.office, options.paths, ruling, OPERATOR, app.clock.now()
        )
        for one in filed:
            row = {"unit": one.unit, "period": one.period, "copy": one.copy}
            if options.json:
                print_json({"notice": app.office.notice.id, **row, "path": one.path})
            else:
                plain.say(f"已登记：{one.unit} {one.period} {one.copy} → {one.path}")
    return 0
