"""The items of a notice's text: what is to be done, and which units do it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbot.core.reading_notice.layout.numbering import Numbered, numbered
from mailbot.core.reading_notice.layout.paper import NoticePaper, Paragraph
from mailbot.core.reading_notice.proposal import ReadItem, Source
from mailbot.core.reading_notice.things.roles import RoleList, role_lists
from mailbot.core.reading_notice.things.targets import targets_in
from mailbot.core.reading_notice.things.unit_lists import units_in

_LONG_NAME: Final = 22
_REPORTING: Final = re.compile(r"报送|上报|工作要求|保障措施|组织领导|联系人")


@dataclass(frozen=True, slots=True)
class _Open:
    """An item whose units may still come: its paragraphs so far."""

    number: Numbered
    first: Paragraph
    more: tuple[Paragraph, ...] = ()


def items_in(paper: NoticePaper) -> tuple[tuple[ReadItem, ...], tuple[Source, ...]]:
    """Return the items of the running text, and words in unit lists not understood."""
    reader = _Reader()
    paragraphs = [one for one in paper.paragraphs if not one.is_row]
    for place, one in enumerate(paragraphs):
        reader.take(one, paragraphs[place + 1 :])
    return _settled(reader.items), tuple(reader.unread)


class _Reader:
    """Goes through paragraphs and gathers items."""

    def __init__(self) -> None:
        self.items: list[ReadItem] = []
        self.styles: list[str] = []
        self.unread: list[Source] = []
        self._open: _Open | None = None

    def take(self, one: Paragraph, below: Sequence[Paragraph]) -> None:
        """Read one paragraph."""
        number, lists = numbered(one.text), role_lists(one.text)
        if number:
            self._leave(number)
            self._open = _Open(number, one)
            if lists:
                self._add(self._open, one, lists)
        elif lists:
            self._without_number(one, lists, below)
        elif self._open:
            self._open = replace(self._open, more=(*self._open.more, one))

    def _leave(self, coming: Numbered) -> None:
        """Keep a numbered paragraph without units that stands between items."""
        was = self._open
        if was is None or was.number.style != "arabic" or not self.items:
            return
        last, style = self.items[-1], self.styles[-1]
        if coming.style == style == was.number.style and last.no == was.number.no - 1:
            self._add(was, was.first, ())

    def _without_number(
        self, one: Paragraph, lists: tuple[RoleList, ...], below: Sequence[Paragraph]
    ) -> None:
        """Read units below their item, or an item whose number Word writes itself."""
        told = one.text[: lists[0].start].strip("（ ")
        if self._open and not (told and self._is_series(one, below)):
            if self.items and self._is_open_item():
                self._extend(one, lists)
            else:
                self._add(self._open, one, lists)
        elif told:
            following = Numbered("none", len(self.items) + 1, 0)
            self._add(_Open(following, one), one, lists)

    def _is_open_item(self) -> bool:
        """Tell whether the last item is the open paragraph's."""
        source = self._open.first.source() if self._open else None
        return source is not None and self.items[-1].source == source

    def _is_series(self, one: Paragraph, below: Sequence[Paragraph]) -> bool:
        """Tell whether such paragraphs follow each other, each with its own units."""
        if self._open is None or "。" not in one.text[:-1]:
            return False
        if self.styles and self.styles[-1] == "none":
            return True
        nearest = below[0] if below else None
        own = nearest is not None and numbered(nearest.text) is None
        return own and nearest is not None and bool(role_lists(nearest.text))

    def _extend(self, one: Paragraph, lists: tuple[RoleList, ...]) -> None:
        item = self._filled(self.items[-1], one, lists)
        self.items[-1] = item

    def _add(self, opened: _Open, one: Paragraph, lists: tuple[RoleList, ...]) -> None:
        text = opened.first.text[opened.number.length :]
        own = (
            lists[0].start if lists and one is opened.first else len(opened.first.text)
        )
        body = opened.first.text[opened.number.length : own]
        more = "".join(p.text for p in opened.more)
        item = ReadItem(
            no=opened.number.no,
            name=name_of(body or text),
            targets=targets_in(body + more),
            text=body + more,
            source=opened.first.source(),
        )
        self.items.append(self._filled(item, one, lists))
        self.styles.append(opened.number.style)

    def _filled(
        self, item: ReadItem, one: Paragraph, lists: tuple[RoleList, ...]
    ) -> ReadItem:
        lead, units, classes = list(item.lead), list(item.units), list(item.classes)
        for each in lists:
            named = units_in(each.words)
            (lead if each.leads else units).extend(named.units)
            lead.extend(named.lead)
            classes.extend(named.classes)
            if named.unread:
                self.unread.append(one.source(each.start, each.end))
        return replace(
            item,
            lead=tuple(dict.fromkeys(lead)),
            units=tuple(unit for unit in dict.fromkeys(units) if unit not in lead),
            classes=tuple(dict.fromkeys(classes)),
        )


def _settled(items: Sequence[ReadItem]) -> tuple[ReadItem, ...]:
    """Give new numbers where they repeat: sections that begin again with 1."""
    numbers = [item.no for item in items]
    if len(set(numbers)) == len(numbers):
        return tuple(items)
    return tuple(replace(item, no=at) for at, item in enumerate(items, start=1))


def name_of(text: str) -> str:
    """Return an item's name: its first sentence, of a long one the first clause."""
    first = re.split(r"[。；]", text.strip(), maxsplit=1)[0].strip("（ ：")
    if len(first) <= _LONG_NAME or "，" not in first:
        return first
    return first.split("，", maxsplit=1)[0]
