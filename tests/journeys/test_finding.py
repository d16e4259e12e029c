"""Finding on a phone: results high up and in a calm order, hidden and brought back, narrowed, sorted, and on a map that is an extra."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from opportunities.models import ActivityPage, ProviderPage
from opportunities.places import find_district
from profiles.answers import Answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
HOME: dict[str, Any] = {"outcode": "SK8", "lat": 53.3813, "lng": -2.2089}  # the middle of SK8
MANY_ANSWERS = Answers(
    supporting=False, age=17, plan="no", modes=("bus", "train", "lift"), max_miles=10, groups=("tv-film", "animals"),
    interests=("film-making", "dogs"), not_interests=("football",), words="I love gamez. I hate loud places.",
    need_groups=("sensory", "physical"), kinds=("activity", "volunteering"), max_cost=10,
    needs={"quiet-space": "must", "breaks": "would_help", "hoist": "would_help", "clear-steps": "would_help"}, **HOME,
)  # fmt: skip
HELPER = Answers(
    supporting=True, age=20, plan="yes", outcode="OL6", lat=53.4906, lng=-2.0877, groups=("music", "nature", "food"),
    need_groups=("physical", "health"), times=("sat_am", "sat_pm", "sun_am", "wed_eve"), max_miles=30,
    needs={"changing-places": "would_help", "medicine": "would_help", "wheelchair": "would_help"},
)  # fmt: skip
FEW_ANSWERS = Answers(age=24)
BROWSE = [
    "/things/",
    "/things/supported-internship/",
    "/things/?day=sat&day=sun&cost=20&part=am&unsure=on",
    "/things/?q=club",
]


@pytest.fixture
def spread(things: dict[str, str]) -> dict[str, str]:
    """The things of every journey, and three with a postcode: one at its place, two of which no more than that is known."""
    provider, middle = ProviderPage.objects.get(), find_district("SK8")
    assert middle
    for title, lat, lng, postcode in (
        ("Corner choir", 53.3742, -2.1886, "SK8 1AB"),
        ("Attic radio", middle.lat, middle.lng, "SK8"),
        ("Attic chess", middle.lat, middle.lng, "SK8"),
    ):
        provider.add_child(
            instance=ActivityPage(
                title=title,
                summary="A group.",
                lat=lat,
                lng=lng,
                postcode=postcode,
                pence=0,
                times=["sat_am"],
            )
        )
    return things


def calmly(page: Page) -> Page:
    page.context.add_cookies([{"name": "look", "value": "calm:on", "url": page.url}])
    page.reload()
    return page


def titles(page: Page) -> list[str]:
    return [title.strip() for title in page.locator("main article h2, main article h3").all_text_contents()]


@pytest.mark.parametrize(
    "answers", [MANY_ANSWERS, HELPER, FEW_ANSWERS], ids=["many answers", "a helper", "few answers"]
)
def test_the_first_result_is_high_on_a_phone(
    answers: Answers, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/results/", answers=answers)
    for path in ("/find/results/", *BROWSE):
        page.goto(path)
        box = page.get_by_role("article").first.bounding_box()
        assert box, path
        assert box["y"] < 320, path
        assert page.locator("h1").count() == 1, path
    for words in page.locator(".matched a").all():
        assert words.get_attribute("href")


def test_what_was_matched_on_is_on_the_first_screen_and_can_be_changed_there(
    things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/find/results/", answers=MANY_ANSWERS)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ things? fits? you$"))
    expect(page.get_by_role("link", name="near SK8")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Change or filter")).to_be_in_viewport()
    hidden = page.get_by_role("link", name="not football")
    expect(hidden).to_be_hidden()
    page.locator("summary", has_text=re.compile(r"^and \d+ more$")).click()
    hidden.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you not want?")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("/find/results/$"))


def test_a_card_says_its_parts_in_order(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/results/", answers=MANY_ANSWERS)
    card = page.get_by_role("article").filter(has_text="Film club")
    said = card.inner_text()
    parts = [
        "Things to do", "Film club", "Make short films", "Yes", "Quiet space", "Can be arranged", "Breaks", "We do not know", "Hoist",
        "Saturday morning", "miles away", "£3 each time", "Ages 14 to 25", "4 places left", "Checked 3 weeks ago",
        "Why am I seeing this?", "Save", "Not for me",
    ]  # fmt: skip
    places = [said.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)
    card.get_by_text("Why am I seeing this?").click()
    expect(card).to_contain_text("You like making films.")
    expect(card).to_contain_text("We did not use what you press, look at or picked before.")
    reasons = card.locator(".card__why ul").first.get_by_role("listitem")
    assert 2 <= reasons.count() <= 4
    card.get_by_role("link", name="Change my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_not_for_me_and_back(javascript: bool, things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/results/", javascript=javascript, answers=FEW_ANSWERS)
    heading = page.get_by_role("heading", level=1)
    count = int((heading.text_content() or "").split()[0])
    second = titles(page)[1]
    page.locator("#fit-2").get_by_role("button", name="Not for me").click()
    expect(heading).to_have_text(f"{count - 1} things fit you")
    said = page.locator("#undo")
    expect(said).to_contain_text(f"You hid “{second}”.")
    expect(said).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "undo"
    above, below = page.locator("#fit-1").bounding_box(), page.locator("#fit-2").bounding_box()
    here = said.bounding_box()
    assert above
    assert here
    assert below
    assert above["y"] < here["y"] < below["y"], "it stands where the card stood"
    assert second not in titles(page)
    said.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text(f"{count} things fit you")
    assert titles(page)[1] == second

    for _ in range(2):
        page.locator("#fit-1").get_by_role("button", name="Not for me").click()
    expect(heading).to_have_text(f"{count - 2} things fit you")
    page.get_by_text("You hid 2 things. See them").click()
    page.locator("#hidden").get_by_role("button", name="Show it again").first.click()
    expect(heading).to_have_text(f"{count - 1} things fit you")
    page.locator("#fit-1").get_by_role("button", name="Not for me").click()
    page.get_by_text("You hid 2 things. See them").click()
    page.get_by_role("button", name="Show all of them again").click()
    expect(heading).to_have_text(f"{count} things fit you")
    expect(page.locator("#hidden")).to_have_count(0)


def test_what_is_hidden_stays_in_lists_for_everybody(things: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/results/", answers=FEW_ANSWERS)
    first = titles(page)[0]
    page.locator("#fit-1").get_by_role("button", name="Not for me").click()
    page.goto("/things/?" + "q=" + first.split()[0])
    assert first in titles(page)
    expect(page.get_by_role("button", name="Not for me")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filters_are_found_kept_and_taken_off(
    javascript: bool, spread: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/things/", javascript=javascript, answers=Answers(age=17, **HOME))
    page.get_by_text("Search or filter").click()
    page.get_by_label("Saturday").check()
    page.get_by_label("Free things only").check()
    page.get_by_label("Only for age 17").check()
    page.get_by_role("button", name="Show what fits").click()
    expect(page).to_have_url(re.compile(r"/things/\?day=sat&cost=0&mine=on$"))
    assert "17" not in page.url
    assert "SK8" not in page.url
    expect(page.get_by_text("Filters: 3 on")).to_be_visible()
    assert titles(page) == ["Attic chess", "Attic radio", "Corner choir"]
    page.get_by_role("link", name="Corner choir").click()
    page.go_back()
    expect(page.get_by_text("Filters: 3 on")).to_be_visible()
    assert titles(page) == ["Attic chess", "Attic radio", "Corner choir"]
    page.get_by_text("Filters: 3 on").click()
    expect(page.get_by_label("Saturday")).to_be_checked()
    page.get_by_text("Filters: 3 on").click()
    page.get_by_role("link", name="Take off: Saturday").click()
    expect(page).to_have_url(re.compile(r"/things/\?cost=0&mine=on$"))
    expect(page.get_by_text("Filters: 2 on")).to_be_visible()
    assert "Cinema helper" in titles(page)
    expect(page.get_by_text("did not say enough for us to know")).to_be_visible()
    page.get_by_role("link", name="Show them too").click()
    assert "Camera walk" in titles(page)


def test_an_empty_list_says_which_filter_to_take_off(spread: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/things/volunteering/?day=sun&q=cinema", javascript=False)
    expect(page.get_by_role("heading", name="Nothing fits all of these filters")).to_be_visible()
    page.get_by_role("link", name="Take off Sunday: 1 thing").click()
    assert titles(page) == ["Cinema helper"]
    page.goto("/things/?q=zzzz")
    page.get_by_role("link", name="See all of them").click()
    expect(page).to_have_url(re.compile("/things/$"))


def test_sorting(spread: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/find/results/", javascript=False, answers=Answers(interests=("film-making",), **HOME))
    assert titles(page)[0] == "Film club"
    page.get_by_text("Sort", exact=True).click()
    page.get_by_role("link", name="Nearest first").click()
    assert titles(page)[:3] == ["Attic chess", "Attic radio", "Corner choir"]
    expect(page.get_by_role("heading", level=1)).to_contain_text("things fit you")
    page.goto("/things/")
    assert titles(page)[:3] == ["Attic chess", "Attic radio", "Corner choir"]
    page.get_by_text("Sort", exact=True).click()
    page.get_by_role("link", name="A to Z").click()
    expect(page).to_have_url(re.compile(r"\?sort=a_to_z$"))
    assert titles(page)[2:4] == ["Camera walk", "Campus visit"]
    page.get_by_text("Sort", exact=True).click()
    page.get_by_role("link", name="Checked lately first").click()
    assert titles(page)[0] == "Camera walk"


@pytest.mark.parametrize("path", ["/find/results/", "/things/"])
def test_calm_mode_shows_three_then_three_more(
    path: str, things: dict[str, str], open_page: OpenPage
) -> None:
    answers = Answers(age=17, needs={"quiet-space": "must"}, need_groups=("sensory",))
    page = calmly(open_page(path, answers=answers if path == "/find/results/" else Answers(age=24)))
    more = page.get_by_role("link", name=re.compile("^Show 3 more")).last
    first = page.get_by_role("article").count()
    more.click()
    expect(page.get_by_role("article")).to_have_count(first + 3)
    assert re.search(r"#(ask|thing)-4$", page.url), "it goes on where the new ones start"
    fits = page.locator("[id^=fit-], [id^=thing-]")
    assert fits.count() in (1, 6)


def on_the_map(page: Page) -> Page:
    page.get_by_role("button", name="Map").click()
    expect(page.locator(".map__pin").first).to_be_visible()
    return page


def problems(page: Page) -> Iterator[str]:
    page.evaluate(Axe().axe_script)
    for violation in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']}"


@pytest.mark.parametrize("path", ["/find/results/?order=nearest", "/things/"])
def test_the_map_is_an_extra_that_a_keyboard_can_use(
    path: str, spread: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/", answers=Answers(age=17, **HOME))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    listed = titles(page)
    assert not any("leaflet" in url for url in asked), "it is fetched when somebody asks"
    button = page.get_by_role("button", name="Map")
    expect(button).to_have_attribute("aria-expanded", "false")
    on_the_map(page)
    expect(button).to_have_attribute("aria-expanded", "true")
    assert titles(page) == listed, "the list stays"
    expect(page.locator(".map__name")).to_contain_text(["Middle of SK8"])
    expect(page.locator(".map__ring")).to_have_count(3)
    expect(page.get_by_role("button", name="Middle of SK8")).to_have_count(0)  # it is a name, and no button
    button.focus()
    pin = page.get_by_role("button", name="Attic chess and 1 more")
    expect(pin).to_have_class(re.compile("map__pin--near"))
    for _ in range(12):
        page.keyboard.press("Tab")
        if pin.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail("Tab does not reach a place on the map")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("We only know that it is near SK8.")
    assert page.evaluate("document.activeElement.textContent") == "Attic chess"
    assert not list(problems(page))
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert pin.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Attic chess")
    hosts = {url.split("/")[2] for url in asked if url.startswith("http")}
    assert len(hosts) == 1, "nothing comes from another host"


def test_the_map_in_every_look(spread: dict[str, str], open_page: OpenPage) -> None:
    wrong: list[str] = []
    page = open_page("/things/", width=320, answers=Answers(age=17, **HOME))
    on_the_map(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for look in ("", "calm", "contrast"):
            page.evaluate(
                """look => {
                    const data = document.documentElement.dataset;
                    delete data.calm; delete data.colours;
                    if (look === 'calm') data.calm = 'on';
                    if (look === 'contrast') data.colours = look;
                }""",
                look,
            )
            wrong += [f"{scheme} {look}: {problem}" for problem in problems(page)]
    assert not wrong, "\n".join(wrong)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_without_javascript_there_is_no_map_and_nothing_is_missed(
    spread: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page("/things/", javascript=False, answers=Answers(age=17, **HOME))
    expect(page.get_by_text("Map", exact=True)).to_be_hidden()
    expect(page.get_by_role("article").first).to_contain_text("About 1 mile away")


def test_a_map_that_does_not_load_says_so(spread: dict[str, str], open_page: OpenPage) -> None:
    page = open_page("/things/")
    page.route("**/leaflet*.js", lambda route: route.abort())
    page.get_by_role("button", name="Map").click()
    expect(page.get_by_text("The map did not load. Look at the list.")).to_be_visible()
