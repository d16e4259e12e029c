"""What a person hears who listens to the site with a screen reader, in order and in words.

The reader is simulated (@guidepup/virtual-screen-reader), by the W3C's rules for names, roles and states. It reads piece by piece;
`heard` puts together what real ones say in one breath, and leaves out that something ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from opportunities.models import OpportunityPage
from profiles.answers import Answers
from tests.conftest import missing
from tests.people import SOMEBODY

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
READER = (
    Path(__file__).resolve().parents[1]
    / "tools/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
)
READ = """async ([code, selector]) => {
    if (!window.reader) {
        const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
        window.reader = (await import(address)).virtual;
    }
    // This reader does not know that what a closed <details> holds is not there, nor that the value of a button is not said.
    for (const part of document.querySelectorAll('details:not([open]) > :not(summary)')) part.hidden = true;
    for (const button of document.querySelectorAll('button[value]')) button.removeAttribute('value');
    await reader.start({ container: document.querySelector(selector) });
    const first = await reader.lastSpokenPhrase();
    do await reader.next();
    while (![first, `end of ${first}`].includes(await reader.lastSpokenPhrase()));
    const said = await reader.spokenPhraseLog();
    await reader.stop();
    return said;
}"""
ITEM = re.compile(r"listitem, level \d+, position (\d+), set size (\d+)")
PUNCTUATION = ".,:;"
# What is said as a whole, with its role; and roles of which a person hears nothing.
WHOLE = ("button", "link", "checkbox", "radio", "textbox", "heading", "columnheader", "rowheader", "cell")
SILENT = (
    "paragraph",
    "strong",
    "list",
    "term",
    "definition",
    "rowgroup",
    "row",
    "form",
    "article",
    "main",
    "group",
)


@pytest.fixture(scope="module", autouse=True)
def reader() -> None:
    if not READER.exists():
        missing("The screen reader (tests/tools)")


def heard(page: Page, selector: str) -> list[str]:
    """Everything that is said from the start of this part of the page to its end: one line for each thing said in one breath."""
    pieces = page.evaluate(READ, [READER.read_text(), selector])[:-1]
    lines: list[str] = []
    goes_on = False
    while pieces:
        piece = pieces.pop(0)
        role = piece.split(", ")[0]
        ends = [end for end in (f"end of {piece}", f"end, {piece}") if end in pieces]
        item = ITEM.fullmatch(piece)
        if item:
            lines.append(f"{item[1]} of {item[2]}:")
            goes_on = True
        elif role.startswith("end of") or role in SILENT:
            goes_on = False
        elif role in WHOLE or ends[:1] == [f"end, {piece}"]:
            inside = [pieces.pop(0) for _ in range(pieces.index(ends[0]) + 1)] if ends else []
            within = ", link" if role == "heading" and any(one.startswith("link, ") for one in inside) else ""
            said = piece + within
            lines[-1:] = [f"{lines[-1]} {said}"] if goes_on else [*lines[-1:], said]
        elif goes_on:
            lines[-1] += piece if piece in PUNCTUATION else f" {piece}"
        else:
            lines.append(piece)
            goes_on = True
    return lines


@pytest.fixture
def somebody(things: dict[str, str]) -> Answers:
    """Somebody who needs a quiet space, would like breaks and a hoist, and compares two things of their list."""
    by_title = dict(OpportunityPage.objects.values_list("title", "pk"))
    saved = (by_title["Film club"], by_title["Loud film night"])
    return SOMEBODY.change(saved=saved, comparing=saved)


def test_a_card_says_what_it_is_then_each_need_with_its_answer_then_the_facts(
    somebody: Answers, open_page: OpenPage
) -> None:
    page = open_page("/find/results/", answers=somebody, bypass_csp=True)
    said = heard(page, "main article")
    checked = said.pop(11)
    assert checked == "6 of 6: Checked 3 weeks ago"
    assert said == [
        "Things to do",
        "heading, Film club, level 2, link",
        "Make short films with us.",
        "1 of 3: Yes: Quiet space",
        "2 of 3: Can be arranged: Breaks",
        "3 of 3: We do not know: Hoist",
        "1 of 6: When: Saturday morning. Every week",
        "2 of 6: How far: About 3 miles away",
        "3 of 6: Cost: £3 each time",
        "4 of 6: Ages 14 to 25",
        "5 of 6: Room: 4 places left",
        "Why am I seeing this? Film club",
        "button, Saved Film club",
        "button, Not for me Film club",
    ]


def test_why_a_card_is_there_is_heard_when_it_is_asked_for(somebody: Answers, open_page: OpenPage) -> None:
    page = open_page("/find/results/", answers=somebody, bypass_csp=True)
    page.locator("main article summary").first.click()
    said = heard(page, "main article")
    start = said.index("Why am I seeing this? Film club")
    assert said[start + 1 : start + 6] == [
        "1 of 4: You like making films.",
        "2 of 4: There is a quiet space.",
        "3 of 4: It is within 3 miles of your area.",
        "4 of 4: There are 4 places left.",
        "We only used your answers. We did not use what you press, look at or picked before. link, How we choose · link, Change my answers",
    ]


def test_a_thing_says_each_need_and_its_answer_in_one_breath(
    somebody: Answers, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page(things["Film club"], answers=somebody, bypass_csp=True)
    said = heard(page, "[aria-labelledby=my-needs]")
    start = next(place for place, line in enumerate(said) if line.startswith("1 of 3: "))
    assert said[start : start + 5] == [
        "1 of 3: Quiet space (must have): Yes",
        "2 of 3: Breaks: Can be arranged",
        "Tell Sam.",
        "3 of 3: Hoist: We do not know",
        "Plan this with someone you trust before you go.",
    ]
    assert "This fits you." in said[:start]


def test_two_things_side_by_side_say_each_need_then_the_answers_in_the_order_of_the_things(
    somebody: Answers, open_page: OpenPage
) -> None:
    page = open_page("/my-list/compare/", answers=somebody, bypass_csp=True)
    said = [line.removesuffix(", column span 2") for line in heard(page, "main table")]
    assert "Film club and Loud film night, side by side." in said[0]
    assert said[1:9] == [
        "columnheader, Film club",
        "columnheader, Loud film night",
        "rowheader, Quiet space (must have) Different",
        "cell, Yes",
        "cell, No",
        "rowheader, Breaks (would help) Different",
        "cell, Can be arranged Tell Sam.",
        "cell, We do not know",
    ]


def test_a_mistake_is_heard_first_and_again_with_its_field(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/age/", bypass_csp=True)
    page.get_by_label("Age in years").fill("old")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    said = heard(page, "main")
    error = "Type the age as a number, like 17."
    assert said[2:5] == [
        "alert heading, Something needs fixing, level 2",
        f"1 of 1: link, Age in years: {error}",
        "heading, How old are you?, level 1",
    ]
    assert f"textbox, Age in years (you can skip this), old, Fix this: {error}, invalid" in said
