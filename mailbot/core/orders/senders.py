"""Who may order by mail: staff, by hand, to the mailbox."""

from __future__ import annotations

from collections.abc import Container

from mailbot.core.record.mail import ExaminedMail, Nature
from mailbot.core.record.records import Origin, WaitingMail

_ROBOTS = frozenset(
    {
        Nature.BOUNCE,
        Nature.AUTO_REPLY,
        Nature.READ_RECEIPT,
        Nature.RECALL,
        Nature.LIST,
        Nature.OWN,
    }
)


def may_order(mail: WaitingMail, examined: ExaminedMail, staff: Container[str]) -> bool:
    """Tell whether orders in a mail would be staff's: from them, to us, by hand.

    `staff` are addresses in lower case. Nothing is ordered by a mail that was imported
    from a file or lay in junk. That it may be forged is asked besides
    (`core/judge/sender.authentication_failed`): such a mail is answered, not obeyed.
    """
    return (
        examined.message.sender.address.lower() in staff
        and mail.saved.origin is Origin.MAILBOX
        and not mail.saved.place.junk
        and examined.nature.nature not in _ROBOTS
    )
