"""The demo's embedded IMAP server as a fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.demo.imap_server import EmbeddedImap, running_imap

if TYPE_CHECKING:
    from collections.abc import Iterator

PymapServer = EmbeddedImap


@pytest.fixture
def pymap_server() -> Iterator[EmbeddedImap]:
    """A fresh pymap server."""
    with running_imap() as server:
        yield server
