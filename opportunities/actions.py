"""What can be done to an opportunity: one verb each, keyword-only, whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision

from matching.vocabulary import PLACES_STATES
from opportunities import freshness
from opportunities.facts import write_facts
from opportunities.links import writes_for
from opportunities.models import OpportunityPage


@transaction.atomic
def close(*, opportunity: OpportunityPage, by: Any) -> None:
    """Take an opportunity off the site because it has ended. Its page, history and answers stay for its provider.
    `by` is the user who did it, None when the clock did. Closing what is closed changes nothing."""
    if opportunity.live:
        UnpublishPageAction(opportunity.specific, set_expired=True, user=by).execute(
            skip_permission_checks=True
        )


def close_ended(*, today: date) -> int:
    """Close everything that is over by today (rule 1 of the matching rules), and say how many that was."""
    ended = list(OpportunityPage.objects.live().over(today).order_by("id"))
    for opportunity in ended:
        close(opportunity=opportunity, by=None)
    return len(ended)


@transaction.atomic
def confirm(*, opportunity: OpportunityPage, by: Any, today: date) -> None:
    """Somebody says that all of it is still right today. It holds at once, and a listing that was hidden for want of it is back."""
    by_provider = writes_for(by, opportunity.provider_id)
    write_facts(
        opportunity=opportunity,
        checked_on=today,
        checked_by="provider" if by_provider else "moderator",
        freshness="fresh",
    )
    log(opportunity, "opportunities.confirm", user=by)


@transaction.atomic
def set_places(*, opportunity: OpportunityPage, state: str, left: int | None, by: Any, today: date) -> None:
    """Say whether there is room (a key of PLACES_STATES), and how many places are left, None if not said. It holds at once.
    Raises ValueError for what is no such state, and for a number where there can be none."""
    if state not in PLACES_STATES or (left is not None and (left < 1 or state not in ("open", "few_left"))):
        raise ValueError(state)
    write_facts(opportunity=opportunity, places_state=state, places_left=left, places_updated_on=today)
    log(opportunity, "opportunities.places", user=by, data={"state": state, "left": left})


@transaction.atomic
def count_as_check(*, opportunity: OpportunityPage, revision: Revision, today: date) -> None:
    """A version was published. What its provider's own people wrote in it since the last check was looked at by them on the day that
    they wrote it: that day counts as the check. So it does where a moderator put a last word to it."""
    wrote = Revision.page_revisions.filter(
        object_id=str(opportunity.pk),
        pk__lte=revision.pk,
        user__groups__provider_membership__provider=opportunity.provider_id,
    )
    last = wrote.order_by("-id").values_list("created_at", flat=True).first()
    facts: dict[str, Any] = {}
    checked_on = opportunity.checked_on
    if last and (checked_on is None or timezone.localdate(last) > checked_on):
        checked_on = timezone.localdate(last)
        facts = {"checked_on": checked_on, "checked_by": "provider"}
    if checked_on:
        state = freshness.state(checked_on, opportunity.review_every_days, today)
        if state == "fresh" != opportunity.freshness:
            facts["freshness"] = state
    if facts:
        write_facts(opportunity=opportunity, **facts)
