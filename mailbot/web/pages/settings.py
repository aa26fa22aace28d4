"""设置: the roster and how the bot behaves, to be read; one's own password."""

from __future__ import annotations

import logging
import threading

from mailbot.errors import MailbotError, NeedsStaff
from mailbot.flows.staff.deciding import unit_entries
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

log = logging.getLogger(__name__)


def settings(visit: Visit) -> Reply:
    """Show the roster, the office's rules, and who of the staff has which role."""
    office = visit.office
    return Shown(
        "settings",
        {
            "entries": unit_entries(office, visit.now),
            "roster": office.roster,
            "policy": office.policy,
            "notice": office.notice,
            "dues": tuple((p.chinese, office.due_day(p)) for p in office.periods),
            "people": visit.console.gate.people(visit.now),
            "mailbox": office.address,
        },
    )


def password(visit: Visit) -> Reply:
    """Keep a new password; all of the person's sessions end."""
    first, again = visit.form.get("password", ""), visit.form.get("again", "")
    if first != again or visit.person is None:
        raise NeedsStaff("两次填写的密码不一致，没有修改，请返回重新填写")
    gate, post = visit.console.gate, visit.console.post
    letter = gate.set_password(visit.person, first, visit.now)

    def told() -> None:
        try:
            post(letter)
        except MailbotError as fault:
            log.warning("a change of password could not be told: %s", fault)

    threading.Thread(target=told).start()
    return Onward("/enter", ends=True)


OPENINGS = (
    Opening("/settings", settings),
    Opening("/settings/password", password, form=True),
)
