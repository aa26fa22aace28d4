"""Whether a file is a report under the notice, or the office's other business.

A unit that reports also sends lists, plans and invitations, from the same address in
the same weeks. What is filed must show that it is a report: by its table, a period,
the notice's own words, or by saying nothing else.
"""

from __future__ import annotations

import re

from mailbot.core.judge.concern import names_matter
from mailbot.core.judge.signs import FileSigns, MailSigns, Named
from mailbot.core.notice.notice import Notice
from mailbot.core.words.wording import HAN, plain

# Business that has quarters and reports of its own: only the annex itself outweighs it.
_FOREIGN = re.compile(
    r"党[建课日委组费支]|主题党日|安全生产|信访|维稳|会费|工资|预算|决算|发票|采购|招标|值班|任免|"
    r"(?:计划|打算|思路|方案)$"
)
# Other business that a report's words may well go with (二季度培训进展情况).
_OTHER = re.compile(
    r"会议|邀请|请示|方案|招聘|考核|征求意见|公示|回执|报名|简历|推荐|名单|名册|通讯录|简报|"
    r"评估|评选|表彰|先进|申报|培训|讲话|征订|演讲|座谈|活动通知|要点"
)
_REPORT = re.compile(r"报表|季报|实事(?!求是)|进展|情况|汇报|总结|任务|完成|落实|报告")
# Words that say nothing of a file's matter, besides those a report is sent with.
_MUTE = re.compile(
    r"附件|扫描件?|影印件?|复印件?|盖章|加盖|公章|红章|签字|签章|电子|纸质|正式|最终|最新|修改|"
    r"更正|新建|文档|文件|文本|表格|材料|资料|数据|工作|单位|报送|上报|呈报|提交|发送?给?|重新|"
    r"重报|查收|查阅|审阅|审核|无主题|邮件|主题|关于|老师|科长|主任|领导|同志|图片|照片|微信|"
    r"截图|扫描全能王|谢谢|感谢|辛苦|麻烦|烦请|补充|今天|昨天|刚才|一下|一份|上午|下午|"
    r"[的版稿件张页号表和及与各为这是我你您了吧好请见已收局县区旗院会办全]"
)
_FRAME = re.compile(r"关于|的?通知$|工作|20\d\d年?")
_ECHO = 4  # Han in a row that are no chance
_SAYS_SOMETHING = 4  # Han left over: more than a person's name


def is_other_business(file: FileSigns, signs: MailSigns, notice: Notice) -> bool:
    """Tell whether file and subject speak of something else than a report."""
    if file.form.found or not (file.name.text or file.document.name):
        return False
    named = (file.name, signs.subject)
    foreign = any(_FOREIGN.search(plain(place.text)) for place in named)
    if foreign or _is_a_notice(file.name.text, notice):
        return True
    if _shows_a_report(file, notice):
        return False
    if _OTHER.search(plain(file.name.text)):
        return True
    return _is_about_other(file, signs, notice)


def _is_a_notice(name: str, notice: Notice) -> bool:
    """Tell whether a file is called a notice, or by our notice's number only."""
    words = plain(name)
    return words.endswith("通知") or words == plain(notice.id)


def _shows_a_report(file: FileSigns, notice: Notice) -> bool:
    """Tell whether the file names a period, the notice's title or one of its items."""
    if any(place.words.words for place in file.periods):
        return True
    places = (file.name, file.heading)
    return any(names_matter(p.text, notice) or _echoes(p, notice) for p in places)


def _echoes(place: Named, notice: Notice) -> bool:
    """Tell whether a place repeats a few words of the notice's title (妇女儿童)."""
    title = "".join(re.findall(rf"[{HAN}]", _FRAME.sub("", plain(notice.title))))
    pieces = {title[at : at + _ECHO] for at in range(len(title) - _ECHO + 1)}
    text = plain(place.text)
    return any(piece in text for piece in pieces)


def _is_about_other(file: FileSigns, signs: MailSigns, notice: Notice) -> bool:
    """Tell whether a mute file comes with words of another matter around it."""
    if _is_dated(signs):
        return bool(file.document.content.text) and _speaks_otherwise(file.name)
    if names_matter(signs.subject.text, notice) or _echoes(signs.subject, notice):
        return False
    if _OTHER.search(plain(signs.subject.text)):
        return True
    places = (signs.subject, file.name, file.heading)
    if any(_REPORT.search(place.text) for place in places):
        return False
    return any(_speaks_otherwise(place) for place in places)


def _is_dated(signs: MailSigns) -> bool:
    """Tell whether the subject or the letter names a period, or answers our letter."""
    if signs.replied is not None or signs.subject_periods.words.words:
        return True
    return bool(signs.body_periods.words.quarters)


def _speaks_otherwise(place: Named) -> bool:
    """Tell whether a place has words left that neither name a unit nor a report."""
    if _REPORT.search(place.text):
        return False
    words = plain(place.text)
    for mention in reversed(place.mentions):
        words = words[: mention.start] + " " + words[mention.end :]
    rest = _MUTE.sub("", words.split("\n", maxsplit=1)[0])
    return len(re.findall(rf"[{HAN}]", rest)) >= _SAYS_SOMETHING
