"""Two real processes on one real database: what one publishes, the other shows on its next request."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.integration.conftest import in_database, of_name

pytestmark = pytest.mark.django_db  # the database that SQLite's is a copy of
ROOT = Path(__file__).resolve().parents[2]
# A process that does what each line asks, and answers with a line.
PROCESS = """
import json, sys, time
import django
django.setup()
from django.test import Client
from wagtail.models import Page
from cms.actions import plant
from opportunities import catalogue
from opportunities.models import *
from profiles.answers import COOKIE, Answers, seal
from tests.listed import listed
load = catalogue.load

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

def patches_only(_):
    catalogue.load = None

def touch(slug):
    for age in range(30):
        page = OpportunityPage.objects.get(slug=slug).specific
        page.age_min = age
        page.save()
    return CatalogueStamp.current().number

def follow(_):
    "Look on and on, until nothing has changed for a while."
    seen, since = [], time.monotonic()
    while time.monotonic() - since < 4:
        catalogue.current()
        number = catalogue.keeper.kept.stamp.number
        if number != (seen or [None])[-1]:
            seen.append(number)
            since = time.monotonic()
    return {"seen": seen, "same": listed(catalogue.current()) == listed(load())}

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
        self.ask(*words)
        return self.answer()

    def ask(self, *words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline() or '"the process has ended"')

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    if request.param == "SQLite":
        file = tmp_path / "db.sqlite3"
        request.getfixturevalue("snapshots").write("start", file)
        yield in_database(f"sqlite:///{file}")
    else:
        dsn = request.getfixturevalue("migrated")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE processes TEMPLATE migrated")
            yield in_database(of_name(dsn, "processes"))
            connection.execute("DROP DATABASE processes WITH (FORCE)")


def test_what_one_process_publishes_another_shows_on_its_next_request(environment: dict[str, str]) -> None:
    with ExitStack() as stack:
        one, other = (stack.enter_context(Process(environment)) for _ in range(2))
        assert other("look")["shown"] == []
        one("publish", "canal-crew")
        assert other("look")["shown"] == ["canal-crew"]
        other("patches_only")
        one("publish", "chess-night")
        seen = other("look")
        assert seen["shown"] == ["canal-crew", "chess-night"]
        assert (seen["listings"], seen["failing_since"]) == (2, None)
        one("unpublish", "canal-crew")
        assert other("look")["shown"] == one("look")["shown"] == ["chess-night"]
        late = stack.enter_context(Process(environment))
        assert late("look") == other("look") | {"age_seconds": late("look")["age_seconds"]}


def test_of_changes_made_at_the_same_time_none_is_lost(environment: dict[str, str]) -> None:
    with ExitStack() as stack:
        one, two, other = (stack.enter_context(Process(environment)) for _ in range(3))
        one("publish", "canal-crew")
        one("publish", "chess-night")
        other("look")
        other("patches_only")
        other.ask("follow")
        one.ask("touch", "canal-crew")
        if "sqlite" in environment["DATABASE_URL"]:  # it has one writer at a time
            one.answer()
        two("touch", "chess-night")
        followed = other.answer()
        assert followed["same"]
        assert followed["seen"] == sorted(set(followed["seen"]))
        assert followed["seen"][-1] - followed["seen"][0] >= 30, "it began too late to see anything"
