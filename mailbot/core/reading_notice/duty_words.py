"""The words that make a sentence a duty, or an office's own act: one a line."""

from __future__ import annotations

import re
from typing import Final

# Verbs of reporting with an example. 报告, 报名 and the like are nouns.
SENDS: Final = (
    (r"报送", "将进展情况报送县政府办"),
    (r"上报", "上报专项整治工作总结"),
    (r"呈报", "呈报市政府"),
    (r"填报", "在系统内填报"),
    (r"(?:书面|一并|统一|及时|分别|同时|径|再|后)?报(?=(?:我|本|省|市|县|区|镇|乡|州|旗|领导小组|政府|办公室|指挥部|至|到|给|各位|[\u4e00-\u9fff]{2,12}(?:办|局|委|科|室|处|组|部|院|中心|政府)))",
     "将电子版报县妇儿工委办公室"),
    (r"发送?(?:至|到|给)", "发送至邮箱"),
    (r"传送?(?:至|到|给)|上传", "上传至管理平台"),
    (r"送(?:至|到|交|达)", "送交县政府办公室"),
    (r"寄(?:至|到|送)", "寄至市局"),
    (r"提交|递交|交至|交到", "提交工作总结"),
    (r"反馈(?:至|到|给|我|县|市|区|意见)?", "反馈至县发改局"),
    (r"报备|备案", "报县委办备案"),
    (r"录入", "录入督查系统"),
)  # fmt: skip
# What follows 报 without being a report.
NOT_SENT: Final = (
    (r"报名", "报名参加"),
    (r"报销", "报销费用"),
    (r"报废", "报废车辆"),
    (r"上报(?:的|内容)", "上报的材料"),
    (r"报送(?:的(?!截止)|方式|内容|要求|格式|情况|制度|质量|不及时|单位)", "报送情况将通报"),
    (r"(?:未|不|无需|不必|不用|不需|迟|漏|瞒|虚|免于?)(?:要|按时|及时|再|单独|需)?(?:报送|上报|填报|提交)", "责任单位不单独报送"),
    (r"情况反馈表", "情况反馈表"),
)  # fmt: skip
# An office's own acts: what it does with the reports.
OWN_ACTS: Final = (
    (r"通报", "每半年进行一次通报"),
    (r"调度", "每季度调度一次"),
    (r"督查|督导|督办|督促", "每季度末深入各单位实地督查"),
    (r"检查|抽查|核查", "每月检查"),
    (r"考核|考评|评估|评价|排名", "年底考核"),
    (r"召开|听取", "每月召开调度会"),
    (r"汇总", "每月汇总后报县领导"),
    (r"公示|公布|印发", "每月公布结果"),
)
# Who acts for the office itself.
OFFICES: Final = (
    (r"我(?:办|局|委|厅|室|部|科|单位)", "我办将每月通报"),
    (r"本(?:办|局|委)", "本办每季度汇总"),
    (r"督查室|督考办|督查办|督办室", "县政府督查室将每季度督查"),
    (r"领导小组办公室|指挥部办公室|专班办公室|委员会办公室|安委办|组办公室", "领导小组办公室每月汇总"),
    (r"政府办公?室?|党委办公室|委办公?室?", "县政府办公室将每半年通报"),
    (r"(?:^|[，。；、])(?:办公室|领导小组|专班|指挥部)", "办公室每月汇总"),
)  # fmt: skip
# Who is asked.
ASKED: Final = (
    (r"各[\u4e00-\u9fff（）、]{1,20}", "各责任单位要"),
    (r"请[\u4e00-\u9fff（）、]{0,40}", "请市水务局"),
    (r"(?:责任|牵头|配合|承办|成员|有关|相关)(?:单位|部门)", "牵头单位每月25日前"),
    (r"所(?:上报|报送|征集)", "所上报实事项目"),
)
# Answers to an invitation: no campaign.
INVITATIONS: Final = (
    (r"参会|与会|到会|会议回执", "参会人员名单"),
    (r"参训|学员名单|培训回执", "参训人员名单"),
    (r"报名表|报名回执|会务组", "报名回执"),
    (r"请假", "确需请假的，于会前报"),
)
_LEADING: Final = re.compile(r"牵头(?:责任)?(?:单位|部门)")
_ITEM_UNITS: Final = re.compile(
    r"各?(?:有关|相关)?(?:责任|承办|承担|配合|成员|实施|主办|主责)(?:单位|部门)|牵头(?:单位|部门)?[和及、与]"
    r"(?:责任|配合)|各(?:有关|相关)?(?:单位|部门)(?:和单位|和部门)?"
)
COPIES: Final = (
    ("electronic", r"电子版|电子文档|电子稿|电子文件|电子表格|word|Word|WORD|Excel|excel|邮箱|电子邮件|邮件", "电子版"),
    ("stamped_pdf", r"(?:盖章|公章|签章|印章|签字)[^，。；]{0,14}(?:PDF|pdf|扫描)|(?:PDF|pdf|扫描件?)[^，。；]{0,10}(?:盖章|公章)", "加盖公章的PDF扫描件"),
    ("stamped_paper", r"(?:盖章|公章|签章|印章)[^，。；]{0,14}(?:纸质|纸介|书面|原件)|(?:纸质|纸介|书面|一式)[^。；]{0,20}(?:盖章|公章)", "加盖公章的纸质版"),
    ("paper", r"纸质|纸介|书面|一式[一二两三四五六七八九十\d]+份", "书面报送"),
    ("photo", r"照片|图片|影像资料", "并附照片"),
    ("oa", r"OA|协同办公|办公系统|政务内网|公文系统|内网邮箱", "通过OA报送"),
    ("platform", r"(?:管理|信息|报送|调度|督查|服务|填报)(?:平台|系统)|平台(?:填报|上报)|系统(?:填报|上报|录入)", "通过管理平台上报"),
)  # fmt: skip
HOLIDAYS: Final = (
    ("second_workday_after", r"节后第?(?:二|2)个工作日", "顺延至节后第二个工作日"),
    ("previous_workday", r"提前至?(?:到)?(?:节前|假前|前|上)[^，。；]{0,10}工作日|(?:节假日|休息日|公休日|双休日|假期|假日)[^，。；]{0,8}提前", "提前至节前最后一个工作日"),
    ("unchanged", r"(?:节假日|休息日|双休日|假日)[^，。；]{0,8}(?:不顺延|不延后|照常|不变)", "遇节假日不顺延"),
    ("next_workday", r"(?:节假日|休息日|公休日|双休日|假期|假日|周末)[^。；]{0,12}(?:顺延|延至|后延|推迟)|顺延至[^，。；]{0,8}工作日", "遇节假日顺延"),
)  # fmt: skip
THIS: Final = (
    r"当月|本月|当季|本季度?|当周|本周|当期|本期|本半年|当年|当日|(?:截至|截止)(?:当|本)"
)
PREVIOUS: Final = (
    r"上(?:[一1]?个?)?(?:月|季度|周|半年度?|年度|两个月|期)(?!.{0,2}旬)|前[一1]个?(?:月|季度?|周)|上年"
)


def joined(words: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Return one pattern of a list's words."""
    return re.compile("|".join(word for word, _ in words))


def who_of(subject: str, *, has_items: bool, has_leads: bool) -> str | None:
    """Return leading or items where the subject means the units of items."""
    if _LEADING.search(subject) and not re.search(r"(?:和|及|、|与)(?:责任|配合)", subject):
        return "leading" if has_items or has_leads else None
    return "items" if has_items and _ITEM_UNITS.search(subject) else None
