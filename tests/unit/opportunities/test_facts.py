"""Facts that hold at once, beside drafts that wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wagtail.models import Revision

from opportunities.facts import write_facts
from opportunities.models import CatalogueStamp, OpportunityPage

Offer = Callable[..., OpportunityPage]
TODAY = date(2026, 11, 24)


def again(page: OpportunityPage) -> OpportunityPage:
    return type(page).objects.get(pk=page.pk)


def test_they_are_on_the_page_at_once_and_the_catalogue_is_told(offer: Offer) -> None:
    page = offer()
    before = CatalogueStamp.current()
    write_facts(opportunity=page, places_state="full", places_updated_on=TODAY, checked_on=TODAY)
    assert (page.places_state, again(page).places_state, again(page).checked_on) == ("full", "full", TODAY)
    assert CatalogueStamp.current() != before


def test_a_draft_that_waits_neither_undoes_them_nor_is_published_by_them(offer: Offer) -> None:
    page = offer(places_state="open", access={"breaks": "yes"})
    page.summary = "Not yet public."
    draft = page.save_revision()
    stale = again(page)
    write_facts(opportunity=stale, places_state="full", places_updated_on=TODAY, access={"breaks": "no"})
    assert again(page).summary == "Help on a boat."
    assert again(page).no_bits, "the columns that are kept from the answers follow"
    Revision.objects.get(pk=draft.pk).publish()
    now = again(page)
    assert (now.summary, now.places_state, now.access) == ("Not yet public.", "full", {"breaks": "no"})
    assert now.places_updated_on == TODAY


def test_the_version_that_waits_for_a_moderator_gets_them_though_a_newer_one_is_being_written(
    offer: Offer,
) -> None:
    page = offer(pence=100)
    page.save_revision().publish()
    sent = again(page).save_revision()
    again(page).save_revision()  # and on they wrote
    read_before = offer("Other")
    write_facts(opportunity=page, pence=200)
    Revision.objects.get(pk=sent.pk).publish()
    assert again(page).pence == 200
    assert again(read_before).pence is None


def test_what_was_public_before_stays_as_it_was(offer: Offer) -> None:
    page = offer(pence=100)
    old = page.save_revision()
    old.publish()
    again(page).save_revision().publish()
    write_facts(opportunity=again(page), pence=200)
    assert Revision.objects.get(pk=old.pk).content["pence"] == 100
