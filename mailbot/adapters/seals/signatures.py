"""Electronic signatures of PDFs: who signed, what is covered, whether it changed.

What is read is reported, never vouched for: trust roots are nobody's here, and
SM2/SM3 signatures (GB/T 38540) are not verified at all.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]  # ships no types

try:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.general import SigningError, ValueErrorWithMessage
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel
except ImportError:
    READS_PDF = False
else:
    READS_PDF = True
    # pyHanko's documented errors, and what odd producers make its parser raise
    BROKEN = (
        PdfError,
        SigningError,
        SignatureValidationError,
        ValueErrorWithMessage,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        AssertionError,
        NotImplementedError,
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """One electronic signature.

    `signer` is the certificate's name, `seal` the electronic seal's own (OFD), `field`
    the PDF's form field, `page` where it shows; `whole`: it covers the whole file;
    `checked`: its digest could be computed; `intact`: and it fits.
    """

    signer: str = ""
    seal: str = ""
    field: str = ""
    page: int = 1
    whole: bool = True
    checked: bool = False
    intact: bool = True

    @property
    def tampered(self) -> bool:
        """Whether what was signed is known to have been changed afterwards."""
        return self.checked and not self.intact

    @property
    def note(self) -> str:
        """What staff read about it; it never says that a signature is valid."""
        who = self.seal or self.signer or "未署名"
        told = f"含电子签名（{who}），未验证其法律效力"
        if self.tampered:
            return told + "；签名后内容有改动"
        return told if self.whole else told + "；签名之后另有增补"


def pdf_signatures(content: bytes) -> tuple[Signature, ...]:
    """Read a PDF's filled signature fields; none if pyHanko is not installed."""
    if not READS_PDF or b"/ByteRange" not in content:
        return ()
    try:
        # producers of Chinese e-seals break rules that a strict reader insists on
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = tuple(reader.embedded_signatures)
    except BROKEN:
        return (Signature(),)
    return tuple(_read(one) for one in found)


def _read(embedded: Any) -> Signature:
    signer = _signer(embedded)
    field = str(embedded.field_name or "")
    try:
        embedded.compute_integrity_info()
        fits, signed = validate_sig_integrity(
            embedded.signer_info,
            embedded.signer_cert,
            expected_content_type="data",
            actual_digest=embedded.compute_digest(),
        )
        changes = getattr(embedded.diff_result, "modification_level", None)
    except BROKEN:
        return Signature(signer, field=field)  # SM2/SM3, or a broken container
    return Signature(
        signer,
        field=field,
        whole=embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        checked=True,
        intact=fits and signed and changes != ModificationLevel.OTHER,
    )


def _signer(embedded: Any) -> str:
    try:
        return common_name(embedded.signer_cert)
    except BROKEN:
        return ""


def common_name(certificate: x509.Certificate) -> str:
    """Return the name a certificate was issued to: common name, else organisation."""
    subject = certificate.subject.native
    found = subject.get("common_name") or subject.get("organization_name") or ""
    return found if isinstance(found, str) else str(found[0])
