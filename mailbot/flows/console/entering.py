"""Who comes into the console: by a mailed code, a password or a link, and how long."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.core.entry.entry import (
    CODE_GOOD,
    LONGEST_SPAN,
    PERMISSION_WORDS,
    WHOLE,
    DoorCode,
    Keeper,
    Knock,
    KnockKind,
    Permission,
    Stay,
    may_knock,
    why_not,
)
from mailbot.core.letters.letters import Letter
from mailbot.core.nature.gate import Allow, Planned, may_send
from mailbot.core.nature.nature import OwnSide
from mailbot.core.record.records import LetterKind, NewLetter
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.answering import letterhead
from mailbot.flows.office import Office
from mailbot.ports import Work
from mailbot.ports.console import Passwords

_DIGITS = 8
_SEEN_EVERY = timedelta(minutes=1)
_LINK = "link:"
WRONG = "验证码或密码不对，或已失效，请重新获取验证码"
TOO_OFTEN = "尝试过于频繁，请稍后再试"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff who has come in."""

    address: str
    role: Permission

    @property
    def decides(self) -> bool:
        """Tell whether he may decide, not only look."""
        return self.role is Permission.OFFICE


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the door: his browser's own secret, and where he calls from."""

    browser: str
    peer: str


@dataclass(frozen=True, slots=True)
class Mailed:
    """A code on its way to one of the staff."""

    address: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gatehouse:
    """What the door needs: the office, what hashes passwords, and secrets."""

    office: Office
    passwords: Passwords
    secret: Callable[[], str]

    def ask(self, address: str, visitor: Visitor, now: datetime) -> Mailed | None:
        """Make a code for a browser; return it if the address is one of the staff's.

        The ledger is written to in the same way whoever asks, so that neither words
        nor time tell who is staff. NeedsStaff where too much was asked.
        """
        office, wanted = self.office, address.strip().lower()
        code = f"{office.chance(64) % 10**_DIGITS:0{_DIGITS}}"
        known = wanted if wanted in office.staff and wanted != office.address else ""
        with office.ledger.begin() as work:
            work.entries.clear(now - WHOLE)
            _knock(work, Knock(KnockKind.ASKED, hashed(wanted), visitor.peer, now))
            secret, browser = hashed(code + visitor.browser), hashed(visitor.browser)
            work.entries.give(DoorCode(0, known, secret, browser, now))
            work.commit()
        return Mailed(known, code, now) if known else None

    def invite(self, address: str, now: datetime) -> str:
        """Return the secret of a link that lets one of the staff in, once."""
        secret = self.secret()
        kept = DoorCode(0, address, hashed(secret), _LINK + hashed(secret), now)
        with self.office.ledger.begin() as work:
            work.entries.give(kept)
            work.commit()
        return secret

    def enter_by_link(self, link: str, visitor: Visitor, now: datetime) -> str:
        """Return the secret of a new session; NeedsStaff if the link is not good."""
        with self.office.ledger.begin() as work:
            code = work.entries.code(_LINK + hashed(link))
            return self._enter_by(work, code, hashed(link), (visitor, now))

    def enter_by_code(self, typed: str, visitor: Visitor, now: datetime) -> str:
        """Return the secret of a new session; NeedsStaff if the code is not good."""
        digits = "".join(c for c in typed if c.isdigit())
        with self.office.ledger.begin() as work:
            code = work.entries.code(hashed(visitor.browser))
            secret = hashed(digits + visitor.browser)
            return self._enter_by(work, code, secret, (visitor, now))

    def _enter_by(
        self,
        work: Work,
        code: DoorCode | None,
        secret: str,
        asking: tuple[Visitor, datetime],
    ) -> str:
        visitor, now = asking
        key = hashed(code.address if code else "")
        _knock(work, Knock(KnockKind.TRIED, key, visitor.peer, now))
        good = code is not None and code.is_good(now) and work.entries.tried(code.id)
        if code is None or not good or not hmac.compare_digest(code.secret, secret):
            work.commit()
            raise NeedsStaff(WRONG)
        if code.address not in self.office.staff or not work.entries.use(code.id):
            raise NeedsStaff(WRONG)
        return self._opened(work, code.address, visitor, now)

    def enter_by_password(
        self, address: str, password: str, visitor: Visitor, now: datetime
    ) -> str:
        """Return the secret of a new session; NeedsStaff if it is not the password."""
        wanted = address.strip().lower()
        with self.office.ledger.begin() as work:
            knock = Knock(KnockKind.TRIED, hashed(wanted), visitor.peer, now)
            _knock(work, knock)
            kept = _keeper(work, wanted).password
            work.commit()
        fits = self.passwords.fits(kept, password[:1000])
        if not fits or wanted not in self.office.staff:
            raise NeedsStaff(WRONG)
        with self.office.ledger.begin() as work:
            return self._opened(work, wanted, visitor, now)

    def _opened(self, work: Work, address: str, visitor: Visitor, now: datetime) -> str:
        secret = self.secret()
        work.entries.open(hashed(secret), Stay(address, now, now, visitor.peer))
        work.decisions.log("web_enter", address, now, peer=visitor.peer)
        work.commit()
        return secret

    def who(self, secret: str, now: datetime) -> Person | None:
        """Return whose session it is, None if it has ended; note that it is used."""
        if not secret:
            return None
        with self.office.ledger.begin() as work:
            stay = work.entries.stay(hashed(secret))
            if stay is None:
                return None
            if stay.is_over(self.office.staff, now):
                work.entries.end(hashed(secret))
                work.commit()
                return None
            if now - stay.seen_at > _SEEN_EVERY:
                work.entries.seen(hashed(secret), now)
                work.commit()
            return Person(stay.address, _keeper(work, stay.address).role)

    def leave(self, secret: str, by: str, now: datetime) -> None:
        """End a session."""
        with self.office.ledger.begin() as work:
            work.entries.end(hashed(secret))
            work.decisions.log("web_leave", by, now)
            work.commit()

    def set_password(self, person: Person, password: str, now: datetime) -> NewLetter:
        """Keep a new password, end all of the person's sessions; return the letter.

        NeedsStaff says why a password will not do.
        """
        if words := why_not(password, person.address):
            raise NeedsStaff(words)
        kept = self.passwords.hash(password)
        with self.office.ledger.begin() as work:
            keeper = _keeper(work, person.address)
            work.entries.keep(replace(keeper, password=kept, changed_at=now))
            work.entries.end_all(person.address)
            work.decisions.log("web_password", person.address, now)
            work.commit()
        return self._changed(person.address, "密码已修改", now)

    def set_role(
        self, address: str, role: Permission, by: str, now: datetime
    ) -> NewLetter:
        """Give one of the staff a role, end his sessions; return the letter to him."""
        wanted = address.strip().lower()
        if wanted not in self.office.staff:
            words = f"{wanted} 不在 MAILBOT_STAFF 中，请先加入再设定"
            raise NeedsStaff(words)
        with self.office.ledger.begin() as work:
            keeper = _keeper(work, wanted)
            work.entries.keep(replace(keeper, role=role, changed_at=now))
            work.entries.end_all(wanted)
            work.decisions.log("web_role", by, now, address=wanted, role=role)
            work.commit()
        return self._changed(wanted, f"权限已设为“{PERMISSION_WORDS[role]}”", now)

    def end_sessions(self, address: str, by: str, now: datetime) -> int:
        """End the sessions of somebody ("": of everybody); count them."""
        with self.office.ledger.begin() as work:
            count = work.entries.end_all(address.strip().lower())
            work.decisions.log("web_end", by, now, address=address)
            work.commit()
        return count

    def people(self, now: datetime) -> tuple[tuple[Keeper, int], ...]:
        """Return each of the staff with the number of his sessions."""
        with self.office.ledger.begin() as work:
            stays = [s for s in work.entries.stays() if not self._over(s, now)]
            keepers = [_keeper(work, address) for address in self.office.staff]
        return tuple((k, sum(s.address == k.address for s in stays)) for k in keepers)

    def _over(self, stay: Stay, now: datetime) -> bool:
        return stay.is_over(self.office.staff, now)

    def code_letter(self, mailed: Mailed) -> NewLetter | None:
        """Write the letter that brings a code; None where the gate refuses it."""
        spaced = f"{mailed.code[: _DIGITS // 2]} {mailed.code[_DIGITS // 2 :]}"
        facts = {"code": spaced, "minutes": int(CODE_GOOD.total_seconds() // 60)}
        letter = self._letter("code", mailed.address, facts, mailed.at)
        own = OwnSide(frozenset({self.office.address}))
        planned = Planned(mailed.address, letter.subject, mailed.at)
        return letter if isinstance(may_send(planned, own), Allow) else None

    def _changed(self, address: str, what: str, now: datetime) -> NewLetter:
        when = f"{self.office.local(now):%Y-%m-%d %H:%M}"
        return self._letter("entry", address, {"what": what, "when": when}, now)

    def _letter(
        self, template: str, to: str, facts: dict[str, object], now: datetime
    ) -> NewLetter:
        letter = Letter(
            kind=LetterKind.ANSWER,
            template=template,
            to=to,
            facts=letterhead(self.office, now) | facts,
            not_before=now,
            expires_at=now + CODE_GOOD,
        )
        return self.office.scribe.write(letter, now)


def hashed(secret: str) -> str:
    """Return what is kept of a secret of at least 64 bits: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _keeper(work: Work, address: str) -> Keeper:
    known = {keeper.address: keeper for keeper in work.entries.keepers()}
    return known.get(address, Keeper(address))


def _knock(work: Work, knock: Knock) -> None:
    """Record an attempt; NeedsStaff if there were too many."""
    if not may_knock(knock, work.entries.knocks(knock.at - LONGEST_SPAN)):
        raise NeedsStaff(TOO_OFTEN)
    work.entries.knock(knock)
