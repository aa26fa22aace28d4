"""The places of a mail where a unit or a period may be named, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from mailbot.core.judge.case import Case, FormFacts
from mailbot.core.names.names import Gazetteer, gazetteer
from mailbot.core.names.sorts import FOREIGN, Mention, Sort
from mailbot.core.notice.notice import Notice
from mailbot.core.period.in_cycle import periods_in
from mailbot.core.period.spoken import SpokenPeriods, SpokenPlace
from mailbot.core.record.documents import Document
from mailbot.core.record.history import SentLetter
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.words.wording import plain, stem

_SUMMARY = re.compile(r"总结")
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fw|fwd|答复|回复|转发|自动转发)\s*[:：]\s*|\[?(?:外部|external)\]?\s*)+",
    re.IGNORECASE,
)
_TITLE_YEAR = re.compile(r"20\d\d年度?(?P<about>.{4})")
_LABEL = re.compile(
    r"^(?:填报|报送|报告|上报|汇报|填表)?(?:单位|部门)(?:名称)?(?:\(?(?:盖章|公章)\)?)?:?\s*"
)
# A heading is a short line; prose and the list of partners say nothing of the sender.
_LONGEST_HEADING = 45
_SPEAKS = re.compile(r"^(?:我|本人|尊敬|敬爱|您|申诉人|投诉人|举报人|信访人)|[。!?]$")
_PROSE = re.compile(r"[。;!?]|^(?:责任|牵头|配合|协办|落实|主办)")
_ON_BEHALF = re.compile(
    r"代(?:为)?(?P<who>[^,。;，；\n]{2,16}?)(?:上报|呈报|报送|报|提交|发)"
)
_FILLS = re.compile(r"$|[(:]|20|第|[一二三四]季|关于|为")
_PARTNERS = re.compile(
    r"[(]?(?:责任|牵头|配合|协办|协助|主办|承办)(?:单位|部门):?(?P<who>[^()\n]*)[)]?"
)
_TABLE_HEAD = re.compile(r"^序号|实事名称|责任单位|完成时限|进展情况$|任务进度")
_NUMBERED = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、](?!\d)|\([一二三四]\)"
)
JOINED = re.compile(r"[、,，和与及暨同\s]{1,2}|联合|会同")
_MOST_LABELLED = 4  # units that fill in one report together
_MOST_HEADING_UNITS = 2  # a line with more names is a list of partners


@dataclass(frozen=True, slots=True)
class Named:
    """What one place names."""

    place: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units said clearly, each once."""
        return self._of(Sort.UNIT)

    @property
    def weakly(self) -> tuple[str, ...]:
        """Return the units said by a weak alias or behind unclear words."""
        return self._of(Sort.WEAK, Sort.UNCLEAR)

    @property
    def outsiders(self) -> tuple[Mention, ...]:
        """Return what is named and is not simply a unit of the notice."""
        return tuple(
            m for m in self.mentions if m.sort in FOREIGN or m.sort is Sort.SUB_UNIT
        )

    def _of(self, *sorts: Sort) -> tuple[str, ...]:
        """Return the units of the mentions of these sorts, each once."""
        units = (m.unit for m in self.mentions if m.sort in sorts and m.unit)
        return tuple(dict.fromkeys(units))


@dataclass(frozen=True, slots=True)
class FileSigns:
    """What one file says of itself: its seal, its heading, its name."""

    document: Document
    form: FormFacts
    seal: Named
    heading: Named
    name: Named
    periods: tuple[SpokenPlace, ...] = ()

    @property
    def places(self) -> tuple[Named, ...]:
        """Return the file's places, strongest first."""
        return (self.seal, self.heading, self.name)

    @property
    def units(self) -> tuple[str, ...]:
        """Return every unit the file names clearly, each once."""
        return tuple(dict.fromkeys(u for place in self.places for u in place.units))


@dataclass(frozen=True, slots=True)
class MailSigns:
    """What the mail says around its files.

    `behalf` is what stands in 代…报送, `forwarded` the senders of forwarded mails,
    `replied` our letter that this mail answers (None if it answers none).
    """

    names: Gazetteer
    subject: Named
    display: Named
    body: Named
    behalf: Named
    signature: Named
    forwarded: Named
    replied: SentLetter | None
    subject_periods: SpokenPlace
    body_periods: SpokenPlace
    files: tuple[FileSigns, ...]


def read_signs(mail: ExaminedMail, case: Case) -> MailSigns:
    """Read every place of `mail` once."""
    names = gazetteer(case.notice, case.roster)
    message, letter = mail.message, case.letter
    subject = _PREFIX.sub("", message.subject)
    behalf = " ".join(m["who"] for m in _ON_BEHALF.finditer(plain(letter.own_words)))
    senders = "\n".join(
        f"{a.name} {_of_address(a.address, case)}" for a in letter.forwarded
    )
    return MailSigns(
        names=names,
        subject=_named("subject", _without_partners(stem(subject), names), names),
        display=_named("display_name", message.sender.name, names),
        body=_named("body", letter.own_words, names),
        behalf=_named("behalf", behalf, names),
        signature=_named("signature", letter.signature, names),
        forwarded=_named("forwarded", senders, names),
        replied=_replied(mail, case),
        subject_periods=_place("subject", subject, case.notice),
        body_periods=_place("body", letter.own_words, case.notice),
        files=tuple(
            _file(doc, _form(case, at), case, names)
            for at, doc in enumerate(mail.documents)
        ),
    )


def said_of(file: FileSigns, signs: MailSigns) -> SpokenPeriods:
    """Return everything that speaks for the file's period."""
    texts = (signs.subject.text, file.name.text, file.heading.text)
    return SpokenPeriods(
        own=file.periods,
        mail=(signs.subject_periods,),
        body=(signs.body_periods,),
        replied=signs.replied.period if signs.replied else None,
        summary=any(_SUMMARY.search(text) for text in texts),
    )


def _of_address(address: str, case: Case) -> str:
    """Return the names of the units that the roster has under `address`."""
    return " ".join(unit.name for unit in case.roster.by_address(address))


def _replied(mail: ExaminedMail, case: Case) -> SentLetter | None:
    """Return the newest letter of ours that the mail says it answers."""
    message = mail.message
    for message_id in (message.in_reply_to, *reversed(message.references)):
        letter = case.history.letter(message_id) if message_id else None
        if letter is not None:
            return letter
    return None


def _form(case: Case, at: int) -> FormFacts:
    """Return the form facts of document `at`."""
    return case.forms[at] if at < len(case.forms) else FormFacts()


def _named(place: str, text: str, names: Gazetteer) -> Named:
    """Read the names of one place."""
    return Named(place, text, names.mentions(text))


def _without_partners(text: str, names: Gazetteer) -> str:
    """Return `text` without a list of partners (责任单位：甲、乙): not its senders."""

    def kept(match: re.Match[str]) -> str:
        units = {m.unit for m in names.mentions(match["who"]) if m.unit}
        return "" if len(units) > 1 else match[0]

    return _PARTNERS.sub(kept, text)


def _place(name: str, text: str, notice: Notice) -> SpokenPlace:
    """Read the periods of one place."""
    words = periods_in(_without_title_year(text, notice), notice.schedule.cycle)
    return SpokenPlace(name, words, text)


def _without_title_year(text: str, notice: Notice) -> str:
    """Return `text` without the year that the notice's own title begins with.

    It stands on every form, whatever the period reported; another year before the
    same words (last year's form) stays.
    """
    words = plain(text)
    for title in (notice.annex_title, notice.title):
        begins = _TITLE_YEAR.search(plain(title))
        if begins:
            words = words.replace(begins[0], begins["about"])
    return words


def _file(doc: Document, form: FormFacts, case: Case, names: Gazetteer) -> FileSigns:
    """Read one file's own places; its archive's name speaks where its own is mute."""
    lines = _heading_lines(doc, form)
    heading = Named("heading", "\n".join(lines), tuple(_in_heading(lines, names)))
    own_names = [stem(doc.name), *(stem(name) for name in reversed(doc.inside))]
    named = [
        _named("file_name", _without_partners(name, names), names) for name in own_names
    ]
    periods = [_place("file_name", name, case.notice) for name in own_names]
    titles = _place("heading", "\n".join(lines), case.notice)
    return FileSigns(
        document=doc,
        form=form,
        seal=_seal(doc, case, names),
        heading=heading,
        name=next((n for n in named if n.mentions), named[0]),
        periods=(
            replace(titles, words=titles.words.titled()),
            next((p for p in periods if p.words.words), periods[0]),
        ),
    )


def _heading_lines(doc: Document, form: FormFacts) -> tuple[str, ...]:
    """Return the lines above the form, read from text or by OCR, without prose.

    Without a form the heading ends where somebody begins to speak: a citizen's
    letter tells of days and offices that say nothing of a report.
    """
    lines = list(title_lines(doc, form))
    if not form.found:
        lines = list(takewhile(lambda line: not _SPEAKS.search(line), lines))
    return tuple(
        line
        for line in lines
        if len(line) <= _LONGEST_HEADING and not _PROSE.search(line)
    )


def title_lines(doc: Document, form: FormFacts) -> Iterable[str]:
    """Yield the plain lines above the table, of the text and of the page as seen.

    What was read off a page goes on into table and text: it ends where these begin.
    """
    yield from filter(None, map(plain, form.heading))
    seen = doc.seal.heading.splitlines() if doc.seal else []
    for line in filter(None, map(plain, seen)):
        if _TABLE_HEAD.search(line) or _NUMBERED.match(line):
            return
        yield line


def _in_heading(lines: Iterable[str], names: Gazetteer) -> Iterable[Mention]:
    """Yield who a heading says it is from: a name that opens a line, or a label's.

    Names further on are the report's own words (协助县公安局…), and the column
    责任单位 lists partners: neither identifies the sender.
    """
    for line in lines:
        words = plain(line)
        label = _LABEL.match(words)
        words = words[label.end() :] if label else words
        found = names.mentions(words)
        most = _MOST_LABELLED if label else _MOST_HEADING_UNITS
        if len({m.unit for m in found}) <= most:
            yield from _openers(found, words)


def _openers(found: tuple[Mention, ...], words: str) -> Iterable[Mention]:
    """Yield the name that opens a line, and those joined to it (甲、乙 and 甲和乙)."""
    end = 0
    for mention in found:
        joined = end and JOINED.fullmatch(words[end : mention.start])
        if not (joined and mention.sort is Sort.UNIT) and not _opens_heading(
            mention, words
        ):
            return
        yield mention
        end = mention.end


def _opens_heading(mention: Mention, words: str) -> bool:
    """Tell whether a name opens a heading; a body of no unit only if it fills it."""
    if mention.start or mention.sort is Sort.UNCLEAR:
        return False
    return mention.sort is Sort.UNIT or bool(_FILLS.match(words[mention.end :]))


def _seal(doc: Document, case: Case, names: Gazetteer) -> Named:
    """Return whose seal the document bears, by the seal reader or by its text."""
    if doc.seal is None:
        return Named("seal")
    text = next((mark.text for mark in doc.seal.marks if mark.text), "")
    unit = doc.seal.unit or _unit_of_seal(text, case)
    if not unit:
        return _named("seal", text, names)
    mention = Mention(Sort.UNIT, text or unit, 0, len(text or unit), unit)
    return Named("seal", text, (mention,))


def _unit_of_seal(text: str, case: Case) -> str:
    """Return the unit that may bear a seal with exactly this text, "" if none."""
    wanted = plain(text)
    for unit in case.roster.units:
        own = (*unit.seals, *unit.legal_names)
        if wanted and wanted in {plain(seal) for seal in own}:
            return unit.name
    return ""
