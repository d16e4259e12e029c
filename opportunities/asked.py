"""What a provider is asked before it joins: which answers belong to what a moderator ticks, and what is still missing. Pure rules
over what was said; no rows are read here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.expiry import runs_out

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Who needs a DBS check changed on this day; what was said before it says nothing about the rule of today.
DBS_RULE_FROM = date(2026, 9, 1)
DBS_RULE_SEEN = date(2026, 11, 23)
REFEREES = 2

# What a moderator looks at when ticking an item (keys of models.assurance.ITEMS): fields of ProviderAssurance.
FIELDS: dict[str, tuple[str, ...]] = {
    "identity": (),
    "lead": ("safeguarding_lead", "lead_contact", "deputy_lead", "deputy_contact"),
    "policy": ("policy_url", "policy_file", "policy_reviewed_on"),
    "policies": ("policies_confirmed",),
    "dbs": ("dbs_staff", "dbs_volunteers", "dbs_said_on"),
    "insurance": ("insurance_expires_on",),
    "first_aid": ("first_aid",),
    "concern": ("concern_contact",),
    "complaints": ("complaints",),
    "child_employment": ("work_under_16", "child_employment_confirmed"),
}
SAFETY_FIELDS = tuple(name for names in FIELDS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that has to be said before it can be sent: on which page (group, numbers, safety), in which field, and in words."""

    page: str
    field: str
    words: StrOrPromise


@dataclass(frozen=True, slots=True)
class Told:
    """What the other two pages hold: a way to reach the group, how many register numbers, how many whole referees."""

    about: str
    reachable: bool
    registers: int
    referees: int


NEEDED: dict[str, StrOrPromise] = {
    "safeguarding_lead": _("Who is in charge of keeping people safe"),
    "lead_contact": _("How we reach that person"),
    "deputy_lead": _("Who steps in when that person is away"),
    "deputy_contact": _("How we reach the person who steps in"),
    "policies_confirmed": _("The tick that you have these plans"),
    "dbs_staff": _("What you say about DBS checks of paid workers"),
    "dbs_volunteers": _("What you say about DBS checks of volunteers"),
    "first_aid": _("Who gives first aid"),
    "concern_contact": _("Where people can tell you about a worry"),
    "complaints": _("How people can complain"),
    "work_under_16": _("If people under 16 work with you"),
}


def said_about(item: str, assurance: Any) -> dict[str, Any]:
    """What was said that belongs to an item, in a form that JSON keeps."""

    def plain(value: Any) -> Any:
        return value if value is None or isinstance(value, bool) else str(value)

    return {name: plain(getattr(assurance, name)) for name in FIELDS[item]}


def missing(told: Told, assurance: Any, today: date) -> Iterator[Missing]:
    """What still has to be said, or said anew, in the order of the pages. A "no" is an answer; a moderator judges it."""
    if not told.about:
        yield Missing("group", "about", _("What you do"))
    if not told.reachable:
        yield Missing("group", "contact_email", _("One way to reach you: email, phone or website"))
    if not told.registers and told.referees < REFEREES:
        yield Missing("numbers", "number", _("A number in a register, or two people who know you"))
    yield from missing_safety(assurance, today)


def missing_safety(assurance: Any, today: date) -> Iterator[Missing]:
    """The same, of the page about keeping people safe alone."""
    for field, words in NEEDED.items():
        if getattr(assurance, field) in (None, "", False) and (
            field not in ("dbs_staff", "dbs_volunteers", "work_under_16") or getattr(assurance, field) is None
        ):
            yield Missing("safety", field, words)
    if not (assurance.policy_url or assurance.policy_file):
        yield Missing("safety", "policy_url", _("Your plan to keep people safe: a link or a file"))
    reviewed, said, insured = (
        assurance.policy_reviewed_on,
        assurance.dbs_said_on,
        assurance.insurance_expires_on,
    )
    over = {item for item, day in runs_out(assurance).items() if day <= today}
    if reviewed is None or reviewed > today or "policy" in over:
        yield Missing(
            "safety", "policy_reviewed_on", _("A day in the last 12 months when you looked at your plan")
        )
    if said is None or said < DBS_RULE_FROM or said > today or "dbs" in over:
        yield Missing("safety", "dbs_said_on", _("The day on which you say this about DBS checks"))
    if insured is None or "insurance" in over:
        yield Missing("safety", "insurance_expires_on", _("The last day of your insurance, still to come"))
    if assurance.work_under_16 and not assurance.child_employment_confirmed:
        yield Missing("safety", "child_employment_confirmed", _("The tick about work of people under 16"))
