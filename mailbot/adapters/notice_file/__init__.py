"""Notices as TOML files: read whole, every fault told at once with its line."""

from mailbot.adapters.notice_file.editing import at_home_in, next_years, with_state
from mailbot.adapters.notice_file.loading import is_draft, load_duties, load_notice

__all__ = [
    "at_home_in",
    "is_draft",
    "load_duties",
    "load_notice",
    "next_years",
    "with_state",
]
