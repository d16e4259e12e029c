"""Write everything published to an opportunities file: a backup, and what another system can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from opportunities.models import OpportunityPage
from opportunities.open_data import native


class Command(BaseCommand):
    help = "Write all published opportunities and their providers, as opportunities/1, to FILE or to the terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="where to write; without it, the terminal")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        console = Console(stderr=True, quiet=options["verbosity"] == 0)
        with console.status("Reading ..."):
            document = native.as_file(
                OpportunityPage.objects.live().filter(provider__live=True), idle_providers=True
            )
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        if file is None:
            self.stdout.write(text, ending="")
        else:
            file.write_text(text, encoding="utf-8")
        counts = (
            f"{len(document['opportunities']):,} opportunities by {len(document['providers']):,} providers"
        )
        console.print(f"{counts} written{f' to {file}' if file else ''}.", highlight=False)
