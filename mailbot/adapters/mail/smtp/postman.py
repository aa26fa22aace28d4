"""Hands a finished letter to each of its recipients, one transaction each."""

from __future__ import annotations

import logging

from mailbot.adapters.mail.smtp.sending import SmtpPostman
from mailbot.core.letters.sending import Delivery, RefusalKind, Refused, Sent, Unknown
from mailbot.errors import MailbotError

_NOBODY = Refused(RefusalKind.OTHER, 0, "没有收件人")
log = logging.getLogger(__name__)


class LetterCarrier:
    """Sends in the name of one address; see `mailbot.ports.Postman`."""

    def __init__(self, postman: SmtpPostman, envelope_from: str) -> None:
        self._postman = postman
        self._from = envelope_from

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Hand over one letter; with several recipients, one that gets it is enough.

        A second try would send it twice to those who have it.
        """
        outcomes: list[Delivery] = []
        for address in to:
            try:
                outcomes.append(self._postman.send(self._from, address, raw))
            except MailbotError as fault:
                if not any(isinstance(o, (Sent, Unknown)) for o in outcomes):
                    raise
                log.warning("a copy did not leave, the others did: %s", fault)
                break
        return min(outcomes, key=_rank, default=_NOBODY)

    def close(self) -> None:
        """Let go of the connection."""
        self._postman.close()


def _rank(delivery: Delivery) -> int:
    """Return 0 for what is sure to have arrived, 1 for what may have, 2 else."""
    match delivery:
        case Sent():
            return 0
        case Unknown():
            return 1
        case Refused():
            return 2
