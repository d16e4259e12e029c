"""The demo's whole public site, walked through once for all tests that look at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from opportunities.models import OpportunityPage, ProviderPage
from profiles.answers import COOKIE, Answers, seal
from tests.people import SOMEBODY, STRICT
from tests.walk import is_page, plain_addresses, walk

MISTAKES = {
    "/find/age/": {"age": "old"},
    "/find/place/": {"outcode": "Narnia"},
    "/find/likes/": {"words": "a" * 400},
    "/find/cost/": {"max_cost": "much"},
    "/things/near/": {"outcode": "Narnia"},
    "/accounts/login/": {"login": "nobody@example.org", "password": "wrong"},
    "/accounts/login/code/": {"email": "nobody"},
    "/accounts/password/reset/": {"email": ""},
    "/find/change/": {},
    "/no/such/page/": {},
}


@dataclass
class PublicSite:
    """Pages by name. `stranger`: all that links lead to from the first page on, by address. `others`: what somebody with answers,
    a person who signed in, and one who made a mistake see."""

    stranger: dict[str, Answer]
    things: list[str]
    providers: list[str]
    others: dict[str, Answer] = field(default_factory=dict)

    def see(self, who: str, answers: Iterator[tuple[str, Any]]) -> None:
        self.others |= {f"{address} {who}": Answer(answer) for address, answer in answers if is_page(answer)}


class Answer:
    """What a browser got."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.policy: str = response.get("Content-Security-Policy", "")
        self.html: str = response.content.decode() if is_page(response) else ""


@pytest.fixture(scope="session")
def public_site(django_db_setup: None, django_db_blocker: Any) -> PublicSite:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        site = PublicSite(
            {address: Answer(answer) for address, answer in walk(Client())},
            [opportunity.url for opportunity in OpportunityPage.objects.public()],
            [provider.url for provider in ProviderPage.objects.public()],
        )
        plain = list(plain_addresses())
        one_of_each = {page.content_type_id: page.url for page in OpportunityPage.objects.public()}
        saved = tuple(OpportunityPage.objects.public().values_list("pk", flat=True)[:3])
        somebody = visitor(SOMEBODY.change(saved=saved, comparing=saved))
        site.see("as somebody", walk(somebody, [*plain, *one_of_each.values()], within="/find/"))
        site.see("when nothing fits", walk(visitor(STRICT), ["/find/results/"], within="/find/results/"))
        site.see("signed in", walk(member(), plain, within="/accounts/"))
        site.see("after a mistake", mistakes())
        transaction.set_rollback(True)
    return site


def visitor(answers: Answers) -> Client:
    client = Client()
    client.cookies[COOKIE] = seal(answers)
    return client


def member() -> Client:
    """Somebody with all that an account can have."""
    person = get_user_model().objects.create_superuser(email="pat@example.org", password="a-long-password-1")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="new@example.org", verified=False, primary=False)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client = Client()
    client.force_login(person)
    return client


def mistakes() -> Iterator[tuple[str, Any]]:
    for address, sent in MISTAKES.items():
        yield address, visitor(SOMEBODY).post(address, sent, follow=True)
    yield "a form that waited too long", Client(enforce_csrf_checks=True).post("/find/age/", {"age": "17"})
