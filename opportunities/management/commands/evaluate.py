"""How good the suggestions are for the judged seekers of a folder, beside what others would show them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from matching import evaluation
from matching.catalogue import Catalogue
from matching.evaluation import Ranking
from opportunities import baselines, clock, judged, places
from opportunities.fact_check import broken_rules
from opportunities.judged import JudgedSet, Measured
from opportunities.open_data.reading import FileError

OURS, PASSES = "Ours", ", of what passes"
FAULTS = {
    "violations": "Hard violations",
    "missed": "Good ones missed",
    "late": "Good, not in ten",
    "dislikes": "Dislikes shown",
    "untrue": "Untrue reasons",
}
PLAIN_WIDTH = 130  # where there is no terminal to ask


class Command(BaseCommand):
    help = "Print how good the suggestions are for the judged seekers of FOLDER, beside the nearest first, BM25 and Wagtail's search."
    requires_system_checks: list[str] = []  # a folder is all that it needs

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="opportunities.json, seekers/*.json and judgements.json"
        )
        parser.add_argument("--each", action="store_true", help="also each seeker, and each fault by name")
        parser.add_argument("--json", action="store_true", help="print evaluation/1")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            given = judged.load(folder, today=clock.today(), table=places.table_is_there())
        except FileError as error:
            raise CommandError(f"{folder} is refused.\n{error}", returncode=2) from None
        try:
            found = self.rankings(folder, given)
        except baselines.SearchError as error:
            raise CommandError(str(error)) from None
        measured = {name: judged.measure(given, rankings) for name, rankings in found.items()}
        if options["json"]:
            self.stdout.write(json.dumps(as_json(measured), ensure_ascii=False, indent=2))
            return
        console = Console(
            width=None if self.stdout.isatty() else PLAIN_WIDTH,
            no_color=options["no_color"] or None,
            highlight=False,
        )
        with console.capture() as printed:
            console.print(f"{len(given.people)} seekers, {len(given.offers)} things. The first ten count.")
            console.print(_table(measured))
            console.print(_of_providers(measured[OURS]))
            if options["each"]:
                console.print(_each(measured))
                for line in _faults(given, measured[OURS]):
                    console.print(line, markup=False)
        self.stdout.write("\n".join(line.rstrip() for line in printed.get().splitlines()))

    def rankings(self, folder: Path, given: JudgedSet) -> dict[str, dict[str, Ranking]]:
        """What each way of choosing gives each seeker. The others know no rules; so that one sees what the rules bring and what the order
        does, they are there once more with what breaks our rules taken out."""
        offers = given.offers
        catalogue = Catalogue.from_offers(offers.values())
        found = {OURS: {person.name: evaluation.ours(catalogue, person) for person in given.people}}
        words = {person.name: baselines.words_of(person.seeker) for person in given.people}
        others: dict[str, Mapping[str, Sequence[str]]] = {
            "Nearest first": {
                person.name: baselines.nearest(offers.values(), person.seeker) for person in given.people
            }
        }
        try:
            bm25 = baselines.BM25(offers.values())
            others["BM25"] = {name: bm25.find(some) for name, some in words.items()}
        except ModuleNotFoundError:
            self.stderr.write(
                "bm25s is not installed, so BM25 is left out. It comes with the development requirements."
            )
        others["Wagtail's search"] = baselines.wagtail_search(folder / judged.OPPORTUNITIES, words)
        passes = {person: set(ranking.order) for person, ranking in found[OURS].items()}
        for name, orders in others.items():
            found[name] = {person: evaluation.plain(ids) for person, ids in orders.items()}
        for name, orders in others.items():
            found[name + PASSES] = {
                person: evaluation.plain(id for id in ids if id in passes[person])
                for person, ids in orders.items()
            }
        return found


def _table(measured: Mapping[str, Measured]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for heading in ("nDCG@10", *FAULTS.values(), "Small providers", "Gini of providers"):
        table.add_column(heading, justify="right")
    for name, row in measured.items():
        counts = [str(row.count(fault)) if fault != "untrue" or name == OURS else "" for fault in FAULTS]
        table.add_row(
            name,
            f"{row.ndcg:.3f}",
            *counts,
            f"{row.exposure.small_shown:.0%}",
            f"{row.exposure.gini_shown:.2f}",
        )
    return table


def _of_providers(row: Measured) -> str:
    seen = row.exposure
    return (
        f"Providers with one or two listings have {seen.small_relevant:.0%} of what is relevant, and {seen.small_shown:.0%} of the places "
        f"in the first ten. Gini over providers: {seen.gini_relevant:.2f} of what is relevant, {seen.gini_shown:.2f} of the places."
    )


def _each(measured: Mapping[str, Measured]) -> Table:
    """A line for each seeker: nDCG of all, and our faults."""
    table = Table(box=None, pad_edge=False)
    shown = [name for name in measured if not name.endswith(PASSES)]
    table.add_column("nDCG@10 of", no_wrap=True)
    for heading in (*shown, *(f"{OURS}: {fault.lower()}" for fault in FAULTS.values())):
        table.add_column(heading, justify="right")
    for person, figures in measured[OURS].each.items():
        scores = [measured[name].each[person].ndcg for name in shown]
        table.add_row(
            person,
            *("" if score is None else f"{score:.3f}" for score in scores),
            *(str(len(getattr(figures, fault)) or "") for fault in FAULTS),
        )
    return table


def _faults(given: JudgedSet, row: Measured) -> list[str]:
    """Each fault by name; what was missed with the rules that leave it out."""
    found: list[str] = []
    for person in given.people:
        figures = row.each[person.name]
        for fault, heading in FAULTS.items():
            for what in getattr(figures, fault):
                if fault == "missed":
                    rules = broken_rules(given.offers[what], person.seeker, person.today, sure=False)
                    what = f"{what} ({', '.join(rules) or 'by no rule'})"
                if fault != "late" or what not in figures.missed:
                    found.append(f"{person.name}: {heading.lower()}: {what}")
    return found


def as_json(measured: Mapping[str, Measured]) -> dict[str, Any]:
    """All of it in the format "evaluation/1", ready for `json.dumps`."""
    return {
        "format": "evaluation/1",
        "rankings": [
            {
                "name": name,
                "ndcg": round(row.ndcg, 4),
                **{fault: row.count(fault) for fault in FAULTS},
                "exposure": {part: round(value, 4) for part, value in row.exposure._asdict().items()},
                "seekers": {person: _figures(figures) for person, figures in row.each.items()},
            }
            for name, row in measured.items()
        ],
    }


def _figures(figures: evaluation.Figures) -> dict[str, Any]:
    return figures._asdict() | {"ndcg": None if figures.ndcg is None else round(figures.ndcg, 4)}
