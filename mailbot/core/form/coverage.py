"""What a form says for one unit: items filled, left out, blank, nil."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.form.reading import Form, FormRow
from mailbot.core.form.words import Fill, UnitWords, fill_of, squeeze, words_of_notice
from mailbot.core.notice.notice import Notice


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that does not speak for the unit, and why, in the office's words."""

    row: FormRow
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of its items a unit reported on, by item number, and which not.

    `nil` says 无 (reported, staff are told: flag `nil_report`), `referred` only
    points elsewhere (见附件): both are answered, neither is missing. `unplaced`
    are rows that say something and fit none of the items (待归项): while there are
    any, nobody can say that an item is missing. `strayed` are those set aside that
    report something and name no other unit: their words would be lost.
    """

    filled: tuple[int, ...] = ()
    nil: tuple[int, ...] = ()
    referred: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    rows: tuple[FormRow, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    unplaced: tuple[FormRow, ...] = ()
    strayed: tuple[SetAside, ...] = ()

    @property
    def answered(self) -> frozenset[int]:
        """Return the numbers of the items of which something is said."""
        return frozenset((*self.filled, *self.nil, *self.referred))

    def rows_of(self, item_no: int, owed: tuple[int, ...]) -> tuple[FormRow, ...]:
        """Return the unit's rows about an item.

        A row that fits no item counts for a unit that owes just one, unless it is
        unplaced. Where no row is the item's own, one that also tells of it does.
        """
        only = owed == (item_no,)
        own = tuple(
            row
            for row in self.rows
            if row.item_no == item_no
            or (only and row.item_no is None and row not in self.unplaced)
        )
        if any(row.progress for row in own):
            return own
        return own + tuple(row for row in self.rows if item_no in row.also)


@dataclass(frozen=True, slots=True)
class Blankness:
    """Whether a form came back unfilled, and what shows it.

    `prefilled` tells that something was written beside the progress: the time
    limit, a unit, or words that only repeat the row's own.
    """

    blank: bool
    prefilled: bool
    evidence: str


def fills(form: Form, notice: Notice) -> tuple[Fill, ...]:
    """Return what each row's progress is worth, in order; 同上 is worth the last.

    Progress that only repeats the item, the units or the heading is EMPTY.
    """
    repeated = _printed(notice)
    found: list[Fill] = []
    for row in form.rows:
        own = repeated | {squeeze(row.item), squeeze(row.units)}
        word = squeeze(row.progress)
        fill = Fill.EMPTY if word in own else fill_of(row.progress)
        if fill is Fill.ABOVE:
            fill = found[-1] if found else Fill.EMPTY
        found.append(fill)
    return tuple(found)


def _printed(notice: Notice) -> frozenset[str]:
    """Return the words that the annex or its sender's name bring along, squeezed."""
    words = (*notice.annex_columns, *notice.units, notice.annex_title)
    return frozenset(map(squeeze, (*words, *(item.name for item in notice.items))))


def blankness(form: Form, notice: Notice) -> Blankness:
    """Return whether no row of the form reports anything.

    A nil report (无) is a report; filled-in time limits, unit names and printed
    hints (请填写…) are not.
    """
    every = fills(form, notice)
    if any(fill is not Fill.EMPTY for fill in every):
        full = sum(fill is not Fill.EMPTY for fill in every)
        return Blankness(
            blank=False,
            prefilled=False,
            evidence=f"{len(every)}行中有{full}行填写了进展",
        )
    prefilled = any(fill_of(row.due) is Fill.FILLED for row in form.rows) or any(
        row.progress for row in form.rows
    )
    beside = "，仅有预填的时限、单位或提示文字" if prefilled else ""
    evidence = f"{len(every)}行的进展情况栏均未填写{beside}"
    return Blankness(blank=True, prefilled=prefilled, evidence=evidence)


def is_blank(form: Form, notice: Notice) -> bool:
    """Tell whether the form is the annex sent back unfilled."""
    return blankness(form, notice).blank


def coverage(
    form: Form, notice: Notice, unit: str, unit_words: UnitWords | None = None
) -> Coverage:
    """Return what the form says for `unit`, row by row.

    A row whose 责任单位 names other units only, or whose item is not the unit's,
    is set aside. The notice's own list of partners speaks for each of them.
    """
    owed = tuple(item.no for item in notice.items_of(unit))
    find = unit_words or words_of_notice(notice)
    kept, aside, strayed = _parted(form, notice, unit, find)
    unplaced = _unplaced(kept, owed, notice)
    rows = Coverage(
        rows=tuple(row for row, _ in kept),
        set_aside=aside,
        unplaced=unplaced,
    )
    best = {no: _best(kept, rows.rows_of(no, owed)) for no in owed}
    missing = tuple(no for no in owed if best[no] is Fill.EMPTY)
    return Coverage(
        filled=tuple(no for no in owed if best[no] is Fill.FILLED),
        nil=tuple(no for no in owed if best[no] is Fill.NIL),
        referred=tuple(no for no in owed if best[no] is Fill.REFERENCE),
        missing=() if unplaced else missing,
        rows=rows.rows,
        set_aside=rows.set_aside,
        unplaced=unplaced,
        strayed=strayed,
    )


def _parted(
    form: Form, notice: Notice, unit: str, find: UnitWords
) -> tuple[list[tuple[FormRow, Fill]], tuple[SetAside, ...], tuple[SetAside, ...]]:
    """Return the rows that speak for a unit, those set aside, and the strayed ones."""
    owed = tuple(item.no for item in notice.items_of(unit))
    kept: list[tuple[FormRow, Fill]] = []
    aside: list[SetAside] = []
    strayed: list[SetAside] = []
    for row, fill in zip(form.rows, fills(form, notice), strict=True):
        reason = _foreign(row, owed, unit, find)
        if not reason:
            kept.append((row, fill))
            continue
        aside.append(SetAside(row, reason))
        if fill is Fill.FILLED and not set(find(row.units)) - {unit}:
            strayed.append(aside[-1])
    return kept, tuple(aside), tuple(strayed)


def _unplaced(
    kept: list[tuple[FormRow, Fill]], owed: tuple[int, ...], notice: Notice
) -> tuple[FormRow, ...]:
    """Return the rows that say something of no item the unit is known to owe.

    What a unit with a single item writes is about that, unless the row bears a name
    of its own which the notice, told in full, does not know.
    """
    told = all(item.text for item in notice.items if item.no in owed)
    only = len(owed) == 1
    return tuple(
        row
        for row, fill in kept
        if row.item_no is None
        and fill is not Fill.EMPTY
        and not (only and not (told and row.item))
    )


def _foreign(row: FormRow, owed: tuple[int, ...], unit: str, find: UnitWords) -> str:
    """Return why a row does not speak for the unit, "" if it does."""
    if row.item_no is not None and row.item_no not in owed:
        return f"第{row.item_no}项不由本单位负责"
    named = find(row.units)
    if named and unit not in named:
        return f"责任单位栏写的是{'、'.join(named)}"
    return ""


def _best(kept: list[tuple[FormRow, Fill]], rows: tuple[FormRow, ...]) -> Fill:
    """Return the most that any of the rows is worth."""
    worth = {fill for row, fill in kept if row in rows}
    order = (Fill.FILLED, Fill.REFERENCE, Fill.NIL)
    return next((fill for fill in order if fill in worth), Fill.EMPTY)


def items_missing(
    form: Form, notice: Notice, unit: str, unit_words: UnitWords | None = None
) -> tuple[int, ...]:
    """Return the numbers of the items the unit owes and did not fill, in order."""
    return coverage(form, notice, unit, unit_words).missing
