"""Writes the mails of mails.jsonl: python -m tests.cases_own.make_mails OUT.

ID.eml is the mail to be judged, ID--before1.eml what the unit had mailed earlier;
at.txt says, line by line and in order, the moment each came in.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from email.header import Header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.cases_own import papers, scans

HERE = Path(__file__).resolve().parent
OFFICE = ("县妇儿工委办公室", "yyxfl@zb.shandong.cn")
QUARTERS = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}
WIRE = policy.SMTP.clone(max_line_length=76)
STILL = (2023, 6, 29, 8, 0, 0)
Spec = dict[str, Any]


def _scan(spec: Spec) -> bytes:
    if spec.get("part"):
        return scans.pdf([scans.page(spec, spec["part"])])
    second = [scans.page(spec, 2)] if spec.get("pages", 1) > 1 else []
    return scans.pdf([scans.page(spec), *second])


def _text_pdf(spec: Spec) -> bytes:
    seal = spec.get("seal")
    return papers.text_pdf(spec, scans.seal_png(seal) if seal else None)


def _zip(spec: Spec) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for member in spec["members"]:
            box.writestr(zipfile.ZipInfo(member["name"], STILL), content(member))
    return out.getvalue()


MAKERS: dict[str, Callable[[Spec], bytes]] = {
    "docx": papers.word,
    "xlsx": papers.sheet,
    "scan": _scan,
    "textpdf": _text_pdf,
    "photo": lambda spec: scans.photo(scans.page(spec)),
    "picdocx": lambda spec: papers.picture_word(scans.jpeg(scans.page(spec))),
    "activity": lambda spec: scans.activity(spec["name"]),
    "logo": lambda _: scans.logo(),
    "zip": _zip,
    "text": lambda spec: str(spec["text"]).encode(spec.get("charset", "utf-8")),
    "eml": lambda spec: build({**spec["mail"], "id": spec["name"]}),
}
BY_NAME = {"docx": "docx", "xlsx": "xlsx", "pdf": "scan", "zip": "zip", "jpg": "photo"}


def content(spec: Spec) -> bytes:
    """The bytes of one attachment."""
    made = spec.get("make") or BY_NAME[spec["name"].rsplit(".", 1)[1].lower()]
    data = MAKERS[made](spec)
    return steady(data) if made in {"docx", "xlsx", "picdocx"} else data


def steady(data: bytes) -> bytes:
    """The office file with its clock readings fixed: the same mails every day."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(
                    rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2023-06-29T00:00:00Z", part
                )
            new.writestr(zipfile.ZipInfo(name, STILL), part)
    return out.getvalue()


def build(case: Spec) -> bytes:
    """The whole mail as bytes."""
    mail = EmailMessage(policy=WIRE)
    sent = datetime.fromisoformat(case["date"])
    mark = hashlib.sha256(case["id"].encode()).hexdigest()[:16]
    host = case["from_addr"].rpartition("@")[2]
    for name, value in _envelope(case, sent, host).items():
        mail[name] = value
    mail["From"] = _address(case.get("from_name", ""), case["from_addr"])
    to = case.get("to") or [list(OFFICE)]
    mail["To"] = ", ".join(_address(*t) for t in to)
    mail["Subject"] = case["subject"]
    mail["Message-ID"] = f"<{mark}@{host}>"
    if case.get("report"):
        return _report(mail, case["report"], mark)
    mail.set_content(case["body"] or "\n", cte="base64")
    for spec in case["attachments"]:
        _attach(mail, spec)
    for number, part in enumerate(p for p in mail.walk() if p.is_multipart()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"----=_Part_{mark}_{number}")
    return _replaced(mail.as_bytes(), case.get("headers", []))


def _envelope(case: Spec, sent: datetime, host: str) -> dict[str, str]:
    arrived = datetime.fromisoformat(case.get("received") or case["date"])
    back = "<>" if case.get("null_return") else f"<{case['from_addr']}>"
    when = arrived.strftime("%a, %d %b %Y %H:%M:%S %z")
    return {
        "Return-Path": back,
        "Received": f"from mail.{host} by mx.zb.shandong.cn with SMTP; {when}",
        "Date": sent.strftime("%a, %d %b %Y %H:%M:%S %z"),
    }


def _address(name: str, address: str) -> str:
    if not name:
        return address
    plain = name.isascii()
    return (
        f'"{name}" <{address}>'
        if plain
        else f"{Header(name, 'utf-8').encode()} <{address}>"
    )


def _replaced(mail: bytes, lines: list[str]) -> bytes:
    """Sets headers to the letter; a name without a value removes the header."""
    head, edge, body = mail.partition(b"\r\n\r\n")
    for line in lines:
        name, _, value = line.partition(":")
        old = rb"(?im)^%s:.*\r\n(?:[ \t].*\r\n)*" % re.escape(name.encode())
        head = re.sub(old, b"", head + b"\r\n").rstrip(b"\r\n")
        if value.strip():
            head += f"\r\n{line}".encode()
    return head + edge + body


def _attach(mail: EmailMessage, spec: Spec) -> None:
    name = spec["name"]
    if spec.get("make") == "eml":
        mail.add_attachment(
            content(spec), maintype="application", subtype="octet-stream", filename=name
        )
        return
    kind = (
        ("image", "jpeg") if name.endswith(".jpg") else ("application", "octet-stream")
    )
    mail.add_attachment(content(spec), maintype=kind[0], subtype=kind[1], filename=name)


def _report(mail: EmailMessage, report: Spec, mark: str) -> bytes:
    """A machine's report (multipart/report), the office's own letter quoted."""
    edge = f"----=_Report_{mark}"
    mail["MIME-Version"] = "1.0"
    kind = f"multipart/report; report-type={report['type']}"
    head = (
        mail.as_bytes().rstrip()
        + f'\nContent-Type: {kind}; boundary="{edge}"\n'.encode()
    )
    parts = [["text/plain; charset=utf-8", report["text"]], *report["parts"]]
    body = "".join(f"\n--{edge}\nContent-Type: {t}\n\n{w}" for t, w in parts)
    whole = head + body.encode() + f"\n--{edge}--\n".encode()
    return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def earlier(case: Spec) -> list[tuple[str, str, bytes]]:
    """What was mailed before: name, moment and bytes."""
    out = []
    for number, past in enumerate(case.get("before", []), 1):
        if "filed" not in past:
            continue
        name = f"{case['id']}--before{number}"
        past_mail = past.get("mail") or usual(past)
        bytes_ = build({**past_mail, "id": name, "date": past["received_at"]})
        out.append((f"{name}.eml", past["received_at"], bytes_))
    return out


def usual(past: Spec) -> Spec:
    """The plain good report that `before` speaks of."""
    unit, quarter = past["unit"], QUARTERS[past["period"][-1]]
    spec = {"unit": unit, "q": quarter, **past.get("spec", {})}
    names = {"electronic": "报表.docx", "stamped_pdf": "报表盖章.pdf"}
    return {
        "subject": f"{papers.FULL[unit]}2023年{quarter}实事工作进展情况",
        "from_name": unit,
        "from_addr": past["from"],
        "body": "请查收。",
        "attachments": [
            {**spec, "name": f"{unit}2023年{quarter}{names[copy]}"}
            for copy in past["filed"]
        ],
    }


def cases() -> list[Spec]:
    """All lines of mails.jsonl."""
    text = (HERE / "mails.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def main() -> None:
    """Writes every mail, or those whose id begins as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    moments = []
    for case in cases():
        if not case["id"].startswith(asked.only):
            continue
        for name, moment, data in earlier(case):
            (asked.out / name).write_bytes(data)
            soon = datetime.fromisoformat(moment) + timedelta(minutes=5)
            moments.append(f"{soon.isoformat()}\t{name}")
        (asked.out / f"{case['id']}.eml").write_bytes(build(case))
        moments.append(f"{case['at']}\t{case['id']}.eml")
    (asked.out / "at.txt").write_text("\n".join(moments) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
