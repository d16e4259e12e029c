"""How many people a thing would fit, and how many would have to ask something first. Counts, never names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.audience import Seekers, audience
from opportunities import clock, seeker_file
from opportunities.catalogue import current
from opportunities.open_data.reading import FileError

FEWEST = 10  # people: a smaller count could tell who they are


class Command(BaseCommand):
    help = "Count whom an opportunity fits, of the people in a folder of seeker files. Counts under 10 are not told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("opportunity", help="the id of a public opportunity")
        parser.add_argument("--seekers", type=Path, required=True, help="a folder of seeker files (seeker/1)")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, opportunity: str, seekers: Path, **options: Any) -> None:
        paths = sorted(seekers.glob("*.json"))
        if not paths:
            raise CommandError(f"There is no seeker file (*.json) in {seekers}.", returncode=2)
        faults: list[str] = []
        people = []
        for path in paths:
            try:
                people.append(seeker_file.load(path).seeker)
            except FileError as error:
                faults.append(f"{path.name}: {error}")
        if faults:
            raise CommandError("The folder is refused.\n" + "\n".join(faults), returncode=2)
        try:
            found = audience(current(), Seekers.from_seekers(people), opportunity, clock.today())
        except KeyError:
            raise CommandError(
                f'There is no public opportunity with the id "{opportunity}".', returncode=2
            ) from None
        counts = {"fits": len(found.fits), "ask_first": len(found.ask_first), "of": len(people)}
        told = {name: count if count >= FEWEST or name == "of" else None for name, count in counts.items()}
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        words = {
            name: f"fewer than {FEWEST}" if count is None else f"{count:,}" for name, count in told.items()
        }
        self.stdout.write(
            f"Of {words['of']} people it fits {words['fits']}, and {words['ask_first']} would have to ask first."
        )
