"""axe, best practices and all, finds nothing on any page: in light, dark and calm, and with 320 pixels nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from opportunities.models import OpportunityPage
from profiles.answers import MOST_SAVED, Answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}
SOMEBODY = Answers(
    supporting=False, age=17, plan="no", outcode="SK8", lat=53.3742, lng=-2.1886, modes=("bus",), max_miles=10,
    groups=("tv-film", "animals"), interests=("film-making",), words="I love gamez and xyzzy. I hate loud places.",
    need_groups=("sensory", "physical"), needs={"quiet-space": "must", "breaks": "would_help", "hoist": "would_help"},
)  # fmt: skip
STRICT = Answers(age=17, outcode="SK8", lat=53.3742, lng=-2.1886, max_miles=1, needs={"hoist": "must"})
NOBODY = Answers()

PAGES: list[tuple[str, Answers]] = [
    ("/", NOBODY),
    ("/providers/", NOBODY),
    ("/providers/the-mill/", NOBODY),
    ("/providers/the-mill/film-club/", NOBODY),
    ("/providers/the-mill/film-club/", SOMEBODY),
    ("/providers/the-mill/studio-internship/", SOMEBODY),
    ("/no/such/page/", NOBODY),
    ("/accounts/login/", NOBODY),
    ("/accounts/password/reset/", NOBODY),
    ("/things/", NOBODY),
    ("/things/volunteering/", SOMEBODY),
    ("/things/?q=nothinglikeit", NOBODY),
    ("/things/near/", NOBODY),
    ("/find/", NOBODY),
    ("/find/", SOMEBODY),
    *[(f"/find/{slug}/", SOMEBODY) for slug in (
        "who", "age", "plan", "place", "travel", "far", "likes", "more-likes", "understood", "dislikes", "needs", "needs-1",
        "kinds", "times", "cost", "check", "results", "forget",
    )],
    ("/find/results/", NOBODY),
    ("/find/results/", STRICT),
    ("/my-list/", NOBODY),
]  # fmt: skip


def problems(page: Page, options: dict[str, Any] | None = None) -> Iterator[str]:
    """What axe finds on the page as it is now; the script of axe is put into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(
        "options => axe.run(document, options)", {"resultTypes": ["violations"]} | (options or {})
    )
    for violation in found["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node['html'][:120]}"


def look_at(page: Page, name: str) -> Iterator[str]:
    """All that is wrong with a page, at 320 pixels, in every set of colours."""
    for problem in problems(page):
        yield f"{name}: {problem}"
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield f"{name}: scrolls sideways at 320 pixels"
    for scheme, calm in (("dark", False), ("light", True), ("dark", True)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(
            "on => on ? document.documentElement.dataset.calm = 'on' : delete document.documentElement.dataset.calm",
            calm,
        )
        for problem in problems(page, COLOURS):
            yield f"{name}, {scheme}{', calm' if calm else ''}: {problem}"
    page.emulate_media(color_scheme="light")


def test_axe_finds_nothing_on_any_page(things: dict[str, str], open_page: Callable[..., Page]) -> None:
    saved = tuple(OpportunityPage.objects.values_list("pk", flat=True)[:3])
    wrong: list[str] = []
    by_person: dict[str, Page] = {}
    for path, answers in PAGES:
        page = by_person.get(repr(answers))
        if page is None:
            kept = Answers() if answers == NOBODY else answers.change(saved=saved)
            page = by_person[repr(answers)] = open_page(path, width=320, answers=kept)
        else:
            page.goto(path)
        wrong += look_at(page, f"{path} of {'nobody' if answers == NOBODY else 'somebody'}")
    page = by_person[repr(SOMEBODY)]
    page.goto("/my-list/")
    wrong += look_at(page, "my list with things and one taken off")
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_where_something_went_wrong(
    things: dict[str, str], open_page: Callable[..., Page]
) -> None:
    wrong: list[str] = []
    page = open_page("/find/age/", width=320)
    page.get_by_label("Age in years").fill("old")
    page.get_by_role("button", name="Continue").click()
    assert page.evaluate("document.activeElement.className") == "error-summary", "the summary has the focus"
    wrong += look_at(page, "an age that is no number")
    page.goto("/find/place/")
    page.get_by_label("First part of the postcode").fill("Narnia")
    page.get_by_role("button", name="Continue").click()
    wrong += look_at(page, "a place that nobody knows")
    page.goto("/things/near/")
    page.get_by_label("First part of the postcode").fill("Narnia")
    page.get_by_role("button", name="Show the nearest first").click()
    wrong += look_at(page, "a place that nobody knows, looking around")
    full = open_page(
        things["Film club"],
        width=320,
        javascript=False,
        answers=Answers(saved=tuple(range(10_000, 10_000 + MOST_SAVED))),
    )
    full.get_by_role("button", name="Save").click()
    expect(full.get_by_role("heading", level=1)).to_have_text("Your list is full")
    full = open_page("/find/forget/", width=320, answers=SOMEBODY)
    full.get_by_role("button", name="Yes, forget it all").click()
    wrong += look_at(full, "all gone")
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_on_the_style_guide(
    settings: Any, things: dict[str, str], open_page: Callable[..., Page]
) -> None:
    settings.DEBUG = True
    assert not list(look_at(open_page("/style-guide/", width=320), "the style guide"))


def test_axe_would_find_what_is_wrong(things: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page("/find/age/", width=320)
    assert not list(look_at(page, "as it is"))
    page.evaluate("""() => {
        document.querySelector('main h1').outerHTML = '<h3>How old?</h3>';
        document.querySelector('main label').removeAttribute('for');
        document.querySelector('main p').style.inlineSize = '500px';
        document.querySelector('main p').style.color = '#bbb';
    }""")
    found = " ".join(look_at(page, "spoilt"))
    for rule in ("label", "color-contrast", "page-has-heading-one", "scrolls sideways"):
        assert rule in found, rule
