"""Guides: what editors write, and how it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import Client

from cms.actions import plant
from cms.demo import load
from cms.models import GlossaryWord, GuideIndexPage, GuidePage, SupportContact
from cms.wagtail_hooks import GuidesToCheck
from opportunities.models import ProviderPage, SupportedInternshipPage

BODY: list[tuple[str, Any]] = [
    ("heading", "How long is it?"),
    ("words", "An EHC plan is long.\n\nA year is longer than an EHC plan."),
    ("ideas", [{"symbol": "work", "says": "You learn a job."}]),
    ("steps", ["Ask.", "Visit."]),
    ("notice", "Ask early."),
    (
        "fact",
        {
            "says": "It lasts a year.",
            "checked_on": date(2026, 11, 3),
            "source": "The office",
            "url": "https://example.org/",
        },
    ),
    ("things", "supported-internship"),
]


@pytest.fixture
def guide(db: None) -> Callable[..., GuidePage]:
    """Publish a guide: guide("Work", kind="activity")."""
    plant()

    def publish(title: str = "What is work?", **facts: Any) -> GuidePage:
        given: dict[str, Any] = {
            "summary": "How work goes.",
            "symbol": "work",
            "checked_on": date(2026, 11, 3),
            "body": BODY,
            "easy_read": [("idea", {"symbol": "work", "says": "You learn a job."})],
            "sources": [("source", {"name": "The office", "url": ""})],
        }
        page = GuidePage(title=title, **given | facts)
        return GuideIndexPage.objects.get().add_child(instance=page)

    return publish


def test_each_kind_of_part_shows_as_itself(guide: Callable[..., GuidePage], client: Client) -> None:
    contact = SupportContact.objects.create(
        name="Helpers", kind="sendiass", what="They help.", run_by="A charity", phone="0800 1111"
    )
    html = client.get(guide(body=[*BODY, ("contact", contact)]).url).content.decode()
    assert "How long is it?</h2>" in html
    steps = re.search(r'<ol class="steps">(.*?)</ol>', html, re.S)
    assert steps
    assert re.findall(r"Ask\.|Visit\.", steps[1]) == ["Ask.", "Visit."]
    assert "Good to know" in html
    assert 'href="https://example.org/"' in html
    assert 'href="/things/supported-internship/"' in html
    assert 'href="tel:08001111"' in html
    assert "It comes from:" in html
    assert re.search(r"We checked this on 3 Nov(ember)? 2026\.", html)


def test_a_hard_word_is_explained_once_on_a_page_and_again_on_the_next_visit(
    guide: Callable[..., GuidePage], client: Client
) -> None:
    url = guide(summary="All about an EHC plan.").url
    for _visit in range(2):
        html = client.get(url).content.decode()
        assert len(re.findall(r'<button[^>]*class="word"[^>]*>EHC plan</button>', html)) == 1


def test_a_symbol_that_was_taken_out_since_breaks_no_page(
    guide: Callable[..., GuidePage], client: Client
) -> None:
    idea = {"symbol": "unicorn", "says": "You learn a job."}
    page = guide(body=[("ideas", [idea])], easy_read=[("idea", idea)])
    GuidePage.objects.filter(pk=page.pk).update(symbol="unicorn")
    GlossaryWord.objects.filter(word="hoist").update(symbol="unicorn")
    for url in ("/guides/", page.url, page.easy_read_url, "/hard-words/"):
        assert client.get(url).status_code == 200


def test_easy_read_is_under_the_guide(guide: Callable[..., GuidePage], client: Client) -> None:
    page = guide()
    response = client.get(f"{page.url}easy-read/")
    assert page.easy_read_url == f"{page.url}easy-read/"
    assert "You learn a job." in response.content.decode()
    assert f'href="{page.url}"' in response.content.decode()
    assert f'href="{page.easy_read_url}"' in client.get(page.url).content.decode()


def test_a_guide_that_is_not_published_is_nowhere(guide: Callable[..., GuidePage], client: Client) -> None:
    page = guide("Not yet", live=False)
    assert client.get(page.url).status_code == 404
    assert client.get(f"{page.url}easy-read/").status_code == 404
    assert "Not yet" not in client.get("/guides/").content.decode()
    assert "not-yet" not in client.get("/sitemap.xml").content.decode()


def test_guides_and_their_easy_read_are_in_the_map_of_the_site(
    guide: Callable[..., GuidePage], client: Client
) -> None:
    page = guide()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"{page.url}</loc>" in sitemap
    assert f"{page.url}easy-read/</loc>" in sitemap


def test_a_page_of_guides_with_none_says_so(db: None, client: Client) -> None:
    plant()
    assert "There are no guides yet" in client.get("/guides/").content.decode()


def test_a_long_guide_says_what_is_in_it(guide: Callable[..., GuidePage], client: Client) -> None:
    assert guide("Short").contents == []
    page = guide("Long", body=[("words", "Look."), *[("heading", f"Part {at}") for at in range(8)]])
    html = client.get(page.url).content.decode()
    assert page.contents[0] == ("part-2", "Part 0")
    assert 'href="#part-2"' in html
    assert 'id="part-2"' in html


def test_a_kind_of_thing_links_to_its_guide(guide: Callable[..., GuidePage]) -> None:
    guide("Later", kind="volunteering", live=False)
    first = guide("First", kind="volunteering")
    guide("Second", kind="volunteering")
    template = Template("{% load guides %}{% guide_for kind %}")
    assert first.url in template.render(Context({"kind": "volunteering"}))
    assert "<a" not in template.render(Context({"kind": "activity"}))
    assert "<a" not in template.render(Context({"kind": ""}))


def test_a_thing_links_to_the_guide_about_its_kind(guide: Callable[..., GuidePage], client: Client) -> None:
    page = guide(kind="supported-internship")
    provider = plant().add_child(instance=ProviderPage(title="The Mill", verification="details_checked"))
    thing = provider.add_child(
        instance=SupportedInternshipPage(title="Mill work", summary="Learn.", format="online")
    )
    assert f'href="{page.url}"' in client.get(thing.url).content.decode()


def test_a_list_of_one_kind_links_to_the_guide_about_it(
    guide: Callable[..., GuidePage], client: Client
) -> None:
    page = guide(kind="volunteering")
    assert f'href="{page.url}"' in client.get("/things/volunteering/").content.decode()
    assert f'href="{page.url}"' not in client.get("/things/").content.decode()


@pytest.mark.django_db
def test_words_find_guides(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    """Wagtail indexes after the commit."""
    plant()
    with django_capture_on_commit_callbacks(execute=True):
        page = GuideIndexPage.objects.get().add_child(
            instance=GuidePage(
                title="Buses", summary="How to ride.", symbol="bus", checked_on=date(2026, 11, 3), body=BODY
            )
        )
    template = Template("{% load guides %}{% guides_about words %}")
    assert page.url in template.render(Context({"words": "ride"}))
    assert page.url in client.get("/things/?q=ride").content.decode()
    assert page.url in template.render(Context({"words": "visit"})), "the words of its parts count too"
    assert "<a" not in template.render(Context({"words": "xyzzy"}))
    assert "<a" not in template.render(Context({"words": " "}))


def check(page: GuidePage) -> None:
    """As the admin's form does."""
    for stream in (page.body, page.easy_read):
        stream.stream_block.clean(stream)
    page.full_clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", " ".join(["word"] * 21)),
        ("body", [("words", " ".join(["word"] * 21))]),
        ("body", [("steps", [" ".join(["word"] * 21)])]),
        ("easy_read", [("idea", {"symbol": "work", "says": " ".join(["word"] * 16)})]),
        ("easy_read", []),
        ("symbol", "unicorn"),
    ],
)
def test_what_is_too_long_or_missing_is_refused(
    guide: Callable[..., GuidePage], field: str, value: Any
) -> None:
    page = guide()
    check(page)
    setattr(page, field, value)
    with pytest.raises(ValidationError):
        check(page)


def test_a_picture_needs_words(guide: Callable[..., GuidePage]) -> None:
    page = guide()
    page.picture_id = 1
    with pytest.raises(ValidationError, match="what the picture shows"):
        page.clean()


def test_a_kind_is_one_of_ours(guide: Callable[..., GuidePage]) -> None:
    page = guide()
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidePage.objects.filter(pk=page.pk).update(kind="job")


def test_editors_are_reminded(guide: Callable[..., GuidePage]) -> None:
    guide("Old", review_on=date(2026, 11, 1))
    guide("Older", review_on=date(2026, 10, 1))
    guide("New", review_on=date(2027, 11, 1))
    guide("Never")
    due = GuidePage.objects.to_check_again(date(2026, 11, 23))
    assert [page.title for page in due] == ["Older", "Old"]
    assert "Older" in GuidesToCheck().render_html({})


def test_the_demos_guides_are_whole(db: None) -> None:
    plant()
    load.load_contacts()
    load.load_guides()
    shipped = json.loads((load.FOLDER / "guides.json").read_text())["guides"]
    assert len(shipped) >= 7
    for given in shipped:
        page = GuidePage.objects.get(slug=given["slug"])
        assert page.live
        assert page.has_unpublished_changes is False
        assert page.sources, "a guide says where it comes from"
        assert 6 <= len(page.easy_read) <= 14
        check(page)


def test_loading_the_demo_again_keeps_what_an_editor_wrote(db: None) -> None:
    plant()
    load.load_contacts()
    load.load_guides()
    page = GuidePage.objects.get(slug="ehc-plan")
    page.title = "Plans"
    page.save_revision().publish()
    count = GuidePage.objects.count()
    load.load_guides()
    assert GuidePage.objects.get(slug="ehc-plan").title == "Plans"
    assert GuidePage.objects.count() == count
