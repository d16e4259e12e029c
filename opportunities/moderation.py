"""Which changes wait for a moderator, and which of them need two (docs/decisions/two-looks.md). Pure rules about two versions of a
page: what everybody sees now (None before it was ever public) and what is to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from matching.places import miles
from matching.vocabulary import NEEDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What nobody writes: whose it is, where it came from, and what is worked out from the rest.
KEPT_BY_US = frozenset(
    {
        "page_ptr",
        "opportunitypage_ptr",
        "public_id",
        "provider",
        "kind",
        "freshness",
        "paused_for",
        "access_said",
        "source",
        "source_id",
        "source_url",
        "source_licence",
        "source_modified",
        "yes_bits",
        "can_arrange_bits",
        "no_bits",
        "interests_low",
        "interests_high",
        "search_words",
        "verification",
        "verified_on",
    }
)
# What is public as soon as it is sent: ticks in our own words, dates and money. A column that is not named here waits.
PASSES = frozenset(
    {
        "interests",
        "outcomes",
        "times",
        "pattern",
        "season",
        "starts_on",
        "ends_on",
        "apply_by",
        "pence",
        "per",
        "supporter_free",
        "places_state",
        "places_left",
        "places_updated_on",
        "noise",
        "checked_on",
        "checked_by",
        "review_every_days",
    }
)
ADULT = 18
ALONE_FROM = 16
# Two points that are nearer than this, in miles, are one place that was put right.
ONE_PLACE = 0.2
NEEDS_ONE = {"must_come": 2, "welcome": 1}
SAFEGUARDING: dict[str, StrOrPromise] = {
    "under_18": _("People under 18 can come."),
    "overnight": _("People stay overnight."),
    "alone": _("One person is alone with staff."),
    "supporter": _("The rule about bringing a supporter got looser."),
    "new_place": _("It moved to another place."),
    "access": _("They now say that they can do something that must be right: %(needs)s."),
    "work_under_16": _("People under 16 can volunteer."),
}


def what_matters(before: Any | None, after: Any) -> list[str]:
    """The fields that wait for a moderator: names of columns, and "access.NEED" for an answer that somebody's safety hangs on. All
    that is said, for a first version."""
    return [name for name in what_changed(before, after) if _waits(name)]


def what_changed(before: Any | None, after: Any) -> list[str]:
    """Everything that is said otherwise in the second version, in the order of the columns: their names, and "access.NEED" for each
    answer. For a first version: everything that it says."""
    names = []
    for field in after._meta.concrete_fields:
        # Of the columns that every page of Wagtail's has, people write the title alone.
        ours = field.model._meta.app_label == "opportunities" or field.name == "title"
        if field.name in KEPT_BY_US or not ours:
            continue
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(after, field.attname)
        if field.name == "access":
            names += [f"access.{need}" for need in NEEDS if (old or {}).get(need) != (new or {}).get(need)]
        elif _said(old) != _said(new):
            names.append(field.name)
    return names


def is_safeguarding(before: Any | None, after: Any) -> list[str]:
    """Why two people must look: keys of `SAFEGUARDING`, none if one is enough. A page that is no listing needs one."""
    if not hasattr(after, "age_min"):
        return []
    reasons = {
        "under_18": _is_lower(before, after, ADULT),
        "overnight": _is_new(before, after, "residential", True),
        "alone": _is_new(before, after, "group_size", "one"),
        "supporter": before is not None
        and NEEDS_ONE.get(after.supporter, 0) < NEEDS_ONE.get(before.supporter, 0),
        "new_place": before is not None and has_moved(before, after),
        "access": bool(new_promises(before, after)),
        "work_under_16": (after.kind or after.KIND) == "volunteering"
        and _is_lower(before, after, ALONE_FROM),
    }
    return [key for key, holds in reasons.items() if holds]


def new_promises(before: Any | None, after: Any) -> list[str]:
    """The needs that somebody's safety hangs on and that are answered with yes now, but were not."""
    old = before.access if before is not None else {}
    return [
        key
        for key, need in NEEDS.items()
        if need.safety_critical and after.access.get(key) == "yes" and old.get(key) != "yes"
    ]


def has_moved(before: Any, after: Any) -> bool:
    """Whether people would go to another place: another postcode, or a point too far from the old one to be a correction."""
    if after.format == "online":
        return False
    if before.format == "online":
        return True
    if _plain(before.postcode) != _plain(after.postcode):
        return True
    if before.lat is None or after.lat is None:
        return bool(_plain(before.address) != _plain(after.address))
    return miles((before.lat, before.lng), (after.lat, after.lng)) > ONE_PLACE


def _waits(name: str) -> bool:
    column, _dot, need = name.partition(".")
    return NEEDS[need].safety_critical if need else column not in PASSES


def _said(value: Any) -> Any:
    """An empty text and an empty list say nothing; 0 and "no" are answers."""
    return None if value in ("", [], {}) else value


def _plain(text: str) -> str:
    return "".join(text.split()).lower()


def _is_new(before: Any | None, after: Any, field: str, value: Any) -> bool:
    return bool(getattr(after, field, None) == value and getattr(before, field, None) != value)


def _is_lower(before: Any | None, after: Any, limit: int) -> bool:
    """Whether younger people than `limit` can come who could not before. No youngest age lets everybody come."""
    youngest = after.age_min or 0
    return bool(youngest < limit and (before is None or youngest < (before.age_min or 0)))
