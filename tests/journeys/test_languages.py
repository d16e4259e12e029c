"""Whole pages in languages that are longer than English, or run from right to left: nothing breaks, nothing is left in English.

The words are made up (`tests/pseudo.py`); what is on offer is in Greek letters (`tests/foreign.py`). Each page is looked at on a
small phone and on a wide screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Locator, Page
from pytest_django.live_server_helper import LiveServer

from opportunities.models import OpportunityPage
from profiles.answers import COOKIE, seal
from profiles.questions import steps_for
from tests import foreign
from tests.journeys.in_any_language import LOOK
from tests.pseudo import pseudo_catalogue, site_in, write_catalogue
from tests.snapshots import Snapshots

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]

WIDTHS = (320, 1280)
DIRECTION = {"cy": "ltr", "ar": "rtl"}


@pytest.fixture(params=sorted(DIRECTION))
def language(request: Any) -> str:
    return str(request.param)


@pytest.fixture
def site(
    language: str, tmp_path_factory: pytest.TempPathFactory, transactional_db: Snapshots
) -> Iterator[dict[str, str]]:
    folder: Path = tmp_path_factory.mktemp("locale")
    write_catalogue(folder, language, pseudo_catalogue(language))
    with site_in(language, folder), override_settings(SITE_NAME=foreign.SITE_NAME):
        yield transactional_db.made(f"things in {language}", foreign.offer_things)


@pytest.fixture
def pages(site: dict[str, str]) -> list[str]:
    """Every kind of public page, by its address."""
    club, guide = site["film-club"], site["guide"]
    questions = [f"/find/{step.slug}/" for step in steps_for(foreign.answers())]
    return [
        "/",
        "/find/",
        *questions,
        "/find/check/",
        "/find/results/",
        "/find/forget/",
        "/things/",
        "/things/activity/",
        *(club + more for more in ("", "easy-read/", "print/")),
        *(site[name] for name in ("internship", "from-home", "unknown", "provider")),
        "/providers/",
        "/my-list/",
        "/my-list/compare/",
        "/guides/",
        guide,
        site["guide_easy"],
        "/hard-words/",
        "/settings/",
        "/offline/",
        "/accounts/login/",
        "/accounts/login/code/",
        "/nothing-here/",
    ]


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, site: dict[str, str], language: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale=language, reduced_motion="reduce")
    saved = OpportunityPage.objects.filter(slug__in=["film-club", "from-home", "internship"]).order_by("pk")
    answers = foreign.answers(tuple(saved.values_list("pk", flat=True)))
    context.add_cookies([{"name": COOKIE, "value": seal(answers), "url": live_server.url}])
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_every_page_holds_in_a_longer_language_and_from_right_to_left(
    window: Page, pages: list[str], language: str
) -> None:
    wrong: list[str] = []
    for path in pages:
        window.goto(path)
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 844})
            seen = window.evaluate(LOOK)
            assert (seen["lang"], seen["dir"]) == (language, DIRECTION[language]), path
            wrong += [f"{path} at {width}: {problem}" for problem in seen["problems"]]
        wrong += [
            f"{path}: not marked: {text}"
            for text in seen["texts"]
            if re.search("[A-Za-z]{2}", without_codes(text))
        ]
    assert wrong == [], "\n" + "\n".join(wrong)


def test_what_was_written_in_another_language_says_so(
    window: Page, site: dict[str, str], language: str
) -> None:
    window.goto(site["film-club"])
    title = window.locator("h1")
    assert (title.get_attribute("lang"), title.get_attribute("dir")) == ("en-gb", "ltr")
    # It begins where the lines of the page begin, and a phone number is read from left to right everywhere.
    page, said = window.locator("main .thing-head__words").bounding_box(), text_box(title)
    assert page
    if language == "ar":
        assert said["right"] == pytest.approx(page["x"] + page["width"], abs=2)
    phone = window.locator("a[href^='tel:0161496']").first
    assert (
        phone.evaluate("element => getComputedStyle(element.querySelector('bdi') ?? element).direction")
        == "ltr"
    )


def text_box(words: Locator) -> dict[str, float]:
    found: dict[str, float] = words.evaluate(
        """element => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return range.getBoundingClientRect().toJSON();
        }"""
    )
    return found


BROKEN = """
<body style="margin: 0">
  <p style="width: 200vw; white-space: nowrap">This page is too wide.</p>
  <p style="width: 40px; overflow: hidden; white-space: nowrap">This is cut off.</p>
  <p>Below.</p><p style="margin-top: -2em">Above.</p>
  <p lang="en">Said to be in English.</p>
</body>"""


def test_the_look_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(BROKEN)
    seen = page.evaluate(LOOK)
    page.close()
    found = " ".join(seen["problems"])
    for problem in ("the page is", "cut off in p: This is cut off.", "Below. lies over Above."):
        assert problem in found
    assert "Said to be in English." not in seen["texts"]


def without_codes(text: str) -> str:
    """Without postcodes, addresses and dates in Django's own Welsh: they are in no language of ours."""
    return re.sub(
        r"[\w.+-]+@[\w.-]+|https?://\S+|\b(?:localhost|example)\S*|\b[A-Z]{1,2}\d\w?( \d[A-Z]{2})?\b|\d [A-Z]\w+ \d{4}",
        "",
        text,
    )
