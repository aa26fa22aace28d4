"""Links that stand for files."""

# ruff: noqa: E501  # tables of real forms: one to a line reads best

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.mail.link_services import service_of
from mailbot.core.mail.links import FILE_WORDS, CloudLink, cloud_links

QQ = "https://wx.mail.qq.com/ftn/download?func=3&key=abc&code=def"


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("http://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2", "QQ邮箱超大附件"),
        ("https://iwx.mail.qq.com/ftn/download?func=3&key=1", "QQ邮箱超大附件"),
        ("https://exmail.qq.com/cgi-bin/ftnExs_download?k=1", "腾讯企业邮箱超大附件"),
        (
            "https://mail.163.com/large-attachment-download/index.html?p=1",
            "网易邮箱云附件",
        ),
        ("https://mail.126.com/large-attachment-download/?file=1", "网易邮箱云附件"),
        ("https://mail.yeah.net/large-attachment-download/?file=1", "网易邮箱云附件"),
        (
            "https://dashi.163.com/html/cloud-attachment-download/?key=1",
            "网易邮箱云附件",
        ),
        ("https://cloud.189.cn/t/abc", "天翼云盘"),
        ("https://webmail30.189.cn/w2/share.html?id=1", "189邮箱云附件"),
        ("https://yun.139.com/link/w/i/1", "中国移动云盘"),
        ("https://appmail.mail.10086.cn/disk/download?x=1", "139邮箱超大附件"),
        ("https://www.kdocs.cn/l/cabc", "金山文档"),
        ("https://docs.qq.com/sheet/Dabc", "腾讯文档"),
        ("https://pan.baidu.com/s/1abc?pwd=1234", "百度网盘"),
        ("https://www.alipan.com/s/abc", "阿里云盘"),
        ("https://abc.feishu.cn/docx/xyz", "飞书"),
        ("https://mail.gov.example/coremail/common/nfs.jsp?share=1", "邮箱文件中转站"),
        ("https://www.gov.example/index.html", ""),
        ("https://www.163.com/news", ""),
        ("https://docs.qq.com/", ""),
    ],
)
def test_a_service_is_known_by_its_address(url: str, service: str) -> None:
    assert service_of(url) == service


def test_qq_s_plain_text_tells_name_size_and_expiry() -> None:
    text = (
        "从QQ邮箱发来的超大附件\n\n民政局 二季度.pdf (128.03M, 2023年07月30日 10:12 到期)"
        f"进入下载页面：{QQ}\n报表.docx (1.20M, 无限期)进入下载页面：{QQ}2\n"
    )
    assert cloud_links(text, "") == (
        CloudLink(
            "QQ邮箱超大附件", "民政局 二季度.pdf", QQ, date(2023, 7, 30), "128.03M"
        ),
        CloudLink("QQ邮箱超大附件", "报表.docx", QQ + "2", None, "1.20M"),
    )


def test_a_link_in_html_takes_name_and_expiry_from_the_words_around_it() -> None:
    html = (
        "<style>a{}</style><table><tr><td><a href='https://mail.163.com/"
        "large-attachment-download/?file=1&amp;t=2' style='x'>二季度盖章版.pdf</a></td>"
        "<td>12.5MB&nbsp;|&nbsp;过期时间：2023-07-30</td></tr></table>"
    )
    (link,) = cloud_links("", html)
    assert link.url == "https://mail.163.com/large-attachment-download/?file=1&t=2"
    assert (link.name, link.expires) == ("二季度盖章版.pdf", date(2023, 7, 30))
    assert link.size == "12.5MB"


def test_the_same_link_in_text_and_html_is_one_and_each_completes_the_other() -> None:
    html = f'<a href="{QQ.replace("&", "&amp;")}">报表.docx</a> 2023-07-30 失效'
    assert cloud_links(f"下载：{QQ}", html) == (
        CloudLink("QQ邮箱超大附件", "报表.docx", QQ, date(2023, 7, 30)),
    )


@pytest.mark.parametrize(
    ("words", "expires"),
    [
        ("2023年07月30日 10:12 到期", date(2023, 7, 30)),
        ("2023年7月30日10时12分过期", date(2023, 7, 30)),
        ("有效期至2023-07-30", date(2023, 7, 30)),
        ("有效期至：2023/7/30 23:59", date(2023, 7, 30)),
        ("过期时间：2023.07.30", date(2023, 7, 30)),
        ("到期时间: 2023年7月30日", date(2023, 7, 30)),
        ("请于2023-07-30前下载", date(2023, 7, 30)),
        ("expires on 2023-07-30", date(2023, 7, 30)),
        ("链接有效期7天", date(2023, 7, 7)),
        ("文件保留15天", date(2023, 7, 15)),
        ("有效期：2023-07-01 至 2023-07-30", date(2023, 7, 30)),
        ("有效期 2023年7月1日 10:00 到 2023年7月30日", date(2023, 7, 30)),
        ("15天内有效", date(2023, 7, 15)),
        ("7月30日 17:02 到期", date(2023, 7, 30)),
        ("1月5日到期", date(2024, 1, 5)),
        ("2月30日到期", None),
        ("永久有效", None),
        ("无限期", None),
        ("有效期至2023-02-31", None),
        ("2023-07-30", None),
    ],
)
def test_the_day_a_link_dies_is_read_from_its_words(
    words: str, expires: date | None
) -> None:
    (link,) = cloud_links(f"报表.docx（1.2M，{words}）{QQ} ", "", date(2023, 6, 30))
    assert link.expires == expires


def test_qq_s_html_gives_the_day_behind_the_size_without_a_word() -> None:
    html = f"<div>盖章版.pdf</div><div>(35.2M, 2023年07月28日 17:20)</div><a href={QQ}>"
    (link,) = cloud_links("", html)
    assert (link.name, link.expires) == ("盖章版.pdf", date(2023, 7, 28))


def test_days_without_the_day_of_writing_say_nothing() -> None:
    (link,) = cloud_links(f"链接有效期7天 {QQ}", "")
    assert link.expires is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"通过网盘分享的文件：二季度.zip\n链接: {QQ} 提取码: abcd", "二季度.zip"),
        (f"1. 文件名：二季度报表.xlsx\n{QQ}", "二季度报表.xlsx"),
        (f"【金山文档】 二季度进展\n{QQ}", "二季度进展"),
        (f"分享《二季度进展》给您 {QQ}", "二季度进展"),
        (f"二季度附件 (3.5M) {QQ}", "二季度附件"),
        (f"{QQ} 报表.et", "报表.et"),
        (f"请下载 {QQ}", ""),
        (f"{QQ}（访问码：ab12）报表.docx", "报表.docx"),
        (f"提取码 1234 报表（盖章）.pdf {QQ}", "报表（盖章）.pdf"),
    ],
)
def test_the_name_nearest_to_the_link_is_its_file_s(text: str, name: str) -> None:
    (link,) = cloud_links(text, "")
    assert link.name == name


def test_ordinary_links_and_anchors_without_an_address_are_nothing() -> None:
    html = '<a name="top">x</a><a href="mailto:a@b.example">y</a><a href=#x>z</a>'
    assert cloud_links("https://www.gov.example/a.docx", html) == ()


def test_a_known_service_counts_without_https() -> None:
    (link,) = cloud_links("见 pan.baidu.com/s/1abc 提取码 1234；www.gov.cn/a.doc", "")
    assert (link.service, link.url) == ("百度网盘", "pan.baidu.com/s/1abc")


def test_a_link_over_a_page_that_warns_is_the_link_it_leads_to() -> None:
    warned = "https://mail.qq.com/cgi-bin/readtemplate?t=safety&amp;gourl="
    html = f"<a href='{warned}https%3A%2F%2Fpan.baidu.com%2Fs%2F1abc&amp;x=1'>报表.zip"
    (link,) = cloud_links("", html)
    assert (link.name, link.url) == ("报表.zip", "https://pan.baidu.com/s/1abc")


def test_a_link_ends_where_chinese_words_begin() -> None:
    (link,) = cloud_links(f"见{QQ}，请查收", "")
    assert link.url == QQ


@given(st.text(), st.text())
def test_no_text_makes_it_raise(text: str, html: str) -> None:
    cloud_links(text + QQ + text, html + QQ)


@pytest.mark.parametrize(
    "bad",
    [
        "<a " * 200_000,
        "https://pan.baidu.com/s/x " * 10_000,
        "<" * 500_000,
        "(1.2M " * 90_000,
        "abc.example.com/xyz " * 100_000,
        "https://x.cn/?" + "=https%3A%2F%2F" * 100_000,
    ],
)
def test_a_huge_text_is_read_in_linear_time(bad: str) -> None:
    start = time.thread_time()
    cloud_links(bad, bad)
    assert time.thread_time() - start < 5


OWN = "https://drive.example.gov.cn/d/abc"


@pytest.mark.parametrize("word", FILE_WORDS)
def test_a_link_of_any_host_counts_where_words_call_it_a_file(word: str) -> None:
    text = f"{word}：教体局二季度报表.docx（58.0M，有效期至2023年7月26日） {OWN}"
    (link,) = cloud_links(text, "", date(2023, 6, 28))
    assert (link.url, link.name) == (OWN, "教体局二季度报表.docx")
    assert (link.expires, link.size) == (date(2023, 7, 26), "58.0M")
    assert link.service == "网盘或超大附件"


@pytest.mark.parametrize(
    "text",
    [
        f"教体局二季度报表.docx已报，我局网站 {OWN}",  # no word of a file to fetch
        f"关于超大附件的说明见 {OWN}",  # nothing to fetch: no name, size or day
        "超大附件：报表.docx(3.2M) https://www.example.gov.cn/",  # a homepage
    ],
)
def test_a_link_that_nothing_calls_a_file_is_none(text: str) -> None:
    assert cloud_links(text, "") == ()


def test_a_homepage_beside_a_known_cloud_is_no_file() -> None:
    text = f"超大附件：报表.docx(3.2M, 2023年7月26日到期) {QQ}\n我局网站 {OWN}"
    assert [link.url for link in cloud_links(text, "")] == [QQ]
