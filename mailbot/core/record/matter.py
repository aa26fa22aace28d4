"""What a mail or file is about, and what should happen with it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MatterState(StrEnum):
    """How surely a mail or file is about a notice.

    PROVEN: evidence of this notice stands in it. UNPROVEN: from somebody we know,
    and nothing in it tells its matter. OTHER_BUSINESS: from somebody we know, under
    a title of its own. UNRELATED: from a stranger, and nothing makes it ours.
    """

    PROVEN = "proven"
    UNPROVEN = "unproven"
    OTHER_BUSINESS = "other_business"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Matter:
    """The notice a mail or file is about ("" if none), how surely, and why."""

    state: MatterState = MatterState.UNRELATED
    notice: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Tell whether evidence of the notice was found."""
        return self.state is MatterState.PROVEN


class Action(StrEnum):
    """What should happen with a thing that waits; order = the doubt that goes first.

    RETURN asks the unit for something better, IGNORE leaves other business alone,
    EXTRA keeps a period that nobody asked for, ASK puts a question that only the
    unit or staff can answer, FILE counts it.
    """

    RETURN = "return"
    IGNORE = "ignore"
    EXTRA = "extra"
    ASK = "ask"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Advice:
    """The action proposed to staff, with its reason in the words they read."""

    action: Action = Action.FILE
    reason: str = ""


NO_MATTER = Matter()
NO_DOUBT = Advice()
