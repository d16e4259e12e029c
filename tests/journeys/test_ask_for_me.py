""" "Ask this for me": a seeker asks, a provider answers from its letter, and the seeker sees that it fits."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Page, expect

from opportunities import clock
from opportunities.models import ProviderPage
from opportunities.provider_actions import invite_member
from opportunities.questions import tell_providers
from profiles.answers import Answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]
MUST = Answers(
    age=17, outcode="SK8", lat=53.3742, lng=-2.1886, interests=("photography",), needs={"quiet-space": "must"}
)


def nothing_wrong(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_question_is_asked_answered_and_then_it_fits(
    javascript: bool, things: dict[str, str], open_page: OpenPage
) -> None:
    provider = ProviderPage.objects.get(title="The Mill")
    invite_member(provider=provider, email="sam@example.org", by=None)
    mail.outbox.clear()

    seeker = open_page("/find/results/", answers=MUST, javascript=javascript)
    might = seeker.get_by_role("region", name=re.compile("might fit"))
    card = might.get_by_role("article").filter(has=seeker.get_by_role("link", name="Camera walk"))
    expect(card).to_contain_text("Is there a quiet space to use at any time?")
    card.get_by_role("button", name="Ask this for me").click()
    expect(seeker.get_by_role("status")).to_contain_text("They do not hear who you are")
    expect(card).to_contain_text("Somebody asked on")
    if javascript:
        nothing_wrong(seeker)
    card.get_by_role("link", name="Camera walk").click()
    mine = seeker.get_by_role("region", name="Does it fit you?")
    expect(mine).to_contain_text("This might fit you. Ask first.")
    expect(mine.get_by_role("listitem").filter(has_text="(must have)")).to_contain_text("Somebody asked on")
    assert "quiet" not in seeker.url
    if javascript:
        nothing_wrong(seeker)

    tell_providers(now=clock.now())
    email = next(email for email in mail.outbox if email.to == ["sam@example.org"])
    assert email.subject == "Somebody asks about “Camera walk”"
    link = re.search(r"/answer/\S+", email.body)
    assert link
    helper = open_page(link[0], javascript=javascript)
    expect(helper.get_by_role("heading", level=1)).to_have_text("Is there a quiet space to use at any time?")
    if javascript:
        nothing_wrong(helper)
    helper.get_by_role("button", name="Yes", exact=True).click()
    expect(helper.get_by_role("heading", level=1)).to_have_text("This question has an answer")
    if javascript:
        nothing_wrong(helper)

    seeker.reload()
    expect(mine).to_contain_text("This fits you.")
    seeker.goto("/find/results/")
    expect(seeker.get_by_role("heading", level=1)).to_have_text(re.compile("2 things fit you"))
    first = seeker.get_by_role("article").first
    expect(first).to_contain_text("Camera walk")
    assert first.get_attribute("id") == "fit-1"


def test_a_row_of_the_access_part_is_asked_about_where_it_is(
    things: dict[str, str], open_page: OpenPage
) -> None:
    invite_member(provider=ProviderPage.objects.get(title="The Mill"), email="sam@example.org", by=None)
    page = open_page(things["Camera walk"], width=320)
    part = page.get_by_role("region", name="What they say about access")
    part.locator("summary").first.click()
    button = part.get_by_role("button", name="Ask this for me Quiet space")
    button.focus()
    page.keyboard.press("Enter")
    row = part.get_by_role("listitem").filter(has_text="Quiet space")
    expect(row).to_contain_text("Somebody asked on")
    expect(row).to_be_visible()
    nothing_wrong(page)
