"""Render every letter and the summary's tables to pictures, for people to look at.

    python -m bench.render_letters --out docs/pictures

Needs Debian's chromium (mails) and libreoffice with poppler-utils (tables); says so
where one is missing. Exit status 1 if a letter is wider than its window.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from mailbot.adapters.folder import default_folder
from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.adapters.papers.summary_sheet import summary_xlsx
from mailbot.core.notice.policy import LettersMode
from mailbot.flows.letters.examples import SUMMARY
from mailbot.flows.letters.preview import preview

WIDTHS = (640, 360)
SCHEMES = ("light", "dark")
TALLEST = 3600
# Chromium's windows are at least 500 pixels wide: a narrow letter is framed.
_FRAME = """<!DOCTYPE html><html><head><meta name="color-scheme" content="{scheme}">
<style>html,body{{margin:0;background:{ground}}}iframe{{border:0;width:{width}px;
height:{height}px;color-scheme:{scheme}}}</style></head><body>
<iframe src="{name}"></iframe>
<script>onload=()=>{{const d=document.querySelector("iframe").contentDocument
.documentElement;document.body.dataset.size=d.scrollWidth}}</script></body></html>"""
_SIZE = re.compile(r'data-size="(\d+)"')


def main() -> int:
    """Render all letters; return 1 if one overflows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        too_wide = _letters(room, out)
        _tables(room, out)
    for words in too_wide:
        print(words)
    return 1 if too_wide else 0


def _letters(room: Path, out: Path) -> list[str]:
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    shipped = default_folder("templates")
    head = Letterhead("office@county.example", "", (), LettersMode.LIVE)
    preview(TemplateScribe(shipped, shipped, head, lambda _: "x"), room)
    too_wide = []
    for letter in sorted(room.glob("*.html")):
        for width in WIDTHS:
            for scheme in SCHEMES:
                found = _shoot(browser, letter, out, width, scheme)
                if found > width:
                    too_wide.append(f"{letter.stem} is {found} wide at {width}")
    return too_wide


def _shoot(browser: str, letter: Path, out: Path, width: int, scheme: str) -> int:
    """Take one picture; return how wide the letter really is."""
    page = letter.parent / "frame" / f"{letter.stem}-{width}-{scheme}.html"
    page.parent.mkdir(exist_ok=True)
    ground = "#111418" if scheme == "dark" else "#f1f2f4"
    page.write_text(
        _FRAME.format(
            scheme=scheme,
            ground=ground,
            width=width,
            height=TALLEST,
            name=f"../{letter.name}",
        ),
        encoding="utf-8",
    )
    common = _chromium(browser, letter.parent / "profile", scheme)
    dumped = _run([*common, "--dump-dom", page.as_uri()])
    size = _SIZE.search(dumped)
    if size is None:
        sys.exit(f"chromium did not say how wide {page.stem} is")
    picture = out / f"{page.stem}.png"
    window = f"--window-size={max(width, 500)},{TALLEST}"
    _run([*common, window, f"--screenshot={picture}", page.as_uri()])
    _trim(picture, width)
    return int(size[1])


def _chromium(browser: str, profile: Path, scheme: str) -> list[str]:
    preferred = "0" if scheme == "dark" else "1"
    return [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--allow-file-access-from-files",
        "--hide-scrollbars",
        f"--user-data-dir={profile}",
        f"--blink-settings=preferredColorScheme={preferred}",
        "--virtual-time-budget=2000",
    ]


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def _trim(picture: Path, width: int) -> None:
    """Cut to the letter's width, and the empty ground below; few colours suffice."""
    with Image.open(picture) as shot:
        image = shot.convert("RGB").crop((0, 0, width, shot.height))
    ground = image.getpixel((1, image.height - 1))
    last = image.height - 1
    while last > 0 and _is_plain(image, last, ground):
        last -= 1
    image = image.crop((0, 0, width, min(last + 12, image.height)))
    image.quantize(64).save(picture, optimize=True)


def _is_plain(image: Image.Image, row: int, ground: object) -> bool:
    line = image.crop((0, row, image.width, row + 1))
    colours = line.getcolors(2)
    return colours is not None and len(colours) == 1 and colours[0][1] == ground


def _tables(room: Path, out: Path) -> None:
    office, pages = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or pages is None:
        sys.exit("libreoffice or poppler-utils is not installed")
    (room / "summary.xlsx").write_bytes(summary_xlsx(SUMMARY))
    profile = (room / "office").as_uri()
    convert = [office, f"-env:UserInstallation={profile}", "--headless"]
    _run(
        [*convert, "--convert-to", "pdf", "--outdir", str(room), f"{room}/summary.xlsx"]
    )
    _run([pages, "-r", "80", "-png", f"{room}/summary.pdf", f"{room}/sheet"])
    for page in sorted(room.glob("sheet-*.png")):
        with Image.open(page) as shot:
            name = f"summary-xlsx-{page.stem.rpartition('-')[2].lstrip('0')}.png"
            shot.convert("RGB").quantize(64).save(out / name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
