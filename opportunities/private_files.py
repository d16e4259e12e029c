"""Where files are kept that have no public address: a view hands them to whom they are for."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


def private_files() -> Storage:
    """A folder outside the one that the site serves (PRIVATE_ROOT)."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)
