"""Whose report a file is: the clues of file and mail, weighed with their reasons."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mailbot.core.judge.sender import Sender
from mailbot.core.judge.sender_policy import against_sender
from mailbot.core.judge.signs import JOINED, FileSigns, MailSigns, Named
from mailbot.core.judge.standing import Membership, Who, reasons_for
from mailbot.core.names.sides import leading_words
from mailbot.core.names.sorts import Mention, Sort
from mailbot.core.record.clues import Clue, Flag
from mailbot.core.record.flags import FlagKind
from mailbot.core.words.wording import plain

_SHORTEST_NAME = 3  # characters in which one may be mistyped


def whose(file: FileSigns, mail: MailSigns, sender: Sender) -> Who:
    """Return whose report `file` is."""
    places = (*file.places, mail.subject)
    others = tuple(m for place in places for m in place.outsiders)
    slips = tuple(m for m in others if _is_slip(m, mail, sender))
    outsiders = tuple(m for m in others if m not in slips)
    units = _narrowed(file, mail, sender)
    if slips and not outsiders and not units:
        return _by_slip(slips, file, mail, sender)
    reasons = reasons_for(units, (*places, mail.display))
    if outsiders and not units:
        return _not_a_unit(outsiders, sender)
    if not units:
        return _unnamed(file, mail, sender)
    if len(units) == 1:
        units = _joined(units[0], file, mail)
    who = Who(Membership.UNIT, units, reasons=reasons)
    if len(units) > 1:
        return who.doubting(FlagKind.JOINT_REPORT)
    who = _against_file(who, file, mail, outsiders)
    return against_sender(who, file, mail, sender)


def _joined(unit: str, file: FileSigns, mail: MailSigns) -> tuple[str, ...]:
    """Return the units of a joint report: named side by side, and this file for both.

    A subject that names several speaks for each file by itself where the files'
    own names part them.
    """
    for place in (file.heading, file.name):
        if unit in (units := _side_by_side(place, mail)):
            return units
    alone = {u for f in mail.files for u in f.units} <= {unit}
    units = _side_by_side(mail.subject, mail)
    return units if alone and unit in units else (unit,)


def _side_by_side(place: Named, mail: MailSigns) -> tuple[str, ...]:
    """Return the units that a place names joined to one another (甲与乙, 甲、乙)."""
    units: list[str] = []
    for line in plain(place.text).split("\n"):
        clear = [m for m in mail.names.mentions(line) if m.sort is Sort.UNIT and m.unit]
        if not set(place.units).issuperset(m.unit for m in clear):
            continue  # a list of partners, which the place does not speak for
        for one, other in pairwise(clear):
            if JOINED.fullmatch(line[one.end : other.start]):
                units += [u for u in (one.unit, other.unit) if u not in units]
    return tuple(units)


def _is_slip(mention: Mention, mail: MailSigns, sender: Sender) -> bool:
    """Tell whether a name is but one character off the sender's own unit's."""
    if len(sender.units) != 1:
        return False
    names = mail.names.names_of(sender.units[0])
    return any(_one_off(plain(mention.text), plain(name)) for name in names)


def _one_off(written: str, name: str) -> bool:
    """Tell whether two names of three characters or more differ in just one."""
    if len(written) != len(name) or len(name) < _SHORTEST_NAME:
        return False
    return sum(a != b for a, b in zip(written, name, strict=True)) == 1


def _by_slip(
    slips: tuple[Mention, ...], file: FileSigns, mail: MailSigns, sender: Sender
) -> Who:
    """Take a mistyped name for the sender's own unit."""
    unit = sender.units[0]
    reasons = tuple(Clue("name", unit, m.text, 0.7) for m in slips)
    who = Who(Membership.UNIT, (unit,), reasons=reasons)
    return against_sender(who, file, mail, sender)


def _narrowed(file: FileSigns, mail: MailSigns, sender: Sender) -> tuple[str, ...]:
    """Return the unit the file itself names, else those of the subject.

    Where a known unit's own file bears another unit's seal, the words say whose it
    is: the seal is the doubt.
    """
    mine, sealed = sender.units, set(file.seal.units)
    if len(mine) == 1 and sealed and sealed.isdisjoint(mine):
        named = (file.heading.units, file.name.units, mail.subject.units)
        if {units for units in named if units} == {mine}:
            return mine
    for place in file.places:
        if place.units:
            return place.units
    return mail.subject.units


def _not_a_unit(outsiders: tuple[Mention, ...], sender: Sender) -> Who:
    """Say who is named instead of a unit: a body inside one, a town, another office."""
    reasons = tuple(Clue("name", m.sort.value, m.text, 0.8) for m in outsiders)
    sorts = {m.sort for m in outsiders}
    parents = tuple(
        dict.fromkeys(m.unit for m in outsiders if m.sort is Sort.SUB_UNIT and m.unit)
    )
    if len(parents) == 1:
        who = Who(Membership.UNIT, parents, reasons=reasons).doubting(FlagKind.SUB_UNIT)
        strange = sender.known and not sender.knows(parents[0])
        return who.doubting(FlagKind.SENDER_OF_OTHER_UNIT) if strange else who
    if Sort.TOWN in sorts:
        return _town(reasons, sender)
    flags = [Flag(FlagKind.SUB_UNIT)] if Sort.SUB_UNIT in sorts else []
    flags.append(Flag(FlagKind.NOT_A_RESPONSIBLE_UNIT))
    levels = [s for s in (Sort.OTHER_LEVEL, Sort.OTHER_PLACE) if s in sorts]
    flags.extend(Flag(FlagKind(sort.value)) for sort in levels)
    return Who(
        Membership.OUTSIDER,
        doubts=tuple(flags),
        reasons=reasons,
        no_period=Sort.OTHER_LEVEL in sorts,
    )


def _town(reasons: tuple[Clue, ...], sender: Sender) -> Who:
    """Keep a town's mail uncounted; from a unit's own address staff must look."""
    flags = (Flag(FlagKind.NOT_A_RESPONSIBLE_UNIT), Flag(FlagKind.TOWN))
    if sender.known:
        return Who(Membership.OUTSIDER, doubts=flags, reasons=reasons)
    return Who(Membership.TOWN, notes=flags, reasons=reasons)


def _against_file(
    who: Who, file: FileSigns, mail: MailSigns, outsiders: tuple[Mention, ...]
) -> Who:
    """Doubt a unit when another place of the file or the subject says otherwise."""
    unit = who.units[0]
    if any(m.sort is Sort.SUB_UNIT for m in outsiders):
        who = who.doubting(FlagKind.SUB_UNIT)
    if any(m.sort is not Sort.SUB_UNIT for m in outsiders):
        who = who.doubting(FlagKind.UNIT_CONFLICT)
    if _heading_differs(file, mail):
        who = who.doubting(FlagKind.OTHER_UNIT_HEADING)
    sealed = set(file.seal.units)
    if sealed and (len(file.units) > 1 or unit not in sealed):
        who = who.doubting(FlagKind.SEAL_OF_OTHER_UNIT)
    elif len(file.units) > 1 or _subject_says_other(unit, mail):
        who = who.doubting(FlagKind.UNIT_CONFLICT)
    return who


def _heading_differs(file: FileSigns, mail: MailSigns) -> bool:
    """Tell whether the form's heading names another unit than name, seal or subject."""
    others = (file.seal.units, file.name.units, mail.subject.units)
    heading = set(file.heading.units)
    return bool(heading) and any(units and not heading & set(units) for units in others)


def _subject_says_other(unit: str, mail: MailSigns) -> bool:
    """Tell whether the subject names units, and not this one."""
    units = mail.subject.units
    return bool(units) and unit not in units


def _unnamed(file: FileSigns, mail: MailSigns, sender: Sender) -> Who:
    """Find the unit of a file that neither it nor the subject names clearly."""
    weak = _weak_units(file, mail)
    beside = tuple(dict.fromkeys(u for f in mail.files for u in f.units))
    if len(beside) == 1 and not weak - set(beside):
        return _by_other_file(beside[0], file, mail, sender)
    if beside:
        return Who(Membership.UNIT, beside).doubting(FlagKind.UNIT_CONFLICT)
    if len(weak) == 1 and weak <= set(mail.display.units):
        who = Who(Membership.UNIT, tuple(weak))
        reasons = reasons_for(who.units, (*file.places, mail.subject, mail.display))
        return against_sender(replace(who, reasons=reasons), file, mail, sender)
    unit = _by_letter_or_address(mail, sender)
    if unit:
        return _by_sender(unit, weak, file, mail, sender)
    return _proposed(weak, mail, sender)


def _by_letter_or_address(mail: MailSigns, sender: Sender) -> str:
    """Return the unit whose letter is answered, else the address's only unit."""
    if mail.replied is not None and mail.replied.unit:
        return mail.replied.unit
    return sender.units[0] if len(sender.units) == 1 else ""


def _weak_units(file: FileSigns, mail: MailSigns) -> set[str]:
    """Return the units that file and subject name weakly."""
    return {u for n in (*file.places, mail.subject) for u in n.weakly}


def _by_other_file(unit: str, file: FileSigns, mail: MailSigns, sender: Sender) -> Who:
    """Take the unit from the mail's other files."""
    reasons = tuple(
        replace(clue, clue="other_file")
        for f in mail.files
        for clue in reasons_for((unit,), f.places)
    )
    who = Who(Membership.UNIT, (unit,), reasons=reasons)
    return against_sender(who, file, mail, sender)


def _by_sender(
    unit: str, weak: set[str], file: FileSigns, mail: MailSigns, sender: Sender
) -> Who:
    """Take the unit from letter or address, unless weaker words point elsewhere."""
    who = Who(Membership.UNIT, (unit,))
    if weak - {unit}:
        return who.doubting(FlagKind.UNIT_CONFLICT)
    for named in (mail.behalf, mail.forwarded, mail.signature):
        if named.units and unit not in named.units:
            other = Who(
                Membership.UNIT, named.units, reasons=reasons_for(named.units, (named,))
            )
            return other.doubting(FlagKind.SENDER_OF_OTHER_UNIT)
    return against_sender(who, file, mail, sender)


def _proposed(weak: set[str], mail: MailSigns, sender: Sender) -> Who:
    """Propose to staff what the weakest clues say."""
    who = Who(Membership.NOBODY).doubting(FlagKind.UNKNOWN_SENDER)
    for named in (mail.behalf, mail.display, mail.forwarded, mail.signature):
        if len(named.units) == 1:
            who = _weakly_proposed(who, named)
            return who.doubting(FlagKind.FORWARDED) if named is mail.forwarded else who
    if mail.display.outsiders:
        return _not_a_unit(mail.display.outsiders, sender)
    if len(mail.body.units) == 1:
        return _weakly_proposed(who, mail.body)
    if len(weak) == 1:
        return replace(who, standing=Membership.UNIT, units=tuple(weak))
    many = len(weak) > 1 or len(sender.units) > 1 or _fragment_fits_many(mail)
    return who.doubting(FlagKind.AMBIGUOUS_UNIT if many else FlagKind.UNIT_NOT_NAMED)


def _weakly_proposed(who: Who, named: Named) -> Who:
    """Return the proposal that one weak place makes."""
    reasons = reasons_for(named.units, (named,))
    return replace(who, standing=Membership.UNIT, units=named.units, reasons=reasons)


def _fragment_fits_many(mail: MailSigns) -> bool:
    """Tell whether the subject's first words begin several units' names (住房…)."""
    head = leading_words(plain(mail.subject.text))
    return len(mail.names.units_like(head)) > 1
