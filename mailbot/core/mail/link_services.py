"""The services whose links stand for files: clouds of mail hosts, shared documents."""

from __future__ import annotations

import re

# (the service's name, its addresses without https://), first match wins.
_SERVICES: tuple[tuple[str, str], ...] = (
    ("QQ邮箱超大附件", r"(?:[\w-]+\.)?mail\.qq\.com/(?:cgi-bin/)?ftn"),
    ("QQ邮箱超大附件", r"(?:[\w-]+\.)*ftn\.qq\.com/|(?:www\.)?qfile\.qq\.com/q/"),
    ("腾讯企业邮箱超大附件", r"(?:[\w-]+\.)?exmail\.qq\.com/(?:cgi-bin/)?ftn"),
    (
        "网易邮箱云附件",
        r"(?:[\w-]+\.)*(?:163|126|188)\.com/\S*(?:large|cloud)-attachment",
    ),
    ("网易邮箱云附件", r"(?:[\w-]+\.)?yeah\.net/\S*(?:large|cloud)-attachment"),
    ("网易邮箱云附件", r"u\.163\.com/\w|(?:fs|wp)\.(?:mail\.)?163\.com/"),
    (
        "189邮箱云附件",
        r"(?:[\w-]+\.)*[\w-]*mail\w*\.189\.cn/\S*(?:share|attach|download|file)",
    ),
    ("天翼云盘", r"(?:m\.)?cloud\.189\.cn/(?:t/|web/|share|download|m/)"),
    ("天翼云盘", r"h5\.cloud\.189\.cn/"),
    (
        "139邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:disk|share|file)",
    ),
    (
        "139邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.(?:10086\.cn|139\.com)/\S*(?:large|attach|down)",
    ),
    ("中国移动云盘", r"(?:caiyun|yun)\.(?:feixin\.10086|139)\.(?:cn|com)/\S"),
    (
        "沃邮箱超大附件",
        r"(?:mail|pan)\.wo\.(?:com\.)?cn/\S*(?:share|download|attach|/s/)",
    ),
    (
        "新浪邮箱超大附件",
        r"(?:[\w-]+\.)*mail\.sina\.(?:com\.cn|cn|net)/\S*(?:down|file|share)",
    ),
    ("搜狐邮箱超大附件", r"(?:[\w-]+\.)?mail\.sohu\.com/\S*(?:down|file|share|large)"),
    (
        "阿里邮箱超大附件",
        r"(?:[\w-]+\.)*mxhichina\.com/\S*(?:attach|down|share|netdisk)",
    ),
    (
        "阿里邮箱超大附件",
        r"(?:[\w-]+\.)*qiye\.aliyun\.com/\S*(?:attach|down|share|netdisk)",
    ),
    ("邮箱文件中转站", r"[\w.-]+(?::\d+)?/coremail/\S*(?:nf|share|download|file)"),
    ("金山文档", r"(?:[\w-]+\.)?kdocs\.(?:cn|com)/\w"),
    ("金山文档", r"(?:[\w-]+\.)?wps\.cn/(?:l|p|view|docs)/"),
    ("腾讯文档", r"docs\.qq\.com/\w+/|docs\.qq\.com/\w{3,}\?|doc\.weixin\.qq\.com/\w"),
    ("腾讯微云", r"share\.weiyun\.com/\w|(?:www\.)?weiyun\.com/disk"),
    ("百度网盘", r"(?:pan|yun|eyun)\.baidu\.com/(?:s/|share|wap|e/|file)"),
    ("阿里云盘", r"(?:www\.)?(?:aliyundrive|alipan)\.com/\w"),
    (
        "飞书",
        r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:doc|sheet|file)",
    ),
    (
        "飞书",
        r"(?:[\w-]+\.)*(?:feishu|larksuite|larkoffice)\.(?:cn|com)/(?:drive|base|wiki)",
    ),
    ("钉钉文档", r"alidocs\.dingtalk\.com/\w"),
    ("钉钉文档", r"(?:[\w-]+\.)*dingtalk\.com/\S*(?:spaces|netdisk|doc|file)"),
    ("夸克网盘", r"pan\.quark\.cn/s/"),
    ("迅雷云盘", r"pan\.xunlei\.com/s/"),
    ("123云盘", r"(?:[\w-]+\.)*123(?:pan|684|865|912|yunpan)\.(?:com|cn)/s/"),
    ("蓝奏云", r"(?:[\w-]+\.)*(?:lanzou\w?|lanzn|woozooo|ilanzou)\.com/\w"),
    ("坚果云", r"(?:www\.)?jianguoyun\.com/p/"),
    ("石墨文档", r"shimo\.im/\w+/|(?:[\w-]+\.)?shimo\.zone/"),
    ("语雀", r"(?:www\.)?yuque\.com/\w+/\w"),
    ("有道云笔记", r"(?:share\.)?note\.youdao\.com/\w"),
    ("奶牛快传", r"(?:[\w-]+\.)*cowtransfer\.com/\w|c-t\.work/s/"),
    ("文叔叔", r"(?:www\.)?wenshushu\.cn/\w|(?:ws28\.cn|wss\.(?:ink|show|cc|pet))/f/"),
    ("360云盘", r"(?:[\w-]+\.)?yunpan\.360\.cn/\w|yunpan\.cn/\w"),
    ("OneDrive", r"1drv\.ms/\w|onedrive\.live\.com/\w|[\w-]+\.sharepoint\.\w+/:\w"),
    ("Google Drive", r"(?:drive|docs)\.google\.com/\w"),
    ("iCloud", r"www\.icloud\.com(?:\.cn)?/(?:attachment|iclouddrive|numbers|pages)"),
)
_SERVICE = re.compile(
    "|".join(f"(?P<s{at}>{pattern})" for at, (_, pattern) in enumerate(_SERVICES)),
    re.IGNORECASE,
)


def service_of(url: str) -> str:
    """Return the Chinese name of the service behind `url`, "" if it is none."""
    match = _SERVICE.match(url.split("://", 1)[-1])
    if match is None or match.lastgroup is None:
        return ""
    return _SERVICES[int(match.lastgroup[1:])][0]
