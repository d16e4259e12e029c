"""Who is on a young person's side."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

# The keys are those of the vocabulary (facets.json, "support_contact_kinds").
KINDS = {
    "sendiass": _("sendiass"),
    "independent_advocacy": _("independent advocacy"),
    "mediation": _("mediation"),
    "therapeutic_support": _("therapeutic support"),
    "parent_carer_forum": _("parent carer forum"),
    "local_offer": _("local offer"),
    "supported_employment": _("supported employment"),
    "la_transport_team": _("la transport team"),
    "benefits_advice": _("benefits advice"),
    "university_disability_team": _("university disability team"),
    "crisis_help": _("crisis help"),
}
EVERY_PAGE = "support-contacts-for-every-page"


class SupportContactQuerySet(models.QuerySet["SupportContact"]):
    def for_every_page(self) -> list[SupportContact]:
        """The first three for everywhere in England, kept in the cache for a minute: every page shows them."""
        found: list[SupportContact] | None = cache.get(EVERY_PAGE)
        if found is None:
            found = list(self.filter(area="")[:3])
            cache.set(EVERY_PAGE, found, 60)
        return found


@register_snippet
class SupportContact(models.Model):
    """Somebody independent who helps: a local information service, an advocate, a helpline. Facts are the editors'."""

    kind = models.CharField(max_length=40, choices=KINDS)
    name = models.CharField(max_length=120)
    what = models.CharField(
        _("what they do"), max_length=160, help_text=_("One plain sentence of fewer than 15 words.")
    )
    run_by = models.CharField(_("who runs it"), max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=80, blank=True, help_text=_("Leave empty for everywhere in England."))
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100, help_text=_("Small numbers come first."))

    objects = SupportContactQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("kind"), FieldPanel("what"), FieldPanel("run_by")], _("Who")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("website")]), FieldPanel("hours")],
            _("How to reach them"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("area"), FieldPanel("order")]), FieldPanel("checked_on")],
            _("Where and when"),
        ),
    ]

    class Meta:
        ordering = ["order", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(phone="") | ~models.Q(website=""),
                name="support_contact_can_be_reached",
                violation_error_message=_("Give a phone number or a website."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(EVERY_PAGE)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        cache.delete(EVERY_PAGE)
        return gone
