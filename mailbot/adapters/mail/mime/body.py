"""The letter's own text: charset, format=flowed, files typed into it."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from mailbot.adapters.mail.mime.charsets import codecs_for, decode
from mailbot.adapters.mail.mime.html import html_text, meta_charset
from mailbot.adapters.mail.mime.parameters import Parameters


class Passage(NamedTuple):
    """One text part of the letter: its bytes after transfer decoding."""

    raw: bytes
    media: str
    content_type: Parameters


class LetterBody(NamedTuple):
    """What the letter says: plain text, and the HTML where there is one."""

    text: str
    html: str


def read_letter(passages: list[Passage], hints: tuple[str, ...]) -> LetterBody:
    """Return the letter's text: the plain parts, else the words of the HTML."""
    said = [(p.media, passage_text(p, hints)) for p in passages]
    plain = "\n".join(text for media, text in said if media == "text/plain")
    html = "\n".join(text for media, text in said if media == "text/html")
    if plain.strip() or not said:
        return LetterBody(plain, html)
    # text/enriched and the like are read as they are, where nothing else is there.
    return LetterBody(html_text(html) if html else said[0][1], html)


def passage_text(passage: Passage, hints: tuple[str, ...]) -> str:
    """Decode one text part, with Unix line ends, flowed lines joined."""
    label = passage.content_type.text("charset")
    if passage.media == "text/html" and not codecs_for(label):
        label = meta_charset(passage.raw) or label
    text = decode(passage.raw, label, hints)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if passage.content_type.text("format").lower() == "flowed":
        delete = passage.content_type.text("delsp").lower() == "yes"
        return unflow(text, delete_space=delete)
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft-broken lines of format=flowed text (RFC 3676 4)."""
    lines = [_Line.read(line) for line in text.split("\n")]
    done: list[str] = []
    for depth, group in groupby(lines, key=lambda line: line.depth):
        prefix = ">" * depth + " " if depth else ""
        done += [
            prefix + joined
            for joined in _paragraphs(list(group), delete_space=delete_space)
        ]
    return "\n".join(done)


class _Line(NamedTuple):
    depth: int
    text: str

    @classmethod
    def read(cls, raw: str) -> _Line:
        text = raw.lstrip(">")
        # One leading blank is stuffing (RFC 3676 4.4).
        return cls(len(raw) - len(text), text.removeprefix(" "))


def _paragraphs(lines: list[_Line], *, delete_space: bool) -> list[str]:
    done: list[str] = []
    held: list[str] = []
    for line in lines:
        # The signature's `-- ` ends in a blank but is no soft break.
        if line.text.endswith(" ") and line.text != "-- ":
            held.append(line.text[:-1] if delete_space else line.text)
        else:
            done.append("".join((*held, line.text)))
            held = []
    return [*done, "".join(held)] if held else done
