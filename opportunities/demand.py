"""What people look for around here, as numbers of devices, and only where they are many.

A row is a month, a postcode area ("SK", some hundred thousand people) and one word of our vocabulary. What is shown is a sum over
three months, never under ten, and in tens: 20 says 20 to 29. So neither two numbers of one day nor those of two months tell how
few there were of anything (docs/decisions/what-people-look-for.md)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext

from matching.vocabulary import INTERESTS, KINDS, NEEDS
from opportunities.models import DemandCount

LEAST = 10
MONTHS_SHOWN = 3
MONTHS_KEPT = 24

Pair = tuple[str, str]  # a facet (need, interest, kind) and a key of it


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that people look for. `looked`: how many devices, in whole tens, 10 at least. `found_none`: how many of these found
    nothing that fits and has it; 0 where that is not said, which is not none."""

    facet: str
    key: str
    label: str
    looked: int
    found_none: int


def area_of(outcode: str) -> str:
    """The letters that a postcode, or the first part of one, begins with: SK of SK8. Empty for what is no postcode."""
    found = re.match(r"\s*([A-Za-z]{1,2})\d", outcode)
    return found[1].upper() if found else ""


@transaction.atomic
def note(*, month: date, area: str, looked: Collection[Pair], found_none: Collection[Pair]) -> None:
    """Count one device that looked for each of these, and of them those that it found nothing for. `month`: any day of it."""
    if not area or not looked:
        return
    first = month.replace(day=1)
    DemandCount.objects.bulk_create(
        (DemandCount(month=first, area=area, facet=facet, key=key) for facet, key in sorted(looked)),
        ignore_conflicts=True,
    )
    rows = DemandCount.objects.filter(month=first, area=area)
    # Two at once take the rows in one order, and so do not wait for each other in a ring.
    list(rows.filter(_any_of(looked)).order_by("id").select_for_update().values_list("pk", flat=True))
    rows.filter(_any_of(looked)).update(looked=F("looked") + 1)
    if missed := set(found_none) & set(looked):
        rows.filter(_any_of(missed)).update(found_none=F("found_none") + 1)


def _any_of(pairs: Iterable[Pair]) -> Q:
    found = Q()
    for facet, key in pairs:
        found |= Q(facet=facet, key=key)
    return found


def wanted_near(area: str, today: date) -> list[Wanted]:
    """What people around an area looked for this month and in the two before: first what most of them did not find."""
    wanted = [
        Wanted(row["facet"], row["key"], label, tens(row["looked"]), tens(row["found_none"]))
        for row in _sums(area, today)
        if tens(row["looked"]) and (label := _label(row["facet"], row["key"]))
    ]
    return sorted(wanted, key=lambda one: (-one.found_none, -one.looked, one.facet, one.key))


def most_asked(*, area: str, needs: Iterable[str], month: date) -> str | None:
    """Of these needs, the one that most people around an area must have, in the three months up to this one; None where none is
    asked for by ten."""
    wanted = set(needs)
    rows = [
        row
        for row in _sums(area, month)
        if row["facet"] == "need" and row["key"] in wanted and tens(row["looked"])
    ]
    # By tens: what comes first must not tell which of two small differences there was.
    return min(rows, key=lambda row: (-tens(row["looked"]), row["key"]))["key"] if rows else None


def forget_old(*, today: date) -> int:
    """Delete the months that are more than two years old. Says how many rows that were."""
    gone = DemandCount.objects.filter(month__lt=months_before(today, MONTHS_KEPT)).delete()
    return gone[0]


def tens(count: int) -> int:
    """As it may be shown: in whole tens, nothing under ten."""
    return count // LEAST * LEAST


def months_before(day: date, months: int) -> date:
    """The first day of the month that was so many months ago."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _sums(area: str, today: date) -> QuerySet[DemandCount, Any]:
    rows = DemandCount.objects.filter(
        area=area, month__gte=months_before(today, MONTHS_SHOWN - 1), month__lte=today
    )
    return rows.values("facet", "key").annotate(looked=Sum("looked"), found_none=Sum("found_none"))


def _label(facet: str, key: str) -> str:
    """How it is called; empty for what the vocabulary does not have any more."""
    if facet == "kind":
        return gettext(KINDS[key]) if key in KINDS else ""
    if facet == "need":
        return gettext(NEEDS[key].short) if key in NEEDS else ""
    return gettext(INTERESTS[key].label) if key in INTERESTS else ""
