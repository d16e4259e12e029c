"""Print where the site is and who can sign in to the demo."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from cms.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Print the addresses of the site and the demo's logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        site = f"http://127.0.0.1:{port}"
        console = Console(file=cast("IO[str]", self.stdout._out))
        addresses = Table.grid(padding=(0, 2))
        addresses.add_row("The site", f"{site}/")
        addresses.add_row("Find things for me", f"{site}/find/")
        addresses.add_row("For providers and moderators", f"{site}/admin/")
        console.print(f"\n[bold]{settings.SITE_NAME}[/bold]", addresses, "", sep="\n")
        logins = Table("Who", "Email", "Password", title="Demo logins", title_justify="left")
        for person in PEOPLE:
            logins.add_row(person.who, person.email, PASSWORD)
        console.print(logins)
        if not settings.SECOND_FACTOR_FOR_ADMIN:
            console.print(
                "The second step at sign-in is off on this machine (docs/decisions/demo-logins.md)."
            )
        console.print("Stop with Ctrl+C.\n")
