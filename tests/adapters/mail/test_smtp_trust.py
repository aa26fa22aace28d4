"""To which SMTP server a password is given, and how often."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.adapters.mail.secure import Door
from mailbot.adapters.mail.smtp.sending import SmtpPostman
from mailbot.adapters.mail.smtp.session import SmtpAccount, SmtpPatience
from mailbot.core.letters.sending import Sent
from mailbot.errors import BadSettings, NeedsStaff, TryLater
from mailbot.ports.mailbox import Security
from tests.support.certificate import write_certificate, write_dated_certificate
from tests.support.smtp_server import PASSWORD, USER, smtp_server
from tests.support.talker import Talker

HASTY = SmtpPatience(connect=10.0, read=10.0, verdict=10.0, slowest=1000.0)
SHORT = SmtpPatience(connect=0.5, read=0.3, verdict=0.5, slowest=1e6)
US = "office@example.org"
UNIT = "clerk@example.org"
LETTER = b"Subject: x\r\n\r\nfirst\r\n.dot\r\n..two\r\nlast\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("smtp")
    write_certificate(home / "server.pem", home / "server.key")
    return home / "server.pem", home / "server.key"


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_encrypted_session_with_login_delivers(
    certificate: tuple[Path, Path], security: Security
) -> None:
    implicit = security is Security.TLS
    with smtp_server(certificate, implicit_tls=implicit, login=True) as server:
        door = Door("127.0.0.1", server.port, security, certificate[0])
        with SmtpPostman(SmtpAccount(door, USER, PASSWORD), HASTY) as man:
            assert isinstance(man.send(US, UNIT, LETTER), Sent)
    assert (len(server.mails), server.logins) == (1, 1)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_nobody_vouches_for_is_refused(
    certificate: tuple[Path, Path], security: Security
) -> None:
    implicit = security is Security.TLS
    with smtp_server(certificate, implicit_tls=implicit, login=True) as server:
        door = Door("127.0.0.1", server.port, security)
        with (
            SmtpPostman(SmtpAccount(door, USER, PASSWORD), HASTY) as man,
            pytest.raises(NeedsStaff, match="MAILBOT_CA_FILE"),
        ):
            man.check()
        assert server.logins == 0


@pytest.mark.parametrize(
    ("begins", "ends", "cause"),
    [
        (2090, 2095, "本机时间可能不准"),
        (2001, 2005, "服务器证书已过期，或本机时间不准"),
    ],
)
def test_a_clock_that_is_wrong_is_told_as_the_clock(
    tmp_path: Path, begins: int, ends: int, cause: str
) -> None:
    pem, key = tmp_path / "server.pem", tmp_path / "server.key"
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (begins, ends))
    write_dated_certificate(pem, key, first, last)
    with smtp_server((pem, key), implicit_tls=True) as server:
        door = Door("127.0.0.1", server.port, Security.TLS, pem)
        with (
            SmtpPostman(SmtpAccount(door), HASTY) as man,
            pytest.raises(NeedsStaff, match=r"本机时间是20.*本机时间") as caught,
        ):
            man.check()
    assert caught.value.cause == cause
    assert "MAILBOT_CA_FILE" not in str(caught.value)


def test_a_renewed_certificate_is_taken_without_a_restart(tmp_path: Path) -> None:
    """The office's authority writes a new one over the old."""
    pem, key = tmp_path / "server.pem", tmp_path / "server.key"
    for _ in range(2):
        write_certificate(pem, key)
        with smtp_server((pem, key), implicit_tls=True) as server:
            door = Door("127.0.0.1", server.port, Security.TLS, pem)
            with SmtpPostman(SmtpAccount(door), HASTY) as man:
                assert isinstance(man.send(US, UNIT, LETTER), Sent)


def test_a_wrong_password_is_tried_once_and_needs_staff(
    certificate: tuple[Path, Path],
) -> None:
    secret = "wrong-Secret-9"  # noqa: S105 - of no server
    with smtp_server(certificate, implicit_tls=True, login=True) as server:
        door = Door("127.0.0.1", server.port, Security.TLS, certificate[0])
        with (
            SmtpPostman(SmtpAccount(door, USER, secret), HASTY) as man,
            pytest.raises(NeedsStaff, match="MAILBOT_SMTP_PASSWORD") as caught,
        ):
            man.send(US, UNIT, LETTER)
        assert server.logins == 1
    assert secret not in str(caught.value)


def test_a_server_without_starttls_never_hears_the_password() -> None:
    with smtp_server() as server:
        door = Door("127.0.0.1", server.port, Security.STARTTLS)
        with (
            SmtpPostman(SmtpAccount(door, USER, PASSWORD), HASTY) as man,
            pytest.raises(NeedsStaff, match="STARTTLS"),
        ):
            man.check()


def test_a_relay_on_this_machine_that_offers_no_login_is_taken_as_it_is() -> None:
    with smtp_server() as server:
        door = Door("127.0.0.1", server.port, Security.PLAIN)
        with SmtpPostman(SmtpAccount(door, USER, PASSWORD), HASTY) as man:
            man.check()


@pytest.mark.parametrize(
    ("mechanism", "answers", "error"),
    [
        (b"LOGIN", (b"334 VXNlcm5hbWU6\r\n", b"235 ok\r\n"), None),
        (b"CRAM-MD5", (b"334 PDFAeD4=\r\n", b"235 ok\r\n"), None),
        (b"PLAIN LOGIN", (b"535 Error: authentication failed\r\n",), NeedsStaff),
        (b"PLAIN", (b"454 Temporary authentication failure\r\n",), TryLater),
        (b"PLAIN", (b"535 login frequency limited\r\n",), TryLater),
    ],
)
def test_the_login_takes_the_first_way_that_is_offered(
    mechanism: bytes, answers: tuple[bytes, ...], error: type[Exception] | None
) -> None:
    hello = (b"220 hi\r\n", b"250-hi\r\n250 AUTH " + mechanism + b"\r\n")
    with Talker(*hello, *answers, b"221 bye\r\n") as talker:
        door = Door("127.0.0.1", talker.port, Security.PLAIN)
        with SmtpPostman(SmtpAccount(door, USER, PASSWORD), SHORT) as man:
            if error is None:
                man.check()
            else:
                with pytest.raises(error):
                    man.check()
    first = mechanism.split()[0]
    assert any(line.startswith(b"AUTH " + first) for line in talker.heard)
    assert sum(line.startswith(b"AUTH") for line in talker.heard) == 1


def test_a_password_that_auth_cannot_carry_is_a_wrong_setting() -> None:
    door = Door("smtp.example.org", 465, setting="MAILBOT_SMTP")
    with pytest.raises(BadSettings, match="MAILBOT_SMTP_PASSWORD"):
        SmtpAccount(door, USER, "授权码")
    assert PASSWORD not in repr(SmtpAccount(door, USER, PASSWORD))


def test_smtplib_still_has_what_the_session_builds_upon() -> None:
    """The hook for the socket, and the name that STARTTLS is checked against."""
    assert hasattr(smtplib.SMTP, "_get_socket")
    assert hasattr(smtplib.SMTP("", 0), "_host")
