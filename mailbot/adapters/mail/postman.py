"""Hands a finished letter to each of its recipients, one transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.adapters.mail import smtp_answers as smtp
from mailbot.core.sending import Delivery, RefusalKind, Refused, Sent, Unknown

if TYPE_CHECKING:
    from mailbot.adapters.mail.smtp import SmtpPostman

_KINDS = {
    smtp.Kind.LATER: RefusalKind.LATER,
    smtp.Kind.TOMORROW: RefusalKind.TOMORROW,
    smtp.Kind.DEAD_ADDRESS: RefusalKind.DEAD_ADDRESS,
    smtp.Kind.SPAM: RefusalKind.SPAM,
    smtp.Kind.TOO_LARGE: RefusalKind.TOO_LARGE,
    smtp.Kind.AUTH: RefusalKind.AUTH,
    smtp.Kind.STOP: RefusalKind.OTHER,
}


class LetterCarrier:
    """Sends in the name of one address; see `mailbot.ports.Postman`."""

    def __init__(self, postman: SmtpPostman, envelope_from: str) -> None:
        self._postman = postman
        self._from = envelope_from

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Hand over one letter; with several recipients, one that gets it is enough.

        A second try would send it twice to those who have it.
        """
        outcomes = [_delivery(self._postman.send(self._from, a, raw)) for a in to]
        taken = (o for o in outcomes if isinstance(o, (Sent, Unknown)))
        nobody = Refused(RefusalKind.OTHER, 0, "没有收件人")
        return next(taken, outcomes[0] if outcomes else nobody)

    def close(self) -> None:
        """Let go of the connection."""
        self._postman.close()


def _delivery(outcome: smtp.Outcome) -> Delivery:
    match outcome:
        case smtp.Sent(text=text):
            return Sent(text)
        case smtp.Refused(code=code, text=text, kind=kind):
            return Refused(_KINDS[kind], code, text)
        case smtp.Unknown(text=text):
            return Unknown(text)
