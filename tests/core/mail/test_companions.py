"""Files that programs add: known by name and bytes together, never by name alone."""

import pytest

from mailbot.core.mail.companions import RULES, Companion, companion_of


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.example[0])
def test_each_sort_of_companion_is_known(rule: Companion) -> None:
    assert companion_of(*rule.example) == rule.what
    assert rule.source


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.unlike[0])
def test_a_report_that_bears_such_a_name_is_a_report(rule: Companion) -> None:
    assert companion_of(*rule.unlike) == ""


@pytest.mark.parametrize(
    "name",
    [
        "教体局二季度报表.docx",
        "正文.docx",
        "ATT00001.docx",
        "",
        "扫描件.pdf",
        "新建.txt",
    ],
)
def test_what_people_send_is_no_companion(name: str) -> None:
    assert companion_of(name, b"PK\x03\x04" + bytes(1000)) == ""


def test_a_table_typed_into_a_page_is_read_whatever_the_page_is_called() -> None:
    assert companion_of("邮件正文.htm", b"<TABLE><tr><td>1</td></tr></table>") == ""
