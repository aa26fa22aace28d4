"""Short letters of people that bring nothing: 收到，谢谢, and questions."""

from __future__ import annotations

import re

from mailbot.core.mail.quoting import own_words, signature
from mailbot.core.mail.quoting_words import ANSWERS
from mailbot.core.nature.courtesy_words import (
    ACKNOWLEDGED,
    ASKS,
    BRINGS,
    POLITE,
    REPORTS,
)
from mailbot.core.record.mail import Message

_LOOKED_AT = 20_000  # characters of body, quoted text among them
_LONGEST_COURTESY = 120  # characters of own words
_LONGEST_QUESTION = 400
_LEFT_OVER = 4  # characters that may remain when all courtesies are taken out
_ANSWER_PREFIX = ANSWERS.compiled()
_ACK, _POLITE = ACKNOWLEDGED.compiled(), POLITE.compiled()
_ASKS, _BRINGS, _REPORTS = ASKS.compiled(), BRINGS.compiled(), REPORTS.compiled()
_FILLER = re.compile(r"[\s\W_\d]+")


def is_acknowledgement(message: Message) -> bool:
    """Tell whether a person only says that he has read us.

    The caller has made sure that there is no document. Everything he wrote must be
    made of such words: 收到，报表昨天已发 is more than an acknowledgement.
    """
    words = _written(message)
    if not words or len(words) > _LONGEST_COURTESY or _ASKS.search(words):
        return False
    if not _ACK.search(words) and not re.search(r"谢|thank", words, re.IGNORECASE):
        return False
    rest = _FILLER.sub("", _POLITE.sub("", _ACK.sub("", words)))
    return len(rest) <= _LEFT_OVER


def is_question(message: Message) -> bool:
    """Tell whether a person asks something and brings nothing (no document)."""
    words = _written(message)
    if not words or len(words) > _LONGEST_QUESTION or _BRINGS.search(words):
        return False
    reports = len(set(_REPORTS.findall(words))) > 1  # a report typed into the body
    return bool(_ASKS.search(words)) and not reports


def _written(message: Message) -> str:
    """Return what the writer says: his own words, or his own subject without them.

    An answer's subject is ours, so it says nothing of him.
    """
    text = message.text[:_LOOKED_AT]
    words, closing = own_words(text), signature(text)
    if closing and words.endswith(closing) and len(closing) < len(words):
        words = words[: -len(closing)].strip()
    if words:
        return words
    return "" if _ANSWER_PREFIX.match(message.subject) else message.subject
