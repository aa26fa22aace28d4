"""`mailbot …`: find the command, run it, say what went wrong and how to mend it."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from mailbot.cli.arguments import build_parser
from mailbot.errors import BadSettings, MailbotError, NeedsStaff, TryLater
from mailbot.fault_words import why

DONE, NEWS, WRONG, AWAY = 0, 1, 2, 3

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status as CONTRACT.md tells.

    0 done; 1 done, and something new is before a person; 2 wrong use or settings;
    3 a server could not be reached, nothing is lost.
    """
    os.umask(0o077)  # whatever is written here may name children
    _speak_utf8()
    options = build_parser().parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    if not options.verbose:
        # It warns of each round skipped while a long one runs: that is as it should.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
    try:
        return _run(options)
    except BrokenPipeError:
        # `mailbot status | head`: nobody reads any more, and that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(options: Namespace) -> int:
    try:
        return int(options.run(options))
    except BrokenPipeError:
        raise
    except (MailbotError, OSError, KeyboardInterrupt) as fault:
        return _say(*_in_words(fault))


def _in_words(fault: BaseException) -> tuple[int, str]:
    """Return the exit status, and what the operator reads."""
    match fault:
        case BadSettings(faults=(one,)):
            words = WRONG, one
        case BadSettings(faults=faults):
            words = WRONG, "\n".join(("设置有误，请按下列提示改正：", *faults))
        case NeedsStaff():
            words = WRONG, str(fault)
        case OSError():
            log.debug("%s", fault)  # the system's own words
            words = WRONG, f"无法读写 {fault.filename or '文件'}：{why(fault)}"
        case TryLater():
            words = AWAY, f"{fault}\n已收到的内容没有丢失，请稍后重新运行。"
        case _:
            words = AWAY, "已中断；已收到的内容没有丢失。"
    return words


def _say(status: int, words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return status


def _speak_utf8() -> None:
    """Write UTF-8 also where Windows or a bare container says otherwise."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
