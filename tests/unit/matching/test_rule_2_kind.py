from __future__ import annotations

from tests.unit.matching.made import fate, offer, seeker


def test_a_kind_that_was_not_named_is_left_out():
    assert fate(offer(kind="volunteering"), seeker(kinds=("activity", "uni-bridge"))) == "kind"
    assert fate(offer(kind="uni-bridge"), seeker(kinds=("activity", "uni-bridge"))) == "fits"


def test_naming_no_kind_limits_nothing():
    assert fate(offer(kind="volunteering"), seeker()) == "fits"
