"""Every page of the public site, by who sees it: what tests and the audit look at. A new page is among them as soon as a link or
an address of its own leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client

from opportunities.joining import start as begin
from opportunities.models import OpportunityPage
from profiles.answers import COOKIE, Answers, seal
from tests import joining
from tests.people import SOMEBODY, STRICT
from tests.walk import is_page, plain_addresses, walk

NOWHERE = "/no/such/page/"
FINDING, ACCOUNTS, JOINING = "/find/", "/accounts/", "/join/"
QUESTION = "profiles/question.html"


@dataclass(frozen=True)
class Visit:
    """A page that somebody sees, with the cookies that make them that somebody. `policy`: its Content-Security-Policy. `new`: no
    page of theirs before it has its template, or it is a question that nobody before was asked."""

    who: str
    address: str
    status: int
    policy: str
    cookies: dict[str, str]
    html: str
    new: bool

    @property
    def name(self) -> str:
        return f"{self.address} ({self.who})"

    def open_in(self, page: Any, **options: Any) -> None:
        """Open it in a browser that is then this person's, and nobody's else."""
        page.context.clear_cookies()
        for name, value in self.cookies.items():
            page.context.add_cookies([{"name": name, "value": value, "url": urljoin(page.url, "/")}])
        page.goto(self.address, **options)
        assert page.url.endswith(self.address), f"{self.name} sends to {page.url}"


def all_visits() -> list[Visit]:
    """The pages that somebody with answers sees, who finds nothing, every public page as a stranger sees it, and what is only for
    somebody who signed in."""
    saved = tuple(OpportunityPage.objects.public().order_by("pk").values_list("pk", flat=True)[:3])
    somebody = with_answers(SOMEBODY.change(saved=saved, comparing=saved))
    one_of_each = {page.content_type_id: page.url for page in OpportunityPage.objects.public()}
    plain = sorted(plain_addresses())
    theirs = [address for address in plain if address.startswith(ACCOUNTS) or "style" in address]
    for_all = [address for address in plain if not address.startswith(ACCOUNTS)]
    known: set[tuple[str, str]] = set()
    return [
        *seen("somebody", somebody, [*for_all, *one_of_each.values()], FINDING, known),
        *seen("nothing fits", with_answers(STRICT), [f"{FINDING}results/"], f"{FINDING}results/", known),
        *seen("a stranger", browser(), ["/", *plain, NOWHERE], "/", known),
        *seen("signed in", signed_in(), theirs, ACCOUNTS, known),
        *seen("asks to join", *asks_to_join(), JOINING, known),
    ]


def seen(
    who: str, client: Client, start: list[str], within: str, known: set[tuple[str, str]]
) -> Iterator[Visit]:
    """The pages that links lead to from `start`. What sends elsewhere, or wants something that is not there yet, is no page."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    for address, response in walk(client, start, within):
        found = response.status_code != HTTPStatus.NOT_FOUND
        if (response.redirect_chain and found) or (address in start and not found and address != NOWHERE):
            continue
        if not is_page(response) or not response.content:
            continue
        template = response.templates[0].name if response.templates else ""
        sort = ("", urlsplit(address).path) if template == QUESTION else (who, template)
        policy = response.get("Content-Security-Policy", "")
        html = response.content.decode()
        yield Visit(who, address, response.status_code, policy, cookies, html, sort not in known)
        known.add(sort)


def browser() -> Client:
    return Client(raise_request_exception=False)


def with_answers(answers: Answers) -> Client:
    client = browser()
    client.cookies[COOKIE] = seal(answers)
    return client


def asks_to_join() -> tuple[Client, list[str]]:
    """Somebody with a group that was sent, and one that is still being written; and where to begin."""
    sent = joining.sent(email="robin@example.org")
    writing = begin(by=sent.provider.owner, **joining.WHO | {"title": "Bishop Chess Club"})
    client = browser()
    client.force_login(sent.provider.owner)
    pages = [f"{JOINING}{writing.provider_id}/{page}/" for page in ("group", "numbers", "safety", "check")]
    return client, [JOINING, *pages, f"{JOINING}{sent.provider_id}/sent/"]


def signed_in() -> Client:
    """Somebody with all that an account can have, who may see all that staff see."""
    person = get_user_model().objects.create_superuser(email="pat@example.org", password="a-long-password-1")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="new@example.org", verified=False, primary=False)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    codes = {"seed": "x", "used_mask": 0}
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data=codes)
    client = browser()
    client.force_login(person)
    return client
