"""Nouns that are too common to name a target."""

from __future__ import annotations

from typing import Final

# Nouns so common in reports that alone they name no target.
GENERIC_NOUNS: Final = (
    "中小学",
    "小学",
    "中学",
    "学校",
    "幼儿园",
    "公办",
    "妇女",
    "儿童",
    "家庭",
    "社区",
    "村",
    "基地",
    "庭院",
    "路线",
    "专线",
    "工作室",
    "示范点",
    "讲堂",
    "大讲堂",
    "课堂",
    "空间",
    "小屋",
    "家园",
    "检查",
    "监测",
    "培训",
    "宣传",
    "教育",
    "活动",
    "占比",
    "覆盖率",
    "覆盖",
    "比例",
    "托位",
    "托位数",
    "巡讲",
)
