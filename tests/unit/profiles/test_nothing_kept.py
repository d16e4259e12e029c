"""After a whole journey the server knows nothing: no row, no session, no log line, no address holds an answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache

from matching.vocabulary import INTERESTS, NEED_GROUPS, NEEDS
from opportunities.models import OpportunityPage

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

    assert rows() == before, "a table has a row more than before"
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


def test_the_words_that_this_test_looks_for_are_ones_that_could_show() -> None:
    assert {"quiet-space"} <= set(NEEDS)
    assert {"sensory"} <= set(NEED_GROUPS)
    assert {"trains", "football"} <= set(INTERESTS)
