"""Guides and hard words in a real browser: by keyboard, by touch, with no JavaScript, and at 320 pixels."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cms.actions import plant
from cms.models import GuidePage
from tests.journeys.conftest import write_guides
from tests.journeys.test_everyone_can_use_it import look_at, problems
from tests.snapshots import Snapshots

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
GUIDE = "/guides/supported-internships/"


@pytest.fixture
def guides(transactional_db: Snapshots) -> list[str]:
    """The demo's guides and nothing else; their addresses."""
    transactional_db.made("guides alone", plant_guides)
    return [page.url for page in GuidePage.objects.order_by("path")]


def plant_guides() -> None:
    plant()
    write_guides()


def word(page: Page, name: str = "job coach"):
    return page.get_by_role("button", name=name, exact=True)


def test_a_hard_word_opens_and_closes_by_keyboard(guides: list[str], open_page: Callable[..., Page]) -> None:
    page = open_page(GUIDE)
    meaning = page.get_by_text("Someone who is trained to help you learn a job")
    expect(meaning).to_be_hidden()
    word(page).focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word(page)).to_be_focused()
    page.keyboard.press("Space")
    expect(meaning).to_be_visible()
    page.keyboard.press("Space")
    expect(meaning).to_be_hidden()


def test_a_hard_word_opens_with_no_javascript(guides: list[str], open_page: Callable[..., Page]) -> None:
    page = open_page(GUIDE, javascript=False)
    meaning = page.get_by_text("Someone who is trained to help you learn a job")
    word(page).click()
    expect(meaning).to_be_visible()
    expect(page.locator(".meaning:popover-open")).to_have_count(1)
    page.get_by_role("heading", level=1).click()
    expect(meaning).to_be_hidden()
    word(page).click()
    word(page, "EHC plan").click()
    expect(page.locator(".meaning:popover-open")).to_have_text(
        "EHC means education, health and care. The plan says what help you get. The council writes it."
    )


def test_a_meaning_stays_on_the_screen(guides: list[str], open_page: Callable[..., Page]) -> None:
    for width in (320, 1280):
        page = open_page("/guides/what-happens-when/", width=width)
        words = page.locator("button.word")
        assert words.count() > 8
        for each in words.all():
            each.click()
            box = page.locator(".meaning:popover-open").bounding_box()
            assert box, each.inner_text()
            assert box["x"] >= 0, f"{each.inner_text()} at {width}"
            assert box["x"] + box["width"] <= width, f"{each.inner_text()} at {width}"
            page.keyboard.press("Escape")


def test_axe_finds_nothing_on_guides_and_hard_words(
    guides: list[str], open_page: Callable[..., Page]
) -> None:
    wrong: list[str] = []
    page = open_page("/guides/", width=320)
    wrong += look_at(page, "all guides")
    for url in (
        "/guides/what-happens-when/",
        "/guides/someone-on-your-side/",
        f"{GUIDE}easy-read/",
        "/hard-words/",
    ):
        page.goto(url)
        wrong += look_at(page, url)
    page.goto(GUIDE)
    word(page).click()
    wrong += [f"a word that is open: {problem}" for problem in problems(page)]
    assert not wrong, "\n".join(wrong)


def test_from_a_guide_to_easy_read_and_back_by_links(
    guides: list[str], open_page: Callable[..., Page]
) -> None:
    page = open_page("/guides/", javascript=False)
    page.get_by_role("link", name="What is a supported internship?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is a supported internship?")
    page.get_by_role("link", name="Easy Read").click()
    expect(page.get_by_text("You learn a job at a real place of work.")).to_be_visible()
    page.get_by_role("link", name="The whole guide, with more words").click()
    page.get_by_role("link", name="See supported internships").click()
    expect(page).to_have_url(re.compile("/things/supported-internship/$"))


def test_in_calm_mode_a_guide_has_no_picture_and_all_its_symbols(
    guides: list[str], open_page: Callable[..., Page]
) -> None:
    page = open_page(GUIDE)
    expect(page.locator("main img.picture")).to_be_visible()
    page.evaluate("document.documentElement.dataset.calm = 'on'")
    expect(page.locator("main img.picture")).to_be_hidden()
    assert page.locator(".guide .ideas .symbol").count() == 4
    expect(page.locator(".guide .ideas .symbol").first).to_be_visible()
