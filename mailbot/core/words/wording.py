"""Words as people type them, brought into one shape before they are read."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3400-\u9fff〇"

# Zero-width and direction marks, and control characters other than tab and newline:
# they are invisible to people, so they must be invisible to the reader too.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500]+|-{2,}|…+")
# Traditional signs (some phones and input methods write them) of the words that
# names, periods and reports are made of.
_SIMPLIFIED = str.maketrans(
    "縣區鄉鎮處體衛協會聯務殘總業輸運設資團關員檢兒婦慶財統計紀監審業農豐"
    "職險醫療學園機構領導單報進實數據電蓋關於轉發請閱點標題總結號頁們個為辦"
    "項動況門廳館院雙條類級專責圖書與從書週歲齡婦",
    "县区乡镇处体卫协会联务残总业输运设资团关员检儿妇庆财统计纪监审业农丰"
    "职险医疗学园机构领导单报进实数据电盖关于转发请阅点标题总结号页们个为办"
    "项动况门厅馆院双条类级专责图书与从书周岁龄妇",
)
_WAVES = re.compile("[\u301c\u223c]")
_GAPS = re.compile(
    rf"(?<=[{HAN}0-9])[^\S\n]+(?=[{HAN}])|(?<=[{HAN}])[^\S\n]+(?=[{HAN}0-9])"
)
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$")
# What browsers and Windows add to the second copy of a file: no version, no quarter.
_COPY_MARK = re.compile(
    r"(?:[\s_-]*(?:副本|复件|拷贝|copy)(?:[\s(]*\d{1,2}\)?)?|\s*\(\d{1,2}\))\s*$"
)
_COPY_PREFIX = re.compile(r"^(?:复件|副本|copyof)(?:\(\d{1,2}\))?[\s_-]*")
_LONGEST_NAME = 1_000  # characters; systems allow 255
_PATH_PARTS = re.compile(r"[\\/]|^\.\.|[\x00-\x1f\u202a-\u202e\u2066-\u2069]|^[a-z]:")


def plain(text: str) -> str:
    """Return `text` in one shape: NFKC, lower case, no gaps between Han.

    Full-width digits and brackets become ASCII, every dash "-"; 民 政 局 becomes
    民政局, 教體局 教体局; line breaks stay.
    """
    shaped = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    shaped = shaped.translate(_SIMPLIFIED)
    shaped = _WAVES.sub("~", _DASHES.sub("-", shaped))
    return _GAPS.sub("", shaped).strip()


def stem(name: str) -> str:
    """Return the words of a file name: no path, no ending, no copy mark, `plain`."""
    words = plain(re.split(r"[\\/]", name)[-1])
    if len(words) > _LONGEST_NAME:  # nobody's: what tells stands at either end
        words = words[: _LONGEST_NAME // 2] + words[-_LONGEST_NAME // 2 :]
    words = _EXTENSION.sub("", words).strip()
    words = _COPY_PREFIX.sub("", words)
    while (shorter := _COPY_MARK.sub("", words)) != words:
        words = shorter
    return words


def is_unsafe(name: str) -> bool:
    """Tell whether a file name carries path parts, control or direction marks."""
    return bool(_PATH_PARTS.search(name.lower()))
