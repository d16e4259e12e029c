"""What people tell us is wrong with a listing, and what moderators do about it. Providers never see who told us, nor the words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from wagtail.log_actions import log

from opportunities import letters
from opportunities.facts import write_facts
from opportunities.looks import people_of
from opportunities.models import OpportunityPage, Report
from opportunities.permissions import moderates

KEPT_FOR = timedelta(days=365)


@transaction.atomic
def report(*, opportunity: OpportunityPage, reason: str, text: str, by: Any, now: datetime) -> Report:
    """Tell moderators that something is wrong. `by`: the user, None for somebody who is not signed in, of whom nothing is kept. A
    worry about safety of somebody who signed in takes the listing off the site until a moderator has looked; anybody else's does
    not, or anybody could take everything off (docs/decisions/reports.md)."""
    made = Report.objects.create(opportunity=opportunity, reason=reason, text=text, by=by, made_at=now)
    if reason == "unsafe" and by is not None and not opportunity.paused_for:
        _pause(opportunity, paused_for="report", by=None, about=f"report {made.pk}", now=now)
    letters.write(
        kind="reported",
        about=f"report {made.pk}",
        to=moderators(),
        now=now,
        opportunity=opportunity,
        words={"reason": str(made.get_reason_display()), "unsafe": reason == "unsafe"},
    )
    return made


@transaction.atomic
def pause(*, opportunity: OpportunityPage, by: Any, now: datetime) -> None:
    """Take a listing off the site at once, without a new version. Pausing what is paused changes nothing."""
    _must_moderate(by)
    if not opportunity.paused_for:
        waits = opportunity.reports.filter(state="new").exists()
        why = "report" if waits else "moderator"
        _pause(opportunity, paused_for=why, by=by, about=f"pause {now:%Y-%m-%d %H:%M:%S}", now=now)


@transaction.atomic
def resume(*, opportunity: OpportunityPage, by: Any, now: datetime) -> None:
    """Put a paused listing back on the site as it was, and tell the provider."""
    _must_moderate(by)
    if not opportunity.paused_for:
        return
    write_facts(opportunity=opportunity, paused_for="")
    log(opportunity, "opportunities.resume", user=by)
    letters.write(
        kind="listing_back",
        about=f"back {now:%Y-%m-%d %H:%M:%S}",
        to=people_of(opportunity.provider),
        now=now,
        opportunity=opportunity,
    )


@transaction.atomic
def handle_report(*, report: Report, upheld: bool, note: str, by: Any, now: datetime) -> None:
    """Close a report. What it was right about stays off the site until a moderator puts it back; when it was not right, and
    nothing else is told of the listing, that happens here. Closing what is closed changes nothing."""
    _must_moderate(by)
    opportunity = OpportunityPage.objects.select_for_update(of=("self",)).get(pk=report.opportunity_id)
    closed = Report.objects.filter(pk=report.pk, state="new").update(
        state="upheld" if upheld else "dismissed", note=note, handled_at=now, handled_by=by
    )
    if not closed:
        return
    others = opportunity.reports.filter(state__in=("new", "upheld"), made_at__gte=now - KEPT_FOR)
    if not upheld and opportunity.paused_for == "report" and not others.exists():
        resume(opportunity=opportunity, by=by, now=now)


def waiting() -> QuerySet[Report]:
    """What nobody has looked at yet: worries about safety first, then the oldest."""
    first = Case(When(reason="unsafe", then=Value(0)), default=Value(1))
    return (
        Report.objects.filter(state="new")
        .select_related("opportunity__provider")
        .order_by(first, "made_at", "id")
    )


def forget_old(*, today: date) -> int:
    """Delete what was handled a year ago. Says how many that was."""
    deleted, _each = Report.objects.filter(handled_at__date__lte=today - KEPT_FOR).delete()
    return deleted


def moderators() -> list[Any]:
    """Everybody who looks after providers."""
    users = get_user_model()._default_manager.filter(is_active=True).order_by("id")
    perms = {
        "permissions__codename": "verify_provider",
        "permissions__content_type__app_label": "opportunities",
    }
    of_groups = {f"groups__{name}": value for name, value in perms.items()}
    return list(users.filter(Q(**of_groups) | Q(is_superuser=True)).distinct())


def _pause(opportunity: OpportunityPage, *, paused_for: str, by: Any, about: str, now: datetime) -> None:
    write_facts(opportunity=opportunity, paused_for=paused_for)
    log(opportunity, "opportunities.pause", user=by)
    letters.write(
        kind="listing_paused",
        about=about,
        to=people_of(opportunity.provider),
        now=now,
        opportunity=opportunity,
        words={"for": paused_for},
    )


def _must_moderate(by: Any) -> None:
    if not moderates(by):
        raise PermissionDenied
