"""A group that asks to join: what it types, and how far it is, for tests of several kinds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from opportunities import checking, clock, joining
from opportunities.models import ProviderAssurance
from opportunities.models.checked_items import ITEMS
from opportunities.provider_actions import open_account

WHO = {
    "title": "Rook Chess Club",
    "legal_type": "parent-led",
    "about": "We play chess. Everybody can learn it here.",
    "contact_email": "hello@rook.example",
    "contact_phone": "",
    "contact_website": "",
}


def safety(today: date) -> dict[str, Any]:
    """A whole page about keeping people safe, by columns."""
    return {
        "safeguarding_lead": "Ada Rook",
        "lead_contact": "ada@rook.example",
        "deputy_lead": "Ben Rook",
        "deputy_contact": "0161 496 0001",
        "policy_url": "https://rook.example/plan",
        "policy_reviewed_on": today - timedelta(days=100),
        "policies_confirmed": True,
        "dbs_staff": True,
        "dbs_volunteers": True,
        "dbs_said_on": today,
        "insurance_expires_on": today + timedelta(days=60),
        "first_aid": "Ada has a certificate in first aid.",
        "concern_contact": "worry@rook.example",
        "complaints": "Write to our chair, Cleo.",
        "work_under_16": False,
    }


def typed(today: date, **changed: Any) -> dict[str, str]:
    """The same as a form sends it."""
    words = {True: "yes", False: "no"}
    said = safety(today) | changed
    sent = {
        name: words[value] if isinstance(value, bool) else str(value)
        for name, value in said.items()
        if value is not None
    }
    return sent | {"policies_confirmed": "on"}


def sent(email: str = "rook@example.org", name: str = "Robin", **who: Any) -> ProviderAssurance:
    """Somebody's group, with all that is asked, sent just now."""
    by, today = open_account(email=email, name=name), clock.today()
    assurance = joining.start(by=by, **WHO | who)
    provider = assurance.provider
    joining.say_registers(provider=provider, numbers=[("GB-CHC", "1090095")], by=by)
    joining.say_safety(provider=provider, by=by, **safety(today))
    joining.send(provider=provider, by=by, now=clock.now(), today=today)
    return ProviderAssurance.objects.get(pk=assurance.pk)


def look_at_all(assurance: ProviderAssurance, by: Any, *items: str, today: date | None = None) -> None:
    """A moderator ticks these items (all there are, without any) and looks the numbers up."""
    today = today or clock.today()
    provider = assurance.provider
    checking.keep_looked_at(
        provider=provider,
        ticked=dict.fromkeys(
            items or [item for item in ITEMS if item != "child_employment"], (today, "", None)
        ),
        cleared=[],
        registers=[each.pk for each in provider.registers.all()],
        referees=[],
        by=by,
        today=today,
    )


def accepted(by: Any, again: Any = None, now: datetime | None = None, **group: Any) -> ProviderAssurance:
    """A group that has joined: at "details_checked", or with a second moderator at "safeguarding_checked"."""
    assurance, now = sent(**group), now or clock.now()
    look_at_all(assurance, by)
    provider = assurance.provider
    checking.accept(
        provider=provider, by=by, now=now, today=clock.today(), told="", safeguarding=again is not None
    )
    if again:
        checking.look_again(provider=provider, by=again, now=now, today=clock.today())
    return ProviderAssurance.objects.select_related("provider").get(pk=assurance.pk)
