"""Attribution: whose report a mail brings, for which period, in which copies.

`judge` is pure: the examined mail and its case in, a verdict with its reasons out.
Every file has its own outcome; the mail's is the most cautious of those that count.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import compress

from mailbot.core.judge.about import About, about_files, mail_evidence
from mailbot.core.judge.case import Case
from mailbot.core.judge.copies import is_opened_container, which_copies
from mailbot.core.judge.filewise import COUNTED, judge_file
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.sender import read_sender
from mailbot.core.judge.signs import MailSigns, read_signs
from mailbot.core.judge.talk import talk_of
from mailbot.core.judge.without_file import judge_letter, link_flags
from mailbot.core.period.calendar import Today
from mailbot.core.period.words import PLAIN
from mailbot.core.record.clues import CopyKind, FileVerdict, Flag, Outcome, Verdict
from mailbot.core.record.documents import Document
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import ExaminedMail, Nature
from mailbot.core.record.matter import Action, Advice, Matter, MatterState
from mailbot.core.words.wording import plain

# Robots' mail and our own: settled by its nature, whatever words or files it holds.
_ROBOTS = frozenset({Nature.BOUNCE, Nature.AUTO_REPLY, Nature.READ_RECEIPT, Nature.OWN})
# What a person or a list writes is settled by its nature only if no file comes along.
_WORDS_ONLY = frozenset({Nature.ACKNOWLEDGEMENT, Nature.LIST})

# A clerk's words, whatever is asked or complained of beside them.
_REPORTING = re.compile(r"报表|实事(?!求是)|台账|报送|填报|上报|补报|进展情况")
# A citizen's words: such a letter is none of ours, whatever unit or quarter it names.
_PETITION = re.compile(
    r"举报|投诉|控告|申诉|信访(?!局)|上访|反映|求助|不作为|枉法|冤|请求立案|问题$"
)

# Files that a report comes with, and that say nothing of it.
_BESIDE = frozenset({FlagKind.NOTICE_ITSELF, FlagKind.COMPANION})


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
    hearing = _hear(mail, case)
    if nature in _ROBOTS:
        if not _speaks_for_a_unit(hearing, nature):
            return _settled(nature, mail, case)
        nature = Nature.SUBMISSION
        hearing = replace(hearing, robot=True)
    if nature is Nature.RECALL:
        return _recall(mail, case)
    abouts = about_files(hearing)
    ours = hearing.robot or case.by_hand
    if not ours and not _concerns(hearing, abouts):
        return _unrelated(mail)
    if mail.documents:
        return _by_files(hearing, abouts, _as_submission(nature))
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
    note = Flag(FlagKind.COMPANION, (("what", document.companion),))
    return FileVerdict(Outcome.IGNORE, CopyKind.OTHER, flags=(note,))


def _nature(mail: ExaminedMail, case: Case) -> Nature:
    """Return the mail's nature; a Message-ID of our outbox makes it our own."""
    message_id = mail.message.message_id
    if message_id and case.history.letter(message_id) is not None:
        return Nature.OWN
    return case.letter.nature.nature


def _speaks_for_a_unit(hearing: Hearing, nature: Nature) -> bool:
    """Tell whether weak signs of a machine stand beside what a unit's person sends.

    A document that names a unit or a period is asked for before they silence the
    mail; so is a known sender's word of absence or of a changed address. A report of
    delivery (RFC 3464) is a machine's whatever it returns.
    """
    if nature is Nature.OWN or hearing.mail.message.media_type == "multipart/report":
        return False
    if not hearing.mail.documents:
        signs = hearing.signs
        named = (signs.subject, signs.display, signs.signature, signs.body)
        spoken = hearing.sender.known or any(place.units for place in named)
        return hearing.case.letter.nature.worded and spoken
    brought = (f for f in hearing.signs.files if not f.document.inside)
    return any(
        f.form.found or f.units or any(p.words.words for p in f.periods)
        for f in brought
    )


def _as_submission(nature: Nature) -> Nature:
    """Take a person's mail that brings files for a submission."""
    return Nature.SUBMISSION if nature in {*_WORDS_ONLY, Nature.OTHER} else nature


def _hear(mail: ExaminedMail, case: Case) -> Hearing:
    """Read all places of the mail, once."""
    signs = read_signs(mail, case)
    day = case.received_at.astimezone(case.zone).date()
    copies = which_copies(mail.documents, case.stamped_check)
    return Hearing(
        mail=mail,
        case=case,
        signs=signs,
        sender=read_sender(mail, signs, case),
        today=Today.under(case.notice, day),
        brings=frozenset(copy.kind for copy in copies if not copy.doubts),
    )


def _concerns(hearing: Hearing, abouts: tuple[About, ...]) -> bool:
    """Tell whether the mail concerns the notice; from junk only if it names a unit.

    A stranger's mail must prove it: in one of its files, or by its subject.
    """
    if hearing.case.letter.in_junk and not (
        hearing.sender.known or _names_any_unit(hearing.signs)
    ):
        return False
    sender = hearing.sender
    if sender.own or sender.known or hearing.signs.replied is not None:
        return sender.known or not sender.own
    if any(about.matter.proven for about in abouts):
        in_file = any(file.form.found for file in hearing.signs.files)
        return in_file or not _is_petition(hearing.signs)
    silent = not abouts or bool(hearing.case.letter.links)
    return silent and bool(mail_evidence(hearing)) and not _is_petition(hearing.signs)


def _by_words(hearing: Hearing, nature: Nature) -> Verdict:
    """Settle a letter without files: thanks are done with, the rest is for staff."""
    if hearing.robot:
        return judge_letter(hearing, nature)
    talks = hearing.sender.known or hearing.signs.replied is not None
    talk = talk_of(hearing.signs.subject.text, hearing.case.letter.own_words)
    if nature in _WORDS_ONLY and not (talks and talk and nature is not Nature.LIST):
        return _settled(nature, hearing.mail, hearing.case)
    return judge_letter(hearing, nature)


def _settled(nature: Nature, mail: ExaminedMail, case: Case) -> Verdict:
    """Ignore a mail that its nature settles, and say what it told."""
    report = case.letter.nature
    ignored = FileVerdict(Outcome.IGNORE, CopyKind.OTHER)
    return Verdict(
        nature=nature,
        outcome=Outcome.IGNORE,
        flags=(Flag(FlagKind(nature.value)),),
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
        flags=(Flag(FlagKind.RECALL),),
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


def _by_files(hearing: Hearing, abouts: tuple[About, ...], nature: Nature) -> Verdict:
    """Judge each file, then sum up: units, period, copies, outcome, flags."""
    documents = hearing.mail.documents
    which = which_copies(documents, hearing.case.stamped_check)
    files = tuple(
        FileVerdict(Outcome.IGNORE, CopyKind.OTHER, flags=(Flag(FlagKind.CONTAINER),))
        if is_opened_container(file.document, documents)
        else judge_file(hearing, file, copy, about)
        for file, copy, about in zip(hearing.signs.files, which, abouts, strict=True)
    )
    judged = tuple(
        f for f in files if not any(x.flag == FlagKind.CONTAINER for x in f.flags)
    )
    counted = tuple(f for f in judged if not _is_beside(f))
    judged = counted or judged
    units = _ordered(hearing, {u for f in judged for u in f.units})
    matter = _matter(judged)
    other = matter.state is MatterState.OTHER_BUSINESS
    return Verdict(
        nature=Nature.OTHER if other else nature,
        outcome=_most_cautious(hearing, judged),
        units=units,
        period=_common_period(judged),
        copies=_copies(judged),
        flags=_flags(hearing, judged, units),
        reasons=tuple(dict.fromkeys(r for f in judged for r in f.reasons)),
        files=files,
        known_sender=bool(units) and all(hearing.sender.knows(u) for u in units),
        matter=matter,
        advice=_advice(judged),
    )


def _is_beside(file: FileVerdict) -> bool:
    """Tell whether a file is no report, beside which the mail is judged."""
    if any(flag.flag in _BESIDE for flag in file.flags):
        return True
    return file.matter.state in {MatterState.OTHER_BUSINESS, MatterState.UNRELATED}


def _matter(files: tuple[FileVerdict, ...]) -> Matter:
    """Return what the mail is about: what one of its files proves, else the doubt."""
    for state in (MatterState.PROVEN, MatterState.UNPROVEN, MatterState.OTHER_BUSINESS):
        for file in files:
            if file.matter.state is state:
                return file.matter
    return Matter()


def _advice(files: tuple[FileVerdict, ...]) -> Advice:
    """Return what should happen with the mail: the gravest of its files' needs."""
    waiting = [f.advice for f in files if f.outcome is Outcome.REVIEW]
    order = tuple(Action)
    return min(waiting, key=lambda a: order.index(a.action), default=Advice())


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
    """Return the copies that the mail delivers by its own proposal."""
    refused = {Action.RETURN, Action.IGNORE}
    kinds = {
        file.copy
        for file in files
        if file.outcome is not Outcome.IGNORE and file.advice.action not in refused
    }
    return tuple(kind for kind in CopyKind if kind in kinds & COUNTED)


def _flags(
    hearing: Hearing, files: tuple[FileVerdict, ...], units: tuple[str, ...]
) -> tuple[Flag, ...]:
    """Return the files' flags, and those of the mail as a whole."""
    kinds = {file.copy for file in files}
    flags = [flag for file in files for flag in file.flags]
    if len(units) > 1:
        flags.append(Flag(FlagKind.SEVERAL_UNITS))
    if len({file.period for file in files}) > 1:
        flags.append(Flag(FlagKind.SEVERAL_PERIODS))
    photo_for_pdf = {CopyKind.PHOTO, CopyKind.ELECTRONIC} <= kinds
    if photo_for_pdf and CopyKind.STAMPED_PDF not in kinds:
        flags.append(Flag(FlagKind.MISSING_STAMPED))
    flags.extend(link_flags(hearing))
    return tuple(dict.fromkeys(flags))


def _is_petition(signs: MailSigns) -> bool:
    """Tell whether subject, file name or heading is a citizen's, and none a clerk's.

    A clerk asks of reports (二季度报表填报问题), or sends the form.
    """
    places = [signs.subject, *(p for f in signs.files for p in (f.name, f.heading))]
    texts = [plain(place.text).split("\n", maxsplit=1)[0] for place in places]
    if any(_REPORTING.search(t) for t in texts) or any(
        f.form.found for f in signs.files
    ):
        return False
    return any(_PETITION.search(text) for text in texts)


def _names_any_unit(signs: MailSigns) -> bool:
    """Tell whether subject, a file name, a heading or a seal names a unit clearly."""
    named = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(p.units for p in named)
