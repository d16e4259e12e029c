"""The reading gate: all that is said to young people is plain. What fails is said with its place. See docs/words.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests import reading
from tests.messages import ROOT, Text, messages
from tests.reading import Said

EASY_READ = "opportunities/easy_"
# What is said, by who says it. Of listings a sentence may begin with somebody's name.
ALL: dict[str, Callable[[], Iterator[Said] | tuple[Said, ...]]] = {
    "the site": reading.said_by_the_site,
    "the demo's listings": reading.listings,
    "guides": reading.guides,
    "meanings of hard words": reading.meanings,
    "people on your side": reading.contacts,
}


def easy_read() -> list[Said]:
    """What is said in Easy Read, of listings and in guides."""
    of_listings = [one for one in reading.said_by_the_site() if one.place.startswith(EASY_READ)]
    return [*of_listings, *reading.easy_read_guides()]


def lines(wrong: Iterator[str]) -> str:
    return "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("who", ALL)
def test_no_sentence_is_long(who: str) -> None:
    assert lines(reading.too_long(ALL[who]())) == ""


@pytest.mark.parametrize("who", ALL)
def test_a_nine_year_old_can_read_it(who: str) -> None:
    assert lines(reading.too_hard(ALL[who]())) == ""


@pytest.mark.parametrize("who", ALL)
def test_every_hard_word_is_in_the_glossary(who: str) -> None:
    assert lines(reading.hard_words(ALL[who](), names=who == "the demo's listings")) == ""


def test_easy_read_is_easier_still() -> None:
    said = easy_read()
    assert len(said) > 150
    assert lines(reading.too_long(said, reading.EASY_LONGEST)) == ""
    assert lines(reading.too_hard(said, reading.EASY_GRADE)) == ""


def test_no_error_shouts() -> None:
    assert [one for one in reading.said_by_the_site() if "!" in one.text] == []


def test_the_gate_reads_all_there_is() -> None:
    """Every part of the site that speaks is read: pages, emails, forms, what matching says, the vocabulary."""
    places = {one.place.split(":")[0] for one in reading.said_by_the_site()}
    for part in (
        "templates/base.html", "templates/404.html", "templates/components/header.html", "templates/components/footer.html",
        "templates/account/login.html", "templates/account/email/login_code_message.txt", "templates/mfa/index.html",
        "templates/profiles/question.html", "templates/profiles/results.html", "templates/profiles/how_we_choose.html", "templates/cms/guide_page.html",
        "templates/opportunities/opportunity_page.html", "templates/opportunities/easy_read.html",
        "profiles/fields.py", "profiles/forms.py", "profiles/questions.py", "profiles/look_form.py", "profiles/suggestions.py", "profiles/cards.py",
        "profiles/how_we_choose.py",
        "opportunities/listing.py", "matching/cautions.py", "matching/reasons.py", "matching/opening.py",
        "matching/vocabulary/support_needs.json", "matching/vocabulary/interests.json", "matching/vocabulary/facets.json",
    ):  # fmt: skip
        assert part in places, part
    assert len(list(reading.listings())) > 1000


def test_what_is_for_staff_is_still_there() -> None:
    """An exemption that exempts nothing is taken off the list."""
    used = {reading.for_staff(each.text, place) for each in messages() for place in each.places}
    assert set(reading.FOR_STAFF) - used == set()


# The gate has tests of itself: what is hard is found, with its place.

HARD = "Applicants are required to demonstrate eligibility prior to participation in supplementary educational provision."
LONG = " ".join(["Go there and"] * 7)


def test_a_hard_text_alone_is_found() -> None:
    text = f"{HARD} Additional accommodation necessitates documentation."
    easy = [Said("You can come and see it first.", f"templates/x.html:{line}") for line in range(60)]
    (found,) = reading.too_hard([Said(text, "templates/x.html:3"), *easy])
    assert found.startswith("templates/x.html:3: grade")
    assert text in found


def test_a_hard_file_is_found_though_no_text_of_it_is_long() -> None:
    some = [
        Said("Accommodation necessitates considerable documentation.", f"a/b.py:{at}") for at in range(10)
    ]
    (found,) = reading.too_hard(some)
    assert found.startswith("a/b.py: grade")


def test_few_words_are_read_with_their_neighbours() -> None:
    some = [
        Said("Accommodation necessitates considerable documentation.", f"a/{name}.txt")
        for name in "bcdefghijk"
    ]
    (found,) = reading.too_hard(some)
    assert found.startswith("a/ (short texts together): grade")


def test_labels_do_not_make_a_page_look_easy() -> None:
    hard = [Said("Accommodation necessitates considerable documentation.", "a/b.py:1")] * 10
    labels = [Said("Go", "a/b.py:2")] * 200
    assert list(reading.too_hard([*hard, *labels])) == list(reading.too_hard(hard)) != []


def test_a_long_sentence_and_long_sentences_together_are_found() -> None:
    assert list(reading.too_long([Said(LONG, "a.html:1")])) == [f"a.html:1: 21 words, more than 20: {LONG}"]
    short = "We go to the hut by the sea and then we have tea"
    (found,) = reading.too_hard([Said(short, "a.html:1")] * 4)
    assert found == "a.html: 13.0 words a sentence, more than 12"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("You are not eligible yet.", "“eligible” is hard, say “can join”"),
        ("Accommodation is free.", "“Accommodation” is hard, say “a place to stay”"),
        ("Ask your SENCO.", "“SENCO” is a short form"),
        ("Documentation comes later.", "“Documentation” is long"),
    ],
)
def test_a_hard_word_is_found(text: str, why: str) -> None:
    found = list(reading.hard_words([Said(text, "templates/x.html:3")]))
    assert [one for one in found if one.startswith("templates/x.html:3: ") and why in one] == found != []


def test_a_name_may_begin_a_sentence_of_a_listing() -> None:
    said = [Said("Danielle meets you.", "x")]
    assert list(reading.hard_words(said)) != []
    assert list(reading.hard_words(said, names=True)) == []


def test_a_word_that_the_glossary_explains_passes_until_it_is_taken_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [Said("A supported internship, and a DBS check.", "x")]
    assert list(reading.hard_words(said)) == []
    monkeypatch.setattr(reading, "glossary", lambda: reading.Glossary.of([]))
    assert len(list(reading.hard_words(said))) == 3


def test_what_a_translator_gets_is_read_as_a_reader_reads_it() -> None:
    assert reading.read_as('<a href="%(url)s">See %(count)s things</a> &amp; more<br>It is {name}.') == (
        "See it things & more\nIt is it."
    )


def test_a_text_that_somebody_adds_to_the_site_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Text(HARD, "", ("templates/profiles/start.html:9", "opportunities/panels.py:3"))
    monkeypatch.setattr(reading, "messages", lambda: [planted])
    said = reading.said_by_the_site.__wrapped__()
    assert said == (Said(HARD, "templates/profiles/start.html:9"),), "and the place that is for staff is not"
    assert "templates/profiles/start.html:9" in lines(reading.hard_words(said))


def test_every_place_that_is_named_exists() -> None:
    for named in reading.FOR_STAFF:
        assert (ROOT / named.partition("#")[0]).exists(), named


PAGE = """<title>A page</title><script>var accommodation = 1;</script><svg><title>x</title></svg>
<main><h1>Hello</h1><p>Do <b>you</b> have a <button type="button" class="word" popovertarget="w">plan</button><span popover id="w">Accommodation.</span>?</p>
<div><span aria-hidden="true">Yes</span><span class="visually-hidden">Yes, it has</span></div><p>Quiet space, Breaks, No steps, BSL</p></main>"""


def test_a_page_is_read_as_it_is_heard() -> None:
    said = [one.text for one in reading.shown_on(PAGE, "/x/")]
    assert said == [
        "A page", "Hello", "Do you have a plan?", "Yes, it has", "Quiet space\nBreaks\nNo steps\nBSL",
    ]  # fmt: skip


def test_a_hard_page_is_found_with_its_address() -> None:
    assert list(reading.plain_page(PAGE, "/x/")) == []
    (found,) = reading.plain_page(f"{PAGE}<p>{HARD}</p>" + f"<li>{HARD}</li>" * 4, "/x/")
    assert found.startswith("/x/: grade")
    assert f"/x/: 21 words, more than 20: {LONG}" in reading.plain_page(f"{PAGE}<p>{LONG}</p>", "/x/")
