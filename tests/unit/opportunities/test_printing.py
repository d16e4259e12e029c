"""One side of paper: what is cut is counted, and the QR code leads back to the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import segno

from opportunities.models import OpportunityPage
from opportunities.printing import FACT_LETTERS, STEP_LETTERS, fitting, qr_code, sheet

Offer = Callable[..., OpportunityPage]
ADDRESS = "https://find.example/providers/canal-boat-club/canal-crew/"


def test_what_does_not_fit_is_counted() -> None:
    assert fitting(["one", "two", "three"], 6) == fitting(["one", "two", "four", "five"], 6).__class__(
        ("one", "two"), "and 1 more on the website"
    )
    assert fitting(["one", "two"], 6).more == ""
    assert fitting([], 6).shown == ()


def test_the_first_is_said_however_long_it_is() -> None:
    assert fitting(["a very long step", "no"], 3).shown == ("a very long step",)


def drawn(svg: str) -> set[tuple[int, int]]:
    """The dark squares of a QR code as (column, row): its path goes from left to right along the middle of each row."""
    (path,) = re.findall(r' d="([^"]+)"', svg)
    squares, column, row = set(), 0.0, -0.5
    for letter, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        first, *second = (float(number) for number in re.findall(r"-?[\d.]+", numbers))
        if letter == "h":
            squares |= {(int(column) + step, int(row)) for step in range(int(first))}
            column += first
        elif letter == "M":
            column, row = first, second[0]
        else:
            column, row = column + first, row + second[0]
    return squares


def test_the_qr_code_is_that_of_the_address() -> None:
    svg = qr_code(ADDRESS)
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    border = 2
    assert drawn(svg) == {
        (column + border, row + border)
        for row, modules in enumerate(matrix)
        for column, dark in enumerate(modules)
        if dark
    }
    assert drawn(qr_code(ADDRESS.replace("canal-crew", "canal-walk"))) != drawn(svg)


def test_the_qr_code_has_nothing_that_the_content_security_policy_refuses() -> None:
    assert not re.search(r"style|<script|href|xmlns:|on\w+=", qr_code(ADDRESS))


def test_facts_and_answers_in_few_words(offer: Offer) -> None:
    page = offer(
        access={"quiet-space": "yes", "breaks": "can_arrange", "hoist": "no", "practise-journey": "can_arrange"},
        pence=300, per="session", noise="quiet", times=["sat_am"],
    )  # fmt: skip
    made = sheet(page, ADDRESS)
    facts, answers = dict(made.facts), {heading: names.shown for heading, names in made.answers}
    assert facts["When"] == "Saturday morning."
    assert facts["Cost"] == "£3 each time"
    assert facts["How loud"] == "Quiet, like a library"
    assert facts["How to get there"] == "Someone can practise the journey with you. Ask first."
    assert answers["They have"] == ("Quiet space",)
    assert answers["They can arrange, ask first"] == ("Breaks", "Practise the journey")
    assert answers["They do not have"] == ("Hoist",)
    assert "Low noise" in answers["We do not know, so ask"]
    assert made.address == "find.example/providers/canal-boat-club/canal-crew/"
    assert made.roomy


def test_a_long_listing_is_cut_and_says_so(offer: Offer) -> None:
    page = offer(
        summary="a" * 300, what_happens=["b" * 190] * 12, address="c" * 240, pence=300, other_cost="d" * 200, joining="book",
    )  # fmt: skip
    made = sheet(page, ADDRESS)
    assert sum(map(len, made.steps.shown)) <= STEP_LETTERS
    assert made.steps.more == "and 10 more on the website"
    assert sum(len(label) + len(text) for label, text in made.facts) <= FACT_LETTERS
    assert made.facts[0][0] == "When"
    assert not made.roomy


@pytest.mark.django_db
def test_a_page_that_is_nowhere_yet_has_no_code(offer: Offer) -> None:
    made = sheet(offer(), "")
    assert (made.address, made.qr) == ("", "")
