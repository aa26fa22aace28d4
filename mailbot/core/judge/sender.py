"""Who sent a mail, as far as its address and the past tell: DOMAIN's sender policy."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from mailbot.core.judge.case import Case
from mailbot.core.judge.signs import MailSigns
from mailbot.core.record.clues import Clue
from mailbot.core.record.mail import ExaminedMail, Message

# RFC 8601 section 2.7: results of the checks our own host made.
_FAILED = re.compile(r"\b(?:spf|dkim|dmarc)\s*=\s*(?:hard)?fail\b", re.IGNORECASE)
# RFC 8601 section 2.7: which identity a check passed for.
_PASSED = re.compile(
    r"\b(?:dkim\s*=\s*pass\b[^;]*?\bheader\.(?:d|i)|spf\s*=\s*pass\b[^;]*?\bsmtp\.mailfrom)"
    r"\s*=\s*\"?(?:[^\s;@\"]*@)?([\w.-]+)",
    re.IGNORECASE,
)
_DMARC = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sender:
    """The units for which this mail's sender is known, and how.

    `answers` tells that our own letter is answered from the address it was sent to;
    `own` that the mail comes from the polled mailbox itself; `forged` that a known
    address failed our own host's authentication, so it proves nothing; `failed` that
    an address did, known or not.
    """

    address: str
    units: tuple[str, ...] = ()
    answers: bool = False
    own: bool = False
    forged: bool = False
    failed: bool = False

    @property
    def known(self) -> bool:
        """Tell whether the address stands for any unit."""
        return bool(self.units)

    def knows(self, unit: str) -> bool:
        """Tell whether the sender is known for `unit`."""
        return unit in self.units

    def reasons(self, unit: str) -> tuple[Clue, ...]:
        """Return the clue that the address gives for `unit`."""
        clue = "reply" if self.answers else "address"
        return (Clue(clue, unit, self.address, 1.0 if self.answers else 0.7),)


def read_sender(mail: ExaminedMail, signs: MailSigns, case: Case) -> Sender:
    """Return for whom the sender is known.

    The roster wins over learned addresses; an answer from the address we wrote to
    stands for that letter's unit; our own mailbox stands for its host only where
    the host is named as the sender in subject, file name or document.
    """
    address = mail.message.sender.address.lower()
    if address and address == case.mailbox.lower():
        named = host_is_named(signs, case)
        forged = case.letter.authentication_failed
        hosts = (case.host,) if named and case.host and not forged else ()
        return Sender(address, hosts, own=True, forged=forged)
    listed = tuple(unit.name for unit in case.roster.by_address(address))
    units = listed or tuple(case.history.learned(address))
    letter = signs.replied
    answers = letter is not None and letter.to.lower() == address and bool(letter.unit)
    if letter is not None and answers and letter.unit not in units:
        units = (*units, letter.unit)
    if case.letter.authentication_failed:
        return Sender(address, forged=bool(units), failed=True)
    return Sender(address, units, answers=answers)


def host_is_named(signs: MailSigns, case: Case) -> bool:
    """Tell whether subject, a file name or a document names the host as sender."""
    places = [signs.subject, *(p for file in signs.files for p in file.places)]
    return any(case.host in place.units for place in places)


def authentication_failed(message: Message, authserv_id: str) -> bool:
    """Tell whether our own host says the sender is forged; unset = not judged.

    Only the topmost field of our host counts: the sender can write any below it.
    """
    return bool(_FAILED.search(_of_our_host(message, authserv_id)))


def _of_our_host(message: Message, authserv_id: str) -> str:
    """Return what our host says of a mail, "" if nothing or if its name is unset."""
    results = message.all_headers("authentication-results")
    ours = (r for r in results if r.split(";")[0].split()[:1] == [authserv_id])
    return next(ours, "") if authserv_id else ""


def is_vouched_for(message: Message, authserv_id: str) -> bool:
    """Tell whether our own host says that the From address is true.

    It says so with dmarc=pass, or with a dkim or spf that passed for the address's own
    domain (RFC 7489 section 3.1, relaxed). Unset, our host's name vouches for nobody;
    only the topmost field of our host counts: the sender can write any below it.
    """
    said = _of_our_host(message, authserv_id)
    if _FAILED.search(said):
        return False
    domain = message.sender.address.rpartition("@")[2].lower()
    passed = {name.lower() for name in _PASSED.findall(said)}
    aligned = any(domain == p or domain.endswith(f".{p}") for p in passed if "." in p)
    return bool(_DMARC.search(said)) or aligned


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose an address may be already: the bot's and staff's own, and units' names."""

    ours: tuple[str, ...]
    units: tuple[str, ...] = ()


def teaches(address: str, units: Collection[str], owned: Owned) -> bool:
    """Tell whether a confirmed report teaches that an address is its unit's.

    Never staff's or our own, and never another unit's: who forwards a colleague's
    report, or sends one for somebody, does not become that unit (DOMAIN §3).
    """
    if len(units) != 1 or address in {"", *owned.ours}:
        return False
    return set(owned.units) <= set(units)
