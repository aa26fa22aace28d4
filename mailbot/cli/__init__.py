"""The commands an operator types; no logic, only words in and words out."""

from mailbot.cli.main import main

__all__ = ["main"]
