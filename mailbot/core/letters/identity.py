"""What makes a letter the letter it is, whatever was lost since it was written."""

from __future__ import annotations

from mailbot.core.letters.letters import Letter

_BETWEEN = "\n"


def identity(letter: Letter) -> str:
    """Return the text from which a letter's Message-ID is derived, "" for none.

    A reminder is its stage, an answer the mail that called for it (`occasion`): written
    once more after a loss of the ledger, it is the same letter, and every receiver can
    see it (RFC 5322 3.6.4). Any other, as an alert, is a letter of its own each time.
    """
    called_for = [letter.kind.value, letter.template, letter.to, letter.unit]
    if letter.reminder is not None:
        key = letter.reminder
        stage = (key.period, key.due.isoformat(), key.stage, str(key.attempt))
        return _BETWEEN.join([*called_for, "stage", *stage])
    if letter.occasion:
        return _BETWEEN.join([*called_for, "occasion", letter.occasion])
    return ""
