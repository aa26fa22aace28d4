"""The environment and .env → Settings."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Flag, auto
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from mailbot.core.notice.policy import LettersMode, Policy
from mailbot.errors import BadSettings
from mailbot.fault_words import why
from mailbot.ports.mailbox import Security
from mailbot.settings.behaviour import load_policy

_HIGHEST_PORT = 65535
_ADDRESS = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


class Need(Flag):
    """Which parts of the settings a command cannot do without."""

    NOTHING = 0
    MAILBOX = auto()
    POSTMAN = auto()
    STAFF = auto()


class Secret(str):
    """A text that never shows itself in a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Hide the text."""
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class Server:
    """One server and our account there; host "" = not configured."""

    host: str
    port: int
    security: Security
    user: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a working folder and its environment say."""

    home: Path
    imap: Server
    smtp: Server
    address: str
    staff: tuple[str, ...]
    ca_file: str
    database_url: Secret
    timezone: ZoneInfo
    policy: Policy
    fault: str = ""  # where a test wants this process to die, see faultpoints

    @property
    def config(self) -> Path:
        """The folder of notice.toml, roster.csv and mailbot.toml."""
        return self.home / "config"

    @property
    def state(self) -> Path:
        """The folder of database, archive and lock: the one to back up."""
        return self.home / "state"

    @property
    def templates(self) -> Path:
        """The folder of templates that staff may have changed."""
        return self.home / "templates"


_PORTS = {
    "IMAP": {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143},
    "SMTP": {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25},
}


def load_settings(
    need: Need, environ: Mapping[str, str] | None = None, home: Path | None = None
) -> Settings:
    """Read the settings; BadSettings tells every fault of the needed parts at once.

    `environ` and `home` stand for the process's own in tests.
    """
    given = os.environ if environ is None else environ
    reader = _Reader(working_folder(given, home), given)
    settings = reader.settings(need)
    if reader.faults:
        raise BadSettings(*reader.faults)
    return settings


def working_folder(
    environ: Mapping[str, str] | None = None, home: Path | None = None
) -> Path:
    """Return the folder that holds config, templates and state."""
    given = os.environ if environ is None else environ
    return (home or Path(given.get("MAILBOT_HOME") or ".")).resolve()


class _Reader:
    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        self._home = home
        file = home / ".env"
        self.faults: list[str] = []
        given = {name: value for name, value in environ.items() if value}
        self._values = self._from_file(file) | given

    def _from_file(self, file: Path) -> dict[str, str]:
        """Read .env, with or without the mark that Windows' Notepad begins it with."""
        if not file.exists():
            return {}
        try:
            found = dotenv_values(file, interpolate=False, encoding="utf-8-sig")
        except UnicodeDecodeError:
            self.faults.append(".env：读不出，不是UTF-8编码，请另存为UTF-8")
            return {}
        except OSError as fault:
            self.faults.append(f".env：读不出（{why(fault)}），请检查权限")
            return {}
        return {name: value for name, value in found.items() if value}

    def settings(self, need: Need) -> Settings:
        config = self._home / "config" / "mailbot.toml"
        policy = load_policy(config, self._get("MAILBOT_LETTERS"), self.faults)
        if folders := _list(self._get("MAILBOT_IMAP_FOLDERS")):
            intake = replace(policy.intake, folders=folders)
            policy = replace(policy, intake=intake)
        imap = self._server("IMAP", needed=Need.MAILBOX in need, like=None)
        smtp = self._server("SMTP", needed=Need.POSTMAN in need, like=imap)
        writes = bool(need & (Need.MAILBOX | Need.POSTMAN))
        trial = policy.letters is LettersMode.STAFF and writes
        return Settings(
            home=self._home,
            imap=imap,
            smtp=smtp,
            address=self._address(),
            staff=self._staff(needed=trial or Need.STAFF in need),
            ca_file=self._ca_file(),
            database_url=self._database_url(),
            timezone=self._timezone(),
            policy=policy,
            fault=self._get("MAILBOT_FAULT"),
        )

    def _get(self, name: str, default: str = "") -> str:
        return self._values.get(name) or default

    def _secret(self, name: str) -> Secret:
        """Return NAME, or what the file named by NAME_FILE holds."""
        file = self._get(f"{name}_FILE")
        if not file:
            return Secret(self._get(name))
        try:
            return Secret(Path(file).read_text(encoding="utf-8-sig").strip())
        except UnicodeDecodeError:
            self.faults.append(f"{name}_FILE：读不出 {file}，请另存为UTF-8")
        except OSError as fault:
            words = f"读不出 {file}（{why(fault)}），请检查路径和权限"
            self.faults.append(f"{name}_FILE：{words}")
        return Secret("")

    def _server(self, kind: str, *, needed: bool, like: Server | None) -> Server:
        before = len(self.faults)
        security = self._security(kind)
        server = Server(
            host=self._get(f"MAILBOT_{kind}_HOST"),
            port=self._port(kind, security),
            security=security,
            user=self._get(f"MAILBOT_{kind}_USER", like.user if like else ""),
            password=self._secret(f"MAILBOT_{kind}_PASSWORD"),
        )
        self._check(kind, server, like)
        if not needed:
            del self.faults[before:]
        if like and not server.password:
            return Server(*_parts(server), password=like.password)
        return server

    def _check(self, kind: str, server: Server, like: Server | None) -> None:
        name = "收信（IMAP）" if kind == "IMAP" else "发信（SMTP）"
        if not server.host:
            self.faults.append(f"请设置 MAILBOT_{kind}_HOST：{name}服务器的名字")
        elif server.security is Security.PLAIN and not _is_loopback(server.host):
            self.faults.append(
                f"MAILBOT_{kind}_SECURITY=plain 只可用于本机，请改为 tls 或 starttls"
            )
        if like is None and not server.user:
            self.faults.append(f"请设置 MAILBOT_{kind}_USER：邮箱登录名")
        if like is None and not server.password:
            self.faults.append(
                f"请设置 MAILBOT_{kind}_PASSWORD：邮箱密码（QQ、163等须用授权码）"
            )

    def _security(self, kind: str) -> Security:
        name = f"MAILBOT_{kind}_SECURITY"
        try:
            return Security(self._get(name, "tls").lower())
        except ValueError:
            self.faults.append(f"{name}={self._get(name)} 无效，可写：tls、starttls")
            return Security.TLS

    def _port(self, kind: str, security: Security) -> int:
        text = self._get(f"MAILBOT_{kind}_PORT", str(_PORTS[kind][security]))
        if text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT:
            return int(text)
        self.faults.append(f"MAILBOT_{kind}_PORT={text} 无效，请填写端口号，如993")
        return 0

    def _address(self) -> str:
        address = self._get("MAILBOT_ADDRESS").strip().lower()
        if address and not _ADDRESS.fullmatch(address):
            self.faults.append(f"MAILBOT_ADDRESS：{address} 不是邮箱地址，请改正")
        return address

    def _staff(self, *, needed: bool) -> tuple[str, ...]:
        staff = _list(self._get("MAILBOT_STAFF").lower())
        wrong = [a for a in staff if not _ADDRESS.fullmatch(a)]
        self.faults.extend(f"MAILBOT_STAFF：{a} 不是邮箱地址，请改正" for a in wrong)
        if needed and not staff:
            self.faults.append("请设置 MAILBOT_STAFF：工作人员的邮箱，多个用逗号分隔")
        return staff

    def _ca_file(self) -> str:
        name = self._get("MAILBOT_CA_FILE")
        if name and not Path(name).is_file():
            self.faults.append(f"MAILBOT_CA_FILE：找不到证书文件 {name}，请检查路径")
        return name

    def _database_url(self) -> Secret:
        url = self._secret("MAILBOT_DATABASE_URL")
        return url or Secret(f"sqlite:///{self._home / 'state' / 'mailbot.sqlite'}")

    def _timezone(self) -> ZoneInfo:
        name = self._get("MAILBOT_TIMEZONE", "Asia/Shanghai")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.faults.append(
                f"MAILBOT_TIMEZONE={name} 无效，请写成 Asia/Shanghai 的样子"
            )
            return ZoneInfo("Asia/Shanghai")


def _list(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split("[,;，；]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _parts(server: Server) -> tuple[str, int, Security, str]:
    return (server.host, server.port, server.security, server.user)


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
