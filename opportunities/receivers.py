"""What follows from a change of the page tree that no method of ours is called for."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from opportunities.models import CatalogueStamp, OpportunityPage, ProviderPage


@receiver(post_delete, sender=OpportunityPage)
@receiver(post_delete, sender=ProviderPage)
def say_that_it_is_gone(**kwargs: Any) -> None:
    CatalogueStamp.advance()


@receiver(post_page_move)
def follow_to_the_new_provider(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """A moderator moved an opportunity to another provider's branch: it is that provider's from now on."""
    after = parent_page_after.specific
    if isinstance(instance.specific, OpportunityPage) and isinstance(after, ProviderPage):
        OpportunityPage.objects.filter(pk=instance.pk).update(provider=after)
        CatalogueStamp.advance()
