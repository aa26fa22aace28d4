"""Documents around generated pages: PDF, signed PDF, OFD with an electronic seal."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import ClassVar

import pytest
from asn1crypto import core as asn1  # type: ignore[import-untyped]  # ships no types
from asn1crypto import keys, x509
from PIL import Image


def pdf_of(pictures: list[bytes], dpi: int) -> bytes:
    """Wrap encoded pictures as the pages of a PDF of true paper size."""
    opened = [Image.open(io.BytesIO(one)) for one in pictures]
    out = io.BytesIO()
    opened[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=opened[1:])
    return out.getvalue()


def self_signed(name: str) -> tuple[bytes, bytes]:
    """Return a certificate and its key, DER, issued by `name` to itself."""
    pytest.importorskip("cryptography", reason="the extra `seal` is not installed")
    from cryptography import x509 as crypto
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = crypto.Name([crypto.NameAttribute(NameOID.COMMON_NAME, name)])
    day = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
    made = (
        crypto.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(day)
        .not_valid_after(day + dt.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.DER), private


def signed_pdf(content: bytes, name: str) -> bytes:
    """Sign a PDF with a certificate that `name` made itself."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate, private = self_signed(name)
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # theirs
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    meta = signers.PdfSignatureMetadata(field_name="Signature1")
    out = signers.sign_pdf(writer, meta, signer=signer)
    signed: bytes = out.getvalue()
    return signed


class _Property(asn1.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [("kind", asn1.Integer), ("name", asn1.UTF8String)]


class _Seal(asn1.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [
        ("id", asn1.IA5String),
        ("property", _Property),
        ("cert", asn1.OctetString),
    ]


class _Signed(asn1.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [("version", asn1.Integer), ("seal", _Seal)]


def seal_der(seal: str, signer: str) -> bytes:
    """Return a structure like GB/T 38540's: a seal's name and a certificate."""
    made = _Signed(
        {
            "version": 4,
            "seal": {
                "id": "ES",
                "property": {"kind": 1, "name": seal},
                "cert": self_signed(signer)[0],
            },
        }
    )
    der: bytes = made.dump()
    return der


def ofd_of(members: dict[str, bytes]) -> bytes:
    """Zip an OFD package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def sealed_ofd(seal: str, signer: str) -> bytes:
    """Return a two-page OFD whose second page bears an electronic seal."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    document = (
        f"<ofd:Document {space}><ofd:Pages>"
        '<ofd:Page ID="10" BaseLoc="Pages/0.xml"/>'
        '<ofd:Page ID="11" BaseLoc="Pages/1.xml"/>'
        "</ofd:Pages></ofd:Document>"
    )
    signature = (
        f"<ofd:Signature {space}><ofd:SignedInfo>"
        '<ofd:StampAnnot ID="1" PageRef="11" Boundary="1 1 40 40"/>'
        "</ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>"
        "</ofd:Signature>"
    )
    return ofd_of(
        {
            "OFD.xml": f"<ofd:OFD {space}/>".encode(),
            "Doc_0/Document.xml": document.encode(),
            "Doc_0/Signs/Sign_0/Signature.xml": signature.encode(),
            "Doc_0/Signs/Sign_0/SignedValue.dat": seal_der(seal, signer),
        }
    )
