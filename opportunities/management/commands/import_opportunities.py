"""Read opportunities from a file into the site: our own format, or what a council's Outpost directory answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from opportunities import clock
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.models.provider import PUBLIC
from opportunities.open_data import feeds, importing, native, outpost
from opportunities.open_data.importing import Plan
from opportunities.open_data.reading import FileError, read_json

MOST_NAMED = 5


class Command(BaseCommand):
    help = "Import providers and opportunities from FILE. A file that breaks its format is refused whole, every fault named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["native", "outpost"], default="native")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        feed = parser.add_argument_group("with --format outpost")
        feed.add_argument("--source", default="", help="the directory's name (else as the file says)")
        feed.add_argument(
            "--licence", default="", help="the licence of what it publishes, shown with each listing"
        )
        feed.add_argument(
            "--verification",
            choices=["draft", *PUBLIC],
            default="draft",
            help="what you checked about its providers; nothing of a draft provider is public (default draft)",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        quiet, dry_run = options["verbosity"] == 0, options["dry_run"]
        try:
            if options["format"] == "native":
                self.write(
                    importing.plan(native.load(file)), importing.carry_out, quiet=quiet, dry_run=dry_run
                )
            else:
                how = {name: options[name] for name in ("source", "licence", "verification")}
                reading = outpost.read(read_json(file), today=clock.today(), **how)
                self.write(
                    feeds.plan_feed(native.checked(reading.document)),
                    feeds.carry_out_feed,
                    quiet=quiet,
                    dry_run=dry_run,
                )
                if not quiet:
                    self.tell(reading)
        except FileError as error:
            faults = len(error.problems)
            raise CommandError(
                f"{file} is refused.\n{error}\n{faults} {'fault' if faults == 1 else 'faults'}. Nothing was written.",
                returncode=2,
            ) from None
        if dry_run and not quiet:
            self.stdout.write("This was a dry run. Nothing was written.")

    def write(self, plan: Plan, carry_out: Any, *, quiet: bool, dry_run: bool) -> None:
        """Carry the plan out, and say how much of it was new."""
        if not dry_run:
            with Progress(
                console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty()
            ) as progress:
                task = progress.add_task("Writing", total=len(plan.providers) + len(plan.opportunities))
                carry_out(plan, now=clock.now(), advance=lambda: progress.advance(task))
        if quiet:
            return
        for what, changes in (("Providers", plan.providers), ("Opportunities", plan.opportunities)):
            counts = plan.counts(changes)
            self.stdout.write(
                f"{what + ':':15}"
                + ", ".join(f"{counts[how]:,} {how}" for how in ("new", "changed", "unchanged"))
            )
        if plan.without_point:
            named = ", ".join(plan.without_point[:MOST_NAMED]) + (
                ", ..." if len(plan.without_point) > MOST_NAMED else ""
            )
            self.stdout.write(
                f"{len(plan.without_point):,} have no point on the map, so people are told to ask where it is: {named}"
            )

    def tell(self, reading: outpost.Reading) -> None:
        """What came in, what was left out and why, and what to do next."""
        entries = reading.document["opportunities"]
        table = Table(box=None, pad_edge=False)
        for heading in ("", "Id", "Service", "Why, or what to know"):
            table.add_column(heading, overflow="fold")
        notes: dict[str, list[str]] = {}
        for note in reading.notes:
            notes.setdefault(note.id, []).append(note.text)
        for entry in entries:
            table.add_row(
                "in", entry["source"]["id"], entry["title"], "; ".join(notes.get(entry["source"]["id"], []))
            )
        for remark in reading.left_out:
            table.add_row("out", remark.id, remark.title, remark.text)
        terminal = self.stdout.isatty()
        self.stdout.write("")
        Console(file=cast(IO[str], self.stdout), width=None if terminal else 160, highlight=False).print(
            table
        )
        self.stdout.write(
            f"\n{len(entries):,} came in, {len(reading.left_out):,} were left out, from {reading.source}."
        )
        here = OpportunityPage.objects.live().filter(
            source=reading.source, source_id__in=[out.id for out in reading.left_out]
        )
        for page in here:
            self.stdout.write(
                f"Left out now, and still shown here: {page.title} ({page.public_id}). Close it if it has ended."
            )
        ids = [provider["id"] for provider in reading.document["providers"]]
        drafts = ProviderPage.objects.filter(public_id__in=ids).exclude(verification__in=PUBLIC).count()
        if drafts:
            self.stdout.write(
                f"{drafts:,} of these providers are not checked, so nobody sees what they offer yet. A moderator can check each of them "
                "in the admin. If you have checked them all, import again with --verification details_checked."
            )
