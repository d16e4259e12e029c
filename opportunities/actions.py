"""What can be done to an opportunity: one verb each, keyword-only, whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction

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
