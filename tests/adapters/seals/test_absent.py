"""Without the extra `seal` everything imports, and the answer is "cannot tell"."""

import subprocess
import sys

import pytest

from mailbot.adapters.seals import document, vision
from mailbot.adapters.seals.see import annotate
from mailbot.core.record.documents import Kind, SealMark, SealReport, SealVerdict
from tests.support.seals.files import sealed_ofd

BLOCKED = """
import importlib, pkgutil, sys
for name in ("numpy", "cv2", "onnxruntime", "rapidocr", "pyhanko"):
    sys.modules[name] = None
import mailbot.adapters.seals as package
for module in pkgutil.iter_modules(package.__path__):
    importlib.import_module(f"{package.__name__}.{module.name}")
from mailbot.adapters.seals.document import look
from mailbot.core.record.documents import Kind
print(look(Kind.PNG, b"", ()).note)
"""


def test_every_module_imports_and_the_note_says_why() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", BLOCKED],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == document.ABSENT_NOTE


def test_a_pdf_cannot_be_told_without_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document, "available", lambda: False)
    report = document.look(Kind.PDF, b"", ())
    assert isinstance(report, SealReport)
    assert (report.verdict, report.note) == (
        SealVerdict.CANNOT_TELL,
        document.ABSENT_NOTE,
    )


def test_an_ofd_seal_is_read_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "available", lambda: False)
    report = document.look(Kind.OFD, sealed_ofd("青石县民政局", "张三"), ())
    assert isinstance(report, SealReport)
    assert report.verdict is SealVerdict.DIGITAL_SIGNATURE


def test_nothing_is_drawn_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "available", lambda: False)
    mark = SealMark(1, SealVerdict.RED_SEAL, box=(1, 1, 9, 9))
    report = SealReport(SealVerdict.RED_SEAL, marks=(mark,))
    assert annotate.annotate(Kind.PDF, b"", report) == ()


def test_what_is_missing_is_named_for_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert vision.probe() == ("cv2", "numpy", "onnxruntime", "rapidocr", "pyhanko")
    assert vision.model_path("rec") == ""
    assert not vision.available()
