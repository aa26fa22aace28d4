"""The command that reminds, or says who would be reminded and why."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from mailbot.cli import plain
from mailbot.cli.jsonl import Row, moment, print_json
from mailbot.core.reminders.case import Reminding
from mailbot.flows.intake.collect import collect
from mailbot.flows.letters.remind import Decision, plan, subject_of
from mailbot.flows.letters.remind import remind as remind_all
from mailbot.settings import Need
from mailbot.wiring import App, open_app

_NEWS = 1


def remind(options: Namespace) -> int:
    """Remind who is due now, on a mailbox read this moment; or only say who is."""
    if options.dry_run:
        with open_app(Need.NOTHING, at=options.at, notice=options.notice) as every:
            for app in every.each:
                with app.desk() as desk:
                    decisions = plan(desk)
                _show(app, decisions, as_json=options.json)
        return 0
    need = Need.MAILBOX | Need.POSTMAN
    with open_app(need, at=options.at) as app, app.lock("remind"):
        with app.inbox() as inbox:
            taken = collect(app.office, inbox, app.clock.now())
        chosen = app.of(options.notice).each
        rounds = [remind_all(one.office, app.clock.now()) for one in chosen]
        app.deliver()
        for one, done in zip(chosen, rounds, strict=True):
            if done.refused:
                plain.complain(done.refused)
            _show(one, done.decisions, as_json=options.json)
    return _NEWS if taken.review or taken.failed else 0


def _show(app: App, decisions: Sequence[Decision], *, as_json: bool) -> None:
    for decision in decisions:
        if as_json:
            print_json(_row(app, decision))
        elif isinstance(decision, Reminding):
            words = f"{decision.unit}：写信给 {decision.to}（{decision.reason}）"
            plain.say(words)
        else:
            plain.say(f"{decision.unit}：不写信（{decision.reason}）")


def _row(app: App, decision: Decision) -> Row:
    office = app.office
    row: Row = {
        "notice": office.notice.id,
        "unit": decision.unit,
        "period": decision.period.id,
        "duty": office.notice.duty.id,
    }
    if not isinstance(decision, Reminding):
        return row | {"skipped": decision.reason}
    return row | {
        "due": moment(office.too_late(decision.period, decision.key.due), office.zone),
        "stage": decision.stage.id,
        "to": [decision.to, *decision.cc],
        "subject": subject_of(office, decision, app.clock.now()),
        "reason": decision.reason,
    }
