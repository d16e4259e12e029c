"""A new group, from its first page to what the public sees, and what happens on the day when its insurance is over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from opportunities import clock, tasks
from opportunities.models import ActivityPage, ProviderAssurance, ProviderPage
from opportunities.provider_actions import set_up_moderation
from tests.joining import accepted, safety
from tests.two_providers import READY, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Keep and go on").click()


def code_in_the_email() -> str:
    found = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.M)
    assert found, mail.outbox[-1].body
    return found[1]


def moderator(email: str) -> Any:
    user, _made = get_user_model().objects.get_or_create(email=email)
    user.groups.add(set_up_moderation())
    return user


def come_as(page: Page, user: Any) -> None:
    """This window is somebody's who signed in and took the second step."""
    key = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": page.url}])


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_group_joins_on_a_phone(javascript: bool, things: dict[str, str], open_page: OpenPage) -> None:
    today = clock.today()
    first = moderator("moderator@example.org")
    page = open_page("/", javascript=javascript)
    page.get_by_role("link", name="For groups: ask to join").click()
    heading(page, "Add what you run")
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Your name").fill("Robin")
    page.get_by_label("Your email").fill("robin@example.org")
    page.get_by_role("button", name="Send me a code").click()
    heading(page, "Type in your code")
    page.get_by_label("Code").fill(code_in_the_email())
    page.get_by_role("button", name="Go on").click()

    heading(page, "Who are you?")
    page.get_by_label("Name of your group").fill("Rook Chess Club")
    page.get_by_label("What do you do?").fill("We play chess. Everybody can learn it here.")
    go_on(page)
    heading(page, "How can we look you up?")
    page.get_by_label("Register").select_option(label="Companies House")
    page.get_by_label("Your number").fill("12 34 x")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("One looks like this: 01234567.")
    page.get_by_label("Your number").fill("12 34 56 7")
    go_on(page)
    heading(page, "Keeping people safe")
    page.get_by_label("Who is in charge of keeping people safe?").fill("Ada Rook")
    page.get_by_role("button", name="I will do the rest later").click()

    heading(page, "Add what you run")
    expect(page.get_by_role("status")).to_contain_text("We kept what you wrote.")
    page.get_by_role("link", name="Go on Rook Chess Club").click()
    heading(page, "Check what you said")
    expect(page.get_by_text("01234567")).to_be_visible()
    expect(page.get_by_role("button", name="Send it")).to_have_count(0)
    page.get_by_role("link", name="One way to reach you: email, phone or website").click()
    page.get_by_label("Email").fill("hello@rook.example")
    go_on(page)
    go_on(page)
    expect(page.get_by_label("Who is in charge of keeping people safe?")).to_have_value("Ada Rook")
    fill_in(page, safety(today))
    go_on(page)
    heading(page, "Check what you said")
    page.get_by_role("button", name="Send it").click()
    heading(page, "Thank you. We have it")
    assert mail.outbox[-1].to == ["moderator@example.org"]

    provider = ProviderPage.objects.get(title="Rook Chess Club")
    stranger = open_page("/", javascript=javascript)
    assert stranger.request.get(provider.url).status == 404
    looking = open_page("/", width=1280)
    come_as(looking, first)
    looking.goto(f"/admin/providers/{provider.pk}/checks/")
    expect(looking.get_by_role("link", name="Number 01234567 at Companies House")).to_have_attribute(
        "href", "https://find-and-update.company-information.service.gov.uk/company/01234567"
    )
    looking.get_by_label("I looked 01234567 up today").check()
    for words in ("Who they are", "How to tell them about a worry", "How to complain"):
        looking.get_by_role("group", name=words).get_by_label("I looked at this").check()
    looking.get_by_role("button", name="Keep what I looked at").click()
    looking.get_by_label("Accept: we checked who they are").check()
    looking.get_by_label("What we tell them").fill("Welcome.")
    looking.get_by_role("button", name="Decide, and tell them").click()
    expect(looking.get_by_text("It is decided.")).to_be_visible()
    assert mail.outbox[-1].to == ["robin@example.org"]
    assert "Welcome." in mail.outbox[-1].body
    stranger.goto(provider.url)
    expect(stranger.get_by_text("We checked these things on")).to_be_visible()
    expect(stranger.get_by_text("worry@rook.example")).to_be_visible()

    page.get_by_role("link", name="Write a listing").click()
    set_up_a_second_step(page)
    page.goto(f"/admin/pages/add/opportunities/activitypage/{provider.pk}/")
    write_a_listing(page)
    page.get_by_role("button", name="Send to a moderator").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()
    stranger.goto(provider.url)
    expect(stranger.get_by_text("Nothing right now")).to_be_visible()
    looking.goto("/admin/")
    looking.get_by_role("link", name=re.compile("Look at it.*Chess for all")).click()
    looking.get_by_role("button", name="It is fine").click()
    expect(looking.get_by_text("is on the site. We wrote to the provider")).to_be_visible()
    stranger.goto(provider.url)
    stranger.get_by_role("link", name="Chess for all").first.click()
    heading(stranger, "Chess for all")
    expect(stranger.get_by_text("Robin meets you at the door.")).to_be_visible()
    expect(stranger.get_by_text("worry@rook.example")).to_be_visible()


def set_up_a_second_step(page: Page) -> None:
    heading(page, "The second step")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.get_by_role("listitem").filter(has_text="No camera?").get_by_role("strong").inner_text()
    page.get_by_label("Code").fill(
        format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    )
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("status")).to_contain_text("The app is set up.")


def write_a_listing(page: Page) -> None:
    """As little as a listing has to say."""

    def part_of(name: str) -> Locator:
        """Its part is opened, as somebody would by pressing its heading."""
        part = page.locator(".whole-form__parts > details", has=page.locator(f"[name={name}]"))
        if part.get_attribute("open") is None:
            part.locator("> summary").click()
        return part.locator(f"[name={name}]")

    part_of("title").fill("Chess for all")
    part_of("summary").fill("We play chess, and everybody can learn it.")
    topics = page.locator("details", has=page.locator("[name=interests]")).last
    topics.locator("> summary").click()
    topics.locator("[name=interests]").first.check()
    page.locator("[name=outcomes][value=friends-and-community]").check()
    part_of("age_min").fill("18")
    part_of("what_happens").fill("Robin meets you at the door.\nYou choose a board.")
    part_of("pattern").select_option("weekly")
    part_of("postcode").fill("M3 4NF")


def fill_in(page: Page, said: dict[str, Any]) -> None:
    """The page about keeping people safe, from how its columns are called."""
    for name, value in said.items():
        if name == "policies_confirmed":
            page.locator(f"#id_{name}").check()
        elif isinstance(value, bool):
            page.locator(f'[name="{name}"][value="{"yes" if value else "no"}"]').check()
        else:
            page.locator(f"#id_{name}").fill(str(value))


def test_on_the_day_its_insurance_is_over_a_listing_is_gone_until_the_new_date_is_looked_at(
    things: dict[str, str], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = moderator("moderator@example.org")
    today = clock.today()
    provider = accepted(first).provider
    page = provider.add_child(instance=ActivityPage(title="Chess for all", **READY))
    page.save_revision().publish()
    stranger = open_page(page.url)
    heading(stranger, "Chess for all")

    the_day = today + timedelta(days=60)
    monkeypatch.setattr(clock, "today", lambda: the_day)
    tasks.check_expiry()
    assert stranger.request.get(page.url).status == 404
    assert {message.subject for message in mail.outbox[-2:]} == {"The listings of Rook Chess Club are hidden"}

    owner = open_page("/")
    come_as(owner, provider.owner)
    owner.goto("/join/")
    expect(owner.get_by_text("Your listings are hidden.")).to_be_visible()
    owner.get_by_role("link", name="Keep your facts right").click()
    owner.get_by_label("Until which day does your insurance last?").fill(str(the_day + timedelta(days=365)))
    owner.get_by_role("button", name="Send what is new").click()
    expect(owner.get_by_role("status")).to_contain_text("A person looks at what is new.")
    assert stranger.request.get(page.url).status == 404

    looking = open_page("/", width=1280)
    come_as(looking, first)
    looking.goto("/admin/")
    looking.get_by_role("link", name="Rook Chess Club").first.click()
    looking.get_by_role("group", name="The date on their insurance").get_by_label("I looked at this").check()
    looking.get_by_role("button", name="Keep what I looked at").click()
    assert ProviderAssurance.objects.get(provider=provider).ran_out == []
    stranger.goto(page.url)
    heading(stranger, "Chess for all")
