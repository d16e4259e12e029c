"""A provider's own listings as files: out, changed, shown, in again as drafts; never anybody else's."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from opportunities.models import ActivityPage, OpportunityPage, ProviderPage
from opportunities.open_data import own_listings
from tests.two_providers import SECRET, TwoProviders, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


def address(site: TwoProviders) -> str:
    return reverse("own_files", args=[site.ours.page.pk])


def table(client: Client, site: TwoProviders) -> list[dict[str, str]]:
    answer = client.get(reverse("own_file", args=[site.ours.page.pk, "csv"]))
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="harbour.csv"'
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def native(client: Client, site: TwoProviders) -> dict[str, Any]:
    return json.loads(client.get(reverse("own_file", args=[site.ours.page.pk, "native"])).content)


def as_csv(rows: list[dict[str, str]]) -> str:
    file = StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def upload(client: Client, site: TwoProviders, rows: Any, name: str = "mine.csv") -> str:
    text = as_csv(rows) if isinstance(rows, list) else rows if isinstance(rows, str) else json.dumps(rows)
    file = SimpleUploadedFile(name, text.encode())
    return client.post(address(site), {"file": file}).content.decode()


def words(html: str) -> str:
    """What the page says, with no tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1])).split())


def do_it(client: Client, site: TwoProviders, preview: str) -> Any:
    found = re.search(r'name="checked" value="([^"]+)"', preview)
    assert found, words(preview)
    return client.post(address(site), {"checked": found[1]}, follow=True)


def rows_of_pages() -> list[Any]:
    return [*OpportunityPage.objects.order_by("pk").values(), *Revision.objects.order_by("pk").values()]


def test_the_table_has_all_of_ours_and_nothing_of_theirs(client: Client, site: TwoProviders) -> None:
    rows = table(client, site)
    assert {row["title"]: row["state"] for row in rows} == {
        "Open Harbour, to be changed": "public, with changes that are not public",
        "Draft Harbour": "draft",
        "Waiting Harbour": "draft",
    }
    assert SECRET not in str(rows).lower()
    assert SECRET not in str(native(client, site)).lower()
    (draft,) = (row for row in rows if row["title"] == "Draft Harbour")
    assert draft["summary"] == "Changed Harbour", "the newest version"


@pytest.mark.parametrize("form", ["csv", "native"])
def test_what_was_downloaded_changes_nothing(client: Client, site: TwoProviders, form: str) -> None:
    before = rows_of_pages()
    said = words(upload(client, site, table(client, site) if form == "csv" else native(client, site)))
    assert "Nothing would change." in said
    assert rows_of_pages() == before


def test_a_change_is_shown_and_kept_as_a_draft(client: Client, site: TwoProviders) -> None:
    rows = [row for row in table(client, site) if row["id"] == site.ours.live.public_id]
    rows[0] |= {"summary": "We mend boats.", "access: quiet-space": "yes", "last day": "31/12/2026"}
    before = rows_of_pages()
    preview = upload(client, site, rows)
    assert "Open Harbour, to be changed Changed summary; last day; access: quiet-space" in words(preview)
    assert rows_of_pages() == before, "looking at it writes nothing"
    answer = do_it(client, site, preview)
    assert "1 listing is kept as a draft." in words(answer.content.decode())
    page = ActivityPage.objects.get(pk=site.ours.live.pk)
    newest = page.get_latest_revision_as_object()
    assert (page.live, page.summary, page.access) == (True, "We look after a garden by the water.", {})
    assert (newest.summary, newest.access, str(newest.ends_on)) == (
        "We mend boats.",
        {"quiet-space": "yes"},
        "2026-12-31",
    )
    assert page.latest_revision.user == site.ours.member
    assert not page.workflow_in_progress


def test_a_row_with_no_id_is_a_new_draft(client: Client, site: TwoProviders) -> None:
    new = {
        "id": "",
        "kind": "activity",
        "title": "=Choir",
        "summary": "We sing.",
        "postcode": "m34nf",
        "is there room": "open",
    }
    new |= {"room last checked on": "2026-11-24", "last checked on": "2026-11-24"}
    answer = do_it(client, site, upload(client, site, [new]))
    page = ActivityPage.objects.get(title="=Choir")
    assert page.provider == site.ours.page
    assert page.get_parent().pk == site.ours.page.pk
    assert (page.live, page.owner, page.public_id, page.postcode) == (
        False,
        site.ours.member,
        "choir",
        "M3 4NF",
    )
    assert page.lat == pytest.approx(53.48, abs=0.05)
    assert (page.checked_on, page.places_updated_on, page.places_state) == (None, None, "open")
    assert f'value="{page.pk}" checked' in answer.content.decode()
    assert "You have a listing with this name and place." in words(upload(client, site, [new])), "twice"


def test_a_new_listing_in_the_native_format(client: Client, site: TwoProviders) -> None:
    document = native(client, site)
    document["providers"][0] |= {"verification": "safeguarding_checked", "name": "Taken over"}
    new = {
        "kind": "volunteering",
        "title": "Help out",
        "summary": "Help.",
        "format": "online",
        "checked_on": "2026-11-24",
    }
    document["opportunities"] = [new | {"source": {"name": "A directory", "id": "1"}}]
    preview = upload(client, site, document, "mine.json")
    assert "What this file says about you was not read." in words(preview)
    do_it(client, site, preview)
    page = OpportunityPage.objects.get(title="Help out").specific
    assert (page.kind, page.live, page.checked_on, page.source) == ("volunteering", False, None, "")
    provider = ProviderPage.objects.get(pk=site.ours.page.pk)
    assert (provider.title, provider.verification) == ("Harbour", "details_checked")


@pytest.mark.parametrize("other", ["theirs", "nobody"])
def test_an_id_that_is_not_ours(client: Client, site: TwoProviders, other: str) -> None:
    """The same words, whether it is another provider's or nobody's."""
    listing_id = site.theirs.draft.public_id if other == "theirs" else "nobody-has-this"
    (row,) = (row for row in table(client, site) if row["title"] == "Draft Harbour")
    before = rows_of_pages()
    for file in (
        [row | {"id": listing_id, "summary": "Taken over"}],
        {"format": "opportunities/1", "opportunities": [{"id": listing_id, "title": "Taken over"}]},
    ):
        answer = upload(client, site, file)
        assert "None of your listings has this id. Leave it empty for a new listing." in words(answer)
        assert 'name="checked"' not in answer
        assert SECRET not in answer.replace(listing_id, "").lower()
    assert rows_of_pages() == before


def test_a_listing_for_another_provider(client: Client, site: TwoProviders) -> None:
    document = native(client, site)
    document["opportunities"][0] |= {"provider": site.theirs.page.public_id, "title": "Taken over"}
    assert 'name="checked"' not in upload(client, site, document)


def test_every_fault_is_named_and_one_is_enough(client: Client, site: TwoProviders) -> None:
    rows = table(client, site)
    rows[0] |= {"oldest age": "25+", "how often": "evry week"}
    rows[1] |= {"title": "", "last day": "2026-02-31"}
    rows[0] |= {"summary": "A good change."}
    before = rows_of_pages()
    said = words(upload(client, site, rows))
    assert "4 things to mend" in said
    assert "Row 2, oldest age We can not read “25+”. Write a whole number, like 14." in said
    assert "Row 2, how often Write one of the words" in said
    assert "Row 3, title Write something here." in said
    assert "Row 3, last day Write the day like 2026-12-31" in said
    assert rows_of_pages() == before


def test_a_draft_may_stay_unfinished_and_not_get_worse(client: Client, site: TwoProviders) -> None:
    draft = site.ours.draft.get_latest_revision_as_object()
    draft.summary, draft.lat, draft.lng, draft.postcode = "", None, None, ""
    draft.save_revision(clean=False)
    rows = [row for row in table(client, site) if row["title"] == "Draft Harbour"]
    assert "Nothing would change." in words(upload(client, site, rows))
    do_it(client, site, upload(client, site, [rows[0] | {"how often": "monthly"}]))
    newest = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    assert (newest.pattern, newest.summary) == ("monthly", "")
    assert "Row 2, youngest age" in words(upload(client, site, [rows[0] | {"youngest age": "900"}]))


def test_too_long_is_said(client: Client, site: TwoProviders) -> None:
    rows = [table(client, site)[0] | {"summary": "a" * 301}]
    assert "This is 301 letters long. Write at most 300." in words(upload(client, site, rows))


def test_what_a_moderator_looks_at_is_left_alone(client: Client, site: TwoProviders) -> None:
    rows = table(client, site)
    (row,) = (row for row in rows if row["title"] == "Waiting Harbour")
    row["summary"] = "Another."
    assert "A moderator is looking at this listing." in words(upload(client, site, rows))


def test_a_new_postcode_moves_the_point(client: Client, site: TwoProviders) -> None:
    rows = [row | {"postcode": "OL6 7SR"} for row in table(client, site) if row["title"] == "Draft Harbour"]
    do_it(client, site, upload(client, site, rows))
    newest = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    assert (newest.lat, newest.lng) != (53.4757, -2.2556)


def test_no_file_says_checked_today(client: Client, site: TwoProviders) -> None:
    today = {"room last checked on": "2026-11-24", "last checked on": "2026-11-24"}
    assert "Nothing would change." in words(
        upload(client, site, [row | today for row in table(client, site)])
    )
    rows = [
        row | today | {"is there room": "full"}
        for row in table(client, site)
        if row["title"] == "Draft Harbour"
    ]
    do_it(client, site, upload(client, site, rows))
    newest = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    assert (newest.places_state, newest.places_updated_on, newest.checked_on) == ("full", None, None)


def test_an_answer_changed_by_file_no_longer_names_who_gave_the_old_one(
    client: Client, site: TwoProviders
) -> None:
    draft = site.ours.draft.get_latest_revision_as_object()
    draft.access = {"breaks": "yes", "seat": "yes"}
    draft.access_said = {key: {"by": "provider", "on": "2026-11-01"} for key in draft.access}
    draft.save_revision()
    rows = [row | {"access: breaks": "no"} for row in table(client, site) if row["title"] == "Draft Harbour"]
    do_it(client, site, upload(client, site, rows))
    newest = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    assert newest.access == {"breaks": "no", "seat": "yes"}
    assert list(newest.access_said) == ["seat"]


def test_somebody_else_changed_it_meanwhile(client: Client, site: TwoProviders) -> None:
    rows = [row | {"summary": "Mine."} for row in table(client, site) if row["title"] == "Draft Harbour"]
    preview = upload(client, site, rows)
    other = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    other.noise = "quiet"
    other.save_revision()
    answer = do_it(client, site, preview)
    assert "Something changed here since you saw this." in words(answer.content.decode())
    newest = ActivityPage.objects.get(pk=site.ours.draft.pk).get_latest_revision_as_object()
    assert (newest.noise, newest.summary) == ("quiet", "Changed Harbour")


def test_what_was_shown_to_one_person_is_not_done_by_another(client: Client, site: TwoProviders) -> None:
    rows = [row | {"summary": "Mine."} for row in table(client, site) if row["title"] == "Draft Harbour"]
    preview = upload(client, site, rows)
    answer = do_it(signed_in(site.moderator), site, preview)
    assert "Choose the file again." in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00t", "CSV UTF-8"),
        (b"{not json", "We can not read this file."),
        (b"[]", "This is no file of listings."),
        (b"title\n", "There is no listing in this file."),
        (b"title,summary\n" + b"Choir,Sing\n" * 501, "There are more than 500 listings."),
        (b"title\n" + b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_file_that_is_none(client: Client, site: TwoProviders, content: bytes, says: str) -> None:
    answer = client.post(address(site), {"file": SimpleUploadedFile("mine.csv", content)})
    assert says in words(answer.content.decode())
    assert 'name="checked"' not in answer.content.decode()


def test_what_is_ticked_is_sent(client: Client, site: TwoProviders) -> None:
    unfinished = ActivityPage.objects.get(pk=site.ours.live.pk).get_latest_revision_as_object()
    unfinished.outcomes = []
    unfinished.save_revision()
    listings = [site.ours.draft.pk, site.ours.live.pk, site.theirs.draft.pk]
    answer = client.post(address(site), {"send": 1, "listing": listings}, follow=True).content.decode()
    assert "1 listing is sent." in words(answer)
    assert "Not sent, because something is missing: Open Harbour, to be changed" in words(answer)
    sent = {page.pk for page in Page.objects.all() if page.workflow_in_progress}
    assert sent == {site.ours.draft.pk, site.ours.waiting.pk, site.theirs.waiting.pk}


@pytest.mark.parametrize("name", ["own_files", "own_file"])
def test_only_their_own_people(client: Client, site: TwoProviders, name: str) -> None:
    more = [] if name == "own_files" else ["csv"]
    for page in (site.theirs.page, site.theirs.draft, 999_999):
        answer = client.get(reverse(name, args=[getattr(page, "pk", page), *more]))
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert signed_in(site.moderator).get(reverse(name, args=[site.theirs.page.pk, *more])).status_code == 200


def test_the_whole_demo_catalogue_comes_back_unchanged(db: None) -> None:
    call_command("load_demo", verbosity=0)
    providers = ProviderPage.objects.all()
    assert len(providers) > 5
    for provider in providers:
        count = provider.opportunities.count()
        for plan in (
            own_listings.plan_csv(own_listings.as_csv(provider), provider=provider, by=None)
            if count
            else None,
            own_listings.plan_native(own_listings.as_native(provider), provider=provider, by=None),
        ):
            if plan is not None:
                assert (plan.changes, plan.faults, plan.passed_over, plan.unchanged) == ([], [], [], count)
