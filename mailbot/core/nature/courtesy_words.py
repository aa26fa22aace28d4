"""What people write in short letters: that they have read us, thanks, questions.

One phrase a row: the pattern, who writes so, and texts in which it stands.
"""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

# fmt: off
# That somebody has read us.
ACKNOWLEDGED: Final = Phrases(
    (
        phrase("(?:我们|我局|我单位|我办|本单位|我|已经?|均已|邮件|来信|来函|通知|信件|消息|提醒|文件|函件)*(?:收到|收悉|收阅|已阅|知悉|获悉|知道|悉知|敬悉)(?:了|啦|您的(?:邮件|来信|通知|提醒)|邮件|通知|提醒|来信)*", "people",
               "我局已收到您的来信", "信件已阅啦", "函件知道了", "我收悉通知", "均已敬悉提醒", "我们知悉邮件", "我办悉知来信", "通知收阅您的通知", "邮件获悉",
               "文件悉知您的提醒", "本单位敬悉您的邮件", "来信收到", "提醒收阅", "来函已阅", "消息收到", "我单位收悉"),
        phrase("好的", "people", "好的"),
        phrase("好滴", "people", "好滴"),
        phrase("好嘞", "people", "好嘞"),
        phrase("没问题", "people", "没问题"),
        phrase("明白", "people", "明白"),
        phrase("了解", "people", "了解"),
        phrase("清楚", "people", "清楚"),
        phrase("遵照执行", "people", "遵照执行"),
        phrase("照办", "people", "照办"),
        phrase("可以", "people", "可以"),
        phrase("行", "people", "行"),
        phrase("嗯+", "people", "嗯"),
        phrase("是的", "people", "是的"),
        phrase("对的", "people", "对的"),
        phrase("已?转(?:有关|相关|给|至|发)?(?:业务)?(?:科室|部门|同事|领导|单位)?(?:办理|阅处|处理)", "people",
               "已转相关科室办理", "转发同事处理", "转至领导阅处", "已转给业务单位办理", "已转有关业务部门阅处"),
        phrase("[👌👍🙏🤝]", "people", "👌"),
        phrase(r"\b(?:ok(?:ay)?|received|got\s+it|noted|thanks?(?:\s+you)?|thank\s+you(?:\s+very\s+much)?|roger|well\s+received|sure|will\s+do)\b", "people",
               "OK", "thanks", "Received", "sure", "noted", "roger", "got it", "will do", "well received",
               "thank you very much"),
    ),
    whole=True,
)
# Who will do what, and how soon: words of a promise, in any order.
DOING: Final = Phrases(
    (
        phrase("我们|我局|我单位|我办|我", "people", "我", "我们", "我局", "我单位", "我办"),
        phrase("一定|将|会|正在", "people", "会", "将", "正在", "一定"),
        phrase("抓紧|尽快|按时|及时|马上|立即|稍后|按要求|认真", "people", "及时", "尽快", "按时", "稍后", "抓紧", "立即", "认真", "马上", "按要求"),
        phrase("近期|近日|今天|明天|下午|上午|这?两天|本周|之前|时间|节点", "people", "上午", "下午", "两天", "时间", "本周", "之前", "今天", "明天", "节点", "近日", "近期"),
        phrase("安排|组织|填写|填报|整理|统计|汇总|准备|完成|上报|报送|报|提交|落实|办理|处理|联系", "people",
               "报", "上报", "办理", "填报", "处理", "安排", "完成", "报送", "组织", "联系", "准备", "填写", "提交", "整理", "汇总", "统计",
               "落实"),
        phrase("内|前|后|就|给|您|你|再|吧|了|的|哈|啦|哦|呢|按照?", "people",
               "了", "你", "内", "再", "前", "后", "就", "您", "按", "的", "给", "吧", "呢", "哈", "哦", "啦"),
    ),
    whole=True,
)
# What stands around it.
POLITE: Final = Phrases(
    (
        phrase("(?:非常|十分|多|太|万分)?(?:感谢|谢谢|多谢|谢了|谢|致谢)(?:提醒|通知|告知|您|你|领导|老师|主任|支持|配合|您的(?:提醒|来信|邮件|通知))*", "people",
               "十分感谢老师", "谢谢您的提醒", "非常感谢领导", "多多谢你", "太谢支持", "万分致谢通知", "多谢主任", "谢了您", "谢谢提醒", "感谢配合", "十分谢告知",
               "谢您的来信", "谢谢您的邮件", "太谢了您的通知"),
        phrase("您?你?好", "people", "你好"),
        phrase("各位?", "people", "各"),
        phrase("尊敬的", "people", "尊敬的"),
        phrase("领导", "people", "领导"),
        phrase("老师", "people", "老师"),
        phrase("主任", "people", "主任"),
        phrase("科长", "people", "科长"),
        phrase("同志", "people", "同志"),
        phrase("同事", "people", "同事"),
        phrase("局长", "people", "局长"),
        phrase(r"^[\u4e00-\u9fff]{2,14}(?:办公室|[办委联局会])\s*[:：,，]", "people", "教体局:", "县老龄工委办公室："),
        phrase("办公室", "people", "办公室"),
        phrase("辛苦(?:了|您|你|啦)*", "people", "辛苦了"),
        phrase("麻烦(?:了|您|你)*", "people", "麻烦"),
        phrase("打扰(?:了|您|你)*", "people", "打扰"),
        phrase("不好意思", "people", "不好意思"),
        phrase("抱歉", "people", "抱歉"),
        phrase(f"{DOING}+", "people", "我们会尽快上报"),
        phrase("顺?祝?(?:工作)?(?:顺利|愉快|商祺|好|安好|周末愉快)", "people", "祝好", "商祺", "安好", "愉快", "顺利", "周末愉快"),
        phrase("此致", "people", "此致"),
        phrase("敬礼", "people", "敬礼"),
        phrase("再见", "people", "再见"),
        phrase(r"best\s+regards", "people", "best regards"),
        phrase("regards", "people", "regards"),
        phrase("hi", "people", "Hi"),
        phrase("hello", "people", "hello"),
        phrase("dear", "people", "dear"),
        phrase("you", "people", "You"),
        phrase("very", "people", "Very"),
        phrase("much", "people", "much"),
    ),
    whole=True,
)
# A question.
ASKS: Final = Phrases(
    (
        phrase("[?？]", "people", "收到了？"),
        phrase("请问", "people", "报表请问"),
        phrase("想问", "people", "报表想问"),
        phrase("问一下", "people", "报表问一下"),
        phrase("问下", "people", "报表问下"),
        phrase("咨询", "people", "咨询"),
        phrase("请教", "people", "报表请教"),
        phrase("求问", "people", "报表求问"),
        phrase("怎么", "people", "怎么填"),
        phrase("怎样", "people", "报表怎样"),
        phrase("如何", "people", "报表如何"),
        phrase("咋", "people", "报表咋"),
        phrase("是否", "people", "口径是否正确，请指教"),
        phrase("是不是", "people", "报表是不是"),
        phrase("能不能", "people", "报表能不能"),
        phrase("能否", "people", "报表能否"),
        phrase("可否", "people", "报表可否"),
        phrase("可不可以", "people", "报表可不可以"),
        phrase("可以.{0,12}[吗么]", "people", "可以补交吗，谢谢"),
        phrase("要不要", "people", "盖章版要不要寄纸质的"),
        phrase("需不需要", "people", "报表需不需要"),
        phrase("需要.{0,20}[吗么]", "people", "需要盖章吗，谢谢"),
        phrase("什么时候", "people", "报表什么时候"),
        phrase("何时", "people", "报表何时"),
        phrase("几号", "people", "报表几号"),
        phrase("哪里", "people", "报表哪里"),
        phrase("哪儿", "people", "报表哪儿"),
        phrase("哪个", "people", "报表哪个"),
        phrase("哪些", "people", "报表哪些"),
        phrase("哪一", "people", "报表哪一"),
        phrase("多少", "people", "报表多少"),
        phrase("多久", "people", "报表多久"),
        phrase("为什么", "people", "为什么退回"),
        phrase("什么(?:格式|意思|要求|时间|内容|样)", "people", "报表什么样", "请问电子版用什么格式", "报表什么内容", "报表什么意思", "报表什么时间", "报表什么要求"),
        phrase(r"[吗么呢]\s*(?:[。.!！]|$)", "people", "报表还收么！", "这样填可以吗"),
        phrase("麻烦(?:您|你)?(?:再)?(?:发|提供|告知|解释|说明)", "people", "麻烦告知格式", "麻烦提供地址", "麻烦解释一下", "麻烦说明口径", "麻烦您再发一次"),
        phrase("(?:发|提供)(?:我们|给我|一下|我)?.{0,6}(?:模板|表格|附件|通知|电子版)", "people",
               "发我最新的二季度表格", "提供附件", "发模板", "发通知", "发电子版", "发一下最新的二季度表格", "发我们最新的二季度表格", "发给我最新的二季度表格"),
        phrase("没有?(?:收到|找到|看到).{0,12}(?:附件|表格|模板|通知)", "people", "没收到附件", "没看到模板", "没有找到表格", "没有收到通知"),
        phrase("(?:打不开|看不到|下载不了|无法打开)", "people", "附件打不开", "报表看不到", "报表下载不了", "报表无法打开"),
        phrase("不(?:清楚|知道|明白|太懂)", "people", "填报口径不太懂", "报表不明白", "报表不清楚", "报表不知道"),
        phrase("延期", "people", "申请延期，周五前报"),
        phrase("宽限", "people", "报表宽限"),
        phrase("晚几天", "people", "报表晚几天"),
        phrase("晚交", "people", "报表晚交"),
        phrase("推迟", "people", "报表推迟"),
    ),
)
# That a letter brings something.
BRINGS: Final = Phrases(
    (
        phrase("请(?:查收|查阅|审阅|接收|审核)", "people", "请查阅附件", "二季度报表，请审阅", "请查收", "二季度报表请审核", "二季度报表请接收"),
        phrase("见附件", "people", "见附件"),
        phrase("附件(?:是|为|中)", "people", "已撤回邮件，请以附件为准"),
        phrase("(?:报送|上报|提交)如下", "people", "二季度报表上报如下", "二季度报表报送如下", "二季度报表提交如下"),
        phrase("现(?:将|报送|上报)", "people", "现将我局协助县民政局工作的情况报告如下", "二季度报表现上报", "二季度报表现报送"),
        phrase("如下[：:]", "people", "二季度报表如下:"),
    ),
)
# Marks of a report typed into the body; two of them make one.
REPORTS: Final = Phrases(
    (
        phrase("[一二三四五六七八九十]、", "people", "一、开展情况"),
        phrase(r"^\s*\d{1,2}[.、)）]", "people", "1. 走访120户"),
        phrase("本季度", "people", "本季度报表"),
        phrase("截至", "people", "截至走访情况"),
        phrase("完成率", "people", "完成率走访情况"),
        phrase("万元", "people", "自动站建设3处，投入20万元。"),
        phrase("人次", "people", "人次走访情况"),
        phrase("开展了", "people", "开展了走访情况"),
    ),
    flags=re.IGNORECASE | re.MULTILINE,
)
# fmt: on
