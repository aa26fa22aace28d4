"""The door of a mail server: where it stands and how the way to it is protected."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

from mailbot.adapters.mail.deadline import TimeLimit
from mailbot.errors import BadSettings, MailbotError, NeedsStaff, TryLater
from mailbot.fault_words import why
from mailbot.ports.mailbox import Security

_DISTRUST = {
    2: "证书链不完整",
    9: "证书尚未生效",
    10: "证书已过期",
    18: "证书是自签的",
    19: "证书链中有自签的证书",
    20: "签发机构不受信任",
    21: "签发机构不受信任",
    23: "证书已吊销",
    62: "证书不是该服务器名称的",
    64: "证书不是该服务器地址的",
}
_NOT_YET_VALID, _OVER = 9, 10
_BY_THE_CLOCK = frozenset((_NOT_YET_VALID, _OVER))
# Reasons of OpenSSL that no retry mends: the port speaks something else, or the two
# sides have no protocol in common.
_MISMATCHES = frozenset(
    {
        "WRONG_VERSION_NUMBER",
        "HTTP_REQUEST",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "DH_KEY_TOO_SMALL",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    }
)
_USUAL = {
    465: Security.TLS,
    993: Security.TLS,
    143: Security.STARTTLS,
    587: Security.STARTTLS,
}
# Systems begin to ask after two hours; a dead peer is known after four minutes so.
_KEEPALIVE = {"TCP_KEEPIDLE": 120, "TCP_KEEPINTVL": 30, "TCP_KEEPCNT": 4}


@dataclass(frozen=True, slots=True)
class Door:
    """One server's address; refuses at once what would send a password in clear.

    `setting` is the prefix of the environment variables it was read from, so that
    a fault can tell which one to change. `ca_file` (PEM) is trusted beside the
    system's own authorities. Raises BadSettings.
    """

    host: str
    port: int
    security: Security = Security.TLS
    ca_file: Path | None = None
    setting: str = "MAILBOT_IMAP"

    def __post_init__(self) -> None:
        """Refuse a plain door anywhere but on this machine."""
        if self.security is Security.PLAIN and not is_loopback(self.host):
            fault = (
                f"{self.setting}_SECURITY=plain 只能用于本机（127.0.0.1）；"
                f"{self.host} 请改用 tls 或 starttls。"
            )
            raise BadSettings(fault)

    def __str__(self) -> str:
        """Name the server as people write it."""
        return f"{self.host}:{self.port}"

    def context(self) -> ssl.SSLContext:
        """Return a context that verifies certificate and host name.

        Raises BadSettings if `ca_file` cannot be read as PEM certificates.
        """
        context = ssl.create_default_context()
        if self.ca_file is not None:
            try:
                context.load_verify_locations(cafile=str(self.ca_file))
            except OSError as error:  # ssl.SSLError is one, too
                fault = (
                    f"MAILBOT_CA_FILE={self.ca_file} 无法读取或不是PEM格式的证书，"
                    "请改为CA证书文件的正确路径。"
                )
                raise BadSettings(fault) from error
        return context


def connect(door: Door, seconds: float, deadline: TimeLimit) -> socket.socket:
    """Open a connection to a door, TLS and certificate checked where it asks for it.

    Keepalive tells a dead peer; without delay since we send small commands, each
    waiting for its answer. `deadline` watches the socket from the first byte.
    """
    connected = socket.create_connection((door.host, door.port), seconds)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    deadline.watch(connected)
    if door.security is not Security.TLS:
        return connected
    try:
        wrapped = door.context().wrap_socket(connected, server_hostname=door.host)
    except (OSError, BadSettings):
        connected.close()
        raise
    deadline.watch(wrapped)
    return wrapped


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine by name or address (RFC 6761, RFC 1122)."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_credentials(setting: str, user: str, password: str) -> None:
    """Refuse names and passwords that the plain login commands cannot carry.

    Checked here because the libraries' own errors would hold the password in clear.
    """
    faults = [
        f"{setting}_{name} 不能为空，且只能包含英文字母、数字和英文符号；"
        "请检查是否误含中文或换行。"
        for name, value in (("USER", user), ("PASSWORD", password))
        if not (value and value.isascii() and value.isprintable())
    ]
    if faults:
        raise BadSettings(*faults)


def network_fault(error: OSError, door: Door) -> MailbotError:
    """Say what an error of socket or TLS means, in words an office can act on."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _BY_THE_CLOCK:
            return _by_the_clock(error, door)
        return NeedsStaff(
            f"邮件服务器 {door} 的证书未通过验证（{_distrust(error)}）。"
            "已停止连接。"
            "请核对服务器地址；单位自建的服务器，请向其管理员索取CA证书，"
            "并在 MAILBOT_CA_FILE 写明该文件的路径。",
            "服务器证书未通过验证",
        )
    if isinstance(error, ssl.SSLError) and error.reason in _MISMATCHES:
        settings = f"请核对 {door.setting}_PORT 与 {door.setting}_SECURITY"
        return NeedsStaff(
            f"与邮件服务器 {door} 的加密方式不符（{error.reason}）。"
            f"{_swapped(door)}{settings}（tls 或 starttls）。",
            "加密方式不符",
        )
    return TryLater(
        f"暂时无法连接邮件服务器 {door}（{_reason(error)}），稍后自动重试。"
        f"{_swapped(door)}"
    )


def _by_the_clock(error: ssl.SSLCertVerificationError, door: Door) -> NeedsStaff:
    """Tell a clock that is wrong from a certificate that is.

    Nobody installs a certificate that is not valid yet: then it is the clock that is
    behind. One that is over may be either; both are named, with the time we have.
    """
    here = time.strftime("%Y年%m月%d日%H:%M")
    words = f"邮件服务器 {door} 的{_distrust(error)}，而本机时间是{here}。已停止连接。"
    if error.verify_code == _NOT_YET_VALID:
        return NeedsStaff(
            f"{words}本机时间很可能不准，请校准本机时间。", "本机时间可能不准"
        )
    return NeedsStaff(
        f"{words}请先核对本机时间；时间无误的，请服务器管理员更换证书。",
        "服务器证书已过期，或本机时间不准",
    )


def _swapped(door: Door) -> str:
    """Name a port that usually goes with the other way of encrypting; "" for others.

    RFC 8314 sections 3 and 7: 465, 993 are TLS from the first byte; a client that
    waits there for a greeting waits in vain.
    """
    usual = _USUAL.get(door.port)
    if usual is None or door.security is usual or door.security is Security.PLAIN:
        return ""
    name = f"{door.setting}_SECURITY"
    return f"端口{door.port}一般配 {name}={usual}，现为 {door.security}。"


def _distrust(error: ssl.SSLCertVerificationError) -> str:
    """Return why a certificate is not trusted (OpenSSL's X509_V_ERR codes)."""
    return _DISTRUST.get(error.verify_code, f"代码{error.verify_code}")


def _reason(error: OSError) -> str:
    """Return what broke; OpenSSL's own words are for the log."""
    if isinstance(error, ssl.SSLError):
        return "加密连接失败"
    if isinstance(error, socket.gaierror):
        return "找不到该服务器，请检查网络和服务器名称"
    if not error.errno and not isinstance(error, TimeoutError):
        return "连接被中断"
    return why(error)
