"""What is worth knowing of a mail or file: one closed list, with one table for it.

The text of a flag stands in the ledger and in JSON and never changes; people read its
words only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mailbot.core.record.matter import Action


class FlagKind(StrEnum):
    """Everything a flag can say; what each means stands in `FLAGS`."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ALREADY_REPORTED = "already_reported"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    AUTHENTICATION_FAILED = "authentication_failed"
    AUTO_REPLY = "auto_reply"
    BLANK_TEMPLATE = "blank_template"
    BOMB = "bomb"
    BOUNCE = "bounce"
    CLOUD_ATTACHMENT = "cloud_attachment"
    COLUMNS_CLIPPED = "columns_clipped"
    COLUMNS_UNCLEAR = "columns_unclear"
    COMPANION = "companion"
    CONTACT_CHANGE = "contact_change"
    CONTAINER = "container"
    COPIES_DIFFER = "copies_differ"
    CORRUPT = "corrupt"
    COVERING_LETTER_ONLY = "covering_letter_only"
    DELAY_REQUEST = "delay_request"
    DISPLAY_NAME_CONFLICT = "display_name_conflict"
    DRAFT = "draft"
    DUPLICATE = "duplicate"
    EMPTY_DOCUMENT = "empty_document"
    ENCRYPTED = "encrypted"
    EXTRA_PERIOD = "extra_period"
    FORM_REQUEST = "form_request"
    FORWARDED = "forwarded"
    FROM_JUNK = "from_junk"
    FROM_OWN_MAILBOX = "from_own_mailbox"
    JOINT_REPORT = "joint_report"
    LATE = "late"
    LEFT_ON_SERVER = "left_on_server"
    LIST = "list"
    MATTER_UNPROVEN = "matter_unproven"
    MATTER_UNSEEN = "matter_unseen"
    MESSAGE = "message"
    MISSING_STAMPED = "missing_stamped"
    MULTI_PART_SCAN = "multi_part_scan"
    NIL_REPORT = "nil_report"
    NO_ATTACHMENT = "no_attachment"
    NOT_A_QUARTER_REPORT = "not_a_quarter_report"
    NOT_A_RESPONSIBLE_UNIT = "not_a_responsible_unit"
    NOTICE_ITSELF = "notice_itself"
    OFD = "ofd"
    ONE_WORD = "one_word"
    OTHER_ADDRESS_VERSION = "other_address_version"
    OTHER_BUSINESS = "other_business"
    OTHER_LEVEL = "other_level"
    OTHER_PLACE = "other_place"
    OTHER_QUARTER_COLUMN = "other_quarter_column"
    OTHER_TABLE = "other_table"
    OTHER_TITLE = "other_title"
    OTHER_TITLE_BESIDE = "other_title_beside"
    OTHER_UNIT_HEADING = "other_unit_heading"
    OWN = "own"
    PDF_AS_ELECTRONIC = "pdf_as_electronic"
    PDF_WITHOUT_SEAL = "pdf_without_seal"
    PERIOD_ALIAS = "period_alias"
    PERIOD_CONFLICT = "period_conflict"
    PERIOD_FROM_DATE = "period_from_date"
    PERIOD_MONTH_ONLY = "period_month_only"
    PERIOD_OVER = "period_over"
    PERIOD_SUMMARY = "period_summary"
    PERIOD_UNCLEAR = "period_unclear"
    PHOTO_INSTEAD_OF_PDF = "photo_instead_of_pdf"
    POORER_VERSION = "poorer_version"
    PROMISE = "promise"
    QUESTION = "question"
    READ_RECEIPT = "read_receipt"
    RECALL = "recall"
    REGISTERED = "registered"
    REPLY_TO_REMINDER = "reply_to_reminder"
    REVISION = "revision"
    ROWS_UNPLACED = "rows_unplaced"
    SAME_AS_OTHER_UNIT = "same_as_other_unit"
    SEAL_CANNOT_TELL = "seal_cannot_tell"
    SEAL_OF_HOST_UNIT = "seal_of_host_unit"
    SEAL_OF_OTHER_UNIT = "seal_of_other_unit"
    SEAL_PARTIAL = "seal_partial"
    SEAL_SPECIAL_PURPOSE = "seal_special_purpose"
    SELF_REPORT = "self_report"
    SENDER_OF_OTHER_UNIT = "sender_of_other_unit"
    SEVERAL_NOTICES = "several_notices"
    SEVERAL_PERIODS = "several_periods"
    SEVERAL_UNITS = "several_units"
    STALE = "stale"
    STALE_OTHER_COPY = "stale_other_copy"
    STATE_REQUEST = "state_request"
    STAFF_ORDER = "staff_order"
    SUB_UNIT = "sub_unit"
    TEXT_FILE = "text_file"
    TEXT_IN_BODY = "text_in_body"
    TIMEOUT = "timeout"
    TITLE_ONLY = "title_only"
    TOO_LARGE = "too_large"
    TOWN = "town"
    UNIT_CONFLICT = "unit_conflict"
    UNIT_FROM_SEAL = "unit_from_seal"
    UNIT_NOT_NAMED = "unit_not_named"
    UNKNOWN_SENDER = "unknown_sender"
    UNREADABLE = "unreadable"
    UNSAFE = "unsafe"
    UNSAFE_FILENAME = "unsafe_filename"
    UNSUPPORTED = "unsupported"
    WEAK_ROBOT = "weak_robot"
    WITHDRAWAL = "withdrawal"
    WITHDRAWN = "withdrawn"
    WRONG_QUARTER = "wrong_quarter"
    YEAR_CONFLICT = "year_conflict"


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """What a flag means to people.

    `word` is what staff read; `doubts` tells that it sends a file to them, `action`
    what should then happen by itself if nothing graver stands beside it.
    """

    word: str
    doubts: bool = True
    action: Action = Action.FILE


FLAGS: Final[Mapping[FlagKind, FlagFacts]] = {
    FlagKind.ACKNOWLEDGEMENT: FlagFacts("对方答复收到", doubts=False),
    FlagKind.ALREADY_REPORTED: FlagFacts("称此前已经报送"),
    FlagKind.AMBIGUOUS_UNIT: FlagFacts("所写名称可能指几个单位"),
    FlagKind.ARCHIVE_ENCRYPTED: FlagFacts(
        "压缩包已加密，无法打开", action=Action.RETURN
    ),
    FlagKind.AUTHENTICATION_FAILED: FlagFacts(
        "发件地址未通过本单位邮件系统的验证，可能系冒用"
    ),
    FlagKind.AUTO_REPLY: FlagFacts("自动回复", doubts=False),
    FlagKind.BLANK_TEMPLATE: FlagFacts("表格未填写", action=Action.RETURN),
    FlagKind.BOMB: FlagFacts("压缩包异常，未解开", action=Action.RETURN),
    FlagKind.BOUNCE: FlagFacts("退信", doubts=False),
    FlagKind.CLOUD_ATTACHMENT: FlagFacts(
        "只有网盘或超大附件链接，没有文件本身", action=Action.RETURN
    ),
    FlagKind.COLUMNS_CLIPPED: FlagFacts(
        "表格文字显示不全，请打开文件核对", action=Action.RETURN
    ),
    FlagKind.COLUMNS_UNCLEAR: FlagFacts(
        "表格各栏无法可靠分开，内容未读取，请打开文件核对"
    ),
    FlagKind.COMPANION: FlagFacts("邮件程序附带的文件，不计入", doubts=False),
    FlagKind.CONTACT_CHANGE: FlagFacts("联系人或联系方式变更"),
    FlagKind.CONTAINER: FlagFacts("文件放在压缩包内", doubts=False),
    FlagKind.COPIES_DIFFER: FlagFacts("电子版与盖章PDF版内容不一致"),
    FlagKind.CORRUPT: FlagFacts("文件已损坏，无法打开", action=Action.RETURN),
    FlagKind.COVERING_LETTER_ONLY: FlagFacts(
        "只有报送函，没有报表", action=Action.RETURN
    ),
    FlagKind.DELAY_REQUEST: FlagFacts("申请延期报送"),
    FlagKind.DISPLAY_NAME_CONFLICT: FlagFacts("发件人名称与所报单位不一致"),
    FlagKind.DRAFT: FlagFacts("是草稿或征求意见稿", action=Action.ASK),
    FlagKind.DUPLICATE: FlagFacts("与此前收到的文件相同", doubts=False),
    FlagKind.EMPTY_DOCUMENT: FlagFacts(
        "文件中没有读到文字（空白或只有图片）", action=Action.RETURN
    ),
    FlagKind.ENCRYPTED: FlagFacts("文件已加密，无法打开", action=Action.RETURN),
    FlagKind.EXTRA_PERIOD: FlagFacts("不是通知要求报送的季度", action=Action.EXTRA),
    FlagKind.FORM_REQUEST: FlagFacts("索要空白报表"),
    FlagKind.FORWARDED: FlagFacts("由他人转发"),
    FlagKind.FROM_JUNK: FlagFacts("来自垃圾邮件文件夹"),
    FlagKind.FROM_OWN_MAILBOX: FlagFacts("由收件邮箱自己发出", doubts=False),
    FlagKind.JOINT_REPORT: FlagFacts("几个单位联合报送"),
    FlagKind.LATE: FlagFacts("迟报", doubts=False),
    FlagKind.LEFT_ON_SERVER: FlagFacts(
        "来信过大，未下载附件；请在邮箱网页中查看并登记", action=Action.RETURN
    ),
    FlagKind.LIST: FlagFacts("群发邮件", doubts=False),
    FlagKind.MATTER_UNPROVEN: FlagFacts("看不出与本通知有关", action=Action.IGNORE),
    FlagKind.MATTER_UNSEEN: FlagFacts("内容无法查看，看不出与本通知有关"),
    FlagKind.MESSAGE: FlagFacts("来信只有几句话，没有报表", action=Action.ASK),
    FlagKind.MISSING_STAMPED: FlagFacts("未附盖章PDF版", doubts=False),
    FlagKind.MULTI_PART_SCAN: FlagFacts("扫描件分成了几个文件", doubts=False),
    FlagKind.NIL_REPORT: FlagFacts("填写的是本季度无进展"),
    FlagKind.NO_ATTACHMENT: FlagFacts("没有附件", action=Action.RETURN),
    FlagKind.NOT_A_QUARTER_REPORT: FlagFacts("不像季度报表"),
    FlagKind.NOT_A_RESPONSIBLE_UNIT: FlagFacts("不是通知的责任单位"),
    FlagKind.NOTICE_ITSELF: FlagFacts("是通知原文，不计入", doubts=False),
    FlagKind.OFD: FlagFacts("OFD格式，请核对是否盖章"),
    FlagKind.ONE_WORD: FlagFacts("文件中只有个别字词", action=Action.RETURN),
    FlagKind.OTHER_ADDRESS_VERSION: FlagFacts("与现有版本的发件地址不同"),
    FlagKind.OTHER_BUSINESS: FlagFacts(
        "是其他来件，与本通知无关", doubts=False, action=Action.IGNORE
    ),
    FlagKind.OTHER_LEVEL: FlagFacts("是上级或下级部门"),
    FlagKind.OTHER_PLACE: FlagFacts("是外地部门"),
    FlagKind.OTHER_QUARTER_COLUMN: FlagFacts(
        "应报季度的栏未填写，只填写了其他季度的栏"
    ),
    FlagKind.OTHER_TABLE: FlagFacts(
        "是另一种表格，不是通知附件的报表", action=Action.RETURN
    ),
    FlagKind.OTHER_TITLE: FlagFacts("文件标题写的是另一项工作", action=Action.ASK),
    FlagKind.OTHER_TITLE_BESIDE: FlagFacts(
        "主题与本通知有关，文件标题写的是另一项工作", action=Action.IGNORE
    ),
    FlagKind.OTHER_UNIT_HEADING: FlagFacts("文件标题写的是另一单位", action=Action.ASK),
    FlagKind.OWN: FlagFacts("本系统发出的信件", doubts=False),
    FlagKind.PDF_AS_ELECTRONIC: FlagFacts("电子版是PDF格式"),
    FlagKind.PDF_WITHOUT_SEAL: FlagFacts("PDF上未见印章", action=Action.RETURN),
    FlagKind.PERIOD_ALIAS: FlagFacts("季度用其他说法写明", doubts=False),
    FlagKind.PERIOD_CONFLICT: FlagFacts("各处所写季度不一致", action=Action.ASK),
    FlagKind.PERIOD_FROM_DATE: FlagFacts("季度按来信日期推定", doubts=False),
    FlagKind.PERIOD_MONTH_ONLY: FlagFacts("只写明月份", action=Action.ASK),
    FlagKind.PERIOD_OVER: FlagFacts(
        "写的是“本季度”，而该季度报送期已过", action=Action.ASK
    ),
    FlagKind.PERIOD_SUMMARY: FlagFacts("内容为半年、三季度累计或全年总结"),
    FlagKind.PERIOD_UNCLEAR: FlagFacts("未写明季度", action=Action.ASK),
    FlagKind.PHOTO_INSTEAD_OF_PDF: FlagFacts("是照片或图片，不是PDF", doubts=False),
    FlagKind.POORER_VERSION: FlagFacts("内容少于现有版本", action=Action.ASK),
    FlagKind.PROMISE: FlagFacts("答复将另行报送"),
    FlagKind.QUESTION: FlagFacts("来信是询问", action=Action.ASK),
    FlagKind.READ_RECEIPT: FlagFacts("已读回执", doubts=False),
    FlagKind.RECALL: FlagFacts("对方要求撤回"),
    FlagKind.REGISTERED: FlagFacts("由工作人员登记", doubts=False),
    FlagKind.REPLY_TO_REMINDER: FlagFacts("回复我处催报", doubts=False),
    FlagKind.REVISION: FlagFacts("更正版", doubts=False),
    FlagKind.ROWS_UNPLACED: FlagFacts("有几行未能归入任何一项", doubts=False),
    FlagKind.SAME_AS_OTHER_UNIT: FlagFacts("与另一单位所报文件相同", action=Action.ASK),
    FlagKind.SEAL_CANNOT_TELL: FlagFacts("无法判断有无印章", action=Action.RETURN),
    FlagKind.SEAL_OF_HOST_UNIT: FlagFacts("盖的是主管部门印章", doubts=False),
    FlagKind.SEAL_OF_OTHER_UNIT: FlagFacts("盖的是另一单位印章", action=Action.ASK),
    FlagKind.SEAL_PARTIAL: FlagFacts("只见部分印章"),
    FlagKind.SEAL_SPECIAL_PURPOSE: FlagFacts(
        "盖的是专用章，不是单位公章", action=Action.RETURN
    ),
    FlagKind.SELF_REPORT: FlagFacts("收件邮箱所在单位的报送", doubts=False),
    FlagKind.SENDER_OF_OTHER_UNIT: FlagFacts("发件地址属于另一单位"),
    FlagKind.SEVERAL_NOTICES: FlagFacts("可能属于不止一份通知", action=Action.ASK),
    FlagKind.SEVERAL_PERIODS: FlagFacts("同时写有几个报送期", doubts=False),
    FlagKind.SEVERAL_UNITS: FlagFacts("同时写有几个单位", doubts=False),
    FlagKind.STALE: FlagFacts("与以前季度所报文件相同", action=Action.ASK),
    FlagKind.STALE_OTHER_COPY: FlagFacts("另一种版本早于本次更正", doubts=False),
    FlagKind.STATE_REQUEST: FlagFacts("查询报送情况"),
    FlagKind.STAFF_ORDER: FlagFacts("工作人员的指令", doubts=False),
    FlagKind.SUB_UNIT: FlagFacts("由下属单位报送"),
    FlagKind.TEXT_FILE: FlagFacts("是纯文本文件"),
    FlagKind.TEXT_IN_BODY: FlagFacts("内容写在正文里", action=Action.RETURN),
    FlagKind.TIMEOUT: FlagFacts("文件过于复杂，未能读完"),
    FlagKind.TITLE_ONLY: FlagFacts("文件中只有标题，没有内容", action=Action.RETURN),
    FlagKind.TOO_LARGE: FlagFacts("文件过大，未读取内容"),
    FlagKind.TOWN: FlagFacts("由镇（街道）报送", doubts=False),
    FlagKind.UNIT_CONFLICT: FlagFacts("各处所写单位不一致", action=Action.ASK),
    FlagKind.UNIT_FROM_SEAL: FlagFacts("只凭印章认定单位"),
    FlagKind.UNIT_NOT_NAMED: FlagFacts("未写明单位"),
    FlagKind.UNKNOWN_SENDER: FlagFacts("发件地址未登记"),
    FlagKind.UNREADABLE: FlagFacts("程序未能读取该文件"),
    FlagKind.UNSAFE: FlagFacts("文件名或内容不合规范"),
    FlagKind.UNSAFE_FILENAME: FlagFacts("文件名不合规范", doubts=False),
    FlagKind.UNSUPPORTED: FlagFacts("文件格式无法打开", action=Action.RETURN),
    FlagKind.WEAK_ROBOT: FlagFacts("有自动发送的迹象，请核实", action=Action.ASK),
    FlagKind.WITHDRAWAL: FlagFacts("要求撤回或忽略此前来信"),
    FlagKind.WITHDRAWN: FlagFacts("对方注明作废", action=Action.IGNORE),
    FlagKind.WRONG_QUARTER: FlagFacts("季度可能写错", action=Action.ASK),
    FlagKind.YEAR_CONFLICT: FlagFacts("各处所写年份不一致", action=Action.ASK),
}


def flag_of(text: str) -> FlagKind | None:
    """Return the flag a stored text names, None for one that is no more given."""
    return FlagKind(text) if text in _TEXTS else None


def flag_word(text: str) -> str:
    """Return what people read of a flag's text; never the text itself."""
    kind = flag_of(text)
    return FLAGS[kind].word if kind else _FORMER


# Words without a report: they touch no copy, and no unit is pending for them.
TALK: Final = frozenset(
    {
        FlagKind.WITHDRAWAL,
        FlagKind.DELAY_REQUEST,
        FlagKind.CONTACT_CHANGE,
        FlagKind.FORM_REQUEST,
        FlagKind.STATE_REQUEST,
        FlagKind.ALREADY_REPORTED,
        FlagKind.PROMISE,
        FlagKind.MESSAGE,
    }
)
_TEXTS: Final = frozenset(kind.value for kind in FlagKind)
_FORMER: Final = "早先版本所作的标记"
