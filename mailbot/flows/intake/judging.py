"""Read → judged: what was read, beside what is known, becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from mailbot.core.form.coverage import coverage, is_blank
from mailbot.core.form.heading import heading_lines
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.stale import same_as_earlier
from mailbot.core.judge.case import Case, CloudFile, FormFacts, ReadLetter
from mailbot.core.judge.crosscheck import AnnexReader, crosschecked
from mailbot.core.judge.judgement import Judgement
from mailbot.core.judge.matching import judge
from mailbot.core.judge.oversize import header_only
from mailbot.core.judge.sender import authentication_failed
from mailbot.core.mail.links import cloud_links
from mailbot.core.mail.quoting import forwarded_senders, own_words, signature
from mailbot.core.matter.rows import speaks_of_items
from mailbot.core.record.clues import FileVerdict
from mailbot.core.record.documents import Document
from mailbot.core.record.history import History
from mailbot.core.record.mail import ExaminedMail, Nature
from mailbot.core.record.records import WaitingMail
from mailbot.flows.office import Office
from mailbot.ports import Work


@dataclass(frozen=True, slots=True)
class Tables:
    """A mail that was read, and what the tables in its documents say by themselves."""

    mail: ExaminedMail
    forms: tuple[Form | None, ...]
    facts: tuple[FormFacts, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the server, not the mail, says of its arrival."""

    received_at: datetime
    in_junk: bool = False
    by_hand: bool = False


class WorkHistory:
    """The past as the ledger tells it."""

    def __init__(self, work: Work) -> None:
        self.letter = work.outbox.by_message_id
        self.learned = work.addresses.learned
        # asked of each file and again of the whole; nothing changes in between
        self.current = cache(work.copies.current)
        self.elsewhere = cache(work.copies.elsewhere)
        self.same_bytes = cache(work.copies.same_bytes)


def judge_waiting(
    office: Office, mail: WaitingMail, tables: Tables, room: Path
) -> Judgement:
    """Judge a mail of the ledger beside all that the ledger knows."""
    arrived = Arrived(mail.saved.received_at, mail.saved.place.junk)
    with office.ledger.begin() as work:
        judged = judge_tables(office, tables, arrived, WorkHistory(work))
    if not wants_headings(judged):
        return replace(judged, verdict=header_only(mail, judged.verdict))
    tables = tables_of(office, office.examiner.headings(tables.mail, room))
    with office.ledger.begin() as work:
        return judge_tables(office, tables, arrived, WorkHistory(work))


def wants_headings(judged: Judgement) -> bool:
    """Tell whether reading the headings of scans may settle what nothing else did."""
    unrelated = judged.verdict.nature is Nature.UNRELATED
    pairs = zip(judged.mail.documents, judged.verdict.files, strict=True)
    return any(
        document.seal is not None
        and not document.content.text.strip()
        and not document.seal.heading
        and not document.companion
        and (
            unrelated or not file.matter.proven or not file.units or file.period is None
        )
        for document, file in pairs
    )


def judge_mail(
    office: Office, examined: ExaminedMail, arrived: Arrived, history: History
) -> Judgement:
    """Judge a mail that was read, tables and all."""
    return judge_tables(office, tables_of(office, examined), arrived, history)


def tables_of(office: Office, examined: ExaminedMail) -> Tables:
    """Read the tables of a mail's documents; nothing of the past is needed for it."""
    mail = _with_body(office, examined)
    annex = _annex(office)
    forms = tuple(annex.read(d.content) for d in mail.documents)
    pairs = zip(mail.documents, forms, strict=True)
    return Tables(mail, forms, tuple(_facts(office, d, f) for d, f in pairs))


def judge_tables(
    office: Office, tables: Tables, arrived: Arrived, history: History
) -> Judgement:
    """Judge a mail: first whose and which, then what its table says of that."""
    mail, forms, facts = tables.mail, tables.forms, tables.facts
    case = _case(office, mail, arrived, history)
    first = judge(mail, replace(case, forms=facts))
    known = tuple(
        _facts_of_unit(office, history, fact, form, file)
        for fact, form, file in zip(facts, forms, first.files, strict=True)
    )
    verdict = first if known == facts else judge(mail, replace(case, forms=known))
    checked = crosschecked(verdict, mail.documents, forms, _annex(office), history)
    asked = tuple(
        form and form.of_period(file.period)
        for form, file in zip(forms, checked.files, strict=True)
    )
    return Judgement(mail, checked, asked)


def _annex(office: Office) -> AnnexReader:
    return AnnexReader(office.notice, office.unit_words)


def _with_body(office: Office, mail: ExaminedMail) -> ExaminedMail:
    """Take a body that holds the annex itself for a document, if there is no other."""
    if mail.body is None or mail.documents:
        return mail
    if read_form(mail.body.content, office.notice) is None:
        return mail
    return replace(mail, documents=(mail.body,))


def _case(
    office: Office, mail: ExaminedMail, arrived: Arrived, history: History
) -> Case:
    return Case(
        notice=office.notice,
        roster=office.roster,
        history=history,
        received_at=arrived.received_at,
        zone=office.zone,
        due={period.id: office.due(period) for period in office.periods},
        mailbox=office.address,
        letter=_letter(office, mail, arrived),
        stamped_check=office.policy.stamped_check,
        by_hand=arrived.by_hand,
    )


def _letter(office: Office, mail: ExaminedMail, arrived: Arrived) -> ReadLetter:
    message = mail.message
    sent = (message.date or arrived.received_at).date()
    return ReadLetter(
        nature=mail.nature,
        own_words=own_words(message.text),
        signature=signature(message.text),
        forwarded=(
            *forwarded_senders(message.text),
            *(letter.sender for letter in mail.nested),
        ),
        links=tuple(
            CloudFile(link.name, link.expires.isoformat() if link.expires else "")
            for link in cloud_links(message.text, message.html, sent)
        ),
        authentication_failed=authentication_failed(
            message, office.policy.intake.authserv_id
        ),
        in_junk=arrived.in_junk,
    )


def _facts(office: Office, document: Document, form: Form | None) -> FormFacts:
    """Return what a document's table says by itself."""
    if form is None:
        return FormFacts(
            heading=heading_lines(document.content, office.notice),
            unclear=document.content.columns_unclear,
            clipped=document.content.clipped,
        )
    return FormFacts(
        heading=form.heading.lines,
        found=True,
        own_rows=speaks_of_items(form, office.notice),
        blank=is_blank(form, office.notice) and not document.content.clipped,
        clipped=document.content.clipped,
    )


def _facts_of_unit(
    office: Office,
    history: History,
    fact: FormFacts,
    form: Form | None,
    file: FileVerdict,
) -> FormFacts:
    """Add what the table says of the unit it was attributed to."""
    if form is None or len(file.units) != 1:
        return fact
    unit = file.units[0]
    if file.period is not None:
        other = form.other_period(file.period)
        fact, form = replace(fact, other_period=other), form.of_period(file.period)
    covered = coverage(form, office.notice, unit, office.unit_words)
    if fact.blank:
        return replace(fact, items_missing=covered.missing)
    filled = (*covered.filled, *covered.nil, *covered.referred)
    stale = same_as_earlier(form, history.elsewhere(unit, file.period))
    return replace(
        fact,
        items_missing=covered.missing,
        filled=tuple(sorted(filled)),
        unplaced=tuple(row.item or row.progress for row in covered.unplaced),
        nil=bool(covered.nil) and not covered.filled,
        stale=f"与{stale.period}所报相同" if stale else "",
    )
