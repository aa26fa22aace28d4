"""Read → judged: what was read, beside what is known, becomes a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.core.case import Case, CloudFile, FormFacts, Letter
from mailbot.core.case import Policy as CasePolicy
from mailbot.core.clues import Verdict
from mailbot.core.copies import SealCheck
from mailbot.core.forms import Form, read_form
from mailbot.core.forms_checks import is_blank, is_nil, items_missing, same_as_earlier
from mailbot.core.links import cloud_links
from mailbot.core.matching import judge
from mailbot.core.nature import NatureReport, OwnSide, nature_of
from mailbot.core.quoting import forwarded_senders, own_words, signature

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.core.documents import Document
    from mailbot.core.history import History
    from mailbot.core.mail import ExaminedMail, Message
    from mailbot.core.records import WaitingMail
    from mailbot.flows.office import Office
    from mailbot.ports import Work

_FAILED = re.compile(r"\b(?:spf|dkim|dmarc)\s*=\s*(?:fail|permerror)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and the annex tables that were read on the way to it."""

    verdict: Verdict
    forms: tuple[Form | None, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the server, not the mail, says of its arrival."""

    received_at: datetime
    in_junk: bool = False


class WorkHistory:
    """The past as the ledger tells it."""

    def __init__(self, work: Work) -> None:
        self.letter = work.outbox.by_message_id
        self.learned = work.addresses.learned
        self.filed = work.copies.filed
        self.same_bytes = work.copies.same_bytes


def judge_waiting_mail(
    office: Office, mail: WaitingMail, examined: ExaminedMail
) -> Judgement:
    """Judge a mail of the ledger beside all that the ledger knows."""
    arrived = Arrived(mail.saved.received_at, mail.saved.place.junk)
    with office.ledger.begin() as work:
        return judge_mail(office, examined, arrived, WorkHistory(work))


def judge_mail(
    office: Office, examined: ExaminedMail, arrived: Arrived, history: History
) -> Judgement:
    """Judge a mail: first whose and which, then what its table says of that."""
    forms = tuple(read_form(d.content, office.notice) for d in examined.documents)
    case = _case(office, examined, arrived, history)
    case = replace(case, forms=tuple(_facts(f, office) for f in forms))
    first = judge(examined, case)
    complete = _complete(office, examined, forms, first, case)
    verdict = (
        first
        if complete == case.forms
        else judge(examined, replace(case, forms=complete))
    )
    return Judgement(verdict, forms)
