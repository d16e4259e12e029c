"""Who is in a provider's group, and who of them looks after it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from opportunities.models import ProviderPage, ProviderRole
from opportunities.permissions import VERIFY

LEADS, WRITES = "leads", "writes"


def members(provider: ProviderPage) -> Any:
    """The provider's people, by address; each has `leads_it`."""
    leading = ProviderRole.objects.filter(
        user=OuterRef("pk"),
        role=LEADS,
        membership__provider=provider.pk,
        membership__group__user=OuterRef("pk"),
    )
    return (
        get_user_model()
        ._default_manager.filter(groups__provider_membership__provider=provider.pk)
        .annotate(leads_it=Exists(leading))
        .order_by("email", "id")
    )


def leads(user: Any, provider: ProviderPage) -> bool:
    """Whether this person looks after the provider today. Somebody who was removed does not, whatever rows are left."""
    return bool(user.is_active and members(provider).filter(pk=user.pk, leads_it=True).exists())


def to_tell(provider: ProviderPage) -> list[Any]:
    """Who gets letters about the provider itself: those who look after it, else all of its people."""
    people = list(members(provider).filter(is_active=True))
    return [person for person in people if person.leads_it] or people


def moderators() -> list[Any]:
    """Who gets letters to moderators: everybody in a group that checks providers."""
    app, codename = VERIFY.split(".")
    found = get_user_model()._default_manager.filter(
        is_active=True,
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app,
    )
    return list(found.distinct().order_by("email", "id"))
