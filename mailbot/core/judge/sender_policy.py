"""DOMAIN §3 on senders: the unit a file names, weighed against who sent it."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.judge.sender import Sender
from mailbot.core.judge.signs import FileSigns, MailSigns, Named
from mailbot.core.judge.standing import Who
from mailbot.core.names.sorts import Sort
from mailbot.core.record.clues import Flag
from mailbot.core.record.flags import FlagKind

PLACES_NEEDED = 2  # an unknown sender's unit, named without conflict in two places


def against_sender(who: Who, file: FileSigns, mail: MailSigns, sender: Sender) -> Who:
    """Weigh the unit named against who sent the mail, by DOMAIN's sender policy."""
    unit = who.units[0]
    if sender.known and not sender.knows(unit):
        return who.doubting(FlagKind.SENDER_OF_OTHER_UNIT)
    if mail.replied is not None and mail.replied.unit not in {"", unit}:
        who = who.doubting(FlagKind.UNIT_CONFLICT)
    if mail.behalf.units and unit not in mail.behalf.units:
        who = who.doubting(FlagKind.UNIT_CONFLICT)
    if display_contradicts(unit, mail.display, known=sender.knows(unit)):
        who = who.doubting(FlagKind.DISPLAY_NAME_CONFLICT)
    if sender.knows(unit):
        return replace(who, reasons=(*who.reasons, *sender.reasons(unit)))
    if sender.failed and not sender.forged:
        who = replace(who, notes=(*who.notes, Flag(FlagKind.AUTHENTICATION_FAILED)))
    return _unknown(who, file, mail)


def display_contradicts(unit: str, display: Named, *, known: bool) -> bool:
    """Tell whether the display name stands for somebody else than `unit`.

    An office outside the notice may mail for a unit (政法委 for the court); another
    unit, level, place or town under an unknown address may not.
    """
    if unit in display.units:
        return False
    sorts = {m.sort for m in display.mentions}
    elsewhere = {Sort.OTHER_LEVEL, Sort.OTHER_PLACE, Sort.TOWN}
    if display.units or sorts & elsewhere:
        return True
    return not known and bool(sorts & {Sort.SUB_UNIT, Sort.COMPANY})


def _unknown(who: Who, file: FileSigns, mail: MailSigns) -> Who:
    """File for an unknown sender only what two places name."""
    if _elsewhere(file, mail):
        who = who.doubting(FlagKind.UNIT_CONFLICT)
    places = places_naming(who.units[0], file, mail)
    if len(places) >= PLACES_NEEDED:
        return replace(who, notes=(*who.notes, Flag(FlagKind.UNKNOWN_SENDER)))
    who = who.doubting(FlagKind.UNKNOWN_SENDER)
    only_seal = places == ("document",) and bool(file.seal.units)
    return who.doubting(FlagKind.UNIT_FROM_SEAL) if only_seal else who


def _elsewhere(file: FileSigns, mail: MailSigns) -> bool:
    """Tell whether another file of the mail is a town's, or another level's."""
    sorts = {Sort.TOWN, Sort.OTHER_LEVEL, Sort.OTHER_PLACE}
    others = (f for f in mail.files if f is not file)
    return any(m.sort in sorts for f in others for p in f.places for m in p.outsiders)


def places_naming(unit: str, file: FileSigns, mail: MailSigns) -> tuple[str, ...]:
    """Return the places (subject, file name, display name, document) naming `unit`.

    Where the mail's files name no other unit, what one of them says holds for all.
    A weak alias counts only beside a place that says the unit clearly.
    """
    others = {u for f in mail.files for u in f.units} - {unit}
    files = (file,) if others else mail.files
    spoken = {
        "subject": (mail.subject,),
        "file_name": tuple(f.name for f in files),
        "display_name": (mail.display,),
        "document": tuple(n for f in files for n in (f.seal, f.heading)),
    }
    clear = [p for p, named in spoken.items() if any(unit in n.units for n in named)]
    if not clear:
        return ()
    weak = [
        p
        for p, named in spoken.items()
        if p not in clear and any(_weakly(unit, n) for n in named)
    ]
    return (*clear, *weak)


def _weakly(unit: str, named: Named) -> bool:
    """Tell whether a weak alias of `unit` stands in this place."""
    return any(m.sort is Sort.WEAK and m.unit == unit for m in named.mentions)
