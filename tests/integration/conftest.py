"""What is made once for many tests: the demo's whole public site, walked through, and a small site with two providers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from opportunities import clock
from opportunities.models import OpportunityPage, ProviderPage
from tests.people import SOMEBODY
from tests.two_providers import TwoProviders, build
from tests.visits import Visit, all_visits, with_answers

ROOT = Path(__file__).resolve().parents[2]
MISTAKES: dict[str, dict[str, Any]] = {
    "/find/age/": {"age": "old"},
    "/find/place/": {"outcode": "Narnia"},
    "/find/likes/": {"words": "a" * 400},
    "/find/cost/": {"max_cost": "much"},
    "/find/matters/": {"matters": ["like", "near", "quiet", "free"]},
    "/find/change/": {},
    "/things/near/": {"outcode": "Narnia"},
    "/my-list/compare/": {},
    "/accounts/login/": {"login": "nobody@example.org", "password": "wrong"},
    "/accounts/login/code/": {"email": "nobody"},
    "/accounts/password/reset/": {"email": ""},
}


@dataclass(frozen=True)
class PublicSite:
    """What everybody sees (tests/visits.py), the addresses of all that is public and not over, and the pages that follow a mistake.
    For the map of the site, which is `map`: all that is public, over or not, all that is not, and the pages that are on it."""

    visits: list[Visit]
    things: list[str]
    providers: list[str]
    mistakes: dict[str, str]
    public: list[str]
    hidden: list[str]
    map: str
    on_the_map: dict[str, tuple[int, str]]


@pytest.fixture(scope="session")
def public_site(django_db_setup: None, django_db_blocker: Any) -> PublicSite:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        visits, stranger = all_visits(), Client()
        site_map = stranger.get("/sitemap.xml").content.decode()
        site = PublicSite(
            visits,
            [opportunity.url for opportunity in OpportunityPage.objects.public().open_on(clock.today())],
            [provider.url for provider in ProviderPage.objects.public()],
            {address: after_a_mistake(address, sent) for address, sent in MISTAKES.items()}
            | {"/find/age/, open for too long": late()},
            [page.url for model in (OpportunityPage, ProviderPage) for page in model.objects.public()],
            [page.url for model in (OpportunityPage, ProviderPage) for page in not_public(model)],
            site_map,
            seen_by_a_stranger(addresses_on(site_map), visits, stranger),
        )
        transaction.set_rollback(True)
    return site


def not_public(model: Any) -> Any:
    return model.objects.exclude(pk__in=model.objects.public().values("pk"))


def addresses_on(site_map: str) -> list[str]:
    """Whole addresses, in the order of the map."""
    tree = ElementTree.fromstring(site_map)  # noqa: S314  the map that this site just wrote
    return [str(each.text) for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def seen_by_a_stranger(
    addresses: list[str], visits: list[Visit], stranger: Client
) -> dict[str, tuple[int, str]]:
    """Status and HTML of each page, by its whole address; only what the walk did not meet is asked for."""
    met = {
        f"http://testserver{visit.address}": (visit.status, visit.html)
        for visit in visits
        if visit.who == "a stranger"
    }
    return {address: met.get(address) or answered(stranger.get(address)) for address in addresses}


def answered(response: Any) -> tuple[int, str]:
    return response.status_code, response.content.decode()


def after_a_mistake(address: str, sent: dict[str, Any]) -> str:
    return with_answers(SOMEBODY).post(address, sent, follow=True).content.decode()


def late() -> str:
    return Client(enforce_csrf_checks=True).post("/find/age/", {"age": "17"}).content.decode()


@pytest.fixture(scope="module")
def two_providers(django_db_setup: None, django_db_blocker: Any) -> Iterator[TwoProviders]:
    """The rows of tests/two_providers.py, for all tests of a file: the transaction of each test lies inside this one, and takes back
    what the test did to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def site(two_providers: TwoProviders, db: None) -> TwoProviders:
    return deepcopy(two_providers)


@pytest.fixture(scope="session")
def migrated(postgres_dsn: str) -> Iterator[str]:
    """The address of the PostgreSQL, with a database `migrated` in it; the migrations take long, a copy does not."""
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=in_database(of_name(postgres_dsn, "migrated")), check=True)
        yield postgres_dsn
        connection.execute("DROP DATABASE migrated")


def in_database(address: str) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": address}


def of_name(dsn: str, name: str) -> str:
    return dsn.replace("postgresql://", "postgres://").removesuffix("postgres") + name
