"""Room and dates of many listings in one go. Room holds at once; new dates go the way of every change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from opportunities.actions import set_places
from opportunities.models import OpportunityPage
from opportunities.sending import send

DATES = ("starts_on", "ends_on", "apply_by")
HAVE_A_NUMBER = ("open", "few_left")


FIELDS = ("state", "left", *DATES)


def values(page: Any) -> dict[str, Any]:
    """Its room and dates: keys of FIELDS."""
    return {"state": page.places_state, "left": page.places_left} | {
        name: getattr(page, name) for name in DATES
    }


def seen(page: Any) -> str:
    """Which version this is, and what it says: another text as soon as anybody changes the listing or its room."""
    said = [page.latest_revision_id, page.places_updated_on, *values(page).values()]
    return "/".join("" if value is None else str(value) for value in said)


def seen_values(text: str) -> dict[str, Any]:
    """The values in what `seen` gave. Raises ValueError for anything else."""
    _, _, state, left, *days = text.split("/")
    dates = (date.fromisoformat(day) if day else None for day in days)
    return {"state": state, "left": int(left) if left else None, **dict(zip(DATES, dates, strict=True))}


@transaction.atomic
def change_dates(*, opportunity: OpportunityPage, dates: Mapping[str, date | None], by: Any) -> str:
    """Give a listing these dates (keys of DATES) in a new version. Returns "sent", or why it only waits as a draft: "draft" where the
    listing is no public one, "others" where other changes wait to be sent too, "unfinished" where something must be added first."""
    page = opportunity.specific.get_latest_revision_as_object()
    alone = page.live and not page.has_unpublished_changes
    for name, day in dates.items():
        setattr(page, name, day)
    if not page.live:
        page.save(clean=False)
    page.save_revision(user=by, log_action=True, clean=False)
    if not page.live:
        return "draft"
    if not alone:
        return "others"
    return "unfinished" if send(opportunity=page, by=by) else "sent"


@transaction.atomic
def change_room(*, opportunity: OpportunityPage, state: str, left: int | None, by: Any, today: date) -> None:
    """Say if there is room. A number is kept where there can be one."""
    number = left if state in HAVE_A_NUMBER else None
    set_places(opportunity=opportunity, state=state, left=number, by=by, today=today)
