import pytest

from mailbot.adapters.mail.hosts import (
    COREMAIL,
    DEFAULT,
    NETEASE,
    TENCENT,
    HostProfile,
    profile_of,
)


@pytest.mark.parametrize(
    ("host", "profile"),
    [
        ("imap.163.com", NETEASE),
        ("imap.126.com", NETEASE),
        ("IMAP.YEAH.NET.", NETEASE),
        ("imap.qiye.163.com", NETEASE),
        ("imap.qq.com", TENCENT),
        ("imap.exmail.qq.com", TENCENT),
        ("mail.zb.shandong.cn", COREMAIL),
        ("mail.yiyuan.gov.cn", COREMAIL),
        ("imap.example.org", DEFAULT),
        ("notqq.com", DEFAULT),
        ("127.0.0.1", DEFAULT),
    ],
)
def test_a_host_is_known_by_the_end_of_its_name(
    host: str, profile: HostProfile
) -> None:
    assert profile_of(host) == profile


def test_netease_wants_an_id_after_every_login() -> None:
    assert NETEASE.always_id
    assert not TENCENT.always_id


def test_qq_is_polled_every_five_minutes_at_most() -> None:
    assert TENCENT.poll_seconds >= 300


def test_the_pause_doubles_with_each_failure_up_to_the_longest() -> None:
    pauses = [TENCENT.pause(failures) for failures in range(5)]
    assert pauses == [300, 600, 1200, 2400, 4800]
    assert TENCENT.pause(1000) == TENCENT.longest_pause
