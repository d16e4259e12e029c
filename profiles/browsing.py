"""Looking around: the same list for everybody who is in the same place. Nearest first where a district is known, then A to Z."""

from __future__ import annotations

from math import cos, radians
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Lower

from matching.words import phrase_stems
from opportunities.models import OpportunityPage
from opportunities.models.opportunity import OpportunityQuerySet

MOST_HITS = 5_000  # nobody reads on after so many; the best of them are kept


def things(
    *, kind: str = "", words: str = "", lat: float | None = None, lng: float | None = None
) -> OpportunityQuerySet:
    """What is public, of this kind if one is named, with these words if there are any, in the neutral order."""
    found: OpportunityQuerySet = OpportunityPage.objects.public()
    found = found.of_kind(kind) if kind else found
    found = with_words(found, words) if words else found
    return neutral_order(found, lat, lng)


def with_words(things: OpportunityQuerySet, words: str) -> OpportunityQuerySet:
    """Those whose title, summary or steps have all of these words, whatever their endings: "clubs" finds "club"."""
    stemmed = phrase_stems(words)
    hits = things.only("pk").search(stemmed, operator="and")[:MOST_HITS] if stemmed else ()
    found: OpportunityQuerySet = OpportunityPage.objects.filter(pk__in=[hit.pk for hit in hits])
    return found


def neutral_order(things: OpportunityQuerySet, lat: float | None, lng: float | None) -> OpportunityQuerySet:
    """Nearest first, what has no place last; with no district, A to Z. On a flat map, which keeps the order near by."""
    order: list[Any] = [Lower("title"), "id"]
    if lat is not None and lng is not None:
        north = F("lat") - Value(lat)
        east = (F("lng") - Value(lng)) * Value(cos(radians(lat)))
        things = things.annotate(away=north * north + east * east)
        order.insert(0, F("away").asc(nulls_last=True))
    found: OpportunityQuerySet = things.order_by(*order)
    return found
