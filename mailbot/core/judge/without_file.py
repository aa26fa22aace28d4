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
from mailbot.core.period.choice import choose_period
from mailbot.core.record.clues import Flag, Outcome, Verdict
from mailbot.core.record.documents import Document, Kind
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action, Advice, Matter, MatterState
from mailbot.core.words.wording import HAN

_ASKING = {Talk.QUESTION, Talk.FORM_REQUEST, Talk.STATE_REQUEST}
_LONG_ENOUGH = 15  # Han characters: more than a greeting


def judge_letter(hearing: Hearing, nature: Nature) -> Verdict:
    """Hand a letter without files to staff, with what it says as the proposal.

    A town's letter is kept and not counted. The unit and period of a linked file
    are read from its name, as from an attachment's.
    """
    words = hearing.case.letter.own_words
    talk = None
    if not hearing.case.letter.links:
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
    han = re.findall(rf"[{HAN}]", hearing.case.letter.own_words)
    typed = (Flag(FlagKind.TEXT_IN_BODY),) if len(han) >= _LONG_ENOUGH else ()
    return (*typed, Flag(FlagKind.NO_ATTACHMENT))


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
