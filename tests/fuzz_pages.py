"""Pictures, OFD packages and fonts damaged at random, looked at in the children.

    python -m tests.fuzz_pages --count 100000 [--seed N] [--only N] [--minutes M]

Each mutant goes the whole way of a file: its kind told, read, its pages drawn and
looked at for seals, behind the walls. Whatever it does to its child, the parent gets an
answer. A mutation is made from a fixed corpus and a seed: `--only N` plays one again.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import reportlab
from PIL import Image, ImageDraw

import mailbot
from mailbot.core.record.documents import SealNames
from mailbot.wiring.examiner import ConfinedExaminer
from tests.fuzz import mutate
from tests.support.seals.artwork import font_of
from tests.support.seals.files import ofd_of, sealed_ofd

SEED: Final = 20231201
UNIT: Final = "县民政局"
_OFD: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HANDS: Final = 2
_REPORTLAB = Path(reportlab.__file__).parent / "fonts"
_SHIPPED = Path(mailbot.__file__).parent / "demo" / "font"
# Outlines of TrueType, of Type 1, of CFF, and where a PDF has them (ISO 32000 9.9).
_FACES: Final = {
    "FontFile2": _REPORTLAB / "Vera.ttf",
    "FontFile": _REPORTLAB / "_a______.pfb",
    "FontFile3": _SHIPPED / "NotoSerifCJKsc-part.otf",
}
_PICTURES: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("a.png", "PNG", {}),
    ("a.jpg", "JPEG", {}),
    ("b.jpg", "JPEG", {"progressive": True}),
    ("a.tif", "TIFF", {"compression": "tiff_lzw"}),
    ("b.tif", "TIFF", {"compression": "tiff_jpeg"}),
    ("c.tif", "TIFF", {"compression": "group4"}),
    ("a.bmp", "BMP", {}),
    ("a.webp", "WEBP", {}),
    ("a.heic", "HEIF", {}),
)


class Mutant(NamedTuple):
    """One damaged file: its number in the series, its name and its bytes."""

    number: int
    name: str
    raw: bytes


def corpus() -> dict[str, bytes]:
    """Return small sound files by name: what is damaged is all decoded quickly."""
    page = _page()
    found = {name: _encoded(page, form, how) for name, form, how in _PICTURES}
    found = {name: raw for name, raw in found.items() if raw}
    faces = {kind: path.read_bytes() for kind, path in _FACES.items()}
    for kind, face in faces.items():
        found[f"{kind}.pdf"] = _pdf(kind, face)
    found["words.ofd"] = _ofd(faces["FontFile2"], found["a.png"])
    found["cff.ofd"] = _ofd(faces["FontFile3"], found["a.jpg"])
    found["sealed.ofd"] = sealed_ofd(UNIT, UNIT)
    return found


def _page() -> Image.Image:
    page = Image.new("RGB", (240, 320), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((60, 120, 180, 240), outline=(210, 20, 30), width=5)
    draw.text((85, 165), UNIT, fill=(210, 20, 30), font=font_of(0, 18))
    draw.text((30, 30), "2023年第二季度报表", fill="black", font=font_of(0, 16))
    return page


def _encoded(page: Image.Image, form: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    one = page.convert("1") if options.get("compression") == "group4" else page
    try:
        if form == "HEIF":
            import pillow_heif

            pillow_heif.register_heif_opener()
        one.save(out, form, **options)
    except (ImportError, KeyError):
        return b""
    return out.getvalue()


def _pdf(kind: str, face: bytes) -> bytes:
    """Return a page set in an embedded font, nothing of it compressed."""
    draws = b"BT /F 40 Tf 20 200 Td (Aa12 Aa) Tj ET 1 0 0 RG 60 60 90 90 re S"
    subtype = b"/Subtype/OpenType" if kind == "FontFile3" else b""
    sort = b"Type1" if kind == "FontFile" else b"TrueType"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox 9 0 R/Contents 4 0 R/Resources 8 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draws), draws),
        b"<</Type/Font/Subtype/%s/BaseFont/X/FontDescriptor 6 0 R>>" % sort,
        f"<</Type/FontDescriptor/FontName/X/Flags 32/{kind} 7 0 R>>".encode(),
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(face), subtype, face),
        b"<</Font<</F 5 0 R>>>>",
        b"[0 0 240 320]",
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, rows)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        start,
    )
    return bytes(out)


def _ofd(face: bytes, picture: bytes) -> bytes:
    """Return a page with words in a font of its own, and a picture on it."""
    area = "<ofd:PhysicalBox>0 0 100 120</ofd:PhysicalBox>"
    texts = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>"
        f"<ofd:PageArea>{area}</ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="9" BaseLoc="Pages/0.xml"/>'
        "</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {_OFD} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="1" FontName="x"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'
        "</ofd:Fonts>"
        '<ofd:MultiMedias><ofd:MultiMedia ID="2" Type="Image"><ofd:MediaFile>p.img'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        "Doc_0/Pages/0.xml": f"<ofd:Page {_OFD}><ofd:Area>{area}</ofd:Area>"
        '<ofd:Content><ofd:Layer ID="3"><ofd:TextObject ID="4" Font="1" Size="8" '
        'Boundary="10 10 80 12"><ofd:TextCode X="0" Y="8" DeltaX="8 8 8">县民政局'
        '</ofd:TextCode></ofd:TextObject><ofd:ImageObject ID="5" ResourceID="2" '
        'Boundary="10 40 60 60" CTM="60 0 0 60 0 0"/></ofd:Layer></ofd:Content>'
        "</ofd:Page>",
    }
    members = {name: text.encode() for name, text in texts.items()}
    return ofd_of(members | {"Doc_0/Res/f.ttf": face, "Doc_0/Res/p.img": picture})


def mutants(sound: dict[str, bytes], seed: int) -> Iterator[Mutant]:
    """Yield damaged files without end; the same ones for the same corpus and seed."""
    names = sorted(sound)
    number = 0
    while True:
        chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - a fixed series
        name = chance.choice(names)
        inside = name.endswith(".ofd") and chance.random() < 0.8
        damage = _inside if inside else _whole
        yield Mutant(number, name, damage(sound[name], list(sound.values()), chance))
        number += 1


def _whole(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Damage a file, mostly behind its head: without that nobody looks at it."""
    head = chance.choice((0, 8, 64))
    return raw[:head] + mutate(raw[head:], others, chance)


def _inside(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Damage one member of a package, which stays a sound package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    victim = chance.choice(sorted(members))
    members[victim] = _whole(members[victim], others, chance)
    return ofd_of(members)


def tried(examiner: ConfinedExaminer, mutant: Mutant) -> str:
    """Have one mutant read and looked at; return what was said of it."""
    with tempfile.TemporaryDirectory() as folder:
        path, into = Path(folder, mutant.name), Path(folder, "into")
        path.write_bytes(mutant.raw)
        into.mkdir()
        found = examiner.file(path, mutant.name, into)
    if not found:
        return "nothing"
    first = found[0]
    seal = first.seal.verdict.value if first.seal else "unseen"
    return first.problem.value if first.problem else f"read, seal {seal}"


def run(
    count: int, seed: int = SEED, only: int = -1, until: Callable[[], bool] = bool
) -> Counter[str]:
    """Try a series, or one of it; count what was said. `until` may end it early."""
    series = (m for m in islice(mutants(corpus(), seed), count))
    chosen = (m for m in series if only in {-1, m.number})
    told: Counter[str] = Counter()
    examiner = ConfinedExaminer((), (SealNames(UNIT, (UNIT,)),))
    try:
        with ThreadPoolExecutor(_HANDS) as hands:
            while (some := list(islice(chosen, 64))) and not until():
                told.update(hands.map(lambda one: tried(examiner, one), some))
    finally:
        examiner.close()
    return told


def main() -> int:
    """Run a series and say what became of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--only", type=int, default=-1)
    options.add_argument("--minutes", type=float, default=1e9)
    given = options.parse_args()
    begun = time.monotonic()
    told = run(
        given.count,
        given.seed,
        given.only,
        lambda: time.monotonic() - begun > 60 * given.minutes,
    )
    spent = time.monotonic() - begun
    sys.stdout.write(f"{told.total()} mutants in {spent:.0f} s, each answered:\n")
    for words, times in told.most_common():
        sys.stdout.write(f"  {times:7} {words}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
