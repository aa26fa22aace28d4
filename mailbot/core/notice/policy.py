"""How the bot behaves where the notice is silent; every default is DOMAIN §3's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum


class LettersMode(StrEnum):
    """Whether letters leave the house."""

    HOLD = "hold"
    STAFF = "staff"  # trial: all letters go to staff, the true recipient on top
    LIVE = "live"


class DayOff(StrEnum):
    """What becomes of a deadline that falls on a day off."""

    EXTEND = "extend"  # 24:00 of the last day off before the next working day
    NOMINAL = "nominal"
    PREVIOUS = "previous"
    NEXT_WORKDAY = "next_workday"
    SECOND_WORKDAY = "second_workday"  # after the day off


class StampedCheck(StrEnum):
    """What makes a PDF the stamped copy."""

    ANY_PDF = "any_pdf"
    SEAL = "seal"


class TellUnit(StrEnum):
    """Who hears that no seal was seen."""

    AUTO = "auto"  # the unit too, once staff have confirmed enough verdicts
    STAFF = "staff"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DeadlinePolicy:
    """When a report is late."""

    day_off: DayOff = DayOff.EXTEND
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptPolicy:
    """When a receipt is written."""

    quiet: timedelta = timedelta(minutes=5)
    answer_within: timedelta = timedelta(hours=48)
    answers_a_day: int = 6  # to one address


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """The ladder: working days before and after the deadline, and the hours."""

    before: tuple[int, ...] = (10, 3)
    on_last_workday: bool = True
    after: tuple[int, ...] = (2, 5, 8)
    hours: tuple[int, int] = (9, 17)  # opens, closes
    copy_leader: bool = False
    review_grace_workdays: int = 2


@dataclass(frozen=True, slots=True)
class IntakePolicy:
    """How the mailbox is read."""

    poll_seconds: int = 300
    max_message_bytes: int = 100 << 20
    folders: tuple[str, ...] = ()
    authserv_id: str = ""
    unrelated_keep: timedelta = timedelta(days=30)

    @property
    def poll(self) -> timedelta:
        """How long after the last round the next begins."""
        return timedelta(seconds=self.poll_seconds)


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything config/mailbot.toml may say."""

    letters: LettersMode = LettersMode.STAFF
    stamped_check: StampedCheck = StampedCheck.SEAL
    tell_unit: TellUnit = TellUnit.AUTO
    deadline: DeadlinePolicy = field(default_factory=DeadlinePolicy)
    receipts: ReceiptPolicy = field(default_factory=ReceiptPolicy)
    reminders: ReminderPolicy = field(default_factory=ReminderPolicy)
    intake: IntakePolicy = field(default_factory=IntakePolicy)
    summary_at: time = time(8, 30)
    seconds_between: float = 10.0
    unconfined: bool = False  # parse even where no child can be kept from secrets
