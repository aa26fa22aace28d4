"""config/mailbot.toml → Policy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from mailbot.core.notice.policy import (
    DayOff,
    DeadlinePolicy,
    IntakePolicy,
    LettersMode,
    Policy,
    ReceiptPolicy,
    ReminderPolicy,
    TellUnit,
)
from mailbot.fault_words import why

_Word = TypeVar("_Word", bound="StrEnum")

_HOURS = 24
_LARGEST = 1_000_000
_MIB = 1 << 20
_KEYS = {
    "intake": {
        "poll_seconds",
        "max_message_mib",
        "folders",
        "authserv_id",
        "unrelated_keep_days",
    },
    "documents": {"stamped_pdf_check", "seal_tell_unit"},
    "deadline": {"day_off", "grace_days"},
    "receipts": {"receipt_quiet_minutes", "answer_within_hours", "answers_a_day"},
    "reminders": {
        "before",
        "on_last_workday",
        "after",
        "hours",
        "copy_leader",
        "review_grace_workdays",
    },
    "summary": {"at"},
    "sending": {"letters", "seconds_between"},
}


def load_policy(path: Path, letters: str, faults: list[str]) -> Policy:
    """Read how the bot shall behave; what is wrong is added to `faults`.

    `letters` is what the environment says of it ("" = nothing); it wins.
    """
    reader = PolicyReader(path.name, _toml(path, faults), faults)
    reader.refuse_unknown_keys()
    return reader.policy(letters)


def _toml(path: Path, faults: list[str]) -> Mapping[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path.name} {_where(fault)}写法有误：请对照自带的样例改正")
    except UnicodeDecodeError:
        faults.append(f"{path.name} 不是UTF-8编码，请另存为UTF-8")
    except OSError as fault:
        faults.append(f"{path.name} 读不出（{why(fault)}），请检查权限")
    return {}


def _where(fault: tomllib.TOMLDecodeError) -> str:
    """Return where a file is wrong; tomllib tells it in an English sentence only."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}列" if found else "末尾"


class PolicyReader:
    """Takes typed values out of the parsed file and gathers what is wrong."""

    def __init__(
        self, file: str, data: Mapping[str, object], faults: list[str]
    ) -> None:
        self._file = file
        self._data = data
        self._faults = faults

    def refuse_unknown_keys(self) -> None:
        """Tell misspelt keys: a setting that silently does nothing misleads."""
        for section, values in self._data.items():
            if section not in _KEYS:
                known = "、".join(_KEYS)
                self._faults.append(f"{self._file}：不认识 [{section}]，可写：{known}")
            elif not isinstance(values, dict):
                self._faults.append(f"{self._file}：{section} 应写成 [{section}] 一节")
            else:
                for key in sorted(set(values) - _KEYS[section]):
                    known = "、".join(sorted(_KEYS[section]))
                    self._fault(section, key, f"不认识此项，可写：{known}")

    def policy(self, letters: str) -> Policy:
        """Build the whole policy."""
        default = Policy()
        return Policy(
            letters=self._letters(letters, default.letters),
            stamped_check=self._word(
                "documents", "stamped_pdf_check", default.stamped_check
            ),
            tell_unit=self._word("documents", "seal_tell_unit", TellUnit.AUTO),
            deadline=DeadlinePolicy(
                self._word("deadline", "day_off", DayOff.EXTEND),
                self._whole("deadline", "grace_days", 0),
            ),
            receipts=self._receipts(),
            reminders=self._reminders(default.reminders),
            intake=self._intake(default.intake),
            summary_at=self._time("summary", "at", default.summary_at),
            seconds_between=self._number("sending", "seconds_between", 10.0),
        )

    def _receipts(self) -> ReceiptPolicy:
        quiet = self._number("receipts", "receipt_quiet_minutes", 5)
        within = self._number("receipts", "answer_within_hours", 48)
        a_day = self._whole("receipts", "answers_a_day", 6)
        return ReceiptPolicy(timedelta(minutes=quiet), timedelta(hours=within), a_day)

    def _letters(self, word: str, default: LettersMode) -> LettersMode:
        if not word:
            return self._word("sending", "letters", default)
        try:
            return LettersMode(word)
        except ValueError:
            allowed = "、".join(LettersMode)
            self._faults.append(f"MAILBOT_LETTERS={word} 无效，可写：{allowed}")
            return default

    def _reminders(self, default: ReminderPolicy) -> ReminderPolicy:
        hours = self._whole_numbers("reminders", "hours", (9, 17))
        if len(hours) != len(("from", "to")) or not 0 <= hours[0] < hours[1] <= _HOURS:
            self._fault("reminders", "hours", "请写成 [9, 17] 的样子")
            hours = (default.opens, default.closes)
        return ReminderPolicy(
            before=self._whole_numbers("reminders", "before", default.before),
            on_last_workday=self._switch("reminders", "on_last_workday", default=True),
            after=self._whole_numbers("reminders", "after", default.after),
            opens=hours[0],
            closes=hours[1],
            copy_leader=self._switch("reminders", "copy_leader", default=False),
            review_grace_workdays=self._whole("reminders", "review_grace_workdays", 2),
        )

    def _intake(self, default: IntakePolicy) -> IntakePolicy:
        keep = self._whole("intake", "unrelated_keep_days", 30)
        limit = self._number("intake", "max_message_mib", 100, least=1)
        return IntakePolicy(
            poll_seconds=self._whole(
                "intake", "poll_seconds", default.poll_seconds, least=10
            ),
            max_message_bytes=int(limit * _MIB),
            folders=self._texts("intake", "folders"),
            authserv_id=self._text("intake", "authserv_id"),
            unrelated_keep=timedelta(days=keep),
        )

    def _get(self, section: str, key: str, default: object) -> object:
        values = self._data.get(section, {})
        return values.get(key, default) if isinstance(values, dict) else default

    def _word(self, section: str, key: str, default: _Word) -> _Word:
        value = self._get(section, key, default)
        kind = type(default)
        if value in list(kind):
            return kind(str(value))
        self._fault(section, key, f"可写：{'、'.join(kind)}")
        return default

    def _whole(self, section: str, key: str, default: int, *, least: int = 0) -> int:
        value = self._get(section, key, default)
        if type(value) is int and least <= value <= _LARGEST:
            return value
        self._fault(section, key, f"请填写{least}到{_LARGEST}之间的整数")
        return default

    def _number(
        self, section: str, key: str, default: float, *, least: int = 0
    ) -> float:
        value = self._get(section, key, default)
        if type(value) in {int, float} and least <= value <= _LARGEST:  # type: ignore[operator]
            return float(value)  # type: ignore[arg-type]
        self._fault(section, key, f"请填写{least}到{_LARGEST}之间的数")
        return default

    def _whole_numbers(
        self, section: str, key: str, default: tuple[int, ...]
    ) -> tuple[int, ...]:
        value = self._get(section, key, default)
        if isinstance(value, (list, tuple)) and all(
            type(v) is int and 0 <= v <= _LARGEST for v in value
        ):
            return tuple(value)
        self._fault(section, key, "请写成 [10, 3] 的样子")
        return default

    def _switch(self, section: str, key: str, *, default: bool) -> bool:
        value = self._get(section, key, default)
        if isinstance(value, bool):
            return value
        self._fault(section, key, "请填写 true 或 false")
        return default

    def _text(self, section: str, key: str) -> str:
        value = self._get(section, key, "")
        if isinstance(value, str):
            return value
        self._fault(section, key, "请填写一段带引号的文字")
        return ""

    def _texts(self, section: str, key: str) -> tuple[str, ...]:
        value = self._get(section, key, ())
        if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self._fault(section, key, '请写成 ["INBOX"] 的样子')
        return ()

    def _time(self, section: str, key: str, default: time) -> time:
        value = self._get(section, key, default)
        try:
            return value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            self._fault(section, key, '请写成 "08:30" 的样子')
            return default

    def _fault(self, section: str, key: str, remedy: str) -> None:
        self._faults.append(f"{self._file}：[{section}] {key} 有误。{remedy}")
