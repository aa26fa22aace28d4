"""What the system refuses is said in Chinese; its own words stay in the log."""

from __future__ import annotations

import errno
import os

import pytest

from mailbot.errors import TryLater
from mailbot.fault_words import broken_off, in_log, why


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘空间已满"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.EDQUOT, "磁盘配额已用完"),
        (errno.EIO, "磁盘读写出错，可能已损坏"),
        (errno.ECONNREFUSED, "连接被拒绝"),
        (errno.ETIMEDOUT, "服务器没有回应"),
        (errno.EHOSTUNREACH, "找不到去往该服务器的线路，请检查网络"),
    ],
)
def test_the_common_refusals_have_chinese_words(number: int, words: str) -> None:
    assert why(OSError(number, os.strerror(number))) == words


def test_no_refusal_of_this_system_is_said_in_english() -> None:
    for number in errno.errorcode:
        said = why(OSError(number, os.strerror(number)))
        assert os.strerror(number) not in said
        assert not any("a" <= one.lower() <= "z" for one in said)


def test_an_error_without_a_number_says_that_nothing_is_known() -> None:
    assert why(OSError("broken")) == "系统没有说明原因"
    assert why(TimeoutError("timed out")) == "服务器没有回应"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("socket error: EOF", "连接被对方中断"),
        ("Connection unexpectedly closed", "连接被对方中断"),
        ("command: LOGIN => socket error: EOF", "连接被对方中断"),
        ("The read operation timed out", "服务器没有回应"),
        ("", "对方没有说明原因"),
        ("Unsafe Login. Please contact kefu", "Unsafe Login. Please contact kefu"),
    ],
)
def test_a_library_is_translated_and_a_server_quoted(text: str, words: str) -> None:
    assert broken_off(text) == words


def test_the_log_keeps_the_systems_own_words() -> None:
    cause = OSError(errno.ENOSPC, "No space left on device")
    fault = TryLater("写入磁盘失败（磁盘空间已满）")
    fault.__cause__ = cause
    behind = f"[OSError {errno.ENOSPC}: No space left on device]"
    assert in_log(fault) == f"写入磁盘失败（磁盘空间已满） {behind}"
    assert in_log(TryLater("稍后再试")) == "稍后再试"
