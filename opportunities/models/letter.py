"""Letters (email) that are to be sent, and those that were: each of them once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .opportunity import OpportunityPage
from .provider import ProviderPage


class Letter(models.Model):
    """One letter to one person about one thing. `kind` names its template (templates/opportunities/email/KIND.txt); `about` says
    which occasion it is (a due date, a question), so that writing it twice is writing it once. `words` has what the template needs
    beside the provider and the listing; never anything about a young person."""

    kind = models.CharField(max_length=24)
    about = models.CharField(max_length=80)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    provider = models.ForeignKey(
        ProviderPage, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    opportunity = models.ForeignKey(
        OpportunityPage, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    words = models.JSONField(default=dict, blank=True)
    written_at = models.DateTimeField()
    # The email that it goes in, and when a worker last took that email to send it. They stay the same however often it is tried.
    email_id = models.CharField(max_length=32, blank=True, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("why it was not sent"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__isnull=False) | Q(opportunity__isnull=False),
                name="letter_is_about_something",
            ),
            models.UniqueConstraint(
                fields=["kind", "about", "to", "opportunity"],
                condition=Q(opportunity__isnull=False),
                name="letter_once_about_a_listing",
            ),
            models.UniqueConstraint(
                fields=["kind", "about", "to", "provider"],
                condition=Q(opportunity__isnull=True),
                name="letter_once_about_a_provider",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "kind"], condition=Q(sent_at=None), name="letter_waiting"),
            models.Index(fields=["email_id"], name="letter_email"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
