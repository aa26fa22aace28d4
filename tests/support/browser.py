"""Debian's Chromium, driven by Playwright; skipped in plain words where it is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; as root it has no sandbox of its own."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def listened(page: Page) -> list[str]:
    """Collect what the page complains of: blocked parts, faults of its script."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type == "error" else None,
    )
    return said
