"""What makes a letter the letter it is, whatever was lost since it was written."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.letters.letters import Letter, Rendered

_BETWEEN = "\n"


def identity(letter: Letter, rendered: Rendered, at: datetime) -> str:
    """Return the text from which a letter's Message-ID is derived.

    A reminder is its stage, an answer the mail that called for it (`occasion`): written
    once more after a loss of the ledger, it is the same letter, and every receiver can
    see it (RFC 5322 3.6.4). Of any other the words and the moment make it what it is.
    """
    parts = [letter.kind.value, letter.template, letter.to, letter.unit]
    if letter.reminder is not None:
        key = letter.reminder
        stage = (key.period, key.due.isoformat(), key.stage, str(key.attempt))
        parts += ["stage", *stage]
    elif letter.occasion:
        parts += ["occasion", letter.occasion]
    else:
        parts += [at.isoformat(), rendered.subject, rendered.text]
    return _BETWEEN.join(parts)
