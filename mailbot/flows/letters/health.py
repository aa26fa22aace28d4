"""How the bot itself is doing, in sentences that tell staff what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from mailbot.core.notice.periods import from_id
from mailbot.core.notice.policy import LettersMode, StampedCheck
from mailbot.core.record.records import LetterKind, LetterState
from mailbot.core.summary.summary import Health
from mailbot.flows.facts import HELD, last_read, too_old
from mailbot.flows.letters.alerting import SENDING_SINCE, SENDING_WORDS, moment_of
from mailbot.flows.letters.examples import EXAMPLES
from mailbot.flows.office import Desk, Office

_WEEK = timedelta(days=7)
_RELEASE = "请回复“代码 放行”（代码见信末），或运行 mailbot outbox release"
_BLIND = (
    "未安装印章检查：PDF上有无红章无法判断，一律待您核实。"
    "安装请信息员在程序文件夹运行 pip install '.[seal]'"
)
_RISKED = (
    "本系统不能把解析来信的进程同密码、台账隔开，已按设置 unconfined 照常解析，"
    "恶意附件可能读到密码，请信息员尽快更换或升级系统"
)
_UNPARSED = (
    "本系统不能把解析来信的进程同密码、台账隔开，来信只保存、不解析，"
    "请信息员运行 mailbot doctor 并按提示处理"
)
_MOST_NAMED = 5
_TOO_LONG = timedelta(hours=2)
_AHEAD = timedelta(minutes=10)
_MODES = {
    LettersMode.HOLD: (
        "当前为暂存模式：信件只拟稿，不发出。正式发信请设 MAILBOT_LETTERS=live"
    ),
    LettersMode.STAFF: (
        "当前为试运行：所有信件只发给工作人员。正式发信请设 MAILBOT_LETTERS=live"
    ),
}


def health_of(desk: Desk) -> tuple[Health, ...]:
    """Return what staff should know of the bot, faults after the good news."""
    return (
        *running(desk),
        *_sight(desk.office),
        *_walls(desk.office),
        *clock_health(desk),
    )


def running(desk: Desk) -> tuple[Health, ...]:
    """Return how reading, sending and the working folder are doing."""
    return (
        *_reading(desk),
        *_letters(desk),
        *_settings(desk.office, desk.now),
    )


def _sight(office: Office) -> Iterator[Health]:
    """Say that seals are to be checked and cannot be; the doctor has its own words."""
    if office.policy.stamped_check is StampedCheck.SEAL and not office.sees_seals:
        yield Health(_BLIND, fine=False)


def _walls(office: Office) -> Iterator[Health]:
    """Say that a hostile file could read secrets here, or that none is parsed."""
    if office.walled is not None and not office.walled():
        words = _RISKED if office.policy.unconfined else _UNPARSED
        yield Health(words, fine=False)


def clock_health(desk: Desk) -> Iterator[Health]:
    """Hold the machine's clock against the office's zone and the server's stamps.

    Another zone is no fault, since letters go by the office's; a clock behind the
    stamps of mail that has come makes every deadline and every working hour wrong.
    """
    here = desk.office.machine_offset(desk.now) if desk.office.machine_offset else None
    if here is not None and here != desk.office.local(desk.now).utcoffset():
        words = (
            f"本机时区与 {desk.office.zone} 不同，信件仍按后者计时，"
            "请确认 MAILBOT_TIMEZONE 正确"
        )
        yield Health(words)
    newest = max((moment for _, moment in desk.work.files.newest()), default=desk.now)
    # `now` may be a day of the past (`--at`); no reading is younger than its mail.
    if newest > max(desk.now, last_read(desk.work) or desk.now) + _AHEAD:
        when = f"{desk.office.local(newest):%Y-%m-%d %H:%M}"
        words = f"服务器收信时间（{when}）晚于本机时钟，请校准本机时间"
        yield Health(words, fine=False)


def _reading(desk: Desk) -> Iterator[Health]:
    read_at = last_read(desk.work)
    if read_at is None:
        yield Health("尚未读取过邮箱，请运行 mailbot poll，如有提示请照办", fine=False)
    else:
        local = desk.office.local(read_at)
        words = f"最近一次读取邮箱：{local.month}月{local.day}日{local:%H:%M}"
        if desk.now - read_at > _TOO_LONG:
            yield Health(f"{words}，已超过2小时，请检查网络和邮箱密码", fine=False)
        else:
            yield Health(words)
    old = too_old(desk.work)
    if old:
        yield Health(
            f"邮箱中有{old}封早于通知印发日的邮件未收取，如有报送请转发到本邮箱"
        )
    yield from _unread(desk)


def _unread(desk: Desk) -> Iterator[Health]:
    """Say what could not be read until somebody settles it, and what is tried again."""
    every = desk.work.unread.every()
    given_up = [one for one in every if one.next_try_at is None]
    rests = [one for one in every if one.next_try_at is not None]
    if given_up:
        names = "、".join(one.id for one in given_up[:_MOST_NAMED])
        more = "等" if len(given_up) > _MOST_NAMED else ""
        words = (
            f"有{len(given_up)}项未能读取（{names}{more}），原件已保存，请查看并登记，"
            "或运行 mailbot retry --failed 重新读取"
        )
        yield Health(words, fine=False)
    if rests:
        words = f"有{len(rests)}封来信暂未读取，自动重试（{rests[-1].fault}）"
        yield Health(words, fine=False)


def _letters(desk: Desk) -> Iterator[Health]:
    since = desk.work.decisions.fact(SENDING_SINCE)
    if since:
        began = moment_of(desk.office.local(datetime.fromisoformat(since)))
        words = desk.work.decisions.fact(SENDING_WORDS)
        yield Health(f"自{began}起信件发不出去：{words}", fine=False)
    mode = desk.office.policy.letters
    if mode in _MODES:
        yield Health(_MODES[mode], fine=False)
    if desk.work.decisions.mark(HELD):
        yield Health(f"发信已由工作人员暂停，恢复{_RELEASE}", fine=False)
    held = desk.work.outbox.every(frozenset({LetterState.HELD}))
    if held and mode is LettersMode.LIVE:
        words = f"有{len(held)}封信待放行，核对后{_RELEASE}"
        yield Health(words, fine=False)
    failed = [
        q
        for q in desk.work.outbox.every(frozenset({LetterState.FAILED}))
        if q.letter.created_at > desk.now - _WEEK
        and q.letter.kind is not LetterKind.SUMMARY
    ]
    if failed:
        last = failed[-1].last_error
        yield Health(f"近7天有{len(failed)}封信未能发出（最近：{last}）", fine=False)


def _settings(office: Office, now: datetime) -> Iterator[Health]:
    broken = (*office.scribe.check(EXAMPLES), *office.scribe.complaints)
    for words in dict.fromkeys(broken):
        yield Health(words, fine=False)
    for words in office.roster.warnings:
        yield Health(words, fine=False)
    years = {office.local(now).year}
    years |= {office.due_day(from_id(p.id)).year for p in office.periods}
    unknown = sorted(y for y in years if not office.calendar.is_known(y))
    for year in unknown:
        yield Health(
            f"尚无{year}年节假日安排，暂按双休日计算，"
            "请更新程序或在 config/workdays.csv 填写",
            fine=False,
        )
