"""Make anew the font that the demo draws with: a small part of Noto Serif CJK SC.

Run it from the repository's top after a change to what the demo draws; needs
fontTools and Debian's fonts-noto-cjk (or another copy, `--source FILE --index N`):

    python bench/demo_font.py

The part holds every character of the shipped notice and roster, of the demo's own
texts, and ASCII. Its licence lies beside it (SIL OFL 1.1; the fonts reserve no name,
yet the part bears one of its own, for it is not the whole).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from mailbot.demo.lettering import FONT

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2  # of the collection's five
NAME = "Mailbot Demo Serif"
FAMILY, FULL, POSTSCRIPT = (1, 16), 4, 6
ASCII = "".join(map(chr, range(0x20, 0x7F)))


def wanted() -> str:
    """Return every character that the demo may ever draw, and those around them."""
    demo = sorted((ROOT / "mailbot" / "demo").glob("*.py"))
    shipped = (ROOT / "config" / name for name in ("notice.toml", "roster.csv"))
    files = (*demo, *shipped, ROOT / "mailbot" / "core" / "notice" / "periods.py")
    text = "".join(path.read_text(encoding="utf-8-sig") for path in files)
    return "".join(sorted(set(ASCII + text) - {"\n", "\t"}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--index", type=int, default=SIMPLIFIED)
    options = parser.parse_args()
    font = TTFont(options.source, fontNumber=options.index, recalcTimestamp=False)
    lacking = set(wanted()) - set(map(chr, font.getBestCmap()))
    if lacking:
        print(f"the source itself lacks {''.join(sorted(lacking))}")
    subset = Options(layout_features=[], notdef_outline=True, hinting=False)
    cutter = Subsetter(subset)
    cutter.populate(text=wanted())
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (*FAMILY, FULL):
            record.string = NAME
        elif record.nameID == POSTSCRIPT:
            record.string = NAME.replace(" ", "")
    FONT.parent.mkdir(exist_ok=True)
    font.save(FONT)
    print(f"{len(wanted())} characters, {FONT.stat().st_size:,} bytes: {FONT.name}")


if __name__ == "__main__":
    main()
