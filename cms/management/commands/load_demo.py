"""Load the demo."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.demo import load


class Command(BaseCommand):
    help = "Load the demo: postcode districts, contacts, providers, opportunities, pictures and people to sign in as."

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--if-empty", action="store_true", help="do nothing if there is a provider already")
        how.add_argument(
            "--reset", action="store_true", help="take away all providers first, and what they offer"
        )

    def handle(self, *args: Any, if_empty: bool, reset: bool, verbosity: int, **options: Any) -> None:
        if if_empty and load.is_loaded():
            return
        if reset:
            load.clear()
        if verbosity:
            self.stdout.write("Loading the demo. This takes about a minute, and happens once.")
        load.load(verbosity)
