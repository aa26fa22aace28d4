"""The support bundle: what may leave the house when somebody is asked for help.

An allow-list: numbers, versions, and words of our own closed lists. No text of a mail,
no name, address, path, host, subject or file name is ever read for it, so none has to
be found and struck out.
"""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import time, timedelta
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from mailbot import DISTRIBUTION
from mailbot.adapters.store.tallies import OTHER
from mailbot.core.words.checkup import Check
from mailbot.settings import Settings
from mailbot.wiring.app import App

_DATABASES = {"sqlite", "postgresql"}


def support_facts(app: App, checks: Iterable[Check]) -> dict[str, Any]:
    """Return everything the bundle holds, under fixed headings; JSON can carry it."""
    office = app.office
    free = shutil.disk_usage(app.settings.home).free
    return {
        "versions": _versions(),
        "machine": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "utf8": sys.flags.utf8_mode or sys.getfilesystemencoding(),
            "free_mib": free >> 20,
        },
        "settings": _settings(app.settings),
        "behaviour": _numbers(office.policy),
        "office": {
            "units": len(office.roster.units),
            "units_with_address": sum(bool(u.addresses) for u in office.roster.units),
            "items": len(office.notice.items),
            "periods": len(office.periods),
            "staff": len(office.staff),
        },
        "ledger": app.ledger.tallies(),
        "doctor": _states(checks),
    }


def _versions() -> dict[str, str]:
    """Return the versions of ourselves and of what we ask for."""
    found = {DISTRIBUTION: _version(DISTRIBUTION)}
    try:
        asked = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        asked = []
    for line in asked:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        found[name] = _version(name)
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _settings(settings: Settings) -> dict[str, Any]:
    """Return what is set and how the servers are reached; no value of any text."""
    doors = {"imap": settings.imap, "smtp": settings.smtp}
    reached = {
        name: {
            "host": bool(server.host),
            "user": bool(server.user),
            "password": bool(server.password),
            "port": server.port,
            "security": str(server.security),
        }
        for name, server in doors.items()
    }
    kind = settings.database_url.partition(":")[0].partition("+")[0]
    own = {"address": bool(settings.address), "ca_file": bool(settings.ca_file)}
    return {**reached, **own, "database": kind if kind in _DATABASES else OTHER}


def _numbers(value: object) -> Any:
    """Return numbers, switches and words of closed lists; free text is left out."""
    if is_dataclass(value):
        return {f.name: _numbers(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_numbers(part) for part in value if not isinstance(part, str)]
    if isinstance(value, timedelta | time):
        return str(value)
    closed = isinstance(value, Enum | int | float)
    return value if closed else None


def _states(checks: Iterable[Check]) -> dict[str, dict[str, int]]:
    """Return how the doctor's looks ended; what they found names hosts and folders."""
    found: dict[str, Counter[str]] = {}
    for check in checks:
        found.setdefault(check.check, Counter())[check.state] += 1
    return {name: dict(states) for name, states in found.items()}
