"""The page says what the code does: its rules in their order, its weights, all that can matter most; and figures once there are any."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from matching.rules import RULES
from matching.scoring import MATTERS, MATTERS_MOST, OVERDUE_LOSES, WEIGHTS
from profiles import how_we_choose
from profiles.fields import WHAT_MATTERS, WHAT_MATTERS_SYMBOLS, WHAT_MATTERS_THEIRS
from profiles.how_we_choose import COMES_FIRST, COUNTED, FIGURES, RULE_SYMBOLS, measured
from profiles.suggestions import LEFT_OUT, WHY_NOT

COUNTS: dict[str, Any] = {
    "people": 19,
    "ours": {"ndcg": 0.914, "violations": 0, "missed": 1, "late": 5},
    "other": {"name": "nearest", "ndcg": 0.403, "violations": 91, "missed": 0, "late": 42},
}
NULLS: dict[str, Any] = json.loads(re.sub(r'(?<=: )(\d[\d.]*|"nearest")', "null", json.dumps(COUNTS)))


@pytest.fixture
def page(db: None) -> str:
    response = Client().get("/how-we-choose/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_each_key_of_the_code_has_its_words_and_no_other_has() -> None:
    assert tuple(WHY_NOT) == tuple(LEFT_OUT) == tuple(RULE_SYMBOLS) == RULES
    assert set(how_we_choose.MORE_OF_RULES) <= set(RULES)
    assert set(COMES_FIRST) == set(WEIGHTS)
    assert list(WHAT_MATTERS) == list(WHAT_MATTERS_THEIRS) == list(WHAT_MATTERS_SYMBOLS) == list(MATTERS)


def test_the_rules_stand_in_their_order(page: str) -> None:
    listed = re.findall(r"<strong>(\d)</strong> (.*?)</p>", page, re.DOTALL)
    said = [re.sub(r"<span popover.*?</span>|<[^>]+>", "", words).strip() for _, words in listed]
    assert [int(at) for at, _ in listed] == list(range(1, len(RULES) + 1))
    assert said == [str(WHY_NOT[rule]) for rule in RULES]


def test_the_weights_are_those_of_the_code(page: str) -> None:
    words = {str(says): name for name, says in COMES_FIRST.items()} | {
        str(how_we_choose.MATTERS_WORDS): "matters"
    }
    weights = WEIGHTS | {"matters": MATTERS_MOST}
    drawn = re.findall(r'<li class="progress">(.*?) <progress .*?max="(\d+)" value="(\d+)"', page)
    assert {words[says]: int(value) for says, _, value in drawn} == weights
    assert {int(most) for _, most, _ in drawn} == {max(WEIGHTS.values())}
    told = re.findall(r"<div><dt>(.*?)</dt><dd>([\d,]+)</dd></div>", page)
    assert {words[says]: int(value.replace(",", "")) for says, value in told} == weights
    assert [value for *_, value in drawn] == sorted((value for *_, value in drawn), key=int, reverse=True)


def test_it_says_that_what_was_not_confirmed_in_time_comes_later_and_by_how_much(page: str) -> None:
    assert "If they do not tell us in time, it comes later." in page
    assert f"it loses {OVERDUE_LOSES}." in page


def test_all_that_can_matter_most_is_there(page: str) -> None:
    for key in MATTERS:
        assert str(WHAT_MATTERS[key]) in page


def test_it_is_the_same_for_everybody(visitor: Any, page: str) -> None:
    visitor.says(age=17, matters=("free",), needs={"hoist": "must"})
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    theirs = unescape(visitor.get("/how-we-choose/").content.decode())
    assert hidden.sub("", theirs) == hidden.sub("", page)


def test_the_results_and_every_page_lead_to_it(visitor: Any) -> None:
    assert 'href="/how-we-choose/"' in visitor.get("/find/").content.decode()
    visitor.says(age=17)
    main = visitor.get("/find/results/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'href="/how-we-choose/"' in main
    assert b"/how-we-choose/</loc>" in visitor.get("/sitemap.xml").content


def test_figures_that_are_not_counted_yet_are_not_shown(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    assert measured({"tuned": NULLS, "held_out": NULLS}) == ()
    monkeypatch.setattr(how_we_choose, "figures", lambda: ())
    assert "How we check this" not in Client().get("/how-we-choose/").content.decode()


def test_figures_are_shown_beside_those_of_the_best_other_way(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    (held_out,) = found = measured({"tuned": NULLS, "held_out": COUNTS})
    assert held_out.people == 19
    assert [row[1:] for row in held_out.rows] == [(91, 40), (0, 91), (1, 0), (5, 42)]
    monkeypatch.setattr(how_we_choose, "figures", lambda: found)
    page = Client().get("/how-we-choose/").content.decode()
    assert "19 people" in page
    assert "<strong>Us: 91</strong></dd><dd>Nearest first: 40</dd>" in page


def test_the_file_of_figures_can_be_read() -> None:
    held = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert set(held) == {"tuned", "held_out"}
    for group in held.values():
        assert set(group) == {"people", "ours", "other"}
        assert set(group["ours"]) == set(COUNTED)
        assert set(group["other"]) == {"name", *COUNTED}
    measured(held)
