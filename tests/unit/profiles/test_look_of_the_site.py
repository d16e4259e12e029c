"""How the site looks to one person: the cookie, the panel on every page, the page that explains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

from profiles.answers import COOKIE as ANSWERS
from profiles.answers import Answers, seal
from profiles.look import PAPERS, PLAIN, Look, chosen, read, write
from profiles.look_form import LookForm

ALL = {"calm": "on", "text": "largest", "space": "wide", "font": "dyslexia", "colours": "contrast-dark"}
EVERYTHING = Look(calm=True, text="largest", space="wide", font="dyslexia", colours="contrast-dark")


def test_a_look_is_written_and_read() -> None:
    assert chosen(ALL) == EVERYTHING
    assert write(EVERYTHING) == "calm:on.text:largest.space:wide.font:dyslexia.colours:contrast-dark"
    assert read({"look": write(EVERYTHING)}) == EVERYTHING
    assert write(PLAIN) == ""
    assert read({}) == read({"look": ""}) == PLAIN


@pytest.mark.parametrize(
    "value",
    ["text:huge", "size:large", "calm:off", "calm", ":", "...", "text:large;x", "\x00", "<b>", "a" * 5000],
)
def test_what_is_not_one_of_our_choices_is_passed_over(value: str) -> None:
    assert read({"look": value}) == PLAIN
    assert read({"look": f"{value}.colours:dark"}).colours == "dark"


def test_the_old_cookie_holds_until_something_is_chosen() -> None:
    assert read({"calm": "on"}) == Look(calm=True)
    assert read({"calm": "off"}) == PLAIN
    assert read({"calm": "on", "look": ""}) == PLAIN
    assert read({"calm": "on", "look": "text:large"}) == Look(text="large")


def test_the_form_offers_each_value_that_a_look_may_have() -> None:
    from profiles.look import VALUES

    fields = LookForm(PLAIN).fields
    assert list(fields) == list(VALUES)
    for name, values in VALUES.items():
        if name != "calm":
            assert tuple(value for value, _ in fields[name].choices) == ("", *values)


@pytest.mark.parametrize(
    ("look", "colours"),
    [
        (PLAIN, ["#fffaf2", "#1c1727"]),
        (Look(calm=True), ["#f5f3ef", "#1f1f22"]),
        (Look(colours="dark"), ["#1c1727"]),
        (Look(colours="light", calm=True), ["#f5f3ef"]),
        (Look(colours="contrast", calm=True), ["#ffffff"]),
        (Look(colours="contrast-dark"), ["#000000"]),
    ],
)
def test_the_bar_of_the_browser_has_the_colour_of_the_page(look: Look, colours: list[str]) -> None:
    assert [colour for colour, _ in look.papers] == colours
    assert [bool(media) for _, media in look.papers] == [len(colours) == 2] * len(colours)


def test_the_colours_of_the_bar_are_those_of_the_style_sheet() -> None:
    css = (Path(__file__).resolve().parents[3] / "cms/static/css/site.css").read_text()
    said = re.findall(r"--paper:var\(--bg,var\(--l,(#\w{6})\)var\(--d,(#\w{6})\)\)", css)
    assert said == [PAPERS[""], PAPERS["calm"]]


def attributes(client: Client, path: str = "/settings/") -> str:
    found = re.search(r"<html ([^>]*)>", client.get(path).content.decode())
    assert found
    return found[1]


@pytest.mark.django_db
def test_what_is_chosen_holds_on_every_page(client: Client) -> None:
    answer = client.post("/settings/", ALL | {"next": "/things/?page=2"})
    assert answer["Location"] == "/things/?page=2"
    for path in ("/settings/", "/find/", "/accounts/login/", "/no/such/page/"):
        said = attributes(client, path)
        for name, value in ALL.items():
            assert f'data-{name}="{value}"' in said, path
    html = client.get("/find/").content.decode()
    assert html.count(" checked") == len(ALL)
    assert '<meta name="color-scheme" content="dark">' in html
    client.post("/settings/", {"text": "large"})
    assert 'data-text="large"' in attributes(client)
    assert "data-calm" not in attributes(client)


@pytest.mark.django_db
def test_put_it_back_puts_all_of_it_back(client: Client) -> None:
    client.cookies["calm"] = "on"
    client.post("/settings/", ALL)
    answer = client.post("/settings/", ALL | {"put_back": "on"})
    assert "data-" not in attributes(client)
    assert answer.cookies["look"]["max-age"] == answer.cookies["calm"]["max-age"] == 0


@pytest.mark.django_db
def test_the_cookie_is_for_this_site_and_a_year_or_on_a_shared_computer_until_the_browser_closes(
    client: Client,
) -> None:
    cookie = client.post("/settings/", ALL, secure=True).cookies["look"]
    assert (cookie["samesite"], cookie["max-age"], cookie["secure"]) == ("Lax", 60 * 60 * 24 * 365, True)
    client.cookies[ANSWERS] = seal(Answers(shared=True, age=17))
    assert client.post("/settings/", ALL).cookies["look"]["max-age"] == ""


@pytest.mark.django_db
def test_it_goes_back_to_this_site_only_and_takes_no_other_value(client: Client) -> None:
    answer = client.post("/settings/", {"text": "huge", "x": "y", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/settings/"
    assert "huge" not in attributes(client)


@pytest.mark.django_db
def test_the_panel_is_in_the_header_of_every_page_but_the_one_that_explains(client: Client) -> None:
    html = client.get("/find/").content.decode()
    header = html[html.index("<header") : html.index("</header>")]
    assert "<summary" in header
    assert 'action="/settings/"' in header
    html = client.get("/settings/").content.decode()
    assert html.count("data-look") == 1
    assert "<summary" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "Puts more room between lines, words and letters." in html


@pytest.mark.django_db
@override_settings(LANGUAGES=[("en-gb", "English"), ("cy", "Cymraeg"), ("ar", "العربية")])
def test_a_language_can_be_chosen_where_there_are_several(client: Client) -> None:
    assert 'name="language"' in client.get("/find/").content.decode()
    client.post("/settings/", {"language": "ar"})
    assert attributes(client) == 'lang="ar" dir="rtl"'
    assert '<span lang="cy">Cymraeg</span>' in client.get("/settings/").content.decode()
    client.post("/settings/", {"language": "fr"})
    assert attributes(client) == 'lang="en-gb" dir="ltr"'
    client.post("/settings/", {"language": "cy"})
    assert attributes(client) == 'lang="cy" dir="ltr"'
    client.post("/settings/", {"put_back": "on"})
    assert attributes(client) == 'lang="en-gb" dir="ltr"'
    translation.activate("en-gb")


@pytest.mark.django_db
def test_no_language_is_asked_where_there_is_one(client: Client) -> None:
    assert 'name="language"' not in client.get("/settings/").content.decode()
