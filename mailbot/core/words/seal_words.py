"""What is said of a seal: what was seen, never more than was seen."""

from __future__ import annotations

from mailbot.core.record.documents import SealReport, SealVerdict
from mailbot.core.words.words import SEAL_WORDS


def seal_in_words(report: SealReport) -> str:
    """Say what was seen of a seal in a document, as letters and the terminal do."""
    words = SEAL_WORDS[report.verdict]
    if report.verdict is SealVerdict.RED_SEAL and report.unit:
        return f"已见红色印章图样，印文识别为“{_named(report)}”（未鉴定真伪）"
    if report.verdict is SealVerdict.NO_SEAL and report.note:
        return f"{words}（{report.note}）"
    if report.verdict is SealVerdict.CANNOT_TELL and report.note:
        return f"{report.note}，待工作人员核实"
    return words


def _named(report: SealReport) -> str:
    """Return the name as it is cut into the seal, else the unit it was taken for."""
    texts = (m.text for m in report.marks if m.unit == report.unit and m.text)
    return next(texts, report.unit)
