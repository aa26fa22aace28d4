"""记录: who saw, took, decided and changed what, and when."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.flows.console import looking
from mailbot.web.visit import Opening, Reply, Shown, Visit
from mailbot.web.words import DETAILS, EVENTS

_A_PAGE = 50


def every(visit: Visit) -> Reply:
    """List what was done, newest first, a page at a time."""
    found = looking.events(visit.office, visit.number("before"), _A_PAGE + 1)
    rows = [
        (event, EVENTS.get(event.what, event.what), _details(event.details))
        for event in found
    ]
    more = found[_A_PAGE - 1].id if len(found) > _A_PAGE else 0
    return Shown("records", {"rows": rows[:_A_PAGE], "more": more})


def _details(details: Mapping[str, str]) -> str:
    """Write an event's particulars; what the tables have no word for is left out."""
    told = ((DETAILS[k], v) for k, v in details.items() if k in DETAILS and v)
    return "；".join(f"{word}：{EVENTS.get(value, value)}" for word, value in told)


OPENINGS = (Opening("/records", every),)
