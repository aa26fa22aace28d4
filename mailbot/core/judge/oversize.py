"""Mails over the size limit: only their header came, the rest stays on the server."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.record.clues import Flag, Outcome, Verdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import MailState, WaitingMail


def header_only(mail: WaitingMail, verdict: Verdict) -> Verdict:
    """Return the verdict on a mail of which there may be but the header.

    Staff see whatever a unit may have sent in it; what is no submission by its
    header alone stays what it is.
    """
    if mail.saved.state is not MailState.TOO_LARGE:
        return verdict
    if verdict.nature is not Nature.SUBMISSION:
        return verdict
    flags = tuple(f for f in verdict.flags if f.flag != FlagKind.NO_ATTACHMENT)
    return replace(
        verdict, outcome=Outcome.REVIEW, flags=(*flags, Flag(FlagKind.LEFT_ON_SERVER))
    )
