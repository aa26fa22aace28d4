"""/healthz and /metrics: for watchers, on a listener of their own.

Behind a proxy every peer is loopback, so these are never served where the pages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from mailbot.errors import MailbotError
from mailbot.flows.console.measuring import Measures, measure
from mailbot.flows.office import Office
from mailbot.ports import Clock

_UNWELL = 503
# Text exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


def create_probe(office: Office, clock: Clock) -> Starlette:
    """Return the watchers' listener."""

    def healthz(_request: Request) -> PlainTextResponse:
        try:
            well = measure(office, clock.now()).well
        except MailbotError:
            return PlainTextResponse("database\n", _UNWELL)
        if not well:
            return PlainTextResponse("mailbox\n", _UNWELL)
        return PlainTextResponse("ok\n")

    def metrics(_request: Request) -> PlainTextResponse:
        try:
            found = measure(office, clock.now())
        except MailbotError:
            return PlainTextResponse("mailbot_up 0\n", media_type=_EXPOSITION)
        return PlainTextResponse(exposition(found), media_type=_EXPOSITION)

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", metrics)])


def exposition(found: Measures) -> str:
    """Write what was counted in the text exposition format."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Measures) -> Iterator[str]:
    yield "mailbot_up 1"
    yield "# HELP mailbot_last_read_seconds When the mailbox was last read, Unix time."
    yield "# TYPE mailbot_last_read_seconds gauge"
    yield f"mailbot_last_read_seconds {_seconds(found.last_read)}"
    yield "# HELP mailbot_mails_total Mails judged, by outcome."
    yield "# TYPE mailbot_mails_total counter"
    for outcome, count in sorted(found.mails.items()):
        yield f'mailbot_mails_total{{outcome="{outcome}"}} {count}'
    yield "# HELP mailbot_letters Letters of ours, by state."
    yield "# TYPE mailbot_letters gauge"
    for state, count in sorted(found.letters.items()):
        yield f'mailbot_letters{{state="{state}"}} {count}'
    yield "# HELP mailbot_reviews_waiting Things that wait for staff."
    yield "# TYPE mailbot_reviews_waiting gauge"
    yield f"mailbot_reviews_waiting {found.waiting}"
    yield "# HELP mailbot_oldest_review_seconds Since when the oldest waits, Unix time."
    yield "# TYPE mailbot_oldest_review_seconds gauge"
    yield f"mailbot_oldest_review_seconds {_seconds(found.oldest)}"


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
