"""The console put together and served: an office, its door, its pages."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn

from mailbot.adapters.folder import default_folder
from mailbot.adapters.passwords import Argon2Passwords
from mailbot.core.record.records import NewLetter
from mailbot.core.words.checkup import Check
from mailbot.flows.console.entering import Gatehouse
from mailbot.settings.values import WebPlace
from mailbot.web.app import create_app
from mailbot.web.console import Console, Reached
from mailbot.web.rendering import page_templates
from mailbot.wiring.app import App
from mailbot.wiring.doctor import examine_all
from mailbot.wiring.previewing import KeptPreviews

log = logging.getLogger(__name__)

_SECRET_BYTES = 32
_USUAL = {"http": 80, "https": 443}
_AT_ONCE = 64  # requests; what comes beyond is told to come again
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def gatehouse(app: App) -> Gatehouse:
    """Return the console's door."""
    return Gatehouse(
        app.office, Argon2Passwords(), lambda: secrets.token_urlsafe(_SECRET_BYTES)
    )


@contextmanager
def console(app: App) -> Iterator[Console]:
    """Put the console together; end its children afterwards."""
    previews = KeptPreviews(app.settings.state / "preview")
    pages = default_folder("templates") / "pages"
    try:
        yield Console(
            office=app.office,
            clock=app.clock,
            gate=gatehouse(app),
            previews=previews,
            address=reached(app.settings.web),
            post=lambda letter: post(app, letter),
            examine=lambda: _examine(app),
            export=app.write_export,
            tabulate=app.write_rollup,
            pages=page_templates(pages),
            static=pages / "static",
        )
    finally:
        previews.close()


def post(app: App, letter: NewLetter) -> None:
    """Send a letter at once, past the outbox and whatever holds it."""
    with app.postman() as postman:
        delivery = postman.send(letter.deliver_to, letter.raw)
    log.info("sent at once: %s", delivery)


def _examine(app: App) -> Iterator[Check]:
    return examine_all(app.settings.home)


def reached(place: WebPlace) -> Reached:
    """Return by which names the console is called, and whether by TLS.

    A proxy's address is the one that staff type; on this machine alone it is a name of
    loopback: a page elsewhere that points its own name here (DNS rebinding) is refused.
    Served to the network by TLS, it is called by whatever names the network has.
    """
    if place.url:
        parts = urlsplit(place.url)
        return Reached(frozenset({parts.netloc.lower()}), parts.scheme == "https")
    if place.cert:
        return Reached(frozenset(), secure=True)
    names = (f"{name}:{place.port}" for name in _LOCAL)
    return Reached(frozenset(names), secure=False)


def address(place: WebPlace) -> str:
    """Return what to type in a browser."""
    if place.url:
        return f"{place.url}/"
    return f"{'https' if place.cert else 'http'}://{place.host}:{place.port}/"


def server(made: Console, place: WebPlace) -> uvicorn.Server:
    """Return the server of a console, ready to run."""
    config = uvicorn.Config(
        create_app(made),
        host=place.host,
        port=place.port,
        ssl_certfile=place.cert or None,
        ssl_keyfile=place.key or None,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies),
        server_header=False,
        limit_concurrency=_AT_ONCE,
        log_level="warning",
        access_log=False,
    )
    return uvicorn.Server(config)


def serve(app: App, ready: Callable[[Console], None]) -> None:
    """Serve the console until SIGTERM or Ctrl-C; `ready` hears before it begins."""
    with console(app) as made:
        ready(made)
        server(made, app.settings.web).run()
