"""Follow every link of the public site, as a stranger, with the demo loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

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


@pytest.mark.xdist_group("public site")
def test_every_public_page_is_whole_and_nothing_unverified_shows(public_site: Any) -> None:
    secret = unverified()
    assert len(secret) >= 4
    for url, answer in public_site.stranger.items():
        assert answer.status == 200, url
        if not answer.html:
            continue
        html = answer.html
        parts = Parts(html)
        assert parts.headings == ["h1"], f"{url}: one h1, not {len(parts.headings)}"
        assert len(parts.ids) == len(set(parts.ids)), f"{url}: an id stands twice"
        assert html.count('id="side-title"') == 1, url
        assert html.index("<main") < html.index('id="side-title"') < html.index("<footer"), url
        assert answer.policy
        assert "unsafe-inline" not in answer.policy
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html), f"{url}: style or script in the page"
        assert [name for name in secret if name in html] == [], url
    for public in (*public_site.things, *public_site.providers):
        assert public in public_site.stranger, f"no link leads to {public}"


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
