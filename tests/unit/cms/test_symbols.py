from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from cms.templatetags.symbols import SPRITE_FILE, names, symbol
from matching.vocabulary import INTEREST_GROUPS, KINDS, NEED_GROUPS, OUTCOMES, TRAVEL_MODES


def test_every_group_kind_outcome_and_way_to_travel_has_a_symbol() -> None:
    wanted = {*INTEREST_GROUPS, *NEED_GROUPS, *KINDS, *OUTCOMES, *TRAVEL_MODES}
    assert wanted - names() == set()


def test_the_four_answers_have_four_different_shapes() -> None:
    drawn = {one.get("id"): ElementTree.tostring(one[0]) for one in ElementTree.parse(SPRITE_FILE).getroot()}  # noqa: S314
    shapes = [drawn[answer] for answer in ("yes", "can_arrange", "no", "not_known")]
    assert len(set(shapes)) == 4


def test_a_symbol_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in symbol("search")
    assert symbol("search", "big").startswith('<svg class="symbol big"')


def test_a_symbol_that_was_never_drawn_is_refused() -> None:
    with pytest.raises(LookupError, match="unicorn"):
        symbol("unicorn")


def test_all_symbols_are_on_one_grid_and_have_no_colour_of_their_own() -> None:
    """Their strokes are the text's colour, and three pixels wide unless the drawing says otherwise; their fills are the look's."""
    allowed = {"fill": {"var(--sym-a)", "var(--sym-b)", "currentColor"}, "stroke": {"var(--sym-on)"}}
    for one in ElementTree.parse(SPRITE_FILE).getroot():  # noqa: S314
        assert one.get("viewBox") == "0 0 48 48", one.get("id")
        for part in one.iter():
            for name, said in allowed.items():
                assert part.get(name) is None or part.get(name) in said, one.get("id")
            assert 3 <= float(part.get("stroke-width", 3)) <= 5, one.get("id")
    strokes = re.search(r"\.symbol\{[^}]*\}", (SPRITE_FILE.parents[1] / "css/site.css").read_text())
    assert strokes
    assert "stroke:currentColor; stroke-width:3;" in strokes[0]


def test_a_symbol_is_drawn_once_and_the_sprite_stays_small() -> None:
    drawn = [one.get("id") for one in ElementTree.parse(SPRITE_FILE).getroot()]  # noqa: S314
    assert len(drawn) == len(set(drawn))
    assert SPRITE_FILE.stat().st_size < 38 * 1024


def test_what_points_along_the_line_turns_round_with_it() -> None:
    assert "symbol--way" in symbol("next")
    assert "symbol--way" not in symbol("search")
