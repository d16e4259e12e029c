"""What fits one person, and why: for people to read, or as suggestions/1."""

from __future__ import annotations

import json
import math
from argparse import ArgumentTypeError
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matching.catalogue import Catalogue
from matching.suggest import as_json, suggest
from matching.types import Suggestion, Suggestions
from matching.vocabulary import INTERESTS, NEEDS
from opportunities import clock, places, seeker_file
from opportunities.models import OpportunityPage
from opportunities.models.provider import PUBLIC
from opportunities.open_data import native
from opportunities.open_data.reading import FileError

RULES = {
    "over": "are over",
    "kind": "are another kind of thing",
    "age": "are for other ages",
    "ehcp": "are for people with an EHC plan",
    "travel": "are too far away",
    "times": "are at other times",
    "cost": "cost too much",
    "need": "do not have what you must have",
    "dislike": "are only about what you do not like",
}
PLAIN_WIDTH = 110  # where there is no terminal to ask


@dataclass(frozen=True, slots=True)
class Name:
    """What a person calls an opportunity: its title, and who runs it."""

    title: str
    provider: str


class Command(BaseCommand):
    help = "Print what fits the person of a seeker file, and why."
    requires_system_checks: list[
        str
    ] = []  # with --catalogue it works with no database and no settings of a site

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("seeker", type=Path, help="a seeker file")
        parser.add_argument(
            "--catalogue", type=Path, help="match against this opportunities file, not the database"
        )
        parser.add_argument("--json", action="store_true", help="print suggestions/1")
        parser.add_argument("--limit", type=_limit, default=20, help="how many of each group (default 20)")

    def handle(self, *args: Any, seeker: Path, catalogue: Path | None, limit: int, **options: Any) -> None:
        table = places.table_is_there()
        if catalogue is None and not table:
            raise CommandError(
                "There is no database yet. Run manage.py migrate, or give --catalogue FILE.", returncode=2
            )
        try:
            asked = seeker_file.load(seeker, table=table)
            document = native.load(catalogue) if catalogue else None
        except FileError as error:
            raise CommandError(f"The file is refused.\n{error}", returncode=2) from None
        if document is None:
            from opportunities.catalogue import current

            found = current()
        else:
            found = Catalogue.from_offers(native.offers(document, table=table))
            self._say_who_is_not_public(document)
        answer = suggest(found, asked.seeker, asked.today or clock.today(), limit=limit)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
            return
        names = _names_in_file(document) if document else _names_in_database(answer)
        terminal = self.stdout.isatty() or options["force_color"]
        console = Console(
            force_terminal=terminal,
            width=None if self.stdout.isatty() else PLAIN_WIDTH,
            no_color=options["no_color"] or None,
            highlight=False,
        )
        with console.capture() as printed:
            _print(console, answer, names)
        lines = printed.get().splitlines()
        self.stdout.write("\n".join(lines if terminal else (line.rstrip() for line in lines)).lstrip("\n"))

    def _say_who_is_not_public(self, document: native.Document) -> None:
        hidden = {
            provider["id"] for provider in document["providers"] if provider.get("verification") not in PUBLIC
        }
        count = sum(entry["provider"] in hidden for entry in document["opportunities"])
        if count:
            self.stderr.write(
                f"{count} of {len(document['opportunities'])} are by providers that nobody has checked, so they are not shown."
            )


def _limit(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number of 1 or more, got {text!r}")
    return int(text)


def _names_in_file(document: native.Document) -> dict[str, Name]:
    providers = {provider["id"]: provider["name"] for provider in document["providers"]}
    return {
        entry["id"]: Name(entry["title"], providers[entry["provider"]]) for entry in document["opportunities"]
    }


def _names_in_database(answer: Suggestions) -> dict[str, Name]:
    ids = [suggestion.id for suggestion in (*answer.fits, *answer.ask_first)]
    rows = OpportunityPage.objects.filter(public_id__in=ids).values_list(
        "public_id", "title", "provider__title"
    )
    return {public_id: Name(title, provider) for public_id, title, provider in rows}


def _print(console: Console, answer: Suggestions, names: Mapping[str, Name]) -> None:
    understood = answer.understood
    for label, keys in (
        ("Your words say that you like", understood.interests),
        ("Your words say that you do not like", understood.not_interests),
    ):
        if keys:
            console.print(f"{label}: {', '.join(INTERESTS[key].label for key in keys)}")
    if understood.unmatched:
        console.print(f"We did not understand these words: {', '.join(understood.unmatched)}")
    _bucket(console, "Fits you", answer.fits_total, answer.fits, names)
    _bucket(console, "Might fit. Ask first", answer.ask_first_total, answer.ask_first, names)
    left = answer.left_out
    console.print()
    console.print(Text(f"Left out: {left.total}", style="bold"))
    _aligned(console, ((str(count), RULES[rule]) for rule, count in left.by_rule.items()))
    _aligned(
        console,
        ((str(count), f"of them for: {NEEDS[key].short}") for key, count in left.by_need.items()),
        indent=8,
    )
    if answer.open_up:
        console.print()
        console.print(Text("What would open up more", style="bold"))
        for change in answer.open_up:
            console.print(f"  {change.text}")


def _bucket(
    console: Console, heading: str, total: int, suggestions: tuple[Suggestion, ...], names: Mapping[str, Name]
) -> None:
    console.print()
    cut = f", the first {len(suggestions)}" if len(suggestions) < total else ""
    console.print(Text(f"{heading}: {total}{cut}", style="bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", width=4)
    table.add_column(justify="right", width=9)
    table.add_column()
    for number, suggestion in enumerate(suggestions, start=1):
        name = names[suggestion.id]
        by = "" if name.provider == name.title else f", {name.provider}"
        title = Text(name.title, style="bold").append(f"{by} ({suggestion.id})", style="not bold dim")
        table.add_row()
        table.add_row(f"{number}.", Text(_miles(suggestion.miles), style="cyan"), title)
        said = [("+", reason.text, "green") for reason in suggestion.reasons]
        said += [("!", caution.text, "yellow") for caution in suggestion.cautions]
        said += [("?", question.question, "magenta") for question in suggestion.to_ask]
        for mark, text, style in said:
            table.add_row("", Text(mark, style=style), Text(text))
    console.print(table)


def _miles(miles: float | None) -> str:
    """Whole miles, rounded up."""
    if miles is None:
        return "place?"
    whole = math.ceil(miles)
    return "1 mile" if whole == 1 else f"{whole} miles"


def _aligned(console: Console, rows: Iterable[tuple[str, str]], indent: int = 2) -> None:
    for count, text in rows:
        console.print(f"{' ' * indent}{count:>5} {text}")
