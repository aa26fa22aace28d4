"""What should happen with a file that waits: the gravest doubt decides."""

from __future__ import annotations

from typing import Final

from mailbot.core.record.clues import Flag
from mailbot.core.record.flags import FLAGS
from mailbot.core.record.matter import Action, Advice

_ORDER: Final = tuple(Action)


def advise(doubts: tuple[Flag, ...]) -> Advice:
    """Return the action that the gravest of `doubts` calls for, and its reason."""
    if not doubts:
        return Advice()
    gravest = min(doubts, key=lambda d: _ORDER.index(FLAGS[d.flag].action))
    return Advice(FLAGS[gravest.flag].action, FLAGS[gravest.flag].word)
