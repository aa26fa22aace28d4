"""Which of several notices a mail is about: what tells two that are alike apart."""

from dataclasses import replace

from mailbot.core.matter.contest import Contender, Decided, FileTexts, decide
from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import QUARTER
from mailbot.core.record.clues import CopyKind, FileVerdict, Outcome, Verdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import Action, Matter, MatterState
from mailbot.core.words.wording import plain
from tests.support.annex import CIVIL, NOTICE

PROVEN = Matter(MatterState.PROVEN, "", ("有通知附件表格",))


def of_year(year: int) -> Notice:
    """The same campaign of another year: alike but for number, title and periods."""
    ends = (QUARTER.from_id(f"{year}Q1"), QUARTER.from_id(f"{year}Q4"))
    duty = replace(NOTICE.duty, schedule=Schedule(QUARTER, *ends))
    title = NOTICE.title.replace("2025", str(year))
    number = f"清政办字〔{year}〕8号"
    annex = NOTICE.annex_title.replace("2025", str(year))
    return replace(NOTICE, id=number, title=title, duty=duty, annex_title=annex)


def contender(
    notice: Notice, *files: FileVerdict, own: str = "", around: str = ""
) -> Contender:
    outcome = files[0].outcome if files else Outcome.IGNORE
    verdict = Verdict(Nature.SUBMISSION, outcome, files=files)
    texts = tuple(FileTexts(plain(own)) for _ in files)
    return Contender(notice, verdict, texts, plain(around))


def file(matter: Matter = PROVEN, period: str | None = "2025Q2") -> FileVerdict:
    outcome = Outcome.FILE if matter.proven else Outcome.IGNORE
    return FileVerdict(outcome, CopyKind.ELECTRONIC, (CIVIL,), period, matter=matter)


def between(own: str = "", around: str = "", period: str = "2025Q2") -> Decided:
    """Decide between this year's notice and last year's, which both have evidence."""
    return decide(
        [
            contender(of_year(2024), file(period=period), own=own, around=around),
            contender(of_year(2025), file(period=period), own=own, around=around),
        ]
    )


def test_the_notice_with_evidence_wins() -> None:
    other = Matter(MatterState.OTHER_BUSINESS)
    found = decide([contender(of_year(2024), file(other)), contender(NOTICE, file())])
    assert (found.winner, found.owners, found.rivals) == (1, (1,), ())
    assert found.verdict.outcome is Outcome.FILE


def test_alike_but_for_the_year_they_are_told_apart_by_number_title_and_period() -> (
    None
):
    assert between(own="清政办字〔2024〕8号 报表").winner == 0
    assert between(own="关于2024年为全县老年人办实事的通知 报表").winner == 0
    assert between(around="2024年四季度报表", period="2024Q4").winner == 0
    assert between().winner == 1, "only this year's asks for 2025Q2"


def test_what_the_file_says_outweighs_the_mail_around_it() -> None:
    found = between(own="清政办字〔2025〕8号", around="清政办字〔2024〕8号")
    assert (found.winner, found.rivals) == (1, (0,))


def test_what_nothing_tells_apart_goes_to_staff_as_both() -> None:
    twin = replace(NOTICE, id="清政办字〔2025〕9号", duty=of_year(2025).duty)
    this = replace(NOTICE, duty=of_year(2025).duty)
    found = decide([contender(this, file()), contender(twin, file())])
    (doubtful,) = found.verdict.files
    assert doubtful.outcome is Outcome.REVIEW
    assert doubtful.advice.action is Action.ASK
    (flag,) = [f for f in doubtful.flags if f.flag is FlagKind.SEVERAL_NOTICES]
    assert dict(flag.details)["notices"] == f"{this.id}、{twin.id}"
    assert found.rivals == (1,)


def test_each_file_of_a_mail_may_be_of_another_notice() -> None:
    other = Matter(MatterState.OTHER_BUSINESS)
    first = contender(of_year(2024), file(period="2024Q4"), file(other))
    second = contender(of_year(2025), file(other), file())
    found = decide([first, second])
    assert found.owners == (0, 1)
    assert [f.outcome for f in found.verdict.files] == [Outcome.FILE, Outcome.FILE]
    assert found.verdict.period is None


def test_a_mail_of_our_own_is_our_own_for_every_notice() -> None:
    own = Verdict(Nature.OWN, Outcome.IGNORE)
    stranger = Verdict(Nature.UNRELATED, Outcome.IGNORE)
    twins = [
        Contender(of_year(2024), stranger, (), ""),
        Contender(of_year(2025), own, (), ""),
    ]
    assert decide(twins).winner == 1
