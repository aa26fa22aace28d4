"""config/mailbot.toml and the environment → frozen values, all faults at once."""

from mailbot.ports.mailbox import Security
from mailbot.settings.environment import (
    load_settings,
    no_folder,
    supervision,
    where_the_ledger_lies,
    working_folder,
)
from mailbot.settings.values import Need, Secret, Server, Settings

__all__ = [
    "Need",
    "Secret",
    "Security",
    "Server",
    "Settings",
    "load_settings",
    "no_folder",
    "supervision",
    "where_the_ledger_lies",
    "working_folder",
]
