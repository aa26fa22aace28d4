"""From the script to the mailbox: each scene becomes the mail it tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr

from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import QueuedLetter
from mailbot.demo.envelopes import Enclosed, Envelope
from mailbot.demo.everyday import STRAYS, Stray
from mailbot.demo.papers import ClerkDesk
from mailbot.demo.script import FIRST_DAY, PERIOD, SCENES, Scene, Turn
from mailbot.flows.office import Office

_YEAR = FIRST_DAY.year


@dataclass(frozen=True, slots=True)
class Cue:
    """A mail about to arrive, and the moment at which it does."""

    at: datetime
    what: Scene | Stray


def moment(office: Office, text: str) -> datetime:
    """Return the moment that the script writes as 06-30 16:58."""
    return datetime.fromisoformat(f"{_YEAR}-{text}").replace(tzinfo=office.zone)


def cues(office: Office) -> tuple[Cue, ...]:
    """Return every mail of the script, in the order of arrival."""
    script: tuple[Scene | Stray, ...] = (*SCENES, *STRAYS)
    every = (Cue(moment(office, what.at), what) for what in script)
    return tuple(sorted(every, key=lambda cue: cue.at))


def mail(office: Office, cue: Cue) -> bytes:
    """Return a cue's mail; an answer answers what the bot wrote before."""
    if isinstance(cue.what, Stray):
        return _stray(office, cue.at, cue.what)
    match cue.what.turn:
        case Turn.NEW:
            return _report(office, cue.at, cue.what, ())
        case Turn.REPLY:
            return _reply(office, cue.at, cue.what)
        case Turn.BOUNCE:
            return _bounce(office, cue.at, cue.what)
        case Turn.AWAY:
            return _away(office, cue.at, cue.what)


def _stray(office: Office, at: datetime, stray: Stray) -> bytes:
    envelope = Envelope(
        stray.name, stray.address, office.address, stray.subject, at, _id(at)
    )
    return envelope.mail(stray.body)


def _report(
    office: Office, at: datetime, scene: Scene, extra: tuple[tuple[str, str], ...]
) -> bytes:
    unit = office.roster[scene.unit]
    desk = ClerkDesk(office.notice, unit, from_id(PERIOD), _draft(scene))
    files = [Enclosed(paper.name, desk.make(paper)) for paper in scene.files]
    envelope = _from_unit(office, at, scene, scene.subject, extra)
    return envelope.mail(scene.body, files)


def _draft(scene: Scene) -> str:
    """Return what tells a second version of a report from the first."""
    earlier = [s for s in SCENES if s.unit == scene.unit and s.at < scene.at]
    return f"（第{len(earlier) + 1}稿）" if earlier else ""


def _reply(office: Office, at: datetime, scene: Scene) -> bytes:
    letter = _last_letter(office, scene.unit).letter
    thread = (("In-Reply-To", letter.message_id), ("References", letter.message_id))
    answer = replace(scene, subject=f"回复：{letter.subject}")
    return _report(office, at, answer, thread)


def _bounce(office: Office, at: datetime, scene: Scene) -> bytes:
    letter = _last_letter(office, scene.unit).letter
    envelope = Envelope(
        "Mail Delivery System",
        "MAILER-DAEMON@mx.unit.example",
        office.address,
        "Undelivered Mail Returned to Sender",
        at,
        _id(at),
        (("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")),
    )
    words = f"您的邮件未能送达下列收件人：\n<{letter.to}>: 550 5.1.1 User unknown"
    return envelope.bounce(letter.to, letter.message_id, words)


def _away(office: Office, at: datetime, scene: Scene) -> bytes:
    letter = _last_letter(office, scene.unit).letter
    extra = (("In-Reply-To", letter.message_id), ("Auto-Submitted", "auto-replied"))
    subject = f"自动回复：{letter.subject}"
    envelope = _from_unit(office, at, scene, subject, extra)
    return envelope.mail("您好，我正在外出学习，来信已收到，回来后尽快回复。")


def _from_unit(
    office: Office,
    at: datetime,
    scene: Scene,
    subject: str,
    extra: tuple[tuple[str, str], ...],
) -> Envelope:
    unit = office.roster[scene.unit]
    name, address = parseaddr(scene.sender)
    return Envelope(
        name or unit.contact,
        address or unit.addresses[0],
        office.address,
        subject,
        at,
        _id(at),
        extra,
    )


def _last_letter(office: Office, unit: str) -> QueuedLetter:
    """Return what the bot wrote last to a unit; IndexError if it never did."""
    with office.ledger.begin() as work:
        written = work.outbox.every(frozenset())
    return [q for q in written if q.letter.unit == unit][-1]


def _id(at: datetime) -> str:
    return f"<{at:%m%d%H%M}@mail.unit.example>"
