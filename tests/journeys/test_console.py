"""A clerk's day at the console: a real browser, a real server, a real ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.ports.mailbox import Security
from mailbot.settings import Server
from mailbot.settings.values import Secret, WebPlace
from mailbot.wiring.examiner import ConfinedExaminer
from mailbot.wiring.serving import beside
from tests.support import real_mails as mails
from tests.support.browser import chromium, listened
from tests.support.console import Ticking
from tests.support.desk import text_of
from tests.support.house import STAFF, House, at, open_house
from tests.support.smtp_server import SmtpScript, smtp_server

NOW = at("2023-07-03 09:00")
UNITS = ("县民政局", "县法院", "县科协", "县检察院", "县公安局", "县商务局")


@dataclass
class Open:
    """A console that is served, the house behind it, and the server of its letters."""

    where: str
    house: House
    smtp: SmtpScript


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def console(tmp_path: Path, readers: ConfinedExaminer) -> Iterator[Open]:
    with smtp_server() as smtp, open_house(tmp_path / "home", readers) as house:
        fill(house)
        settings = replace(
            house.app.settings,
            smtp=Server("127.0.0.1", smtp.port, Security.PLAIN, "", Secret("")),
            web=WebPlace("127.0.0.1", 0, "", "", "", ()),
        )
        app = replace(
            house.app,
            settings=settings,
            reread=lambda: settings,
            office=house.office,
            clock=Ticking(NOW),
        )
        with beside(app) as (_, where):
            yield Open(where, house, smtp)


def fill(house: House) -> None:
    """Let things arrive: doubtful reports, blank forms, one from a new address."""
    notice, moment = house.office.notice, NOW - timedelta(days=3)
    for count, unit in enumerate(UNITS * 3):
        stranger = f"guest{count}@mail.example"
        blank = count % 3 == 2
        content = mails.annex_docx(notice, unit, seed=f"{count}", blank=blank)
        letter = house.letter(
            unit,
            sender=stranger,
            sender_name="经办人",
            subject=f"{unit}二季度报表",
            files=(mails.Enclosed("附件.docx", content),),
            message_id=f"<{stranger}>",
        )
        house.take(mails.build(letter), moment + timedelta(minutes=count))
    newcomer = house.letter("县残联", sender="canlian@mail.example")
    house.take(mails.build(newcomer), moment + timedelta(hours=1))


def entered(page: Page, console: Open) -> None:
    """Log in by the code that comes by mail."""
    page.goto(console.where)
    page.get_by_label("工作人员邮箱").first.fill(STAFF)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_label("8位验证码")).to_be_focused()
    for _ in range(100):
        if console.smtp.mails:
            break
        page.wait_for_timeout(50)
    code = re.search(r"\d{4} \d{4}", text_of(console.smtp.mails[-1].content))
    assert code is not None
    page.keyboard.type(code[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text("今天要办的")).to_be_visible()


def settle_all(page: Page, console: Open) -> int:
    """Settle the queue by its great button; count the keys."""
    keys = 0
    page.goto(f"{console.where}reviews")
    while (primary := page.locator("[data-key=y]")).count():
        two = primary.get_attribute("data-opens") is not None
        here = page.url
        page.keyboard.press("y")
        if two:
            page.keyboard.press("Enter")
        page.wait_for_function("before => location.href !== before", arg=here)
        page.wait_for_load_state()
        keys += 1 + two
    expect(page.get_by_text("全部处理完毕")).to_be_visible()
    return keys


def test_a_clerks_day(browser: Browser, console: Open, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    said = listened(page)
    entered(page, console)
    settles_the_queue(page, console)
    minds_the_units(page, console, tmp_path)
    finds_a_file_and_takes_the_table(page, console)
    holds_and_releases(page, console)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert said == []


def settles_the_queue(page: Page, console: Open) -> None:
    """Return one with a reason, think better of it, then settle all by keyboard."""
    waiting = len(console.house.reviews())
    assert waiting >= 15
    page.goto(f"{console.where}reviews")
    page.keyboard.press("r")
    page.keyboard.type("附件打不开，请重报")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已退回")).to_be_visible()
    page.wait_for_load_state()  # keys are heard once the page's script is there
    page.keyboard.press("u")
    expect(page.get_by_text("已撤销")).to_be_visible()
    assert len(console.house.reviews()) == waiting
    assert settle_all(page, console) <= 2 * waiting
    assert console.house.reviews() == ()


def minds_the_units(page: Page, console: Open, folder: Path) -> None:
    """Adopt a new address, and register the photograph of a paper copy."""
    page.goto(f"{console.where}units")
    page.get_by_role("button", name="认可").first.click()
    expect(page.get_by_text("新地址已认可")).to_be_visible()
    paper = folder / "县关工委盖章件.jpg"
    paper.write_bytes(mails.photo("县关工委"))
    page.goto(f"{console.where}units/县关工委")
    page.get_by_label("文件或照片").set_input_files(paper)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("文件已登记")).to_be_visible()
    expect(page.get_by_role("link", name="县关工委盖章件.jpg")).to_be_visible()


def finds_a_file_and_takes_the_table(page: Page, console: Open) -> None:
    """Look for two characters; download the consolidated table."""
    page.goto(f"{console.where}archive")
    page.get_by_label("文字").fill("关工")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".results li").first).to_contain_text("县关工委盖章件.jpg")
    with page.expect_download() as table:
        page.get_by_role("button", name="下载汇总报表").click()
    assert table.value.suggested_filename == "2023年第二季度汇总报表.zip"


def holds_and_releases(page: Page, console: Open) -> None:
    """Hold every letter back, and let them go."""
    page.goto(f"{console.where}letters")
    page.get_by_role("button", name="暂停发信").click()
    expect(page.get_by_text("已由工作人员暂停")).to_be_visible()
    page.get_by_role("button", name="全部放行").click()
    expect(page.get_by_text("已放行")).to_be_visible()


def test_every_page_fits_a_telephone_and_works_without_script(
    browser: Browser, console: Open
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    said = listened(page)
    entered(page, console)
    wide = []
    for name in ("", "reviews", "units", "units/县民政局", "letters", "archive",
                 "files/1", "others", "notices", "records", "settings"):  # fmt: skip
        page.goto(f"{console.where}{name}")
        box = page.locator("main").bounding_box()
        assert box is not None
        if box["x"] + box["width"] > 360:
            wide.append(name)
    assert wide == []
    page.goto(f"{console.where}reviews")
    before = len(console.house.reviews())
    page.locator("form[action$='/ignore'] button").click()
    expect(page.get_by_text("已忽略")).to_be_visible()
    assert len(console.house.reviews()) == before - 1
    assert said == []
