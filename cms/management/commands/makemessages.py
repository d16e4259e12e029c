"""Django's makemessages, for the whole project in one catalogue, with what stands in no line of code: the words of the vocabulary,
what matching makes of them, and how each is said of somebody else. See docs/translating.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]  # it has no types
from django.core.management.commands import makemessages

from cms import phrases
from opportunities.somebody_else import of_them

# What Django and allauth say on our pages. They may not speak a language that this site does, so its catalogue has room for it.
# The plain English for it is written by hand, so that catalogue is none of this command's.
PLAIN_ENGLISH = "en_GB"
OF_OTHERS = Path(__file__).parents[2] / "locale" / PLAIN_ENGLISH / "LC_MESSAGES" / "django.po"
OF_OTHERS_PLACE = f"cms/locale/{PLAIN_ENGLISH}/LC_MESSAGES/django.po"
ALREADY_PLAIN = ("Forgot your password?",)


class Command(makemessages.Command):
    """Use as Django's: `manage.py makemessages --locale cy`."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=message:1",
        "--keyword=counted:1,2",
    ]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [
            *options["ignore_patterns"],
            "tests",
            "static",
            "media",
            "demo",
            "node_modules",
        ]
        if options["all"]:
            options |= {"all": False, "exclude": [*options["exclude"], PLAIN_ENGLISH]}
        super().handle(*args, **options)

    def process_files(self, file_list: list[makemessages.TranslatableFile]) -> None:
        super().process_files(file_list)
        path = str(Path(str(self.default_locale_path)) / f"{self.domain}.pot")
        makemessages.write_pot_file(path, str(found_nowhere(polib.pofile(path))))


def found_nowhere(found: polib.POFile) -> polib.POFile:
    """Entries for what no line of code holds; `found` is what the code does hold."""
    more = polib.POFile(wrapwidth=0)
    more.extend(of_others())
    more.extend(
        entry(words, place=(f"matching/vocabulary/{place}", "")) for place, words in phrases.vocabulary()
    )
    for file, message in phrases.made():
        place = (file, "")
        if not found.find(message.pattern):
            more.append(entry(message.pattern, message.plural, place=place))
        more.extend(of_somebody_else(message.pattern, message.plural, place))
    for each in found:
        if places := [place for place in each.occurrences if place[0].startswith("matching/")]:
            more.extend(of_somebody_else(each.msgid, each.msgid_plural, places[0]))
    return more


def of_others() -> Iterator[polib.POEntry]:
    """What libraries say on our pages."""
    place = (OF_OTHERS_PLACE, "")
    yield from (entry(words, place=place) for words in ALREADY_PLAIN)
    for each in polib.pofile(str(OF_OTHERS)):
        plain = each.msgstr or each.msgstr_plural[0]
        yield entry(
            each.msgid,
            each.msgid_plural,
            place=place,
            comment=f"Of Django or allauth. In plain words: {plain}",
        )


def of_somebody_else(pattern: str, plural: str, place: tuple[str, str]) -> Iterator[polib.POEntry]:
    """What matching says to the reader, as it is said of somebody whom they help, if that differs."""
    if (theirs := of_them(pattern)) != pattern:
        yield entry(theirs, of_them(plural), place=place, comment="Said of somebody whom the reader helps.")


def entry(text: str, plural: str = "", *, place: tuple[str, str], comment: str = "") -> polib.POEntry:
    return polib.POEntry(
        msgid=text,
        msgid_plural=plural,
        msgstr_plural={0: "", 1: ""} if plural else {},
        occurrences=[place],
        comment=comment,
        flags=["python-brace-format"] if "{" in text else [],
    )
