"""The addresses of Easy Read and of paper: there for what is public, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from opportunities.models import OpportunityPage, ProviderPage
from profiles.answers import COOKIE, Answers, seal

Offer = Callable[..., OpportunityPage]
WAYS = ["", "easy-read/", "print/"]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_public_can_be_read_in_each_way(offer: Offer, client: Client, way: str) -> None:
    page = offer()
    response = client.get(f"{page.url}{way}")
    assert response.status_code == 200
    html = response.content.decode()
    assert f">{page.title}</h1>" in html
    assert 'id="side-title"' in html
    assert '<meta name="description"' in html


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("level", ["draft", "paused", "removed"])
def test_nothing_of_a_provider_that_is_not_checked(
    offer: Offer, provider: ProviderPage, client: Client, way: str, level: str
) -> None:
    page = offer()
    provider.verification = level
    provider.save()
    assert client.get(f"{page.url}{way}").status_code == 404


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_is_not_published(offer: Offer, client: Client, way: str) -> None:
    page = offer()
    page.unpublish()
    assert client.get(f"{page.url}{way}").status_code == 404


@pytest.mark.parametrize("way", WAYS)
def test_nothing_under_a_provider_that_is_not_published(
    offer: Offer, provider: ProviderPage, client: Client, way: str
) -> None:
    page = offer()
    ProviderPage.objects.get(pk=provider.pk).unpublish()
    assert client.get(f"{page.url}{way}").status_code == 404


def test_no_other_address_is_under_a_page(offer: Offer, client: Client) -> None:
    page = offer()
    for path in ("easy-read/more/", "print/1/", "pdf/"):
        assert client.get(f"{page.url}{path}").status_code == 404


@pytest.mark.parametrize(
    ("mode", "template"),
    [
        ("", "opportunities/activity_page.html"),
        ("easy-read", "opportunities/easy_read.html"),
        ("print", "opportunities/on_paper.html"),
    ],
)
def test_an_editor_previews_each_way_before_anything_is_public(
    offer: Offer, provider: ProviderPage, mode: str, template: str
) -> None:
    page = offer(live=False)
    provider.verification = "draft"
    provider.save()
    response = page.serve_preview(preview(), mode)
    response.render()
    assert response.template_name == template
    assert page.title in response.content.decode()
    assert [key for key, _ in page.preview_modes] == ["", "easy-read", "print"]


def preview():
    request = RequestFactory().get("/")
    request.is_preview = True
    return request


def test_the_ways_lead_to_one_another(offer: Offer, client: Client) -> None:
    page = offer()
    whole = client.get(page.url).content.decode()
    assert f'href="{page.url}easy-read/"' in whole
    assert f'href="{page.url}print/"' in whole
    assert "Easy Read: short words and pictures" in whole
    for way in ("easy-read/", "print/"):
        assert f'href="{page.url}"' in client.get(f"{page.url}{way}").content.decode()


def test_search_engines_are_told_of_the_page_and_its_easy_read(offer: Offer) -> None:
    page = offer()
    assert [url["location"].removeprefix("http://localhost") for url in page.get_sitemap_urls()] == [
        page.url,
        f"{page.url}easy-read/",
    ]


def test_paper_is_not_for_search_engines(offer: Offer, client: Client) -> None:
    page = offer()
    assert 'content="noindex"' in client.get(f"{page.url}print/").content.decode()
    assert "noindex" not in client.get(f"{page.url}easy-read/").content.decode()


def test_needs_are_on_paper_only_for_who_said_some_and_are_kept_by_no_cache(
    offer: Offer, client: Client
) -> None:
    page = offer(access={"quiet-space": "yes"})
    stranger = client.get(f"{page.url}print/").content.decode()
    assert "Put my needs on it" not in stranger
    assert "sheet__mine" not in stranger
    client.cookies[COOKIE] = seal(Answers(age=17, needs={"breaks": "would_help", "quiet-space": "must"}))
    response = client.get(f"{page.url}print/")
    mine = response.content.decode()
    assert "Put my needs on it" in mine
    assert mine.index("Quiet space (must have): Yes") < mine.index("Breaks: We do not know")
    assert "no-store" in response["Cache-Control"]
    client.cookies[COOKIE] = seal(Answers(supporting=True, needs={"breaks": "must"}))
    assert "Put their needs on it" in client.get(f"{page.url}print/").content.decode()
