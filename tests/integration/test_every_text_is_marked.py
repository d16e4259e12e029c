"""Every text of a page can be translated: in a made-up language, of letters that English has not, no plain letter is left.

What editors and providers wrote is in Greek letters here; what is left are codes, addresses and what a browser never shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import dateformat, translation
from django.utils.dates import MONTHS

from opportunities.models import OpportunityPage
from profiles.answers import COOKIE, Answers, seal
from profiles.questions import steps_for
from tests import foreign
from tests.pseudo import pseudo_catalogue, site_in, write_catalogue
from tests.walk import is_page, plain_addresses

SAID_IN = {"alt", "aria-label", "aria-description", "title", "placeholder"}
NOT_SHOWN = {"script", "style", "svg"}
NEVER_CLOSED = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
NOT_PAGES = {"/style-guide/"}  # for those who build the site: what it shows are examples
with translation.override("cy"):  # Django says dates in real Welsh
    DATES = [*map(str, MONTHS.values()), *(dateformat.time_format(time(hour), "a") for hour in (9, 21))]
SAME_EVERYWHERE = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|\btestserver\S+|\bexample\.org\b"  # addresses
    r"|\b[A-Z]{1,2}\d[A-Z\d]?(?: \d[A-Z]{2})?\b"  # postcodes
    rf"|(?<=\d )(?:{'|'.join(map(re.escape, DATES))})"
)


class Words(HTMLParser):
    """(where, text) of what a page shows or a screen reader says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SAID_IN & set(given):
            self.found.append((f"{tag} {name}", given[name] or ""))
        if tag == "meta" and given.get("name") == "description":
            self.found.append(("description", given.get("content") or ""))
        passed_over = tag in NOT_SHOWN or ("lang" in given and tag != "html")
        if tag not in NEVER_CLOSED and (passed_over or self.open):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag == self.open[-1]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open and data.strip():
            self.found.append(("text", " ".join(data.split())))


def left_in_english(response: Any) -> list[str]:
    html = response.content.decode()
    assert '<html lang="cy" dir="ltr"' in html
    return [
        f"{where}: {text}"
        for where, text in Words(html).found
        if re.search("[A-Za-z]", SAME_EVERYWHERE.sub("", text))
    ]


def said_of(left: dict[str, str]) -> str:
    return "".join(f"\n{path}: {text}" for text, path in left.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("locale")
    write_catalogue(made, "cy", pseudo_catalogue("cy"))
    return made


@pytest.fixture
def site(folder: Path, db: None) -> Iterator[dict[str, str]]:
    with site_in("cy", folder), override_settings(SITE_NAME=foreign.SITE_NAME):
        yield foreign.offer_things()


@pytest.fixture
def visit(site: dict[str, str], client: Client) -> Any:
    def go(path: str, *, answers: Answers | None = None, post: dict[str, Any] | None = None) -> Any:
        client.cookies.clear()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
        if answers is not None:
            client.cookies[COOKIE] = seal(answers)
        return client.get(path, follow=True) if post is None else client.post(path, post, follow=True)

    return go


def saved() -> tuple[int, ...]:
    things = OpportunityPage.objects.filter(slug__in=["film-club", "from-home", "internship"])
    return tuple(things.values_list("pk", flat=True).order_by("pk"))


def test_on_every_page_that_has_an_address(site: dict[str, str], visit: Any) -> None:
    listings = [
        path + more
        for name, path in site.items()
        if not name.startswith("group-")
        for more in ("", "easy-read/", "print/")
    ]
    pages = [
        *plain_addresses(),
        *listings,
        "/",
        "/guides/",
        "/providers/",
        "/nothing-here/",
        "/accounts/login/",
    ]
    pages = [path for path in pages if path not in NOT_PAGES]
    left: dict[str, str] = {}  # the text, and the first page that has it
    for path in pages:
        for who in (None, foreign.answers(saved())):
            response = visit(path, answers=who)
            if is_page(response) and response.content:
                left |= {text: path for text in left_in_english(response) if text not in left}
    assert not left, said_of(left)


@pytest.mark.parametrize("supporting", [False, True])
def test_on_every_question_and_what_comes_of_it(visit: Any, supporting: bool) -> None:
    said = foreign.answers(supporting=supporting)
    pages = [f"/find/{step.slug}/" for step in steps_for(said)]
    left: dict[str, str] = {}
    for path in (*pages, "/find/check/", "/find/results/", "/things/"):
        left |= {text: path for text in left_in_english(visit(path, answers=said)) if text not in left}
    assert not left, said_of(left)


def test_on_what_is_said_when_something_is_wrong(visit: Any) -> None:
    sent: list[tuple[str, dict[str, Any]]] = [
        ("/find/age/", {"age": "old"}),
        ("/find/age/", {"age": "500"}),
        ("/find/place/", {"place": "nowhere"}),
        ("/find/place/", {"place": "ZZ99"}),
        ("/find/likes/", {"words": "λ" * 400}),
        ("/find/who/", {"who": "μ"}),
        ("/my-list/compare/", {}),
        ("/accounts/login/", {"login": "", "password": ""}),
        ("/accounts/login/", {"login": "μ", "password": "μ"}),
        ("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"}),
        ("/accounts/login/code/", {"email": ""}),
        ("/accounts/login/code/", {"email": "μ"}),
        ("/accounts/password/reset/", {"email": "μ"}),
        ("/accounts/signup/", {"email": "μ"}),
    ]
    left: dict[str, str] = {}
    for path, data in sent:
        response = visit(path, answers=foreign.answers(saved()), post=data)
        if response.content:
            left |= {text: f"{path} {data}" for text in left_in_english(response) if text not in left}
    assert not left, said_of(left)
