"""What else lies in an office's everyday mailbox: nothing of it is the bot's business.

Two are citizens' petitions that name units; no name or subject of any may show up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stray:
    """A mail that has nothing to do with the notice."""

    at: str
    name: str
    address: str
    subject: str
    body: str


_LINES = """
06-15 11:02|来访群众甲|qunzhong1@private.example|关于邻居家暴问题的求助信|我邻居经常打骂孩子，我已向公安局报案，也找过县妇联，至今没有结果，请领导过问。
06-16 08:20|商城客服|promo@shop.example|六月会员日满300减50|尊敬的会员，六月会员日全场优惠，点击查看。
06-16 16:31|培训中心|peixun@school.example|公文写作培训班招生通知|为期三天，费用1280元，名额有限。
06-17 07:45|每日要闻|news@paper.example|今日要闻简报|要闻一：我市召开安全生产会议。
06-18 20:13|发票助手|invoice@tax.example|您有一张电子发票待查收|发票金额350元，请点击下载。
06-19 09:02|老同学|friend1@private.example|端午聚会安排|周六晚六点老地方见。
06-20 13:27|来访群众乙|qunzhong2@private.example|反映镇中心幼儿园收费问题|幼儿园多收伙食费，我给县教育和体育局、县民政局都打过电话，请帮忙督促退费。
06-21 10:10|打印机维修|repair@office.example|硒鼓报价单|硒鼓每支180元，满十支送货。
06-22 22:51|lottery|win@spam.example|恭喜您中奖了|请回复您的银行卡号领取奖金。
06-23 15:03|会务组|meeting@hall.example|会议室预订确认|您预订的三楼会议室已确认。
06-25 11:11|物业公司|wuye@estate.example|停水通知|因管道检修，周一上午停水。
06-26 08:59|旅行社|tour@travel.example|暑期研学线路推荐|五天四晚，团购优惠。
06-27 19:19|猎头顾问|hr@head.example|高薪职位推荐|年薪三十万，欢迎投递简历。
06-28 12:00|快递通知|express@post.example|您的包裹已到驿站|取件码3-2-1001。
06-29 07:07|保险专员|baoxian@insure.example|车险续保提醒|您的车险将于下月到期。
06-30 09:58|技术支持|it@vendor.example|系统升级公告|今晚零点至两点暂停服务。
07-02 21:35|读者来信|reader@private.example|给编辑部的一封信|投稿一篇，请斧正。
07-04 14:14|健身会所|gym@sport.example|夏日办卡优惠|年卡八折。
07-06 10:01|软件公司|sales@soft.example|视频会议系统报价|支持百人同时在线。
07-10 16:20|图书公司|books@press.example|新书目录|本月新书二十种。
"""

STRAYS: tuple[Stray, ...] = tuple(
    Stray(*line.split("|")) for line in _LINES.strip().splitlines()
)
