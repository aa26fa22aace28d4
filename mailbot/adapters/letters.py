"""The scribe: templates and facts in, finished mails out."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.sandbox import SandboxedEnvironment

from mailbot.core.letters import Rendered
from mailbot.core.policy import LettersMode
from mailbot.core.records import LetterKind, NewLetter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from mailbot.core.letters import Enclosure, Letter

log = logging.getLogger(__name__)

_PARTS = ("subject", "txt", "html")
_HOLES = re.compile(r"\n{3,}")
# What goes to people of the house is not held back while the letters are on trial.
_TO_STAFF = {LetterKind.SUMMARY, LetterKind.ALERT, LetterKind.ANSWER}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the mailbox, the office's name, the staff, and the mode."""

    address: str
    name: str
    staff: tuple[str, ...]
    mode: LettersMode


class TemplateScribe:
    """Renders letters from `own` templates, the shipped ones behind them.

    A template that staff broke never costs a letter: the shipped one is used, and
    `complaints` tells staff which file and line to mend. `new_id` makes the part of
    a Message-ID before the @.
    """

    def __init__(
        self,
        own: Path,
        shipped: Path,
        head: Letterhead,
        new_id: Callable[[], str],
    ) -> None:
        self._own = _environment(own, shipped)
        self._shipped = _environment(shipped)
        self._head = head
        self._new_id = new_id
        self.complaints: list[str] = []

    def write(self, letter: Letter, at: datetime) -> NewLetter:
        """Render a letter to the bytes that will be sent, whenever that is."""
        to_unit = letter.kind not in _TO_STAFF
        on_trial = to_unit and self._head.mode is LettersMode.STAFF
        real = (letter.to, *letter.cc)
        deliver_to = self._head.staff if on_trial else _addresses(real)
        facts = {**letter.facts, "trial": "、".join(real) if on_trial else ""}
        rendered = self.render(letter.template, facts)
        message_id = f"<{self._new_id()}@{self._head.address.partition('@')[2]}>"
        mail = self._mail(letter, rendered, deliver_to, at)
        mail["Message-ID"] = message_id
        return NewLetter(
            kind=letter.kind,
            message_id=message_id,
            to=letter.to,
            deliver_to=deliver_to,
            subject=rendered.subject,
            raw=mail.as_bytes(policy=SMTP),
            created_at=at,
            not_before=letter.not_before,
            expires_at=letter.expires_at,
            unit=letter.unit,
            period=letter.period,
            reminder=letter.reminder,
            answers=letter.answers,
            covers=letter.covers,
            reason=letter.reason,
            held=to_unit and self._head.mode is LettersMode.HOLD,
        )

    def render(self, template: str, facts: Mapping[str, object]) -> Rendered:
        """Put facts into a template; fall back on the shipped one if it breaks."""
        try:
            return _render(self._own, template, facts)
        except TemplateError as fault:
            self._complain(template, fault)
            return _render(self._shipped, template, facts)

    def check(self, examples: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
        """Render every template with example facts; return what is wrong in words."""
        faults = []
        for template, facts in examples.items():
            try:
                _render(self._own, template, facts)
            except TemplateError as fault:
                faults.append(_words(template, fault))
        return tuple(faults)

    def _complain(self, template: str, fault: TemplateError) -> None:
        words = _words(template, fault)
        log.error("template broken, the shipped one is used: %s", words)
        if words not in self.complaints:
            self.complaints.append(words)

    def _mail(
        self,
        letter: Letter,
        rendered: Rendered,
        deliver_to: tuple[str, ...],
        at: datetime,
    ) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = Address(self._head.name, addr_spec=self._head.address)
        copied = (
            _addresses(letter.cc) if deliver_to[1:] == _addresses(letter.cc) else ()
        )
        mail["To"] = ", ".join(a for a in deliver_to if a not in copied)
        if copied:
            mail["Cc"] = ", ".join(copied)
        mail["Subject"] = rendered.subject
        mail["Date"] = format_datetime(at)
        # RFC 3834 section 5: answers say so, and so does what nobody asked for.
        answered = letter.kind in {LetterKind.RECEIPT, LetterKind.ANSWER}
        mail["Auto-Submitted"] = "auto-replied" if answered else "auto-generated"
        if letter.thread.in_reply_to:
            references = (*letter.thread.references, letter.thread.in_reply_to)
            mail["In-Reply-To"] = letter.thread.in_reply_to
            mail["References"] = " ".join(dict.fromkeys(references))
        mail.set_content(rendered.text)
        mail.add_alternative(rendered.html, subtype="html")
        for enclosure in letter.enclosures:
            _enclose(mail, enclosure)
        return mail


def _environment(*folders: Path) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(f / "letters") for f in folders]),
        undefined=StrictUndefined,
        # Jinja's own select_autoescape looks at the last ending only: .j2 here.
        autoescape=lambda name: bool(name) and str(name).endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    return environment


def _moment(at: datetime) -> str:
    """Write a moment as tables do: 6月30日 09:05."""
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def _render(
    environment: SandboxedEnvironment, template: str, facts: Mapping[str, object]
) -> Rendered:
    subject, text, html = (
        environment.get_template(f"{template}.{part}.j2").render(facts)
        for part in _PARTS
    )
    # A subject is one line: what a fact smuggles in must not become a header.
    return Rendered(" ".join(subject.split()), _tidy(text), html)


def _tidy(text: str) -> str:
    """Leave one empty line at most: what a template leaves out leaves no hole."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return _HOLES.sub("\n\n", lines) + "\n"


def _words(template: str, fault: TemplateError) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"缺少信件模板 letters/{fault.name}，已改用自带模板"
    line = getattr(fault, "lineno", None)
    where = f"第{line}行" if line else "某处"
    return f"信件模板 {template} {where}有误（{fault.message}），已改用自带模板"


def _addresses(real: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for text in real for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _enclose(mail: EmailMessage, enclosure: Enclosure) -> None:
    """Attach a file under a name that QQ Mail shows too.

    QQ shows tcmime.*.bin for a name in RFC 2231 only (DOMAIN §5): the Content-Type
    carries it again as an RFC 2047 word.
    """
    maintype, _, subtype = enclosure.media_type.partition("/")
    mail.add_attachment(
        enclosure.content,
        maintype=maintype,
        subtype=subtype,
        filename=enclosure.name,
        params={"name": enclosure.name},
    )
