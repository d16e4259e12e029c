"""Each letter goes out once: a real worker is killed in the middle of sending, and two send at the same time."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from email.message import Message
from pathlib import Path

import psycopg
import pytest
from celery import Celery

from tests import mail_server
from tests.integration.conftest import of_name
from tests.integration.test_worker import ROOT, redis_url  # noqa: F401  a fixture
from tests.snapshots import Snapshots

PEOPLE = 12
# Letters to twelve people, two to each, so that twelve emails are to be sent.
WRITE = f"""
from django.utils import timezone
from django.contrib.auth import get_user_model
from cms.actions import plant
from opportunities.letters import write
from opportunities.models import *
club = plant().add_child(instance=ProviderPage(title="Club", slug="club", verification="details_checked"))
pages = [club.add_child(instance=ActivityPage(title=slug, slug=slug, summary="A club.", format="online")) for slug in "ab"]
people = [get_user_model().objects.create_user(f"p{{n}}@example.org") for n in range({PEOPLE})]
for page in pages:
    write(kind="still_right", about="2026-11-24/1", to=people, now=timezone.now(), opportunity=page, at_once=False)
"""
SEND = "from opportunities.tasks import send_letters; send_letters.delay()"
# What the next run of the clock sees, twenty minutes later.
LATER = "UPDATE opportunities_letter SET taken_at = strftime('%Y-%m-%d %H:%M:%f', taken_at, '-20 minutes')"


def prepared(database: str, server: mail_server.MailServer, **more: str) -> dict[str, str]:
    """What a process needs to be one of this site, with twelve emails that wait."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": database,
        "EMAIL_URL": server.url,
        **more,
    }
    subprocess.run(shell(WRITE), cwd=ROOT, env=environment, check=True)
    return environment


def shell(code: str) -> list[str]:
    return [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]


def ask_to_send(redis: str) -> None:
    """As the clock does: with a message that names the task."""
    with Celery(broker=redis, set_as_current=False) as clock:
        clock.send_task("opportunities.tasks.send_letters", ignore_result=True)


def twenty_minutes_later(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(LATER).rowcount


def worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "cms", "worker", "--pool", "solo", "--loglevel", "ERROR"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def until(done: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert done()


def everybody_once(server: mail_server.MailServer) -> None:
    assert Counter(message["To"] for message in server.kept) == {
        f"p{n}@example.org": 1 for n in range(PEOPLE)
    }
    assert len({message["Message-ID"] for message in server.kept}) == PEOPLE
    for message in server.kept:
        assert message.get_payload(decode=True).decode().count("/still-right/") == 2


@pytest.mark.redis
@pytest.mark.django_db  # the database that the worker's is a copy of
@pytest.mark.parametrize(
    "taken", [False, True], ids=["before the server takes it", "after the server took it"]
)
def test_a_worker_is_killed_in_the_middle_of_sending(
    taken: bool,
    redis_url: str,  # noqa: F811
    tmp_path: Path,
    snapshots: Snapshots,
) -> None:
    """It dies (SIGKILL) while it waits for the server's answer to the sixth email. Where the server did not take that, each letter
    comes once. Where it did, nobody but the server knows: it comes once more, as the same message, and all others once."""
    first: list[subprocess.Popen[bytes]] = []

    def answer(message: Message, count: int) -> bytes:
        if count == 5 and first[0].poll() is None:
            first[0].kill()
            first[0].wait(30)
            return b"250 taken" if taken else b"451 not now"
        return b"250 taken"

    with mail_server.running(answer) as server:
        database = tmp_path / "db.sqlite3"
        snapshots.write("start", database)
        environment = prepared(f"sqlite:///{database}", server, CELERY_BROKER_URL=redis_url)
        first.append(worker(environment))
        ask_to_send(redis_url)
        until(lambda: first[0].poll() is not None)
        until(lambda: len(server.kept) == (6 if taken else 5))
        twenty_minutes_later(database)
        second = worker(environment)
        try:
            ask_to_send(redis_url)
            until(lambda: len(server.kept) >= PEOPLE + taken)
        finally:
            second.terminate()  # it ends once nothing waits to be sent
            second.wait(30)
        if taken:
            again = server.kept.pop(5)
            assert again["Message-ID"] in {message["Message-ID"] for message in server.kept}
        everybody_once(server)


@pytest.mark.postgres
def test_two_send_at_the_same_time(migrated: str) -> None:
    """Two processes on one PostgreSQL, with a server that keeps the first waiting until the other speaks to it too."""

    def slowly(message: Message, count: int) -> bytes:
        deadline = time.monotonic() + 15
        while server.conversations < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.02)
        return b"250 taken"

    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute("CREATE DATABASE letters TEMPLATE migrated")
        try:
            with mail_server.running(slowly) as server:
                environment = prepared(of_name(migrated, "letters"), server, CELERY_BROKER_URL="")
                both = [subprocess.Popen(shell(SEND), cwd=ROOT, env=environment) for _ in range(2)]
                assert [each.wait(60) for each in both] == [0, 0]
                everybody_once(server)
                assert server.conversations >= 2, "only one of them sent anything"
        finally:
            connection.execute("DROP DATABASE letters WITH (FORCE)")
