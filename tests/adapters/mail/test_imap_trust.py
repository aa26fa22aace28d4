"""Whom the inbox trusts with a password, and what it says when it is refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mailbot.adapters.mail.deadline import TimeLimit
from mailbot.adapters.mail.imap.connection import Connection
from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import ImapAccount
from mailbot.adapters.mail.secure import Door, connect
from mailbot.demo.imap_server import free_port
from mailbot.errors import BadSettings, MailbotError, NeedsStaff, TryLater
from mailbot.ports.mailbox import Security
from tests.support.certificate import write_certificate
from tests.support.dovecot import PASSWORD, Mailbox
from tests.support.imap_inbox import HASTY, SHORT, dovecot_account, scripted_inbox
from tests.support.scripted_imap import Exchange, scripted_imap, usual

SECRET = "my-Very-secret-1"  # noqa: S105 - of no server at all


def test_a_certificate_nobody_vouches_for_is_refused_with_what_to_do(
    mailbox: Mailbox,
) -> None:
    account = ImapAccount(Door(mailbox.host, mailbox.port), mailbox.user, PASSWORD)
    with (
        pytest.raises(NeedsStaff, match=r"证书.*MAILBOT_CA_FILE"),
        ImapInbox(account, patience=HASTY),
    ):
        pass


def test_a_certificate_that_changed_is_refused(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    write_certificate(tmp_path / "old.pem", tmp_path / "old.key")
    door = Door(mailbox.host, mailbox.port, ca_file=tmp_path / "old.pem")
    with (
        pytest.raises(NeedsStaff, match="证书"),
        ImapInbox(ImapAccount(door, mailbox.user, PASSWORD), patience=HASTY),
    ):
        pass


def test_starttls_checks_the_certificate_before_the_password_is_sent(
    mailbox: Mailbox,
) -> None:
    door = Door(mailbox.host, mailbox.plain_port, Security.STARTTLS)
    with (
        pytest.raises(NeedsStaff, match="证书"),
        ImapInbox(ImapAccount(door, mailbox.user, PASSWORD), patience=HASTY),
    ):
        pass


def test_a_server_without_starttls_never_hears_the_password() -> None:
    with scripted_imap() as server:
        door = Door("127.0.0.1", server.port, Security.STARTTLS)
        inbox = ImapInbox(ImapAccount(door, "office", SECRET), patience=HASTY)
        with pytest.raises(NeedsStaff, match="STARTTLS"), inbox:
            pass
    assert "LOGIN" not in server.words()


def test_tls_to_a_plain_port_names_the_settings_to_check() -> None:
    with scripted_imap() as server:
        account = ImapAccount(Door("127.0.0.1", server.port), "office", SECRET)
        with (
            pytest.raises(NeedsStaff, match="MAILBOT_IMAP_SECURITY"),
            ImapInbox(account, patience=HASTY),
        ):
            pass


@pytest.mark.parametrize("host", ["imap.example.org", "192.0.2.7"])
def test_a_plain_door_is_refused_away_from_this_machine(host: str) -> None:
    with pytest.raises(BadSettings, match="MAILBOT_IMAP_SECURITY"):
        Door(host, 143, Security.PLAIN)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_a_plain_door_is_open_on_this_machine(host: str) -> None:
    assert Door(host, 143, Security.PLAIN).host == host


@pytest.mark.parametrize("content", [None, "no certificate at all"])
def test_an_authority_file_that_cannot_be_used_is_a_wrong_setting(
    tmp_path: Path, content: str | None
) -> None:
    authority = tmp_path / "ca.pem"
    if content is not None:
        authority.write_text(content)
    with pytest.raises(BadSettings, match="MAILBOT_CA_FILE"):
        Door("imap.example.org", 993, ca_file=authority).context()


@pytest.mark.parametrize("password", ["", "密码", "two\nlines", "a\r\nA1 DELETE x"])
def test_a_password_that_login_cannot_carry_is_a_wrong_setting(password: str) -> None:
    with pytest.raises(BadSettings, match="MAILBOT_IMAP_PASSWORD") as caught:
        ImapAccount(Door("imap.example.org", 993), "office", password)
    assert not password or password not in str(caught.value)


def test_a_wrong_password_needs_staff_and_is_never_repeated(
    mailbox: Mailbox,
) -> None:
    account = dovecot_account(mailbox)
    wrong = ImapAccount(account.door, account.user, SECRET)
    with pytest.raises(NeedsStaff, match="MAILBOT_IMAP_PASSWORD") as caught:
        Connection(wrong, HASTY)
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(wrong)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("NO [AUTHENTICATIONFAILED] Authentication failed.", NeedsStaff),
        ("NO LOGIN Login error or password error", NeedsStaff),
        ("NO Login fail. password is incorrect, or system is busy", NeedsStaff),
        ("BAD command not allowed", NeedsStaff),
        ("NO [UNAVAILABLE] backend away", TryLater),
        ("NO System busy!", TryLater),
        ("NO [LIMIT] too many connections", TryLater),
        ("NO Unsafe Login. Please contact kefu@example.org for help", NeedsStaff),
    ],
)
def test_a_refused_login_is_told_from_a_busy_server(
    answer: str, error: type[MailbotError]
) -> None:
    with scripted_imap(answers={"LOGIN": lambda said: said.done(answer)}) as server:
        with pytest.raises(error), scripted_inbox(server):
            pass
        assert [w.split()[0] for w in server.heard].count("LOGIN") == 1


def test_a_server_that_repeats_the_password_does_not_make_us_repeat_it() -> None:
    def echo(exchange: Exchange) -> None:
        exchange.done(f"NO refused: {exchange.arguments}")

    with (
        scripted_imap(answers={"LOGIN": echo}) as server,
        pytest.raises(NeedsStaff) as caught,
        scripted_inbox(server),
    ):
        pass
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("words", ["", "* BYE going down\r\n"])
def test_a_connection_cut_during_login_is_no_wrong_password(words: str) -> None:
    def cut(exchange: Exchange) -> None:
        exchange.connection.sendall(words.encode())
        exchange.hang_up()

    with (
        scripted_imap(answers={"LOGIN": cut}) as server,
        pytest.raises(TryLater),
        scripted_inbox(server),
    ):
        pass


def test_a_server_that_is_down_is_tried_later() -> None:
    door = Door("127.0.0.1", free_port(), Security.PLAIN)
    inbox = ImapInbox(ImapAccount(door, "office", SECRET), patience=HASTY)
    with pytest.raises(TryLater, match="连接被拒绝"), inbox:
        pass


def test_a_name_that_no_server_bears_is_tried_later() -> None:
    account = ImapAccount(Door("imap.nowhere.invalid", 993), "office", SECRET)
    with pytest.raises(TryLater), ImapInbox(account, patience=HASTY):
        pass


@pytest.mark.parametrize("greeting", [b"* BYE overloaded\r\n", b"SSH-2.0-x\r\n", b""])
def test_a_strange_greeting_is_tried_later(greeting: bytes) -> None:
    with (
        scripted_imap(greeting=greeting) as server,
        pytest.raises(TryLater),
        scripted_inbox(server, patience=SHORT),
    ):
        pass


def test_a_dead_peer_is_asked_for_within_minutes() -> None:
    with scripted_imap() as server:
        door = Door("127.0.0.1", server.port, Security.PLAIN)
        with connect(door, 5.0, TimeLimit()) as connected:
            asked = connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            idle = connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
    assert asked
    assert idle <= 120


def test_a_server_that_knows_us_already_is_not_told_the_password() -> None:
    with (
        scripted_imap(greeting=b"* PREAUTH welcome\r\n") as server,
        scripted_inbox(server) as inbox,
    ):
        assert [folder.name for folder in inbox.folders()] == ["INBOX"]
    assert "LOGIN" not in server.words()


def test_who_is_let_in_before_tls_begins_is_refused() -> None:
    """A stranger in the middle could let us in and read along."""
    with scripted_imap(
        greeting=b"* PREAUTH welcome\r\n", capabilities="IMAP4rev1 STARTTLS"
    ) as server:
        door = Door("127.0.0.1", server.port, Security.STARTTLS)
        inbox = ImapInbox(ImapAccount(door, "office", SECRET), patience=HASTY)
        with pytest.raises(NeedsStaff, match="STARTTLS"), inbox:
            pass
    assert server.words() <= {"CAPABILITY", "LOGOUT"}


def _unsafe_until_identified(exchange: Exchange) -> None:
    if any(line.startswith("ID (") for line in exchange.server.heard):
        usual(exchange)
    else:
        exchange.done("NO EXAMINE Unsafe Login. Please contact kefu@example.org")


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 ID", "IMAP4rev1"])
def test_a_host_that_calls_us_unsafe_is_told_who_we_are(capabilities: str) -> None:
    with scripted_imap(
        capabilities=capabilities,
        answers={"EXAMINE": _unsafe_until_identified},
        mails={1: b"a: b\r\n\r\n"},
    ) as server:
        with scripted_inbox(server) as inbox:
            assert inbox.folders()[0].uidnext == 2
        words = [line.split()[0] for line in server.heard]
    assert words.index("LOGIN") < words.index("ID")


def test_a_host_that_still_calls_us_unsafe_needs_staff() -> None:
    def unsafe(exchange: Exchange) -> None:
        exchange.done("NO EXAMINE Unsafe Login. Please contact kefu@example.org")

    with (
        scripted_imap(answers={"EXAMINE": unsafe}) as server,
        scripted_inbox(server) as inbox,
        pytest.raises(NeedsStaff, match="客服"),
    ):
        inbox.folders()


def test_a_goodbye_that_calls_us_unsafe_needs_staff_too() -> None:
    def unsafe(exchange: Exchange) -> None:
        exchange.send("* BYE Unsafe Login")
        exchange.hang_up()

    with (
        scripted_imap(answers={"EXAMINE": unsafe}) as server,
        scripted_inbox(server) as inbox,
        pytest.raises(NeedsStaff, match="Unsafe Login"),
    ):
        inbox.folders()


def test_an_inbox_that_cannot_be_opened_is_tried_later() -> None:
    with (
        scripted_imap(answers={"EXAMINE": lambda said: said.done("NO locked")}) as s,
        scripted_inbox(s) as inbox,
        pytest.raises(TryLater, match="INBOX"),
    ):
        inbox.folders()


def test_a_refused_id_does_no_harm() -> None:
    with (
        scripted_imap(
            capabilities="IMAP4rev1 ID",
            answers={"ID": lambda said: said.done("BAD no")},
        ) as server,
        scripted_inbox(server) as inbox,
    ):
        assert len(inbox.folders()) == 1


def test_no_literal_passes_through_imaplibs_debug_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """IMAPClient sets imaplib's `debug` to 5, which costs 4.5 times the speed."""
    caplog.set_level("DEBUG")
    with (
        scripted_imap(mails={1: b"a: inmost\r\n\r\n"}) as server,
        scripted_inbox(server) as inbox,
    ):
        assert inbox._connection is not None
        assert inbox._connection._client._imap.debug == 0
        folder = inbox.folders()[0]
        list(inbox.fetch(folder, inbox.list_all(folder), tmp_path))
    assert PASSWORD not in caplog.text
    assert "inmost" not in caplog.text
    assert "EXAMINE" not in caplog.text


def test_nothing_that_changes_a_mailbox_is_ever_said(tmp_path: Path) -> None:
    with scripted_imap(
        mails={1: b"a: b\r\n\r\n"}, capabilities="IMAP4rev1 ID"
    ) as server:
        with scripted_inbox(server) as inbox:
            folder = inbox.folders()[0]
            list(inbox.fetch(folder, inbox.list_all(folder), tmp_path))
        fetches = [line for line in server.heard if "BODY" in line]
    assert server.words() <= {
        *("CAPABILITY", "LOGIN", "ID", "LIST", "EXAMINE"),
        *("SEARCH", "FETCH", "LOGOUT"),
    }
    assert all("BODY.PEEK[]" in line for line in fetches)


def test_capabilities_that_are_no_words_are_tried_later() -> None:
    def garbage(exchange: Exchange) -> None:
        exchange.send(b"* CAPABILITY \xff\xfe")
        exchange.done()

    with (
        scripted_imap(answers={"CAPABILITY": garbage}) as server,
        pytest.raises(TryLater),
        scripted_inbox(server),
    ):
        pass
