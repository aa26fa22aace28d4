"""A full mailbox passes, whatever its words and codes."""

import pytest

from mailbot.core.nature.bounce_texts import may_pass
from mailbot.core.nature.delivery_status import Fate, is_temporary, recipients
from mailbot.core.nature.full_mailbox import PHRASES, is_full


@pytest.mark.parametrize(("phrase", "host", "sentence"), PHRASES)
def test_each_phrase_has_a_host_and_a_sentence(
    phrase: str, host: str, sentence: str
) -> None:
    assert is_full(sentence)
    assert phrase in sentence.lower()
    assert host
    assert may_pass(f"a@b.cn\n{sentence}")


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [
        ("5.2.2", "smtp; 552 5.2.2 Mailbox full"),
        ("5.2.2", ""),
        ("5.0.0", "smtp; 550 User's mailfolder is full"),
        ("5.0.0", "收件人邮箱空间不足"),
        ("4.2.2", ""),
    ],
)
def test_a_status_that_tells_of_a_full_mailbox_passes(
    status: str, diagnostic: str
) -> None:
    block = f"Final-Recipient: rfc822; a@b.cn\nAction: failed\nStatus: {status}\n"
    (one,) = recipients(f"{block}Diagnostic-Code: {diagnostic}\n")
    assert one.fate is Fate.TEMPORARY


@pytest.mark.parametrize(
    "words",
    [
        "550 5.1.1 User unknown",
        "552 5.3.4 message size exceeds fixed maximum",
        "邮件大小超出限制",
        "5.2.1 mailbox disabled",
        "",
    ],
)
def test_another_failure_is_no_full_mailbox(words: str) -> None:
    assert not is_full(words)
    assert not is_temporary(words)
