"""Follow every link of the public site, as a stranger, with the demo loaded."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from opportunities.models import OpportunityPage, ProviderPage

ROOT = Path(__file__).resolve().parents[2]


class Page(HTMLParser):
    """What the crawl looks at: links, ids, headings, what the words are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "h1":
            self.headings.append(tag)


@pytest.fixture
def demo(db: None) -> None:
    call_command("load_demo", verbosity=0)


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


def test_every_public_page_is_whole_and_nothing_unverified_shows(demo: None, client: Client) -> None:
    secret = unverified()
    assert len(secret) >= 4
    waiting, seen = ["/"], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        if not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        page = Page(html)
        assert page.headings == ["h1"], f"{url}: one h1, not {len(page.headings)}"
        assert len(page.ids) == len(set(page.ids)), f"{url}: an id stands twice"
        assert html.count('id="side-title"') == 1, url
        assert html.index("<main") < html.index('id="side-title"') < html.index("<footer"), url
        assert "Content-Security-Policy" in response
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", html), f"{url}: style or script in the page"
        assert [name for name in secret if name in html] == [], url
        for link in page.links:
            target = urldefrag(urljoin(url, link)).url
            if (
                urlsplit(target).scheme in ("", "http")
                and not urlsplit(target).netloc
                and not target.startswith(("/admin/", "/static/", "/media/"))
            ):
                waiting.append(target)
    for opportunity in OpportunityPage.objects.public():
        assert opportunity.url in seen, f"no link leads to {opportunity.title}"
    for provider in ProviderPage.objects.public():
        assert provider.url in seen, f"no link leads to {provider.title}"


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
    monkeypatch.setattr("cms.views.redirect", broken)
    response = Client(raise_request_exception=False).post("/calm/", {"next": "/"})
    assert response.status_code == 500
    assert 'id="side-title"' in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_waited_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/calm/", {"next": "/"})
    assert response.status_code == 403
    assert 'id="side-title"' in response.content.decode()


@pytest.mark.django_db
@override_settings(DEBUG=False)
def test_calm_mode_goes_back_to_this_site_only() -> None:
    client = Client()
    assert client.post("/calm/", {"next": "/things/"})["Location"] == "/things/"
    assert client.cookies["calm"].value == "on"
    assert client.post("/calm/", {"next": "https://elsewhere.example/"})["Location"] == "/"
