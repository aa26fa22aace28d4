"""A proposal as plain values, as `notice read --json` promises them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from mailbot.core.reading_notice.proposal import (
    Due,
    NoticeAnnex,
    NoticeProposal,
    ReadDuty,
    ReadField,
    ReadItem,
    Source,
)

FIELDS: Final = (
    "doc_number",
    "title",
    "issuer",
    "issue_date",
    "receiver",
    "mailbox",
    "phones",
    "contacts",
)
_LISTS: Final = frozenset({"phones", "contacts"})
Row = dict[str, Any]


def plain_row(file: str, proposal: NoticeProposal) -> Row:
    """Return the fields of a proposal by name, without their sources."""
    row: Row = {"file": file}
    row["refused"] = proposal.refused.value if proposal.refused else None
    for name in FIELDS:
        row[name] = _value(name, getattr(proposal, name))
    row["amends"] = proposal.amends.value
    row["items"] = [_item(item) for item in proposal.items]
    row["units"] = list(proposal.units)
    row["classes"] = list(proposal.classes)
    row["duties"] = [_duty(duty) for duty in proposal.duties]
    row["annexes"] = [_annex(annex) for annex in proposal.annexes]
    return row


def full_row(file: str, proposal: NoticeProposal) -> Row:
    """Return the fields, each with value, source and whether it is sure."""
    row = plain_row(file, proposal)
    for name in (*FIELDS, "amends"):
        read = getattr(proposal, name)
        row[name] = _wrapped(row[name], read.source, sure=read.sure, remark=read.remark)
    for name in ("items", "duties", "annexes"):
        row[name] = _listed(row[name], getattr(proposal, name))
    row["units"] = _wrapped(row["units"], _first(proposal), sure=not proposal.unread)
    row["classes"] = _wrapped(row["classes"], _first(proposal), sure=True)
    row["damages"] = [_source(one) for one in proposal.damages]
    row["unread"] = [_source(one) for one in proposal.unread]
    return row


def _listed(
    values: list[Row],
    parts: tuple[ReadItem, ...] | tuple[ReadDuty, ...] | tuple[NoticeAnnex, ...],
) -> Row:
    """Wrap a list; `sources` holds each part's own source, in the same order."""
    first = parts[0].source if parts else Source()
    sure = all(getattr(part, "sure", True) for part in parts)
    row = _wrapped(values, first, sure=sure)
    return {**row, "sources": [_source(part.source) for part in parts]}


def _first(proposal: NoticeProposal) -> Source:
    """Return where the units stand: at the first item, else at those addressed."""
    if proposal.items:
        return proposal.items[0].source
    return proposal.addressees.source


def _value(name: str, read: ReadField[Any]) -> object:
    value = read.value
    if name in _LISTS:
        return list(value or ())
    return value.isoformat() if isinstance(value, date) else value


def _wrapped(value: object, source: Source, *, sure: bool, remark: str = "") -> Row:
    empty = value is None or value == []
    row: Row = {
        "value": value,
        "source": None if empty and not source.words else _source(source),
        "sure": sure,
    }
    return {**row, "remark": remark} if remark else row


def _source(source: Source) -> Row:
    place = {"cell": source.cell} if source.cell else {"line": source.line}
    return {"page": source.page, **place, "words": source.words}


def _item(item: ReadItem) -> Row:
    return {
        "no": item.no,
        "name": item.name,
        "lead": list(item.lead),
        "units": list(item.units),
        "classes": list(item.classes),
        "targets": [
            {
                "value": _number(one.value),
                "unit": one.unit,
                "text": one.text,
                "measure": one.measure,
                "op": one.relation.value,
                "kind": one.kind.value,
            }
            for one in item.targets
        ],
    }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _duty(duty: ReadDuty) -> Row:
    row: Row = {
        "what": duty.what,
        "who": duty.who if isinstance(duty.who, str) else list(duty.who),
        "cycle": duty.cycle.value,
        "covers": duty.covers,
        "due": _due(duty.due) if duty.due else None,
        "exceptions": dict(duty.exceptions),
        "holiday": duty.holiday,
        "copies": list(duty.copies),
        "source": duty.source.words,
    }
    if duty.start:
        row["start"] = duty.start
    if duty.only:
        row["only"] = list(duty.only)
    return row


def _due(due: Due) -> Row:
    row = asdict(due)
    on, workdays = row.pop("on"), row.pop("workdays")
    row["anchor"] = due.anchor.value
    row["date"] = on.isoformat() if on else None
    row["count"] = "workday" if workdays else "day"
    return row


def _annex(annex: NoticeAnnex) -> Row:
    return {"title": annex.title, "columns": list(annex.columns)}
