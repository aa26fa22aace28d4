"""What watchers are told, in numbers and without a name."""

from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient

from mailbot.flows.facts import note_read
from mailbot.web.probe import create_probe
from tests.support.console import Hall
from tests.support.desk import Desk, letter


def test_health_is_the_last_reading(desk: Desk, house: Hall) -> None:
    probe = TestClient(create_probe(desk.office, house.clock))
    assert probe.get("/healthz").status_code == 503
    note_read(desk.office, house.clock.now())
    assert probe.get("/healthz").text == "ok\n"
    house.clock.pass_by(timedelta(hours=3))
    assert probe.get("/healthz").text == "mailbox\n"


def test_metrics_count_and_name_nobody(desk: Desk, house: Hall) -> None:
    desk.doubtful()
    desk.receive(letter("x@mail.example", "邻里噪音", "邻里噪音", desk.now))
    house.clock.pass_by(timedelta(minutes=1))
    probe = TestClient(create_probe(desk.office, house.clock))
    said = probe.get("/metrics").text
    for line in (
        "mailbot_up 1",
        'mailbot_mails_total{outcome="review"} 1',
        'mailbot_mails_total{outcome="unrelated"} 1',
        "mailbot_reviews_waiting 1",
    ):
        assert f"{line}\n" in said
    assert "@" not in said
    assert all(word.isascii() for word in said)


def test_the_pages_never_serve_them(house: Hall) -> None:
    browser = house.entered()
    for path in ("/healthz", "/metrics"):
        assert browser.get(path).status_code == 404
