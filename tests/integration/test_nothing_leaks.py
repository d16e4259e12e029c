"""Nothing of what another provider has not shown yet is anywhere that somebody else can look: pages, searches, files, letters, links.

Two situations: a provider that nobody has checked yet, of which nothing is to be seen at all; and one that is public, with drafts and
changes that are not. Each test first sees the word SECRET where it may be seen, so that it can fail."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from opportunities import catalogue, clock, links, tasks
from opportunities.dashboard import providers_of
from opportunities.models import ActivityPage, Letter, OpportunityPage, ProviderPage
from opportunities.open_data import own_listings
from tests.integration.test_admin_walk import everything_of_theirs
from tests.people import SOMEBODY
from tests.two_providers import SECRET, TwoProviders, signed_in, tell
from tests.visits import with_answers
from tests.walk import plain_addresses, walk

pytestmark = pytest.mark.django_db
NOT_CHECKED, PUBLIC = "a provider that is not checked yet", "a public provider with drafts"


@pytest.fixture(params=[NOT_CHECKED, PUBLIC])
def site(request: pytest.FixtureRequest, site: TwoProviders) -> TwoProviders:
    """What is secret is all of the second provider, or else what it has not published."""
    tell(site)
    if request.param == PUBLIC:
        show_what_is_public(site)
    return site


@pytest.fixture
def public(site: TwoProviders) -> TwoProviders:
    """The second situation alone."""
    return show_what_is_public(site)


def show_what_is_public(site: TwoProviders) -> TwoProviders:
    """The second provider and its open listing are for everybody; its drafts, and a change that waits, are not."""
    theirs = site.theirs
    names = {"title": "Lagoon", "draft_title": "Lagoon", "slug": "lagoon"}
    Page.objects.filter(pk=theirs.page.pk).update(**names, url_path="/home/providers/lagoon/")
    ProviderPage.objects.filter(pk=theirs.page.pk).update(
        about="We have a garden.", public_id="lagoon", verification="details_checked"
    )
    old, new = theirs.page.url_path, "/home/providers/lagoon/"
    for page in theirs.page.get_children():
        Page.objects.filter(pk=page.pk).update(url_path=page.url_path.replace(old, new))
    Page.objects.filter(pk=theirs.live.pk).update(
        title="Open Lagoon", slug="open-lagoon", url_path=f"{new}open-lagoon/"
    )
    theirs.image.title = "A garden"
    theirs.image.save()
    live = ActivityPage.objects.get(pk=theirs.live.pk)
    live.public_id = "open-lagoon"
    live.search_words = ""
    live.picture = None
    live.save()
    draft = live.get_latest_revision_as_object()
    draft.title, draft.summary = f"Changed {SECRET}", f"Changed {SECRET}"
    draft.save_revision(user=theirs.member)
    theirs.page = ProviderPage.objects.get(pk=theirs.page.pk)
    theirs.live = ActivityPage.objects.get(pk=live.pk)
    theirs.draft = ActivityPage.objects.get(pk=theirs.draft.pk)
    return site


def text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{body.decode(errors='replace')} {dict(response.headers)}".lower()


def holds(said: str) -> bool:
    return SECRET in said.lower()


def their_pages(site: TwoProviders) -> list[Any]:
    return [page.specific for page in site.theirs.page.get_descendants(inclusive=True)]


def strangers(site: TwoProviders) -> dict[str, Client]:
    return {
        "a stranger": Client(),
        "somebody with answers": with_answers(SOMEBODY),
        "a member of another provider": signed_in(site.ours.member),
        "a member who was removed": signed_in(site.removed),
    }


def test_the_secret_is_there_to_be_found(site: TwoProviders) -> None:
    """Its own people and moderators see it; else the other tests would prove nothing."""
    edit = reverse("wagtailadmin_pages:edit", args=[site.theirs.draft.pk])
    for who in (site.theirs.member, site.moderator):
        assert holds(text(signed_in(who).get(edit)))
    assert holds(own_listings.as_csv(site.theirs.page))


def test_no_public_page_says_it(site: TwoProviders) -> None:
    """All that links lead to, all addresses without a part to fill in, and the searches and lists that would name it."""
    asked = "?words=lagoon&q=lagoon&outcode=M3"
    lists = ["/providers/", f"/things/{asked}", f"/things/activity/{asked}", f"/things/near/{asked}"]
    for who, client in strangers(site).items():
        start, within = (
            (["/", *plain_addresses(), *lists], "/") if who == "a stranger" else (lists, "/providers/")
        )
        seen = []
        for address, response in walk(client, start, within):
            seen.append(address)
            assert not holds(text(response)), f"{address} tells {who}"
        assert any("open-harbour" in address for address in seen), who


def test_what_is_public_is_found(public: TwoProviders) -> None:
    """The crawl above goes where the listings are."""
    found = "".join(text(response) for _, response in walk(Client(), ["/things/", "/providers/"]))
    assert "open lagoon" in found
    assert "open harbour" in found


def test_its_own_addresses_are_not_there(site: TwoProviders) -> None:
    for page in their_pages(site):
        if page.live and page.is_public:
            continue
        for more in (
            "",
            "easy-read/",
            "on-paper/",
            "paper/",
            "print/",
            "?preview=1",
            "?mode=easy-read",
            "?token=x",
        ):
            for who, client in strangers(site).items():
                response = client.get(f"{page.url}{more}")
                assert response.status_code == 404, f"{page.url}{more} is there for {who}"
                assert not holds(text(response).replace(page.url, "")), f"{page.url}{more} tells {who}"


def test_what_reads_the_public_listing_says_nothing_of_its_draft(public: TwoProviders) -> None:
    live = public.theirs.live
    assert holds(live.get_latest_revision_as_object().title)
    for more in ("", "easy-read/"):
        response = Client().get(f"{live.url}{more}")
        assert response.status_code == 200
        assert "open lagoon" in text(response)
        assert not holds(text(response))


@pytest.mark.parametrize(
    "name", ["sitemap.xml", "sw.js", "manifest.webmanifest", "robots.txt", "health/", "offline/"]
)
def test_files_for_machines(site: TwoProviders, name: str) -> None:
    response = Client().get(f"/{name}")
    assert response.status_code == 200
    assert not holds(text(response))
    if name == "sitemap.xml":
        assert "open-harbour" in text(response)


def test_exports_and_the_catalogue(site: TwoProviders, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_opportunities", verbosity=0, stdout=out)
    document = json.loads(out.getvalue())
    assert "Open Harbour" in out.getvalue()
    drafts = {page.public_id for page in (site.theirs.draft, site.theirs.waiting, site.ours.draft)}
    assert not drafts & {entry["id"] for entry in document["opportunities"]}
    if site.theirs.page.is_public:
        assert not holds(out.getvalue())
    known = catalogue.load()
    assert site.ours.live.public_id in known.ids
    assert not drafts & set(known.ids)
    words = catalogue.columns(OpportunityPage.objects.public())
    assert "open harbour" in str(words)
    assert not holds(str(words))


def test_suggestions(site: TwoProviders, tmp_path: Path) -> None:
    """Somebody who likes just what the drafts are about, and asks for them by name."""
    said = {"own_words": "I like the lagoon, drafts and waiting.", "interests": ["gardening"]}
    seeker = {"format": "seeker/1", "today": str(clock.today()), "age": 25, "outcode": "M3", **said}
    file, out = tmp_path / "seeker.json", StringIO()
    file.write_text(json.dumps(seeker))
    call_command("suggest", str(file), stdout=out)
    call_command("suggest", str(file), "--json", stdout=out)
    assert "Open Harbour" in out.getvalue()
    assert not holds(out.getvalue())


def test_our_own_download_and_dashboard(site: TwoProviders) -> None:
    ours = site.ours
    assert not holds(own_listings.as_csv(ours.page))
    assert not holds(json.dumps(own_listings.as_native(ours.page)))
    assert "Harbour" in str(list(providers_of(ours.member, clock.today())))
    assert not holds(str(list(providers_of(ours.member, clock.today()))))
    assert holds(text(signed_in(site.theirs.member).get("/admin/")))
    assert not holds(text(signed_in(ours.member).get("/admin/")))


def test_a_search_in_the_admin(site: TwoProviders) -> None:
    address = reverse("wagtailadmin_pages:search")
    asked = {"q": SECRET}
    found = text(signed_in(site.moderator).get(address, asked)).replace(f'value="{SECRET}"', "")
    assert holds(found.split("<main")[-1])
    for query in ("Lagoon", "Changed", "Draft", "Waiting", "Open"):
        assert not holds(text(signed_in(site.ours.member).get(address, {"q": query})))


def test_a_preview_of_ones_own_shows_nothing_of_theirs(site: TwoProviders) -> None:
    """A preview is kept in a session: one that was made of another page is not had with ours."""
    theirs, ours = site.theirs.draft, site.ours.draft
    edit = "wagtailadmin_pages:preview_on_edit"
    client = signed_in(site.ours.member)
    for page in (theirs, site.theirs.live, site.theirs.waiting):
        for mode in ("", "easy-read"):
            answer = client.get(reverse(edit, args=[page.pk]), {"mode": mode})
            assert answer.status_code == 302
            assert not holds(text(answer))
    client.post(
        reverse(edit, args=[ours.pk]), {"title": "Ours", "slug": theirs.slug, "parent": site.theirs.page.pk}
    )
    assert not holds(text(client.get(reverse(edit, args=[ours.pk]))).replace(theirs.slug, ""))


def test_letters_to_one_provider_say_nothing_of_another(site: TwoProviders, settings: Any) -> None:
    """A year without an answer: every reminder there is, to both."""
    for page in (site.ours.page, site.theirs.page):
        ProviderPage.objects.filter(pk=page.pk).update(verification="details_checked")
    OpportunityPage.objects.filter(live=True).update(checked_on=clock.today() - timedelta(days=400))
    Letter.objects.update(sent_at=None)
    mail.outbox.clear()
    for task in (
        tasks.keep_dates,
        tasks.freshen,
        tasks.check_expiry,
        tasks.tell_of_questions,
        tasks.send_letters,
    ):
        task()
    tasks.send_letters()
    by_person: dict[str, str] = {}
    for message in mail.outbox:
        for to in message.to:
            by_person[to] = (
                f"{by_person.get(to, '')} {message.subject} {message.body} {message.extra_headers}"
            )
    mine, others = by_person[site.ours.member.email], by_person[site.theirs.member.email]
    assert "Harbour" in mine
    assert not holds(mine)
    assert "Lagoon" not in mine
    assert "Harbour" not in others
    assert site.removed.email not in by_person


@pytest.mark.parametrize("purpose", ["still_right", "room", "answer"])
def test_a_link_for_ours_does_nothing_for_theirs(site: TwoProviders, purpose: links.Purpose) -> None:
    ours, theirs, today = site.ours, site.theirs, str(clock.today())
    about = {"still_right": today, "room": today, "answer": "wheelchair"}[purpose]

    def token(page: Any, user: Any, of: str = purpose) -> str:
        return links.path(of, opportunity_id=page.pk, user_id=user.pk, about=about).rstrip("/").split("/")[-1]

    good = token(ours.live, ours.member)
    swapped = signing.dumps([theirs.live.pk, ours.member.pk, about], salt="another").split(":")[0]
    other_purpose = next(one for one in ("still_right", "room", "answer") if one != purpose)
    bad = {
        "another listing put into it": ":".join([swapped, *good.split(":")[1:]]),
        "their listing, our person": token(theirs.live, ours.member),
        "their listing, somebody who was removed": token(theirs.live, site.removed),
        "our listing, somebody who was removed": token(ours.live, site.removed),
        "another purpose": token(theirs.live, theirs.member, other_purpose),
        "nothing": "x",
    }
    before = everything_of_theirs(site)
    for what, one in bad.items():
        address = reverse(f"opportunities:{purpose}", args=[one])
        for client in (Client(), signed_in(ours.member)):
            form = {"state": "full", "answer": "yes", "places": "full", "note": "x", "pressed": "1"}
            for response in (client.get(address), client.post(address, form), client.head(address)):
                assert response.status_code in (403, 404, 405, 410), f"{what}: {response.status_code}"
                assert not holds(text(response)), what
    assert everything_of_theirs(site) == before
    if purpose != "answer":
        assert Client().get(reverse(f"opportunities:{purpose}", args=[good])).status_code == 200


def test_what_moderators_were_given_is_theirs_alone(site: TwoProviders) -> None:
    assert site.theirs_too
    name = site.theirs_too.assurance.policy_file.name
    address = reverse("provider_policy", args=[site.theirs.page.pk])
    allowed = signed_in(site.moderator).get(address)
    assert SECRET.encode() in b"".join(allowed.streaming_content if allowed.streaming else [allowed.content])
    for who, client in strangers(site).items():
        for path in (address, f"/media/{name}", f"/private/{name}", f"/documents/1/{name}"):
            response = client.get(path)
            assert response.status_code in (302, 404), f"{path} is there for {who}"
            assert not holds(text(response).replace(name.lower(), "")), f"{path} tells {who}"


def test_reports_and_questions_tell_nothing_to_others(site: TwoProviders) -> None:
    assert site.theirs_too
    listing = site.theirs.live
    pages = [
        reverse("opportunities:report", args=[listing.pk]),
        reverse("answer_question", args=[site.theirs_too.question.pk]),
    ]
    for who, client in strangers(site).items():
        for address in pages:
            assert not holds(text(client.get(address))), f"{address} tells {who}"
        for page in (site.theirs.draft, site.theirs.waiting):
            response = client.get(reverse("opportunities:report", args=[page.pk]))
            assert response.status_code == 404, f"a draft can be reported by {who}"
            asked = {"listing": page.pk, "opportunity": page.pk, "need": "wheelchair"}
            assert not holds(text(client.post(reverse("opportunities:ask"), asked)))


def test_a_document_is_not_had_by_its_number(site: TwoProviders) -> None:
    document = site.document
    address = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    hidden = not site.theirs.page.is_public
    for who, client in strangers(site).items():
        answer = client.get(address)
        text(answer)  # read to its end, its file is closed
        assert answer.status_code == (404 if hidden else 200), who
    for who in (site.theirs.member, site.moderator):
        answer = signed_in(who).get(address)
        text(answer)
        assert answer.status_code == 200


def test_the_picture_of_a_draft_has_no_address_to_guess(site: TwoProviders) -> None:
    image = site.theirs.image
    folder, name = image.file.name.rsplit("/", 1)
    random, rest = name.split("-", 1)
    assert len(random) == 16
    assert rest.startswith(SECRET)
    small = image.get_rendition("max-100x100")
    assert random in small.file.name or len(small.file.name.rsplit("/", 1)[1].split("-")[0]) == 16
    with image.file.open() as file:
        type(image)(title="Again", file=file).save()
    assert not image.file.storage.exists(f"{folder}/{rest}")


def test_old_versions_are_not_had_with_ours(site: TwoProviders) -> None:
    """A version's number is looked up among the versions of the page in the address."""
    client = signed_in(site.ours.member)
    for version in Revision.objects.filter(object_id__in=[str(page.pk) for page in their_pages(site)]):
        for name in ("wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert"):
            response = client.get(reverse(name, args=[site.ours.draft.pk, version.pk]))
            assert response.status_code in (302, 404)
            assert not holds(text(response))
        compare = reverse(
            "wagtailadmin_pages:revisions_compare", args=[site.ours.draft.pk, "earliest", version.pk]
        )
        assert not holds(text(client.get(compare)))


def test_nobody_is_told_how_many_they_are(site: TwoProviders) -> None:
    """An upload that names their ids hears the same as one that names nobody's."""
    rows = "id,title,summary\r\n{},A,B\r\n"
    said = {
        str(own_listings.plan_csv(rows.format(name), provider=site.ours.page, by=site.ours.member).faults)
        for name in (site.theirs.draft.public_id, site.theirs.live.public_id, "nobody-has-this")
    }
    assert len(said) == 1
