"""Load a published table of postcodes, so that any place in the country is found."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from opportunities import postcode_tables


class Command(BaseCommand):
    help = (
        "Load postcodes from ONS NSPL or ONSPD CSV, OS Code-Point Open CSV, GeoNames GB_full.txt or GB.txt, "
        "or a CSV of outcode,lat,lng or sector,lat,lng; a zip of any of them too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=2)
        quiet = options["verbosity"] == 0
        with Progress(
            console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty()
        ) as progress:
            task = progress.add_task("Reading", total=postcode_tables.size(file))
            try:
                loaded = postcode_tables.load(file, lambda step: progress.advance(task, step))
            except postcode_tables.TableError as error:
                raise CommandError(f"{file}: {error}\nNothing was loaded.", returncode=2) from error
        self.stdout.write(
            f"{loaded.format}: {loaded.postcodes:,} postcodes, {loaded.sectors:,} sectors, {loaded.districts:,} districts loaded."
        )
        if loaded.without_point:
            self.stdout.write(
                f"{loaded.without_point:,} rows left out: the postcode has ended, or has no place."
            )
        if loaded.bad:
            self.stdout.write(f"{loaded.bad:,} rows could not be read. The first:")
            for line in loaded.named:
                self.stdout.write(f"  {line}")
