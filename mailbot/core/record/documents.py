"""A document as read: what its bytes are, what it says, which seal it bears."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Use(StrEnum):
    """What offices send a kind of file as; what a file counts as follows from it."""

    TYPED = "typed"  # can be edited: the electronic copy
    PAGES = "pages"  # printed or scanned: the stamped copy
    PICTURE = "picture"  # a photograph or scan of paper
    WORDS = "words"  # a text without form, as a note
    LETTER = "letter"  # a mail: opened as an archive is, and read for its own words
    PACKED = "packed"  # an archive
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What the bytes are, whatever the name says (wps and et are doc, xls, …).

    `use` is what offices send it as; `told` its name in the JSON contract, whose list
    is closed: what it does not name is `other` there.
    """

    use: Use
    told: str

    def __new__(cls, value: str, use: Use = Use.UNKNOWN, told: str = "") -> Self:
        """Make a kind of its name, its use, and its name in the JSON contract."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.use = use
        kind.told = told or value
        return kind

    DOCX = "docx", Use.TYPED
    DOC = "doc", Use.TYPED
    XLSX = "xlsx", Use.TYPED
    XLS = "xls", Use.TYPED
    RTF = "rtf", Use.TYPED
    ODT = "odt", Use.TYPED
    ODS = "ods", Use.TYPED
    UOT = "uot", Use.TYPED, "other"
    UOS = "uos", Use.TYPED, "other"
    PDF = "pdf", Use.PAGES
    OFD = "ofd", Use.PAGES
    JPG = "jpg", Use.PICTURE
    PNG = "png", Use.PICTURE
    HEIC = "heic", Use.PICTURE
    TIFF = "tiff", Use.PICTURE, "other"
    BMP = "bmp", Use.PICTURE, "other"
    WEBP = "webp", Use.PICTURE, "other"
    ZIP = "zip", Use.PACKED
    RAR = "rar", Use.PACKED
    SEVEN_ZIP = "7z", Use.PACKED
    TNEF = "tnef", Use.LETTER
    EML = "eml", Use.LETTER
    MSG = "msg", Use.LETTER
    HTML = "html", Use.WORDS
    TXT = "txt", Use.WORDS
    OTHER = "other", Use.UNKNOWN


def kinds_of(*uses: Use) -> frozenset[Kind]:
    """Return the kinds that offices send as one of these."""
    return frozenset(kind for kind in Kind if kind.use in uses)


PICTURE_KINDS = kinds_of(Use.PICTURE)
PAGE_KINDS = kinds_of(Use.PAGES)
PAPER_KINDS = PAGE_KINDS | PICTURE_KINDS  # looked at, for seals and headings
CONTAINER_KINDS = kinds_of(Use.PACKED, Use.LETTER)


class Problem(StrEnum):
    """Why a file or a mail could not be read to its end."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSAFE = "unsafe"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"
    UNREADABLE = "unreadable"  # our reader failed on it: no fault of the file's


# What may be read by another try, or by a newer program.
WORTH_A_NEW_TRY = frozenset(
    {
        Problem.TIMEOUT,
        Problem.TOO_LARGE,
        Problem.CORRUPT,
        Problem.UNREADABLE,
        Problem.UNSUPPORTED,
    }
)


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
    the files packed into it, whose words are not among these. `by_words_alone` says
    that its own reader failed, and that these are its words as far as any means could
    get them: no tables, no order.
    """

    text: str = ""
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    text_layer: bool = True
    columns_unclear: bool = False
    clipped: bool = False
    pictures: int = 0
    embedded: tuple[str, ...] = ()
    by_words_alone: bool = False


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
    """The document's one verdict, with every mark it rests on.

    `timed_out` says that time ran out before a seal was seen or every page looked at:
    nothing can be said, and neither the unit nor its scan is to blame.
    """

    verdict: SealVerdict
    page: int = 0
    unit: str = ""
    marks: tuple[SealMark, ...] = ()
    heading: str = ""  # what OCR read at the top of a page without a text layer
    note: str = ""  # what staff should know of the whole, e.g. pages not looked at
    timed_out: bool = False


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
