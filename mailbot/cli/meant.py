"""What is typed for a unit or a period, read as leniently as in mails."""

from __future__ import annotations

from mailbot.core.notice.periods import Period
from mailbot.core.orders.facts import View
from mailbot.core.orders.meant import period_meant, unit_meant
from mailbot.errors import BadSettings
from mailbot.wiring import App


def unit_of(app: App, text: str) -> str:
    """Return the unit's name in the notice; BadSettings with candidates if none."""
    try:
        return unit_meant(text, _view(app))
    except ValueError as fault:
        raise BadSettings(str(fault)) from fault


def period_of(app: App, text: str) -> Period:
    """Return the period that is meant; BadSettings if it is none."""
    try:
        return period_meant(text, _view(app))
    except ValueError as fault:
        raise BadSettings(str(fault)) from fault


def _view(app: App) -> View:
    """Return what words are read beside; after its last period a notice's own ones."""
    office = app.office
    today = office.local(app.clock.now()).date()
    return View(office.notice, office.roster, min(today, office.periods[-1].last_day))
