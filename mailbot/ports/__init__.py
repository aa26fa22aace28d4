"""What the flows need of the world, in the flows' words."""

from mailbot.ports.console import Catalogue, Entries
from mailbot.ports.done import Addresses, Codes, Decisions, Outbox
from mailbot.ports.figures import Figures
from mailbot.ports.files import Archive, Batch, Examiner
from mailbot.ports.ledger import Ledger, Work
from mailbot.ports.mailbox import (
    Cursor,
    Inbox,
    Incoming,
    Marker,
    Postman,
    TooOld,
    Watcher,
)
from mailbot.ports.office import (
    Annex,
    Clock,
    Scribe,
    Supervisor,
    Workbooks,
    Workdays,
)
from mailbot.ports.received import Copies, Files, Mails, Reviews, Unread

__all__ = [
    "Addresses",
    "Annex",
    "Archive",
    "Batch",
    "Catalogue",
    "Clock",
    "Codes",
    "Copies",
    "Cursor",
    "Decisions",
    "Entries",
    "Examiner",
    "Figures",
    "Files",
    "Inbox",
    "Incoming",
    "Ledger",
    "Mails",
    "Marker",
    "Outbox",
    "Postman",
    "Reviews",
    "Scribe",
    "Supervisor",
    "TooOld",
    "Unread",
    "Watcher",
    "Work",
    "Workbooks",
    "Workdays",
]
