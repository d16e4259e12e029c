"""Links in letters that work without signing in: signed, for one person, one listing and one purpose, and for a while only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

from opportunities.models import OpportunityPage

Purpose = Literal["still_right", "room", "answer"]
WORKS_FOR = timedelta(days=90)


class LinkError(Exception):
    """The link is broken, too old, or of somebody who does not write for the provider any more."""


class TooOldError(LinkError):
    """The link was good once. `linked`: what it stands for, for somebody who still writes for the provider."""

    def __init__(self, linked: Linked) -> None:
        super().__init__("too old")
        self.linked = linked


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link stands for. `about`: which occasion it was sent for, as the letter says it (a due date, a need)."""

    opportunity: OpportunityPage
    user: Any
    about: str


def address(purpose: Purpose, *, opportunity_id: int, user_id: int, about: str) -> str:
    """The whole address of a link of one purpose, for a letter."""
    linked = path(purpose, opportunity_id=opportunity_id, user_id=user_id, about=about)
    return f"{settings.WAGTAILADMIN_BASE_URL}{linked}"


def path(purpose: Purpose, *, opportunity_id: int, user_id: int, about: str) -> str:
    """The same on this site, for a page that was opened with such a link."""
    token = signing.dumps([opportunity_id, user_id, about], salt=_salt(purpose))
    return reverse(f"opportunities:{purpose}", args=[token])


def read(purpose: Purpose, token: str) -> Linked:
    """What a token stands for. Raises LinkError, and TooOldError for one that was good once. A token of another purpose, or with
    another listing put in, is broken."""
    too_old = False
    try:
        opportunity_id, user_id, about = signing.loads(token, salt=_salt(purpose), max_age=WORKS_FOR)
    except signing.SignatureExpired:
        too_old = True
        opportunity_id, user_id, about = signing.loads(token, salt=_salt(purpose))
    except signing.BadSignature as error:
        raise LinkError from error
    opportunity = OpportunityPage.objects.filter(pk=opportunity_id).first()
    user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()
    if opportunity is None or user is None or not writes_for(user, opportunity.provider_id):
        raise LinkError
    linked = Linked(opportunity, user, about)
    if too_old:
        raise TooOldError(linked)
    return linked


def writes_for(user: Any, provider_id: int) -> bool:
    """Whether this person is a member of this provider today."""
    return bool(user.groups.filter(provider_membership__provider=provider_id).exists())


def _salt(purpose: str) -> str:
    return f"opportunities.links.{purpose}"
