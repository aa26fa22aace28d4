"""The environment and .env → Settings."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from mailbot.core.notice.policy import LettersMode
from mailbot.errors import BadSettings
from mailbot.fault_words import why
from mailbot.ports.mailbox import Security
from mailbot.settings import kinds
from mailbot.settings.behaviour import load_policy, put
from mailbot.settings.names import unknown_variables
from mailbot.settings.table import ENVIRONMENT, Variable
from mailbot.settings.values import Need, Secret, Server, Settings, WebPlace

_PORTS = {
    "IMAP": {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143},
    "SMTP": {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25},
}
_NEEDS = {"IMAP": Need.MAILBOX, "SMTP": Need.POSTMAN}


def load_settings(
    need: Need, environ: Mapping[str, str] | None = None, home: Path | None = None
) -> Settings:
    """Read the settings; BadSettings tells every fault of the needed parts at once.

    `environ` and `home` stand for the process's own in tests.
    """
    given = os.environ if environ is None else environ
    faults: list[str] = []
    folder = working_folder(given, home)
    settings = _Reader(folder, given, faults).settings(need)
    if faults:
        raise BadSettings(*faults)
    return settings


def no_folder(folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """Say why `folder`, which lacks config, is probably the wrong one."""
    given = os.environ if environ is None else environ
    if given.get("MAILBOT_HOME"):
        return (
            f"MAILBOT_HOME={folder} 不是工作文件夹（没有 config）："
            f"请核对路径，或用 mailbot init {folder} 新建"
        )
    return (
        f"当前文件夹 {folder} 不是工作文件夹（没有 config），也没有设置 MAILBOT_HOME："
        "请写明工作文件夹，如 export MAILBOT_HOME=/srv/mailbot，"
        "或用 mailbot init 文件夹 新建"
    )


def working_folder(
    environ: Mapping[str, str] | None = None, home: Path | None = None
) -> Path:
    """Return the folder that holds config, templates and state."""
    given = os.environ if environ is None else environ
    return (home or Path(given.get("MAILBOT_HOME") or ".")).resolve()


def where_the_ledger_lies(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables that say so, and no other: for the demo's own folder."""
    given = os.environ if environ is None else environ
    return {n: text for n, text in given.items() if n.startswith("MAILBOT_DATABASE_")}


def supervision(environ: Mapping[str, str] | None = None) -> tuple[str, float]:
    """Return where who started this process listens, and how many seconds it waits.

    As sd_notify(3) and sd_watchdog_enabled(3) have it; "" and 0 where nobody does.
    """
    given = os.environ if environ is None else environ
    waits = given.get("WATCHDOG_USEC", "")
    mine = given.get("WATCHDOG_PID", "") in {"", str(os.getpid())}
    seconds = int(waits) / 1_000_000 if mine and waits.isdecimal() else 0.0
    return given.get("NOTIFY_SOCKET", ""), seconds


class _Reader:
    def __init__(
        self, home: Path, environ: Mapping[str, str], faults: list[str]
    ) -> None:
        self._home = home
        self._faults = faults
        file = self._from_file(home / ".env")
        faults.extend(unknown_variables(file, environ))
        self._texts = file | {name: text for name, text in environ.items() if text}

    def _from_file(self, file: Path) -> dict[str, str]:
        """Read .env, with or without the mark that Windows' Notepad begins it with."""
        if not file.exists():
            return {}
        try:
            found = dotenv_values(file, interpolate=False, encoding="utf-8-sig")
        except UnicodeDecodeError:
            self._faults.append(".env：读不出，不是UTF-8编码，请另存为UTF-8")
            return {}
        except OSError as fault:
            self._faults.append(f".env：读不出（{why(fault)}），请检查权限")
            return {}
        return {name: text for name, text in found.items() if text}

    def settings(self, need: Need) -> Settings:
        policy = load_policy(self._home / "config" / "mailbot.toml", self._faults)
        letters = self._texts.get("MAILBOT_LETTERS") or policy.letters
        if letters == LettersMode.STAFF and need & (Need.MAILBOX | Need.POSTMAN):
            need |= Need.STAFF  # on trial all letters go there
        value = {row.name: self._value(row, need) for row in ENVIRONMENT}
        for row in ENVIRONMENT:
            if row.field and value[row.name]:
                policy = put(policy, row.field, value[row.name])
        imap, smtp = (
            self._server("IMAP", value, need),
            self._server("SMTP", value, need),
        )
        user, password = smtp.user or imap.user, smtp.password or imap.password
        database = Secret(f"sqlite:///{self._home / 'state' / 'mailbot.sqlite'}")
        return Settings(
            home=self._home,
            imap=imap,
            smtp=replace(smtp, user=user, password=password),
            address=value["MAILBOT_ADDRESS"],
            staff=value["MAILBOT_STAFF"],
            ca_file=value["MAILBOT_CA_FILE"],
            database_url=value["MAILBOT_DATABASE_URL"] or database,
            timezone=value["MAILBOT_TIMEZONE"],
            policy=policy,
            web=self._web(value, need),
            fault=value["MAILBOT_FAULT"],
        )

    def _web(self, value: Mapping[str, Any], need: Need) -> WebPlace:
        """Read where the console is served; without TLS it is for this machine only."""
        parts = ("HOST", "PORT", "CERT", "KEY", "URL", "PROXIES", "PROBE")
        host, port, cert, key, url, proxies, probe = (
            value[f"MAILBOT_WEB_{part}"] for part in parts
        )
        if Need.WEB in need:
            if bool(cert) != bool(key):
                self._faults.append(
                    "MAILBOT_WEB_CERT 和 MAILBOT_WEB_KEY 须同时填写，请补上另一项"
                )
            if not (cert or _is_loopback(host)):
                self._faults.append(
                    f"MAILBOT_WEB_HOST={host} 须有证书（MAILBOT_WEB_CERT），"
                    "明文访问只可用于本机；或改为 127.0.0.1，由反向代理加密"
                )
            if url and not url.lower().startswith(("https://", "http://")):
                self._faults.append(f"MAILBOT_WEB_URL={url} 无效，请以 https:// 开头")
        return WebPlace(host, port, cert, key, url.rstrip("/"), proxies, probe)

    def _value(self, row: Variable, need: Need) -> Any:
        told = self._faults if not row.part or row.part & need else []
        if not (text := self._text(row, told) or row.default):
            if row.required & need:
                told.append(f"请设置 {row.name}：{row.words}")
            return row.kind.empty
        try:
            return row.kind.read(text)
        except ValueError:
            told.append(f"{row.name}={text} 无效，{row.kind.remedy}")
        return row.kind.read(row.default) if row.default else row.kind.empty

    def _text(self, row: Variable, told: list[str]) -> str:
        """Return what NAME says; of a secret, what the file of NAME_FILE holds."""
        file = row.kind is kinds.SECRET and self._texts.get(f"{row.name}_FILE")
        if not file:
            return self._texts.get(row.name, "")
        try:
            return Path(file).read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError:
            told.append(f"{row.name}_FILE：读不出 {file}，请另存为UTF-8")
        except OSError as fault:
            words = f"读不出 {file}（{why(fault)}），请检查路径和权限"
            told.append(f"{row.name}_FILE：{words}")
        return ""

    def _server(self, kind: str, value: Mapping[str, Any], need: Need) -> Server:
        parts = ("HOST", "PORT", "SECURITY", "USER", "PASSWORD")
        host, port, security, user, password = (
            value[f"MAILBOT_{kind}_{part}"] for part in parts
        )
        plain = host and security is Security.PLAIN
        if plain and _NEEDS[kind] in need and not _is_loopback(host):
            name = f"MAILBOT_{kind}_SECURITY"
            self._faults.append(f"{name}=plain 只可用于本机，请改为 tls 或 starttls")
        port = port or _PORTS[kind][security]
        return Server(host, port, security, user, password)


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
