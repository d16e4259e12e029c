"""What follows from a change of a page, whoever made it: a person in the admin, the clock, an import, a test.

Wagtail saves a page now as what it is, now as a bare `Page` (its scheduled unpublishing does): only the database's own signals
see every way. They are sent within the transaction of the change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from opportunities import actions, policy_file, provider_actions
from opportunities.models import (
    CatalogueStamp,
    OpportunityPage,
    ProviderAssurance,
    ProviderMembership,
    ProviderPage,
)

# What saving a draft writes on its page. Nobody but those who edit it can see a difference.
OF_A_DRAFT = {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}


@receiver(post_save)
def say_that_it_changed(
    sender: type,
    instance: Any,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    if not isinstance(instance, Page) or (update_fields and OF_A_DRAFT.issuperset(update_fields)):
        return
    kind = instance.specific_class or sender
    if raw:  # a fixture: its rows come one table after the other
        CatalogueStamp.advance()
    elif issubclass(kind, OpportunityPage):
        CatalogueStamp.advance(ids(pk=instance.pk))
    elif issubclass(kind, ProviderPage):
        CatalogueStamp.advance(ids(provider=instance.pk))


@receiver(post_delete, sender=OpportunityPage)
def say_that_it_is_gone(instance: OpportunityPage, **kwargs: Any) -> None:
    CatalogueStamp.advance([instance.public_id])


@receiver(post_delete, sender=ProviderMembership)
def tidy_after_a_provider(instance: ProviderMembership, **kwargs: Any) -> None:
    provider_actions.tidy_away(membership=instance)


@receiver(post_delete, sender=ProviderAssurance)
def take_the_policy_away(instance: ProviderAssurance, **kwargs: Any) -> None:
    policy_file.take_away(instance.policy_file.storage, instance.policy_file.name)


@receiver(page_published)
def count_what_its_people_wrote_as_a_check(instance: Page, revision: Any, **kwargs: Any) -> None:
    if isinstance(instance, OpportunityPage) and instance.live and instance.last_published_at:
        day = timezone.localdate(instance.last_published_at)
        actions.count_as_check(opportunity=instance, revision=revision, today=day)


@receiver(post_page_move)
def follow_to_the_new_provider(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """A moderator moved an opportunity to another provider's branch: it is that provider's from now on."""
    after, moved = parent_page_after.specific, instance.specific
    if isinstance(moved, OpportunityPage) and isinstance(after, ProviderPage):
        OpportunityPage.objects.filter(pk=moved.pk).update(provider=after)
        CatalogueStamp.advance([moved.public_id])


def ids(**which: Any) -> Iterable[str]:
    """The public ids of these listings: asked for when the change is written."""
    return OpportunityPage.objects.filter(**which).values_list("public_id", flat=True)
