"""Telling us that something is wrong: by anybody, read by moderators alone, with a listing off the site where that is needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cms.models import SupportContact
from opportunities import catalogue, clock
from opportunities.models import Letter, OpportunityPage, Report
from opportunities.reports import forget_old, handle_report, pause, report, resume
from opportunities.tasks import forget_old_reports
from opportunities.views.report import MOST_IN_AN_HOUR
from tests.two_providers import TwoProviders, signed_in

pytestmark = pytest.mark.django_db
WORDS = "zebra crossing"


@pytest.fixture(autouse=True)
def no_presses_yet() -> None:
    cache.clear()


@pytest.fixture
def page(site: TwoProviders) -> OpportunityPage:
    return OpportunityPage.objects.get(pk=site.ours.live.pk)


def tell(client: Client, page: OpportunityPage, **said: Any) -> Any:
    url = reverse("opportunities:report", args=[page.pk])
    return client.post(url, {"reason": "wrong", "text": WORDS} | said, follow=True)


def fresh(page: OpportunityPage) -> OpportunityPage:
    return OpportunityPage.objects.get(pk=page.pk)


def test_a_stranger_tells_us_with_one_answer(
    client: Client, page: OpportunityPage, site: TwoProviders, django_capture_on_commit_callbacks: Any
) -> None:
    address = reverse("opportunities:report", args=[page.pk])
    assert address in client.get(page.url).content.decode()
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        body = tell(client, page, text="").content.decode()
    assert "Thank you for telling us" in body
    assert "Who you can call now" not in body
    told = Report.objects.get()
    assert (told.reason, told.text, told.by, told.state) == ("wrong", "", None, "new")
    assert [email.to for email in mail.outbox] == [[site.moderator.email]]


def test_nothing_is_told_without_a_reason(client: Client, page: OpportunityPage) -> None:
    assert "Pick what is wrong" in tell(client, page, reason="").content.decode()
    assert not Report.objects.exists()


def test_a_worry_about_safety_says_who_can_be_called(client: Client, page: OpportunityPage) -> None:
    assert "Who you can call now" not in tell(client, page, reason="unsafe").content.decode()
    SupportContact.objects.create(
        kind="crisis_help", name="Night line", what="Call.", run_by="Us", phone="0800 1"
    )
    body = tell(client, page, reason="unsafe").content.decode()
    assert "Night line" in body
    assert "0800 1" in body


def test_a_stranger_s_worry_does_not_take_it_off_the_site(client: Client, page: OpportunityPage) -> None:
    tell(client, page, reason="unsafe")
    assert fresh(page).is_public


def test_the_worry_of_somebody_signed_in_does(
    client: Client, page: OpportunityPage, site: TwoProviders
) -> None:
    person = get_user_model().objects.create_user("pat@example.org")
    other = Client()
    other.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    tell(other, page, reason="wrong")
    assert fresh(page).is_public
    response = tell(other, page, reason="unsafe")
    assert response.status_code == 200
    assert fresh(page).paused_for == "report"
    assert client.get(page.url).status_code == 404
    assert len(catalogue.current().rows_of([page.public_id])) == 0
    letter = Letter.objects.get(kind="listing_paused")
    assert letter.to == site.ours.member
    assert "pat" not in str(letter.words)


def test_what_is_not_public_can_not_be_told_of(client: Client, site: TwoProviders) -> None:
    assert client.get(reverse("opportunities:report", args=[site.ours.draft.pk])).status_code == 404
    assert client.get(reverse("opportunities:report", args=[site.theirs.live.pk])).status_code == 404


def test_a_form_of_another_site_tells_nothing(page: OpportunityPage) -> None:
    response = tell(Client(enforce_csrf_checks=True), page)
    assert response.status_code == 403
    assert not Report.objects.exists()


def test_one_address_tells_so_many_things_in_an_hour(client: Client, page: OpportunityPage) -> None:
    for _ in range(MOST_IN_AN_HOUR):
        tell(client, page)
    assert tell(client, page).status_code == 429
    assert Report.objects.count() == MOST_IN_AN_HOUR


def test_a_moderator_takes_it_off_and_puts_it_back(
    client: Client, page: OpportunityPage, site: TwoProviders
) -> None:
    tell(client, page)
    moderator, url = signed_in(site.moderator), reverse("listing_reports", args=[page.pk])
    body = moderator.get(url).content.decode()
    assert WORDS in body
    assert url in moderator.get("/admin/").content.decode()
    moderator.post(url, {"pause": "1"})
    assert client.get(page.url).status_code == 404
    assert page.title in moderator.get("/admin/").content.decode()
    moderator.post(url, {"resume": "1"})
    assert client.get(page.url).status_code == 200
    assert [letter.kind for letter in Letter.objects.filter(to=site.ours.member)] == [
        "listing_paused",
        "listing_back",
    ]


@pytest.mark.parametrize(("press", "comes_back"), [("dismissed", True), ("upheld", False)])
def test_closing_it(
    client: Client, page: OpportunityPage, site: TwoProviders, press: str, comes_back: bool
) -> None:
    told = report(opportunity=page, reason="unsafe", text="", by=site.theirs.member, now=clock.now())
    moderator = signed_in(site.moderator)
    moderator.post(reverse("listing_reports", args=[page.pk]), {press: told.pk, "note": "I rang them."})
    told.refresh_from_db()
    assert (told.state, told.note, told.handled_by) == (press, "I rang them.", site.moderator)
    assert (client.get(page.url).status_code == 200) is comes_back


def test_it_comes_back_when_nothing_else_is_told(page: OpportunityPage, site: TwoProviders) -> None:
    now = clock.now()
    one, two = (
        report(opportunity=page, reason="unsafe", text="", by=site.theirs.member, now=now) for _ in range(2)
    )
    handle_report(report=one, upheld=False, note="", by=site.moderator, now=now)
    assert fresh(page).paused_for == "report"
    handle_report(report=two, upheld=False, note="", by=site.moderator, now=now)
    assert fresh(page).paused_for == ""


def test_only_moderators_do_it(page: OpportunityPage, site: TwoProviders) -> None:
    now = clock.now()
    told = report(opportunity=page, reason="wrong", text="", by=None, now=now)
    for by in (site.ours.member, site.theirs.member):
        with pytest.raises(PermissionDenied):
            pause(opportunity=page, by=by, now=now)
        with pytest.raises(PermissionDenied):
            resume(opportunity=page, by=by, now=now)
        with pytest.raises(PermissionDenied):
            handle_report(report=told, upheld=True, note="", by=by, now=now)
    assert signed_in(site.ours.member).get(reverse("listing_reports", args=[page.pk])).status_code == 302


def test_a_provider_never_sees_what_was_told(
    client: Client, page: OpportunityPage, site: TwoProviders
) -> None:
    tell(client, page)
    moderator = signed_in(site.moderator)
    moderator.post(reverse("listing_reports", args=[page.pk]), {"pause": "1"})
    moderator.post(
        reverse("listing_reports", args=[page.pk]), {"upheld": Report.objects.get().pk, "note": WORDS}
    )
    member = signed_in(site.ours.member)
    for address in (
        "/admin/",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[site.ours.page.pk]),
    ):
        assert "zebra" not in member.get(address, follow=True).content.decode(), address
    found = member.get(reverse("wagtailadmin_pages:search"), {"q": "zebra"}).content.decode()
    assert page.title not in found
    assert all("zebra" not in email.body for email in mail.outbox)
    assert all("zebra" not in str(letter.words) for letter in Letter.objects.all())


def test_it_is_forgotten_a_year_after_it_was_handled(page: OpportunityPage, site: TwoProviders) -> None:
    now = clock.now()
    old, new = (report(opportunity=page, reason="wrong", text="", by=None, now=now) for _ in range(2))
    handle_report(report=old, upheld=False, note="", by=site.moderator, now=now - timedelta(days=366))
    handle_report(report=new, upheld=False, note="", by=site.moderator, now=now - timedelta(days=300))
    assert forget_old(today=clock.today()) == 1
    assert list(Report.objects.all()) == [new]
    assert forget_old_reports() == 0


def test_a_provider_does_not_delete_what_we_were_told_of(page: OpportunityPage, site: TwoProviders) -> None:
    told = report(opportunity=page, reason="unsafe", text="", by=None, now=clock.now())
    page.specific.unpublish()
    delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
    member = signed_in(site.ours.member)
    member.post(delete)
    assert Report.objects.exists()
    handle_report(report=told, upheld=False, note="", by=site.moderator, now=clock.now())
    member.post(delete)
    assert not OpportunityPage.objects.filter(pk=page.pk).exists()
