"""Which optional parts of unpacking this system has: what `mailbot doctor` shows."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.unpack.libarchive_stream import library


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A part that mailbot works without: is it there, and what that means."""

    name: str
    present: bool
    says: str


def probe() -> tuple[OptionalPart, ...]:
    """Look for the system library that opens RAR and 7z."""
    found = library()
    if found is None:
        says = "未找到libarchive：RAR、7z压缩包不能解开，转人工处理"
        return (OptionalPart("libarchive", present=False, says=says),)
    number = int(found.archive_version_number())
    version = f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
    return (
        OptionalPart("libarchive", present=True, says=f"{version}，可解RAR、7z压缩包"),
    )
