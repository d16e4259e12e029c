"""Two or three things of the list side by side: with JavaScript and without, by keyboard alone, at every width, as it is heard, on
paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from opportunities.models import OpportunityPage
from profiles.answers import Answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
NEEDS = {"quiet-space": "must", "breaks": "would_help"}


def with_three(**more: Any) -> Answers:
    """Somebody with three things on their list."""
    by_title = dict(OpportunityPage.objects.values_list("title", "pk"))
    saved = tuple(by_title[title] for title in ("Film club", "Loud film night", "Camera walk"))
    return Answers(**({"age": 17, "need_groups": ("sensory",), "needs": NEEDS, "saved": saved} | more))


def box(page: Page, title: str) -> Any:
    return page.get_by_role("checkbox", name=f"Compare {title}")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_pick_two_and_see_them_side_by_side(
    javascript: bool, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/my-list/", javascript=javascript, answers=with_three())
    compare = page.get_by_role("button", name="Compare these")
    box(page, "Film club").check()
    compare.click()
    expect(page.get_by_role("alert")).to_contain_text("You ticked one thing. Tick one or two more.")
    expect(box(page, "Film club")).to_be_checked()
    box(page, "Loud film night").check()
    compare.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Compare")
    assert page.url.endswith("/my-list/compare/"), "an address holds nothing of what was picked"
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        [re.compile("Film club"), re.compile("Loud film night")]
    )
    quiet = table.get_by_role("rowgroup").filter(has_text="Quiet space")
    expect(quiet.get_by_role("rowheader")).to_have_text(re.compile(r"Quiet space \(must have\)\s+Different"))
    expect(quiet.get_by_role("cell")).to_have_text([re.compile("Yes"), re.compile("No")])
    expect(table.get_by_role("rowgroup").filter(has_text="Room")).to_contain_text("4 places left")

    page.get_by_role("link", name="Pick other things").click()
    expect(box(page, "Loud film night")).to_be_checked()
    box(page, "Camera walk").check()
    compare.click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("My list")


def test_what_was_removed_can_be_put_back_and_is_compared_again(
    things: dict[str, str], open_page: OpenPage
) -> None:
    saved = with_three().saved
    page = open_page("/my-list/", javascript=False, answers=with_three(comparing=saved[:2]))
    page.get_by_role("button", name="Remove Film club").click()
    expect(page.get_by_text("“Film club” is not on your list now.")).to_be_visible()
    page.goto("/my-list/compare/")
    expect(page.get_by_role("main")).to_contain_text("Tick two or three things on your list.")
    page.get_by_role("link", name="Back to my list").click()
    page.get_by_role("button", name="Undo").click()
    page.goto("/my-list/compare/")
    expect(page.get_by_role("columnheader")).to_have_count(2)


def test_by_keyboard_alone(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/my-list/", answers=with_three())

    def tab_to(target: Any) -> None:
        for _ in range(90):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"Tab never reaches {target}")

    for title in ("Film club", "Camera walk"):
        tab_to(box(page, title))
        page.keyboard.press("Space")
    tab_to(page.get_by_role("button", name="Compare these"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page.get_by_role("table").get_by_role("link", name="Camera walk"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Camera walk")


def test_it_is_heard_need_by_need_each_answer_under_its_things_name(
    things: dict[str, str], open_page: OpenPage
) -> None:
    """In the order of the page: the names, then each need with its answers. Every answer names its thing and its need."""
    saved = with_three().saved
    page = open_page("/my-list/compare/", answers=with_three(comparing=saved))
    said = page.get_by_role("table").aria_snapshot()
    places = [said.index(words) for words in (
        "Film club, Loud film night and Camera walk, side by side", 'columnheader "Film club"', 'columnheader "Camera walk"',
        'rowheader "Quiet space (must have)', 'cell "Yes"', 'cell "No"', 'cell "We do not know"', 'rowheader "Breaks (would help)',
    )]  # fmt: skip
    assert places == sorted(places)
    cells = page.locator("td").evaluate_all(
        "cells => cells.map(cell => cell.headers.split(' ').map(id => document.getElementById(id).innerText.trim()))"
    )
    assert len(cells) == 3 * page.get_by_role("rowheader").count()
    assert all(len(names) == 2 and all(names) for names in cells)
    assert [thing for _, thing in cells[:3]] == ["Film club", "Loud film night", "Camera walk"]


@pytest.mark.parametrize("how_many", [2, 3])
def test_it_fits_a_narrow_phone_in_every_look(
    how_many: int, things: dict[str, str], open_page: OpenPage
) -> None:
    saved = with_three().saved
    page = open_page("/my-list/compare/", width=320, answers=with_three(comparing=saved[:how_many]))
    wrong: list[str] = []
    for look in ("", "calm:on", "text:largest", "space:wide.text:large", "colours:dark", "colours:contrast"):
        page.context.add_cookies([{"name": "look", "value": look, "url": page.url}])
        for path in ("/my-list/", "/my-list/compare/")[how_many - 2 :]:
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong.append(f"{path} with {look!r} scrolls sideways")
            page.evaluate(Axe().axe_script)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            wrong += [f"{path} with {look!r}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    assert not wrong, "\n".join(wrong)
    page.context.add_cookies([{"name": "look", "value": "", "url": page.url}])
    page.goto("/my-list/compare/")
    beside = (
        page.locator("tbody")
        .first.locator("td")
        .evaluate_all(
            "cells => new Set(cells.map(cell => Math.round(cell.getBoundingClientRect().top))).size"
        )
    )
    assert beside == (1 if how_many == 2 else 3), (
        "two stand beside each other; three do not fit, so each is named"
    )
    assert page.locator(".compare__thing").first.is_visible() == (how_many == 3)


def test_it_prints_on_one_side_and_with_needs_only_if_asked(
    things: dict[str, str], open_page: OpenPage
) -> None:
    saved = with_three().saved
    page = open_page("/my-list/compare/", width=1000, answers=with_three(comparing=saved))
    need = page.get_by_text("Quiet space (must have)")
    page.emulate_media(media="print")
    expect(need).to_be_hidden()
    expect(page.get_by_text("Someone on your side")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_label("Print what I need too").check()
    page.emulate_media(media="print")
    expect(need).to_be_visible()
    for path in ("/my-list/compare/", "/my-list/"):
        page.goto(path)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1, path
