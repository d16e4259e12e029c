from __future__ import annotations

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


def test_all_symbols_are_on_one_grid_and_take_the_colour_of_the_text() -> None:
    for one in ElementTree.parse(SPRITE_FILE).getroot():  # noqa: S314
        assert (one.get("viewBox"), one.get("stroke")) == ("0 0 48 48", "currentColor"), one.get("id")
