"""Errors named by what the caller should do; adapters translate at the border."""


class MailbotError(Exception):
    """Any fault that mailbot expects and has words for.

    `cause` names it in a few words for the head of an alert; "" where none is sure.
    """

    cause: str = ""


class TryLater(MailbotError):  # noqa: N818 - named by what to do, not by what it is
    """The next round may succeed: a server is away, a lock is taken, a disk is full."""


class LedgerBusy(TryLater):
    """Another program holds the database for a moment: no server is to blame."""


class NeedsStaff(MailbotError):  # noqa: N818
    """No retry helps; a person has to change something first."""

    def __init__(self, words: str = "", cause: str = "") -> None:
        super().__init__(words)
        self.cause = cause


class LedgerChanged(NeedsStaff):
    """The ledger is gone, another one, or older than it was: all work must end."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "台账不是原来的")


class FolderMissing(NeedsStaff):
    """A folder of the settings is not in the mailbox; all others were read."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "有文件夹找不到")


class BadSettings(MailbotError):  # noqa: N818
    """The configuration is wrong; mailbot must not start.

    `faults` holds one sentence a fault: where it stands and what to write instead.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))
