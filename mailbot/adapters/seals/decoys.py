"""Names of offices that are not asked: a seal must fit a listed name better.

They are built from the roster's own names by changing the place or the office, so
that 沂水县民政局 or 沂源县财政局 is recognised as somebody else's seal.
"""

from __future__ import annotations

import re

# Counties, districts and cities: those of Shandong, and common ones of other provinces.
PLACES = tuple(
    (
        "历下区 市中区 槐荫区 天桥区 历城区 长清区 章丘区 济阳区 莱芜区 钢城区 平阴县 "
        "商河县 市南区 市北区 黄岛区 崂山区 李沧区 城阳区 即墨区 胶州市 平度市 莱西市 "
        "淄川区 张店区 博山区 临淄区 周村区 桓台县 高青县 沂源县 薛城区 峄城区 台儿庄区 "
        "山亭区 滕州市 东营区 河口区 垦利区 利津县 广饶县 芝罘区 福山区 牟平区 莱山区 "
        "蓬莱区 龙口市 莱阳市 莱州市 招远市 栖霞市 海阳市 潍城区 寒亭区 坊子区 奎文区 "
        "临朐县 昌乐县 青州市 诸城市 寿光市 安丘市 高密市 昌邑市 任城区 兖州区 微山县 "
        "鱼台县 金乡县 嘉祥县 汶上县 泗水县 梁山县 曲阜市 邹城市 泰山区 岱岳区 宁阳县 "
        "东平县 新泰市 肥城市 环翠区 文登区 荣成市 乳山市 东港区 岚山区 五莲县 莒县 "
        "兰山区 罗庄区 河东区 沂南县 郯城县 沂水县 兰陵县 费县 平邑县 莒南县 蒙阴县 "
        "临沭县 德城区 陵城区 宁津县 庆云县 临邑县 齐河县 平原县 夏津县 武城县 乐陵市 "
        "禹城市 东昌府区 茌平区 阳谷县 莘县 东阿县 冠县 高唐县 临清市 滨城区 沾化区 "
        "惠民县 阳信县 无棣县 博兴县 邹平市 牡丹区 定陶区 曹县 单县 成武县 巨野县 "
        "郓城县 鄄城县 东明县 济南市 青岛市 淄博市 枣庄市 东营市 烟台市 潍坊市 济宁市 "
        "泰安市 威海市 日照市 临沂市 德州市 聊城市 滨州市 菏泽市 山东省 河南省 江苏省 "
        "清河县 青田县 清苑区 沁源县 汝源县 济源市 婺源县 凌源市 东源县 乳源县 涞源县 "
        "固原市 平泉市 清水县 沂州区 源城区 青石县 青山区 北京市 上海市 天津市 重庆市"
    ).split()
)

OFFICES = tuple(
    (
        "教育局 教育体育局 教育和体育局 体育局 科学技术局 科技局 工业和信息化局 公安局 "
        "民政局 司法局 财政局 人力资源和社会保障局 自然资源局 自然资源和规划局 生态环境局 "
        "环境保护局 住房和城乡建设局 城乡建设局 交通运输局 水利局 水务局 农业农村局 "
        "农业局 林业局 畜牧局 商务局 文化和旅游局 文化旅游局 旅游局 文化局 卫生健康局 "
        "卫生局 卫生和计划生育局 退役军人事务局 应急管理局 审计局 市场监督管理局 统计局 "
        "医疗保障局 综合行政执法局 行政审批服务局 城市管理局 信访局 税务局 气象局 "
        "发展和改革局 发展改革委员会 国有资产监督管理局 地方金融监督管理局 大数据局 "
        "机关事务服务中心 投资促进服务中心 人民政府 人民政府办公室 人民法院 人民检察院 "
        "人民代表大会常务委员会 人民武装部 总工会 妇女联合会 残疾人联合会 科学技术协会 "
        "文学艺术界联合会 工商业联合会 归国华侨联合会 红十字会 计划生育协会 慈善总会 "
        "供销合作社联合社 社会科学界联合会 精神文明建设委员会办公室 机构编制委员会办公室 "
        "关心下一代工作委员会 妇女儿童工作委员会 妇女儿童工作委员会办公室 爱国卫生运动委员会 "
        "老龄工作委员会 未成年人保护委员会 人民医院 中医医院 妇幼保健院 疾病预防控制中心 "
        "疾病预防控制局 卫生监督所 公共就业和人才服务中心 社会保险事业中心 "
        "住房公积金管理中心 公路事业发展中心 融媒体中心 图书馆 文化馆 博物馆 档案馆 "
        "实验中学 第一中学 实验小学 实验幼儿园 职业教育中心 特殊教育学校 教学研究室 "
        "公共交通有限公司 烟草专卖局 邮政管理局 消防救援大队 公安局交通警察大队 "
        "公安局治安警察大队 民政局婚姻登记处 财政投资评审中心 人民防空办公室 史志研究中心 "
        "扶贫开发办公室 乡村振兴局 粮食和物资储备局 海洋与渔业局 民族宗教事务局 "
        "外事办公室 接待服务中心 城乡规划局 国土资源局 房产管理局 人口和计划生育局 "
        "食品药品监督管理局 安全生产监督管理局 质量技术监督局 工商行政管理局"
    ).split()
)

PARTY = tuple(
    (
        "委员会 委组织部 委宣传部 委统战部 委政法委员会 委办公室 委老干部局 委党校 "
        "委巡察工作领导小组办公室 委机构编制委员会办公室 直属机关工作委员会 纪律检查委员会"
    ).split()
)
TAILS = ("办公室", "工会委员会", "财务专用章", "妇女委员会", "机关委员会", "服务中心")

_PARTS = re.compile(
    r"(?P<head>中国共产党|中共|共青团|中国共产主义青年团)?"
    r"(?P<place>[^省市县区旗]{1,4}[省市县区旗])(?P<office>.+)"
)
_BRANCH = re.compile(r"(?P<front>.+中心|.+分局)(?P<town>[^中]{2})(?P<tail>分中心|分局)")


def decoys_for(texts: frozenset[str]) -> tuple[str, ...]:
    """Return names that could be on a seal but are none of `texts`."""
    built: set[str] = set()
    for text in texts:
        built.update(text + tail for tail in TAILS)
        built.update(_elsewhere(text))
    return tuple(sorted(built - texts))


def _elsewhere(text: str) -> set[str]:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return set()
    head, place, office = parts["head"] or "", parts["place"], parts["office"]
    built = {head + other + office for other in PLACES}
    built |= {place + other for other in OFFICES}
    built |= {"中共" + place + other for other in PARTY}
    built |= {"共青团" + place + other for other in ("委员会", "委")}
    built |= _other_branches(text)
    return built


def _other_branches(text: str) -> set[str]:
    parts = _BRANCH.fullmatch(text)
    if parts is None:
        return set()
    towns = {place[:-1] for place in PLACES if len(place) == len(parts["town"]) + 1}
    built = {parts["front"] + town + parts["tail"] for town in towns}
    return built | {parts["front"]}
