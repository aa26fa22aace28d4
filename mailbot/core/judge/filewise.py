"""One file's verdict: whose, for which period, which copy, filed or before staff."""

from __future__ import annotations

import re

from mailbot.core.judge.business import is_other_business
from mailbot.core.judge.case import Case
from mailbot.core.judge.copies import WhichCopy
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.past import from_the_past
from mailbot.core.judge.signs import FileSigns, MailSigns
from mailbot.core.judge.standing import Standing, Who
from mailbot.core.judge.who import whose
from mailbot.core.period.choice import choose_period
from mailbot.core.period.spoken import Spoken, When
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.words.wording import is_unsafe, plain

COUNTED = frozenset({CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF})
_SUMMARY = re.compile(r"总结")
_WITHDRAWN = re.compile(r"作废|撤回")


def judge_file(hearing: Hearing, file: FileSigns, which: WhichCopy) -> FileVerdict:
    """Return the verdict on one file: who, when, which copy; then what speaks against.

    A town's file is kept and not counted, an outsider's goes to staff without a
    copy; any other is filed when nothing raises a doubt.
    """
    who = whose(file, hearing.signs, hearing.sender)
    when = choose_period(said_of(file, hearing.signs), hearing.today)
    if who.standing in {Standing.TOWN, Standing.OUTSIDER}:
        return _uncounted(who, when)
    who, when = from_the_past(hearing, file, which.kind, who, when)
    doubts = (*who.doubts, *when.doubts, *which.doubts, *_doubts(hearing, file, which))
    notes = (*_notes(hearing, file, who, which), *who.notes, *when.notes, *which.notes)
    copy = Clue("copy", which.kind.value, file.document.name, 0.9)
    return FileVerdict(
        outcome=Outcome.REVIEW if doubts else Outcome.FILE,
        copy=which.kind,
        units=who.units,
        period=when.period.id if when.period else None,
        flags=_once((*doubts, *notes)),
        reasons=(*who.reasons, *when.reasons, copy),
        items_missing=file.form.items_missing,
    )


def said_of(file: FileSigns, signs: MailSigns) -> Spoken:
    """Return everything that speaks for the file's period."""
    texts = (signs.subject.text, file.name.text, file.heading.text)
    return Spoken(
        own=file.periods,
        mail=(signs.subject_periods,),
        body=(signs.body_periods,),
        replied=signs.replied.period if signs.replied else None,
        summary=any(_SUMMARY.search(text) for text in texts),
    )


def _uncounted(who: Who, when: When) -> FileVerdict:
    """Keep the file of somebody who does not report under this notice."""
    period = None if who.no_period or when.period is None else when.period.id
    return FileVerdict(
        outcome=Outcome.REVIEW if who.doubts else Outcome.IGNORE,
        copy=CopyKind.OTHER,
        period=period,
        flags=_once((*who.doubts, *who.notes)),
        reasons=who.reasons,
    )


def _doubts(hearing: Hearing, file: FileSigns, which: WhichCopy) -> tuple[Flag, ...]:
    """Return what the form, the file's words and the mail's way raise as doubts.

    The electronic copy is for reading; of the stamped one the seal is what counts.
    """
    form, letter = file.form, hearing.case.letter
    raised = {
        "blank_template": form.blank,
        "stale": bool(form.stale),
        "columns_unclear": form.unclear and which.kind is CopyKind.ELECTRONIC,
        "columns_clipped": form.clipped and which.kind is CopyKind.ELECTRONIC,
        "nil_report": form.nil,
        "withdrawn": bool(_WITHDRAWN.search(file.name.text)),
        "other_business": is_other_business(file, hearing.signs, hearing.case.notice),
        "authentication_failed": hearing.sender.forged,
        "from_junk": letter.in_junk,
    }
    flags = tuple(Flag(flag) for flag, is_so in raised.items() if is_so)
    return (*flags, *_other_quarter(form.other_quarter))


def _other_quarter(filled: str) -> tuple[Flag, ...]:
    """Return the doubt about a form whose column for the quarter is empty."""
    if not filled:
        return ()
    return (Flag("other_quarter_column", (("filled", filled),)),)


def _notes(
    hearing: Hearing, file: FileSigns, who: Who, which: WhichCopy
) -> tuple[Flag, ...]:
    """Return what is worth knowing of a file without doubting it."""
    replied = hearing.signs.replied
    reminded = replied.unit if replied and replied.kind == "reminder" else ""
    noted = {
        "columns_unclear": (
            file.form.unclear and which.kind is not CopyKind.ELECTRONIC
        ),
        "columns_clipped": file.form.clipped and which.kind is not CopyKind.ELECTRONIC,
        "rows_unplaced": bool(file.form.unplaced),
        "self_report": hearing.case.host in who.units,
        "from_own_mailbox": hearing.sender.own,
        "reply_to_reminder": reminded in who.units,
        "seal_of_host_unit": _is_host_seal(file, hearing.case),
        "duplicate": _is_twice(hearing, file),
        "unsafe_filename": is_unsafe(file.document.name),
    }
    return tuple(Flag(flag) for flag, is_so in noted.items() if is_so)


def _is_twice(hearing: Hearing, file: FileSigns) -> bool:
    """Tell whether the same bytes were attached before this file in the mail."""
    same = [f for f in hearing.signs.files if f.document.sha256 == file.document.sha256]
    return same[0] is not file


def _is_host_seal(file: FileSigns, case: Case) -> bool:
    """Tell whether the seal is one the roster accepts besides the unit's own."""
    text = plain(file.seal.text)
    units = [unit for unit in case.roster.units if unit.name in file.seal.units]
    return any(text in {plain(seal) for seal in unit.seals[1:]} for unit in units)


def _once(flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Return each flag once, in order."""
    return tuple(dict.fromkeys(flags))
