"""What a provider says about how it keeps people safe, and what moderators looked at.

From the publish gate of the domain notes. Certificates of DBS checks and their numbers have no place here, on purpose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import VERIFICATION
from opportunities.private_files import private_files

from .checked_items import ITEMS
from .constraints import one_of
from .provider import ProviderMembership, ProviderPage

STATES = {
    "writing": _("Still being written"),
    "sent": _("Waits for a moderator"),
    "more": _("A moderator asks for more"),
    "accepted": _("Accepted"),
    "declined": _("Not accepted"),
}
ROLES = {"leads": _("Looks after it"), "writes": _("Writes")}


class ProviderAssurance(models.Model):
    """One for each provider that asked to join, or that was asked for these facts since. Only `concern_contact` and `complaints` are
    public. Empty means not said, which is neither yes nor no."""

    provider = models.OneToOneField(ProviderPage, on_delete=models.CASCADE, related_name="assurance")
    state = models.CharField(max_length=10, choices=STATES.items(), default="writing")
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told = models.TextField(
        _("what the provider was told"), max_length=2000, blank=True
    )  # with the last decision

    safeguarding_lead = models.CharField(max_length=120, blank=True)
    lead_contact = models.CharField(max_length=160, blank=True)
    deputy_lead = models.CharField(max_length=120, blank=True)
    deputy_contact = models.CharField(max_length=160, blank=True)
    policy_url = models.URLField(max_length=400, blank=True)
    policy_file = models.FileField(upload_to="policies/", storage=private_files, blank=True, max_length=200)
    policy_reviewed_on = models.DateField(null=True, blank=True)
    policies_confirmed = models.BooleanField(null=True, blank=True)
    dbs_staff = models.BooleanField(null=True, blank=True)
    dbs_volunteers = models.BooleanField(null=True, blank=True)
    dbs_said_on = models.DateField(null=True, blank=True)
    insurance_expires_on = models.DateField(null=True, blank=True)
    first_aid = models.CharField(max_length=160, blank=True)
    concern_contact = models.CharField(max_length=160, blank=True)
    complaints = models.CharField(max_length=300, blank=True)
    work_under_16 = models.BooleanField(null=True, blank=True)
    child_employment_confirmed = models.BooleanField(default=False)

    # Two people for what is safeguarding: who looked first, and who looked again.
    safeguarding_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    safeguarding_again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # While something has run out: what (keys of ITEMS), since when, and the level that it goes back to.
    ran_out = models.JSONField(default=list, blank=True)
    ran_out_on = models.DateField(null=True, blank=True)
    level_before = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            one_of("assurance", "state", STATES),
            one_of("assurance", "level_before", ["", *VERIFICATION]),
            models.CheckConstraint(
                condition=Q(safeguarding_again_by__isnull=True)
                | ~Q(safeguarding_again_by=models.F("safeguarding_by")),
                name="assurance_two_people_for_safeguarding",
                violation_error_message=_("Somebody else must look again."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("writing", "sent")) | Q(decided_at__isnull=False),
                name="assurance_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_state_display()}"


class ProviderReferee(models.Model):
    """Somebody who knows a group that has no register number. Taken out once the group was decided on."""

    provider = models.ForeignKey(ProviderPage, on_delete=models.CASCADE, related_name="referees")
    name = models.CharField(max_length=120)
    contact = models.CharField(_("email address or phone number"), max_length=160)
    knows_them = models.CharField(_("how they know you"), max_length=160)
    answered_on = models.DateField(null=True, blank=True)  # when a moderator heard from them

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class ProviderCheck(models.Model):
    """One thing that a moderator looked at, and when. `expires_on`: from which day on it no longer holds. `said`: what the provider
    said about it then, by the names of fields of `ProviderAssurance`; only this is public, and what was said since is looked at again."""

    provider = models.ForeignKey(ProviderPage, on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(max_length=20, choices=ITEMS.items())
    checked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    said = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["item", "id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "item"], name="provider_check_once"),
            one_of("provider_check", "item", ITEMS),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.checked_on}"


class ProviderRole(models.Model):
    """What a member of a provider may do beside writing. Who has no row here writes; who leads also invites and removes people."""

    membership = models.ForeignKey(ProviderMembership, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_roles"
    )
    role = models.CharField(max_length=10, choices=ROLES.items(), default="writes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "user"], name="provider_role_once"),
            one_of("provider_role", "role", ROLES),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
