"""The services whose links stand for files: clouds of mail hosts, shared documents."""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

# The service's addresses without https://, its name, and such an address; the first match
# wins.
# fmt: off
SERVICES: Final = Phrases(
    (
        phrase(r"(?:[\w-]+\.)?mail\.qq\.com/(?:cgi-bin/)?ftn", "QQ邮箱超大附件", "mail.qq.com/ftn"),
        phrase(r"(?:[\w-]+\.)*ftn\.qq\.com/", "QQ邮箱超大附件", "ftn.qq.com/"),
        phrase(r"(?:www\.)?qfile\.qq\.com/q/", "QQ邮箱超大附件", "qfile.qq.com/q/"),
        phrase(r"(?:[\w-]+\.)?exmail\.qq\.com/(?:cgi-bin/)?ftn", "腾讯企业邮箱超大附件", "exmail.qq.com/ftn"),
        phrase(r"(?:[\w-]+\.)*(?:163|126|188)\.com/\S*(?:large|cloud)-attachment", "网易邮箱云附件",
               "126.com/cloud-attachment", "163.com/large-attachment", "188.com/cloud-attachment"),
        phrase(r"(?:[\w-]+\.)?yeah\.net/\S*(?:large|cloud)-attachment", "网易邮箱云附件",
               "yeah.net/cloud-attachment", "yeah.net/large-attachment"),
        phrase(r"u\.163\.com/\w", "网易邮箱云附件", "u.163.com/a"),
        phrase(r"(?:fs|wp)\.(?:mail\.)?163\.com/", "网易邮箱云附件", "fs.163.com/", "wp.163.com/"),
        phrase(r"(?:[\w-]+\.)*[\w-]*mail\w*\.189\.cn/\S*(?:share|attach|download|file)", "189邮箱云附件",
               "mail.189.cn/file", "mail.189.cn/share", "mail.189.cn/attach", "mail.189.cn/download"),
        phrase(r"(?:m\.)?cloud\.189\.cn/(?:t/|web/|share|download|m/)", "天翼云盘",
               "cloud.189.cn/m/", "cloud.189.cn/t/", "cloud.189.cn/web/", "cloud.189.cn/share",
               "cloud.189.cn/download"),
        phrase(r"h5\.cloud\.189\.cn/", "天翼云盘", "h5.cloud.189.cn/"),
        phrase(r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:disk|share|file)", "139邮箱超大附件",
               "mail.139.com/disk", "mail.10086.cn/file", "mail.139.com/share"),
        phrase(r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:large|attach|down)", "139邮箱超大附件",
               "mail.139.com/down", "mail.10086.cn/large", "mail.139.com/attach"),
        phrase(r"(?:caiyun|yun)\.(?:feixin\.10086|139)\.(?:cn|com)/\S", "中国移动云盘", "yun.139.cn/x", "caiyun.feixin.10086.com/x"),
        phrase(r"(?:mail|pan)\.wo\.(?:com\.)?cn/\S*(?:share|download|attach|/s/)", "沃邮箱超大附件",
               "pan.wo.cn/drive/s/a", "mail.wo.cn/share", "pan.wo.cn/attach", "pan.wo.cn/download"),
        phrase(r"(?:[\w-]+\.)*mail\.sina\.(?:com\.cn|cn|net)/\S*(?:down|file|share)", "新浪邮箱超大附件",
               "mail.sina.cn/down", "mail.sina.net/file", "mail.sina.com.cn/share"),
        phrase(r"(?:[\w-]+\.)?mail\.sohu\.com/\S*(?:down|file|share|large)", "搜狐邮箱超大附件",
               "mail.sohu.com/down", "mail.sohu.com/file", "mail.sohu.com/large", "mail.sohu.com/share"),
        phrase(r"(?:[\w-]+\.)*mxhichina\.com/\S*(?:attach|down|share|netdisk)", "阿里邮箱超大附件",
               "mxhichina.com/down", "mxhichina.com/share", "mxhichina.com/attach", "mxhichina.com/netdisk"),
        phrase(r"(?:[\w-]+\.)*qiye\.aliyun\.com/\S*(?:attach|down|share|netdisk)", "阿里邮箱超大附件",
               "qiye.aliyun.com/down", "qiye.aliyun.com/share", "qiye.aliyun.com/attach",
               "qiye.aliyun.com/netdisk"),
        phrase(r"[\w.-]+(?::\d+)?/coremail/\S*(?:nf|share|download|file)", "邮箱文件中转站",
               "mail.office.example/coremail/file", "mail.office.example/coremail/share",
               "mail.office.example/coremail/download", "mail.office.example/coremail/s?func=nf"),
        phrase(r"(?:[\w-]+\.)?kdocs\.(?:cn|com)/\w", "金山文档", "kdocs.cn/a", "kdocs.com/a"),
        phrase(r"(?:[\w-]+\.)?wps\.cn/(?:l|p|view|docs)/", "金山文档", "wps.cn/l/", "wps.cn/p/", "wps.cn/docs/", "wps.cn/view/"),
        phrase(r"docs\.qq\.com/\w+/", "腾讯文档", "docs.qq.com/a/"),
        phrase(r"docs\.qq\.com/\w{3,}\?", "腾讯文档", "docs.qq.com/aaa?"),
        phrase(r"doc\.weixin\.qq\.com/\w", "腾讯文档", "doc.weixin.qq.com/a"),
        phrase(r"share\.weiyun\.com/\w", "腾讯微云", "share.weiyun.com/a"),
        phrase(r"(?:www\.)?weiyun\.com/disk", "腾讯微云", "weiyun.com/disk"),
        phrase(r"(?:pan|yun|eyun)\.baidu\.com/(?:s/|share|wap|e/|file)", "百度网盘",
               "pan.baidu.com/s/", "yun.baidu.com/e/", "eyun.baidu.com/wap", "pan.baidu.com/file",
               "pan.baidu.com/share"),
        phrase(r"(?:www\.)?(?:aliyundrive|alipan)\.com/\w", "阿里云盘", "alipan.com/a", "aliyundrive.com/a"),
        phrase(r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:doc|sheet|file)", "飞书",
               "feishu.cn/doc", "larksuite.com/file", "larkoffice.cn/sheet"),
        phrase(r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:drive|base|wiki)", "飞书",
               "feishu.cn/base", "larksuite.com/wiki", "larkoffice.cn/drive"),
        phrase(r"alidocs\.dingtalk\.com/\w", "钉钉文档", "alidocs.dingtalk.com/a"),
        phrase(r"(?:[\w-]+\.)*dingtalk\.com/\S*(?:spaces|netdisk|doc|file)", "钉钉文档",
               "dingtalk.com/doc", "dingtalk.com/file", "dingtalk.com/spaces", "dingtalk.com/netdisk"),
        phrase(r"pan\.quark\.cn/s/", "夸克网盘", "pan.quark.cn/s/"),
        phrase(r"pan\.xunlei\.com/s/", "迅雷云盘", "pan.xunlei.com/s/"),
        phrase(r"(?:[\w-]+\.)*123(?:pan|684|865|912|yunpan)\.(?:com|cn)/s/", "123云盘",
               "123684.cn/s/", "123865.com/s/", "123912.cn/s/", "123pan.cn/s/", "123yunpan.cn/s/"),
        phrase(r"(?:[\w-]+\.)*(?:lanzou\w?|lanzn|woozooo|ilanzou)\.com/\w", "蓝奏云",
               "lanzn.com/a", "lanzou.com/a", "ilanzou.com/a", "woozooo.com/a"),
        phrase(r"(?:www\.)?jianguoyun\.com/p/", "坚果云", "jianguoyun.com/p/"),
        phrase(r"shimo\.im/\w+/", "石墨文档", "shimo.im/a/"),
        phrase(r"(?:[\w-]+\.)?shimo\.zone/", "石墨文档", "shimo.zone/"),
        phrase(r"(?:www\.)?yuque\.com/\w+/\w", "语雀", "yuque.com/a/a"),
        phrase(r"(?:share\.)?note\.youdao\.com/\w", "有道云笔记", "note.youdao.com/a"),
        phrase(r"(?:[\w-]+\.)*cowtransfer\.com/\w", "奶牛快传", "cowtransfer.com/a"),
        phrase(r"c-t\.work/s/", "奶牛快传", "c-t.work/s/"),
        phrase(r"(?:www\.)?wenshushu\.cn/\w", "文叔叔", "wenshushu.cn/a"),
        phrase(r"(?:ws28\.cn|wss\.(?:ink|show|cc|pet))/f/", "文叔叔",
               "wss.cc/f/", "ws28.cn/f/", "wss.ink/f/", "wss.pet/f/", "wss.show/f/"),
        phrase(r"(?:[\w-]+\.)?yunpan\.360\.cn/\w", "360云盘", "yunpan.360.cn/a"),
        phrase(r"yunpan\.cn/\w", "360云盘", "yunpan.cn/a"),
        phrase(r"1drv\.ms/\w", "OneDrive", "1drv.ms/a"),
        phrase(r"onedrive\.live\.com/\w", "OneDrive", "onedrive.live.com/a"),
        phrase(r"[\w-]+\.sharepoint\.\w+/:\w", "OneDrive", "office.sharepoint.cn/:w"),
        phrase(r"(?:drive|docs)\.google\.com/\w", "Google Drive", "docs.google.com/a", "drive.google.com/a"),
        phrase(r"www\.icloud\.com(?:\.cn)?/(?:attachment|iclouddrive|numbers|pages)", "iCloud",
               "www.icloud.com/pages", "www.icloud.com/numbers", "www.icloud.com/attachment",
               "www.icloud.com/iclouddrive"),
    ),
    before="^",
)
# fmt: on

_SERVICE = re.compile(
    "|".join(f"(?P<s{at}>{row.pattern})" for at, row in enumerate(SERVICES.rows)),
    re.IGNORECASE,
)


def service_of(url: str) -> str:
    """Return the Chinese name of the service behind `url`, "" if it is none."""
    match = _SERVICE.match(url.split("://", 1)[-1])
    if match is None or match.lastgroup is None:
        return ""
    return SERVICES.rows[int(match.lastgroup[1:])].source
