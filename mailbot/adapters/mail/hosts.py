"""What is known of the mail hosts that Chinese offices use, as data.

Sources: the hosts' own help pages and the threads named in the research notes. A host
that is not listed gets the careful default; nothing here is needed for correctness on
a server that keeps to RFC 3501.
"""

from __future__ import annotations

from dataclasses import dataclass

_AUTHORIZATION_CODE = (
    "请登录网页邮箱，在“设置”中开启IMAP/SMTP服务，并使用其授权码代替登录密码"
)


@dataclass(frozen=True, slots=True)
class HostProfile:
    """How to treat one kind of mail host.

    `suffixes` are ends of host names; `always_id` sends the ID command (RFC 2971)
    after LOGIN even if it is not advertised; `poll_seconds` is the shortest pause
    between two rounds, `longest_pause` where backing off ends; `advice` is what a
    person should do when the host refuses the login.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    always_id: bool = False
    poll_seconds: float = 60.0
    longest_pause: float = 3600.0
    advice: str = "请核对用户名和密码，并确认该邮箱已开启IMAP/SMTP服务"

    def pause(self, failures: int) -> float:
        """Return the seconds to wait after `failures` failed rounds in a row."""
        doublings = min(failures, 16)  # 2**16 polls is beyond any cap
        return min(self.longest_pause, self.poll_seconds * 2.0**doublings)


# SELECT answers `Unsafe Login` unless ID was sent after LOGIN.
NETEASE = HostProfile(
    name="netease",
    suffixes=("163.com", "126.com", "yeah.net", "188.com", "netease.com"),
    always_id=True,
    poll_seconds=120.0,
    advice=_AUTHORIZATION_CODE,
)
# Throttles frequent logins; its authorization code dies with a password change.
TENCENT = HostProfile(
    name="tencent",
    suffixes=("qq.com", "foxmail.com", "exmail.qq.com"),
    poll_seconds=300.0,
    longest_pause=2 * 3600.0,
    advice=_AUTHORIZATION_CODE + "（修改QQ密码后授权码失效，需重新生成）",
)
# Government mailboxes mostly run Coremail: few extensions, ID is harmless.
COREMAIL = HostProfile(
    name="coremail",
    suffixes=("gov.cn", "shandong.cn", "icoremail.net"),
    poll_seconds=120.0,
    advice="请核对用户名和密码（部分单位须用客户端专用密码），并请邮箱管理员开启IMAP/SMTP服务",
)
DEFAULT = HostProfile(name="default")

PROFILES = (NETEASE, TENCENT, COREMAIL)


def profile_of(host: str) -> HostProfile:
    """Return the profile of a server's host name, the default one if unknown."""
    wanted = host.lower().rstrip(".")
    for profile in PROFILES:
        if any(wanted == s or wanted.endswith(f".{s}") for s in profile.suffixes):
            return profile
    return DEFAULT
