"""The file of a plan to keep people safe: known by what is in it, and not by its name."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from opportunities.policy_file import LARGEST, ODT, checked, kind_of


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return held.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


def word(**more: bytes) -> bytes:
    return zipped(**WORD | more)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (word(), "docx"),
        (zipped(mimetype=ODT), "odt"),
        (word(**{"word/vbaProject.bin": b"x"}), ""),
        (zipped(mimetype=b"application/epub+zip"), ""),
        (zipped(anything=b"x"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"MZ\x90\x00", ""),
        (b"", ""),
    ],
)
def test_what_a_file_is(content: bytes, kind: str) -> None:
    assert kind_of(io.BytesIO(content)) == kind


def test_its_name_says_nothing_and_can_not_be_guessed() -> None:
    names = {checked(SimpleUploadedFile("../../Our plan.exe", b"%PDF-1.4")).name for _ in range(2)}
    assert len(names) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}\.pdf", name) for name in names)


def test_a_page_that_calls_itself_a_pdf_is_refused() -> None:
    with pytest.raises(ValidationError, match="a PDF, a Word file"):
        checked(SimpleUploadedFile("plan.pdf", b"<html></html>", "application/pdf"))


def test_a_big_file_is_refused() -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    file.size = LARGEST + 1
    with pytest.raises(ValidationError, match="too big"):
        checked(file)
