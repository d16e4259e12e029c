"""The settings, as people use them: with and without JavaScript, by keyboard, on a narrow phone, with the largest words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
HEADER = "document.querySelector('.site-header').offsetHeight"
CALM = "Calm mode"  # its label says what it does, too
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def choose(page: Page, *labels: str) -> None:
    panel = page.locator("details.settings")
    panel.locator("summary").click()
    for label in labels:
        panel.get_by_label(label, exact=label != CALM).check()


def test_without_javascript_the_form_is_sent_and_comes_back_to_the_same_page(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/things/?page=2", javascript=False)
    choose(page, CALM, "Large", "Strong, on black")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Your settings are kept.")).to_be_visible()
    assert urlsplit(page.url).path + "?" + urlsplit(page.url).query == "/things/?page=2"
    html = page.locator("html")
    expect(html).to_have_attribute("data-calm", "on")
    expect(html).to_have_attribute("data-text", "large")
    expect(html).to_have_attribute("data-colours", "contrast-dark")
    page.goto("/find/")
    expect(html).to_have_attribute("data-text", "large")
    page.get_by_role("contentinfo").get_by_role("link", name="How this site looks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How this site looks")
    expect(page.get_by_label(CALM)).to_be_checked()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("status")).to_contain_text("The site looks as it did at first.")
    for name in ("data-calm", "data-text", "data-colours"):
        assert html.get_attribute(name) is None


def test_with_javascript_a_choice_shows_at_once_and_holds(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize)"
    before = page.evaluate(size)
    choose(page, "Largest", "Dark")
    assert page.evaluate(size) == before * 1.5
    expect(page.locator("html")).to_have_attribute("data-colours", "dark")
    page.locator("details.settings").get_by_label("Same as my device").check()
    page.goto("/things/")
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    assert page.locator("html").get_attribute("data-colours") is None
    choose(page, CALM)
    page.go_back()
    expect(page.locator("html")).to_have_attribute("data-calm", "on")
    expect(page.locator("details.settings [name=calm]")).to_be_checked()


def test_someone_who_had_calm_mode_can_leave_it(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/")
    page.context.add_cookies([{"name": "calm", "value": "on", "url": page.url, "httpOnly": True}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-calm", "on")
    page.locator("details.settings summary").click()
    page.locator("details.settings").get_by_label(CALM).uncheck()
    page.reload()
    assert page.locator("html").get_attribute("data-calm") is None


def test_by_keyboard(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/", width=1280)
    panel = page.locator("details.settings")
    summary = panel.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(panel).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(panel.get_by_label(CALM)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-calm", "on")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.keyboard.press("Escape")
    assert panel.get_attribute("open") is None
    expect(summary).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_opening_the_panel_moves_nothing(width: int, things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/", width=width, javascript=False)
    heading, summary = page.get_by_role("heading", level=1), page.locator("details.settings summary")
    before = heading.bounding_box(), summary.bounding_box()
    summary.click()
    assert (heading.bounding_box(), summary.bounding_box()) == before
    box = page.locator("details.settings form").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert not page.evaluate(SCROLLS)


@pytest.mark.parametrize("look", ["", "text:largest", "text:largest.calm:on.colours:contrast"])
@pytest.mark.parametrize("width", [390, 320])
def test_the_header_leaves_room_on_a_phone(
    width: int, look: str, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/", width=width)
    page.context.add_cookies([{"name": "look", "value": look, "url": page.url}])
    for path in ("/", "/find/", "/things/", "/my-list/", "/settings/"):
        page.goto(path)
        assert page.evaluate(HEADER) <= 112, path
        assert not page.evaluate(SCROLLS), path


def test_with_wide_space_and_the_largest_words_nothing_is_cut(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/", width=320)
    page.context.add_cookies(
        [{"name": "look", "value": "text:largest.space:wide.font:dyslexia", "url": page.url}]
    )
    page.reload()
    page.locator("details.settings summary").click()
    assert not page.evaluate(SCROLLS)
    clipped = page.evaluate("""() => [...document.querySelectorAll('.site-header :is(a, summary, label)')]
        .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth)
        .map((each) => each.textContent.trim())""")
    assert clipped == []


def test_a_target_in_the_header_is_as_big_as_a_thumb(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/", width=320)
    page.locator("details.settings summary").click()
    small = page.evaluate("""() => [...document.querySelectorAll('.site-header :is(a, summary, .choice, button)')]
        .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent.trim())""")
    assert small == []
