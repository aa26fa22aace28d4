"""The contract's JSON: one object a line, English keys, ISO times with offset."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo

from mailbot.core.form.reading import Form
from mailbot.core.notice.notice import Copy
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.clues import Clue, FileVerdict, Flag, Verdict
from mailbot.core.record.documents import Document, SealReport
from mailbot.core.record.mail import Message, Nature
from mailbot.core.record.progress import CopyProgress, UnitProgress
from mailbot.core.record.records import QueuedLetter, ReviewItem
from mailbot.core.summary.vitals import Vitals
from mailbot.flows.examine import Explained
from mailbot.flows.intake.collect import Round
from mailbot.flows.office import Office
from mailbot.flows.staff.deciding import UnitEntry

Row = dict[str, object]


# What was put back is told by `retry`; trouble and missing folders on stderr (3, 2).
_UNTOLD = {"put_back", "trouble", "lacking"}


def print_json(row: Mapping[str, object]) -> None:
    """Write one line of JSON, and one for every reader of lines.

    Python's own splitlines, and JavaScript before 2019, end a line also at these.
    """
    line = json.dumps(row, ensure_ascii=False)
    for sign in ("\x85", "\u2028", "\u2029"):
        line = line.replace(sign, f"\\u{ord(sign):04x}")
    sys.stdout.write(line + "\n")


def moment(value: datetime | None, zone: tzinfo) -> str | None:
    """Write a moment as ISO 8601 with the office's offset."""
    return None if value is None else value.astimezone(zone).isoformat()


def round_row(done: Round, notice: str) -> Row:
    """Write what one round did."""
    seconds = {stage: round(spent, 3) for stage, spent in done.seconds.items()}
    told = {k: v for k, v in asdict(done).items() if k not in _UNTOLD}
    return {"notice": notice, **told, "seconds": seconds}


def status_row(progress: UnitProgress, office: Office) -> Row:
    """Write where one unit stands."""
    zone = office.zone
    return {
        "notice": office.notice.id,
        "unit": progress.unit,
        "period": progress.period,
        "due": moment(progress.due, zone),
        "state": progress.state,
        "late": progress.late,
        "electronic": _copy(progress.copy(Copy.ELECTRONIC), zone),
        "stamped_pdf": _copy(progress.copy(Copy.STAMPED_PDF), zone),
        "items_missing": list(progress.items_missing),
        "received_at": moment(progress.received_at, zone),
        "duty": office.notice.duty.id,
    }


def health_row(reasons: Sequence[str], vitals: Vitals | None) -> Row:
    """Write whether the bot is at its work, and why not."""
    read_at = vitals.read_at if vitals else None
    return {
        "healthy": not reasons,
        "reasons": list(reasons),
        "read_at": read_at.isoformat() if read_at else None,
        "holder": vitals.holder if vitals else "",
    }


def _copy(copy: CopyProgress, zone: tzinfo) -> Row:
    return {
        "state": copy.state,
        "version": copy.version or None,
        "received_at": moment(copy.received_at, zone),
        "from": copy.sender or None,
        "sha256": copy.sha256 or None,
        "flags": list(copy.flags),
    }


def review_row(item: ReviewItem, office: Office, *, ignored: bool = False) -> Row:
    """Write one thing that waits for staff, or was left alone as other business."""
    left_alone: Row = {"ignored": True} if ignored else {}
    return {
        "notice": office.notice.id,
        "id": item.id,
        "message_id": item.message_id,
        "attachment": item.attachment or None,
        "proposal": {
            "units": list(item.proposal.units),
            "period": item.proposal.period,
            "copy": item.proposal.copy,
            "action": item.proposal.action,
            "reason": item.proposal.reason,
        },
        "reasons": list(item.reasons),
        "since": moment(item.since, office.zone),
        "duty": office.notice.duty.id,
    } | left_alone


def unit_row(entry: UnitEntry, office: Office) -> Row:
    """Write a unit with its addresses and what was decided for it."""
    return {
        "notice": office.notice.id,
        "unit": entry.unit,
        "addresses": list(entry.addresses),
        "telephone": entry.telephone,
        "decisions": [
            {"kind": d.kind, "period": d.period, "value": d.value}
            for d in entry.decisions
        ],
        "duty": office.notice.duty.id,
    }


def address_row(new: NewAddress, office: Office) -> Row:
    """Write an address that waits for a word of staff."""
    return {
        "notice": office.notice.id,
        "id": new.id,
        "unit": new.unit,
        "address": new.address,
        "host": new.host,
        "name": new.name,
        "received_at": moment(new.received_at, office.zone),
    }


def letter_row(queued: QueuedLetter, office: Office) -> Row:
    """Write one letter of the outbox."""
    letter, zone = queued.letter, office.zone
    return {
        "notice": office.notice.id,
        "id": queued.id,
        "kind": letter.kind,
        "state": queued.state,
        "message_id": letter.message_id,
        "to": [letter.to],
        "unit": letter.unit or None,
        "period": letter.period,
        "subject": letter.subject,
        "reason": letter.reason,
        "not_before": moment(letter.not_before, zone),
        "sent_at": moment(queued.sent_at, zone),
        "tries": queued.tries,
        "error": queued.last_error or None,
        "duty": office.notice.duty.id,
    }


def explained_row(explained: Explained, office: Office, *, text: bool) -> Row:
    """Write how a mail or file was understood."""
    whole = explained.is_mail and explained.verdict
    files = explained.verdict.files if explained.verdict else ()
    rows = zip(explained.documents, files, explained.forms, strict=True)
    return {
        "path": explained.path,
        "notice": _won_by(explained, office),
        "message": _message(explained, office.zone) if whole else None,
        "verdict": _verdict(explained.verdict) if whole and explained.verdict else None,
        "attachments": [_attachment(d, v, f, text=text) for d, v, f in rows],
        "problem": explained.problem,
        "duty": office.of(explained.notice).notice.duty.id,
    } | _rivals(explained, office)


def _won_by(explained: Explained, office: Office) -> str | None:
    """Return the notice a line is about; of several that which won, None for none."""
    verdict = explained.verdict
    unrelated = verdict is not None and verdict.nature is Nature.UNRELATED
    if office.peers and unrelated:
        return None
    return office.of(explained.notice).notice.id


def _rivals(explained: Explained, office: Office) -> Row:
    """Return what the other notices that had evidence made of it."""
    rows = [
        {"notice": office.of(key).notice.id, "duty": office.of(key).notice.duty.id}
        | _verdict(verdict)
        for key, verdict in explained.rivals
    ]
    return {"verdicts": rows} if rows else {}


def _message(explained: Explained, zone: tzinfo) -> Row:
    message: Message = explained.message
    verdict = explained.verdict
    return {
        "message_id": message.message_id,
        "from": {"name": message.sender.name, "address": message.sender.address},
        "subject": message.subject,
        "date": moment(message.date, zone),
        "received_at": moment(explained.received_at, zone),
        "nature": verdict.nature if verdict else None,
        "bounced": list(verdict.bounced) if verdict else [],
        "temporary": bool(verdict and verdict.temporary),
    }


def _verdict(verdict: Verdict) -> Row:
    return {
        "outcome": verdict.outcome,
        "units": list(verdict.units),
        "period": verdict.period,
        "copies": list(verdict.copies),
        "matter": {
            "notice": verdict.matter.notice or None,
            "state": verdict.matter.state,
            "reasons": list(verdict.matter.reasons),
        },
        "proposal": {
            "action": verdict.advice.action,
            "reason": verdict.advice.reason,
        },
        "flags": _flags(verdict.flags),
        "reasons": _reasons(verdict.reasons),
    }


def _attachment(
    document: Document, verdict: FileVerdict, form: Form | None, *, text: bool
) -> Row:
    row: Row = {
        "name": document.name,
        "inside": list(document.inside),
        "kind": document.kind.told,
        "bytes": document.size,
        "sha256": document.sha256,
        "outcome": verdict.outcome,
        "copy": verdict.copy,
        "units": list(verdict.units),
        "period": verdict.period,
        "flags": _flags(verdict.flags),
        "reasons": _reasons(verdict.reasons),
        "problem": document.problem,
    }
    if form is not None:
        row |= {"rows": _rows(form), "items_missing": list(verdict.items_missing)}
    if document.seal is not None:
        row |= _seal(document.seal)
    return row | ({"text": document.content.text} if text else {})


def _rows(form: Form) -> list[Row]:
    return [
        {
            "no": row.no,
            "item": row.item,
            "units": row.units,
            "progress": row.progress,
            "due": row.due,
            "item_no": row.item_no,
            "source": row.source,
        }
        for row in form.rows
    ]


def _seal(report: SealReport) -> Row:
    one = {"verdict": report.verdict, "page": report.page, "unit": report.unit}
    every = [
        {
            "page": mark.page,
            "verdict": mark.verdict,
            "text": mark.text,
            "unit": mark.unit,
            "confidence": round(mark.confidence, 3),
            "box": [round(side, 1) for side in mark.box],
        }
        for mark in report.marks
    ]
    return {"seal": one, "seals": every}


def _flags(flags: tuple[Flag, ...]) -> list[Row]:
    return [{"flag": flag.flag, **dict(flag.details)} for flag in flags]


def _reasons(reasons: tuple[Clue, ...]) -> list[Row]:
    return [
        {"clue": r.clue, "says": r.says, "text": r.text, "weight": r.weight}
        for r in reasons
    ]
