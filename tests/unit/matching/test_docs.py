"""What docs/matching.md says of rules and weights is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from matching.ranking import TAKEN_AT_MOST
from matching.rules import RULES
from matching.scoring import MATTERS, OVERDUE_LOSES, WEIGHTS

PAGE = (Path(__file__).parents[3] / "docs" / "matching.md").read_text()


def test_the_rules_are_there_in_their_order():
    assert tuple(re.findall(r"^\| \d \| `(\w+)`", PAGE, flags=re.MULTILINE)) == RULES


def test_the_weights_are_those_of_the_code():
    written = {
        name: float(weight) for weight, name in re.findall(r"^\| ([\d.]+) `(\w+)`", PAGE, flags=re.MULTILINE)
    }
    assert written == WEIGHTS


def test_what_is_taken_off_is_that_of_the_code():
    (overdue,) = re.findall(r"^(\d+) \(`overdue`\) is taken off", PAGE, flags=re.MULTILINE)
    assert int(overdue) == OVERDUE_LOSES
    assert TAKEN_AT_MOST < OVERDUE_LOSES * 1000 < WEIGHTS["interest"] * 1000


def test_what_can_matter_most_is_what_the_code_knows():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE) == list(MATTERS)
