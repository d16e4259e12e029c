"""After a whole journey the server knows nothing about anybody: no row, no session, no log line, no address holds an answer. What it
has more than before are counts of an area and a month, which many people share and nobody is in."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from matching.vocabulary import INTERESTS, NEED_GROUPS, NEEDS
from opportunities import clock
from opportunities.models import AccessQuestion, DemandCount, OpportunityPage, ProviderPage
from opportunities.provider_actions import invite_member
from profiles.answers import Answers, seal

# What this person says, and how it could show.
SAID = [
    "SK8",
    "xylophone",
    "17",
    "supporting",
    "them",
    "quiet-space",
    "Quiet space",
    "sensory",
    "trains",
    "transport",
    "football",
]


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed
    }


COUNTS = DemandCount._meta.label


def counts() -> dict[tuple[str, str], tuple[int, int]]:
    """What was counted in this month around Stockport, which has to be all that there is."""
    month = clock.today().replace(day=1)
    assert {(row.month, row.area) for row in DemandCount.objects.all()} <= {(month, "SK")}
    return {(row.facet, row.key): (row.looked, row.found_none) for row in DemandCount.objects.all()}


@pytest.mark.django_db
def test_a_whole_journey_leaves_nothing_behind(
    visitor: Any, offer: Callable[..., OpportunityPage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = offer("Boat crew", access={"quiet-space": "yes"}, lat=53.38, lng=-2.19)
    other = offer("Tram crew")
    for path in ("/find/", "/things/"):  # what the first visit of anybody fills
        visitor.get(path)
    before, cached = rows(), set(cache._cache)
    caplog.clear()
    visited: list[str] = []

    def go(path: str, sent: dict[str, Any] | None = None) -> str:
        """Follow a form or a link as a browser does, and note each address."""
        response = visitor.get(path, follow=True) if sent is None else visitor.post(path, sent, follow=True)
        assert response.status_code == 200, path
        visited.extend(
            [path, *(address for address, _ in response.redirect_chain), response.request["PATH_INFO"]]
        )
        return response.content.decode()

    go("/find/", {})
    go("/find/who/", {"who": "them"})
    go("/find/age/", {"age": "17"})
    go("/find/age/", {"age": "xylophone"})
    go("/find/plan/", {"plan": "yes"})
    go("/find/place/", {"place": "SK8 1AB"})
    go("/find/place/", {"place": "xylophone SK8"})
    go("/find/travel/", {"modes": ["bus"]})
    go("/find/far/", {"far": "10"})
    go("/find/likes/", {"groups": ["transport"], "words": "I love my xylophone. I hate football."})
    go("/find/more-likes/", {"transport": ["trains"]})
    go("/find/understood/", {})
    go("/find/dislikes/", {"sport": ["football"]})
    go("/find/needs/", {"groups": ["sensory"]})
    go("/find/needs-1/", {"group": "sensory", "quiet-space": "must"})
    go("/find/kinds/", {})
    go("/find/times/", {})
    go("/find/cost/", {"cost": ""})
    assert "xylophone" in go("/find/matters/", {"matters": ["quiet"]})
    assert "Boat crew" in go("/find/results/")
    go("/find/change/", {"field": "max_miles", "max_miles": "12"})
    go("/find/undo/", {})
    assert "Quiet space" in go(page.url)
    go("/my-list/save/", {"thing": page.pk, "saved": "on", "next": page.url})
    go("/my-list/save/", {"thing": other.pk, "saved": "on"})
    assert "Boat crew" in go("/my-list/")
    assert "You ticked one thing" in go("/my-list/compare/", {"things": [page.pk]})
    assert "Quiet space" in go("/my-list/compare/", {"things": [page.pk, other.pk]})
    go("/things/near/", {"place": "SK8", "next": "/things/"})
    assert visitor.answers.needs == {"quiet-space": "must"}

    assert rows() | {COUNTS: 0} == before | {COUNTS: 0}, "another table has a row more than before"
    assert counts() == {("interest", "trains"): (1, 1), ("need", "quiet-space"): (1, 0)}
    assert "sessionid" not in visitor.cookies
    kept = " ".join(str(value) for key, value in cache._cache.items() if key not in cached)
    for word in SAID:
        told = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(word)}(?![A-Za-z0-9-])")
        assert not [path for path in visited if told.search(path)], f"an address says {word}"
        assert word.encode() not in kept.encode(), f"the cache says {word}"
        logged = [record for record in caplog.records if told.search(str(vars(record)))]
        assert not logged, f"a log line says {word}: {logged}"
    for name, cookie in visitor.cookies.items():
        assert not any(word in cookie.value for word in ("SK8", "xylophone", "quiet")), (
            f"the cookie {name} can be read"
        )


def test_a_count_has_no_column_that_could_tell_people_apart() -> None:
    """No time of day, no device, nothing that leads from one thing that somebody looked for to another."""
    columns = {field.name for field in DemandCount._meta.get_fields()}
    assert columns == {"id", "month", "area", "facet", "key", "looked", "found_none"}


@pytest.mark.django_db
def test_two_people_are_one_row_and_one_device_is_one_of_a_month(
    visitor: Any, offer: Callable[..., OpportunityPage]
) -> None:
    offer("Boat crew", access={"quiet-space": "yes"}, lat=53.38, lng=-2.19)
    says = Answers(
        outcode="SK8", lat=53.3742, lng=-2.1886, needs={"quiet-space": "must", "hoist": "would_help"}
    )
    for _ in range(3):
        visitor.says(**{name: getattr(says, name) for name in ("outcode", "lat", "lng", "needs")})
        visitor.get("/find/results/")
    assert counts() == {("need", "quiet-space"): (1, 0)}
    other = Client()
    other.cookies["answers"] = seal(says)
    other.get("/find/results/")
    other.head("/find/results/")
    assert counts() == {("need", "quiet-space"): (2, 0)}
    visitor.post("/find/forget/")
    assert "answers" not in {name for name, cookie in visitor.cookies.items() if cookie.value}


@pytest.mark.django_db
def test_nothing_is_counted_of_who_said_no_place_or_only_looks_around(
    visitor: Any, offer: Callable[..., OpportunityPage]
) -> None:
    offer("Boat crew")
    visitor.says(needs={"quiet-space": "must"}, interests=("trains",)).get("/find/results/")
    visitor.says(outcode="SK8", lat=53.3742, lng=-2.1886).get("/things/")
    assert not DemandCount.objects.exists()


@pytest.mark.django_db
def test_a_question_to_a_provider_holds_nothing_of_who_asked(
    visitor: Any,
    offer: Callable[..., OpportunityPage],
    provider: ProviderPage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    page = offer("Boat crew")
    invite_member(provider=provider, email="crew@example.org", by=None)
    visitor.says(age=17, needs={"quiet-space": "must"})
    assert "Ask this for me" in visitor.get(page.url).content.decode()
    before, cached = rows(), set(cache._cache)
    caplog.clear()
    response = visitor.post(
        "/ask/", {"about": f"{page.pk},quiet-space,mine-1", "next": page.url}, REMOTE_ADDR="203.0.113.9"
    )
    assert response["Location"] == f"{page.url}#mine-1"
    question = AccessQuestion.objects.get()
    assert rows() == before | {AccessQuestion._meta.label: 1}
    known = {field.name: getattr(question, field.name) for field in AccessQuestion._meta.concrete_fields}
    assert known == {
        "id": question.pk,
        "opportunity": page.opportunitypage_ptr,
        "need": "quiet-space",
        "asked_on": clock.today(),
        "answered_on": None,
        "answer": "",
        "by": None,
    }
    assert "sessionid" not in visitor.cookies
    kept = " ".join(f"{key} {value}" for key, value in cache._cache.items() if key not in cached)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    for word in ("203.0.113.9", "quiet-space"):
        assert word not in kept, f"the cache says {word}"
        assert word not in logged, f"a log line says {word}"


def test_the_words_that_this_test_looks_for_are_ones_that_could_show() -> None:
    assert {"quiet-space"} <= set(NEEDS)
    assert {"sensory"} <= set(NEED_GROUPS)
    assert {"trains", "football"} <= set(INTERESTS)
