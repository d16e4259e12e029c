"""The file of a provider's plan to keep people safe: what it may be, and under which name it is kept."""

from __future__ import annotations

import secrets
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

LARGEST = 5 * 1024 * 1024  # bytes
ODT = b"application/vnd.oasis.opendocument.text"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": ODT.decode(),
}


def kind_of(file: Any) -> str:
    """What the file is by what is in it, whatever its name says: pdf, docx, odt, or "" for anything else (a Word file with macros
    is something else)."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return "pdf"
    if not start.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
            if "mimetype" in names:
                with parts.open("mimetype") as said:
                    return "odt" if said.read(100).strip() == ODT else ""
            is_word = {"[Content_Types].xml", "word/document.xml"} <= names
            return "docx" if is_word and not any("vbaproject" in name.casefold() for name in names) else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return ""
    finally:
        file.seek(0)


def checked(file: Any) -> Any:
    """The uploaded file, renamed to something that nobody can guess and that says nothing. Raises ValidationError."""
    if file.size > LARGEST:
        raise ValidationError(gettext("This file is too big. It can have 5 MB at most."))
    kind = kind_of(file)
    if not kind:
        raise ValidationError(
            gettext("This file does not work here. Send a PDF, a Word file or a Writer file.")
        )
    file.name = f"{secrets.token_hex(16)}.{kind}"
    return file


def take_away(storage: Any, name: str | None) -> None:
    """Delete a kept file once the transaction that no longer needs it is through; nothing if there is none."""
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
