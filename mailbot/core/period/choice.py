"""Which period a file reports on: what it says, weighed against the day and the past.

A period named in document, file name or subject decides; what contradicts it, a
year that cannot be, or a period that is already complete while the next is due,
goes to staff with a proposal. Where nothing is named, the day decides; what is asked
for once has but one period, whatever is named.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.notice.periods import Period, from_id
from mailbot.core.period.calendar import Today
from mailbot.core.period.spoken import SpokenPeriods, When
from mailbot.core.period.words import PeriodWord, Said
from mailbot.core.record.clues import Clue, Flag
from mailbot.core.record.flags import FlagKind

_WEIGHTS = {"heading": 0.95, "file_name": 0.9, "subject": 0.85, "body": 0.5}


def choose_period(said: SpokenPeriods, today: Today) -> When:
    """Return the period of a file, before the unit's past is asked."""
    if today.only is not None:
        return When(today.only, reasons=(Clue("date", today.only.id, "只报一次", 0.6),))
    numbers = _numbers(said)
    if len(numbers) > 1:
        return _several(said, numbers, today)
    if numbers:
        when = _named(numbers[0], said, today)
    elif said.replied:
        when = When(from_id(said.replied), reasons=_reply(said), named=True)
    else:
        return _unnamed(said, today)
    return _against_reply(when, said, today)


def _numbers(said: SpokenPeriods) -> tuple[int, ...]:
    """Return the numbers of the periods that the strongest speaking places name.

    The file's own places outrank the subject only by narrowing it: a subject that
    names two periods fits a file that names one of them, a subject that names
    another one contradicts it. The body counts only where nothing else speaks.
    """
    own = _all(p.words.numbers for p in said.own)
    mail = _all(p.words.numbers for p in said.mail)
    if own and mail:
        return own if set(own) <= set(mail) else _all((own, mail))
    if own or mail:
        return own or mail
    body = _all(p.words.numbers for p in said.body)
    return _whole_year(said) or (body if len(body) == 1 else ())


def _all(groups: object) -> tuple[int, ...]:
    """Return every number of the groups once, in order."""
    return tuple(dict.fromkeys(n for group in groups for n in group))  # type: ignore[attr-defined]


def _whole_year(said: SpokenPeriods) -> tuple[int, ...]:
    """Return the year's last period where only the whole year is named."""
    places = (*said.own, *said.mail)
    return tuple(w.number for p in places for w in p.words.said(Said.WHOLE_YEAR))[:1]


def _reply(said: SpokenPeriods) -> tuple[Clue, ...]:
    """Return the clue that our own letter gives."""
    return (Clue("reply", said.replied or "", "回复我方来信", 1.0),)


def _several(said: SpokenPeriods, numbers: tuple[int, ...], today: Today) -> When:
    """Leave to staff a file for which several periods are named.

    One place that names two means two; places that name one each contradict each
    other, and the period most of them name is proposed.
    """
    named = [p.words.numbers for p in (*said.own, *said.mail) if p.words.numbers]
    votes = [each[0] for each in named if len(each) == 1]
    disagree = len(votes) == len(named)
    flag = FlagKind.PERIOD_CONFLICT if disagree else FlagKind.SEVERAL_PERIODS
    proposal = _most_likely(numbers, votes, today)
    names = "、".join(today.cycle.called(n) for n in numbers)
    words = f"同时出现多个{today.cycle.noun}"
    reason = Clue("period", names, words, 0.5)
    return When(proposal, (Flag(flag),), reasons=(reason,), named=True)


def _most_likely(
    numbers: tuple[int, ...], votes: list[int], today: Today
) -> Period | None:
    """Return the period named most often; of equals the one due, else none."""
    most = max(votes.count(n) for n in numbers)
    equals = [today.latest(n) for n in numbers if votes.count(n) == most]
    if len(equals) == 1:
        return equals[0]
    return next((period for period in equals if most and period == today.due()), None)


def _against_reply(when: When, said: SpokenPeriods, today: Today) -> When:
    """Doubt a period that is not the one our answered letter was about.

    An answer to an old letter while the next period is due is often only a way to
    find our address: unless the file itself names the old period, staff decide.
    """
    if said.replied is None or when.period is None:
        return when
    with_reply = replace(when, reasons=(*_reply(said), *when.reasons))
    due = today.due()
    outdated = due is not None and today.asked(due) and when.period < due
    named = any(p.words.numbers for p in said.own)
    if when.period.id == said.replied and (named or not outdated):
        return with_reply
    return with_reply.doubting(FlagKind.PERIOD_CONFLICT)


def _named(number: int, said: SpokenPeriods, today: Today) -> When:
    """Return the period `number`, with the year that was said or must be meant."""
    newest = today.latest(number)
    years = _years(said, number)
    when = When(newest, reasons=_clues(said, newest), notes=_aliases(said), named=True)
    if not years and not today.asked(newest) and today.asked(today.this_year(newest)):
        return replace(when, period=today.likely()).doubting(FlagKind.PERIOD_CONFLICT)
    if not years:
        return _in_time(_summed_up(when, said), today)
    if len(years) > 1:
        return when.doubting(FlagKind.YEAR_CONFLICT)
    meant = today.of_year(years[0], number)
    if meant == newest:
        return _in_time(_summed_up(when, said), today)
    return _other_year(when, meant, today)


def _years(said: SpokenPeriods, number: int) -> tuple[int, ...]:
    """Return the years said of the period, and those of file and subject."""
    places = (*said.own, *said.mail)
    beside = [
        word.year
        for p in places
        for word in p.words.words
        if word.year and word.number == number and word.said is not Said.MONTH
    ]
    apart = [year for p in places for year in p.words.years]
    return tuple(dict.fromkeys([*beside, *apart]))


def _other_year(when: When, meant: Period, today: Today) -> When:
    """Settle a year that is not the newest possible one."""
    if meant.first_day > today.day and when.period and today.asked(when.period):
        return when.doubting(
            FlagKind.YEAR_CONFLICT
        )  # 2024年四季度, typed in January 2024
    if meant.first_day > today.day:
        return replace(when, period=today.likely()).doubting(FlagKind.PERIOD_CONFLICT)
    if when.period and today.asked(when.period):
        return when.doubting(FlagKind.YEAR_CONFLICT)  # an old year, or an old report
    return replace(when, period=meant).doubting(FlagKind.YEAR_CONFLICT)


def _summed_up(when: When, said: SpokenPeriods) -> When:
    """Doubt a yearly or half-yearly summary: it may be something besides a report."""
    places = (*said.own, *said.mail)
    plain = any(p.words.said(Said.NAMED, Said.MONTHS) for p in places)
    whole_year = bool(_whole_year(said)) and not _all(p.words.numbers for p in places)
    half = any("半年" in w.alias for p in places for w in p.words.words)
    if whole_year or (said.summary and half and not plain):
        return when.doubting(FlagKind.PERIOD_SUMMARY)
    return when


def _in_time(when: When, today: Today) -> When:
    """Doubt a period that is not over, or that the calendar makes unlikely."""
    period = when.period
    if period is None:
        return when
    due = today.due()
    if today.too_early(period):
        open_now = due if due and today.asked(due) else period
        return replace(when, period=open_now).doubting(FlagKind.PERIOD_CONFLICT)
    if today.asked(period):
        return when
    extra = when.doubting(FlagKind.EXTRA_PERIOD)
    if due is None or due == period or not today.asked(due):
        return extra
    return extra.doubting(FlagKind.PERIOD_CONFLICT)


def _aliases(said: SpokenPeriods) -> tuple[Flag, ...]:
    """Return the flag for a word that covers more than its period."""
    places = (*said.own, *said.mail, *said.body)
    words = [w.alias for p in places for w in p.words.words if w.alias]
    return (Flag(FlagKind.PERIOD_ALIAS, (("alias", words[0]),)),) if words else ()


def _clues(said: SpokenPeriods, period: Period) -> tuple[Clue, ...]:
    """Return the words that speak for `period`, with their places."""
    return tuple(
        Clue(place.name, period.id, word.text, _WEIGHTS.get(place.name, 0.5))
        for place in (*said.own, *said.mail, *said.body)
        for word in place.words.words
        if word.number and word.said not in {Said.MONTH, Said.EITHER}
    )


def _unnamed(said: SpokenPeriods, today: Today) -> When:
    """Return the period of a file that names no period."""
    words = [w for p in (*said.own, *said.mail) for w in p.words.words]
    words = words or [
        w for p in said.body for w in p.words.words if w.said is Said.SOME
    ]
    odd = [w for w in words if w.said is Said.ODD_MONTHS]
    if odd:
        return _guess(today, odd[0]).doubting(FlagKind.PERIOD_UNCLEAR)
    months = [w for w in words if w.said is Said.MONTH and not _is_stamp(w, today)]
    if months:
        return _month(months[0], today)
    return _by_day(words, today)


def _guess(today: Today, word: PeriodWord) -> When:
    """Return the likely period, because of `word`."""
    likely = today.likely()
    return When(likely, reasons=(Clue("date", likely.id, word.text, 0.4),))


def _is_stamp(word: PeriodWord, today: Today) -> bool:
    """Tell whether a month in digits (202307) only says when the file was sent."""
    due = today.due()
    over = due is not None and due.last_day < today.day
    return over and word.number == today.day.month and "月" not in word.text


def _month(word: PeriodWord, today: Today) -> When:
    """Read a single month: a period's last one may mean the period."""
    due = today.due()
    last_month = due.last_day.month if due else 0
    reason = Clue("month", f"{word.number}月", word.text, 0.4)
    if due and word.number == last_month and today.asked(due):
        return When(
            due, (Flag(FlagKind.PERIOD_MONTH_ONLY),), reasons=(reason,), named=True
        )
    return When(
        None, (Flag(FlagKind.NOT_A_QUARTER_REPORT),), reasons=(reason,), named=True
    )


def _by_day(words: list[PeriodWord], today: Today) -> When:
    """Return the period that the day of arrival (or a date written) tells."""
    due = today.due()
    if due is None or not today.asked(due):
        likely = today.likely()
        reason = Clue("date", likely.id, f"{today.day:%Y-%m-%d}收到", 0.3)
        return When(likely, (Flag(FlagKind.PERIOD_UNCLEAR),), reasons=(reason,))
    reason = Clue("date", due.id, f"{today.day:%Y-%m-%d}收到", 0.6)
    when = When(due, reasons=(reason,))
    told = [due_of for word in words if (due_of := _told(word, due, today))]
    if any(period != due.id for period in told):
        return when.doubting(FlagKind.PERIOD_CONFLICT)
    if any(word.said is Said.DATE for word in words):
        return when
    return replace(when, notes=(Flag(FlagKind.PERIOD_FROM_DATE),))


def _told(word: PeriodWord, due: Period, today: Today) -> str:
    """Return the id of the period that a vague word tells, "" if it tells none."""
    if word.said is Said.EITHER:
        return today.latest(word.number).id
    if word.said is Said.LAST:
        return due.id if due.last_day < today.day else "last"
    if word.said is not Said.DATE:
        return ""
    return _told_by_date(word, today)


def _told_by_date(word: PeriodWord, today: Today) -> str:
    """Return what a written date tells; an impossible date tells nothing."""
    try:
        day = today.day.replace(word.year or today.day.year, word.month, word.day)
    except ValueError:
        return ""
    period = today.due_on(day)
    return period.id if period else "between"
