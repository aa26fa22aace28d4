"""The demo's embedded IMAP server as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot.demo.imap_server import EmbeddedImap, running_imap

PymapServer = EmbeddedImap


@pytest.fixture
def pymap_server() -> Iterator[EmbeddedImap]:
    """A fresh pymap server."""
    with running_imap() as server:
        yield server
