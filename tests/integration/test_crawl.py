"""Follow every link of the public site, with the demo loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.visits import NOWHERE
from tests.walk import Parts

ROOT = Path(__file__).resolve().parents[2]


def unverified() -> set[str]:
    """Titles that no page may say: providers that nobody checked, and what they offer."""
    names = set()
    for file in (ROOT / "cms" / "demo").glob("*.json"):
        document = json.loads(file.read_text())
        hidden = {
            p["id"]: p["name"]
            for p in document.get("providers", [])
            if p["verification"] not in ("details_checked", "safeguarding_checked")
        }
        names |= set(hidden.values()) | {
            o["title"] for o in document.get("opportunities", []) if o["provider"] in hidden
        }
    return names


@pytest.mark.django_db
@pytest.mark.xdist_group("public site")
def test_every_public_page_is_whole_and_nothing_unverified_shows(public_site: Any) -> None:
    secret = unverified()
    assert len(secret) >= 4
    assert {visit.who for visit in public_site.visits} == {
        "a stranger",
        "somebody",
        "nothing fits",
        "signed in",
        "asks to join",
    }
    for visit in public_site.visits:
        status = {NOWHERE: 404, "/my-list/full/": 409}.get(visit.address, 200)
        assert visit.status == status, visit.name
        parts = Parts(visit.html)
        assert parts.headings == ["h1"], f"{visit.name}: one h1, not {len(parts.headings)}"
        assert len(parts.ids) == len(set(parts.ids)), f"{visit.name}: an id stands twice"
        assert visit.html.count('id="side-title"') == 1, visit.name
        assert (
            visit.html.index("<main") < visit.html.index('id="side-title"') < visit.html.index("<footer")
        ), visit.name
        assert visit.policy
        assert "unsafe-inline" not in visit.policy
        in_page = re.search(r"\sstyle=|\son[a-z]+=|javascript:", visit.html)
        assert not in_page, f"{visit.name}: style or script in the page"
        assert [name for name in secret if name in visit.html] == [], visit.name
    met = {visit.address for visit in public_site.visits if visit.who == "a stranger"}
    for public in (*public_site.things, *public_site.providers):
        assert public in met, f"no link leads to {public}"


@pytest.mark.django_db
def test_a_page_that_is_not_there_still_has_someone_on_your_side(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'id="side-title"' in response.content.decode()


@pytest.mark.django_db
def test_a_broken_server_still_has_someone_on_your_side(monkeypatch: pytest.MonkeyPatch) -> None:
    from cms import context_processors

    def broken(request: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(context_processors, "SupportContact", None)
    monkeypatch.setattr("profiles.views.settings.redirect", broken)
    response = Client(raise_request_exception=False).post("/settings/", {"next": "/"})
    assert response.status_code == 500
    assert 'id="side-title"' in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_waited_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/settings/", {"next": "/"})
    assert response.status_code == 403
    assert 'id="side-title"' in response.content.decode()
