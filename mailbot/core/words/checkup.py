"""What `mailbot doctor` finds: one thing looked at, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# Sentences tell what is, and then begin anew with what to do: 请检查网络.
_REMEDY = re.compile(r"[，。；]\s*(?=请|正式发信请|恢复请)")
_ADVICE_INSIDE = re.compile(r"（([^（）]*?)，(请[^（）]*)）(?!.*[，。；]\s*请)")


class CheckState(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, state, what was found, and the remedy if any."""

    check: str
    state: CheckState
    says: str
    remedy: str = ""


def fine(check: str, says: str) -> Check:
    """Return a finding that asks nothing of anybody."""
    return Check(check, CheckState.OK, says)


def warning(check: str, words: str) -> Check:
    """Return a finding to be minded; `words` may end in what to do (，请…)."""
    return Check(check, CheckState.WARN, *_parted(words))


def error(check: str, words: str) -> Check:
    """Return a finding that keeps mailbot from its work."""
    return Check(check, CheckState.ERROR, *_parted(words))


def _parted(words: str) -> tuple[str, str]:
    """Part a sentence into what is and what to do."""
    if words.startswith("请"):
        what, _, why = words.partition("：")
        return (f"缺少{why}" if why else "设置不全"), what
    if inside := _ADVICE_INSIDE.search(
        words
    ):  # （找不到该服务器，请检查网络），稍后重试
        what = f"{words[: inside.start()]}（{inside[1]}）{words[inside.end() :]}"
        return what.rstrip("。"), inside[2]
    found = _REMEDY.search(words)
    return (words[: found.start()], words[found.end() :]) if found else (words, "")
