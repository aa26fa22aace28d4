"""Notices as TOML files: read whole, every fault told at once with its line."""

from mailbot.adapters.notice_file.loading import load_duties, load_notice

__all__ = ["load_duties", "load_notice"]
