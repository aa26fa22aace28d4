"""What judging a mail ends in: the verdict, and the tables it rests on.

And when it is not yet the end: scans to be read, mails of which there is but a header.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.form.reading import Form
from mailbot.core.orders.orders import Ordered
from mailbot.core.record.clues import Flag, Outcome, Verdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import ExaminedMail, Nature
from mailbot.core.record.records import MailState, WaitingMail


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and what was read on the way to it.

    `forms` are the documents' annex tables; `ordered` is what staff say in a mail
    that orders something, None in any other. `notice` is the key of the notice that
    won the mail, `owners` those its files belong to (() where it is the only one),
    `rivals` what other notices that had evidence made of the mail.
    """

    mail: ExaminedMail
    verdict: Verdict
    forms: tuple[Form | None, ...]
    ordered: Ordered | None = None
    notice: str = ""
    owners: tuple[str, ...] = ()
    rivals: tuple[tuple[str, Verdict], ...] = ()


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


def header_only(mail: WaitingMail, verdict: Verdict) -> Verdict:
    """Return the verdict on a mail of which there may be but the header.

    Staff see whatever a unit may have sent in it; what is no submission by its
    header alone stays what it is.
    """
    if mail.saved.state is not MailState.TOO_LARGE:
        return verdict
    if verdict.nature is not Nature.SUBMISSION:
        return verdict
    flags = tuple(f for f in verdict.flags if f.flag != FlagKind.NO_ATTACHMENT)
    return replace(
        verdict, outcome=Outcome.REVIEW, flags=(*flags, Flag(FlagKind.LEFT_ON_SERVER))
    )
