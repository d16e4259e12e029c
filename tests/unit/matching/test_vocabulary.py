from __future__ import annotations

import json
import shutil

import pytest

from matching import vocabulary
from matching.vocabulary import (
    FOLDER,
    INTEREST_GROUPS,
    INTERESTS,
    KINDS,
    NEED_GROUPS,
    NEEDS,
    REGISTER_SCHEMES,
    TIME_SLOTS,
    VocabularyError,
    interest_bits,
    key_bits,
    load,
    need_bits,
)


@pytest.fixture
def folder(tmp_path):
    """A copy of the vocabulary, and a way to change one file of it."""
    shutil.copytree(FOLDER, tmp_path / "words")

    def change(name, edit):
        file = tmp_path / "words" / name
        data = json.loads(file.read_text())
        edit(data)
        file.write_text(json.dumps(data))
        return tmp_path / "words"

    return change


def test_sixty_needs_in_seven_groups_and_109_interests_in_17():
    assert (len(NEEDS), len(NEED_GROUPS), len(INTERESTS), len(INTEREST_GROUPS)) == (60, 7, 109, 17)
    assert [need.index for need in NEEDS.values()] == list(range(60))
    assert {key for group in INTEREST_GROUPS.values() for key in group.members} == set(INTERESTS)


def test_every_choice_has_a_label():
    assert TIME_SLOTS["sat_am"] == "Saturday morning"
    assert list(KINDS) == ["activity", "volunteering", "supported-internship", "uni-bridge"]


@pytest.mark.parametrize(
    ("file", "edit", "message"),
    [
        (
            "support_needs.json",
            lambda data: data["needs"].append(data["needs"][0]),
            'need "quiet-space" is there twice',
        ),
        (
            "support_needs.json",
            lambda data: data["needs"][3].update(group="magic"),
            'need "soft-lighting": group "magic"',
        ),
        (
            "support_needs.json",
            lambda data: data["needs"][3].update(satisfied_by=["magic"]),
            'need "soft-lighting": satisfied_by "magic"',
        ),
        (
            "support_needs.json",
            lambda data: data["needs"][3].update(only_for=["job"]),
            'need "soft-lighting": only_for "job"',
        ),
        (
            "support_needs.json",
            lambda data: data["needs"][3].update(question=""),
            'need "soft-lighting" has no question',
        ),
        (
            "support_needs.json",
            lambda data: data["needs"].extend([data["needs"][0] | {"key": f"more-{at}"} for at in range(5)]),
            'need "more-4" is one more than the 64',
        ),
        (
            "interests.json",
            lambda data: data["groups"][1]["terms"][0].update(key="coding"),
            'interest "coding" is there twice',
        ),
        (
            "interests.json",
            lambda data: data["groups"][1]["terms"][0]["synonyms"].append("dogs"),
            '"dogs" is a synonym of',
        ),
        (
            "facets.json",
            lambda data: data["who_for"][1].update(label=""),
            'who for "disabled-and-non-disabled-together" has no label',
        ),
        ("facets.json", lambda data: data["entry"].append(data["entry"][0]), 'entry "none" is there twice'),
    ],
)
def test_a_broken_file_is_refused_by_its_key(folder, file, edit, message):
    with pytest.raises(VocabularyError) as refused:
        load(folder(file, edit))
    assert message in str(refused.value)
    assert file in str(refused.value)


def test_bits():
    access = {"quiet-space": "yes", "low-noise": "no", "up-and-down": "yes"}
    assert need_bits(access, "yes") == 1 | 1 << 59
    assert interest_bits(["tv-and-film", "university"]) == (1, 1 << 48)
    assert key_bits(TIME_SLOTS, ["mon_am", "sun_eve"]) == 1 | 1 << 20
    with pytest.raises(KeyError):
        need_bits({"magic": "yes"}, "yes")


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("GB-CHC", "1090095", "12345"),
        ("GB-SC", "SC016040", "016040"),
        ("GB-COH", "01234567", "1234567"),
        ("GB-UKPRN", "10000346", "20000346"),
        ("GB-EDU", "125554", "12555"),
        ("OFSTED", "EY123456", "EY12"),
        ("CQC", "1-123456789", "123456789"),
    ],
)
def test_register_numbers(scheme, good, bad):
    REGISTER_SCHEMES[scheme].check(good)
    with pytest.raises(ValueError, match=vocabulary.REGISTER_SCHEMES[scheme].label[:5]):
        REGISTER_SCHEMES[scheme].check(bad)
