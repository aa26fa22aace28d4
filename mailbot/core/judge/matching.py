"""Attribution: whose report a mail brings, for which period, in which copies.

`judge` is pure: the examined mail and its case in, a verdict with its reasons out.
Every file has its own outcome; the mail's is the most cautious of those that count.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from mailbot.core.judge.case import Case
from mailbot.core.judge.concern import concerns_notice, names_any_unit
from mailbot.core.judge.copies import is_opened_container, which_copies
from mailbot.core.judge.filewise import COUNTED, judge_file
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.sender import read_sender
from mailbot.core.judge.signs import read_signs
from mailbot.core.judge.without_file import judge_letter, link_flags
from mailbot.core.period.calendar import Today
from mailbot.core.period.words import PLAIN
from mailbot.core.record.clues import CopyKind, FileVerdict, Flag, Outcome, Verdict
from mailbot.core.record.documents import Document
from mailbot.core.record.mail import ExaminedMail, Nature

# Robots' mail and our own: settled by its nature, whatever words or files it holds.
_ROBOTS = frozenset({Nature.BOUNCE, Nature.AUTO_REPLY, Nature.READ_RECEIPT, Nature.OWN})
# What a person or a list writes is settled by its nature only if no file comes along.
_WORDS_ONLY = frozenset({Nature.ACKNOWLEDGEMENT, Nature.LIST})


def judge(mail: ExaminedMail, case: Case) -> Verdict:
    """Return the verdict on a mail: its nature first, then file by file.

    1. our own and robots' mails are ignored, a recall goes to staff; 2. what does
    not concern the notice is unrelated, and nothing else is said of it; 3. each
    file is judged by itself; 4. a letter without files goes to staff.
    """
    sent = tuple(not document.companion for document in mail.documents)
    if all(sent):
        return _judged(mail, case)
    return _with_companions(mail, case, sent)


def _judged(mail: ExaminedMail, case: Case) -> Verdict:
    nature = _nature(mail, case)
    if nature in _ROBOTS:
        return _settled(nature, mail, case)
    if nature is Nature.RECALL:
        return _recall(mail, case)
    hearing = _hear(mail, case)
    if not _concerns(hearing):
        return _unrelated(mail)
    if mail.documents:
        return _by_files(hearing, _as_submission(nature))
    return _by_words(hearing, nature)


def _with_companions(mail: ExaminedMail, case: Case, sent: tuple[bool, ...]) -> Verdict:
    """Judge what somebody sent; pass over, with a note, what a program added."""
    documents = tuple(compress(mail.documents, sent))
    forms = tuple(compress(case.forms, sent))
    verdict = _judged(replace(mail, documents=documents), replace(case, forms=forms))
    files = iter(verdict.files)
    return replace(
        verdict,
        files=tuple(
            next(files) if document.companion == "" else _passed_over(document)
            for document in mail.documents
        ),
    )


def _passed_over(document: Document) -> FileVerdict:
    note = Flag("companion", (("what", document.companion),))
    return FileVerdict(Outcome.IGNORE, CopyKind.OTHER, flags=(note,))


def _nature(mail: ExaminedMail, case: Case) -> Nature:
    """Return the mail's nature; a Message-ID of our outbox makes it our own."""
    message_id = mail.message.message_id
    if message_id and case.history.letter(message_id) is not None:
        return Nature.OWN
    return case.letter.nature.nature


def _as_submission(nature: Nature) -> Nature:
    """Take a person's mail that brings files for a submission."""
    return Nature.SUBMISSION if nature in {*_WORDS_ONLY, Nature.OTHER} else nature


def _hear(mail: ExaminedMail, case: Case) -> Hearing:
    """Read all places of the mail, once."""
    signs = read_signs(mail, case)
    day = case.received_at.astimezone(case.zone).date()
    copies = which_copies(mail.documents, case.policy.stamped_pdf_check)
    return Hearing(
        mail=mail,
        case=case,
        signs=signs,
        sender=read_sender(mail, signs, case),
        today=Today.under(case.notice, day),
        brings=frozenset(copy.kind for copy in copies if not copy.doubts),
    )


def _concerns(hearing: Hearing) -> bool:
    """Tell whether the mail concerns the notice; from junk only if it names a unit."""
    if hearing.case.letter.in_junk and not (
        hearing.sender.known or names_any_unit(hearing.signs)
    ):
        return False
    return concerns_notice(hearing.signs, hearing.sender, hearing.case.notice)


def _by_words(hearing: Hearing, nature: Nature) -> Verdict:
    """Settle a letter without files: thanks are done with, the rest is for staff."""
    if nature in _WORDS_ONLY:
        return _settled(nature, hearing.mail, hearing.case)
    return judge_letter(hearing, nature)


def _settled(nature: Nature, mail: ExaminedMail, case: Case) -> Verdict:
    """Ignore a mail that its nature settles, and say what it told."""
    report = case.letter.nature
    ignored = FileVerdict(Outcome.IGNORE, CopyKind.OTHER)
    return Verdict(
        nature=nature,
        outcome=Outcome.IGNORE,
        flags=(Flag(nature.value),),
        files=(ignored,) * len(mail.documents),
        bounced=report.bounced,
        temporary=report.temporary,
    )


def _recall(mail: ExaminedMail, case: Case) -> Verdict:
    """Tell a person of a recall; what is kept is never deleted by itself.

    A provider's notice that a mail *was* recalled (已撤回) names what is in
    question; a mere wish to recall changes nothing and so claims no period.
    """
    signs = read_signs(mail, case)
    period = None
    if "已撤回" in case.letter.own_words:
        day = case.received_at.astimezone(case.zone).date()
        places = (signs.subject_periods, signs.body_periods)
        told = {w.number for p in places for w in p.words.words if w.said in PLAIN}
        latest = Today.under(case.notice, day).latest
        period = latest(told.pop()).id if len(told) == 1 else None
    ignored = FileVerdict(Outcome.REVIEW, CopyKind.OTHER, period=period)
    return Verdict(
        nature=Nature.RECALL,
        outcome=Outcome.REVIEW,
        period=period,
        flags=(Flag("recall"),),
        files=(ignored,) * len(mail.documents),
    )


def _unrelated(mail: ExaminedMail) -> Verdict:
    """Say nothing of a mail that is none of ours, but that it came."""
    ignored = FileVerdict(Outcome.IGNORE, CopyKind.OTHER)
    return Verdict(
        nature=Nature.UNRELATED,
        outcome=Outcome.IGNORE,
        files=(ignored,) * len(mail.documents),
    )


def _by_files(hearing: Hearing, nature: Nature) -> Verdict:
    """Judge each file, then sum up: units, period, copies, outcome, flags."""
    documents = hearing.mail.documents
    which = which_copies(documents, hearing.case.policy.stamped_pdf_check)
    files = tuple(
        FileVerdict(Outcome.IGNORE, CopyKind.OTHER, flags=(Flag("container"),))
        if is_opened_container(file.document, documents)
        else judge_file(hearing, file, copy)
        for file, copy in zip(hearing.signs.files, which, strict=True)
    )
    judged = tuple(f for f in files if not any(x.flag == "container" for x in f.flags))
    units = _ordered(hearing, {u for f in judged for u in f.units})
    return Verdict(
        nature=nature,
        outcome=_most_cautious(hearing, judged),
        units=units,
        period=_common_period(judged),
        copies=_copies(judged),
        flags=_flags(hearing, judged, units),
        reasons=tuple(dict.fromkeys(r for f in judged for r in f.reasons)),
        files=files,
        known_sender=bool(units) and all(hearing.sender.knows(u) for u in units),
    )


def _ordered(hearing: Hearing, units: set[str]) -> tuple[str, ...]:
    """Return units in the notice's order."""
    return tuple(u.name for u in hearing.case.roster.units if u.name in units)


def _most_cautious(hearing: Hearing, files: tuple[FileVerdict, ...]) -> Outcome:
    """Return the mail's outcome; a linked file that never came is for staff.

    An ignored file (a town's, beside a unit's own) does not undo what was filed.
    """
    outcomes = {file.outcome for file in files}
    if Outcome.REVIEW in outcomes or hearing.case.letter.links:
        return Outcome.REVIEW
    return Outcome.FILE if Outcome.FILE in outcomes else Outcome.IGNORE


def _common_period(files: tuple[FileVerdict, ...]) -> str | None:
    """Return the period that all files share, None if they differ."""
    periods = {file.period for file in files}
    return periods.pop() if len(periods) == 1 else None


def _copies(files: tuple[FileVerdict, ...]) -> tuple[CopyKind, ...]:
    """Return the copies that count; photos and others only where none does."""
    kinds = {file.copy for file in files}
    counted = kinds & COUNTED
    return tuple(kind for kind in CopyKind if kind in (counted or kinds))


def _flags(
    hearing: Hearing, files: tuple[FileVerdict, ...], units: tuple[str, ...]
) -> tuple[Flag, ...]:
    """Return the files' flags, and those of the mail as a whole."""
    kinds = {file.copy for file in files}
    flags = [flag for file in files for flag in file.flags]
    if len(units) > 1:
        flags.append(Flag("several_units"))
    if len({file.period for file in files}) > 1:
        flags.append(Flag("several_periods"))
    photo_for_pdf = {CopyKind.PHOTO, CopyKind.ELECTRONIC} <= kinds
    if photo_for_pdf and CopyKind.STAMPED_PDF not in kinds:
        flags.append(Flag("missing_stamped"))
    flags.extend(link_flags(hearing))
    return tuple(dict.fromkeys(flags))
