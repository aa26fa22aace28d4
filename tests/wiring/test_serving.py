"""The console's address: by which names it is called, and why it may not be had."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from mailbot.errors import NeedsStaff
from mailbot.settings.values import WebPlace
from mailbot.wiring.serving import address, listening, reached

HERE = WebPlace("127.0.0.1", 8025, "", "", "", ())
URL = "https://mailbot.county.example"


@pytest.mark.parametrize(
    ("place", "host", "known", "typed"),
    [
        (HERE, "127.0.0.1:8025", True, "http://127.0.0.1:8025/"),
        (HERE, "localhost:8025", True, "http://127.0.0.1:8025/"),
        (HERE, "evil.example:8025", False, "http://127.0.0.1:8025/"),
        (replace(HERE, url=URL), "mailbot.county.example", True, f"{URL}/"),
        (replace(HERE, url=URL), "127.0.0.1:8025", False, f"{URL}/"),
        (
            replace(HERE, host="10.1.2.3", cert="c.pem", key="k.pem"),
            "10.1.2.3:8025",
            True,
            "https://10.1.2.3:8025/",
        ),
    ],
)
def test_the_console_answers_to_its_own_names_only(
    place: WebPlace, host: str, known: object, typed: str
) -> None:
    found = reached(place)
    assert (not found.hosts or host in found.hosts) is known
    assert found.secure is typed.startswith("https")
    assert address(place) == typed


def test_an_address_that_is_taken_is_told_with_its_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = replace(HERE, port=other.getsockname()[1])
        with pytest.raises(NeedsStaff, match="MAILBOT_WEB_PORT"):
            listening(place)
