"""config/mailbot.toml and the environment → frozen values, all faults at once."""

from mailbot.ports.mailbox import Security
from mailbot.settings.environment import (
    Need,
    Secret,
    Server,
    Settings,
    load_settings,
    working_folder,
)

__all__ = [
    "Need",
    "Secret",
    "Security",
    "Server",
    "Settings",
    "load_settings",
    "working_folder",
]
