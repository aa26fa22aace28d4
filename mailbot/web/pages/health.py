"""体检: what the doctor finds, looked at now."""

from __future__ import annotations

from mailbot.core.words.checkup import CheckState
from mailbot.web.visit import Opening, Reply, Shown, Visit

_WORDS = {CheckState.OK: "正常", CheckState.WARN: "注意", CheckState.ERROR: "须处理"}
_STYLES = {CheckState.OK: "good", CheckState.WARN: "half", CheckState.ERROR: "lack"}


def health(visit: Visit) -> Reply:
    """Look at everything, what is wrong first."""
    found = tuple(visit.console.examine())
    order = (CheckState.ERROR, CheckState.WARN, CheckState.OK)
    checks = sorted(found, key=lambda check: order.index(check.state))
    return Shown("health", {"checks": checks, "words": _WORDS, "styles": _STYLES})


OPENINGS = (Opening("/health", health),)
