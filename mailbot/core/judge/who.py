"""Whose report a file is: the clues of file and mail, weighed with their reasons."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.judge.sender import Sender
from mailbot.core.judge.sender_policy import against_sender
from mailbot.core.judge.signs import FileSigns, MailSigns, Named
from mailbot.core.judge.standing import Standing, Who, reasons_for
from mailbot.core.names.sides import leading_words
from mailbot.core.names.sorts import Mention, Sort
from mailbot.core.record.clues import Clue, Flag
from mailbot.core.words.wording import plain


def whose(file: FileSigns, mail: MailSigns, sender: Sender) -> Who:
    """Return whose report `file` is."""
    places = (*file.places, mail.subject)
    outsiders = tuple(m for place in places for m in place.outsiders)
    units = _narrowed(file, mail)
    reasons = reasons_for(units, (*places, mail.display))
    if outsiders and not units:
        return _not_a_unit(outsiders, sender)
    if not units:
        return _unnamed(file, mail, sender)
    who = Who(Standing.UNIT, units, reasons=reasons)
    if len(units) > 1:
        return who.doubting("joint_report")
    who = _against_file(who, file, mail, outsiders)
    return against_sender(who, file, mail, sender)


def _narrowed(file: FileSigns, mail: MailSigns) -> tuple[str, ...]:
    """Return the unit the file itself names, else those of the subject."""
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
        who = Who(Standing.UNIT, parents, reasons=reasons).doubting("sub_unit")
        strange = sender.known and not sender.knows(parents[0])
        return who.doubting("sender_of_other_unit") if strange else who
    if Sort.TOWN in sorts:
        return _town(reasons, sender)
    flags = [Flag("sub_unit")] if Sort.SUB_UNIT in sorts else []
    flags.append(Flag("not_a_responsible_unit"))
    levels = [s for s in (Sort.OTHER_LEVEL, Sort.OTHER_PLACE) if s in sorts]
    flags.extend(Flag(sort.value) for sort in levels)
    return Who(
        Standing.OUTSIDER,
        doubts=tuple(flags),
        reasons=reasons,
        no_period=Sort.OTHER_LEVEL in sorts,
    )


def _town(reasons: tuple[Clue, ...], sender: Sender) -> Who:
    """Keep a town's mail uncounted; from a unit's own address staff must look."""
    flags = (Flag("not_a_responsible_unit"), Flag("town"))
    if sender.known:
        return Who(Standing.OUTSIDER, doubts=flags, reasons=reasons)
    return Who(Standing.TOWN, notes=flags, reasons=reasons)


def _against_file(
    who: Who, file: FileSigns, mail: MailSigns, outsiders: tuple[Mention, ...]
) -> Who:
    """Doubt a unit when another place of the file or the subject says otherwise."""
    unit = who.units[0]
    if any(m.sort is Sort.SUB_UNIT for m in outsiders):
        who = who.doubting("sub_unit")
    if any(m.sort is not Sort.SUB_UNIT for m in outsiders):
        who = who.doubting("unit_conflict")
    if _heading_differs(file, mail):
        who = who.doubting("other_unit_heading")
    if file.seal.units and len(file.units) > 1:
        who = who.doubting("seal_of_other_unit")
    elif len(file.units) > 1 or _subject_says_other(unit, mail):
        who = who.doubting("unit_conflict")
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
        return Who(Standing.UNIT, beside).doubting("unit_conflict")
    if len(weak) == 1 and weak <= set(mail.display.units):
        who = Who(Standing.UNIT, tuple(weak))
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
    who = Who(Standing.UNIT, (unit,), reasons=reasons)
    return against_sender(who, file, mail, sender)


def _by_sender(
    unit: str, weak: set[str], file: FileSigns, mail: MailSigns, sender: Sender
) -> Who:
    """Take the unit from letter or address, unless weaker words point elsewhere."""
    who = Who(Standing.UNIT, (unit,))
    if weak - {unit}:
        return who.doubting("unit_conflict")
    for named in (mail.behalf, mail.forwarded, mail.signature):
        if named.units and unit not in named.units:
            other = Who(
                Standing.UNIT, named.units, reasons=reasons_for(named.units, (named,))
            )
            return other.doubting("sender_of_other_unit")
    return against_sender(who, file, mail, sender)


def _proposed(weak: set[str], mail: MailSigns, sender: Sender) -> Who:
    """Propose to staff what the weakest clues say."""
    who = Who(Standing.NOBODY).doubting("unknown_sender")
    for named in (mail.behalf, mail.display, mail.forwarded, mail.signature):
        if len(named.units) == 1:
            who = _weakly_proposed(who, named)
            return who.doubting("forwarded") if named is mail.forwarded else who
    if mail.display.outsiders:
        return _not_a_unit(mail.display.outsiders, sender)
    if len(mail.body.units) == 1:
        return _weakly_proposed(who, mail.body)
    if len(weak) == 1:
        return replace(who, standing=Standing.UNIT, units=tuple(weak))
    many = len(weak) > 1 or len(sender.units) > 1 or _fragment_fits_many(mail)
    return who.doubting("ambiguous_unit" if many else "unit_not_named")


def _weakly_proposed(who: Who, named: Named) -> Who:
    """Return the proposal that one weak place makes."""
    reasons = reasons_for(named.units, (named,))
    return replace(who, standing=Standing.UNIT, units=named.units, reasons=reasons)


def _fragment_fits_many(mail: MailSigns) -> bool:
    """Tell whether the subject's first words begin several units' names (住房…)."""
    head = leading_words(plain(mail.subject.text))
    return len(mail.names.units_like(head)) > 1
