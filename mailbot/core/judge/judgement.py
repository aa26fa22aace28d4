"""What judging a mail ends in: the verdict, and the tables it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.form.reading import Form
from mailbot.core.record.clues import Verdict
from mailbot.core.record.mail import ExaminedMail


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and the annex tables that were read on the way to it.

    `notice` is the key of the notice that won the mail, `owners` those its files
    belong to (() where it is the only one), `rivals` what other notices that had
    evidence made of the mail.
    """

    mail: ExaminedMail
    verdict: Verdict
    forms: tuple[Form | None, ...]
    notice: str = ""
    owners: tuple[str, ...] = ()
    rivals: tuple[tuple[str, Verdict], ...] = ()
