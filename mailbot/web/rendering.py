"""Templates and facts in, pages out: everything is escaped, nothing is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mailbot.core.entry.entry import PERMISSION_WORDS
from mailbot.core.notice.periods import from_id
from mailbot.core.record.clues import CopyKind
from mailbot.core.words.words import COPY_WORDS, chinese_deadline, chinese_size
from mailbot.flows.console.looking import queue
from mailbot.web.visit import Shown, Visit
from mailbot.web.words import NAVIGATION, done_words

_MOST_HEADING = 4  # lines


def page_templates(folder: Path) -> Environment:
    """Return the pages' templates; a page that names what is not there is an error."""
    pages = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {
        "moment": lambda at: f"{at.month}月{at.day}日 {at:%H:%M}",
        "day": lambda at: f"{at.year}年{at.month}月{at.day}日",
        "size": chinese_size,
        "deadline": chinese_deadline,
        "copy": lambda copy: COPY_WORDS[CopyKind(copy)],
        "period": lambda period: from_id(period).chinese if period else "季度不明",
        "marked": marked,
        "headed": headed,
    }
    return pages


def rendered(visit: Visit, shown: Shown) -> str:
    """Return a page's HTML."""
    console = visit.console
    template = console.pages.get_template(f"{shown.template}.html.j2")
    office = visit.office
    person = visit.person
    common = {
        "office": office.notice.office,
        "title": office.notice.title,
        "person": person,
        "role": PERMISSION_WORDS[person.role] if person else "",
        "csrf": visit.csrf,
        "navigation": NAVIGATION,
        "waits": len(queue(office)) if person else 0,
        "done": done_words(visit.query) if person else None,
        "local": lambda at: office.local(at) if isinstance(at, datetime) else at,
    }
    return template.render(common | dict(shown.facts))


def headed(text: str) -> str:
    """Return what stands above a document's first table: its first lines of prose."""
    lines: list[str] = []
    for line in text.splitlines():
        if "\t" in line or len(lines) == _MOST_HEADING:
            break
        lines += [line] if line.strip() else []
    return "\n".join(lines)


def marked(text: str, words: Iterable[str]) -> Markup:
    """Return a text, escaped, with the words that were evidence marked in it."""
    wanted = sorted({w for w in words if w.strip()}, key=len, reverse=True)
    if not wanted:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, wanted)))
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), _mark(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _mark(word: str) -> Markup:
    return Markup("<mark>{}</mark>").format(word)
