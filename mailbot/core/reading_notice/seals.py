"""What a unit named in a notice is called for short, and what its seal likely says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.reading_notice.proposal import NoticeProposal

_PLACE: Final = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,6}?(?P<level>县|市|区|旗))")
_LEVELS: Final = "省市县区旗"
# Short names and what their seals say; {place} is the county's name.
FULL_NAMES: Final = (
    ("团{l}委", "共青团{place}委员会"),
    ("{l}妇联", "{place}妇女联合会"),
    ("{l}残联", "{place}残疾人联合会"),
    ("{l}科协", "{place}科学技术协会"),
    ("{l}工商联", "{place}工商业联合会"),
    ("{l}文联", "{place}文学艺术界联合会"),
    ("{l}侨联", "{place}归国华侨联合会"),
    ("{l}红十字会", "{place}红十字会"),
    ("{l}总工会", "{place}总工会"),
    ("{l}检察院", "{place}人民检察院"),
    ("{l}法院", "{place}人民法院"),
    ("{l}供销社", "{place}供销合作社联合社"),
    ("{l}关工委", "{place}关心下一代工作委员会"),
    ("{l}政府办公室", "{place}人民政府办公室"),
    ("{l}委组织部", "中共{place}委员会组织部"),
    ("{l}委宣传部", "中共{place}委员会宣传部"),
    ("{l}委统战部", "中共{place}委员会统一战线工作部"),
    ("{l}委政法委", "中共{place}委员会政法委员会"),
    ("{l}委编办", "中共{place}委员会机构编制委员会办公室"),
    ("{l}文明办", "{place}精神文明建设委员会办公室"),
)
# Short words inside an office's name and the full ones.
WORDS: Final = (
    ("发改局", "发展和改革局"),
    ("发展改革局", "发展和改革局"),
    ("教体局", "教育和体育局"),
    ("工信局", "工业和信息化局"),
    ("人社局", "人力资源和社会保障局"),
    ("人力资源社会保障局", "人力资源和社会保障局"),
    ("住建局", "住房和城乡建设局"),
    ("住房城乡建设局", "住房和城乡建设局"),
    ("卫健局", "卫生健康局"),
    ("文旅局", "文化和旅游局"),
    ("市场监管局", "市场监督管理局"),
    ("医保局", "医疗保障局"),
    ("自然资源局", "自然资源和规划局"),
)


@dataclass(frozen=True, slots=True)
class RosterProposal:
    """One unit as proposed for the roster; a person confirms every word of it."""

    name: str
    aliases: tuple[str, ...]
    seals: tuple[str, ...]


def roster_of(proposal: NoticeProposal) -> tuple[RosterProposal, ...]:
    """Propose a roster of the units that a notice names."""
    place = place_of(proposal)
    return tuple(_unit(name, place) for name in proposal.units)


def place_of(proposal: NoticeProposal) -> str:
    """Return the county (or city) in whose name the issuer signs, "" if none shows."""
    for read in (proposal.issuer, proposal.title):
        found = _PLACE.match(read.value or "")
        if found:
            return found["place"]
    return ""


def _unit(name: str, place: str) -> RosterProposal:
    level = place[-1:]
    aliases = [name[1:]] if name[:1] in _LEVELS and len(name) > len("县妇联") else []
    full = _full(name, place, level)
    if full:
        aliases.append(full)
    seals = [full] if full else [place + name if place not in name else name]
    if place and name[:1] == level and full is None:
        seals = [place + name[1:]]
    longer = [_longer(seal) for seal in seals]
    every = dict.fromkeys(seal for seal in (*longer, *seals) if seal)
    return RosterProposal(name, tuple(dict.fromkeys(aliases)), tuple(every))


def _full(name: str, place: str, level: str) -> str | None:
    if not place:
        return None
    for short, full in FULL_NAMES:
        if name == short.format(l=level):
            return full.format(place=place)
    return None


def _longer(seal: str) -> str | None:
    for short, full in WORDS:
        if seal.endswith(short) and not seal.endswith(full):
            return seal.removesuffix(short) + full
    return None
