"""Read → judged: what was read, beside what is known, becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from mailbot.core.form.in_body import body_as_document
from mailbot.core.form.placing import placements
from mailbot.core.form.reading import Form
from mailbot.core.judge.case import Case, CloudFile, FormFacts, ReadLetter
from mailbot.core.judge.crosscheck import AnnexReader, crosschecked
from mailbot.core.judge.form_facts import HeldAgainst, facts_of, facts_of_unit
from mailbot.core.judge.judgement import Judgement
from mailbot.core.judge.matching import judge
from mailbot.core.judge.sender import authentication_failed
from mailbot.core.mail.links import cloud_links
from mailbot.core.mail.quoting import forwarded_senders, own_words, signature
from mailbot.core.record.history import History
from mailbot.core.record.mail import ExaminedMail
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
        self._work = work
        self.letter = work.outbox.by_message_id
        self.learned = work.addresses.learned
        # asked of each file and again of the whole; nothing changes in between
        self.current = cache(work.copies.current)
        self.elsewhere = cache(work.copies.elsewhere)
        self.same_bytes = cache(work.copies.same_bytes)
        self.accepted = cache(work.copies.accepted)
        self.decided = cache(work.decisions.all)

    def of(self, notice: str) -> WorkHistory:
        """Return the past of the office's notice with that key."""
        return WorkHistory(self._work.scoped(notice))


def tables_of(office: Office, examined: ExaminedMail) -> Tables:
    """Read the tables of a mail's documents; nothing of the past is needed for it."""
    mail = body_as_document(examined, office.notice)
    annex = _annex(office)
    forms = tuple(annex.read(d.content) for d in mail.documents)
    pairs = zip(mail.documents, forms, strict=True)
    return Tables(mail, forms, tuple(facts_of(d, f, office.notice) for d, f in pairs))


def judge_tables(
    office: Office, tables: Tables, arrived: Arrived, history: History
) -> Judgement:
    """Judge a mail: first whose and which, then what its table says of that."""
    mail, forms, facts = tables.mail, tables.forms, tables.facts
    case = _case(office, mail, arrived, history)
    first = judge(mail, replace(case, forms=facts))
    against = HeldAgainst(
        office.notice, office.unit_words, history, placements(history.decided())
    )
    known = tuple(
        facts_of_unit(fact, form, file, against)
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
