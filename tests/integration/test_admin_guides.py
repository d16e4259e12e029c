"""Guides and hard words in the admin: moderators write them, providers do not reach them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.demo.load import MODERATORS_WRITE
from cms.models import GlossaryWord, GuideIndexPage, GuidePage
from opportunities.provider_actions import set_up_moderation
from tests.two_providers import TwoProviders, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(site: TwoProviders) -> TwoProviders:
    set_up_moderation(also=MODERATORS_WRITE)
    return site


def guide_form(**changed: Any) -> dict[str, Any]:
    """What the admin's form sends."""
    return nested_form_data(
        {
            "title": "What is a club?",
            "slug": "what-is-a-club",
            "summary": "You meet people who like what you like.",
            "symbol": "together",
            "kind": "activity",
            "picture": "",
            "picture_description": "",
            "body": streamfield([("heading", "What is it?"), ("words", "You go each week.")]),
            "easy_read": streamfield([("idea", {"symbol": "together", "says": "You meet people."})]),
            "checked_on": "2026-11-03",
            "review_on": "",
            "sources": streamfield([]),
            "action-publish": "Publish",
        }
        | changed
    )


def add_address() -> str:
    return f"/admin/pages/add/cms/guidepage/{GuideIndexPage.objects.get().pk}/"


def test_a_moderator_writes_a_guide_and_everybody_sees_it(site: TwoProviders, client: Client) -> None:
    moderator = signed_in(site.moderator)
    assert moderator.get(add_address()).status_code == 200
    response = moderator.post(add_address(), guide_form())
    assert response.status_code == 302, response.context and response.context["form"].errors
    page = GuidePage.objects.get(slug="what-is-a-club")
    assert "You go each week." in client.get(page.url).content.decode()
    assert "You meet people." in client.get(page.easy_read_url).content.decode()


def test_a_long_sentence_is_sent_back_with_its_words(site: TwoProviders) -> None:
    long = " ".join(["club"] * 21)
    response = signed_in(site.moderator).post(add_address(), guide_form(body=streamfield([("words", long)])))
    assert response.status_code == 200
    assert "Make this sentence shorter. It may have 20 words and has 21" in response.content.decode()
    assert long in response.content.decode()
    assert not GuidePage.objects.exists()


def test_a_provider_reaches_no_guide_and_no_hard_word(site: TwoProviders) -> None:
    signed_in(site.moderator).post(add_address(), guide_form())
    page, word = GuidePage.objects.get(), GlossaryWord.objects.first()
    assert word is not None
    member = signed_in(site.ours.member)
    index = GuideIndexPage.objects.get().pk
    for address in (
        add_address(),
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/delete/",
        f"/admin/pages/{page.pk}/copy/",
        f"/admin/pages/{index}/edit/",
        f"/admin/snippets/cms/glossaryword/edit/{word.pk}/",
        "/admin/snippets/cms/glossaryword/",
        "/admin/snippets/cms/glossaryword/add/",
    ):
        for response in (member.get(address), member.post(address, guide_form(title="Taken over"))):
            assert response.status_code in (302, 403), f"{address}: {response.status_code}"
            assert "club" not in response.content.decode(), address
    page.refresh_from_db()
    assert page.title == "What is a club?"
    assert GuidePage.objects.count() == 1


def test_a_moderator_explains_a_word(site: TwoProviders, client: Client) -> None:
    moderator = signed_in(site.moderator)
    sent = {
        "word": "ukulele",
        "forms": "ukuleles",
        "meaning": "A small guitar.",
        "symbol": "music",
        "language": "en-gb",
    }
    response = moderator.post("/admin/snippets/cms/glossaryword/add/", sent)
    assert response.status_code == 302, response.context and response.context["form"].errors
    assert "A small guitar." in client.get("/hard-words/").content.decode()
