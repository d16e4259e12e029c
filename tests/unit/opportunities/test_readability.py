"""The measure of how hard a text is to read."""

from __future__ import annotations

import pytest

from opportunities.readability import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("need", 1), ("quiet", 2), ("council", 2), ("education", 4), ("time", 1), ("picked", 1), ("the", 1), ("2026", 1), ("£3.50", 1),
        ("university", 5), ("volunteering", 4), ("places", 2), ("watches", 2), ("times", 1), ("wanted", 2), ("people", 2), ("don’t", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It is free. You can come.", 2),
        ("It is free! Really? Yes", 3),
        ("Good to know: it is free.", 2),
        ("It costs £3.50 each time.", 1),
        ("You say “Yes.” They say no.", 2),
        ("One line\nand another", 2),
        ("...", 0),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words() -> None:
    assert words("It’s £3.50, for one-to-one help.") == ["It’s", "£3.50", "for", "one", "to", "one", "help"]


def test_it_knows_easy_from_hard() -> None:
    assert grade(["We do not know if there is a hoist", "Ask them first"]) < 4
    assert grade(["Information regarding accessibility provision is unavailable"]) > 12


def test_the_formula_is_kincaids() -> None:
    assert grade(["The cat sat on the mat"]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert grade(["The cat sat", "It ate a quiet mouse"]) == pytest.approx(
        0.39 * 8 / 2 + 11.8 * 9 / 8 - 15.59
    )
