"""What the pages show and do: through flows, as the person, and nobody's markup."""

from __future__ import annotations

import io
import tempfile
from contextlib import AbstractContextManager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import docx
import pytest

from mailbot.adapters.store.ledger import StoreLedger
from mailbot.errors import TryLater
from mailbot.ports import Work
from tests.support.console import CLERK, Hall, hall, send
from tests.support.desk import Desk, letter
from tests.support.real_mails import annex_docx

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "<!--<svg/onload=alert(1)>",
)
PAGES: tuple[str, ...] = (
    "/",
    "/reviews",
    "/units",
    "/letters",
    "/letters?group=sent",
    "/archive",
)
PAGES += ("/others", "/records", "/settings", "/health", "/units/县民政局")
PAGES += ("/notices",)


class Tags(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = dict(attrs)
        self.handlers += [name for name in names if name.startswith("on")]
        self.handlers += [name for name in names if name == "style"]
        self.links += [v or "" for k, v in attrs if k in {"href", "src", "action"}]


def hostile(desk: Desk) -> str:
    """Let a report arrive whose every word is an attack; return its id."""
    unit, nasty = "县民政局", " ".join(PAYLOADS)
    paper = docx.Document(io.BytesIO(annex_docx(desk.office.notice, unit)))
    paper.tables[0].rows[1].cells[1].text = nasty
    paper.add_paragraph(nasty)
    out = io.BytesIO()
    paper.save(out)
    mail = letter(
        "zhangsan@mail.example",
        f"请查收。{nasty}",
        f"{unit}2023年第二季度进展情况{PAYLOADS[0]}",
        desk.now,
        files={f"{PAYLOADS[0].replace('/', '')}报表.docx": out.getvalue()},
    )
    desk.receive(mail)
    return desk.waiting()[-1]


def test_nothing_a_sender_wrote_becomes_markup(desk: Desk, house: Hall) -> None:
    item = hostile(desk)
    browser = house.entered()
    query = quote(PAYLOADS[1])
    pages: tuple[str, ...] = (
        *PAGES,
        f"/reviews/{item}",
        f"/archive?q={query}&unit={query}",
        "/files/1",
    )
    pages += (f"/letters?group={query}", f"/?done={query}&item={query}")
    for path in pages:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        tags = Tags()
        tags.feed(answer.text)
        assert "img" not in tags.tags, path
        assert tags.handlers == [], path
        assert answer.text.count("<script") == 1, path
        assert all(link.startswith(("/", "#")) for link in tags.links), path
    assert "&lt;script&gt;" in browser.get(f"/reviews/{item}").text


def test_a_proposal_is_carried_out_as_the_person_and_the_next_comes_by_itself(
    desk: Desk, house: Hall
) -> None:
    first, second = desk.doubtful("县民政局"), desk.doubtful("县法院")
    browser = house.entered()
    assert "发件地址未登记" in browser.get(f"/reviews/{first}").text
    done = send(browser, f"/reviews/{first}", f"/reviews/{first}/confirm")
    onward = done.headers["location"]
    assert onward == f"/reviews/{second}?done=confirm&item={first}"
    page = browser.get(onward).text
    assert f"{first} 已确认归档" in page
    assert desk.filed() == [("县民政局", "2023Q2", "electronic")]
    records = browser.get("/records").text
    assert CLERK in records
    for word in ("确认归档", "查看文件", "登录工作台"):
        assert word in records


def test_what_was_done_can_be_undone(desk: Desk, house: Hall) -> None:
    item = desk.doubtful()
    browser = house.entered()
    send(browser, f"/reviews/{item}", f"/reviews/{item}/confirm")
    assert desk.waiting() == []
    send(browser, f"/reviews/{item}", f"/reviews/{item}/undo")
    assert desk.waiting() == [item]
    assert desk.filed() == []


def test_two_people_at_one_thing_decide_it_once(desk: Desk, house: Hall) -> None:
    item = desk.doubtful()
    one, other = house.entered(), house.entered()
    for browser in (one, other):
        assert browser.get(f"/reviews/{item}").status_code == 200
    send(one, "/", f"/reviews/{item}/confirm")
    late = send(other, "/", f"/reviews/{item}/return", reason="未盖章")
    assert "已处理" in late.text
    assert CLERK in late.text
    assert [copy for *_, copy in desk.filed()] == ["electronic"]


def test_a_thing_is_returned_with_a_reason_only(desk: Desk, house: Hall) -> None:
    item = desk.doubtful()
    browser = house.entered()
    bare = send(browser, "/", f"/reviews/{item}/return", reason=" ")
    assert bare.status_code == 409
    assert desk.waiting() == [item]
    send(browser, "/", f"/reviews/{item}/return", reason="未盖章，请重报")
    assert desk.waiting() == []


def test_a_file_is_filed_as_something_else(desk: Desk, house: Hall) -> None:
    item = desk.doubtful("县民政局")
    words = {
        "unit": "县法院",
        "period": "2023Q3",
        "copy": "electronic",
        "anyway": "yes",
    }
    send(house.entered(), "/", f"/reviews/{item}/confirm", **words)
    assert desk.filed() == [("县法院", "2023Q3", "electronic")]


def test_the_evidence_is_marked_where_it_stood(desk: Desk, house: Hall) -> None:
    item = desk.doubtful("县民政局")
    page = house.entered().get(f"/reviews/{item}").text
    assert "<mark>县民政局</mark>" in page


def test_a_file_is_found_by_two_characters_and_taken_as_an_attachment(
    desk: Desk, house: Hall
) -> None:
    desk.doubtful("县科协")
    browser = house.entered()
    assert "报表.docx" in browser.get("/archive?q=科协").text
    assert "没有找到" in browser.get("/archive?q=科教").text
    assert "只用了前" in browser.get(f"/archive?q={'县' * 5000}").text
    taken = browser.get("/files/1/take")
    assert taken.headers["content-disposition"].startswith("attachment")
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert taken.content[:2] == b"PK"


def test_a_periods_files_are_taken_whole_and_leave_nothing_behind(
    desk: Desk, house: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(rooms))
    item = desk.doubtful("县科协")
    browser = house.entered()
    empty = send(browser, "/archive", "/archive/files", period="2023Q3")
    assert empty.status_code == 409
    send(browser, "/", f"/reviews/{item}/confirm")
    taken = send(browser, "/archive", "/archive/files", period="2023Q2")
    assert taken.content == b"zip of 1"
    assert taken.headers["content-disposition"].startswith("attachment")
    assert list(rooms.iterdir()) == []
    assert "下载整季文件" in browser.get("/records").text


def test_what_is_ignored_is_found_and_shown_no_more(desk: Desk, house: Hall) -> None:
    item = desk.doubtful("县科协")
    browser = house.entered()
    send(browser, "/", f"/reviews/{item}/ignore")
    assert "没有找到" in browser.get("/archive?q=科协").text
    assert "没有找到" in browser.get("/archive").text
    for path in ("/files/1", "/files/1/take", "/files/1/pages/1"):
        assert browser.get(path).status_code == 404
    send(browser, "/", f"/reviews/{item}/undo")
    assert "报表.docx" in browser.get("/archive?q=科协").text


def test_nothing_of_an_unrelated_mail_is_anywhere(desk: Desk, house: Hall) -> None:
    words = "邻里噪音问题的情况反映"
    desk.receive(letter("citizen@mail.example", words, words, desk.now))
    browser = house.entered()
    for path in (*PAGES, "/archive?q=噪音"):
        text = browser.get(path).text
        assert "citizen@" not in text
        assert "情况反映" not in text


def test_numbers_of_another_office_lead_nowhere(desk: Desk) -> None:
    item = desk.doubtful()
    ledger = StoreLedger(f"sqlite:///{desk.ledger_file}", "another notice")
    office = replace(
        desk.office, notice=replace(desk.office.notice, id="x"), ledger=ledger
    )
    other = hall(office, desk.now)
    browser = other.entered()
    for path in (f"/reviews/{item}", "/files/1", "/files/1/take", "/letters/1"):
        assert browser.get(path).status_code == 404, path
    refused = send(browser, "/", f"/reviews/{item}/confirm")
    assert refused.status_code == 404
    assert desk.waiting() == [item]
    ledger.close()


@pytest.mark.parametrize("path", [*PAGES, "/reviews/R1.1", "/files/1", "/files/1/take"])
def test_without_a_session_every_page_leads_to_the_door(house: Hall, path: str) -> None:
    assert house.browser().get(path).headers["location"] == "/enter"


def test_staff_decide_for_a_unit(house: Hall) -> None:
    browser, page = house.entered(), f"/units/{quote('县民政局')}"
    send(browser, page, f"{page}/extend", day="2023-07-31", period="2023Q2")
    send(browser, page, f"{page}/pause")
    send(browser, page, f"{page}/suspend", address="u15@unit.example")
    text = browser.get(page).text
    for word in ("延期至2023-07-31", "恢复催报", "工作人员停用"):
        assert word in text
    bad = send(browser, page, f"{page}/extend", day="2023-13-45", period="2023Q2")
    assert bad.status_code == 409
    assert "日期" in bad.text


def test_letters_are_held_and_released(house: Hall) -> None:
    browser = house.entered()
    send(browser, "/letters", "/letters/hold")
    assert "已由工作人员暂停" in browser.get("/letters").text
    send(browser, "/letters", "/letters/release")
    assert "已由工作人员暂停" not in browser.get("/letters").text


class Locked:
    """A ledger that another process holds."""

    def begin(self) -> AbstractContextManager[Work]:
        raise TryLater("数据库暂时不能使用（正被其他程序占用），稍后自动重试")

    def scoped(self, notice: str) -> Locked:
        del notice
        return self


def test_a_ledger_that_is_locked_is_said_in_a_sentence(desk: Desk) -> None:
    house = hall(desk.office, desk.now)
    browser = house.entered()
    locked = replace(desk.office, ledger=Locked())
    shut = hall(locked, desk.now).browser()
    shut.cookies.update(browser.cookies)
    answer = shut.get("/")
    assert answer.status_code == 503
    assert "正被其他程序占用" in answer.text
