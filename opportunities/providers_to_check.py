"""The providers that moderators have to look at, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opportunities.asked import said_about
from opportunities.expiry import runs_out, to_warn
from opportunities.language import listed
from opportunities.models import ProviderAssurance, ProviderPage
from opportunities.models.checked_items import ITEMS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ASKS = _("Asks to join")


@dataclass(frozen=True, slots=True)
class ToCheck:
    """`since`: since when it waits, where that is known. `asks`: it asks to join, and was promised an answer."""

    provider: ProviderPage
    why: StrOrPromise
    since: date | datetime | None = None
    asks: bool = False


def to_check(today: date) -> list[ToCheck]:
    """All of them: those that ask to join first, the longest waiting first; then what is paused, what takes a second look, what was said
    anew, and what runs out soon."""
    rows = ProviderAssurance.objects.filter(state__in=("sent", "accepted")).select_related("provider")
    found = [
        each
        for row in rows.prefetch_related("provider__checks").order_by("sent_at", "id")
        for each in _why(row, today)
    ]
    return [each for _order, each in sorted(found, key=lambda pair: pair[0])]


def _why(assurance: ProviderAssurance, today: date) -> Iterator[tuple[int, ToCheck]]:
    provider = assurance.provider
    if assurance.state == "sent":
        yield 0, ToCheck(provider, ASKS, assurance.sent_at, asks=True)
        return
    checks = list(provider.checks.all())
    if provider.verification == "paused" and assurance.ran_out:
        names = {"names": listed([str(ITEMS[item]) for item in assurance.ran_out])}
        yield (
            1,
            ToCheck(
                provider, gettext("Paused, because this ran out: %(names)s") % names, assurance.ran_out_on
            ),
        )
    elif provider.verification == "details_checked" and assurance.safeguarding_by_id:
        yield 2, ToCheck(provider, _("A second moderator has to look at how they keep people safe"))
    changed = [str(ITEMS[each.item]) for each in checks if each.said != said_about(each.item, assurance)]
    if changed:
        yield 3, ToCheck(provider, gettext("They said something new: %(names)s") % {"names": listed(changed)})
    soon = to_warn(runs_out(assurance, checks), today)
    for item, day in sorted(soon.items(), key=lambda pair: pair[1]):
        words = {"what": ITEMS[item], "day": date_format(day, "DATE_FORMAT")}
        yield 4, ToCheck(provider, gettext("Runs out on %(day)s: %(what)s") % words)
