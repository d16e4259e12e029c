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
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    WorkflowPage,
)

from opportunities import members
from opportunities.looks import set_up_looks
from opportunities.models import (
    CatalogueStamp,
    ProviderAssurance,
    ProviderIndexPage,
    ProviderMembership,
    ProviderPage,
    ProviderRole,
)
from opportunities.permissions import VERIFY, moderates

MODERATORS = "Moderators"
MODERATE = (
    "wagtailadmin.access_admin",
    VERIFY,
    *(f"opportunities.{verb}_plainreason" for verb in ("add", "change", "delete")),
)
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
    workflow = set_up_looks(moderators)
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


class LastOneError(Exception):
    """Nobody would be left who looks after the provider."""


@transaction.atomic
def invite_member(*, provider: ProviderPage, email: str, by: Any, role: str = members.WRITES) -> Any:
    """Let somebody edit for a provider, and write to them how to sign in (by a code, so no password is sent). Returns the
    user. Raises ValidationError for what is no email address; inviting somebody twice changes nothing, their role included."""
    _must_lead(provider, by)
    validate_email(email)
    user = open_account(email=email)
    group = set_up_provider(provider=provider, by=None).group
    if not user.groups.filter(pk=group.pk).exists():
        user.groups.add(group)
        _write_role(provider, user, role)
        log(provider, "opportunities.invite", user=by, data={"user": user.pk, "role": role})
        transaction.on_commit(lambda: _tell_invited(user.email, provider))
    return user


@transaction.atomic
def open_account(*, email: str, name: str = "") -> Any:
    """The account with this address, or a new one that is entered by a code sent there. The name is that of a new one only."""
    users = get_user_model()._default_manager
    user = users.filter(email__iexact=email).first() or users.create_user(email, name=name)
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
    return user


@transaction.atomic
def set_role(*, provider: ProviderPage, user: Any, role: str, by: Any) -> None:
    """Say what a member does beside writing. Raises LastOneError, except for a moderator."""
    _must_lead(provider, by)
    if not members.members(provider).filter(pk=user.pk).exists():
        raise PermissionDenied
    if role != members.LEADS:
        _must_not_be_the_last(provider, user, by)
    _write_role(provider, user, role)
    log(provider, "opportunities.role", user=by, data={"user": user.pk, "role": role})


@transaction.atomic
def remove_member(*, provider: ProviderPage, user: Any, by: Any) -> None:
    """Take somebody's right to edit for a provider away, from their very next request on. What they wrote stays. Raises
    LastOneError, except for a moderator."""
    _must_lead(provider, by)
    membership = ProviderMembership.objects.filter(provider=provider).first()
    if membership and user.groups.filter(pk=membership.group_id).exists():
        _must_not_be_the_last(provider, user, by)
        user.groups.remove(membership.group_id)
        ProviderRole.objects.filter(membership=membership, user=user).delete()
        log(provider, "opportunities.remove_member", user=by, data={"user": user.pk})


def _write_role(provider: ProviderPage, user: Any, role: str) -> None:
    ProviderRole.objects.update_or_create(
        membership=ProviderMembership.objects.get(provider=provider), user=user, defaults={"role": role}
    )


def _must_lead(provider: ProviderPage, by: Any) -> None:
    """By a moderator, by somebody who looks after the provider, or by a program (None)."""
    if by is not None and not moderates(by) and not members.leads(by, provider):
        raise PermissionDenied


def _must_not_be_the_last(provider: ProviderPage, user: Any, by: Any) -> None:
    # The row that all of a provider's people share is locked, so that two who lead can not remove each other at once.
    ProviderMembership.objects.select_for_update().get(provider=provider)
    leading = members.members(provider).filter(leads_it=True)
    others = leading.exclude(pk=user.pk).filter(is_active=True)
    if leading.filter(pk=user.pk).exists() and not others.exists() and by is not None and not moderates(by):
        raise LastOneError


@transaction.atomic
def record_checks(*, provider: ProviderPage, verification: str, verified_on: date | None, by: Any) -> None:
    """Say what was checked about a provider and when. It holds at once: to pause a provider hides all that it offers. A pause
    because something ran out is over with it, or is one that only a moderator ends."""
    _must_moderate(by)
    ProviderAssurance.objects.filter(provider=provider).update(ran_out=[], ran_out_on=None, level_before="")
    ProviderPage.objects.filter(pk=provider.pk).update(verification=verification, verified_on=verified_on)
    provider.verification, provider.verified_on = verification, verified_on
    log(provider, "opportunities.checks", user=by, data={"verification": verification})
    CatalogueStamp.advance(provider.opportunities.values_list("public_id", flat=True))


@transaction.atomic
def tidy_away(*, membership: ProviderMembership) -> None:
    """After a provider is gone: its group, and its folder of pictures if nothing is left in it, go too."""
    Group.objects.filter(pk=membership.group_id).delete()
    for folder in Collection.objects.filter(name__startswith=f"Provider {membership.provider_id}:"):
        used = (get_image_model(), get_document_model())
        if not any(model.objects.filter(collection=folder).exists() for model in used):
            folder.delete()


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
