"""The writer's own words, his signature, and the letters he copied."""

# ruff: noqa: E501  # tables of real forms: one to a line reads best

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.mail.quoting import (
    forwarded_senders,
    forwarded_subjects,
    own_words,
    signature,
)
from mailbot.core.record.mail import Address

OLD = "2023年第一季度的报表还没有收到"

FORMS = {
    "qq": f"------------------ 原始邮件 ------------------\n发件人: x\n{OLD}",
    "qq_nbsp": f"------------------&nbsp;原始邮件&nbsp;------------------\n{OLD}",
    "qq_phone": f'---原始邮件---\n发件人: "x"<a@b.example>\n{OLD}',
    "163_zh": f'在 2023-07-01 09:00:00，"x" <a@b.example> 写道：\n{OLD}',
    "163_en": f'At 2023-07-01 09:00:00, "x" <a@b.example> wrote:\n{OLD}',
    "163_quoted": f'在 2023-07-01 09:00:00，"x" <a@b.example> 写道：\n>{OLD}',
    "netease_master": f"---- 回复的原邮件 ----\n| 发件人 | x<a@b.example> |\n{OLD}",
    "netease_forward": f'-------- 转发邮件信息 --------\n发件人："x" <a@b.example>\n{OLD}',
    "foxmail": f"发件人： x\n发送时间： 2023-07-01 09:00\n收件人： y\n主题： z\n{OLD}",
    "foxmail_rule": f"_____\n\n发件人：x\n发送时间：2023-07-01\n收件人：y\n主题：z\n{OLD}",
    "outlook_zh": f"-----原始邮件-----\n发件人: x\n发送时间: y\n{OLD}",
    "outlook_mail": f"-----邮件原件-----\n发件人: x\n{OLD}",
    "outlook_en": f"From: x <a@b.example>\nSent: Monday\nTo: y\nSubject: z\n\n{OLD}",
    "outlook_orig": f"-----Original Message-----\nFrom: x\n{OLD}",
    "qq_en": f"------------------ Original ------------------\nFrom: x\n{OLD}",
    "139": f"----邮件原文----\n发件人：x\n{OLD}",
    "netease_forward_master": f"---- 转发的原邮件 ----\n| 发件人 | x |\n{OLD}",
    "bold": f"**发件人:** x\n**发送时间:** y\n**收件人:** z\n{OLD}",
    "spaced": f"发 件 人：x\n收 件 人：y\n主　题：z\n{OLD}",
    "traditional": f"寄件者: x\n寄件日期: y\n收件者: z\n主旨: w\n{OLD}",
    "forward": f"---------- 转发的邮件 ----------\n发件人: x\n{OLD}",
    "forward_gmail": f"---------- Forwarded message ---------\n发件人： x\n{OLD}",
    "gmail_zh": f"张三 <a@b.example> 于2023年7月1日周六 09:00写道：\n{OLD}",
    "gmail_en": f"On Sat, Jul 1, 2023 at 9:00 AM x <a@b.example> wrote:\n> {OLD}",
    "gmail_wrapped": f"On Sat, Jul 1, 2023 at 9:00 AM x\n<a@b.example> wrote:\n\n{OLD}",
    "apple": f"在 2023年7月1日，上午9:00，x <a@b.example> 写道：\n\n> {OLD}",
    "apple_plain": f"2023年7月1日 09:00，x <a@b.example> 写道：\n{OLD}",
    "apple_forward": f"开始转发的邮件：\n\n发件人: x\n{OLD}",
    "apple_begin": f"Begin forwarded message:\n\n{OLD}",
    "marks": f"> {OLD}\n>> 更早",
    "full_marks": f"＞ {OLD}",
    "163_gap": f'在 2023-07-01 09:00:00，"x" <a@b.example> 写道：\n\n\n\n{OLD}',
    "one_line": f"发件人：x 发送时间：y 收件人：z 主题：w\n{OLD}",
    "bare": f"原始邮件\n发件人：x\n{OLD}",
    "wecom": f"张三<a@b.example> 在 2023年6月30日 周五 09:30 写道：\n{OLD}",
    "phone_zh": f"发自我的华为手机\n\n-------- 原始邮件 --------\n发件人：x\n{OLD}",
    "crlf": f"\r\n-----原始邮件-----\r\n{OLD}",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_what_a_mail_program_copies_is_cut_off(form: str) -> None:
    assert own_words(f"二季度报表请查收。\n\n{form}\n") == "二季度报表请查收。"


def test_an_answer_below_the_quoted_lines_is_kept() -> None:
    text = f"在 2023-07-01，x <a@b.example> 写道：\n> {OLD}\n\n收到，谢谢"
    assert own_words(text) == "收到，谢谢"


@pytest.mark.parametrize(
    "text",
    [
        "一、发件人：本单位\n各项工作均已完成",
        "时间：6月30日\n主题：座谈会\n地点：三楼",
        "我在2023年第二季度写道路维修方案",
        "联系人：张三\n----------\n请查收",
        "在家办公期间\n如有问题\n请联系我\n谢谢",
        "自查情况：已完成\n自：7月起",
    ],
)
def test_words_that_only_look_like_headers_are_kept(text: str) -> None:
    assert own_words(text) == text


def test_a_telephone_s_advertisement_is_not_the_writer_s() -> None:
    assert own_words("收到\n\n发自我的iPhone") == "收到"


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        (
            "请查收。\n\n沂县民政局\n办公室 张三\n0533-1234567",
            "沂县民政局\n办公室 张三\n0533-1234567",
        ),
        ("请查收。\n-- \n沂县民政局", "沂县民政局"),
        ("请查收。\n------------------\n沂县民政局\n张三", "沂县民政局\n张三"),
        ("请查收。\n沂县民政局", "沂县民政局"),
        ("请查收。\n\n详情见附件。\n沂县民政局\n7月1日", "沂县民政局\n7月1日"),
        (f"请查收。\n\n沂县民政局\n\n{FORMS['qq']}", "沂县民政局"),
        ("请查收。", ""),
        ("沂县民政局", ""),
        ("", ""),
        ("好。\n\n" + "短行\n" * 9, ""),
    ],
)
def test_the_block_of_short_lines_at_the_end_is_the_signature(
    text: str, closing: str
) -> None:
    assert signature(text) == closing


def test_a_forward_of_a_forward_tells_its_writers_from_outside_in() -> None:
    text = """请见下。
-------- 转发邮件信息 --------
发件人："李四" <li@county.example>
发送日期：2023-06-30
收件人："办公室" <office@county.example>
主题：Fw:二季度报表

> -----Original Message-----
> From: Zhang San [mailto:zhang@163.example]
> Sent: Friday
> To: li
> Subject: 二季度报表
"""
    assert forwarded_senders(text) == (
        Address("李四", "li@county.example"),
        Address("Zhang San", "zhang@163.example"),
    )
    assert forwarded_subjects(text) == ("Fw:二季度报表", "二季度报表")


def test_values_on_the_next_line_and_in_a_table_are_read() -> None:
    wrapped = "发件人：\n张三 <zhang@163.example>\n发送时间：昨天\n主题：\n报表"
    assert forwarded_senders(wrapped) == (Address("张三", "zhang@163.example"),)
    assert forwarded_subjects(wrapped) == ("报表",)
    table = "| 发件人 | 张三<zhang@163.example> |\n| 日期 | x |\n| 主题 | 报表 |"
    assert forwarded_senders(table) == (Address("张三", "zhang@163.example"),)


def test_a_writer_without_an_address_is_told_by_name() -> None:
    assert forwarded_senders("发件人： 张三\n收件人： 李四") == (Address("张三", ""),)


def test_two_blocks_without_a_gap_are_two_letters() -> None:
    text = "发件人: a\n主题: 一\n发件人: b\n主题: 二"
    assert forwarded_subjects(text) == ("一", "二")


def test_a_letter_without_a_copy_has_no_inner_senders() -> None:
    assert forwarded_senders("请查收\n发件人：") == ()
    assert forwarded_subjects("请查收") == ()


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    own_words(text)
    signature(text)
    forwarded_senders(text)


@pytest.mark.parametrize(
    "bad", ["在 " * 200_000, "From: \n" * 30_000, "a@b" * 200_000, "\n> " * 100_000]
)
def test_a_huge_text_is_read_in_linear_time(bad: str) -> None:
    start = time.thread_time()
    own_words(bad)
    forwarded_senders(bad)
    assert time.thread_time() - start < 5
