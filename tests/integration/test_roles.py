"""Who of a provider's people may invite and remove others; and what is left when a provider is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from opportunities import links
from opportunities.members import LEADS, leads, members
from opportunities.models import ProviderAssurance, ProviderPage, ProviderRole
from opportunities.provider_actions import LastOneError, invite_member, remove_member, set_role
from tests.joining import sent
from tests.two_providers import TwoProviders, signed_in

pytestmark = pytest.mark.django_db


def people(provider: Any) -> str:
    return reverse("provider_people", args=[provider.pk])


@pytest.fixture
def leader(site: TwoProviders) -> Any:
    set_role(provider=site.ours.page, user=site.ours.member, role=LEADS, by=site.moderator)
    return site.ours.member


def emails(provider: ProviderPage) -> list[str]:
    return [person.email for person in members(provider)]


def test_who_leads_invites_gives_a_role_and_removes(site: TwoProviders, leader: Any) -> None:
    client, provider = signed_in(leader), site.ours.page
    client.post(people(provider), {"email": "new@example.org", "role": "writes"})
    (new,) = members(provider).filter(email="new@example.org")
    assert not new.leads_it
    client.post(people(provider), {"leads": new.pk})
    assert leads(new, provider)
    client.post(people(provider), {"remove": new.pk})
    assert emails(provider) == ["harbour@example.org"]
    assert not ProviderRole.objects.filter(user=new).exists()


def test_who_writes_sees_who_is_there_and_changes_nothing(site: TwoProviders, leader: Any) -> None:
    provider = site.ours.page
    writer = invite_member(provider=provider, email="writer@example.org", by=leader)
    client = signed_in(writer)
    page = client.get(people(provider)).content.decode()
    assert "harbour@example.org" in page
    assert 'name="remove"' not in page
    assert 'name="email"' not in page
    for sent_by_writer in ({"email": "x@example.org"}, {"remove": leader.pk}, {"leads": writer.pk}):
        client.post(people(provider), sent_by_writer)
    assert emails(provider) == ["harbour@example.org", "writer@example.org"]
    assert not leads(writer, provider)


def test_another_providers_members_are_refused(site: TwoProviders, leader: Any) -> None:
    set_role(provider=site.theirs.page, user=site.theirs.member, role=LEADS, by=site.moderator)
    client = signed_in(leader)
    for data in ({"email": "x@example.org"}, {"remove": site.theirs.member.pk}):
        assert client.post(people(site.theirs.page), data).status_code == 302
    assert "lagoon" not in client.get(people(site.theirs.page), follow=True).content.decode().casefold()
    assert len(emails(site.theirs.page)) == 1
    # A member of theirs is not found among one's own, either.
    assert client.post(people(site.ours.page), {"remove": site.theirs.member.pk}).status_code == 404


def test_the_last_who_leads_stays_except_for_a_moderator(site: TwoProviders, leader: Any) -> None:
    provider = site.ours.page
    for action in (
        lambda by: remove_member(provider=provider, user=leader, by=by),
        lambda by: set_role(provider=provider, user=leader, role="writes", by=by),
    ):
        with pytest.raises(LastOneError):
            action(leader)
    page = signed_in(leader).post(people(provider), {"remove": leader.pk}, follow=True)
    assert "Choose another person first" in page.content.decode()
    assert leads(leader, provider)
    remove_member(provider=provider, user=leader, by=site.moderator)
    assert emails(provider) == []


def test_a_closed_account_does_not_count_as_another_who_leads(site: TwoProviders, leader: Any) -> None:
    second = invite_member(provider=site.ours.page, email="s@example.org", by=leader, role=LEADS)
    second.is_active = False
    second.save()
    with pytest.raises(LastOneError):
        remove_member(provider=site.ours.page, user=leader, by=leader)


def test_who_was_removed_is_out_at_the_next_request_and_their_links_stop(
    site: TwoProviders, leader: Any
) -> None:
    provider, page = site.ours.page, site.ours.live
    writer = invite_member(provider=provider, email="writer@example.org", by=leader)
    client = signed_in(writer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    link = links.address("still_right", opportunity_id=page.pk, user_id=writer.pk, about="x")
    token = link.rstrip("/").rsplit("/", 1)[-1]
    assert links.read("still_right", token).user == writer
    signed_in(leader).post(people(provider), {"remove": writer.pk})
    assert client.get(edit).status_code == 302
    assert client.get(people(provider)).status_code == 302
    with pytest.raises(links.LinkError):
        links.read("still_right", token)


def test_who_was_removed_from_a_group_that_asked_to_join_does_not_reach_it(site: TwoProviders) -> None:
    assurance = sent()
    owner = assurance.provider.owner
    client = Client()
    client.force_login(owner)
    assert client.get(reverse("opportunities:join_sent", args=[assurance.provider_id])).status_code == 200
    remove_member(provider=assurance.provider, user=owner, by=site.moderator)
    assert client.get(reverse("opportunities:join_sent", args=[assurance.provider_id])).status_code == 404


def test_a_provider_that_is_gone_leaves_no_group_and_no_empty_folder(site: TwoProviders) -> None:
    assurance = sent()
    provider, owner = assurance.provider, assurance.provider.owner
    group = provider.membership.group
    folder = Collection.objects.get(name__startswith=f"Provider {provider.pk}:")
    signed_in(site.moderator).post(reverse("wagtailadmin_pages:delete", args=[provider.pk]))
    assert not ProviderPage.objects.filter(pk=provider.pk).exists()
    assert not Group.objects.filter(pk=group.pk).exists()
    assert not Collection.objects.filter(pk=folder.pk).exists()
    assert not owner.groups.exists()
    assert not ProviderAssurance.objects.exists()


def test_a_folder_with_a_picture_in_it_stays(site: TwoProviders) -> None:
    provider = sent().provider
    folder = Collection.objects.get(name__startswith=f"Provider {provider.pk}:")
    image = get_image_model().objects.create(
        title="A board", file=get_test_image_file(filename="board.png"), collection=folder
    )
    provider.delete()
    image.refresh_from_db()
    assert image.collection == folder


def test_the_file_of_a_plan_goes_with_its_provider(
    site: TwoProviders, django_capture_on_commit_callbacks: Any
) -> None:
    assurance = sent()
    assurance.policy_file.save("x.pdf", ContentFile(b"%PDF-1.7 plan"))
    file = assurance.policy_file
    with django_capture_on_commit_callbacks(execute=True):
        assurance.provider.delete()
    assert not file.storage.exists(file.name)
