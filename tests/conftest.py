"""What tests share: real parts where the machine has them, and a plain word where it has not.

With CI=true nothing real may be skipped: a missing part is a failure."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.postgres import throwaway_cluster
from tests.snapshots import Snapshots

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs beside Django's tests


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several workers: which of them runs what (tests/workers.py)."""
    if config.getoption("dist") != "loadgroup":
        return None
    from tests.workers import Shared

    return Shared(config, log)


def missing(what: str) -> None:
    """Skip, and say why; on CI, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and on CI nothing real may be skipped")
    pytest.skip(f"{what} is not on this machine")


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: to look through it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Snapshots]:
    """pytest-django's own, and a copy of what the migrations left: a test with real transactions empties every table."""
    with django_db_blocker.unblock():
        made = Snapshots()
        yield made
        made.close()


@pytest.fixture(scope="session")
def snapshots(django_db_setup: Snapshots) -> Snapshots:
    return django_db_setup


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The address of a throw-away PostgreSQL; the same for the whole session."""
    try:
        with throwaway_cluster() as dsn:
            yield dsn
    except FileNotFoundError:
        missing("PostgreSQL")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Debian's Chromium, else the browser that Playwright installed for itself (then empty)."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return playwright.chromium.executable_path
    missing("Chromium")
    return ""


@pytest.fixture(autouse=True)
def nothing_cached() -> None:
    """What an earlier test left in the cache came from rows that are gone."""
    from django.core.cache import cache

    cache.clear()
