"""The words that make a sentence a duty, or an office's own act: one phrase a line.

Each line has the phrase, where it is from and an example that a test finds it in.
"""

from __future__ import annotations

import re
from typing import Final

Phrases = tuple[tuple[str, str, str], ...]
_DAYS: Final = r"(?:节假日|休息日|公休日|双休日|假期|假日|周末)"
_WORKDAY: Final = r"[^，。；]{0,10}工作日"
_SEALED: Final = r"(?:盖章|公章|签章|印章|签字)"
_PAPER: Final = r"(?:纸质|纸介|书面)"
# Whom one reports to, told by how the name begins or ends.
_OURS: Final = (
    r"(?=我|本|省|市|县|区|镇|乡|州|旗|领导小组|政府|办公室|指挥部|至|到|给|各位)"
)
_NAMED: Final = r"(?=[\u4e00-\u9fff]{2,12}(?:[办局委科室处组部院]|中心|政府))"

SENDS: Final[Phrases] = (
    (r"报送", "notices 2009–2024", "将进展情况报送县政府办"),
    (r"上报", "a town's plan, 2017", "上报专项整治工作总结"),
    (r"呈报", "common usage", "呈报市政府"),
    (r"填报", "common usage", "在系统内填报"),
    (rf"报{_OURS}", "a county's notice, 2023", "将电子版报县妇儿工委办公室"),
    (rf"报{_NAMED}", "common usage", "于每月5日前报综合科"),
    (r"发送?[至到给]", "notices 2024", "发送至邮箱"),
    (r"传送?[至到给]", "common usage", "传至工作群"),
    (r"上传", "common usage", "上传至管理平台"),
    (r"送[至到交达]", "common usage", "送交县政府办公室"),
    (r"寄[至到送]", "common usage", "寄至市局"),
    (r"提交", "common usage", "提交工作总结"),
    (r"递交", "common usage", "递交书面材料"),
    (r"交[至到]", "common usage", "交至局办公室"),
    (
        r"(?<![移转上])交(?=[我省市县区镇][\u4e00-\u9fff]{1,12}[办局科室股])",
        "common usage",
        "交区教育局基教科",
    ),
    (r"反馈", "common usage", "反馈至县发改局"),
    (r"备案", "common usage", "报县委办备案"),
    (r"录入", "common usage", "录入督查系统"),
    (
        r"向(?!社会|群众)[\u4e00-\u9fff、]{2,20}报告",
        "common usage",
        "向县政府报告",
    ),
)
# What sounds like reporting and is none.
NOT_SENT: Final[Phrases] = (
    (r"报名", "common usage", "报名参加"),
    (r"报销", "common usage", "报销费用"),
    (r"报废", "common usage", "报废车辆"),
    (r"上报(?:的|内容)", "common usage", "上报的材料"),
    (r"报送的(?!截止)", "common usage", "报送的材料"),
    (r"报送(?:方式|内容|要求|格式)", "common usage", "报送方式：电子邮件"),
    (r"报送(?:情况|制度|质量|单位)", "common usage", "报送情况将通报"),
    (r"报送不及时", "bulletins", "县交通运输局报送不及时"),
    (
        r"(?:不|未|无需|不必|迟|漏|瞒|虚|免于?)(?:要|用|需)?(?:按时|及时|再|单独)?(?:报送|上报|填报|提交)",
        "a leading group's notice, 2024",
        "责任单位不单独报送",
    ),
    (r"情况反馈表", "common usage", "情况反馈表"),
    (
        r"(?:加强|做好|规范|严格|完善|建立|落实|强化|抓好)[^，。；]{0,12}(?:报送|上报)(?![省市县区镇至到给我])",
        "common usage",
        "明确责任人，加强信息报送",
    ),
    (r"报送(?:工作|机制|渠道|任务|质效)", "common usage", "做好材料报送工作"),
    (
        r"提交[^，。；]{0,14}(?:会议|审议|研究|讨论)",
        "common usage",
        "提交县政府常务会议研究",
    ),
    (r"上传下达", "common usage", "及时上传下达"),
)
# An office's own acts: what it does with the reports.
OWN_ACTS: Final[Phrases] = (
    (r"通报", "a county's notice, 2024", "每半年进行一次通报"),
    (r"调度", "common usage", "每季度调度一次"),
    (r"督查", "a county's plan, 2024", "每季度末深入各单位实地督查"),
    (r"督导", "common usage", "开展督导"),
    (r"督办", "common usage", "跟踪督办"),
    (r"督促", "common usage", "督促推进落实"),
    (r"检查", "common usage", "每月检查"),
    (r"抽查", "common usage", "每月抽查"),
    (r"核查", "common usage", "每季度核查"),
    (r"考核", "common usage", "年底考核"),
    (r"考评", "common usage", "年底考评"),
    (r"评估", "common usage", "中期评估"),
    (r"评价", "common usage", "综合评价"),
    (r"排名", "common usage", "每月排名"),
    (r"召开", "common usage", "每月召开调度会"),
    (r"听取", "common usage", "每季度听取汇报"),
    (r"汇总", "common usage", "每月汇总后报县领导"),
    (r"公示", "common usage", "每月公示结果"),
    (r"公布", "common usage", "每月公布结果"),
    (r"印发", "common usage", "每月印发简报"),
)
# Who acts for the office itself.
OFFICES: Final[Phrases] = (
    (r"我(?:办|局|委|厅|室|部|科|单位)", "common usage", "我办将每月通报"),
    (r"本(?:办|局|委)", "common usage", "本办每季度汇总"),
    (r"(?:督查|督导|检查|考核|巡查|评审)组", "common usage", "督查组将于6月10日前"),
    (r"督查室", "a county's plan, 2024", "县政府督查室将每季度督查"),
    (r"督考办", "a city's notice, 2021", "市政府督考办要加大督查考核力度"),
    (r"督[查办]办", "common usage", "县督查办每月通报"),
    (
        r"(?:小组|指挥部|专班|委员会|安委|组)办公室",
        "common usage",
        "领导小组办公室汇总",
    ),
    (r"安委办", "common usage", "县安委办每月通报"),
    (r"政府办公?室?", "a county's notice, 2024", "县政府办公室将每半年通报"),
    (r"委办公?室?", "common usage", "县委办公室每月通报"),
    (
        r"(?:^|[，。；、])(?:办公室|领导小组|专班|指挥部)",
        "common usage",
        "，办公室每月汇总",
    ),
)
# Who is asked.
ASKED: Final[Phrases] = (
    (r"各[\u4e00-\u9fff（）、]{1,20}", "notices 2001–2024", "各责任单位要"),
    (r"请[\u4e00-\u9fff（）、]{0,40}", "a city's notice, 2024", "请市水务局"),
    (
        r"(?:责任|牵头|配合|承办|成员|有关|相关)(?:单位|部门)",
        "notices 2024",
        "牵头单位每月25日前",
    ),
    (r"所(?:上报|报送|征集)", "a county's call, 2022", "所上报实事项目"),
)
# Answers to an invitation: no campaign.
INVITATIONS: Final[Phrases] = (
    (r"参会", "common usage", "参会人员名单"),
    (r"与会", "common usage", "与会人员名单"),
    (r"到会", "common usage", "到会人员名单"),
    (r"会议回执", "common usage", "会议回执"),
    (r"参训", "common usage", "参训人员名单"),
    (r"学员名单", "common usage", "学员名单"),
    (r"培训回执", "common usage", "培训回执"),
    (r"报名(?:表|回执)", "common usage", "将报名回执发至"),
    (r"会务组", "common usage", "报会务组"),
    (r"请假", "common usage", "确需请假的，于会前报"),
)
# Kind of copy, phrase, source, example.
COPIES: Final = (
    ("electronic", r"电子(?:版|文档|稿|文件|表格|邮件)", "notices", "电子版"),
    ("electronic", r"(?i:word|excel)", "common usage", "Word版"),
    ("electronic", r"邮箱", "notices", "发送至邮箱"),
    ("electronic", r"邮件", "common usage", "以邮件报送"),
    ("electronic", r"可编辑版", "a bureau's notice, 2024", "将可编辑版报送"),
    (
        "stamped_pdf",
        rf"{_SEALED}[^，。；]{{0,14}}(?i:pdf|扫描)",
        "a county's notice, 2024",
        "加盖公章的PDF扫描件",
    ),
    (
        "stamped_pdf",
        r"(?i:pdf|扫描件?)[^，。；]{0,10}(?:盖章|公章)",
        "common usage",
        "PDF盖章版",
    ),
    (
        "stamped_paper",
        rf"{_SEALED}[^，。；]{{0,14}}(?:{_PAPER}|原件)",
        "common usage",
        "加盖公章的纸质版",
    ),
    (
        "stamped_paper",
        rf"(?:{_PAPER}|一式)[^。；]{{0,20}}(?:盖章|公章)",
        "common usage",
        "纸质版一式两份，加盖公章",
    ),
    ("paper", _PAPER, "a city's notice, 2001", "书面报送"),
    ("paper", r"一式[一二两三四五六七八九十\d]+份", "common usage", "一式两份"),
    ("photo", r"照片|图片|影像资料", "an office's notice, 2024", "并附对比照片"),
    ("oa", r"OA", "a bureau's notice, 2018", "通过OA系统报"),
    ("oa", r"(?:协同)?办公(?:系统|平台)|协同办公", "common usage", "通过协同办公报送"),
    ("oa", r"政务内网|公文系统|内网邮箱", "common usage", "通过政务内网报送"),
    (
        "platform",
        r"(?:管理|信息|调度|督查|服务|填报)(?:平台|系统)",
        "common usage",
        "通过管理平台上报",
    ),
    ("platform", r"(?:平台|系统)内?(?:填报|上报|录入)", "common usage", "系统填报"),
)
# The notice's own rule for days off; the first phrase that fits holds.
HOLIDAYS: Final = (
    (
        "second_workday_after",
        r"节后第?[二2]个工作日",
        "the cases' FORMAT",
        "顺延至节后第二个工作日",
    ),
    (
        "previous_workday",
        rf"提前[至到]?(?:节前|假前|前|上){_WORKDAY}",
        "a city's notice, 2024",
        "提前至节前最后一个工作日报送",
    ),
    (
        "previous_workday",
        rf"{_DAYS}[^，。；]{{0,8}}提前",
        "common usage",
        "遇节假日提前",
    ),
    (
        "unchanged",
        rf"{_DAYS}[^，。；]{{0,8}}(?:不顺延|不延后|照常|不变)",
        "common usage",
        "遇节假日不顺延",
    ),
    (
        "next_workday",
        rf"{_DAYS}[^。；]{{0,12}}(?:顺延|延至|后延|推迟)",
        "common usage",
        "遇法定节假日顺延",
    ),
    ("next_workday", rf"顺延至{_WORKDAY}", "common usage", "顺延至下一个工作日"),
)
# Which period the report is about.
THIS: Final[Phrases] = (
    (r"[当本](?:月|季度?|周|期|年|日|半年)", "notices 2024", "当月任务进展情况"),
)
PREVIOUS: Final[Phrases] = (
    (
        r"上[一1]?个?(?:月|季度|周|年度|两个月|期)(?!.?旬)",
        "a city's notice, 2001",
        "上一个月或前一阶段的工作情况",
    ),
    (r"前[一1]个?(?:月|季度?|周)", "common usage", "前一季度情况"),
    (r"上[一1]?年", "common usage", "上一年工作情况"),
)
_LEADING: Final = re.compile(r"牵头(?:责任)?(?:单位|部门)")
_BOTH: Final = re.compile(r"牵头(?:单位|部门)?[和及、与](?:责任|配合)")
_ITEM_UNITS: Final = re.compile(
    r"(?:责任|承办|承担|配合|成员|实施|主办|主责)(?:单位|部门)"
    r"|各(?:有关|相关)?(?:单位|部门)"
)


def joined(phrases: Phrases) -> re.Pattern[str]:
    """Return one pattern of a list's phrases."""
    return re.compile("|".join(f"(?:{phrase})" for phrase, _, _ in phrases))


def who_of(subject: str, *, has_items: bool, has_leads: bool) -> str | None:
    """Return leading or items where the subject means the units of items."""
    if _LEADING.search(subject) and not _BOTH.search(subject):
        return "leading" if has_items or has_leads else None
    return "items" if has_items and _ITEM_UNITS.search(subject) else None
