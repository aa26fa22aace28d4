"""How a letter tells until when a file in a cloud can be fetched.

One form a row: the pattern, the services it was seen with, and texts in which it stands.
"""

from __future__ import annotations

from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

_DATE = r"(?P<{0}y>20\d\d)\s*[年/.-]\s*(?P<{0}m>\d{{1,2}})\s*[月/.-]\s*(?P<{0}d>\d{{1,2}})\s*日?"
_CLOCK = r"\d{1,2}[:：时]\d{0,2}(?:[:：分]\d{0,2})?秒?"
_UNTIL = rf"[^\n\d]{{0,6}}(?:{_CLOCK})?[^\n\d]{{0,8}}?"
_SPAN = rf"[^\n\d]{{0,12}}(?:20[\d年月日/.\s-]{{6,14}}(?:{_CLOCK}\s*)?[至到~～—]\s*)?"

# fmt: off
# The day a link dies, in the groups ay am ad, by bm bd or cy cm cd; without a year dm dd.
EXPIRES: Final = Phrases(
    (
        phrase(_DATE.format("a") + _UNTIL + "(?:到期|过期|失效|截止|前有效|前下载)", "unrecorded",
               "2023-07-30 到期", "2023年7月30日过期", "2023-07-30 10:00失效", "2023年7月30日截止",
               "2023年7月30日前有效", "2023-07-30前下载"),
        phrase("(?:有效期限?|有效时间|(?:过期|到期|失效|截止)(?:时间|日)|(?:保存|保留|有效)至|expires?"
               r"|valid\s+until)" + _SPAN + _DATE.format("b"), "unrecorded",
               "有效期至2023年7月30日", "有效时间：2023-07-30", "过期时间：2023-07-30", "到期日2023-07-30",
               "失效时间：2023年7月30日", "截止日：2023-07-30", "保存至2023-07-30", "保留至 2023年7月30日", "有效至2023-07-30",
               "expires on 2023-07-30", "valid until 2023-07-30", "有效期2023-07-01 至 2023-07-30"),
        phrase(r"[\d.]\s?[KMGT]B?\s*[,，|]\s*" + _DATE.format("c") + rf"\s*{_CLOCK}\s*[)）]", "QQ超大附件",
               "(35.2M, 2023年07月30日 10:00)"),
        phrase(r"(?<![年\d/.-])(?P<dm>\d{1,2})月(?P<dd>\d{1,2})日" + _UNTIL + "(?:到期|过期|失效|截止|前有效)", "unrecorded",
               "7月30日到期", "7月30日 10:00过期", "7月30日失效", "7月30日截止", "7月30日前有效"),
    ),
)
# How many days it lives.
DAYS: Final = Phrases(
    (
        phrase(r"(?:有效期|保存|保留|有效)[^\n\d]{0,6}(\d{1,3})\s*[天日](?!\s*\d)", "unrecorded",
               "有效期：自上传起算7天", "附件保存15天", "文件保留15天", "附件有效 7 日"),
        phrase(r"(\d{1,3})\s*天(?:之?内)?(?:有效|过期|失效|可下载|后过期|后失效)", "unrecorded",
               "15天内有效", "7天过期", "7天失效", "7天之内可下载", "7天后过期", "7天后失效"),
    ),
)
# fmt: on
