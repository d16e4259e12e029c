"""Two real processes on one real database: what one publishes, the other shows on its next request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
# A process that does what each line asks, and answers with a line.
PROCESS = """
import json, sys
import django
django.setup()
from django.test import Client
from wagtail.models import Page
from cms.actions import plant
from opportunities import catalogue
from opportunities.models import *
from profiles.answers import COOKIE, Answers, seal

def publish(slug):
    club = ProviderPage.objects.first() or plant().add_child(
        instance=ProviderPage(title="Club", slug="club", verification="details_checked"))
    club.add_child(instance=ActivityPage(title=slug, slug=slug, summary="A club.", format="online"))

def unpublish(slug):
    Page.objects.get(slug=slug).unpublish()

def look(_):
    client = Client()
    client.cookies[COOKIE] = seal(Answers(age=17))
    shown = client.get("/find/results/").content.decode()
    health = client.get("/health/").json()
    return {"shown": [slug for slug in ("canal-crew", "chess-night") if slug in shown], **health["catalogue"]}

def whole(_):
    catalogue.load = None  # from now on only patches

for line in sys.stdin:
    word, _, slug = line.strip().partition(" ")
    print(json.dumps(globals()[word](slug)), flush=True)
"""


class Process:
    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROCESS],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline() or '"the process has ended"')

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    if request.param == "PostgreSQL":
        dsn = request.getfixturevalue("postgres_dsn")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE processes")
        address = dsn.replace("postgresql://", "postgres://").removesuffix("postgres") + "processes"
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": address}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=given, check=True)
    yield given
    if request.param == "PostgreSQL":
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("DROP DATABASE processes WITH (FORCE)")


def test_what_one_process_publishes_another_shows_on_its_next_request(environment: dict[str, str]) -> None:
    with ExitStack() as stack:
        one, other = (stack.enter_context(Process(environment)) for _ in range(2))
        assert other("look")["shown"] == []
        one("publish", "canal-crew")
        assert other("look")["shown"] == ["canal-crew"]
        other("whole")
        one("publish", "chess-night")
        seen = other("look")
        assert seen["shown"] == ["canal-crew", "chess-night"]
        assert (seen["listings"], seen["failing_since"]) == (2, None)
        one("unpublish", "canal-crew")
        assert other("look")["shown"] == one("look")["shown"] == ["chess-night"]
        late = stack.enter_context(Process(environment))
        assert late("look") == other("look") | {"age_seconds": late("look")["age_seconds"]}
