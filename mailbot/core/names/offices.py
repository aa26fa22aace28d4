"""General knowledge of Chinese administration, as tables.

Nothing here belongs to one county or one notice: levels, the bodies that every
office has inside it, and which trade a subordinate body belongs to. What is
particular (names, towns, city, province) comes from the roster and the notice.
"""

from __future__ import annotations

import re

from mailbot.core.words.wording import HAN

# Bodies that exist inside nearly every office, school, town and firm. Their name
# alone says nothing: a bureau's 工会 is not the county's 总工会.
POSSESSED = re.compile(
    r"(?:工会|团委|共青团|关工委|关心下一代工作委员会|妇委会|妇联|妇女联合会|"
    r"科协|残联|文明办|女工委)$"
)
INNER_BODIES = r"(?:机关|系统)?(?:党委|工会|团委|关工委|妇委会|妇联|女工委|团支部)"

# Endings that make the words before a name the owner of what is named.
OWNER_END = re.compile(
    r"(?:局|委|办|院|校|园|社|厂|公司|集团|大队|支队|站|所|中心|系统|机关|银行|"
    r"学|部|厅)$"
)

# Below the county: they are addressees of such notices, not responsible units.
TOWN_END = re.compile(
    r"(?:镇|乡|街道|街道办|街办|办事处|"
    r"苏木|村|社区|居委会|村委会|开发区)$"
)
ABOVE_END = re.compile(r"(?:省|市|自治区|州|盟|全国|国家|中央|中级|高级|最高)$")
COUNTY_END = re.compile(rf"[{HAN}](?:县|区|旗)$")
OWN_COUNTY_WORDS = ("全县", "我县", "本县", "全区", "我区", "本区", "全旗", "我旗")

# Words after which a unit's short name may stand without being part of a longer one.
# Single signs that also end the names of places (永年, 共和) need more before them.
LEAD_IN = re.compile(
    r"(?:报送|上报|呈报|报|提交|提供|关于|转发|转交|转|代替|代|由|附件[一二三四五六七八九十]?|"
    r"季度|的|请|催|提醒|来自|是|系|我们|回复|答复|发|送|版|表|情况|进展|材料|补报|实事|工作|更正|修改|作废|现将|"
    r"[0-9〇零一二三四五六七八九十](?:年|月|日|季|号)|年度|"
    r"(?:局|委|办|院|会|联|协|中心)(?:和|与|及|暨|同))$"
)
TO_WHOM = re.compile(
    r"(?:报送至|报送给|报送到|报送|上报至|上报给|上报|呈报|呈送|呈|报给|报至|"
    r"报|致|送给|送交|送至|送|交给|交至|交|给|发给|发送至|发至|发送|发|至|抄送|主送|向)$"
)
OBJECT_OF = re.compile(r"(?:向|致|给|抄送|主送|发给|送给|报给)$")
# What somebody did who is written to: 县妇联要的报表 is a report *for* 县妇联.
ASKED_BY = re.compile(
    r"(?:所)?(?:要求?|需要?|安排|布置|部署|下发|印发|通知|调度|交办)的|收$|收[^0-9一-鿿]|"
    r"(?:领导|老师|同志|您|你)好|:(?:请|现|我|您|附)"
)
# Words that bring a partner into somebody else's report: it is told of, not from them.
PARTNER_OF = re.compile(r"(?:含|包括|涉及|配合|协助|协同|会同|联合)$")
PARTNER_FIRST = re.compile(r"含|附(?!件)|包括|涉及|其中")
# 我局, 各单位 and the like stand for no office in particular.
NO_OFFICE = re.compile(r"(?:我|本|贵|各|该|你|有关|相关)(?:单位|[局委办院会])$")

# What may follow a name that stands by itself (the rest of a subject line).
AFTER_NAME = re.compile(
    rf"$|[^{HAN}]|第|[一二三四壹贰叁肆]?季|上半年|下半年|半年|前[一二两三]|本|全年|年|"
    r"[一二三四五六七八九十]+[至到月]|[二贰][〇零o]|报|上报|呈|关于|实事|进展|情况|工作|"
    r"材料|电子|盖章|加盖|公章|汇报|总结|台账|台帐|附件|妇女|为|的|代|填|数据|修改|更正|"
    r"最新|扫描|正式|补|版|表|办公室|及|和|与|暨|联合|活动|通报|落实|完成|重|截|更|二o|"
    r"有关|相关|儿童|妇儿|任务|函|文件|通知"
)

# Words between a unit and a body that make it a sentence, not a name.
_GAP = rf"(?:(?!的|报|季|月|年|办实事|进展|情况|关于|工作|开展|新建|改扩建|进)[{HAN}])"
COMPANY_AFTER = re.compile(rf"{_GAP}{{0,6}}?(?:集团|公司|有限|股份)")
BRANCH_AFTER = re.compile(rf"(?P<where>[{HAN}]{{2,4}}?)(?:分中心|管理部|办事处)")
BODY_AFTER = re.compile(
    rf"{INNER_BODIES}|家属|宿舍|小区"
    rf"|{_GAP}{{0,5}}?(?:大队|中队|支队|派出所|分局|法庭|看守所)"
    rf"|{_GAP}{{0,6}}?(?:学校|小学|中学|幼儿园|医院|卫生院|保健院|图书馆|文化馆|"
    rf"博物馆|中心|协会|站|所)(?=$|[^{HAN}]|第|[一二三四]季|季|上半年|报|实事|进展)"
)

# A subordinate body that writes without its parent's name → a word of the parent's.
_TRADE_BODIES = {
    "公安": r"(?:交警|交通警察|治安|刑警|刑侦|特警|巡警|经侦|网安|禁毒|法制)(?:管理)?"
    r"(?:大队|中队|支队)|派出所|看守所",
    "卫生": r"保健院|妇幼保健中心|疾控中心|疾病预防控制中心|卫生院|医院|"
    r"卫生服务中心|妇幼保健计划生育服务中心",
    "文化": r"图书馆|文化馆|博物馆|美术馆|文化站",
    "交通": r"公交公司|公共交通(?:集团)?(?:有限)?公司|公交集团|汽车站|公路事业发展中心",
    "人力资源": r"就业和人才服务中心|就业服务中心|人才服务中心|社保中心|"
    r"社会保险事业(?:服务)?中心|劳动监察大队",
    "法院": r"人民法庭|法庭",
    "民政": r"福利院|救助(?:管理)?站|敬老院|未成年人保护中心|慈善总会",
    "残疾人": r"残疾人康复中心|残疾人就业中心|康复服务中心",
    "共青团": r"青少年宫|青年志愿者协会|少先队工作委员会|少工委",
}
TRADES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"[{HAN}]{{0,8}}?(?:{bodies})"), trade)
    for trade, bodies in _TRADE_BODIES.items()
)
SCHOOL = re.compile(
    rf"(?!公办|民办|普惠|中小学|全县|各|幼儿园|学校)[{HAN}]{{0,12}}?(?:学校|中学|小学|幼儿园|学院|大学|完小|一中|二中)"
)
FIRM = re.compile(rf"[{HAN}]{{1,14}}?(?:有限公司|公司|集团|银行|农商行|合作社|厂)")
OFFICE = re.compile(
    rf"团[市省]委|共青团[{HAN}]{{1,6}}[市省]委(?:员会)?|"
    rf"[{HAN}]{{1,12}}?(?:局|管委会|委员会|联合会|工商联|协会|中心|政府|府办|委办|"
    rf"红十字会|法院|检察院|中院|高院|政法委|组织部|统战部|宣传部|老干部局|机关工委|人大|政协|纪委)"
)
TOWN = re.compile(
    rf"[{HAN}]{{2,5}}?(?:镇|乡|街道办事处|街道)|[{HAN}]{{0,6}}?(?:开发区|高新区|园区)(?:管委会)?"
)
# 市 and 省 in front, but 市场监管局, 市政处 and 省 as a verb are no level.
HIGHER = re.compile(
    rf"^团?(?:市(?!场|政[局处管工园]|容|民)|省)|(?:中院|高院)$|^共青团[{HAN}]{{1,6}}[市省]委"
)
