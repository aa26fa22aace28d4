"""Who comes into the console, and who does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.core.entry.entry import Permission
from mailbot.web.app import create_app
from mailbot.web.console import Reached
from tests.support.console import BASE, CLERK, Hall, csrf, hall, send
from tests.support.desk import Desk


def test_a_mailed_code_lets_a_clerk_in_and_out_again(house: Hall) -> None:
    browser = house.browser()
    assert browser.get("/").headers["location"] == "/enter"
    code = house.code(browser)
    assert send(browser, "/enter", "/enter/code", code=code).headers["location"] == "/"
    assert "今天要办的" in browser.get("/").text
    assert send(browser, "/", "/leave").headers["location"] == "/enter"
    assert browser.get("/").headers["location"] == "/enter"


def test_a_code_leaves_while_letters_are_on_hold_and_is_not_in_the_ledger(
    house: Hall,
) -> None:
    with house.office.desk(house.clock.now()) as desk:
        desk.work.decisions.keep("letters_held", "yes", desk.now)
        desk.work.commit()
    code = house.code(house.browser())
    assert code
    with house.office.desk(house.clock.now()) as desk:
        assert desk.work.outbox.every(frozenset()) == ()


def test_a_code_works_once_in_its_own_browser_for_ten_minutes(house: Hall) -> None:
    mine, thiefs = house.browser(), house.browser()
    code = house.code(mine)
    assert send(thiefs, "/enter", "/enter/code", code=code).status_code == 403
    assert send(mine, "/enter", "/enter/code", code=code).status_code == 303
    again = house.browser()
    again.cookies.update(mine.cookies)
    house.clock.pass_by(timedelta(minutes=2))
    late = house.browser()
    code = house.code(late)
    house.clock.pass_by(timedelta(minutes=10))
    assert send(late, "/enter", "/enter/code", code=code).status_code == 403


def test_a_code_is_dead_after_five_guesses(house: Hall) -> None:
    browser = house.browser()
    code = house.code(browser)
    for guess in range(5):
        wrong = f"{guess:08}" if f"{guess:08}" != code.replace(" ", "") else "99999999"
        assert send(browser, "/enter", "/enter/code", code=wrong).status_code == 403
    assert send(browser, "/enter", "/enter/code", code=code).status_code == 403


def test_a_stranger_reads_the_same_words_and_gets_no_letter(house: Hall) -> None:
    known = send(house.browser(), "/enter", "/enter", address=CLERK)
    unknown = send(house.browser(), "/enter", "/enter", address="x@mail.example")
    assert known.status_code == unknown.status_code == 200
    words = [page.text.split("csrf")[0] for page in (known, unknown)]
    assert words[0] == words[1]
    assert all(letter.to == CLERK for letter in house.posted)


def test_one_letter_a_minute_and_a_bound_on_guesses(house: Hall) -> None:
    browser = house.browser()
    assert house.code(browser)
    again = send(browser, "/enter", "/enter", address=CLERK)
    assert again.status_code == 403
    assert "过于频繁" in again.text
    for _ in range(10):
        send(browser, "/enter", "/enter/password", address=CLERK, password="no" * 6)
    refused = send(
        browser, "/enter", "/enter/password", address=CLERK, password="no" * 6
    )
    assert "过于频繁" in refused.text


def test_a_password_set_inside_opens_and_ends_all_sessions(house: Hall) -> None:
    browser, other = house.entered(), house.entered()
    words = {"password": "qingshan lvshui", "again": "qingshan lvshui"}
    done = send(browser, "/settings", "/settings/password", **words)
    assert done.headers["location"] == "/enter"
    assert other.get("/").headers["location"] == "/enter"
    fresh = house.browser()
    wrong = {"address": CLERK, "password": "qingshan"}
    assert send(fresh, "/enter", "/enter/password", **wrong).status_code == 403
    right = {"address": CLERK, "password": "qingshan lvshui"}
    assert send(fresh, "/enter", "/enter/password", **right).status_code == 303


@pytest.mark.parametrize("word", ["short", "aaaaaaaaaaaa", CLERK])
def test_a_poor_password_is_refused_in_words(house: Hall, word: str) -> None:
    browser = house.entered()
    done = send(browser, "/settings", "/settings/password", password=word, again=word)
    assert done.status_code == 409
    assert "密码" in done.text
    assert browser.get("/").status_code == 200


def test_a_session_ends_idle_or_old_or_when_the_address_leaves_staff(
    house: Hall,
) -> None:
    browser = house.entered()
    house.clock.pass_by(timedelta(hours=7))
    assert browser.get("/records").status_code == 200
    house.clock.pass_by(timedelta(hours=8))
    assert browser.get("/records").status_code == 303
    browser = house.entered()
    for _ in range(24):
        house.clock.pass_by(timedelta(hours=7))
        browser.get("/records")
    assert browser.get("/records").status_code == 303
    browser = house.entered()
    fewer = hall(replace(house.office, staff=("li@county.example",)), house.clock.now())
    gone = fewer.browser()
    gone.cookies.update(browser.cookies)
    assert gone.get("/records").headers["location"] == "/enter"


def test_a_link_lets_in_once_and_not_by_being_fetched(house: Hall) -> None:
    link = house.console.gate.invite(CLERK, house.clock.now())
    page = f"/enter/link/{link}"
    preview = house.browser()
    assert preview.get(page).status_code == 200
    assert send(house.browser(), page, page).status_code == 303
    assert send(house.browser(), page, page).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {}, {"referer": "x"}],
)
def test_a_form_from_elsewhere_is_refused(house: Hall, headers: dict[str, str]) -> None:
    browser = house.entered()
    word = csrf(browser, "/letters")
    done = browser.post("/letters/hold", data={"csrf": word}, headers=headers)
    assert done.status_code == 403
    with house.office.desk(house.clock.now()) as desk:
        assert desk.work.decisions.fact("letters_held") == ""


def test_a_form_without_its_word_does_nothing(house: Hall) -> None:
    browser = house.entered()
    other = csrf(house.entered(), "/letters")
    for word in ("", other):
        done = browser.post(
            "/letters/hold", data={"csrf": word}, headers={"origin": BASE}
        )
        assert done.status_code == 409
        assert "过期" in done.text


def test_another_name_of_the_host_is_refused(house: Hall) -> None:
    browser = house.browser()
    assert browser.get("/enter", headers={"host": "evil.example"}).status_code == 421


def test_every_answer_carries_the_headers_that_keep_a_page_harmless(
    house: Hall,
) -> None:
    browser = house.entered()
    paths = ("/", "/nothing", "/static/console.css", "/enter")
    for answer in (browser.get(path) for path in paths):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_cookies_are_for_the_host_alone_where_tls_is_spoken(house: Hall) -> None:
    console = replace(house.console, address=Reached(frozenset(), secure=True))
    from starlette.testclient import TestClient

    browser = TestClient(create_app(console), base_url="https://mailbot.county.example")
    given = browser.get("/enter").headers["set-cookie"]
    assert given.startswith("__Host-mailbot-door=")
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in given
    assert "Domain" not in given


def test_who_only_looks_decides_nothing_and_takes_nothing_in_review(
    desk: Desk, house: Hall
) -> None:
    item = desk.doubtful()
    gate = house.console.gate
    gate.set_role(CLERK, Permission.LOOK, "operator", house.clock.now())
    browser = house.entered()
    page = browser.get(f"/reviews/{item}")
    assert page.status_code == 200
    assert "确认归档" not in page.text
    assert send(browser, "/", f"/reviews/{item}/confirm").status_code == 403
    assert desk.waiting() == [item]
    assert browser.get("/files/1/take").status_code == 403
    assert browser.get("/files/1").status_code == 200


def test_a_role_ends_sessions_and_is_told(house: Hall) -> None:
    browser = house.entered()
    now = house.clock.now()
    letter = house.console.gate.set_role(CLERK, Permission.LOOK, "operator", now)
    assert letter.to == CLERK
    assert browser.get("/").headers["location"] == "/enter"
