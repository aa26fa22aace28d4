"""What judging a mail ends in: the verdict, and the tables it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.form.reading import Form
from mailbot.core.orders.orders import Ordered
from mailbot.core.record.clues import Verdict
from mailbot.core.record.mail import ExaminedMail, Nature


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and what was read on the way to it.

    `forms` are the documents' annex tables; `ordered` is what staff say in a mail
    that orders something, None in any other.
    """

    mail: ExaminedMail
    verdict: Verdict
    forms: tuple[Form | None, ...]
    ordered: Ordered | None = None


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
