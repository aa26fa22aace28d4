"""The consolidated table as PDF: made where LibreOffice is, passed over elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from mailbot.adapters.documents.printed.pdf import read_pdf
from mailbot.adapters.papers.pdf_copy import pdf_copy


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("工作进展情况汇总表")
    document.save(str(tmp_path / "汇总表_2023Q2.docx"))
    return tmp_path / "汇总表_2023Q2.docx"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_pdf_lies_beside_the_paper_and_says_the_same(paper: Path) -> None:
    made = pdf_copy(paper)
    assert made == paper.with_suffix(".pdf")
    assert "工作进展情况汇总表" in read_pdf(made.read_bytes()).text


def test_without_libreoffice_there_is_none(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert pdf_copy(paper) is None


def test_a_libreoffice_that_fails_leaves_the_other_papers(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "soffice"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent))
    assert pdf_copy(paper) is None
