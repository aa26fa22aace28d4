"""Names to cut into seals: a made-up county's, and offices that nobody listed."""

from __future__ import annotations

import re

from mailbot.adapters.seals.read.office_names import words
from mailbot.core.record.documents import SealNames
from tests.support.seals.wear import Rng

FICTION = (
    SealNames("县民政局", ("青石县民政局",)),
    SealNames("县住房城乡建设局", ("青石县住房和城乡建设局",)),
    SealNames("县妇联", ("青石县妇女联合会",)),
    SealNames("县法院", ("青石县人民法院",)),
    SealNames("县文明办", ("青石县精神文明建设委员会办公室", "中共青石县委宣传部")),
    SealNames("团县委", ("共青团青石县委员会",)),
)
BUREAUS = words(
    """
财政局 水利局 审计局 司法局 应急管理局 农业农村局 市场监督管理局 医疗保障局 统计局
自然资源局 退役军人事务局 信访局 发展和改革局 红十字会 文学艺术界联合会 科学技术局
城乡建设局 教育局 卫生和计划生育局 妇女儿童工作委员会 老龄工作委员会 计划生育协会
工商业联合会 人民武装部 综合行政执法局 行政审批服务局 畜牧兽医局 城市管理局
"""
)
COUNTIES = words(
    """
沂水 沂南 高青 桓台 博兴 蒙阴 莒南 东源 汝源 清源 泗水 江源 沁源 济源 河源 青州 白石
黄石 青田 石首 海青 昌乐 平阴 灵石 玉溪 建宁 临泉 南部 安源 桃源 龙川
"""
)
COMPANIES = words(
    """
宏达建筑工程 瑞丰制药 鲁中果品 城市资产运营集团 文旅发展 公共交通 鑫源电力 盛世广告
民生物业服务 惠民养老服务 阳光家政服务
"""
)
SCHOOLS = words(
    """
实验中学 第二实验小学 历山街道中心幼儿园 妇幼保健院 人民医院 疾病预防控制中心
南城街道办事处 石桥镇人民政府 特殊教育中心 第一中学 图书馆 社会福利中心
"""
)
TAILS = words(
    """
办公室 工会委员会 交通警察大队 城区中队 基层法庭 服务中心 妇幼科 财务科 机关党总支
幼儿园 培训中心
"""
)


def emblem_of(text: str, rng: Rng) -> str:
    """Return the emblem that such an office's seal carries."""
    if "法院" in text or "检察院" in text or text.endswith("人民政府"):
        return "national"
    if text.startswith("中共"):
        return "party" if rng.random() < 0.6 else "star"
    return "star"


def unlisted(rng: Rng, names: tuple[SealNames, ...]) -> str:
    """Return an office's name that is none of the listed seal texts."""
    texts = [text for one in names for text in one.texts]
    while True:
        made = _made_up(rng, texts[int(rng.integers(len(texts)))])
        if made not in texts:
            return made


def _made_up(rng: Rng, base: str) -> str:
    own = next((t for t in ("沂源", "青石") if t in base), base[:2])
    city = _one(rng, ("淄博市", "临沂市", "山东省", "济南市"))
    plain = re.sub(f"{own}县|中共|共青团|淄博市", "", base)
    made = (
        f"{own}县{_one(rng, BUREAUS)}",
        base.replace(own, _one(rng, COUNTIES)),
        base.replace(own, _one(rng, COUNTIES)),
        f"{own}{_one(rng, COMPANIES)}有限公司",
        f"{own}县{_one(rng, SCHOOLS)}",
        base + _one(rng, TAILS),
        city + plain,
    )
    return _one(rng, made)


def _one(rng: Rng, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]
