"""From rows to columns: the same facts, fresh, and nothing that is not public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from matching.catalogue import COLUMNS, Catalogue
from matching.types import Offer, Pilot
from opportunities import catalogue
from opportunities.models import (
    CatalogueStamp,
    OpportunityPage,
    ProviderPage,
    SupportedInternshipPage,
    VolunteeringPage,
)
from tests.listed import listed

Publish = Callable[..., OpportunityPage]


def test_what_is_published_is_there_on_the_next_look_and_gone_when_unpublished(offer: Publish) -> None:
    assert len(catalogue.current()) == 0
    page = offer()
    assert list(listed(catalogue.current())) == ["canal-crew"]
    page.unpublish()
    assert not listed(catalogue.current())


def test_nothing_is_loaded_while_nothing_changes(
    offer: Publish, django_assert_num_queries: Callable[[int], object]
) -> None:
    offer()
    first = catalogue.current()
    with django_assert_num_queries(1):  # one look at the stamp
        assert catalogue.current() is first


def test_a_draft_beside_a_live_page_is_not_in_it(offer: Publish) -> None:
    page = offer("Canal crew")
    page.title = "Hovercraft crew"
    page.save_revision()
    (text,) = catalogue.current().texts
    assert "canal" in text
    assert "hovercraft" not in text


@pytest.mark.parametrize("level", ["draft", "paused", "removed"])
def test_a_provider_that_is_not_public_is_not_in_it(
    offer: Publish, provider: ProviderPage, level: str
) -> None:
    offer()
    provider.verification = level
    provider.save()
    assert not listed(catalogue.current())


def test_rows_and_files_make_the_same_catalogue(offer: Publish, provider: ProviderPage) -> None:
    offer(
        "Office",
        kind=SupportedInternshipPage,
        age_min=16,
        age_max=24,
        times=["mon_am"],
        starts_on=date(2027, 1, 4),
        pence=0,
        per="once",
        access={"clear-steps": "yes"},
        interests=["office-admin", "university"],
        outcomes=["work-and-learning"],
        entry=["interview"],
        who_for=["everyone"],
        pilot_council="Salford",
        pilot_ends_on=date(2027, 7, 31),
    )
    offer(
        "Garden",
        kind=VolunteeringPage,
        under_16_confirmed=True,
        noise="quiet",
        lat=53.5,
        joining="referral-needed",
        referral_by="your GP",
    )
    common = {"provider": provider.pk, "summary": "Help on a boat.", "lng": -2.2556}
    made = Catalogue.from_offers(
        [
            Offer(
                id="office", kind="supported-internship", title="Office", lat=53.4757, age_min=16, age_max=24, ehcp="required",
                times=("mon_am",), starts_on=date(2027, 1, 4), pence=0, per="once", access={"clear-steps": "yes"},
                interests=("office-admin", "university"), outcomes=("work-and-learning",), entry=("interview",),
                who_for=("everyone",), pilot=Pilot("Salford", date(2027, 7, 31)), job_coach=True, **common,
            ),
            Offer(
                id="garden", kind="volunteering", title="Garden", lat=53.5, under_16_confirmed=True, noise="quiet",
                joining="referral-needed", referral_by="your GP", **common,
            ),
        ]
    )  # fmt: skip
    read = catalogue.load()
    assert read.ids == made.ids
    for name in Catalogue.__dataclass_fields__:
        one, other = getattr(read, name), getattr(made, name)
        if hasattr(one, "tolist"):
            assert one.tolist() == other.tolist(), name
    assert (read.texts, read.pilot_councils, read.referrers) == (
        made.texts,
        made.pilot_councils,
        made.referrers,
    )


def test_what_its_provider_did_not_confirm_in_time_is_overdue_until_they_do(offer: Publish) -> None:
    page, other = offer("Canal crew"), offer("Other crew")

    def overdue() -> dict[str, bool]:
        now = catalogue.current()
        return {id: bool(now.overdue[now.index_of(id)]) for id in ("canal-crew", "other-crew")}

    assert overdue() == {"canal-crew": False, "other-crew": False}
    for freshness in ("overdue", "fresh"):
        OpportunityPage.objects.filter(pk=page.pk).update(freshness=freshness)
        CatalogueStamp.advance([page.public_id])
        assert overdue() == {"canal-crew": freshness == "overdue", "other-crew": False}
    OpportunityPage.objects.filter(pk=other.pk).update(freshness="overdue")
    loaded = catalogue.load()
    assert loaded.overdue[loaded.index_of("other-crew")]
    assert not loaded.overdue[loaded.index_of("canal-crew")]


@pytest.mark.django_db
def test_of_nothing_it_is_empty() -> None:
    assert len(catalogue.load(OpportunityPage.objects.none())) == 0
    assert len(catalogue.load(OpportunityPage.objects.filter(pk__in=[]))) == 0


def test_every_column_has_a_source() -> None:
    names = {field.name for field in OpportunityPage._meta.get_fields()}
    assert {name for name in COLUMNS if name not in names} <= set(catalogue.FROM)
