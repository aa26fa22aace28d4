"""A document as read: what its bytes are, what it says, which seal it bears."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What the bytes are, whatever the name says (wps and et are doc, xls, …)."""

    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    PDF = "pdf"
    OFD = "ofd"
    JPG = "jpg"
    PNG = "png"
    HEIC = "heic"
    TIFF = "tiff"
    BMP = "bmp"
    WEBP = "webp"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    TNEF = "tnef"
    EML = "eml"
    MSG = "msg"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    HTML = "html"
    TXT = "txt"
    OTHER = "other"


PICTURE_KINDS = frozenset(
    {Kind.JPG, Kind.PNG, Kind.HEIC, Kind.TIFF, Kind.BMP, Kind.WEBP}
)


class Problem(StrEnum):
    """Why a file or a mail could not be read to its end."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSAFE = "unsafe"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Table:
    """One table as a rectangular grid of cell texts.

    A cell merged downwards repeats its text in every row it covers; one merged
    sideways holds it in its first column and "" in the others. Paragraphs inside
    a cell are joined by newlines. Deleted and hidden text is never in it.
    `within` is the place among the document's tables of the one in whose cell this
    one stands (that cell's text holds its words, too), None for a table of the page.
    """

    rows: tuple[tuple[str, ...], ...]
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one document.

    `text` is all visible text in reading order (cells of a row joined by tabs);
    `tables` the tables in it; `pages` their number where the kind has pages.
    `text_layer` is False for a scan, whose words only OCR can give; `columns_unclear`
    says that a table is there whose columns or rows could not be told apart,
    `clipped` that words are cut off at the edges of narrow columns. `pictures` counts
    the pictures in it (a scan pasted into Word has nothing else), `embedded` names
    the files packed into it, whose words are not among these.
    """

    text: str = ""
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    text_layer: bool = True
    columns_unclear: bool = False
    clipped: bool = False
    pictures: int = 0
    embedded: tuple[str, ...] = ()


class SealVerdict(StrEnum):
    """What was seen of a seal on a page or, summed up, in a document."""

    RED_SEAL = "red_seal"
    PARTIAL = "partial"
    CANNOT_TELL = "cannot_tell"
    NO_SEAL = "no_seal"
    DIGITAL_SIGNATURE = "digital_signature"


@dataclass(frozen=True, slots=True)
class SealMark:
    """One seal (or its absence) on one page; advice to people, never a proof.

    `page` counts from 1; `text` is the name read on the seal; `unit` the roster's
    name it was accepted for, "" if none; `confidence` 0–1; `box` is left, top,
    right, bottom in points (1/72 inch) from the page's upper left corner. `likeliest`
    is the roster's unit that fits best, accepted or not: a proposal, never a verdict.
    `special` is what on it says that it is no unit's 公章 (业务专用章), "" if nothing.
    """

    page: int
    verdict: SealVerdict
    text: str = ""
    unit: str = ""
    confidence: float = 0.0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    note: str = ""
    likeliest: str = ""
    special: str = ""


@dataclass(frozen=True, slots=True)
class SealNames:
    """The texts that a unit's official seal may bear; `unit` is the roster's name."""

    unit: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealReport:
    """The document's one verdict, with every mark it rests on."""

    verdict: SealVerdict
    page: int = 0
    unit: str = ""
    marks: tuple[SealMark, ...] = ()
    heading: str = ""  # what OCR read at the top of a page without a text layer
    note: str = ""  # what staff should know of the whole, e.g. pages not looked at


_SEALED = frozenset({SealVerdict.RED_SEAL, SealVerdict.DIGITAL_SIGNATURE})


@dataclass(frozen=True, slots=True)
class Document:
    """One file that came with a mail, or lay inside an archive that did.

    `inside` names the containers from the outermost in; `stored` is the path,
    relative to the state folder, where its bytes lie ("" when they lie nowhere).
    `companion` says what sort of thing a program added to the mail of its own accord
    (a visiting card, a lock file), "" for a file that somebody sent.
    """

    name: str
    kind: Kind
    size: int
    sha256: str
    inside: tuple[str, ...] = ()
    problem: Problem | None = None
    content: Content = field(default_factory=Content)
    seal: SealReport | None = None
    stored: str = ""
    raw_name: bytes = b""
    companion: str = ""

    @property
    def sealed(self) -> bool | None:
        """Whether a seal was seen on it, None if nobody looked."""
        return None if self.seal is None else self.seal.verdict in _SEALED
