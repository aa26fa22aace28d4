"""What the system's own errors mean, in the words that staff read.

The numbers are those of POSIX errno; Windows' own are translated to them by Python.
The system's English words go to the log only (`in_log`).
"""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final = {
    "ENOSPC": "磁盘空间已满",
    "EDQUOT": "磁盘配额已用完",
    "EFBIG": "文件超过了磁盘允许的大小",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EROFS": "磁盘是只读的",
    "EIO": "磁盘读写出错，可能已损坏",
    "ENOENT": "找不到文件或文件夹",
    "ENOTDIR": "路径中有一处不是文件夹",
    "EISDIR": "这是文件夹，不是文件",
    "EEXIST": "已有同名的文件或文件夹",
    "ENOTEMPTY": "文件夹不是空的",
    "ENAMETOOLONG": "文件名或路径过长",
    "EINVAL": "系统不接受这个名称或操作",
    "ELOOP": "路径中的链接绕成了圈",
    "EBUSY": "正被其他程序占用",
    "ETXTBSY": "正被其他程序占用",
    "EAGAIN": "暂时不可用",
    "EXDEV": "不在同一磁盘上",
    "EMFILE": "打开的文件过多",
    "ENFILE": "打开的文件过多",
    "ENOMEM": "内存不足",
    "ENODEV": "设备不存在",
    "ENXIO": "设备不存在",
    "ESTALE": "网络磁盘已断开，请重新连接",
    "ECONNREFUSED": "连接被拒绝",
    "ECONNRESET": "连接被对方中断",
    "ECONNABORTED": "连接被中断",
    "EPIPE": "连接被对方中断",
    "ETIMEDOUT": "服务器没有回应",
    "EHOSTUNREACH": "找不到去往该服务器的线路，请检查网络",
    "EHOSTDOWN": "该服务器未开机或未联网",
    "ENETUNREACH": "网络不通，请检查网络",
    "ENETDOWN": "本机网络未连接",
    "EADDRNOTAVAIL": "本机网络地址不可用",
}
# Not every system has each of them: Windows knows no EDQUOT of its own.
_BY_NUMBER: Final = {
    getattr(errno, name): words
    for name, words in _WORDS.items()
    if hasattr(errno, name)
}


# What the machine lacks for a while, whatever file was in hand when it showed.
_HOSTS: Final = frozenset(
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE", "ENOMEM"),
        *("EAGAIN", "ENODEV", "ESTALE"),
    )
    if hasattr(errno, name)
)
# threading's own words (CPython's Python/thread.c) where the system refuses a thread
_NO_THREAD: Final = "can't start new thread"

_NO_PROCESS: Final = "系统不允许再启动新的进程"
_LIBRARY: Final = {
    "timed out": "服务器没有回应",
    "socket error": "连接被对方中断",
    "eof occurred": "连接被对方中断",
    "unexpectedly closed": "连接被对方中断",
    "not connected": "连接已断开",
    "run connect() first": "连接已断开",
    "broken pipe": "连接被对方中断",
    "connection reset": "连接被对方中断",
    "unexpected response": "服务器的回答无法理解",
}


def why(fault: OSError) -> str:
    """Return in Chinese what the system refused and why; its number if unknown."""
    if isinstance(fault, TimeoutError):
        return _WORDS["ETIMEDOUT"]
    number = fault.errno
    if number in _BY_NUMBER:
        return _BY_NUMBER[number]
    return f"系统错误{number}" if number else "系统没有说明原因"


def is_the_hosts(fault: BaseException) -> bool:
    """Tell whether the machine failed, not the mail or file that was in hand.

    No disk, memory, descriptor, process or thread was to be had: it passes, or a
    person mends the machine, and nothing is to be concluded of the mail.
    """
    if isinstance(fault, OSError):
        return fault.errno in _HOSTS
    no_thread = isinstance(fault, RuntimeError) and _NO_THREAD in str(fault)
    return no_thread or isinstance(fault, MemoryError)


def of_the_host(fault: BaseException) -> str:
    """Say in Chinese what the machine lacks, for a fault that `is_the_hosts`."""
    if isinstance(fault, OSError):
        return why(fault)
    return _WORDS["ENOMEM"] if isinstance(fault, MemoryError) else _NO_PROCESS


def broken_off(text: str) -> str:
    """Return how a connection ended; what a server itself said stays as it is.

    imaplib and smtplib tell a dead line in English sentences of their own.
    """
    found = (words for mark, words in _LIBRARY.items() if mark in text.lower())
    return next(found, text or "对方没有说明原因")


def in_log(fault: BaseException) -> str:
    """Return a fault as the log tells it: its words, and the system's behind them."""
    cause = fault.__cause__
    if isinstance(cause, OSError) and cause.strerror:
        return f"{fault} [{type(cause).__name__} {cause.errno}: {cause.strerror}]"
    return str(fault)
