"""A volunteer who runs a club writes a listing on a phone, and keeps it right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.actions import plant
from opportunities.models import ActivityPage, OpportunityPage, ProviderPage
from opportunities.provider_actions import invite_member, set_up_moderation, set_up_provider
from tests.journeys.writing import Thumb
from tests.snapshots import Snapshots
from tests.two_providers import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the form of a listing")]
PHONE = {"is_mobile": True, "has_touch": True}
MOST_MINUTES = 12

SUMMARY = "We build model railways together. Come on your own or bring a friend."
STEPS = (
    "Ali meets you at the blue door.",
    "You get a name badge if you like.",
    "Ali shows you the trains.",
    "You pick a job: paint, build or drive.",
    "We stop for tea at 3pm.",
    "Ali walks you out at 4pm.",
)


def club() -> dict[str, int]:
    """A provider that is public, somebody who writes for it, and one listing of theirs."""
    moderators = set_up_moderation()
    moderator = get_user_model().objects.create_user("moderator@example.org")
    moderator.groups.add(moderators)
    provider = plant().add_child(
        instance=ProviderPage(title="Signal Club", about="We like trains.", verification="details_checked")
    )
    provider.save_revision(user=moderator).publish()
    set_up_provider(provider=provider, by=moderator)
    member = invite_member(provider=provider, email="ali@example.org", by=moderator)
    hall = provider.add_child(
        instance=ActivityPage(
            title="Hall night",
            summary="A night in the hall.",
            live=False,
            postcode="M3 4NF",
            lat=53.4757,
            lng=-2.2556,
            access={"quiet-space": "yes", "wheelchair": "yes", "low-noise": "no", "more-time": "yes"},
            access_notes={"wheelchair": "There is a ramp."},
        )
    )
    hall.save_revision(user=member)
    return {"provider": provider.pk, "member": member.pk, "hall": hall.pk}


@pytest.fixture
def ours(transactional_db: Snapshots) -> dict[str, int]:
    return dict(transactional_db.made("club", club))


@pytest.fixture
def open_admin(
    ours: dict[str, int], open_page: Callable[..., Page], live_server: LiveServer
) -> Callable[..., Page]:
    """open_admin("/admin/...", width=320): a window in which the member has signed in."""

    def visit(path: str, **options: Any) -> Page:
        page = open_page("/offline/", **options)
        client = signed_in(get_user_model().objects.get(pk=ours["member"]))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page.goto(path)
        return page

    return visit


def to_add(ours: dict[str, int]) -> str:
    return f"/admin/pages/add/opportunities/activitypage/{ours['provider']}/"


def to_edit(pk: int) -> str:
    return f"/admin/pages/{pk}/edit/"


def part(page: Page, heading: str) -> Any:
    return page.locator(
        ".whole-form__parts > details", has=page.get_by_role("heading", name=heading, exact=True)
    )


def saved(page: Page) -> None:
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible(timeout=15_000)


def picture(folder: Path) -> Path:
    path = folder / "trains.jpg"
    Image.new("RGB", (900, 600), "teal").save(path)
    return path


# Wagtail leaves the file of the small picture that it makes for the garbage collector to close.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO.*:pytest.PytestUnraisableExceptionWarning"
)
def test_a_full_listing_is_written_on_a_phone_within_twelve_minutes(
    ours: dict[str, int], open_admin: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_admin(to_add(ours), **PHONE)
    thumb = Thumb(page)
    thumb.look_at(page.locator(".whole-form__start"))

    def go_on(heading: str) -> None:
        thumb.tap(page.locator("[data-next]:visible"))
        expect(part(page, heading)).to_have_attribute("open", "")

    thumb.write("[name=title]", "Saturday trains")
    thumb.write("[name=summary]", SUMMARY)
    thumb.tap(page.get_by_text("Trains, cars and machines"), decides=True)
    thumb.tap(page.get_by_label("Trains and trams"), decides=True)
    thumb.tap(page.get_by_label("Maps and places"))
    thumb.tap("[name=outcomes][value=friends-and-community]", decides=True)
    thumb.write("[name=age_min]", "14")
    thumb.write("[name=age_max]", "25")
    thumb.tap("[name=who_for][value=everyone]", decides=True)
    thumb.choose("[name=group_size]", "small")
    thumb.choose("[name=noise]", "quiet")
    thumb.choose("[name=supporter]", "welcome")
    thumb.look_at(part(page, "What and who"))

    go_on("What will happen")
    thumb.write("[name=what_happens]", "\n".join(STEPS))
    thumb.look_at(part(page, "What will happen"))

    go_on("When")
    thumb.tap("label:has([value=sat_pm])", decides=True)
    thumb.choose("[name=pattern]", "weekly")
    thumb.look_at(part(page, "When"))

    go_on("Where")
    thumb.write("[name=place_name]", "Mill Lane Hall")
    thumb.write("[name=address]", "Mill Lane, Salford")
    thumb.write("[name=postcode]", "M3 4NF")
    thumb.write("[name=stop_name]", "Salford Central station")
    thumb.write("[name=stop_minutes]", "9")
    thumb.choose("[name=stop_step_free]", "yes")
    expect(page.locator(".pin__mark")).to_be_visible()
    thumb.look_at(part(page, "Where"))

    go_on("Cost")
    thumb.write("[name=pence]", "3")
    thumb.choose("[name=per]", "session")
    thumb.tap("[name=supporter_free]", decides=True)
    thumb.look_at(part(page, "Cost"))

    go_on("Room")
    thumb.choose("[name=places_state]", "open")
    thumb.write("[name=places_left]", "6")
    thumb.look_at(part(page, "Room"))

    go_on("Access")
    access = part(page, "Access")
    thumb.look_at(access)
    # The first three groups, whole, as one comes to them.
    for key, asked in {"sensory": 8, "communication": 9, "physical": 9}.items():
        group = access.locator(f"#access-{key}")
        thumb.tap(group.locator("> summary"))
        thumb.look_at(group)
        for question in group.locator("fieldset").all():
            thumb.tap(question.get_by_label("Yes", exact=True), decides=True)
        expect(group.locator("> summary")).to_contain_text(f"{asked} of {asked}")
    thumb.tap(
        access.locator("fieldset:has(:checked[value=yes])").first.get_by_text("Add a note"), decides=True
    )
    page.keyboard.press("Tab")
    page.keyboard.type("Ask for Ali.")
    thumb.letters += len("Ask for Ali.")
    expect(access.locator("> summary")).to_contain_text("26 of 57")

    go_on("How to join")
    thumb.choose("[name=joining]", "drop-in")
    thumb.tap("[name=entry][value=none]", decides=True)
    thumb.look_at(part(page, "How to join"))

    go_on("Picture")
    thumb.look_at(part(page, "Picture"))
    thumb.tap(part(page, "Picture").get_by_role("button", name="Choose an image"), decides=True)
    upload = page.get_by_role("tab", name="Upload")
    thumb.tap(upload)
    page.locator(".modal input[type=file]").set_input_files(picture(tmp_path))
    expect(page.locator(".modal").get_by_label("Title")).to_have_value("trains")
    thumb.taps += 3  # the phone's own window: open it, choose the picture, done
    thumb.tap(page.locator(".modal").get_by_role("button", name="Upload"))
    expect(page.locator("[name=picture]")).not_to_have_value("")
    expect(page.locator(".modal")).not_to_be_visible()
    thumb.write("[name=picture_description]", "A table with a model railway.")

    go_on("Last look")
    thumb.tap("[name=all_checked]", decides=True)
    thumb.look_at(part(page, "Last look"))
    expect(page.locator("#live-help")).to_contain_text("You can send it.", timeout=10_000)
    thumb.look_at(page.locator("#live-help"))
    saved(page)
    thumb.tap(page.get_by_role("button", name="Send to a moderator"), decides=True)
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"), timeout=20_000)

    page_made = OpportunityPage.objects.order_by("-pk")[0].specific
    written = page_made.get_latest_revision_as_object()
    assert page_made.workflow_in_progress
    assert (written.title, written.summary, tuple(written.what_happens)) == (
        "Saturday trains",
        SUMMARY,
        STEPS,
    )
    assert list(written.access.values()).count("yes") == 26
    assert "Ask for Ali." in written.access_notes.values()
    assert (written.pence, written.stop_minutes, written.stop_step_free) == (300, 9, "yes")
    assert (round(written.lat, 1), round(written.lng, 1)) == (53.5, -2.3)
    assert written.picture is not None
    assert written.checked_on is not None
    assert thumb.seconds < MOST_MINUTES * 60, thumb.said()


def test_what_was_written_is_there_though_nobody_pressed_save(
    ours: dict[str, int], open_admin: Callable[..., Page]
) -> None:
    page = open_admin(to_add(ours), **PHONE)
    page.locator("[name=title]").fill("Half a thought")
    saved(page)
    part(page, "Access").locator("> summary").tap()
    group = part(page, "Access").locator("#access-sensory")
    group.locator("> summary").tap()
    group.locator("fieldset").first.get_by_label("Yes", exact=True).tap()
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_visible()
    saved(page)
    page.context.close()  # the phone is put away

    made = OpportunityPage.objects.get(draft_title="Half a thought")
    back = open_admin(to_edit(made.pk), **PHONE)
    expect(back.locator("[name=title]")).to_have_value("Half a thought")
    expect(back.locator("[name=access-quiet-space]").first).to_be_checked()
    back.locator("[name=summary]").fill("A summary that nobody saved.")
    saved(back)
    back.context.close()
    again = open_admin(to_edit(made.pk), **PHONE)
    expect(again.locator("[name=summary]")).to_have_value("A summary that nobody saved.")


def test_the_pin_is_moved_with_keys_a_finger_or_numbers(
    ours: dict[str, int], open_admin: Callable[..., Page]
) -> None:
    page = open_admin(to_edit(ours["hall"]))
    part(page, "Where").locator("> summary").click()
    page.locator("[name=postcode]").fill("OL6 6AA")
    page.locator("[name=postcode]").press("Tab")
    mark = page.locator(".pin__mark")
    expect(page.locator("#pin-said")).to_contain_text("OL6")
    mark.focus()
    first = float(page.locator("[name=lat]").input_value())
    mark.press("ArrowUp")
    assert float(page.locator("[name=lat]").input_value()) > first
    expect(page.locator("#pin-said")).to_contain_text("stays until you change the postcode")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=5)
    page.mouse.up()
    dragged = page.locator("[name=lat]").input_value()
    assert float(dragged) < first
    saved(page)
    kept = OpportunityPage.objects.get(pk=ours["hall"]).get_latest_revision_as_object()
    assert (kept.postcode, f"{kept.lat:.5f}") == ("OL6 6AA", dragged)
    page.get_by_text("The pin as two numbers").click()
    page.locator("[name=lat]").select_text()
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/")
    ):
        page.keyboard.type("53.5")
        page.keyboard.press("Tab")
    page.reload()
    expect(page.locator("[name=lat]")).to_have_value("53.5")


def test_without_scripts_every_question_is_there_and_answers_are_copied(
    ours: dict[str, int], open_admin: Callable[..., Page]
) -> None:
    page = open_admin(to_edit(ours["hall"]), javascript=False)
    assert page.locator(".whole-form [name=lat]").count() == 1
    expect(page.locator("#live-help")).to_contain_text("Write what will happen")
    page.goto(to_add(ours))
    page.locator("[name=title]").fill("Second night")
    part(page, "Access").locator("> summary").click()
    page.locator("#copy-answers > summary").click()
    page.locator("[name=copy_from]").select_option(label="Hall night")
    page.locator("[name=copy-access]").click()
    expect(page.locator("[name=access-wheelchair][value=yes]")).to_be_checked()
    expect(page.locator("[name=access-more-time][value=not_sure]")).to_be_checked()  # not of the building


def test_help_follows_what_is_written_and_the_preview_shows_it(
    ours: dict[str, int], open_admin: Callable[..., Page]
) -> None:
    page = open_admin(to_add(ours))
    helps = page.locator("#live-help")
    expect(helps).to_contain_text("Give it a name.")
    page.locator("[name=title]").fill("Trains")
    hard = "Participants collaboratively engineer sophisticated locomotives."
    page.locator("[name=summary]").fill(f"We meet. {hard}")
    expect(helps.locator("blockquote")).to_have_text(hard)
    expect(helps).not_to_contain_text("Give it a name.")
    with page.context.expect_page() as opened:
        helps.get_by_role("link", name="Easy Read").click()
    expect(opened.value.get_by_text("We meet.")).to_be_visible()
    assert opened.value.evaluate("innerWidth") <= 400
    helps.get_by_role("link", name="Write what will happen").click()
    expect(page.locator("[name=what_happens]")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_ours_on_the_form(
    ours: dict[str, int], open_admin: Callable[..., Page], scheme: str
) -> None:
    page = open_admin(to_edit(ours["hall"]), color_scheme=scheme)
    page.evaluate("for (const fold of document.querySelectorAll('.whole-form details')) fold.open = true")
    expect(page.locator(".pin__mark")).to_be_visible()
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run(document.querySelector('.whole-form'), {resultTypes: ['violations']})")
    wrong = [(one["id"], [node["html"][:160] for node in one["nodes"][:4]]) for one in found["violations"]]
    assert wrong == []


@pytest.mark.parametrize("width", [390, 320])
def test_the_form_fits_a_narrow_screen(
    ours: dict[str, int], open_admin: Callable[..., Page], width: int
) -> None:
    page = open_admin(to_edit(ours["hall"]), width=width, **PHONE)
    page.evaluate("for (const fold of document.querySelectorAll('.whole-form details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(SMALL)
    assert small == []


# What can be pressed and is less than 44 pixels high. A box to tick is as large as its label, where it is in one.
SMALL = """() => [...document.querySelectorAll(`.whole-form :is(button, summary, select, textarea, .button,
        input:not([type=hidden], [type=checkbox], [type=radio]), label:has(input))`)]
    .filter(it => it.checkVisibility() && it.getBoundingClientRect().height < 43.5)
    .map(it => it.outerHTML.slice(0, 120) + ' ' + it.getBoundingClientRect().height)"""
