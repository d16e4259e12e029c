"""Questions, results, a thing, saved, my list: as a young person does it, with JavaScript, without it, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from profiles.answers import COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]


def question(page: Page, name: str) -> None:
    """The page asks this, and nothing else."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def carry_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def skip(page: Page) -> None:
    page.get_by_role("link", name="Skip this").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_first_page_to_my_list(
    javascript: bool, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_role("link", name="Find things for me").first.click()
    page.get_by_role("button", name="Start").click()

    question(page, "Who is this for?")
    page.get_by_label("Me", exact=True).check()
    carry_on(page)
    question(page, "How old are you?")
    expect(page.get_by_text("Question 2 of 13")).to_be_visible()
    page.get_by_label("Age in years").fill("a hundred")
    carry_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Type the age as a number")
    expect(page.get_by_label("Age in years")).to_have_value("a hundred")
    page.get_by_label("Age in years").fill("17")
    carry_on(page)
    question(page, "Do you have an EHC plan?")
    page.go_back()
    question(page, "How old are you?")
    expect(page.get_by_label("Age in years")).to_have_value("17")
    carry_on(page)
    page.get_by_label("No", exact=True).check()
    carry_on(page)
    question(page, "Where do you live?")
    page.get_by_label("First part of the postcode").fill("sk8 1ab")
    carry_on(page)
    question(page, "How can you get there?")
    page.get_by_label("Bus").check()
    carry_on(page)
    question(page, "How far can you go?")
    page.get_by_label("Up to 10 miles").check()
    carry_on(page)
    question(page, "What do you like?")
    page.get_by_label("TV, film and video").check()
    page.get_by_label("Or say it in your own words").fill("I hate football. I need a quiet room.")
    carry_on(page)
    question(page, "Which of these do you like?")
    page.get_by_label("Making films and videos").check()
    carry_on(page)
    question(page, "Did we get your words right?")
    expect(page.get_by_role("main")).to_contain_text("Football")
    page.get_by_role("group", name="I need a quiet space").get_by_label("I must have this").check()
    carry_on(page)
    question(page, "What do you not want?")
    skip(page)
    question(page, "What do you need?")
    expect(page.get_by_label("Sound, light and touch")).to_be_checked()
    carry_on(page)
    question(page, "Sound, light and touch: what do you need?")
    expect(
        page.get_by_role("group", name="I need a quiet space").get_by_label("I must have this")
    ).to_be_checked()
    page.get_by_role("group", name="I need breaks").get_by_label("This would help").check()
    carry_on(page)
    for name in (
        "What do you want to find?",
        "When can you go?",
        "What can you pay?",
        "What matters most to you?",
    ):
        question(page, name)
        skip(page)
    question(page, "Check your answers")
    expect(page.get_by_role("main")).to_contain_text("Must have: Quiet space")
    page.get_by_role("link", name="See what fits").click()

    question(page, "1 thing fits you")
    fits = page.get_by_role("article").first
    expect(fits).to_contain_text("You like making films.")
    expect(fits).to_contain_text("£3 each time")
    expect(page.get_by_role("heading", name=re.compile(r"\d+ might fit. Ask first"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"\d+ left out"))).to_be_visible()
    assert fits.bounding_box()["y"] < 400, "the first result starts high on a phone"
    fits.get_by_role("link", name="Film club").click()

    question(page, "Film club")
    mine = page.get_by_role("region", name="Does it fit you?")
    expect(mine).to_contain_text("This fits you.")
    expect(mine.get_by_role("listitem").filter(has_text="Quiet space (must have)")).to_contain_text("Yes")
    expect(mine.get_by_role("listitem").filter(has_text="Breaks")).to_contain_text("Can be arranged")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My list").click()

    question(page, "My list")
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("“Film club” is not on your list now.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("article")).to_contain_text("Film club")
    page.get_by_role("link", name="Forget my answers and my list").click()
    page.get_by_role("button", name="Yes, forget it all").click()
    question(page, "All gone")
    assert COOKIE not in {cookie["name"] for cookie in page.context.cookies()}


def test_one_press_opens_up_more(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/place/", javascript=False)
    page.get_by_label("First part of the postcode").fill("SK8")
    carry_on(page)
    page.goto("/find/far/")
    page.get_by_label("Up to 2 miles").check()
    carry_on(page)
    page.goto("/find/results/")
    question(page, "Nothing fits you yet")
    page.get_by_role("button", name=re.compile("If you can travel")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ things? fits? you"))
    page.get_by_role("button", name="Undo").click()
    question(page, "Nothing fits you yet")
    page.get_by_role("link", name="near SK8").click()
    question(page, "Where do you live?")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab never reaches {target}")


def press(page: Page, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    target = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_by_keyboard_alone(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the main part"
    page.keyboard.press("Enter")
    press(page, "button", "Start")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, "button", "Continue")
    tab_to(page, page.get_by_label("Age in years"))
    page.keyboard.type("17")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(4):
        press(page, "link", "Skip this")
    question(page, "What do you like?")
    tab_to(page, page.get_by_label("TV, film and video"))
    page.keyboard.press("Space")
    press(page, "button", "Continue")
    press(page, "link", "Skip this")
    question(page, "What do you not want?")
    tab_to(page, page.locator("main summary").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Photography"))
    page.keyboard.press("Space")
    press(page, "button", "Continue")
    press(page, "link", "See what fits so far")
    press(page, "link", "Film club")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    assert page.get_by_role("button", name="Saved").evaluate("element => element === document.activeElement")
    page.goto("/my-list/")
    expect(page.get_by_role("article")).to_contain_text("Film club")


def test_it_is_for_somebody_i_help(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/who/", javascript=False)
    page.get_by_label("Someone I help").check()
    carry_on(page)
    question(page, "How old are they?")
    page.get_by_label("Age in years").fill("17")
    carry_on(page)
    question(page, "Do they have an EHC plan?")
    page.goto("/find/results/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("fit them")
