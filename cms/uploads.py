"""Where what people upload is kept."""

from __future__ import annotations

import secrets
from os import PathLike
from pathlib import PurePath

from django.core.files.storage import FileSystemStorage


class UnguessableNames(FileSystemStorage):
    """Files whose addresses nobody can guess, so that the picture of a draft is seen by those who were given its address: whoever may
    open the draft, and everybody once it is on a page. The random part stands first, where no name that is too long loses it."""

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        path = PurePath(super().generate_filename(filename))
        return path.with_name(f"{secrets.token_hex(8)}-{path.name}").as_posix()
