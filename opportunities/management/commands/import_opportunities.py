"""Read opportunities from a file into the site: our own format, or what a council's Outpost directory answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from opportunities import clock
from opportunities.open_data import importing, native
from opportunities.open_data.reading import FileError


class Command(BaseCommand):
    help = "Import providers and opportunities from FILE. A file that breaks the format is refused whole, with every fault named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["native", "outpost"], default="native")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            plan = importing.plan(native.load(file))
            self.write(plan, dry_run, quiet=options["verbosity"] == 0)
        except FileError as error:
            faults = len(error.problems)
            raise CommandError(
                f"{error}\n{faults} {'fault' if faults == 1 else 'faults'}. Nothing was written.",
                returncode=2,
            ) from None

    def write(self, plan: importing.Plan, dry_run: bool, quiet: bool) -> None:
        if plan.needed and not dry_run:
            with Progress(
                console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty()
            ) as progress:
                task = progress.add_task("Writing", total=len(plan.providers) + len(plan.opportunities))
                importing.carry_out(plan, now=clock.now(), advance=lambda: progress.advance(task))
        if quiet:
            return
        for what, changes in (("Providers", plan.providers), ("Opportunities", plan.opportunities)):
            counts = plan.counts(changes)
            self.stdout.write(
                f"{what + ':':15}"
                + ", ".join(f"{counts[how]:,} {how}" for how in ("new", "changed", "unchanged"))
            )
        if plan.without_point:
            self.stdout.write(
                f"{len(plan.without_point):,} have a place but no point on the map, so people are told to ask where it is: "
                + ", ".join(plan.without_point[:5])
                + ("..." if len(plan.without_point) > 5 else "")
            )
        if dry_run:
            self.stdout.write("This was a dry run. Nothing was written.")
