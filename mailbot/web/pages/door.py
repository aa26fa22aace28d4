"""The door: an address, a code by mail or a password, and the way out."""

from __future__ import annotations

import logging
import threading

from mailbot.errors import MailbotError, NeedsStaff
from mailbot.flows.console.entering import Mailed
from mailbot.web.console import Console
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

log = logging.getLogger(__name__)

_REFUSED = 403


def enter(visit: Visit) -> Reply:
    """Ask for the address."""
    return Onward("/") if visit.person else Shown("enter", {"words": ""})


def ask(visit: Visit) -> Reply:
    """Send a code if the address is one of the staff's; say the same in any case."""
    gate, address = visit.console.gate, visit.form.get("address", "")[:254]
    try:
        mailed = gate.ask(address, visit.visitor, visit.now)
    except NeedsStaff as fault:
        return Shown("enter", {"words": str(fault)}, _REFUSED)
    if mailed:
        # after the answer, so that its time tells nothing
        threading.Thread(target=_post, args=(visit.console, mailed)).start()
    return Shown("code", {"words": ""})


def _post(console: Console, mailed: Mailed) -> None:
    try:
        letter = console.gate.code_letter(mailed)
        if letter:
            console.post(letter)
    except MailbotError as fault:
        log.warning("a code could not be sent: %s", fault)


def code(visit: Visit) -> Reply:
    """Let in whoever types the code."""
    typed = visit.form.get("code", "")[:40]
    try:
        secret = visit.console.gate.enter_by_code(typed, visit.visitor, visit.now)
    except NeedsStaff as fault:
        return Shown("code", {"words": str(fault)}, _REFUSED)
    return Onward("/", session=secret)


def password(visit: Visit) -> Reply:
    """Let in whoever knows the password."""
    address = visit.form.get("address", "")[:254]
    typed = visit.form.get("password", "")
    gate = visit.console.gate
    try:
        secret = gate.enter_by_password(address, typed, visit.visitor, visit.now)
    except NeedsStaff as fault:
        return Shown("enter", {"words": str(fault)}, _REFUSED)
    return Onward("/", session=secret)


def invited(visit: Visit) -> Reply:
    """Show the button behind a one-time link: what only fetches it uses nothing up."""
    return Shown("invited", {"link": visit.path["link"], "words": ""})


def by_link(visit: Visit) -> Reply:
    """Let in whoever has the link."""
    link = visit.path["link"]
    try:
        secret = visit.console.gate.enter_by_link(link, visit.visitor, visit.now)
    except NeedsStaff:
        words = "这个链接已用过或已失效"
        return Shown("invited", {"link": link, "words": words}, _REFUSED)
    return Onward("/", session=secret)


def leave(visit: Visit) -> Reply:
    """End the session."""
    visit.console.gate.leave(visit.session, visit.by, visit.now)
    return Onward("/enter", ends=True)


OPENINGS = (
    Opening("/enter", enter, open_to_all=True),
    Opening("/enter", ask, form=True, open_to_all=True),
    Opening("/enter/code", code, form=True, open_to_all=True),
    Opening("/enter/password", password, form=True, open_to_all=True),
    Opening("/enter/link/{link}", invited, open_to_all=True),
    Opening("/enter/link/{link}", by_link, form=True, open_to_all=True),
    Opening("/leave", leave, form=True),
)
