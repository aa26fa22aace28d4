"""What should happen with a file that waits: the gravest doubt decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mailbot.core.record.clues import Flag
from mailbot.core.record.matter import Action, Advice

# What each doubt calls for; a doubt that is not named here asks staff to file or not.
ACTIONS: Final[Mapping[str, Action]] = {
    **dict.fromkeys(
        (
            "blank_template", "empty_document", "one_word", "title_only",
            "covering_letter_only", "text_in_body", "no_attachment", "other_table", "pdf_without_seal",
            "seal_cannot_tell", "seal_special_purpose", "encrypted",
            "archive_encrypted", "corrupt", "bomb", "unsupported", "cloud_attachment",
            "columns_clipped",
        ),
        Action.RETURN,
    ),
    **dict.fromkeys(("matter_unproven", "other_title_beside", "other_business", "withdrawn"), Action.IGNORE),
    "extra_period": Action.EXTRA,
    **dict.fromkeys(
        (
            "draft", "question", "other_title", "poorer_version", "period_conflict",
            "year_conflict", "wrong_quarter", "period_month_only", "period_unclear",
            "unit_conflict", "other_unit_heading", "seal_of_other_unit", "stale",
            "same_as_other_unit", "period_over",
        ),
        Action.ASK,
    ),
}  # fmt: skip
_ORDER: Final = tuple(Action)


def advise(doubts: tuple[Flag, ...], words: Mapping[str, str]) -> Advice:
    """Return the action that the gravest of `doubts` calls for, and its reason."""
    if not doubts:
        return Advice()
    gravest = min(doubts, key=lambda d: _ORDER.index(_action(d)))
    return Advice(_action(gravest), words.get(str(gravest.flag), ""))


def _action(doubt: Flag) -> Action:
    return ACTIONS.get(str(doubt.flag), Action.FILE)
