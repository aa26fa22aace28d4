"""The console over a real ledger, asked in one process; letters go to a list."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from mailbot.adapters.folder import default_folder
from mailbot.adapters.passwords import Argon2Passwords
from mailbot.core.record.documents import Kind, Problem
from mailbot.core.record.preview import Preview
from mailbot.core.record.records import NewLetter
from mailbot.core.words.checkup import fine
from mailbot.flows.console.entering import Gatehouse
from mailbot.flows.office import Office
from mailbot.web.app import create_app
from mailbot.web.console import Console, Reached
from mailbot.web.rendering import page_templates
from mailbot.wiring.drawing import draw_file, read_file, read_letter, size_file
from mailbot.wiring.notice_board import open_board
from tests.support.desk import text_of
from tests.support.house import ROOT

HOST = "127.0.0.1:8025"
BASE = f"http://{HOST}"
CLERK = "clerk@county.example"


class OpenPreviews:
    """Previews drawn in this process: the tests' own files need no cage."""

    def __init__(self) -> None:
        self.removed: list[str] = []

    def of(self, path: Path, sha256: str, kind: Kind) -> Preview:
        del sha256
        if kind in {Kind.PDF, Kind.JPG, Kind.PNG}:
            return size_file(str(path), kind)
        found = read_file(str(path), kind)
        if isinstance(found, Problem):
            return Preview(problem=found)
        return Preview(content=found)

    def page(self, path: Path, sha256: str, kind: Kind, number: int) -> bytes:
        del sha256
        drawn = draw_file(str(path), kind, number, 1)
        return drawn[0].picture if drawn else b""

    def letter(self, path: Path, sha256: str) -> str:
        del sha256
        return read_letter(str(path))

    def remove(self, sha256: str) -> None:
        self.removed.append(sha256)


@dataclass
class Ticking:
    """A clock that a test moves."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, span: timedelta) -> None:
        """Let time go on."""
        self.moment += span


@dataclass
class Hall:
    """A console with its clock, and what it posted."""

    office: Office
    clock: Ticking
    console: Console
    posted: list[NewLetter] = field(default_factory=list)

    def browser(self) -> TestClient:
        """Open a browser of its own on the console."""
        return TestClient(
            create_app(self.console), base_url=BASE, follow_redirects=False
        )

    def code(self, browser: TestClient, address: str = CLERK) -> str:
        """Ask for a code; return what the letter says ("" where none came)."""
        before = len(self.posted)
        send(browser, "/enter", "/enter", address=address)
        for _ in range(200):
            if len(self.posted) > before:
                break
            time.sleep(0.01)  # noqa: TID251 - the letter is written after the answer
        new = self.posted[before:]
        found = re.search(r"\d{4} \d{4}", text_of(new[0].raw)) if new else None
        return found[0] if found else ""

    def entered(self, address: str = CLERK) -> TestClient:
        """Return a browser in which somebody of the staff has come in."""
        browser = self.browser()
        link = self.console.gate.invite(address, self.clock.now())
        page = f"/enter/link/{link}"
        assert send(browser, page, page).headers["location"] == "/"
        return browser


def hall(office: Office, now: datetime, home: Path = ROOT) -> Hall:
    """Put a console together; `home` is the folder whose notices it shows."""
    clock = Ticking(now)
    posted: list[NewLetter] = []
    secrets = count(1)
    pages = default_folder("templates") / "pages"
    console = Console(
        office=office,
        clock=clock,
        gate=Gatehouse(office, Argon2Passwords(), lambda: f"secret-{next(secrets)}"),
        previews=OpenPreviews(),
        address=Reached(frozenset({HOST}), secure=False),
        post=posted.append,
        examine=lambda: [fine("测试", "正常")],
        export=lambda found, out: out.write_bytes(b"zip of %d" % len(found.rows)),
        tabulate=lambda *_: [],
        notices=lambda: open_board(home)[0],
        pages=page_templates(pages),
        static=pages / "static",
    )
    return Hall(office, clock, console, posted)


def csrf(browser: TestClient, page: str) -> str:
    """Return the word that a page's forms carry."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(page).text)
    assert found, page
    return found[1]


def send(browser: TestClient, page: str, to: str, **fields: str) -> Response:
    """Send a form as the page that holds it would."""
    word = csrf(browser, page)
    headers = {"origin": BASE}
    return browser.post(to, data={"csrf": word, **fields}, headers=headers)
