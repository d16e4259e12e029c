"""What can be done to a provider and its people: one verb each, keyword-only, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from opportunities.models import CatalogueStamp, ProviderIndexPage, ProviderMembership, ProviderPage
from opportunities.permissions import VERIFY

MODERATORS = "Moderators"
APPROVAL = "Moderators approval"
MODERATE = ("wagtailadmin.access_admin", VERIFY)
MODERATE_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
EDIT_OWN_PAGES = ("add_page", "change_page")
# No "change": Wagtail lets people change and delete the pictures that they added themselves.
USE_OWN_PICTURES = ("add_image", "choose_image")


@transaction.atomic
def set_up_moderation(*, also: Iterable[str] = ()) -> Group:
    """The moderators' group, and the rule that what providers send waits for one of them. Twice changes nothing.
    `also`: more permissions of theirs, as "app.codename", for what other parts of the site let them edit."""
    moderators, _ = Group.objects.get_or_create(name=MODERATORS)
    moderators.permissions.add(*(_permission(name) for name in (*MODERATE, *also)))
    _allow_pages(moderators, Page.get_first_root_node(), MODERATE_PAGES)
    _allow_collection(
        moderators, Collection.get_first_root_node(), ("add_image", "change_image", "choose_image")
    )
    task, _ = GroupApprovalTask.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    task.groups.add(moderators)
    workflow, _ = Workflow.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for index in ProviderIndexPage.objects.all():
        WorkflowPage.objects.update_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    return moderators


@transaction.atomic
def set_up_provider(*, provider: ProviderPage, by: Any) -> ProviderMembership:
    """Give a provider a group of its own, which may add and edit in its own branch of pages and use its own pictures, and
    publish nothing. `by`: the moderator, or None for a program (an import, the demo). Twice changes nothing."""
    _must_moderate(by)
    found = ProviderMembership.objects.filter(provider=provider).select_related("group").first()
    group = (
        found.group if found else Group.objects.create(name=f"Provider {provider.pk}: {provider.title}"[:150])
    )
    group.permissions.add(_permission("wagtailadmin.access_admin"))
    _allow_pages(group, provider.page_ptr, EDIT_OWN_PAGES)
    _allow_collection(group, _collection_of(provider), USE_OWN_PICTURES)
    return found or ProviderMembership.objects.create(provider=provider, group=group)


@transaction.atomic
def invite_member(*, provider: ProviderPage, email: str, by: Any) -> Any:
    """Let somebody edit for a provider, and write to them how to sign in (by a code, so no password is sent). Returns the
    user. Raises ValidationError for what is no email address; inviting somebody twice changes nothing."""
    _must_moderate(by)
    validate_email(email)
    users = get_user_model()._default_manager
    user = users.filter(email__iexact=email).first() or users.create_user(email)
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
    group = set_up_provider(provider=provider, by=by).group
    if not user.groups.filter(pk=group.pk).exists():
        user.groups.add(group)
        log(provider, "opportunities.invite", user=by, data={"user": user.pk})
        transaction.on_commit(lambda: _tell_invited(user.email, provider))
    return user


@transaction.atomic
def remove_member(*, provider: ProviderPage, user: Any, by: Any) -> None:
    """Take somebody's right to edit for a provider away, from their very next request on. What they wrote stays."""
    _must_moderate(by)
    membership = ProviderMembership.objects.filter(provider=provider).first()
    if membership and user.groups.filter(pk=membership.group_id).exists():
        user.groups.remove(membership.group_id)
        log(provider, "opportunities.remove_member", user=by, data={"user": user.pk})


@transaction.atomic
def record_checks(*, provider: ProviderPage, verification: str, verified_on: date | None, by: Any) -> None:
    """Say what was checked about a provider and when. It holds at once: to pause a provider hides all that it offers."""
    _must_moderate(by)
    ProviderPage.objects.filter(pk=provider.pk).update(verification=verification, verified_on=verified_on)
    provider.verification, provider.verified_on = verification, verified_on
    log(provider, "opportunities.checks", user=by, data={"verification": verification})
    CatalogueStamp.advance(provider.opportunities.values_list("public_id", flat=True))


def _must_moderate(by: Any) -> None:
    if by is not None and not by.has_perm(VERIFY):
        raise PermissionDenied


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _allow_pages(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _allow_collection(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _collection_of(provider: ProviderPage) -> Collection:
    """The provider's own folder of pictures; the page's number in its name keeps two of one title apart."""
    name = f"Provider {provider.pk}: {provider.title}"[:255]
    found = Collection.objects.filter(name__startswith=f"Provider {provider.pk}:").first()
    return found or Collection.get_first_root_node().add_child(name=name)


def _tell_invited(email: str, provider: ProviderPage) -> None:
    words = {
        "provider": provider.title,
        "site_name": settings.SITE_NAME,
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("account_request_login_code"),
    }
    text = render_to_string("opportunities/email/invited.txt", words)
    subject, body = text.split("\n", 1)
    send_mail(subject, body.lstrip(), None, [email])
