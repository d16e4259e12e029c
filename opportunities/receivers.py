"""What follows from a change of a page, whoever made it: a person in the admin, the clock, an import, a test.

Wagtail saves a page now as what it is, now as a bare `Page` (its scheduled unpublishing does): only the database's own signals
see every way. They are sent within the transaction of the change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from opportunities.models import CatalogueStamp, OpportunityPage, ProviderPage

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
