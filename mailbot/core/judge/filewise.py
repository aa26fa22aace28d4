"""One file's verdict: whose, for which period, which copy, filed or before staff."""

from __future__ import annotations

import re

from mailbot.core.judge.about import About
from mailbot.core.judge.case import Case
from mailbot.core.judge.copies import WhichCopy
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.past import from_the_past
from mailbot.core.judge.proposal import advise
from mailbot.core.judge.signs import FileSigns, said_of, title_lines
from mailbot.core.judge.standing import Membership, Who
from mailbot.core.judge.talk import asks_beside
from mailbot.core.judge.who import whose
from mailbot.core.matter.content import Substance, substance
from mailbot.core.matter.evidence import names_title
from mailbot.core.matter.titles import is_other_paper
from mailbot.core.period.choice import choose_period
from mailbot.core.period.in_cycle import says_this_one
from mailbot.core.period.spoken import When
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.documents import PAGE_KINDS, Use
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.matter import Action, Advice, MatterState
from mailbot.core.words.wording import is_unsafe, plain

_ROW_SHOWN = 40  # characters of a row that fits no item
_UNCOUNTED = frozenset({Membership.TOWN, Membership.OUTSIDER})
COUNTED = frozenset({CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF})
_WITHDRAWN = re.compile(r"作废|撤回")
_DRAFT = re.compile(r"草稿|初稿|征求意见稿|讨论稿|样稿")
_EMPTY_FLAGS = {
    Substance.EMPTY: FlagKind.EMPTY_DOCUMENT,
    Substance.ONE_WORD: FlagKind.ONE_WORD,
    Substance.TITLE_ONLY: FlagKind.TITLE_ONLY,
    Substance.COVERING_LETTER: FlagKind.COVERING_LETTER_ONLY,
    Substance.OTHER_TABLE: FlagKind.OTHER_TABLE,
}


def judge_file(
    hearing: Hearing, file: FileSigns, which: WhichCopy, about: About
) -> FileVerdict:
    """Return the verdict on one file: who, when, which copy; then what speaks against.

    A town's file is kept and not counted, an outsider's goes to staff without a
    copy; any other is filed when nothing raises a doubt.
    """
    who = whose(file, hearing.signs, hearing.sender)
    when = choose_period(said_of(file, hearing.signs), hearing.today)
    if about.beside and not about.own and file.document.kind.use is Use.WORDS:
        return _note_beside(about)
    if about.matter.state in {MatterState.OTHER_BUSINESS, MatterState.UNRELATED}:
        return _other_business(who, about)
    if _is_the_notice(hearing, file):
        return _the_notice(hearing, who, about)
    if who.standing in _UNCOUNTED:
        return _uncounted(who, when, about)
    who, when = from_the_past(hearing, file, which.kind, who, when)
    raised = _doubts(hearing, file, which, about)
    doubts = (*who.doubts, *when.doubts, *which.doubts, *raised)
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
        matter=about.matter,
        advice=advise(doubts),
    )


def _other_business(who: Who, about: About) -> FileVerdict:
    """Leave other business alone: kept like any mail, no copy and no state touched."""
    return FileVerdict(
        outcome=Outcome.IGNORE,
        copy=CopyKind.OTHER,
        units=who.units,
        flags=(Flag(FlagKind.OTHER_BUSINESS),),
        reasons=(Clue("heading", FlagKind.OTHER_BUSINESS, about.title, 0.9),),
        matter=about.matter,
        advice=Advice(Action.IGNORE, FLAGS[FlagKind.OTHER_BUSINESS].word),
    )


def _note_beside(about: About) -> FileVerdict:
    """Pass over a few words in a text file beside a report that proves itself."""
    note = Flag(FlagKind.COMPANION)
    return FileVerdict(
        Outcome.IGNORE, CopyKind.OTHER, flags=(note,), matter=about.matter
    )


def _is_the_notice(hearing: Hearing, file: FileSigns) -> bool:
    """Tell whether a file is the notice itself, or one that passes it on."""
    notice, name = hearing.case.notice, plain(file.name.text)
    if file.form.own_rows:
        return False
    if notice.id and name == plain(notice.id):
        return True
    subject = plain(hearing.signs.subject.text) if name.endswith("通知") else ""
    lines = (name, subject, *title_lines(file.document, file.form))
    return any(
        line.rstrip("》)").endswith("通知") and names_title(line, notice)
        for line in lines
    )


def _the_notice(hearing: Hearing, who: Who, about: About) -> FileVerdict:
    """Keep the notice beside a report uncounted; alone it waits for staff."""
    beside = len(hearing.signs.files) > 1
    kind = FlagKind.NOTICE_ITSELF
    return FileVerdict(
        outcome=Outcome.IGNORE if beside else Outcome.REVIEW,
        copy=CopyKind.OTHER,
        units=who.units,
        flags=(Flag(kind),),
        matter=about.matter,
        advice=Advice(Action.IGNORE, FLAGS[kind].word),
    )


def _uncounted(who: Who, when: When, about: About) -> FileVerdict:
    """Keep the file of somebody who does not report under this notice."""
    period = None if who.no_period or when.period is None else when.period.id
    return FileVerdict(
        outcome=Outcome.REVIEW if who.doubts else Outcome.IGNORE,
        copy=CopyKind.OTHER,
        period=period,
        flags=_once((*who.doubts, *who.notes)),
        reasons=who.reasons,
        matter=about.matter,
        advice=advise(who.doubts),
    )


def _doubts(
    hearing: Hearing, file: FileSigns, which: WhichCopy, about: About
) -> tuple[Flag, ...]:
    """Return what the form, the file's words and the mail's way raise as doubts.

    The electronic copy is for reading; of the stamped one the seal is what counts.
    """
    form, letter = file.form, hearing.case.letter
    raised = {
        FlagKind.BLANK_TEMPLATE: form.blank,
        FlagKind.STALE: bool(form.stale),
        FlagKind.COLUMNS_UNCLEAR: form.unclear and which.kind is CopyKind.ELECTRONIC,
        FlagKind.COLUMNS_CLIPPED: form.clipped and which.kind is CopyKind.ELECTRONIC,
        FlagKind.NIL_REPORT: form.nil,
        FlagKind.WITHDRAWN: bool(_WITHDRAWN.search(file.name.text)),
        FlagKind.MATTER_UNPROVEN: not about.matter.proven and about.seen,
        FlagKind.MATTER_UNSEEN: not about.matter.proven and not about.seen,
        **_titled_otherwise(about),
        FlagKind.PERIOD_OVER: _is_over(hearing, file),
        FlagKind.DRAFT: bool(
            _DRAFT.search(file.name.text + hearing.signs.subject.text)
        ),
        FlagKind.QUESTION: asks_beside(hearing.signs.subject.text, letter.own_words),
        **_empty(file, about),
        FlagKind.AUTHENTICATION_FAILED: hearing.sender.forged,
        FlagKind.FROM_JUNK: letter.in_junk,
        FlagKind.WEAK_ROBOT: hearing.robot,
    }
    flags = tuple(Flag(flag) for flag, is_so in raised.items() if is_so)
    return (*flags, *_other_column(form.other_period))


def _empty(file: FileSigns, about: About) -> dict[FlagKind, bool]:
    """Return what a document holds instead of a report; a scan's page tells nothing."""
    document = file.document
    read = document.kind.use is Use.TYPED or bool(document.content.text.strip())
    if document.problem is not None or file.form.found or file.form.unclear or not read:
        return {}
    found = substance(document.content, tells=about.tells)
    if found is Substance.OTHER_TABLE and document.kind in PAGE_KINDS:
        return {}
    return {_EMPTY_FLAGS[found]: True} if found in _EMPTY_FLAGS else {}


def _titled_otherwise(about: About) -> dict[FlagKind, bool]:
    """Return the doubt about a file that is proven, and titled as something else."""
    if not about.matter.proven or not about.title:
        return {}
    beside = not about.own or is_other_paper(about.title)
    return {FlagKind.OTHER_TITLE_BESIDE if beside else FlagKind.OTHER_TITLE: True}


def _is_over(hearing: Hearing, file: FileSigns) -> bool:
    """Tell whether 本季度 is said, no period named, and the last one is past due."""
    places = (*file.periods, hearing.signs.subject_periods)
    if any(place.words.numbers for place in places):
        return False
    texts = (file.name.text, hearing.signs.subject.text)
    if not any(says_this_one(text, hearing.today.cycle) for text in texts):
        return False
    due = hearing.case.due.get(hearing.today.likely().id)
    return due is not None and hearing.case.received_at > due


def _other_column(filled: str) -> tuple[Flag, ...]:
    """Return the doubt about a form whose column for the period is empty."""
    if not filled:
        return ()
    return (Flag(FlagKind.OTHER_QUARTER_COLUMN, (("filled", filled),)),)


def _notes(
    hearing: Hearing, file: FileSigns, who: Who, which: WhichCopy
) -> tuple[Flag, ...]:
    """Return what is worth knowing of a file without doubting it."""
    replied = hearing.signs.replied
    reminded = replied.unit if replied and replied.kind == "reminder" else ""
    noted = {
        FlagKind.COLUMNS_UNCLEAR: (
            file.form.unclear and which.kind is not CopyKind.ELECTRONIC
        ),
        FlagKind.COLUMNS_CLIPPED: (
            file.form.clipped and which.kind is not CopyKind.ELECTRONIC
        ),
        FlagKind.SELF_REPORT: hearing.case.host in who.units,
        FlagKind.FROM_OWN_MAILBOX: hearing.sender.own,
        FlagKind.REPLY_TO_REMINDER: reminded in who.units,
        FlagKind.SEAL_OF_HOST_UNIT: _is_host_seal(file, hearing.case),
        FlagKind.DUPLICATE: _is_twice(hearing, file),
        FlagKind.UNSAFE_FILENAME: is_unsafe(file.document.name),
    }
    flags = tuple(Flag(flag) for flag, is_so in noted.items() if is_so)
    return (*flags, *_unplaced(file.form.unplaced))


def _unplaced(rows: tuple[str, ...]) -> tuple[Flag, ...]:
    """Return the note that rows fit no item, with the words they begin with."""
    if not rows:
        return ()
    words = "；".join(row[:_ROW_SHOWN].replace("\n", " ") for row in rows)
    return (Flag(FlagKind.ROWS_UNPLACED, (("rows", words),)),)


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
