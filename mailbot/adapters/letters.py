"""The scribe: templates and facts in, finished mails out."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.encoders import encode_base64
from email.header import Header
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.policy import SMTP, default
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from mailbot.core.letters.identity import identity
from mailbot.core.letters.letters import Enclosure, Letter, Rendered, Thread
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.records import LetterKind, NewLetter
from mailbot.fault_words import why

log = logging.getLogger(__name__)

_LONGEST_LINE = 900  # RFC 5322 2.1.1 allows 998
_REFERENCES = 20
# Headers built as plain text stay as built: Python would write an RFC 2047 word in a
# parameter as RFC 2231 again.
_AS_BUILT = SMTP.clone(refold_source="none")


class _Headers(HeaderRegistry):
    """Python's registry makes a class for each header of each letter; this, once."""

    @cache  # noqa: B019 - there is one registry, as long as the process
    def __getitem__(self, name: str) -> type:
        made: type = super().__getitem__(name)
        return made


# Not every server takes eight bits (RFC 6152), and Python asks none.
_SEVEN_BIT = default.clone(cte_type="7bit", header_factory=_Headers())
_PARTS = ("subject", "txt", "html")
# What a template may break with: Jinja's own errors, and Python's where it computes;
# a file saved in another encoding is a UnicodeDecodeError, a ValueError.
_BREAKS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
# The more special kinds first: an unknown filter is a fault of syntax to Jinja.
_FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (UndefinedError, "没有这项内容：{}，请核对花括号中的名称"),
    (TemplateAssertionError, "没有这种写法：{}"),
    (TemplateSyntaxError, "花括号或标签写错、缺少或不成对：见{}"),
    (SecurityError, "用了不允许的写法"),
)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_PRINTABLE = re.compile(r"[!-~]+")
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
    `complaints` tells staff which file and line to mend. `new_id` makes of what a
    letter is (`identity`) the part of its Message-ID before the @, a new one of "".
    """

    def __init__(
        self,
        own: Path,
        shipped: Path,
        head: Letterhead,
        new_id: Callable[[str], str],
    ) -> None:
        plain = FileSystemLoader(shipped / "letters")
        self._own = _environment(ChoiceLoader([_Edited(own, shipped), plain]))
        self._shipped = _environment(plain)
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
        host = self._head.address.partition("@")[2]
        message_id = f"<{self._new_id(identity(letter))}@{host}>"
        mail = self._mail(letter, rendered, deliver_to, at)
        mail["Message-ID"] = message_id
        return NewLetter(
            kind=letter.kind,
            message_id=message_id,
            to=letter.to,
            deliver_to=deliver_to,
            subject=rendered.subject,
            raw=mail.as_bytes(policy=_AS_BUILT),
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
        except _BREAKS as fault:
            self._complain(template, fault)
            return _render(self._shipped, template, facts)

    def check(self, examples: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
        """Render every template with example facts; return what is wrong in words."""
        faults = []
        for template, facts in examples.items():
            try:
                _render(self._own, template, facts)
            except _BREAKS as fault:
                faults.append(_words(template, fault))
        return tuple(faults)

    def _complain(self, template: str, fault: Exception) -> None:
        words = _words(template, fault)
        log.error("template broken, the shipped one is used: %s (%s)", words, fault)
        if words not in self.complaints:
            self.complaints.append(words)

    def _mail(
        self,
        letter: Letter,
        rendered: Rendered,
        deliver_to: tuple[str, ...],
        at: datetime,
    ) -> EmailMessage:
        mail = EmailMessage(policy=_SEVEN_BIT)
        mail["From"] = Address(self._head.name, addr_spec=self._head.address)
        copied = (
            _addresses(letter.cc) if deliver_to[1:] == _addresses(letter.cc) else ()
        )
        printable = [a for a in deliver_to if _PRINTABLE.fullmatch(a)]
        mail["To"] = ", ".join(a for a in printable if a not in copied)
        if copied:
            mail["Cc"] = ", ".join(copied)
        mail["Subject"] = rendered.subject
        mail["Date"] = format_datetime(at)
        # RFC 3834 section 5: answers say so, and so does what nobody asked for.
        answered = letter.kind in {LetterKind.RECEIPT, LetterKind.ANSWER}
        mail["Auto-Submitted"] = "auto-replied" if answered else "auto-generated"
        references = _known_good(letter.thread)
        if references:
            mail["In-Reply-To"] = references[-1]
            mail["References"] = " ".join(references)
        mail.set_content(rendered.text)
        mail.add_alternative(rendered.html, subtype="html")
        for enclosure in letter.enclosures:
            _enclose(mail, enclosure)
        return mail


class _Edited(FileSystemLoader):
    """Loads the letters that staff edited; one as it was ever shipped is none of them.

    Earlier versions copied all letters into each working folder: what nobody edited
    there must not hide what is shipped now.
    """

    def __init__(self, own: Path, shipped: Path) -> None:
        super().__init__(own / "letters")
        listed = shipped / "folder" / "former.txt"
        lines = listed.read_text("utf-8").splitlines() if listed.is_file() else ()
        self._former = frozenset(line.partition(" ")[0] for line in lines)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a letter's text; TemplateNotFound leaves it to the shipped ones."""
        source = super().get_source(environment, template)
        if hashlib.sha256(source[0].encode()).hexdigest() in self._former:
            raise TemplateNotFound(template)
        return source


def _environment(loader: BaseLoader) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=loader,
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


def _known_good(thread: Thread) -> tuple[str, ...]:
    """Return the thread's Message-IDs that can stand in a header, the answered last.

    What a stranger's mail calls its Message-ID may hold anything; () when the
    answered one itself is no Message-ID (RFC 5322 3.6.4).
    """
    if not _MESSAGE_ID.fullmatch(thread.in_reply_to):
        return ()
    before = [r for r in thread.references if _MESSAGE_ID.fullmatch(r)]
    kept = [r for r in before if r != thread.in_reply_to][-_REFERENCES:]
    return (*dict.fromkeys(kept), thread.in_reply_to)


def _words(template: str, fault: Exception) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"缺少信件模板 letters/{fault.name}，已改用自带模板"
    if isinstance(fault, UnicodeDecodeError):
        return f"信件模板 {template} 不是UTF-8编码，请另存为UTF-8；已改用自带模板"
    line = getattr(fault, "lineno", None)
    where = f"第{line}行" if line else "某处"
    return f"信件模板 {template} {where}有误（{_in_chinese(fault)}），已改用自带模板"


def _in_chinese(fault: Exception) -> str:
    """Say what is wrong in a template; only what stands in it is quoted."""
    if isinstance(fault, OSError):
        return why(fault)
    quoted = re.search(r"'([^']{1,40})'", str(fault))
    there = f"“{quoted[1]}”" if quoted else "某处"
    words = (said for kind, said in _FAULTS if isinstance(fault, kind))
    return next(words, "内容无法写出，请对照自带模板").format(there)


def _addresses(real: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for text in real for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _enclose(mail: EmailMessage, enclosure: Enclosure) -> None:
    """Attach a file under a name that every mail program shows.

    RFC 2231 is the standard; QQ Mail shows tcmime.*.bin for a name that only it
    tells (DOMAIN §5), so the Content-Type carries the name again as an RFC 2047 word.
    """
    maintype, _, subtype = enclosure.media_type.partition("/")
    word = Header(enclosure.name, "utf-8", maxlinelen=_LONGEST_LINE).encode()
    part = MIMEBase(maintype, subtype, name=word)
    part.set_payload(enclosure.content)
    encode_base64(part)
    name = ("utf-8", "", enclosure.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    if mail.get_content_type() != "multipart/mixed":
        mail.make_mixed()
    mail.attach(part)  # type: ignore[arg-type]  # it takes any kind of part
