"""A finding is parted into what is and what to do."""

from __future__ import annotations

import pytest

from mailbot.core.words.checkup import error


@pytest.mark.parametrize(
    ("words", "says", "remedy"),
    [
        ("磁盘已满，请清理", "磁盘已满", "请清理"),
        ("请设置 X：邮箱密码", "缺少邮箱密码", "请设置 X"),
        (
            "暂时无法连接（找不到该服务器，请检查网络），稍后自动重试。",
            "暂时无法连接（找不到该服务器），稍后自动重试",
            "请检查网络",
        ),
        ("被拒绝（密码不对）。请核对密码", "被拒绝（密码不对）", "请核对密码"),
        ("一切正常", "一切正常", ""),
    ],
)
def test_a_sentence_is_parted_where_it_begins_to_ask(
    words: str, says: str, remedy: str
) -> None:
    found = error("收信", words)
    assert (found.says, found.remedy) == (says, remedy)
