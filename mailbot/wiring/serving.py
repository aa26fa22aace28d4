"""The console put together and served: an office, its door, its pages."""

from __future__ import annotations

import logging
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import uvicorn

from mailbot.adapters.folder import default_folder
from mailbot.adapters.passwords import Argon2Passwords
from mailbot.core.record.records import NewLetter
from mailbot.core.words.checkup import Check
from mailbot.errors import NeedsStaff
from mailbot.fault_words import why
from mailbot.flows.console.entering import Gatehouse
from mailbot.settings.values import WebPlace
from mailbot.web.app import create_app
from mailbot.web.console import Console, Reached
from mailbot.web.probe import create_probe
from mailbot.web.rendering import page_templates
from mailbot.wiring.app import App
from mailbot.wiring.doctor.examining import examine_all
from mailbot.wiring.fence import fence_of
from mailbot.wiring.notice_board import open_board
from mailbot.wiring.previewing import KeptPreviews

log = logging.getLogger(__name__)

_SECRET_BYTES = 32
_AT_ONCE = 64  # requests; what comes beyond is told to come again
_PATIENCE = 5  # seconds for requests in hand when the end is asked for
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def gatehouse(app: App) -> Gatehouse:
    """Return the console's door."""
    return Gatehouse(
        app.office, Argon2Passwords(), lambda: secrets.token_urlsafe(_SECRET_BYTES)
    )


@contextmanager
def console(app: App) -> Iterator[Console]:
    """Put the console together; end its children afterwards."""
    previews = KeptPreviews(app.settings.state / "preview", fence_of(app.settings))
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
            notices=lambda: open_board(app.settings.home)[0],
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


def serve(app: App, ready: Callable[[Console], None]) -> None:
    """Serve the console until SIGTERM or Ctrl-C; `ready` hears before it begins.

    NeedsStaff if its address is taken.
    """
    place = app.settings.web
    with listening(place) as door, console(app) as made, watched(app):
        ready(made)
        _server(made, place).run(sockets=[door])


@contextmanager
def beside(app: App) -> Iterator[tuple[Console, str]]:
    """Serve the console on a thread of its own; give it and its address.

    Whatever becomes of it, the mail goes on. With port 0 a free one is taken.
    """
    with listening(app.settings.web) as door:
        place = replace(app.settings.web, port=door.getsockname()[1])
        whole = replace(app, settings=replace(app.settings, web=place))
        with console(whole) as made, _apart(_server(made, place), door), watched(app):
            yield made, address(place)


@contextmanager
def watched(app: App) -> Iterator[str]:
    """Serve /healthz and /metrics to this machine, where a port is set for them."""
    if not app.settings.web.probe:
        yield ""
        return
    place = replace(app.settings.web, host=_LOCAL[0], port=app.settings.web.probe)
    probe = create_probe(app.office, app.clock)
    config = uvicorn.Config(probe, log_level="warning", access_log=False)
    with listening(place) as door, _apart(uvicorn.Server(config), door):
        yield f"http://{place.host}:{place.port}/"


@contextmanager
def _apart(server: uvicorn.Server, door: socket.socket) -> Iterator[None]:
    """Run a server on a thread of its own."""
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)


def listening(place: WebPlace) -> socket.socket:
    """Take the console's address; NeedsStaff says why it cannot be had."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family)
    except OSError as fault:
        words = f"工作台不能使用 {place.host}:{place.port}（{why(fault)}），"
        ways = "可能已在运行；否则请改 MAILBOT_WEB_HOST 或 MAILBOT_WEB_PORT"
        raise NeedsStaff(words + ways) from fault


def _server(made: Console, place: WebPlace) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(made),
        ssl_certfile=place.cert or None,
        ssl_keyfile=place.key or None,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies),
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_PATIENCE,
        log_level="warning",
        access_log=False,
    )
    return uvicorn.Server(config)
