"""A letter that brings no file: a report typed into the mail, or only a link."""

from __future__ import annotations

import re

from mailbot.core.judge.about import mail_evidence
from mailbot.core.judge.case import FormFacts
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.proposal import advise
from mailbot.core.judge.signs import FileSigns, Named, said_of
from mailbot.core.judge.standing import Membership
from mailbot.core.judge.talk import Talk, talk_of
from mailbot.core.judge.who import whose
from mailbot.core.matter.evidence import tells_target
from mailbot.core.period.choice import choose_period
from mailbot.core.record.clues import Flag, Outcome, Verdict
from mailbot.core.record.documents import Document, Kind
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action, Advice, Matter, MatterState
from mailbot.core.words.wording import HAN, plain

_ASKING = {Talk.QUESTION, Talk.FORM_REQUEST, Talk.STATE_REQUEST}
_LONG_ENOUGH = 15  # Han characters: more than a greeting
_SPOKEN = 6  # Han characters: words that say something of their own
# Figures of work done: two of them, and the words report. 第3项 is none.
_FIGURES = re.compile(
    r"(?<![第\d])\d{1,7}(?:\.\d+)?\s*(?:%|余?(?:人|件|户|场|名|处|个|所|次|家|条|份|万元?))"
)
_MANY = 2
# Who writes so believes that a file goes with it.
_ENCLOSES = re.compile(
    r"附件|附上|见附|查收|查阅|审阅|报上|呈上|现将|现报|报表[如见]下"
)


def judge_letter(hearing: Hearing, nature: Nature) -> Verdict:
    """Hand a letter without files to staff, with what it says as the proposal.

    A town's letter is kept and not counted. The unit and period of a linked file
    are read from its name, as from an attachment's.
    """
    words = hearing.case.letter.own_words
    talk = None
    if not hearing.case.letter.links and not _reports(hearing):
        talk = talk_of(hearing.signs.subject.text, words)
    if talk is not None:
        nature = Nature.QUESTION if talk in _ASKING else Nature.OTHER
    file = _unwritten(hearing)
    who = whose(file, hearing.signs, hearing.sender)
    when = choose_period(said_of(file, hearing.signs), hearing.today)
    period = None if who.no_period or when.period is None else when.period.id
    town = who.standing is Membership.TOWN
    told = (Flag(talk.flag),) if talk else _missing(hearing, nature)
    if hearing.robot:
        told = (*told, Flag(FlagKind.WEAK_ROBOT))
    flags = (*told, *link_flags(hearing))
    return Verdict(
        nature=nature,
        outcome=Outcome.IGNORE if town else Outcome.REVIEW,
        units=who.units,
        period=period,
        advice=_advice(hearing, talk, flags),
        matter=_matter(hearing),
        flags=tuple(dict.fromkeys((*flags, *who.doubts, *who.notes, *when.doubts))),
        reasons=(*who.reasons, *when.reasons),
        known_sender=bool(who.units) and all(map(hearing.sender.knows, who.units)),
    )


def _advice(hearing: Hearing, talk: Talk | None, flags: tuple[Flag, ...]) -> Advice:
    """Return what should happen: a link and a typed report have a remedy."""
    if talk is not None or not hearing.sender.known:
        return Advice(Action.ASK, FLAGS[talk.flag].word if talk else "")
    return advise(flags)


def _matter(hearing: Hearing) -> Matter:
    """Return what the letter is about: what its subject or thread proves."""
    found = mail_evidence(hearing)
    if found:
        return Matter(MatterState.PROVEN, hearing.case.notice.id, found)
    return Matter(MatterState.UNPROVEN)


def link_flags(hearing: Hearing) -> tuple[Flag, ...]:
    """Return a flag for each linked file, with its last day where it is said."""
    return tuple(
        Flag(
            FlagKind.CLOUD_ATTACHMENT,
            (("expires", link.expires),) if link.expires else (),
        )
        for link in hearing.case.letter.links
    )


def _missing(hearing: Hearing, nature: Nature) -> tuple[Flag, ...]:
    """Return what the letter has instead of a file."""
    if hearing.case.letter.links:
        return ()
    if nature is Nature.QUESTION:
        return (Flag(FlagKind.QUESTION),)
    words = hearing.case.letter.own_words
    long = len(re.findall(rf"[{HAN}]", words))
    speaks = long >= _SPOKEN and not _ENCLOSES.search(words)
    if speaks and _is_known(hearing) and not _reports(hearing):
        return (Flag(FlagKind.MESSAGE),)
    typed = (Flag(FlagKind.TEXT_IN_BODY),) if long >= _LONG_ENOUGH else ()
    return (*typed, Flag(FlagKind.NO_ATTACHMENT))


def _is_known(hearing: Hearing) -> bool:
    return hearing.sender.known or hearing.signs.replied is not None


def _reports(hearing: Hearing) -> bool:
    """Tell whether the letter's own words are a report: figures, or items by name."""
    words = hearing.case.letter.own_words
    items = hearing.case.notice.items
    if len(re.findall(rf"[{HAN}]", words)) < _LONG_ENOUGH:
        return False
    figures = len(_FIGURES.findall(plain(words))) >= _MANY
    return figures or bool(tells_target(words, items))


def _unwritten(hearing: Hearing) -> FileSigns:
    """Return a file that is not there: mute, save for the names of linked ones."""
    links = " ".join(link.name for link in hearing.case.letter.links)
    mentions = hearing.signs.names.mentions(links)
    return FileSigns(
        document=Document(name=links, kind=Kind.OTHER, size=0, sha256=""),
        form=FormFacts(),
        seal=Named("seal"),
        heading=Named("heading"),
        name=Named("file_name", links, mentions),
    )
