"""What staff write is a request only if every word of it is understood."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.core.orders.facts import View
from mailbot.core.orders.requests import read_request
from tests.core.orders.test_orders import NOTICE, ROSTER

FILE, NONE = "a file came with it", ""
VIEW = View(NOTICE, ROSTER, date(2023, 7, 3))


@pytest.mark.parametrize(
    ("written", "attached", "line"),
    [
        ("登记 县妇联 二季度 电子版", FILE, "登记 县妇联 2023Q2 电子版"),
        ("登记：县妇联 二季度", FILE, "登记 县妇联 2023Q2"),
        ("登记县妇联二季度盖章版", FILE, "登记 县妇联 2023Q2 盖章PDF版"),
        ("补登 科协 第二季度", FILE, "登记 县科协 2023Q2"),
        ("报表 二季度", NONE, "报表 2023Q2"),
        ("汇总报表", NONE, "报表"),
        ("请发报表", NONE, "报表"),
        ("文件 县民政局", NONE, "文件 县民政局"),
        ("请发文件 县民政局 二季度", NONE, "文件 县民政局 2023Q2"),
        ("材料 妇联", NONE, "文件 县妇联"),
        ("催 县科协", NONE, "催 县科协"),
        ("催一下科协", NONE, "催 县科协"),
        ("催报县科协、县残联", NONE, "催 县科协、县残联"),
        ("邮箱 县残联 cl@x.gov.cn", NONE, "邮箱 县残联 cl@x.gov.cn"),
        ("帮助", NONE, "帮助"),
    ],
)
def test_a_request_is_read_and_its_own_line_reads_the_same(
    written: str, attached: str, line: str
) -> None:
    request = read_request(written, "", VIEW, files=bool(attached))
    assert request is not None
    assert request.line == line
    assert read_request(line, "", VIEW, files=bool(attached)) == request


@pytest.mark.parametrize(
    ("written", "attached"),
    [
        ("报表", FILE),  # a unit's report, forwarded
        ("汇总", NONE),  # the summary: it has a code of its own
        ("文件已收到，谢谢", NONE),
        ("报表我看过了", NONE),
        ("县民政局报表", NONE),
        ("邮箱 县残联", NONE),
        ("邮箱 县残联、县科协 cl@x.gov.cn", NONE),
        ("催款通知", NONE),
        ("催", NONE),
        ("文件", NONE),
        ("登记 县妇联 二季度", NONE),  # nothing came with it
        ("登记 县妇联", FILE),
        ("登记一下人员信息", FILE),
        ("帮助困难群众情况汇报", NONE),
        ("", NONE),
    ],
)
def test_anything_else_is_no_request(written: str, attached: str) -> None:
    assert read_request(written, "", VIEW, files=bool(attached)) is None


def test_a_subject_speaks_where_the_body_says_nothing() -> None:
    request = read_request("", "回复：报表 二季度", VIEW, files=False)
    assert request is not None
    assert request.line == "报表 2023Q2"
