"""A real Celery worker on a real Redis does what the clock asks for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.postgres import free_port
from tests.snapshots import Snapshots

ROOT = Path(__file__).resolve().parents[2]
ENDED = """
from datetime import date, timedelta
from opportunities.models import *
from opportunities.tasks import close_ended
from wagtail.models import Page
from cms.actions import plant
index = plant()
provider = index.add_child(instance=ProviderPage(title="Club", slug="club", verification="details_checked"))
for slug, ends_on in (("over", date.today() - timedelta(days=2)), ("open", date.today() + timedelta(days=2))):
    provider.add_child(instance=ActivityPage(title=slug, slug=slug, summary="A club.", format="online", ends_on=ends_on))
close_ended.delay()
"""


def live(database: Path) -> list[str]:
    """The slugs of the two pages that the public can see, as any other process finds them."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT slug FROM wagtailcore_page WHERE live AND slug IN ('over', 'open') ORDER BY slug"
        )
        return [slug for (slug,) in found]


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    server = shutil.which("redis-server")
    if server is None:
        missing("Redis")
    port = free_port()
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.redis
@pytest.mark.django_db  # the database that the worker's is a copy of
def test_a_worker_closes_what_has_ended_and_nothing_else(
    redis_url: str, tmp_path: Path, snapshots: Snapshots
) -> None:
    database = tmp_path / "db.sqlite3"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "CELERY_BROKER_URL": redis_url,
    }
    snapshots.write("start", database)
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", ENDED]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert live(database) == ["open", "over"], "with a broker, the process itself must not do the work"
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "cms", "worker", "--pool", "solo", "--loglevel", "ERROR"],
        cwd=ROOT,
        env=environment,
    )
    try:
        deadline = time.monotonic() + 90
        while live(database) != ["open"] and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait(30)
    assert live(database) == ["open"]
