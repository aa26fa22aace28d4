"""Mails to the fictional county 云溪县, each with the answer it should get.

A row reads: why · subject · display name · address · files · what is right.
Outcome: file, review, ignore, or unrelated (nature unrelated, nothing else said).
`units` in a reviewed row are the proposal. The default day is 2025-06-30.
"""

from __future__ import annotations

from dataclasses import dataclass

JY, WJ, GA, MZ = "县教育局", "县卫生健康局", "县公安局", "县民政局"
JT, RS, FL, TX = "县交通运输局", "县人力资源社会保障局", "县妇联", "团县委"
CL, FY, GH, LL = "县残联", "县法院", "县总工会", "县老龄办"
YC, ZJ, ZF = "市烟草专卖局云溪分局", "县住房城乡建设局", "县住房保障中心"

Q1, Q2, Q3, Q4 = "2025Q1", "2025Q2", "2025Q3", "2025Q4"
EL, PDF, PHOTO, OTHER = "electronic", "stamped_pdf", "photo", "other"
BOTH = f"{EL}+{PDF}"
FILE, REVIEW, IGNORE, UNRELATED = "file", "review", "ignore", "unrelated"


@dataclass(frozen=True)
class Row:
    why: str
    subject: str
    display: str
    address: str
    files: str  # names, parted by |
    units: str  # names, parted by +
    period: str | None
    copies: str
    outcome: str
    day: str = "2025-06-30"
    body: str = ""


KNOWN = {
    JY: "jyj@yunxi.example",
    WJ: "wjj@yunxi.example",
    GA: "gaj@yunxi.example",
    MZ: "mzj@yunxi.example",
    JT: "jtj@yunxi.example",
    RS: "rsj@mail.example",
    TX: "tuan@mail.example",
    CL: "canlian@mail.example",
    FY: "fayuan@mail.example",
    GH: "gonghui@mail.example",
    YC: "yancao@mail.example",
    ZJ: "zjj@yunxi.example",
    LL: "llb_private@mail.example",
}
MAILBOX = "laoling@yunxi.example"
ME = "someone@mail.example"


def known(unit: str, why: str, subject: str, files: str, *right: str | None, **more: str) -> Row:
    """Return a row from the unit's own address; right = period, copies, outcome."""
    period, copies, outcome = right
    return Row(why, subject, unit, KNOWN[unit], files, unit, period, copies or "", outcome or "", **more)


PLAIN = (
    known(GA, "the model case", "云溪县公安局2025年第二季度为老年人办实事进展情况", "公安局二季度.docx|公安局二季度盖章.pdf", Q2, BOTH, FILE),
    known(WJ, "an alias that only the roster knows", "卫健局二季度报表", "卫健局.doc|卫健局.pdf", Q2, BOTH, FILE),
    known(JY, "nothing but the bureau's name", "教育局", "教育局.docx", Q2, EL, FILE),
    known(JT, "the unit in no place at all", "二季度报表", "报表.xlsx", Q2, EL, FILE),
    known(FY, "a court by its full name", "云溪县人民法院2025年二季度实事进展", "人民法院.docx", Q2, EL, FILE),
    known(RS, "the notice omits 和, the seal has it", "人力资源和社会保障局第二季度进展", "县人力资源和社会保障局.docx", Q2, EL, FILE),
    known(TX, "the league's committee by its full name", "共青团云溪县委员会二季度情况", "共青团云溪县委.docx", Q2, EL, FILE),
    known(YC, "a city unit's branch in the county", "烟草局云溪分局二季度", "市烟草专卖局云溪分局.docx", Q2, EL, FILE),
    known(CL, "the browser's copy number is no quarter", "残联二季度", "残联二季度(1).docx", Q2, EL, FILE),
    known(CL, "two copy marks", "残联二季度", "残联二季度 - 副本 (2).docx", Q2, EL, FILE),
    known(MZ, "sent by a division, which is the unit", "民政局养老服务科报送二季度进展", "民政局养老服务科.docx", Q2, EL, FILE),
    known(GH, "the addressee stands in the subject", "报送县老龄工委办公室的二季度报表", "总工会二季度.docx", Q2, EL, FILE),
    known(GH, "the addressee stands in the file name", "二季度报表", "报县老龄办二季度.docx", Q2, EL, FILE),
    known(JY, "a wps file", "教育局二季度", "教育局二季度.wps", Q2, EL, FILE),
    known(JY, "in a zip, its name the only one with the unit", "二季度", "表.docx", Q2, EL, FILE),
    known(ZJ, "住房 is the beginning of its own full name", "县住房和城乡建设局二季度报表", "住建局二季度.docx", Q2, EL, FILE),
    known(LL, "the host from its private address", "老龄办二季度", "老龄办二季度.docx", Q2, EL, FILE),
    Row("the host from the polled mailbox", "老龄办二季度进展", "云溪县老龄办", MAILBOX, "老龄办二季度.docx", LL, Q2, EL, FILE),
    known(GA, "spaces between the characters", "公 安 局 二 季 度", "公 安 局 .docx", Q2, EL, FILE),
    known(GA, "full-width and invisible signs", "公安局２０２５年\u200b第２季度", "\u202e公安局.docx", Q2, EL, FILE),
)

PERIOD = (
    *(
        known(GA, f"the quarter written as {words}", f"公安局{words}报表", "公安局.docx", Q2, EL, FILE)
        for words in (
            "Q2",
            "2025Q2",
            "2025年Q2",
            "2季度",
            "第贰季度",
            "二〇二五年第二季度",
            "二O二五年二季度",
            "二零二五年2季度",
            "25年二季度",
            "2025年度第二季度",
            "二季度末",
            "第二个季度",
            "2025.4-6",
            "4-6月",
            "4月至6月",
            "四至六月",
            "4月—6月",
            "四五六月",
            "4、5、6月",
            "上半年",
            "1-6月",
            "2025年1—6月份",
            "前两季度",
            "截至6月底",
            "截止2025年6月30日",
            "6月末",
            "2025-2",
            "季度",
            "本季度",
            "2025年6月30日",
            "20250630",
            "6.30",
        )
    ),
    known(GA, "only the file name tells it", "报表", "公安局第2季度.docx", Q2, EL, FILE),
    known(GA, "only the body tells it", "公安局报表", "公安局.docx", Q2, EL, FILE, body="现将二季度进展报上"),
    known(GA, "no word at all in the weeks after the quarter", "公安局", "公安局.docx", Q2, EL, FILE, day="2025-07-08"),
    known(GA, "上季度, in July", "公安局上季度报表", "公安局.docx", Q2, EL, FILE, day="2025-07-03"),
    known(GA, "the fourth quarter in January", "公安局四季度报表", "公安局四季度.docx", Q4, EL, FILE, day="2026-01-04"),
    known(GA, "no word in January", "公安局报表", "公安局.docx", Q4, EL, FILE, day="2026-01-05"),
    known(GA, "the old year, rightly, in January", "公安局2025年第四季度", "公安局.docx", Q4, EL, FILE, day="2026-01-05"),
    known(GA, "10-12月", "公安局10-12月进展", "公安局.docx", Q4, EL, FILE, day="2025-12-30"),
    known(GA, "前三季度", "公安局前三季度进展", "公安局1-9月.docx", Q3, EL, FILE, day="2025-09-28"),
    known(GA, "一至三季度", "公安局一至三季度进展", "公安局.docx", Q3, EL, FILE, day="2025-09-28"),
    known(GA, "a corrected Q2 in August", "公安局二季度更正", "公安局二季度（更正）.docx", Q2, EL, FILE, day="2025-08-20"),
    known(GA, "very late, still the quarter it names", "公安局二季度补报", "公安局二季度.docx", Q2, EL, FILE, day="2025-08-10"),
    known(GA, "a notice's number is no year of a report", "公安局二季度（云政办〔2025〕3号）", "公安局.docx", Q2, EL, FILE),
    known(GA, "next year typed in January", "公安局2026年四季度", "公安局2026年四季度.docx", Q4, EL, REVIEW, day="2026-01-05"),
    known(GA, "last year's number left standing", "公安局2024年二季度", "公安局2024年二季度.docx", Q2, EL, REVIEW),
    known(GA, "two years", "公安局2025年二季度", "公安局2024年二季度.docx", Q2, EL, REVIEW),
    known(GA, "subject and file name differ", "公安局二季度", "公安局三季度.docx", Q3, EL, REVIEW, day="2025-07-02"),
    known(GA, "two quarters in one file", "公安局二、三季度", "公安局二、三季度.docx", None, EL, REVIEW, day="2025-09-28"),
    known(GA, "two quarters, a file each", "公安局一、二季度", "公安局二季度.docx", Q2, EL, FILE),
    known(GA, "a quarter that has not begun", "公安局四季度", "公安局四季度.docx", Q3, EL, REVIEW, day="2025-09-28"),
    known(GA, "a quarter that has hardly begun", "公安局三季度", "公安局三季度.docx", Q3, EL, REVIEW, day="2025-07-05"),
    known(GA, "one month at the quarter's end", "公安局6月份进展", "公安局6月.docx", Q2, EL, REVIEW),
    known(GA, "one month inside the quarter", "公安局5月份进展", "公安局5月.docx", None, EL, REVIEW, day="2025-05-31"),
    known(GA, "two months are no quarter", "公安局4-5月进展", "公安局.docx", Q2, EL, REVIEW),
    known(GA, "a summary of the year", "公安局2025年全年工作总结", "公安局总结.docx", Q4, EL, REVIEW, day="2025-12-29"),
    known(GA, "no word between the seasons", "公安局报表", "公安局.docx", Q1, EL, REVIEW, day="2025-05-20"),
    known(GA, "a quarter of the year before the notice", "公安局2024年四季度", "公安局.docx", "2024Q4", EL, FILE, day="2025-01-20"),
    known(GA, "a quarter after the notice's last", "公安局2026年一季度", "公安局.docx", "2026Q1", EL, FILE, day="2026-03-30"),
)

WHO = (
    Row("unknown, named in subject and file name", "县公安局二季度报表", "老王", ME, "公安局二季度.docx", GA, Q2, EL, FILE),
    Row("unknown, named in display and file name", "二季度报表", "云溪县公安局", ME, "公安局.docx", GA, Q2, EL, FILE),
    Row("unknown, named once", "公安局二季度报表", "老王", ME, "报表.docx", GA, Q2, EL, REVIEW),
    Row("unknown, named nowhere", "二季度报表", "老王", ME, "报表.docx", "", Q2, EL, REVIEW),
    Row("the same kind of bureau in another county", "沂水县公安局二季度", "沂水县公安局", ME, "沂水县公安局二季度.docx", "", Q2, OTHER, REVIEW),
    Row("another county's, without 县", "邻水公安局二季度", "邻水公安局", ME, "邻水公安局二季度.docx", GA, Q2, EL, REVIEW),
    Row("another district's", "博山区教育局二季度", "博山区教育局", ME, "博山区教育局.docx", "", Q2, OTHER, REVIEW),
    Row("the city's bureau", "清源市公安局二季度", "清源市公安局", ME, "市公安局二季度.docx", "", None, OTHER, REVIEW),
    Row("the city's, said only in the display name", "公安局二季度", "清源市公安局", ME, "公安局二季度.docx", GA, Q2, EL, REVIEW),
    Row("the province's", "省民政厅二季度通报", "东江省民政厅", ME, "省民政厅通报.docx", "", None, OTHER, REVIEW),
    Row("the city's court", "清源市中级人民法院二季度", "市中院", ME, "中级人民法院二季度.docx", "", None, OTHER, REVIEW),
    Row("the parent of the branch", "清源市烟草专卖局二季度", "市烟草局", ME, "市烟草专卖局.docx", "", None, OTHER, REVIEW),
    Row("another branch of the parent", "烟草局临江分局二季度", "临江分局", ME, "烟草专卖局临江分局.docx", YC, Q2, EL, REVIEW),
    Row("a town", "石桥镇二季度", "石桥镇", ME, "石桥镇二季度.docx", "", Q2, OTHER, IGNORE),
    Row("a town's women's federation", "石桥镇妇联二季度", "石桥镇妇联", ME, "石桥镇妇联.docx", "", Q2, OTHER, IGNORE),
    Row("a town's, without 镇", "石桥妇联二季度", "石桥妇联", ME, "石桥妇联.docx", "", Q2, OTHER, IGNORE),
    Row("a town's, said only in the display name", "妇联二季度", "石桥镇妇联", ME, "妇联二季度.docx", FL, Q2, EL, REVIEW),
    Row("a village's", "东沟村妇联二季度", "东沟村", ME, "村妇联.docx", "", Q2, OTHER, IGNORE),
    Row("a bureau's union is not the general union", "公安局工会二季度", "公安局工会", ME, "公安局工会.docx", GA, Q2, EL, REVIEW),
    Row("a system's union", "卫健系统工会二季度", "卫健工会", ME, "卫健系统工会.docx", WJ, Q2, EL, REVIEW),
    Row("a school's league", "云溪一中团委二季度", "一中团委", ME, "一中团委.docx", "", Q2, OTHER, REVIEW),
    Row("团委 alone is weak", "团委二季度", "小李", ME, "团委二季度.docx", TX, Q2, EL, REVIEW),
    Row("the league of the city", "团市委二季度", "团市委", ME, "团市委.docx", "", None, OTHER, REVIEW),
    Row("a squad of the police", "云溪县公安局治安大队二季度", "治安大队", ME, "治安大队二季度.docx", GA, Q2, EL, REVIEW),
    Row("a squad without its bureau", "交警大队二季度", "交警大队", ME, "交警大队.docx", GA, Q2, EL, REVIEW),
    Row("a police station", "城关派出所二季度", "城关派出所", ME, "派出所.docx", GA, Q2, EL, REVIEW),
    Row("a maternity hospital", "云溪县妇幼保健院二季度", "妇幼保健院", ME, "妇幼保健院二季度.docx", WJ, Q2, EL, REVIEW),
    Row("a hospital", "县人民医院二季度", "县人民医院", ME, "县人民医院.docx", WJ, Q2, EL, REVIEW),
    Row("a school", "云溪县实验小学二季度", "实验小学", ME, "实验小学.docx", "", Q2, OTHER, REVIEW),
    Row("a job centre", "县公共就业和人才服务中心二季度", "就业中心", ME, "就业和人才服务中心.docx", RS, Q2, EL, REVIEW),
    Row("an office that is not asked", "云溪县科技局二季度", "科技局", ME, "科技局二季度.docx", "", Q2, OTHER, REVIEW),
    Row("a company with a bureau's word", "交通集团二季度", "云溪交通集团", ME, "交通集团.docx", "", Q2, OTHER, REVIEW),
    Row("a bank", "云溪农商银行二季度", "农商银行", ME, "农商银行.docx", "", Q2, OTHER, REVIEW),
    Row("住房 begins two names", "住房二季度", "小张", ME, "住房二季度.docx", "", Q2, EL, REVIEW),
    Row("a known bureau mails for another", "残联二季度", "民政局", KNOWN[MZ], "残联二季度.docx", CL, Q2, EL, REVIEW, body="代残联报送"),
    Row("the same, said in the body only", "二季度报表", "民政局", KNOWN[MZ], "报表.docx", CL, Q2, EL, REVIEW, body="代残联报送二季度材料"),
    Row("the display name is another unit's", "民政局二季度", "县残联", KNOWN[MZ], "民政局.docx", MZ, Q2, EL, REVIEW),
    Row("unknown, the display name is another unit's", "民政局二季度", "县残联", ME, "民政局二季度.docx", MZ, Q2, EL, REVIEW),
    Row("subject and file name differ", "民政局二季度", "民政局", KNOWN[MZ], "残联二季度.docx", CL, Q2, EL, REVIEW),
    Row("two units, a file each", "二季度（法院、公安局）", "政法委", ME, "法院二季度.docx|公安局二季度.docx", f"{GA}+{FY}", Q2, EL, FILE),
    Row("two units in one file", "公安局、法院联合二季度报表", "公安局", KNOWN[GA], "公安局、法院二季度.docx", f"{GA}+{FY}", Q2, EL, REVIEW),
    Row("two units, a file that names none", "公安局、法院二季度", "公安局", KNOWN[GA], "报表.docx", f"{GA}+{FY}", Q2, EL, REVIEW),
    Row("a unit and a town in one mail", "二季度报表", "妇联", ME, "妇联二季度.docx|石桥镇妇联二季度.docx", FL, Q2, EL, REVIEW),
    Row("a police squad writes from the bureau's address", "治安大队二季度", "公安局", KNOWN[GA], "治安大队二季度.docx", GA, Q2, EL, REVIEW),
    Row("another county's bureau from a known address", "博山区公安局二季度", "公安局", KNOWN[GA], "博山区公安局.docx", "", Q2, OTHER, REVIEW),
    Row("our county written at full length", "东江省清源市云溪县公安局二季度", "公安局", KNOWN[GA], "清源市云溪县公安局二季度.docx", GA, Q2, EL, FILE),
    Row("转发 before the name", "转发：云溪县公安局二季度报表", "公安局", KNOWN[GA], "关于报送公安局二季度进展的函.docx", GA, Q2, EL, FILE),
    Row("交通 as a word of the sentence", "公安局二季度交通安全进校园情况", "公安局", KNOWN[GA], "公安局二季度交通安全.docx", GA, Q2, EL, FILE),
    Row("a weak alias beside a clear name", "交通二季度", "云溪县交通运输局", ME, "交通二季度.docx", JT, Q2, EL, FILE),
)

KIND = (
    known(CL, "a photo is kept, a PDF is asked for", "残联二季度盖章", "IMG_20250630_101010.jpg", Q2, PHOTO, FILE),
    known(CL, "a photo beside the file", "残联二季度", "残联二季度.docx|微信图片_20250630101010.jpg", Q2, EL, FILE),
    known(CL, "an OFD", "残联二季度", "残联二季度.ofd", Q2, PDF, REVIEW),
    known(CL, "a scan in two files", "残联二季度", "残联二季度第1页.pdf|残联二季度第2页.pdf", Q2, PDF, FILE),
    known(CL, "a PDF that calls itself the electronic copy", "残联二季度", "残联二季度电子版.pdf", Q2, EL, REVIEW),
    known(CL, "a program", "残联二季度", "残联二季度.exe", Q2, OTHER, REVIEW),
    known(CL, "path parts in a name", "残联二季度", "../../残联二季度.docx", Q2, EL, FILE),
    known(CL, "a version", "残联二季度v2", "残联二季度v2.docx", Q2, EL, FILE),
    known(CL, "a file called void", "残联二季度", "残联二季度（作废）.docx", Q2, EL, REVIEW),
    known(CL, "no file, only words", "残联二季度", "", Q2, OTHER, REVIEW, body="我会二季度走访慰问残疾老人三十二户，发放辅具四十件。"),
    known(CL, "another matter of the office", "关于召开残疾人工作会议的通知", "会议通知.docx", Q2, EL, REVIEW),
)

UNRELATED_ROWS = tuple(
    Row(why, subject, display, address, files, "", None, "", UNRELATED, body=body)
    for why, subject, display, address, files, body in (
        ("a petition that names a unit", "关于养老院收费问题的反映", "张某", "zhang@mail.example", "", "我已向公安局报案，请老龄办帮助"),
        ("a petition with a unit in the subject", "反映公安局不作为", "李某", "li@mail.example", "情况说明.docx", "我已向公安局报案"),
        ("a petition about a court", "对法院判决不服", "王某", "wang@mail.example", "判决书.pdf", "县法院的判决"),
        ("a petition about old people's rights", "关于维护老年人合法权益的求助信", "赵某", "zhao@mail.example", "求助信.doc", ""),
        ("spam", "您的发票已开具", "某某公司", "a@spam.example", "发票.pdf", ""),
        ("spam with months", "6月份大促销，全年最低价", "商城", "b@spam.example", "", ""),
        ("a journal", "老年周刊2025年征订", "编辑部", "c@spam.example", "征订单.xls", ""),
        ("a business invitation", "2025年智慧养老论坛邀请函", "组委会", "d@spam.example", "邀请函.pdf", ""),
        ("a job application", "求职简历", "小陈", "e@mail.example", "简历.docx", ""),
        ("empty", "", "", "f@mail.example", "", ""),
        ("a photo without words", "", "小孙", "g@mail.example", "IMG_20250630_090000.jpg", ""),
        ("a citizen thanks", "感谢信", "刘某", "h@mail.example", "感谢信.jpg", "感谢县民政局"),
        ("an everyday notice", "关于做好高温天气值班工作的通知", "县委办", "i@other.example", "通知.pdf", ""),
        ("our own mailbox, not naming its host", "测试", "老龄办邮箱", MAILBOX, "", ""),
        ("our own mailbox, another unit's file", "公安局二季度", "老龄办邮箱", MAILBOX, "公安局二季度.docx", ""),
    )
)

ROWS = (*PLAIN, *PERIOD, *WHO, *KIND, *UNRELATED_ROWS)
