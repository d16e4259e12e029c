"""What a moderator writes to a provider when something must change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import PlainReason


class ReasonForm(forms.Form):
    """A ready reason, or words of one's own, or a ready reason put right. `comment` is what the provider reads."""

    reason = forms.ModelChoiceField(
        PlainReason.objects.all(),
        label=_("A ready reason"),
        required=False,
        empty_label=_("None. I write my own"),
    )
    comment = forms.CharField(
        label=_("What the provider reads"),
        help_text=_("Say what to change. Write nothing about other people."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.pop("reason", None)
        comment = cleaned.get("comment", "").strip() or (reason.text if reason else "")
        if not comment:
            self.add_error("comment", _("Say what to change, or pick a reason."))
        # No more than this is handed on to the look, and kept with it.
        return {"comment": comment}


class WordsForm(forms.Form):
    """What a moderator decided on the page that shows both versions: `yes`, the `comment` for the provider, and the number of the
    `version` that they saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Words for the provider"),
        help_text=_(
            "You need them if something must change. We send them by email. Write nothing about other people."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["yes"] = "approve" in self.data
        if not cleaned["yes"] and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what to change, or pick a reason."))
        return cleaned
