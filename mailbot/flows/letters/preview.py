"""Every letter with example data, for people to look at."""

from __future__ import annotations

from pathlib import Path

from mailbot.flows.letters.examples import EXAMPLES, VARIANTS
from mailbot.ports import Scribe


def preview(scribe: Scribe, out: Path) -> tuple[Path, ...]:
    """Write each letter as NAME.html and NAME.txt (subject on top) into `out`."""
    every = {name: (name, facts) for name, facts in EXAMPLES.items()} | dict(VARIANTS)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (template, facts) in every.items():
        words = scribe.render(template, facts)
        for ending, text in (
            ("html", words.html),
            ("txt", f"主题：{words.subject}\n\n{words.text}"),
        ):
            path = out / f"{name}.{ending}"
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return tuple(written)
