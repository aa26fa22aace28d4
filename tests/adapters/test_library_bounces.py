"""flufl.bounce, asked with care, and both readings together on real bounces."""

from __future__ import annotations

import json
import random
import time
from email.message import Message as StdMessage

from flufl.bounce._detectors.simplematch import SimpleMatch

from mailbot.adapters.mail.mime.bounces import detect, library_reading
from mailbot.core.nature.bounces import Bounce, NotABounce
from mailbot.core.nature.nature import OwnSide, nature_of
from mailbot.core.record.mail import Address, Message, Nature
from tests.support.shared import shared_path
from tests.support.stdlib_mail import parse

RAW = (
    b"From: mailer-daemon@x.example\nTo: us@y.example\nSubject: failure notice\n\n"
    b"Sorry, unable to deliver your message to one@b.example for some reason\n"
    b"A copy of the original message\n"
)
MACHINE = Message(
    sender=Address("", "mailer-daemon@x.example"), subject="failure notice"
)


class Raises:
    """A detector that does what some do on ordinary mail."""

    def process(self, msg: StdMessage) -> tuple[frozenset[bytes], frozenset[bytes]]:
        raise AttributeError(msg.get_content_type())


class Delays:
    """A detector that finds a delay."""

    def process(
        self,
        msg: StdMessage,  # noqa: ARG002  # the detector's interface
    ) -> tuple[frozenset[bytes], frozenset[bytes]]:
        return frozenset({b"Two@b.example", b""}), frozenset()


def test_one_detector_that_raises_does_not_silence_the_others() -> None:
    assert detect(RAW, (Raises(), SimpleMatch())) == Bounce(("one@b.example",))


def test_a_delay_is_temporary_and_empty_addresses_are_dropped() -> None:
    assert detect(RAW, (Delays(),)) == Bounce(("two@b.example",), temporary=True)


def test_the_library_s_own_detectors_are_all_asked() -> None:
    assert library_reading(RAW, MACHINE, ()) == Bounce(("one@b.example",))


def test_nothing_found_is_no_bounce() -> None:
    assert library_reading(b"Subject: x\n\ny", MACHINE, ()) == NotABounce()


def test_a_person_s_mail_is_never_shown_to_the_library() -> None:
    person = Message(sender=Address("", "clerk@163.example"), subject="二季度")
    assert library_reading(RAW, person, ()) == NotABounce()


def test_a_line_without_end_is_cut_before_quadratic_patterns_see_it() -> None:
    start = time.thread_time()
    library_reading(RAW + b"x" * 3_000_000, MACHINE, ())
    assert time.thread_time() - start < 10


def corpus() -> list[tuple[dict[str, object], bytes]]:
    """Return the index's lines with their messages' bytes, streams of TNEF apart."""
    root = shared_path("corpus")
    lines = (root / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [
        (e, (root / e["path"]).read_bytes()) for e in entries if e.get("kind") != "tnef"
    ]


def read(raw: bytes) -> tuple[Nature, set[str], bool]:
    mail = parse(raw)
    theirs = library_reading(raw, mail.message, mail.parts)
    report = nature_of(mail.message, mail.parts, OwnSide(), theirs)
    return report.nature, set(report.bounced), report.temporary


def test_every_stated_bounce_of_the_corpus_is_found_and_nothing_else() -> None:
    missed, wrong = [], []
    for entry, raw in corpus():
        nature, bounced, _ = read(raw)
        stated = entry.get("expected_bounce_recipients")
        if isinstance(stated, list):
            if not {str(a).lower() for a in stated} <= bounced:
                missed.append(entry["path"])
        elif nature is Nature.BOUNCE and "bounce" not in str(entry.get("category")):
            wrong.append(entry["path"])
    assert (missed, wrong) == ([], [])


def test_what_the_corpus_states_as_temporary_is_temporary() -> None:
    # The other way round ours says more: a 4.x.x that a host gave up on may pass.
    stated = [(e, raw) for e, raw in corpus() if e.get("expected_temporary") is True]
    assert [e["path"] for e, raw in stated if not read(raw)[2]] == []


def test_mutated_bounces_never_raise() -> None:
    dice = random.Random(20230630)  # noqa: S311  # mutations, no secrets
    bounces = [raw for e, raw in corpus() if e.get("expected_bounce_recipients")]
    for _ in range(150):
        raw = bytearray(dice.choice(bounces)[:20_000])
        for _ in range(dice.randrange(1, 20)):
            at = dice.randrange(len(raw))
            raw[at : at + dice.randrange(3)] = dice.randbytes(dice.randrange(4))
        read(bytes(raw))
