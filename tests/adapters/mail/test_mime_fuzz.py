"""Five hundred damaged mails of a fixed series; `make fuzz` reads twenty thousand."""

from tests.fuzz import SLOWEST, read_corpus, slowest, trials, with_archives
from tests.support.shared import shared_path

WITH_FILE = (
    b"From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
    b'Content-Type: a/b; name="=?gb2312?B?uL28/g==?="\n'
    b"Content-Transfer-Encoding: base64\n\nYWJj\n--b--\n"
)
WITH_HTML = (
    b"Subject: =?utf-8?Q?=E4=BD=A0?=\nContent-Type: text/html; charset=gbk\n\n"
    b"<p>\xd6\xd0"
)
OWN = [WITH_FILE, WITH_HTML]


def test_damaged_mails_of_our_own_never_raise() -> None:
    seconds, _ = slowest(trials(OWN, 300))
    assert seconds < SLOWEST


def test_damaged_archives_never_raise_and_nothing_leaves_its_folder() -> None:
    seconds, _ = slowest(trials(with_archives(), 200))
    assert seconds < SLOWEST


def test_damaged_mails_of_the_corpus_never_raise() -> None:
    corpus = read_corpus(shared_path("corpus"))
    seconds, number = slowest(trials(corpus, 500))
    assert seconds < SLOWEST, f"number {number} took {seconds:.1f} s"


def test_a_series_can_be_played_again() -> None:
    assert list(trials(OWN, 5)) == list(trials(OWN, 5))
