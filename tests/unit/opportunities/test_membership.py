"""A provider's own group, and the people in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    WorkflowPage,
)

from opportunities.models import (
    CatalogueStamp,
    FirstLook,
    ProviderIndexPage,
    ProviderMembership,
    ProviderPage,
    SecondLook,
)
from opportunities.provider_actions import (
    invite_member,
    record_checks,
    remove_member,
    set_up_moderation,
    set_up_provider,
)


@pytest.fixture
def moderator(index: ProviderIndexPage) -> Any:
    user = get_user_model().objects.create_user("moderator@example.org")
    user.groups.add(set_up_moderation())
    return user


def test_a_providers_group_may_add_and_change_in_its_own_branch_and_publish_nothing(
    provider: ProviderPage, moderator: Any
) -> None:
    group = set_up_provider(provider=provider, by=moderator).group
    rights = GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission__codename")
    assert set(rights) == {(provider.pk, "add_page"), (provider.pk, "change_page")}
    assert [permission.codename for permission in group.permissions.all()] == ["access_admin"]


def test_a_providers_group_uses_its_own_pictures_only(provider: ProviderPage, moderator: Any) -> None:
    group = set_up_provider(provider=provider, by=moderator).group
    own = Collection.objects.get(name=f"Provider {provider.pk}: {provider.title}")
    rights = GroupCollectionPermission.objects.filter(group=group).values_list(
        "collection_id", "permission__codename"
    )
    assert set(rights) == {(own.pk, "add_image"), (own.pk, "choose_image")}


def test_setting_a_provider_up_twice_changes_nothing(provider: ProviderPage, moderator: Any) -> None:
    first = set_up_provider(provider=provider, by=moderator)
    provider.title = "Another name"
    counts = [
        model.objects.count() for model in (Group, Collection, GroupPagePermission, GroupCollectionPermission)
    ]
    assert set_up_provider(provider=provider, by=None) == first
    assert counts == [
        model.objects.count() for model in (Group, Collection, GroupPagePermission, GroupCollectionPermission)
    ]


def test_setting_moderation_up_twice_changes_nothing(index: ProviderIndexPage) -> None:
    group = set_up_moderation()
    counts = [
        model.objects.count() for model in (Group, GroupApprovalTask, GroupPagePermission, WorkflowPage)
    ]
    assert set_up_moderation() == group
    assert counts == [
        model.objects.count() for model in (Group, GroupApprovalTask, GroupPagePermission, WorkflowPage)
    ]


def test_what_is_under_the_index_waits_for_two_looks(provider: ProviderPage, moderator: Any) -> None:
    tasks = [task.specific for task in provider.get_workflow().tasks]
    assert [list(task.groups.values_list("name", flat=True)) for task in tasks] == [["Moderators"]] * 2
    assert [type(task) for task in tasks] == [FirstLook, SecondLook]


def test_moderators_can_be_given_more_than_moderation(index: ProviderIndexPage) -> None:
    group = set_up_moderation(also=["cms.change_supportcontact"])
    assert group.permissions.filter(codename="change_supportcontact").exists()


def test_who_is_invited_is_written_to_and_has_no_password(
    provider: ProviderPage, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = invite_member(provider=provider, email="Ali@example.org", by=moderator)
    assert list(provider.membership.people) == [user]
    assert not user.has_usable_password()
    assert not EmailAddress.objects.get(user=user).verified
    (letter,) = mail.outbox
    assert letter.to == ["Ali@example.org"]
    assert "/accounts/login/code/" in letter.body
    assert provider.title in letter.subject


def test_inviting_twice_writes_once(
    provider: ProviderPage, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = invite_member(provider=provider, email="ali@example.org", by=moderator)
        assert invite_member(provider=provider, email="ALI@example.org", by=moderator) == first
    assert len(mail.outbox) == 1


def test_what_is_no_email_address_invites_nobody(provider: ProviderPage, moderator: Any) -> None:
    with pytest.raises(ValidationError):
        invite_member(provider=provider, email="ali", by=moderator)
    assert not ProviderMembership.objects.exists()


def test_who_is_removed_has_no_rights_left(provider: ProviderPage, moderator: Any) -> None:
    user = invite_member(provider=provider, email="ali@example.org", by=moderator)
    remove_member(provider=provider, user=user, by=moderator)
    again = get_user_model().objects.get(pk=user.pk)
    assert not again.has_perm("wagtailadmin.access_admin")
    assert not provider.permissions_for_user(again).can_edit()
    remove_member(provider=provider, user=user, by=moderator)


def test_a_member_can_not_invite_remove_or_check(provider: ProviderPage, moderator: Any) -> None:
    member = invite_member(provider=provider, email="ali@example.org", by=moderator)
    member = get_user_model().objects.get(pk=member.pk)
    for act in (
        lambda: invite_member(provider=provider, email="friend@example.org", by=member),
        lambda: remove_member(provider=provider, user=member, by=member),
        lambda: set_up_provider(provider=provider, by=member),
        lambda: record_checks(
            provider=provider, verification="safeguarding_checked", verified_on=None, by=member
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_was_checked_holds_at_once_and_tells_the_catalogue(
    provider: ProviderPage, moderator: Any
) -> None:
    before = CatalogueStamp.current()
    record_checks(provider=provider, verification="paused", verified_on=date(2026, 11, 1), by=moderator)
    again = ProviderPage.objects.get(pk=provider.pk)
    assert (again.verification, again.verified_on) == ("paused", date(2026, 11, 1))
    assert CatalogueStamp.current() != before


def test_an_old_version_does_not_bring_back_what_was_checked(provider: ProviderPage, moderator: Any) -> None:
    old = provider.save_revision()
    record_checks(provider=provider, verification="paused", verified_on=None, by=moderator)
    old.publish()
    assert ProviderPage.objects.get(pk=provider.pk).verification == "paused"


def test_a_member_can_not_move_copy_or_delete_the_providers_page(
    provider: ProviderPage, moderator: Any
) -> None:
    member = invite_member(provider=provider, email="ali@example.org", by=moderator)
    provider.live = False
    provider.save()
    rights = provider.permissions_for_user(get_user_model().objects.get(pk=member.pk))
    assert rights.can_edit()
    assert not (rights.can_delete())
    assert not (rights.can_copy())
    assert not (rights.can_move())
    assert not (rights.can_publish())


def test_a_listing_is_moved_to_another_provider_by_moderators_alone(
    provider: ProviderPage, moderator: Any, offer: Any
) -> None:
    other = provider.get_parent().add_child(instance=ProviderPage(title="Other"))
    listing = offer(live=False)
    for mine in (provider, other):
        member = invite_member(provider=mine, email="ali@example.org", by=moderator)
    member, moderator = (get_user_model().objects.get(pk=user.pk) for user in (member, moderator))
    assert other.permissions_for_user(member).can_add_subpage()
    assert not listing.permissions_for_user(member).can_move_to(other)
    assert listing.permissions_for_user(moderator).can_move_to(other)
