"""Every text of the project that can be translated, as `manage.py makemessages` finds it: the reading gate reads them, and the
pseudo-translation is made from them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib

from tests.conftest import missing

ROOT = Path(__file__).parent.parent
CODE = ("cms", "profiles", "opportunities", "matching", "templates")


class Text(NamedTuple):
    """A text to translate. `plural` is "" where nothing is counted; `places` are "file:line", or "file:key" in the vocabulary."""

    text: str
    plural: str
    places: tuple[str, ...]


@cache
def catalogue() -> polib.POFile:
    """The empty catalogue that a translator would start from. Made in a copy of the code: xgettext reads templates through
    files that it puts beside them."""
    if shutil.which("xgettext") is None:
        missing("gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(ROOT / "manage.py", copy)
        for name in CODE:
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "static", "demo")
            )
        made = subprocess.run(
            [sys.executable, "manage.py", "makemessages", "--all", "--keep-pot", "--verbosity", "0"],
            cwd=copy,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PYTHONPATH": folder},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise AssertionError(f"makemessages failed:\n{made.stdout}{made.stderr}")
        return polib.pofile(str(copy / "cms/locale/django.pot"))


def messages() -> list[Text]:
    """All texts of ours, in the order of their places. What Django and allauth say is in the catalogue too, and is said in plain
    words by cms/locale/en_GB."""
    return [
        Text(
            each.msgid, each.msgid_plural, tuple(":".join(filter(None, place)) for place in each.occurrences)
        )
        for each in catalogue()
        if any(not place.startswith("cms/locale/") for place, _ in each.occurrences)
    ]
