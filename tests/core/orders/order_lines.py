"""Ways in which staff really write their answers, and what each must mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.core.orders.codes import CodeRef
from mailbot.core.orders.orders import (
    Act,
    Adopt,
    Assign,
    Confirm,
    Disown,
    Exempt,
    Extend,
    Ignore,
    Order,
    Pause,
    Release,
    Resume,
    Return,
    SendSummary,
    Undo,
)

R12 = CodeRef("R", 12, 0, "7K3FQ2MX")
R122 = CodeRef("R", 12, 2, "0AB1CDE2")
R13 = CodeRef("R", 13, 0, "9999ZZZZ")
N9 = CodeRef("N", 9, 1, "7K3FQ2MX")
M7 = CodeRef("M", 7, 0, "H4J5K6M7")
MZ, KX, CL, GA, FL = "县民政局", "县科协", "县残联", "县公安局", "县妇联"
STAMPED, WORD = "stamped_pdf", "electronic"
TENTH = date(2023, 7, 10)


@dataclass(frozen=True)
class Line:
    """An answer as written on 2023-07-03, and the orders it gives (none: unclear)."""

    text: str
    orders: tuple[Order, ...] = ()
    subject: str = ""
    unclear: int = 0


def _same(order: Order, *texts: str) -> list[Line]:
    return [Line(text, (order,)) for text in texts]


def _unclear(*texts: str) -> list[Line]:
    return [Line(text, unclear=1) for text in texts]


CONFIRMING = _same(
    Confirm(R12),
    "R12-7K3F-Q2MX 确认",
    "R12-7K3F-Q2MX确认",
    "r12-7k3f-q2mx 确认。",
    "Ｒ１２－７Ｋ３Ｆ－Ｑ２ＭＸ　确认",
    "R12—7K3F—Q2MX：确认",
    "R12 7K3F Q2MX 确认",
    "R127K3FQ2MX 确认",
    "RI2-7K3F-Q2MX 确认",
    "【R12-7K3F-Q2MX】确认！",
    "R12-7K3F-Q2MX，请确认，谢谢！",
    "R12-7K3F-Q2MX 同意",
    "R12-7K3F-Q2MX 可以",
    "R12-7K3F-Q2MX 对",
    "R12-7K3F-Q2MX 对的，谢谢",
    "R12-7K3F-Q2MX 确定",
    "R12-7K3F-Q2MX 没问题",
    "R12-7K3F-Q2MX 确认无误，请归档",
    "R12-7K3F-Q2MX 是的",
    "R12-7K3F-Q2MX OK",
    "您好，R12-7K3F-Q2MX 同意按建议办理。辛苦了",
    "同意 R12-7K3F-Q2MX",
    "R12-7K3F-Q2MX\n确认",
    "R12-7K3F-Q2MX 确认。张主任看过。",
    "代码：R12-7K3F-Q2MX 处理：确认",
    "R12-7K3F-Q2MX 都行",
    "R12-7K3F-Q2MX 確認",
    "R12-7K3F-Q2MX 确 认",
    "1. R12-7K3F-Q2MX 已核实，确认",
    "\u200bR12-7K3F-Q2MX\u00a0确认",
    "｛R12-7K3F-Q2MX｝确认",
    "R12-7K3F-Q2MX 没错",
    "R12-7K3F-Q2MX 嗯嗯，是的",
    "R12-7K3F-Q2MX 确认，电话核实过",
    "R12_7K3F_Q2MX 有效",
)
CONFUSED = _same(
    Confirm(R122),
    "R12.2-0AB1-CDE2 确认",
    "R12.2-OABI-CDE2 确认",
    "r12.2-oabl-cde2 确认",
    "R12。2－0AB1－CDE2 确认",
)
ASSIGNING = [
    *_same(
        Assign(R12, (MZ,), "2023Q2", STAMPED),
        "R12-7K3F-Q2MX 是 县民政局 二季度 盖章",
        "R12-7K3F-Q2MX是县民政局二季度盖章",
        "R12-7K3F-Q2MX 是民政局的第二季度盖章版",
        "R12-7K3F-Q2MX 应为 沂源县民政局 2023年第2季度 PDF",
        "R12-7K3F-Q2MX 改为：民政局，2季度，加盖公章的PDF版",
        "R12-7K3F-Q2MX 县民政局 2023Q2 扫描件",
        "R12-7K3F-Q2MX 确认，是县民政局4-6月的盖章PDF",
        "R12-7K3F-Q2MX 不是县残联，是县民政局 二季度 公章",
        "R12-7K3F-Q2MX 属于县民政局 上季度 盖章件",
    ),
    *_same(
        Assign(R12, (KX,), "", WORD),
        "R12-7K3F-Q2MX 是科协的电子版",
        "R12-7K3F-Q2MX 县科协 word",
        "R12-7K3F-Q2MX 不对，是县科协，电子档",
    ),
    Line("R12-7K3F-Q2MX 是县妇联的", (Assign(R12, (FL,)),)),
    *_same(
        Assign(R12, (MZ,)),
        "R12-7K3F-Q2MX 是的，是民政局的",
        "R12-7K3F-Q2MX 是民政局发来的",
        "R12-7K3F-Q2MX 民政局的，确认",
        "R12-7K3F-Q2MX 残联不对，应该是民政局",
    ),
    Line("R12-7K3F-Q2MX 是三季度", (Assign(R12, (), "2023Q3"),)),
    Line("R12-7K3F-Q2MX 同意，但是盖章版", (Assign(R12, (), "", STAMPED),)),
    Line("R12-7K3F-Q2MX 是县公安局和县民政局的", (Assign(R12, (GA, MZ)),)),
]
RETURNING = [
    *_same(
        Return(R12, "没有盖公章"),
        "R12-7K3F-Q2MX 退回 没有盖公章",
        "R12-7K3F-Q2MX退回，没有盖公章。",
        "R12-7K3F-Q2MX 驳回：没有盖公章，谢谢",
        "R12-7K3F-Q2MX 打回，理由：没有盖公章",
        "R12-7K3F-Q2MX 退回（没有盖公章）",
        "R12-7K3F-Q2MX 不同意，退回，因为没有盖公章",
        "R12-7K3F-Q2MX 退回\n没有盖公章",
        "R12-7K3F-Q2MX 没有盖公章，退回",
        "R12-7K3F-Q2MX 请退回：没有盖公章",
        "【退回】R12-7K3F-Q2MX 没有盖公章",
        "R12-7K3F-Q2MX 建议退回，没有盖公章",
        "R12-7K3F-Q2MX 退回 没有盖公章\n发自我的iPhone",
        "R12-7K3F-Q2MX 退回 没有盖公章\n李某\n县妇儿工委办公室",
    ),
    Line(
        "R12-7K3F-Q2MX 同意退回，请确认单位后重报",
        (Return(R12, "请确认单位后重报"),),
    ),
    *_same(
        Return(R12, "1. 没盖章；2. 第7项没填"),
        "R12-7K3F-Q2MX 退回，理由如下：\n1. 没盖章\n2. 第7项没填",
    ),
    *_same(
        Return(R12, "没盖章"),
        "R12-7K3F-Q2MX 退回 没盖章\n未成年人保护科 李某",
        "R12-7K3F-Q2MX 退回 没盖章\n没有其他意见",
        "R12-7K3F-Q2MX 退回 没盖章\n\n第3项未核",
        "R12-7K3F-Q2MX 退回重报，没盖章",
    ),
    Line("R12-7K3F-Q2MX 退回 处理措施不具体", (Return(R12, "处理措施不具体"),)),
    Line("R12-7K3F-Q2MX 退回，单位名称不符", (Return(R12, "单位名称不符"),)),
    Line(
        "R12-7K3F-Q2MX 退回 没盖章\n第7项也没有填",
        (Return(R12, "没盖章；第7项也没有填"),),
    ),
]
IGNORING = _same(
    Ignore(R12),
    "R12-7K3F-Q2MX 忽略",
    "R12-7K3F-Q2MX 不用管",
    "R12-7K3F-Q2MX 与本通知无关",
    "R12-7K3F-Q2MX 可以忽略，这是广告",
    "R12-7K3F-Q2MX 不是报表，忽略",
    "R12-7K3F-Q2MX 这封不用处理",
    "R12-7K3F-Q2MX 忽略吧",
    "R12-7K3F-Q2MX 别管了",
)
UNDOING = [
    *_same(
        Undo(R12),
        "R12-7K3F-Q2MX 撤销",
        "R12-7K3F-Q2MX 撤消刚才的确认",
        "R12-7K3F-Q2MX 取消",
        "R12-7K3F-Q2MX 点错了，撤销",
        "R12-7K3F-Q2MX 撤回刚才的退回",
    ),
    Line("M7-H4J5-K6M7 撤销", (Undo(M7),)),
    Line("M7-H4J5-K6M7 撤销延期 县科协", (Undo(M7, Act.EXTEND, (KX,)),)),
    Line("M7-H4J5-K6M7 取消县残联的免报", (Undo(M7, Act.EXEMPT, (CL,)),)),
]
UNITS = [
    *_same(
        Extend(M7, (KX,), TENTH),
        "M7-H4J5-K6M7 延期 县科协 7月10日",
        "M7-H4J5-K6M7 延期县科协7月10号",
        "M7-H4J5-K6M7 县科协延期到七月十日，谢谢",
        "M7-H4J5-K6M7 县科协 宽限到 7.10",
        "M7-H4J5-K6M7 请给科协展期至2023-07-10",
        "M7-H4J5-K6M7 延期 县科协 下周一",
        "M7-H4J5-K6M7 同意县科协延期到7月10日",
        "M7-H4J5-K6M7 县科协可以延期到7月10日下班前",
        "M7-H4J5-K6M7 延期 县科协 10日",
        "Ｍ７－Ｈ４Ｊ５－Ｋ６Ｍ７　延期　县科协　７月１０日",
        "M7-H4J5-K6M7 延期 县科协 7/10 因为负责人出差",
        "M7-H4J5-K6M7\n延期 县科协 7月10日",
        "M7-H4J5-K6M7 县科协申请延期到7月10日，同意",
        "M7-H4J5-K6M7 延期 县科协 20230710",
        "M7-H4J5-K6M7 延期 县科协 7月10日（周一）",
        "M7-H4J5-K6M7 延期：县科协；日期：7月10日",
        "延期 县科协 7月10日 M7-H4J5-K6M7",
    ),
    Line("M7-H4J5-K6M7 延期 县科协 月底", (Extend(M7, (KX,), date(2023, 7, 31)),)),
    Line("M7-H4J5-K6M7 延期 县科协、县残联 7月10日", (Extend(M7, (KX, CL), TENTH),)),
    Line(
        "M7-H4J5-K6M7 县科协二季度延期到7月10日", (Extend(M7, (KX,), TENTH, "2023Q2"),)
    ),
    *_same(
        Exempt(M7, (KX,)),
        "M7-H4J5-K6M7 免报 县科协",
        "M7-H4J5-K6M7 免除县科协",
        "M7-H4J5-K6M7 县科协不用报",
    ),
    Line("M7-H4J5-K6M7 免报 县科协 三季度", (Exempt(M7, (KX,), "2023Q3"),)),
    *_same(
        Pause(M7),
        "M7-H4J5-K6M7 暂停催报",
        "M7-H4J5-K6M7 停止催报",
        "M7-H4J5-K6M7 请先不要催",
    ),
    Line("M7-H4J5-K6M7 暂停催报 县公安局", (Pause(M7, (GA,)),)),
    *_same(
        Resume(M7),
        "M7-H4J5-K6M7 恢复催报",
        "M7-H4J5-K6M7 继续",
        "M7-H4J5-K6M7 可以催了",
    ),
    *_same(
        Release(M7),
        "M7-H4J5-K6M7 放行",
        "M7-H4J5-K6M7 可以发信",
        "M7-H4J5-K6M7 全部放行",
        "M7-H4J5-K6M7 放行首批提醒信",
    ),
    *_same(SendSummary(M7), "M7-H4J5-K6M7 汇总", "M7-H4J5-K6M7 请发汇总"),
]
SEVERAL = [
    Line(
        "R12-7K3F-Q2MX 确认\nR13-9999-ZZZZ 退回 未填表\nM7-H4J5-K6M7 免报 县科协",
        (Confirm(R12), Return(R13, "未填表"), Exempt(M7, (KX,))),
    ),
    Line(
        "R12-7K3F-Q2MX确认，R13-9999-ZZZZ忽略",
        (Confirm(R12), Ignore(R13)),
    ),
    Line(
        "（1）R12-7K3F-Q2MX：同意；（2）R13-9999-ZZZZ：忽略。",
        (Confirm(R12), Ignore(R13)),
    ),
    Line("R12-7K3F-Q2MX、R13-9999-ZZZZ 都确认", (Confirm(R12), Confirm(R13))),
    Line("R12-7K3F-Q2MX\nR13-9999-ZZZZ\n同意", (Confirm(R12), Confirm(R13))),
    Line("同意 R12-7K3F-Q2MX 和 R13-9999-ZZZZ", (Confirm(R12), Confirm(R13))),
    Line(
        "M7-H4J5-K6M7 延期 县科协 7月10日；免报 县残联",
        (Extend(M7, (KX,), TENTH), Exempt(M7, (CL,))),
    ),
    Line(
        "M7-H4J5-K6M7\n延期 县科协 7月10日\n暂停催报 县残联",
        (Extend(M7, (KX,), TENTH), Pause(M7, (CL,))),
    ),
    Line("R12-7K3F-Q2MX 确认\nR12-7K3F-Q2MX 确认", (Confirm(R12),)),
    Line(
        "R13-9999-ZZZZ 退回 没盖章，R12-7K3F-Q2MX 确认",
        (Return(R13, "没盖章"), Confirm(R12)),
    ),
    Line("R12-7K3F-Q2MX 撤销\nR12-7K3F-Q2MX 确认", (Undo(R12), Confirm(R12))),
    Line("R12-7K3F-Q2MX 确认\n其余的都忽略", (Confirm(R12),), unclear=1),
    Line("R12-7K3F-Q2MX 退回 没盖章\n免报 县科协", (Return(R12, "没盖章"),), unclear=1),
    Line(
        "M7-H4J5-K6M7\nR12-7K3F-Q2MX 忽略\n免报 县科协",
        (Ignore(R12), Exempt(M7, (KX,))),
    ),
]
SUBJECTS = [
    Line("", (Confirm(R12),), "R12-7K3F-Q2MX 确认"),
    Line("R12-7K3F-Q2MX 确认", (Confirm(R12),), "R12-7K3F-Q2MX 确认"),
    Line("R12-7K3F-Q2MX 退回 未盖章", (Return(R12, "未盖章"),), "R12-7K3F-Q2MX 确认"),
    Line("暂停催报", (Pause(M7),), "回复：收件情况（M7-H4J5-K6M7）"),
    Line("\n\n发自我的iPhone", (Ignore(R12),), "Re: R12-7K3F-Q2MX 忽略"),
    Line("谢谢\n李某", (Confirm(R12),), "R12-7K3F-Q2MX 确认"),
    *(
        Line(body, subject="R12-7K3F-Q2MX 确认", unclear=1)
        for body in ("等等，先别处理", "不确认了", "请问这是哪个单位的？", "退回吧")
    ),
    *(
        Line(blank, subject=blank, unclear=1)
        for blank in (
            "R12-7K3F-Q2MX 是 单位 季度 类别",
            "R12-7K3F-Q2MX 退回 理由",
            "M7-H4J5-K6M7 延期 单位 日期",
            "M7-H4J5-K6M7 免报 单位",
        )
    ),
]
POLITE = [
    Line(
        "您好：\n\nR12-7K3F-Q2MX 确认\n\n谢谢！\n县妇儿工委办公室 李某\n2023年7月3日",
        (Confirm(R12),),
    ),
    Line(
        "R12-7K3F-Q2MX 确认\n\n—— 请在此线以上回复 ——\nR13-9999-ZZZZ 忽略",
        (Confirm(R12),),
    ),
    Line("—— 请在此线以上回复 ——\n待核实\nR12-7K3F-Q2MX 确认", unclear=1),
    Line("收到，谢谢"),
    Line("请问系统什么时候升级"),
]
DOUBTFUL = _unclear(
    "R12-7K3F-Q2MX",
    "R12-7K3F-Q2MX 不同意",
    "R12-7K3F-Q2MX 不对",
    "R12-7K3F-Q2MX 待确认",
    "R12-7K3F-Q2MX 再看看",
    "R12-7K3F-Q2MX 先不确认",
    "R12-7K3F-Q2MX 可以吗？",
    "R12-7K3F-Q2MX 是县民政局吗",
    "R12-7K3F-Q2MX 是县气象局",
    "R12-7K3F-Q2MX 是市公安局",
    "R12-7K3F-Q2MX 是县民政局 盖章版和电子版",
    "R12-7K3F-Q2MX 不是县民政局",
    "R12-7K3F-Q2MX 退回",
    "R12-7K3F-Q2MX 退回，谢谢",
    "R12-7K3F-Q2MX 确认/退回/忽略",
    "R12-7K3F-Q2MX 确认。不过附件还没看",
    "R12-7K3F-Q2MX 不用退回",
    "R12-7K3F-Q2MX 不同意忽略",
    "R12-7K3F-Q2MX 不同意退回，内容没问题",
    "R12-7K3F-Q2MX 请联系县民政局",
    "M7-H4J5-K6M7 不同意县科协延期到7月10日",
    "M7-H4J5-K6M7 不要汇总",
    "R12-7K3F-Q2MX 转给王科长",
    "R12-7K3F-Q2MX 退回吧",
    "R12-7K3F-Q2MX 要退回吗",
    "R12-7K3F-Q2MX 退回？没盖章",
    "R12-7K3F-Q2MX 退回 无",
    "R12-7K3F-Q2MX 予以退回",
    "R12-7K3F-Q2MX 建议退回",
    "R12-7K3F-\nQ2MX 确认",
    "R12-7K3F-Q2MX 退回，理由同上",
    "R12-7K3F-Q2MX 退回 请写明理由",
    "R12-7K3F-Q2MX 不撤销",
    "R12-7K3F-Q2MX 先别撤销",
    "R12-7K3F-Q2MX 民政局要求撤回",
    "R12-7K3F-Q2MX 撤销，改为确认",
    "R12-7K3F-Q2MX 请民政局确认",
    "R12-7K3F-Q2MX 已和民政局确认",
    "R12-7K3F-Q2MX 与民政局无关",
    "R12-7K3F-Q2MX 忽略错了",
    "R12-7K3F-Q2MX 暂不处理",
    "R12-7K3F-Q2MX 特别管理",
    "R12-7K3F-Q2MX 重新确认",
    "R12-7K3F-Q2MX 继续",
    "R12-7K3F-Q2MX 放行",
    "R12-7K3F-Q2MX 暂停催报",
    "M7-H4J5-K6M7 放行第一封",
    "M7-H4J5-K6M7 除县科协外放行",
    "M7-H4J5-K6M7 汇总不要了",
    "M7-H4J5-K6M7 县科协申请延期到7月10日，不同意",
    "M7-H4J5-K6M7 延期 县科协 7月10日 县残联 7月12日",
    "M7-H4J5-K6M7 延期 县科协 一周",
    "M7-H4J5-K6M7 延期 县科协 年底",
    "M7-H4J5-K6M7 延期 县科协 本季度末",
    "M7-H4J5-K6M7 延期 县科协 2033年7月10日",
    "M7-H4J5-K6M7 延期 县科协 7月10日（周三）",
    "M7-H4J5-K6M7 明天放行",
    "R12-7K3F-Q2MX 确认收到",
    "R12-7K3F-Q2MX 县科协/县残联",
    "R12-7K3F-Q2MX 县科协或者县残联",
    "7K3F-Q2MX 确认",
    "第一件确认",
    "没问题",
    "R12-7K3F-Q2MX 确认\nR12-7K3F-Q2MX 忽略",
    "M7-H4J5-K6M7 确认",
    "M7-H4J5-K6M7 延期 县科协",
    "M7-H4J5-K6M7 延期 7月10日",
    "M7-H4J5-K6M7 延期 县科协 6月10日",
    "M7-H4J5-K6M7 延期 县科协 6月31日",
    "M7-H4J5-K6M7 延期 县科协和县气象局 7月10日",
    "M7-H4J5-K6M7 免报",
    "M7-H4J5-K6M7 免报 县气象局",
    "M7-H4J5-K6M7 暂停催报 县气象局",
    "M7-H4J5-K6M7 恢复催报 县气象局",
    "M7-H4J5-K6M7 撤销延期 县气象局",
    "M7-H4J5-K6M7 县科协",
    "M7-H4J5-K6M7 先不放行",
    "R12 确认",
    "R12-7K3F-Q2M 确认",
    "暂停催报",
    "退回 没有盖章",
)
ADDRESSES = (
    Line("N9.1-7K3F-Q2MX 认可", (Adopt(N9),)),
    Line("同意认可 N9.1-7K3F-Q2MX，谢谢", (Adopt(N9),)),
    Line("N9.1-7K3F-Q2MX 是的", (Adopt(N9),)),
    Line("N9.1-7K3F-Q2MX 认可 采用", (Adopt(N9, anyway=True),)),
    Line("N9.1-7K3F-Q2MX 不是", (Disown(N9),)),
    Line("N9.1-7K3F-Q2MX 不认可", (Disown(N9),)),
    Line("N9.1-7K3F-Q2MX 忽略", (Disown(N9),)),
    Line("N9.1-7K3F-Q2MX 撤销", (Undo(N9),)),
    Line("N9.1-7K3F-Q2MX 是哪个单位的？", unclear=1),
    Line("N9.1-7K3F-Q2MX 是县科协的", unclear=1),
    Line("N9.1-7K3F-Q2MX 退回 没有盖章", unclear=1),
    Line("N9.1-7K3F-Q2MX 不确认", (Disown(N9),)),
    Line("N9.1-7K3F-Q2MX", unclear=1),
)
REPORTS = (
    *_same(
        Confirm(R12, anyway=True),
        "R12-7K3F-Q2MX 是报表",
        "R12-7K3F-Q2MX 这是我们的报表，请按报表办理",
        "R12-7K3F-Q2MX 确是报表，谢谢",
    ),
    Line(
        "R12-7K3F-Q2MX 是报表 县科协 二季度 盖章",
        (Assign(R12, (KX,), "2023Q2", STAMPED),),
    ),
    *_unclear("R12-7K3F-Q2MX 不是报表", "R12-7K3F-Q2MX 是报表吗？"),
)
EVERY = (
    *ADDRESSES,
    *REPORTS,
    *CONFIRMING,
    *CONFUSED,
    *ASSIGNING,
    *RETURNING,
    *IGNORING,
    *UNDOING,
    *UNITS,
    *SEVERAL,
    *SUBJECTS,
    *POLITE,
    *DOUBTFUL,
)
