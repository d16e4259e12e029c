"""The same as our other listings: access answers that a form takes over from another listing of the same provider."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, Value, When
from django.forms import ModelChoiceField
from django.utils.translation import gettext

from matching.vocabulary import NEEDS
from opportunities.access_form import NOT_SURE, answer_name, note_name

OF_A_PLACE = ("venue", "travel")


def copied(
    data: Mapping[str, Any], *, asked: Collection[str], of: Any, which: str, replace: bool
) -> dict[str, str]:
    """What the form gets from another listing (`of`) of the same provider: names of fields to answers and notes.

    `which` is "place" (the building and the way there) or "all". What was answered here already stays, unless `replace`; what
    the other one does not answer changes nothing."""
    taken: dict[str, str] = {}
    for key in asked:
        answer = of.access.get(key)
        here = data.get(answer_name(key)) or NOT_SURE
        if (
            not answer
            or (which == "place" and NEEDS[key].scope not in OF_A_PLACE)
            or (here != NOT_SURE and not replace)
        ):
            continue
        taken[answer_name(key)] = answer
        if note := of.access_notes.get(key):
            taken[note_name(key)] = note
        elif here != answer:
            taken[note_name(key)] = ""  # it was about the other answer
    return taken


def siblings(page: Any) -> Any:
    """The other listings of the same provider, those at the same postcode first. Nothing of another provider's is among them."""
    from opportunities.models import OpportunityPage  # here: its forms are made with this module

    if page.provider_id is None:
        return OpportunityPage.objects.none()
    same_place = (
        When(postcode=page.postcode, then=Value(0)) if page.postcode else When(pk=None, then=Value(0))
    )
    others = OpportunityPage.objects.filter(provider_id=page.provider_id).exclude(pk=page.pk)
    return others.order_by(Case(same_place, default=Value(1)), "title", "id")


class OwnListing(ModelChoiceField):
    """A choice among `siblings`. Those at the same postcode say so."""

    postcode = ""

    def label_from_instance(self, obj: Any) -> str:
        title = obj.draft_title or obj.title
        return (
            gettext("%(title)s (the same place)") % {"title": title}
            if self.postcode and obj.postcode == self.postcode
            else title
        )
