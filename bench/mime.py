"""How fast mails are parsed, beside the parsers one would take instead.

`python -m bench.mime [--megabytes N]`: every parser reads the same mails in the same
run and in turn, so that the ratios hold on a noisy machine. A parse is the whole work:
subject, addresses, every attachment's name and decoded bytes.
"""

from __future__ import annotations

import argparse
import base64
import email
import email.policy
import random
import statistics
import time
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header

from mailbot.adapters.mail.mime.reading import parse

Reader = tuple[str, "Callable[[bytes], object]"]
_ROUNDS = 5


def sample(attachment: int, chance: random.Random) -> bytes:
    """Make a mail as QQ Mail writes it, with one attachment of so many bytes."""
    name = base64.b64encode("二季度报表.docx".encode("gb18030")).decode()
    text = "县妇儿工委办公室：现将我局二季度实事进展情况报上，请查收。\n" * 40
    body = base64.encodebytes(text.encode("gb18030")).decode()
    file = base64.encodebytes(chance.randbytes(attachment)).decode()
    received = (
        "Received: from a.example (b [192.0.2.1]) by c with SMTP id 7;\n"
        "\tFri, 30 Jun 2023 17:02:11 +0800\n"
    )
    mail = (
        f'{received * 6}From: "=?gb18030?B?{name}?=" <unit@example.cn>\n'
        f"To: <office@example.cn>\nSubject: =?gb18030?B?{name}?=\n"
        "Date: Fri, 30 Jun 2023 17:02:11 +0800\n"
        "MIME-Version: 1.0\nMessage-ID: <tencent_1@example.cn>\n"
        'Content-Type: multipart/mixed;\n\tboundary="----=_Next_1"\n\n'
        '------=_Next_1\nContent-Type: text/plain;\n\tcharset="gb18030"\n'
        f"Content-Transfer-Encoding: base64\n\n{body}\n"
        "------=_Next_1\nContent-Type: application/octet-stream;\n\t"
        f'name="=?gb18030?B?{name}?="\nContent-Disposition: attachment; '
        f'filename="=?gb18030?B?{name}?="\n'
        f"Content-Transfer-Encoding: base64\n\n{file}\n------=_Next_1--\n"
    )
    return mail.replace("\n", "\r\n").encode()


def readers() -> Iterator[Reader]:
    """Yield the parsers at hand; the optional ones where they are installed."""
    yield "mailbot", parse
    yield "policy.default", lambda raw: _stdlib(raw, email.policy.default)
    yield "compat32", lambda raw: _stdlib(raw, email.policy.compat32)
    yield from _imap_tools()
    yield from _mail_parser()
    yield from _fast_mail_parser()


def _stdlib(raw: bytes, policy: email.policy.Policy) -> object:
    message = email.message_from_bytes(raw, policy=policy)
    heads = [_decoded(message[name]) for name in ("subject", "from", "to", "date")]
    files = [
        (_decoded(part.get_filename()), part.get_payload(decode=True))
        for part in message.walk()
        if not part.is_multipart()
    ]
    return heads, files


def _decoded(value: str | None) -> str:
    # policy.default decodes by itself; compat32 leaves the words to its caller.
    return str(make_header(decode_header(str(value)))) if value else ""


def _imap_tools() -> Iterator[Reader]:
    try:
        from imap_tools import MailMessage  # noqa: PLC0415 - optional
    except ImportError:
        return

    def read(raw: bytes) -> object:
        mail = MailMessage.from_bytes(raw)
        files = [(file.filename, file.payload) for file in mail.attachments]
        return mail.subject, mail.from_, mail.to, mail.date, mail.text, files

    yield "imap_tools", read


def _mail_parser() -> Iterator[Reader]:
    try:
        import mailparser  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
    except ImportError:
        return

    def read(raw: bytes) -> object:
        mail = mailparser.parse_from_bytes(raw)
        # It leaves base64 as text; the bytes are what anyone wants.
        files = [base64.b64decode(file["payload"]) for file in mail.attachments]
        return mail.subject, mail.from_, mail.to, mail.date, files

    yield "mail-parser", read


def _fast_mail_parser() -> Iterator[Reader]:
    try:
        from fast_mail_parser import parse_email  # noqa: PLC0415 - optional
    except ImportError:
        return

    def read(raw: bytes) -> object:
        mail = parse_email(raw)
        return mail.subject, [
            (file.filename, file.content) for file in mail.attachments
        ]

    yield "fast-mail-parser", read


def measure(mails: list[bytes], title: str) -> None:
    """Print a line a parser: MB/s by the median round, CPU seconds per wall second."""
    size = sum(map(len, mails)) / 1e6
    every = list(readers())
    walls: dict[str, list[float]] = {name: [] for name, _ in every}
    cpus: dict[str, list[float]] = {name: [] for name, _ in every}
    for _ in range(_ROUNDS):
        for name, read in every:
            wall, cpu = time.perf_counter(), time.process_time()
            for raw in mails:
                read(raw)
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
    base = statistics.median(walls["compat32"])
    print(f"\n{title}: {len(mails)} mails, {size:.1f} MB, median of {_ROUNDS} rounds")
    print(f"{'parser':18}{'MB/s':>8}{'CPU s':>9}{'x compat32':>12}")
    for name, taken in walls.items():
        wall, cpu = statistics.median(taken), statistics.median(cpus[name])
        print(f"{name:18}{size / wall:8.1f}{cpu:9.3f}{base / wall:12.2f}")


def main() -> None:
    """Measure both kinds of mail: large attachments, and 20 KB letters."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--megabytes", type=int, default=24)
    amount = options.parse_args().megabytes * 1_000_000
    chance = random.Random(20230630)
    large, small = 3_000_000, 10_000
    measure(
        [sample(large, chance) for _ in range(max(1, amount // (large * 4 // 3)))],
        "large attachments",
    )
    measure(
        [sample(small, chance) for _ in range(min(200, amount // 20_000))],
        "letters of 20 KB",
    )


if __name__ == "__main__":
    main()
