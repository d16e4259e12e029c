"""Without a network: what a person's own device keeps, what a shared computer never does, and what is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from opportunities.models import OpportunityPage
from profiles.answers import Answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
FILM_FAN = Answers(age=17, outcode="SK8", lat=53.3742, lng=-2.1886, interests=("film-making",))
KEPT = """async () => {
    const pages = await caches.open("pages");
    return (await pages.keys()).map((request) => new URL(request.url).pathname).sort();
}"""


@pytest.fixture
def visit(open_page: OpenPage) -> OpenPage:
    """A window whose worker is there already, as after a first visit."""

    def open_with_worker(path: str = "/", **options: object) -> Page:
        page = open_page("/find/", service_workers="allow", **options)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.goto(path)
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        return page

    return open_with_worker


def kept(page: Page) -> list[str]:
    """The addresses that the device keeps."""
    found: list[str] = page.evaluate(KEPT)
    return found


def until(page: Page, holds: Callable[[list[str]], bool]) -> None:
    """Wait until this holds of what the device keeps: it keeps a page when the person sees it already."""
    for _ in range(100):
        if holds(kept(page)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the device keeps {kept(page)}")


def wait_until_kept(page: Page, path: str) -> None:
    until(page, lambda paths: path in paths)


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_list_the_results_and_saved_things_open_without_a_network(
    things: dict[str, str], visit: OpenPage
) -> None:
    page = visit("/find/results/", answers=FILM_FAN)
    heading(page, re.compile("fits? you"))
    wait_until_kept(page, "/find/results/")
    page.goto(things["Film club"])
    assert things["Film club"] not in kept(page), "only what is on the list is kept"
    page.get_by_role("button", name="Save Film club", exact=True).click()
    expect(page.get_by_role("button", name="Saved Film club")).to_be_visible()
    wait_until_kept(page, things["Film club"])
    page.goto("/my-list/")
    wait_until_kept(page, "/my-list/")
    expect(page.get_by_text("You are not connected. This is from")).to_be_hidden()

    page.context.set_offline(True)
    page.goto("/my-list/")
    heading(page, "My list")
    expect(page.get_by_text(re.compile("You are not connected. This is from .*20[0-9]{2}"))).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.wordmark')).fontWeight") == "800", (
        "styled"
    )
    page.get_by_role("main").get_by_role("link", name="Film club").first.click()
    heading(page, "Film club")
    page.goto("/find/results/?fits=24")
    heading(page, re.compile("fits? you"))

    page.context.set_offline(False)
    page.goto(things["Film club"])
    expect(page.get_by_text("You are not connected. This is from")).to_be_hidden()
    page.get_by_role("button", name="Saved Film club").click()
    expect(page.get_by_role("button", name="Save Film club", exact=True)).to_be_visible()
    until(page, lambda paths: things["Film club"] not in paths)


def test_settings_and_other_pages_without_a_network(things: dict[str, str], visit: OpenPage) -> None:
    page = visit("/settings/")
    wait_until_kept(page, "/settings/")
    page.context.set_offline(True)
    page.goto("/settings/")
    heading(page, "How this site looks")
    page.get_by_label("Largest").check()
    page.goto("/things/")
    heading(page, "You are not connected")
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    page.get_by_role("main").get_by_role("link", name="How this site looks").click()
    heading(page, "How this site looks")
    expect(page.get_by_label("Largest")).to_be_checked()


@pytest.mark.parametrize("thinks", ["that it is not connected", "that it is connected"])
def test_what_was_typed_is_not_lost_without_a_network(
    things: dict[str, str], visit: OpenPage, thinks: str
) -> None:
    page = visit("/find/age/")
    if thinks == "that it is connected":
        page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    page.get_by_label("Age in years").fill("17")
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="We could not send that")).to_be_focused()
    expect(page.get_by_label("Age in years")).to_have_value("17")
    page.context.set_offline(False)
    page.get_by_role("button", name="Continue").click()
    heading(page, "Do you have an EHC plan?")


def test_a_shared_computer_keeps_nothing(things: dict[str, str], visit: OpenPage) -> None:
    saved = OpportunityPage.objects.get(title="Film club").pk
    page = visit("/my-list/", answers=Answers(age=17, interests=("film-making",), saved=(saved,)))
    wait_until_kept(page, "/my-list/")
    page.goto("/find/")
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("button", name="Start").click()
    heading(page, "Who is this for?")
    until(page, lambda paths: not paths)
    for path in ("/find/results/", "/my-list/", things["Film club"], "/settings/", "/guides/"):
        page.goto(path)
    page.wait_for_load_state("networkidle")
    assert kept(page) == []
    page.context.set_offline(True)
    page.goto("/my-list/")
    heading(page, "You are not connected")
    everything = page.evaluate(
        """async () => {
            let all = "";
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) all += request.url + await (await cache.match(request)).text();
            }
            return all;
        }"""
    )
    assert "You are not connected" in everything
    assert "Film club" not in everything


def test_forgetting_empties_what_was_kept(things: dict[str, str], visit: OpenPage) -> None:
    page = visit("/find/results/", answers=FILM_FAN)
    wait_until_kept(page, "/find/results/")
    page.goto("/find/forget/")
    page.get_by_role("button", name="Yes, forget it all").click()
    heading(page, "All gone")
    until(page, lambda paths: not paths)
    page.context.set_offline(True)
    page.goto("/find/results/")
    heading(page, "You are not connected")


def test_what_nobody_opened_for_two_weeks_is_gone(things: dict[str, str], visit: OpenPage) -> None:
    page = visit("/find/results/", answers=FILM_FAN)
    wait_until_kept(page, "/find/results/")
    page.evaluate("""async () => {
        const pages = await caches.open("pages");
        const old = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000).toUTCString();
        await pages.put("/find/results/", new Response("<h1>Old</h1>", { headers: { date: old, "content-type": "text/html" } }));
    }""")
    page.context.set_offline(True)
    page.goto("/find/results/")
    heading(page, "You are not connected")
    page.context.set_offline(False)
    page.goto("/settings/")
    wait_until_kept(page, "/settings/")
    until(page, lambda paths: paths == ["/settings/"])


def test_a_kept_page_finds_the_style_of_a_newer_version(things: dict[str, str], visit: OpenPage) -> None:
    page = visit("/settings/")
    page.evaluate("""async () => {
        const [shell] = (await caches.keys()).filter((name) => name !== "pages");
        await (await caches.open(shell)).put("/static/css/x.0123456789ab.css", new Response("newer"));
    }""")
    page.context.set_offline(True)
    assert page.evaluate("fetch('/static/css/x.ba9876543210.css').then((found) => found.text())") == "newer"
