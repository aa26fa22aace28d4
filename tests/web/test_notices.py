"""The notices' page: what is asked, by when, of whom; made live and closed by staff."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mailbot.core.entry.entry import Permission
from mailbot.core.notice.notice import NoticeState
from mailbot.wiring.notice_board import NoticeBoard, open_board
from tests.support.campaigns import NOTICES
from tests.support.console import BASE, CLERK, Hall, hall, send
from tests.support.desk import Desk
from tests.support.house import ROOT

OWN, WEEKLY = "源政办字〔2023〕13号", "源汛字〔2023〕3号"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the shipped notice, and a weekly one beside it as a draft."""
    home = tmp_path / "office"
    shutil.copytree(ROOT / "config", home / "config")
    several = home / "config" / "notices"
    several.mkdir()
    draft = (NOTICES / "weekly.toml").read_text("utf-8")
    draft = draft.replace("[notice]", '[notice]\nstate = "draft"')
    (several / "weekly.toml").write_text(draft, "utf-8")
    return home


@pytest.fixture
def posted(desk: Desk, home: Path) -> Iterator[Hall]:
    yield hall(desk.office, desk.now, home)
    desk.office.ledger.close()  # type: ignore[attr-defined]  # the store's own


def state(home: Path, notice: str) -> NoticeState:
    return open_board(home)[0].find(notice).state


def live(browser: TestClient, notice: str = WEEKLY) -> int:
    return send(browser, "/notices", "/notices/live", notice=notice).status_code


def test_every_notice_is_told_with_its_calendar_and_its_units(posted: Hall) -> None:
    text = posted.entered().get("/notices").text
    for words in (OWN, WEEKLY, "已生效", "草稿", "2023年6月30日24时", "县民政局"):
        assert words in text
    assert "2023年6月8日12时" in text, "the calendar of the draft, as it would be"


def test_a_draft_goes_live_and_is_closed_and_the_record_tells_who(
    posted: Hall, home: Path
) -> None:
    browser = posted.entered()
    assert live(browser) == 303
    assert state(home, WEEKLY) is NoticeState.LIVE
    done = send(browser, "/notices", "/notices/close", notice=WEEKLY)
    assert "通知已结束" in browser.get(done.headers["location"]).text
    assert state(home, WEEKLY) is NoticeState.CLOSED
    records = browser.get("/records").text
    for words in ("通知生效", "结束通知", WEEKLY, CLERK):
        assert words in records


def test_the_second_of_two_people_hears_that_it_is_done(posted: Hall) -> None:
    one, other = posted.entered(), posted.entered()
    assert live(one) == 303
    late = send(other, "/notices", "/notices/live", notice=WEEKLY)
    assert (late.status_code, "没有改动" in late.text) == (409, True)


def test_the_last_live_notice_stays_so_that_the_service_can_start(
    posted: Hall, home: Path
) -> None:
    refused = send(posted.entered(), "/notices", "/notices/close", notice=OWN)
    assert (refused.status_code, "唯一生效" in refused.text) == (409, True)
    assert state(home, OWN) is NoticeState.LIVE


@pytest.mark.parametrize("called", ["", "3号", "源政办字〔2099〕1号", "../notice"])
def test_a_notice_of_elsewhere_is_refused(posted: Hall, called: str) -> None:
    assert live(posted.entered(), called) == 409


def test_who_only_looks_sees_the_calendar_and_changes_nothing(
    posted: Hall, home: Path
) -> None:
    gate, now = posted.console.gate, posted.clock.now()
    gate.set_role(CLERK, Permission.LOOK, "x", now)
    browser = posted.entered()
    text = browser.get("/notices").text
    assert (WEEKLY in text, "/notices/live" in text) == (True, False)
    assert send(browser, "/notices", "/notices/live", notice=WEEKLY).status_code == 403
    assert state(home, WEEKLY) is NoticeState.DRAFT


def test_a_form_that_is_not_ours_changes_nothing(posted: Hall, home: Path) -> None:
    browser, own = posted.entered(), {"origin": BASE}
    forged = browser.post("/notices/live", data={"notice": WEEKLY}, headers=own)
    assert forged.status_code == 409
    nobody = posted.browser().post("/notices/live", headers=own)
    assert nobody.headers["location"] == "/enter"
    assert state(home, WEEKLY) is NoticeState.DRAFT


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_noted(
    posted: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(NoticeBoard, "set_state", read_only)
    browser = posted.entered()
    refused = send(browser, "/notices", "/notices/live", notice=WEEKLY)
    assert (refused.status_code, "不能写入" in refused.text) == (409, True)
    assert "通知生效" not in browser.get("/records").text
