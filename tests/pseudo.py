"""A language that nobody speaks, made of every text that can be translated: longer than English, and with no plain letter.

In Welsh's place: letters with marks, so that what is still in plain letters on a page was not marked. In Arabic's: Arabic letters,
so that a page has to run from right to left. Placeholders and HTML stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.conf import settings
from django.test import override_settings
from django.utils import translation

from tests.messages import catalogue

MARKED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥíĵķļɱñóþɋŕšŧúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŦÚṼŴẊÝŽ",
)
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتدهفغحيجكلمنوبقرستعوصخيز")
# The rules of Unicode's CLDR: both have a form for none, one, two, a few, many and other.
PLURALS = {
    "cy": "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
NAMES = {"cy": "Cymraeg", "ar": "العربية"}
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|\s+)")
MORE = 0.4  # longer than English


def pseudo(text: str, language: str) -> str:
    """The text as this language would have it: ⟦Ŧĥíš óñé⟧."""
    start, end = (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :])
    words = KEPT.split(text.strip())
    table = ARABIC if language == "ar" else MARKED
    said = "".join(
        word if KEPT.fullmatch(word) else (word.lower() if language == "ar" else word).translate(table)
        for word in words
    )
    letters = sum(len(word) for word in words if not KEPT.fullmatch(word))
    return f"{start}⟦{said}{padding(round(letters * MORE), language)}⟧{end}"


def padding(length: int, language: str) -> str:
    """Words of five letters, so that a line can break between them."""
    letter = "و" if language == "ar" else "ñ"
    return "".join(" " if at % 6 == 0 else letter for at in range(length))


def write_catalogue(folder: Path, language: str, said: polib.POFile) -> None:
    said.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    said.save_as_mofile(str(place / "django.mo"))


def pseudo_catalogue(language: str) -> polib.POFile:
    """Every text of the project, said in this language."""
    said = polib.POFile()
    for each in catalogue():
        forms = {at: pseudo(each.msgid_plural, language) for at in range(6)} if each.msgid_plural else {}
        said.append(
            polib.POEntry(
                msgctxt=each.msgctxt,
                msgid=each.msgid,
                msgid_plural=each.msgid_plural,
                msgstr="" if forms else pseudo(each.msgid, language),
                msgstr_plural=forms,
            )
        )
    return said


@contextmanager
def site_in(language: str, folder: Path) -> Iterator[None]:
    """The site in English and in this language, with the catalogue in `folder`. A visitor asks for it as any does."""
    languages = [(settings.LANGUAGE_CODE, "English"), (language, NAMES[language])]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder]), translation.override(language):
        yield
