"""The access questions in a listing's form: one answer and one note for each need that its kind is asked about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import NEEDS
from opportunities.validators import ANSWERS

NOT_SURE = "not_sure"
WORDS = {"yes": _("Yes"), "can_arrange": _("We can arrange it"), "no": _("No"), NOT_SURE: _("Not sure")}
# The job coach of a supported internship is asked for apart (`support` in forms.py).
ASKED_APART = {"supported-internship": {"job-coach"}}


def answer_name(key: str) -> str:
    return f"access-{key}"


def note_name(key: str) -> str:
    return f"access_note-{key}"


def asked_of(kind: str, format: str = "both") -> list[str]:
    """The keys of the needs that this kind's form asks about, in the vocabulary's order. Of what people join from home (`format`),
    nothing is asked about the building or the way there."""
    apart = ASKED_APART.get(kind, set())
    return [
        key
        for key, need in NEEDS.items()
        if (not need.only_for or kind in need.only_for)
        and key not in apart
        and not (format == "online" and need.in_person_only)
    ]


def access_fields(kind: str, access: Mapping[str, str], notes: Mapping[str, str]) -> dict[str, forms.Field]:
    """A field by its name in the form, with what was answered before. What was never answered is "not sure"."""
    fields: dict[str, forms.Field] = {}
    for key in asked_of(kind):
        need = NEEDS[key]
        fields[answer_name(key)] = forms.ChoiceField(
            label=gettext(need.provider_says),
            choices=[
                (answer, WORDS[answer]) for answer in ANSWERS if answer != "can_arrange" or need.can_arrange
            ],
            initial=access.get(key, NOT_SURE),
            required=False,
            widget=forms.RadioSelect,
        )
        fields[note_name(key)] = forms.CharField(
            label=_("Anything to add?"), initial=notes.get(key, ""), max_length=300, required=False
        )
    return fields


def read_access(
    asked: Collection[str], cleaned: Mapping[str, Any], access: Mapping[str, str], notes: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers and notes as the form now has them, for the needs in `asked`. "Not sure" is no answer, and is left out; what
    is not asked stays as it was in `access` and `notes`."""
    answers = {key: answer for key, answer in access.items() if key not in asked}
    said = {key: note for key, note in notes.items() if key not in asked}
    for key in asked:
        if (answer := cleaned.get(answer_name(key)) or NOT_SURE) != NOT_SURE:
            answers[key] = answer
        if note := cleaned.get(note_name(key)):
            said[key] = note
    return answers, said


def said_now(
    said: Mapping[str, Any], before: Mapping[str, str], after: Mapping[str, str], today: date
) -> dict[str, Any]:
    """Who answered each question and when, once these answers are given: an answer that changed was the provider's, today."""
    kept = {key: value for key, value in said.items() if after.get(key) == before.get(key)}
    return kept | {
        key: {"by": "provider", "on": today.isoformat()}
        for key, answer in after.items()
        if answer != before.get(key)
    }
