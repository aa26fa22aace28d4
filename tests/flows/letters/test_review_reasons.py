"""Why a file waits, as staff read it: what hinders the look at its seal is said."""

from dataclasses import replace

from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.documents import Document, Kind, SealReport, SealVerdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import FiledDocument, WaitingMail
from mailbot.flows.intake.recording import review_items
from tests.support.rows import NOW, UNIT, judged_mail, saved_mail

ABSENT = "未安装印章识别组件，无法判断有无印章"


def test_staff_read_why_nothing_can_be_told_of_a_seal() -> None:
    verdict = FileVerdict(
        Outcome.REVIEW,
        CopyKind.STAMPED_PDF,
        (UNIT,),
        "2023Q2",
        (Flag(FlagKind.SEAL_CANNOT_TELL),),
        (Clue("subject", UNIT, "民政局", 0.8),),
    )
    seal = SealReport(SealVerdict.CANNOT_TELL, note=ABSENT)
    document = Document("盖章.pdf", Kind.PDF, 1, "ab", seal=seal)
    mail = judged_mail(WaitingMail(1, saved_mail(1)))
    filed = (FiledDocument(1, document, verdict, ""),)
    (item,) = review_items(replace(mail, documents=filed), NOW)
    assert item.reasons[0] == ABSENT
    assert not any("黑白" in reason for reason in item.reasons)
