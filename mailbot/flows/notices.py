"""Reads notices from their documents; nothing is decided and nothing sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailbot.core.reading_notice.proposal import NoCampaign, NoticeProposal
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.record.documents import Document, Problem
from mailbot.fault_words import why
from mailbot.ports.notices import NoticeDocuments


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """One file as understood; `problem` (and `why`, in Chinese) if it was not read."""

    name: str
    proposal: NoticeProposal
    problem: Problem | None = None
    why: str = ""
    scanned: bool = False


def read_files(
    documents: NoticeDocuments, paths: Sequence[Path]
) -> Iterator[ReadNotice]:
    """Read each path; an archive gives its members; a fault is that file's own."""
    for path in paths:
        try:
            with tempfile.TemporaryDirectory() as room:
                found = documents.documents(path, Path(room))
        except OSError as fault:
            nothing = NoticeProposal(refused=NoCampaign.UNREADABLE)
            yield ReadNotice(path.name, nothing, Problem.CORRUPT, why(fault))
            continue
        yield from (_read(document) for document in found)


def _read(document: Document) -> ReadNotice:
    if document.problem not in {None, Problem.UNSAFE}:
        nothing = NoticeProposal(refused=NoCampaign.UNREADABLE)
        return ReadNotice(document.name, nothing, document.problem)
    proposal = read_notice(document.content)
    scanned = not document.content.text_layer
    return ReadNotice(document.name, proposal, document.problem, scanned=scanned)
