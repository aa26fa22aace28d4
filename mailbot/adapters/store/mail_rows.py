"""Rows of `mails` and `documents`: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    FromClause,
    RowMapping,
    and_,
    or_,
)

from mailbot.adapters.store import codec
from mailbot.adapters.store.tables import mails
from mailbot.core.record.documents import Problem
from mailbot.core.record.records import (
    FiledDocument,
    FlaggedMail,
    JudgedMail,
    MailState,
    Origin,
    SavedMail,
    ServerPlace,
    UnreadMail,
    WaitingMail,
)

_LONGEST_REST = timedelta(hours=1)


def older(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Tell whether one mail is judged before another; see waiting()."""
    return or_(
        one.c.received_at < other.c.received_at,
        and_(one.c.received_at == other.c.received_at, one.c.id < other.c.id),
    )


def flagged_mail(row: RowMapping, flag: Mapping[str, str]) -> FlaggedMail:
    """Read one row of `mails` for one of its flags."""
    return FlaggedMail(
        mail=row["id"],
        units=tuple(row["units"] or ()),
        period=row["period"],
        sender=row["sender_address"],
        received_at=row["received_at"],
        details=tuple((k, v) for k, v in flag.items() if k != "flag"),
    )


def unjudged() -> ColumnElement[bool]:
    """Tell the mails that wait: whole ones, and the headers of too large ones."""
    header_only = and_(
        mails.c.state == MailState.TOO_LARGE,
        mails.c.judged_at.is_(None),
        mails.c.stored != "",
    )
    return or_(mails.c.state == MailState.WAITING, header_only)


def resting(mail: FromClause, now: datetime) -> ColumnElement[bool]:
    """Tell the mails that were put back and whose turn has not come.

    None rests for long: a moment far ahead was written by a clock that was wrong.
    """
    until = mail.c.next_try_at
    return and_(until.is_not(None), until > now, until <= now + _LONGEST_REST)


def in_folder(
    account: str, folder: str, uidvalidity: int
) -> tuple[ColumnElement[bool], ...]:
    """Tell the mails of one folder in one numbering (UIDVALIDITY, RFC 3501 2.3.1.1)."""
    return (
        mails.c.account == account,
        mails.c.folder == folder,
        mails.c.uidvalidity == uidvalidity,
    )


def saved_mail(row: RowMapping) -> SavedMail:
    """Read one row of `mails` as the mail it stands for."""
    return SavedMail(
        place=ServerPlace(
            row["account"], row["folder"], row["uidvalidity"], row["uid"], row["junk"]
        ),
        origin=Origin(row["origin"]),
        sha256=row["sha256"],
        size=row["size"],
        message_id=row["message_id"],
        received_at=row["received_at"],
        stored=row["stored"],
        state=MailState(row["state"]),
    )


def waiting_mail(row: RowMapping) -> WaitingMail:
    """Read one row of `mails`, with its column `repeated`, as a mail that waits."""
    found = row["deaths"] or {}
    deaths = {file: tuple(map(Problem, died)) for file, died in found.items()}
    return WaitingMail(
        id=row["id"],
        saved=saved_mail(row),
        repeated=row["repeated"],
        tries=row["tries"],
        again=row["nature"] != "",
        deaths=deaths,
    )


def unread_mail(row: RowMapping) -> UnreadMail:
    """Read one row of `mails` as what staff are told of a mail that was not judged."""
    return UnreadMail(
        mail=row["id"],
        received_at=row["received_at"],
        fault=row["fault"],
        tries=row["tries"],
        next_try_at=row["next_try_at"],
    )


def verdict_row(judged: JudgedMail, at: datetime, *, shown: bool) -> dict[str, object]:
    """Return what a verdict writes into its mail's row; unless shown, no words."""
    verdict = judged.verdict
    row: dict[str, object] = {
        "state": _end_of(judged.mail.saved.state),
        "judged_at": at,
        "nature": verdict.nature,
        "outcome": verdict.outcome,
        "stored": judged.raw_path,
        "fault": "",
        "next_try_at": None,
    }
    if not shown:
        return row
    if judged.notice:
        row["notice"] = judged.notice
    return row | {
        "message_id": judged.message_id,
        "units": list(verdict.units),
        "period": verdict.period,
        "sender_name": judged.sender_name,
        "sender_address": judged.sender_address,
        "subject": judged.subject,
        "flags": codec.flags_to_json(verdict.flags),
        "reasons": codec.reasons_to_json(verdict.reasons),
    }


def _end_of(state: MailState) -> MailState:
    """Return the state in which a judged mail ends."""
    too_large = state is MailState.TOO_LARGE
    return MailState.TOO_LARGE if too_large else MailState.JUDGED


def document_row(filed: FiledDocument) -> dict[str, object]:
    """Return the row of one filed document."""
    document, verdict = filed.document, filed.verdict
    return {
        "number": filed.number,
        "name": document.name,
        "raw_name": document.raw_name,
        "inside": list(document.inside),
        "kind": document.kind,
        "size": document.size,
        "sha256": document.sha256,
        "problem": document.problem,
        "outcome": verdict.outcome,
        "copy": verdict.copy,
        "units": list(verdict.units),
        "period": verdict.period,
        "flags": codec.flags_to_json(verdict.flags),
        "reasons": codec.reasons_to_json(verdict.reasons),
        "items_missing": list(verdict.items_missing),
        "seal": codec.seal_to_json(document.seal),
        "text": document.content.text,
        "pages": document.content.pages,
        "path": filed.path,
    }
