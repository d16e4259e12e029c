"""What a group does to join: say who it is, how it is looked up and how it keeps people safe, and send that. Each page is kept as
far as it is filled in. One verb each, keyword-only, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import cautious_slugify
from wagtail.log_actions import log

from opportunities import letters, members, policy_file
from opportunities.asked import SAFETY_FIELDS, Missing, Told, missing
from opportunities.models import (
    ProviderAssurance,
    ProviderIndexPage,
    ProviderPage,
    ProviderReferee,
    ProviderRegister,
    ProviderRole,
)
from opportunities.models.provider import free_id
from opportunities.provider_actions import set_up_provider

OPEN = ("writing", "more")  # the group writes; else a moderator does, or it is decided
WHO = ("title", "legal_type", "about", "contact_email", "contact_phone", "contact_website")


class NotReadyError(Exception):
    """Something is still missing, or a moderator has it already."""


def of_person(user: Any) -> Any:
    """What this person asked for or looks after, newest first."""
    return (
        ProviderAssurance.objects.filter(provider__membership__in=_led_by(user))
        .select_related("provider")
        .order_by("-id")
    )


def _led_by(user: Any) -> Any:
    return ProviderRole.objects.filter(user=user, role=members.LEADS, membership__group__user=user).values(
        "membership"
    )


@transaction.atomic
def start(*, by: Any, **who: Any) -> ProviderAssurance:
    """Begin to join: the group's page is made, which nobody sees while nothing was checked, and this person looks after it. While
    one is still being written, that one is gone on with."""
    # The person's row is locked, so that pressing twice begins one.
    get_user_model()._default_manager.select_for_update().get(pk=by.pk)
    begun = of_person(by).filter(state="writing").first()
    if begun:
        say_who(provider=begun.provider, by=by, **who)
        return begun
    page = ProviderPage(owner=by, **who)
    if not slugify(page.title):  # a name in other letters
        page.slug = free_id(ProviderPage, cautious_slugify(page.title) or "group")
    ProviderIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    membership = set_up_provider(provider=page, by=None)
    by.groups.add(membership.group)
    ProviderRole.objects.create(membership=membership, user=by, role=members.LEADS)
    log(page, "opportunities.join", user=by)
    return ProviderAssurance.objects.create(provider=page)


@transaction.atomic
def say_who(*, provider: ProviderPage, by: Any, **who: Any) -> None:
    """Name, kind of group, what it does, and how everybody reaches it."""
    _writing(provider, by)
    for name, value in who.items():
        setattr(provider, name, value)
    provider.save_revision(user=by).publish(user=by, skip_permission_checks=True)


@transaction.atomic
def say_registers(*, provider: ProviderPage, numbers: Sequence[tuple[str, str]], by: Any) -> None:
    """The numbers in public registers, as pairs of scheme and number, all of them. One that stays keeps when it was looked up."""
    _writing(provider, by)
    known = {(each.scheme, each.number): each for each in provider.registers.all()}
    provider.registers = [
        known.get(pair) or ProviderRegister(scheme=pair[0], number=pair[1]) for pair in dict.fromkeys(numbers)
    ]
    provider.save_revision(user=by).publish(user=by, skip_permission_checks=True)


@transaction.atomic
def say_referees(*, provider: ProviderPage, referees: Sequence[Mapping[str, str]], by: Any) -> None:
    """The people who know the group. One of whom nothing is said is left out."""
    _writing(provider, by)
    known = [(each.name, each.contact, each.knows_them) for each in provider.referees.all()]
    said = [(each["name"], each["contact"], each["knows_them"]) for each in referees if any(each.values())]
    if said != known:
        provider.referees.all().delete()
        ProviderReferee.objects.bulk_create(
            ProviderReferee(provider=provider, name=name, contact=contact, knows_them=knows)
            for name, contact, knows in said
        )


@transaction.atomic
def say_safety(*, provider: ProviderPage, by: Any, **said: Any) -> None:
    """What of the page about keeping people safe could be read. A group that has joined may say it anew at any time: what changed
    goes to the moderators' list and interrupts nothing."""
    assurance = _led(provider, by, {*OPEN, "accepted"})
    old = assurance.policy_file.name
    for name, value in said.items():
        if name not in SAFETY_FIELDS:
            raise ValueError(name)
        setattr(assurance, name, value)
    assurance.save(update_fields=list(said))
    if assurance.policy_file.name != old:
        policy_file.take_away(assurance.policy_file.storage, old)
    if assurance.state == "accepted":
        log(provider, "opportunities.safety", user=by)


@transaction.atomic
def send(*, provider: ProviderPage, by: Any, now: datetime, today: date) -> None:
    """Hand it to the moderators. Raises NotReadyError while something is missing."""
    assurance = _writing(provider, by)
    if still_missing(assurance, today):
        raise NotReadyError
    assurance.state, assurance.sent_at = "sent", now
    assurance.save(update_fields=["state", "sent_at"])
    log(provider, "opportunities.join_sent", user=by)
    letters.write(
        kind="join_sent", about=now.isoformat(), to=members.moderators(), now=now, provider=provider
    )


def still_missing(assurance: ProviderAssurance, today: date) -> list[Missing]:
    """What has to be said before this can be sent."""
    provider = assurance.provider
    told = Told(
        about=provider.about,
        reachable=bool(provider.contact_email or provider.contact_phone or provider.contact_website),
        registers=provider.registers.count(),
        referees=sum(
            bool(each.name and each.contact and each.knows_them) for each in provider.referees.all()
        ),
    )
    return list(missing(told, assurance, today))


def _writing(provider: ProviderPage, by: Any) -> ProviderAssurance:
    return _led(provider, by, set(OPEN))


def _led(provider: ProviderPage, by: Any, states: set[str]) -> ProviderAssurance:
    """What was said so far, locked; by somebody who looks after the provider, while it may be changed."""
    if not members.leads(by, provider):
        raise PermissionDenied
    assurance = ProviderAssurance.objects.select_for_update().get(provider=provider)
    if assurance.state not in states:
        raise NotReadyError
    return assurance
