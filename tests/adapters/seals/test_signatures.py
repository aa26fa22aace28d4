"""Electronic signatures in PDF and OFD files."""

import io

import pytest
from PIL import Image

from mailbot.adapters.seals import document, signatures
from mailbot.adapters.seals.document import look
from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.ofd import ofd_signatures, seal_names
from mailbot.adapters.seals.signatures import pdf_signatures
from mailbot.core.record.documents import (
    Kind,
    Problem,
    SealNames,
    SealReport,
    SealVerdict,
)
from tests.support.seals.files import ofd_of, seal_der, sealed_ofd, signed_pdf

NAMES = (SealNames("县民政局", ("青石县民政局",)),)


def blank_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 420), "white").save(out, "PDF", resolution=36)
    return out.getvalue()


@pytest.fixture(scope="module")
def signed() -> bytes:
    pytest.importorskip("pyhanko", reason="the extra `seal` is not installed")
    return signed_pdf(blank_pdf(), "青石县民政局")


def test_a_signed_pdf_names_its_signer_and_field(signed: bytes) -> None:
    (found,) = pdf_signatures(signed)
    assert (found.signer, found.field) == ("青石县民政局", "Signature1")
    assert found.whole
    assert found.checked
    assert found.intact
    assert "未验证" in found.note


def test_a_signed_pdf_gets_that_verdict_and_its_unit(signed: bytes) -> None:
    report = look(Kind.PDF, signed, NAMES)
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.DIGITAL_SIGNATURE
    assert report.unit == "县民政局"


def test_a_pdf_changed_after_signing_is_found_out(signed: bytes) -> None:
    broken = signed.replace(b"/MediaBox", b"/mediaBox", 1)
    (found,) = pdf_signatures(broken)
    assert found.tampered
    assert "改动" in found.note


def test_a_changed_file_is_never_better_than_cannot_tell(
    signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = signatures.Signature("青石县民政局", checked=True, intact=False)
    monkeypatch.setattr(document, "pdf_signatures", lambda _: (changed,))
    report = look(Kind.PDF, signed, NAMES)
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.CANNOT_TELL
    assert report.unit == ""
    assert "改动" in report.note


def test_something_added_after_signing_is_told(signed: bytes) -> None:
    (found,) = pdf_signatures(signed + b"\n% more\n")
    assert not found.whole
    assert "增补" in found.note or found.tampered


def test_a_signature_of_unknown_make_is_still_a_signature() -> None:
    pytest.importorskip("pyhanko", reason="the extra `seal` is not installed")
    (found,) = pdf_signatures(b"%PDF-1.4 /ByteRange nonsense")
    assert not found.checked
    assert found.signer == ""


def test_an_unsigned_pdf_has_no_signatures() -> None:
    assert pdf_signatures(blank_pdf()) == ()


def test_without_pyhanko_no_signature_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "READS_PDF", False)
    assert pdf_signatures(b"/ByteRange") == ()


def test_an_ofd_seal_gives_its_name_page_and_certificate() -> None:
    (found,) = ofd_signatures(sealed_ofd("青石县民政局", "张三"), SealLimits())
    assert (found.seal, found.signer, found.page) == ("青石县民政局", "张三", 2)


def test_an_ofd_seal_of_a_listed_unit_becomes_the_documents_unit() -> None:
    report = look(Kind.OFD, sealed_ofd("青石县民政局", "张三"), NAMES)
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.DIGITAL_SIGNATURE
    assert (report.unit, report.page) == ("县民政局", 2)


def test_an_ofd_signature_without_its_value_is_unnamed() -> None:
    package = ofd_of({"Doc_0/Signs/Sign_0/Signature.xml": b"<broken"})
    (found,) = ofd_signatures(package, SealLimits())
    assert (found.seal, found.signer) == ("", "")
    assert "未署名" in found.note


def test_a_broken_ofd_is_corrupt() -> None:
    with pytest.raises(UnreadablePages) as caught:
        ofd_signatures(b"PK nonsense", SealLimits())
    assert caught.value.problem is Problem.CORRUPT


def test_rubbish_in_place_of_a_seal_names_nobody() -> None:
    assert seal_names(b"") == ("", "")
    assert seal_names(b"\x30\x84\xff\xff") == ("", "")
    assert seal_names(seal_der("青石县民政局", "李四")[:-9])[1] == ""
