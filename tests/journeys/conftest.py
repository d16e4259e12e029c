"""A real browser on the running site, with a few things on offer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from cms.actions import plant
from cms.demo.load import load_contacts, load_guides
from opportunities import clock
from opportunities.models import (
    ActivityPage,
    ProviderPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)
from profiles.answers import COOKIE, Answers, seal
from tests.snapshots import Snapshots
from tests.visits import Visit, all_visits

STOCKPORT = {"place_name": "The Mill", "address": "1 Mill Lane, Stockport", "lat": 53.41, "lng": -2.16}


@pytest.fixture(scope="session")
def browser(chromium_path: str, django_db_setup: None) -> Iterator[Browser]:
    """Chromium. While Playwright's event loop runs in this thread, Django gives it a database connection of its own, which must
    be closed before the database goes."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()
        connection.close()


@pytest.fixture(autouse=True)
def transactional_db(
    snapshots: Snapshots, browser: Browser, django_db_blocker: DjangoDbBlocker
) -> Iterator[Snapshots]:
    """The database, for the time of a test: with real transactions, as the server's threads need, and afterwards as it was at first.
    It stands in for pytest-django's own, which empties every table after each test."""
    with django_db_blocker.unblock():
        snapshots.put_back("start")
        yield snapshots
        # What still answers a window must be done before the rows go from under it.
        for thread in threading.enumerate():
            if "process_request_thread" in thread.name:
                thread.join(5)
        snapshots.put_back("start")


@pytest.fixture
def things(transactional_db: Snapshots) -> dict[str, str]:
    """One thing of each kind and some more, published; their addresses by their titles."""
    return dict(transactional_db.made("things", publish_things))


@pytest.fixture
def guides(transactional_db: Snapshots, things: dict[str, str]) -> None:
    """The demo's guides and the people on somebody's side, beside the things."""
    transactional_db.made("guides", write_guides)


@pytest.fixture
def visits(transactional_db: Snapshots, guides: None) -> list[Visit]:
    """Every kind of page that somebody sees (tests/visits.py): those with a template, or a question, that none before them has."""
    return [visit for visit in transactional_db.made("visits", all_visits) if visit.new]


def write_guides() -> None:
    load_contacts()
    load_guides()


def publish_things() -> dict[str, str]:
    provider = plant().add_child(
        instance=ProviderPage(
            title="The Mill",
            about="We run a film club and more.",
            verification="safeguarding_checked",
            verified_on=clock.today(),
            contact_email="mill@example.org",
        )
    )
    checked = {"checked_on": clock.today() - timedelta(days=20), "places_updated_on": clock.today()}
    film = {
        "interests": ["film-making", "tv-and-film"],
        "access": {"quiet-space": "yes", "breaks": "can_arrange"},
    }
    offers: list[Any] = [
        ActivityPage(
            title="Film club",
            summary="Make short films with us.",
            what_happens=["Sam meets you at the door.", "You pick a job.", "We watch the film."],
            times=["sat_am"],
            pattern="weekly",
            pence=300,
            per="session",
            age_min=14,
            age_max=25,
            places_state="open",
            places_left=4,
            access_notes={"breaks": "Tell Sam."},
            **film,
            **checked,
        ),
        ActivityPage(
            title="Camera walk", summary="Walk and take photos.", interests=["photography"], **checked
        ),
        ActivityPage(
            title="Loud film night", summary="A loud night.", access={"quiet-space": "no"}, **checked
        ),
        VolunteeringPage(
            title="Cinema helper",
            summary="Help at the cinema.",
            pence=0,
            interests=["tv-and-film"],
            **checked,
        ),
        SupportedInternshipPage(title="Studio internship", summary="Learn at a studio.", duration_months=9),
        UniBridgePage(title="Campus visit", summary="See a campus.", university="Mill University"),
    ]
    offers += [ActivityPage(title=f"Club {number:02}", summary="A club.") for number in range(12)]
    for page in offers:
        for name, value in STOCKPORT.items():
            setattr(page, name, value)
    return {page.title: provider.add_child(instance=page).url for page in offers}


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """A fresh browser window: open_page("/find/", javascript=False, width=320, answers=Answers(...))."""
    opened = []

    def visit(
        path: str = "/",
        *,
        javascript: bool = True,
        width: int = 390,
        answers: Answers | None = None,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 844},
            locale="en-GB",
            reduced_motion="reduce",
            # Only test_offline.py wants the worker: it would still be fetching when the window of another test is closed.
            **{"service_workers": "block"} | options,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        if answers:
            context.add_cookies([{"name": COOKIE, "value": seal(answers), "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in opened:
        context.close()
