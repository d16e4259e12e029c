"""What moderators do about a provider that asked to join, and what its dates bring about. One verb each, keyword-only, whole or not
at all. What was looked at holds at once (`provider_actions.record_checks`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision

from opportunities import letters, members
from opportunities.asked import REFEREES, said_about
from opportunities.expiry import WARN_BEFORE, has_run_out, runs_out, to_warn
from opportunities.models import ProviderAssurance, ProviderCheck, ProviderPage, ProviderRegister
from opportunities.models.checked_items import ITEMS, SAFEGUARDING
from opportunities.models.provider import PUBLIC
from opportunities.permissions import moderates
from opportunities.provider_actions import record_checks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Shown to everybody as soon as the group is, so somebody has read them first.
SHOWN = ("concern", "complaints")
# How a letter calls what runs out.
RUNS_OUT: dict[str, StrOrPromise] = {
    "insurance": _("the insurance"),
    "policy": _("the last look at the plan to keep people safe was a year ago"),
    "dbs": _("what was said about DBS checks was a year ago"),
}
DATES = ("policy_reviewed_on", "dbs_said_on", "insurance_expires_on")


class NotYetError(Exception):
    """It can not be decided so: `lacks` are the items to look at first, `somebody_else` says that it takes another moderator."""

    def __init__(
        self, lacks: Collection[str] = (), *, somebody_else: bool = False, nobody: bool = False
    ) -> None:
        super().__init__(lacks)
        self.lacks, self.somebody_else, self.nobody = list(lacks), somebody_else, nobody


def to_look_at(provider: ProviderPage) -> list[str]:
    """The items of an accepted provider that were ticked, and of which it has said something else since."""
    assurance = ProviderAssurance.objects.filter(provider=provider, state="accepted").first()
    if assurance is None:
        return []
    return [each.item for each in provider.checks.all() if each.said != said_about(each.item, assurance)]


@transaction.atomic
def keep_looked_at(
    *,
    provider: ProviderPage,
    ticked: Mapping[str, tuple[date, str, date | None]],
    cleared: Collection[str],
    registers: Collection[int],
    referees: Collection[int],
    by: Any,
    today: date,
) -> None:
    """Keep what a moderator looked at. `ticked`: by item (keys of ITEMS) the day, a note, and a last day if the tick has one of its
    own; `cleared`: ticks that are taken back; `registers`, `referees`: ids of numbers looked up, and of people who answered, today.
    If the provider was paused because something ran out, and nothing has any more, it is where it was before."""
    assurance = _locked(provider, by)
    ends, before = runs_out(assurance), {each.item: each.said for each in provider.checks.all()}
    for item, (checked_on, note, until) in ticked.items():
        facts = {
            "checked_on": checked_on,
            "by": by,
            "note": note,
            "expires_on": ends.get(item, until),
            "said": said_about(item, assurance),
        }
        ProviderCheck.objects.update_or_create(provider=provider, item=item, defaults=facts)
    provider.checks.filter(item__in=set(cleared) - set(ticked)).delete()
    provider.referees.filter(pk__in=referees).update(answered_on=today)
    _look_up(provider, registers, today)
    log(
        provider,
        "opportunities.looked_at",
        user=by,
        data={"ticked": sorted(ticked), "cleared": sorted(cleared)},
    )
    cleared_safety = bool(SAFEGUARDING & set(cleared) - set(ticked))
    new_words = any(
        item in SAFEGUARDING and _words(before.get(item, {})) != _words(said_about(item, assurance))
        for item in ticked
    )
    if assurance.safeguarding_by_id and (cleared_safety or new_words):
        _ask_for_a_second_look(provider, assurance, None if cleared_safety else by)
    _lift(provider, assurance, by, today)


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said without its dates: a new date alone takes one moderator."""
    return {name: value for name, value in said.items() if name not in DATES}


def _ask_for_a_second_look(provider: ProviderPage, assurance: ProviderAssurance, first: Any) -> None:
    """What two moderators said together does not hold any more. `first`: who has looked at what is new, None where nobody has."""
    assurance.safeguarding_by, assurance.safeguarding_again_by = first, None
    if assurance.level_before == "safeguarding_checked":
        assurance.level_before = "details_checked"
    assurance.save(update_fields=["safeguarding_by", "safeguarding_again_by", "level_before"])
    if provider.verification == "safeguarding_checked":
        record_checks(
            provider=provider,
            verification="details_checked",
            verified_on=provider.verified_on,
            by=assurance.safeguarding_by,
        )


def _look_up(provider: ProviderPage, ids: Collection[int], today: date) -> None:
    """The day is a fact about the number: it is written beside a version that waits, too, so that publishing that keeps it."""
    if not provider.registers.filter(pk__in=ids).exists():
        return
    ProviderRegister.objects.filter(provider=provider, pk__in=ids).update(checked_on=today)
    newest = Revision.objects.select_for_update().filter(pk=provider.latest_revision_id).first()
    if newest is not None:
        for row in newest.content.get("registers", []):
            if row.get("pk") in ids:
                row["checked_on"] = today.isoformat()
        newest.save(update_fields=["content"])


def _lift(provider: ProviderPage, assurance: ProviderAssurance, by: Any, today: date) -> None:
    if provider.verification != "paused" or not assurance.ran_out:
        return
    checks = list(provider.checks.all())
    fresh = {each.item for each in checks if each.said == said_about(each.item, assurance)}
    if has_run_out(runs_out(assurance, checks), today) or not fresh.issuperset(assurance.ran_out):
        return
    level = assurance.level_before
    record_checks(provider=provider, verification=level, verified_on=provider.verified_on, by=by)


@transaction.atomic
def accept(
    *, provider: ProviderPage, by: Any, now: datetime, today: date, told: str, safeguarding: bool = False
) -> None:
    """Show the group to everybody: a moderator checked who they are. `safeguarding`: says also that it was looked at how they keep
    people safe, which is public only once another moderator has looked (`look_again`). Raises NotYetError."""
    assurance = _locked(provider, by, {"sent"} if not safeguarding else {"sent", "accepted"})
    needed = [
        item for item in ITEMS if item in {"identity", *SHOWN} or (safeguarding and item in SAFEGUARDING)
    ]
    _must_be_ticked(provider, assurance, needed)
    known = provider.registers.filter(checked_on__isnull=False).exists()
    if not known and provider.referees.filter(answered_on__isnull=False).count() < REFEREES:
        raise NotYetError(nobody=True)
    if safeguarding:
        if assurance.state == "accepted" and provider.verification != "details_checked":
            raise NotYetError(nobody=True)
        assurance.safeguarding_by, assurance.safeguarding_again_by = by, None
        assurance.save(update_fields=["safeguarding_by", "safeguarding_again_by"])
    if assurance.state == "sent":
        _decide(assurance, "accepted", by, now, told)
        record_checks(provider=provider, verification="details_checked", verified_on=today, by=by)
        # What they said served its end: who they are is known.
        provider.referees.all().delete()
        _tell(provider, "join_accepted", now, told, level="details_checked")
    else:
        log(provider, "opportunities.proposed", user=by)


@transaction.atomic
def look_again(*, provider: ProviderPage, by: Any, now: datetime, today: date, told: str = "") -> None:
    """A second moderator has looked at how they keep people safe: it is public from now on. Raises NotYetError, also where it is
    the same person as the first."""
    assurance = _locked(provider, by, {"accepted"})
    if assurance.safeguarding_by_id is None or assurance.safeguarding_by_id == by.pk:
        raise NotYetError(somebody_else=True)
    if provider.verification != "details_checked":
        raise NotYetError(nobody=True)
    _must_be_ticked(provider, assurance, [item for item in ITEMS if item in SAFEGUARDING])
    assurance.safeguarding_again_by = by
    assurance.save(update_fields=["safeguarding_again_by"])
    record_checks(provider=provider, verification="safeguarding_checked", verified_on=today, by=by)
    _tell(provider, "join_accepted", now, told, level="safeguarding_checked")


@transaction.atomic
def ask_for_more(*, provider: ProviderPage, by: Any, now: datetime, told: str) -> None:
    """Give it back to the group with words on what is needed."""
    _decide(_locked(provider, by, {"sent"}), "more", by, now, told)
    _tell(provider, "join_more", now, told)


@transaction.atomic
def decline(*, provider: ProviderPage, by: Any, now: datetime, told: str) -> None:
    """Say no, and why."""
    _decide(_locked(provider, by, {"sent", "more"}), "declined", by, now, told)
    provider.referees.all().delete()
    _tell(provider, "join_declined", now, told)


def keep_dates(*, now: datetime, today: date) -> tuple[int, int]:
    """Warn of what runs out within 30 days, and pause what has run out. Says how many providers were warned, and paused. Twice on a
    day changes nothing; after missed days it does what they would have done."""
    warned = paused = 0
    for provider_id in _with_a_day_to_come(today):
        with transaction.atomic():
            assurance = ProviderAssurance.objects.select_for_update().get(provider=provider_id)
            provider = ProviderPage.objects.get(pk=provider_id)
            waits = provider.verification == "paused" and bool(assurance.ran_out)
            if not waits and provider.verification not in PUBLIC:
                continue
            ends = runs_out(assurance, provider.checks.all())
            warned += _warn(provider, to_warn(ends, today), now)
            paused += _pause(
                provider, assurance, {item: ends[item] for item in has_run_out(ends, today)}, now, today
            )
    return warned, paused


def _with_a_day_to_come(today: date) -> list[int]:
    """The ids of accepted providers of which a day has come or is near, in one query: the rules of `expiry` say what follows."""
    last = today + WARN_BEFORE
    a_year_before = last - timedelta(days=365)  # of a leap year one day too many, never one too few
    ticked = ProviderCheck.objects.filter(provider=OuterRef("provider"), expires_on__lte=last)
    found = ProviderAssurance.objects.filter(
        Q(insurance_expires_on__lte=last)
        | Q(policy_reviewed_on__lte=a_year_before)
        | Q(dbs_said_on__lte=a_year_before)
        | Exists(ticked),
        state="accepted",
        provider__verification__in=[*PUBLIC, "paused"],
    )
    return list(found.order_by("id").values_list("provider_id", flat=True))


def _warn(provider: ProviderPage, soon: Mapping[str, date], now: datetime) -> bool:
    new = 0
    for item, day in soon.items():
        new += letters.write(
            kind="runs_out_soon",
            about=f"{item} {day}",
            to=members.to_tell(provider),
            now=now,
            provider=provider,
            words=_in_words(item, day),
        )
    return new > 0


def _in_words(item: str, day: date) -> dict[str, str]:
    return {"what": str(RUNS_OUT.get(item, ITEMS[item])), "day": date_format(day, "DATE_FORMAT")}


def _pause(
    provider: ProviderPage, assurance: ProviderAssurance, over: Mapping[str, date], now: datetime, today: date
) -> bool:
    new = sorted(set(over) - set(assurance.ran_out)) if provider.verification == "paused" else sorted(over)
    if not new:
        return False
    is_first = provider.verification != "paused"
    level = provider.verification if is_first else assurance.level_before
    since = today if is_first else assurance.ran_out_on
    ran_out = sorted({*over, *(() if is_first else assurance.ran_out)})
    if is_first:
        record_checks(provider=provider, verification="paused", verified_on=provider.verified_on, by=None)
    ProviderAssurance.objects.filter(pk=assurance.pk).update(
        ran_out=ran_out, ran_out_on=since, level_before=level
    )
    for item in new:
        for people, role in ((members.to_tell(provider), "provider"), (members.moderators(), "moderator")):
            letters.write(
                kind="ran_out",
                about=f"{item} {over[item]}",
                to=people,
                now=now,
                provider=provider,
                words=_in_words(item, over[item]) | {"role": role},
            )
    return is_first


def _locked(provider: ProviderPage, by: Any, states: Collection[str] = ()) -> ProviderAssurance:
    if not moderates(by):
        raise PermissionDenied
    assurance = ProviderAssurance.objects.select_for_update().get(provider=provider)
    if states and assurance.state not in states:
        raise NotYetError(nobody=True)
    return assurance


def _must_be_ticked(provider: ProviderPage, assurance: ProviderAssurance, items: Collection[str]) -> None:
    """Each of these items was ticked, for what is said today."""
    ticked = {each.item: each.said for each in provider.checks.all()}
    lacks = [item for item in items if ticked.get(item) != said_about(item, assurance)]
    if lacks:
        raise NotYetError(lacks)


def _decide(assurance: ProviderAssurance, state: str, by: Any, now: datetime, told: str) -> None:
    assurance.state, assurance.decided_at, assurance.decided_by, assurance.told = state, now, by, told
    assurance.save(update_fields=["state", "decided_at", "decided_by", "told"])
    log(assurance.provider, f"opportunities.{state}", user=by)


def _tell(provider: ProviderPage, kind: str, now: datetime, told: str, **words: str) -> None:
    letters.write(
        kind=kind,
        about=now.isoformat(),
        to=members.to_tell(provider),
        now=now,
        provider=provider,
        words={"told": told} | words,
    )
