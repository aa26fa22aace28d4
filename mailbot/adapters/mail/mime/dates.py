"""Dates of mail headers (RFC 5322 3.3 and its obsolete forms) as aware moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final

_LONGEST: Final = 200
_EARLIEST: Final = 1971  # an epoch date is a missing one


def parse_date(value: str) -> datetime | None:
    """Return the moment a Date header names, None if it names none.

    A missing zone, or RFC 5322's `-0000`, is taken for UTC.
    """
    text = value.strip()[:_LONGEST]
    return _from_rfc5322(text) or _from_iso(text)


def received_date(value: str) -> datetime | None:
    """Return the moment of a Received header: what follows its last semicolon."""
    return parse_date(value.rpartition(";")[2])


def _from_rfc5322(text: str) -> datetime | None:
    try:
        parts = parsedate_tz(text)
        if parts is None or parts[0] < _EARLIEST:
            return None
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return datetime(*parts[:6], tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_iso(text: str) -> datetime | None:
    # Home-made senders (systems of other offices) write 2023-06-30 17:02:11.
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
