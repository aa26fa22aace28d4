"""其他来件: known units' other business, each one click from 是报表."""

from __future__ import annotations

from mailbot.flows.console import looking
from mailbot.flows.staff import review as reviewing
from mailbot.flows.staff.review import Ruling
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

_MOST = 200


def every(visit: Visit) -> Reply:
    """List them: unit, day and name; no more is shown of what is not ours."""
    found = looking.left_alone(visit.office, visit.now)
    return Shown("others", {"items": found[:_MOST], "count": len(found)})


def adopt(visit: Visit) -> Reply:
    """Take one for a report after all."""
    name = visit.path["item"]
    ruling = Ruling(learn=False, anyway=True)
    reviewing.confirm(visit.office, name, ruling, visit.by, visit.now)
    return Onward(f"/others?done=adopt&item={name}")


OPENINGS = (
    Opening("/others", every),
    Opening("/others/{item}/adopt", adopt, form=True, decides=True),
)
