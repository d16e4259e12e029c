"""The seeker file: everything but the district may be left out; what is wrong is named."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from opportunities.open_data.reading import FileError
from opportunities.seeker_file import load

WHOLE = {
    "format": "seeker/1",
    "today": "2026-11-23",
    "age": 17,
    "ehcp": True,
    "outcode": "SK8",
    "interests": ["tv-and-film", "film-making"],
    "not_interests": ["football"],
    "own_words": "I want to work in TV.",
    "needs": {"clear-steps": "must", "quiet-space": "would_help"},
    "travel": {"modes": ["train", "lift"], "max_miles": 8},
    "kinds": ["supported-internship"],
    "times": ["mon_am"],
    "max_cost": 2.5,
}


@pytest.fixture
def read(tmp_path):
    def read(said):
        path = tmp_path / "seeker.json"
        path.write_text(said if isinstance(said, str) else json.dumps(said))
        return load(path, table=False)

    return read


def faults(read, said):
    with pytest.raises(FileError) as refused:
        read(said)
    return str(refused.value).splitlines()


def test_a_whole_file(read):
    found = read(WHOLE)
    assert found.today == date(2026, 11, 23)
    seeker = found.seeker
    assert (seeker.age, seeker.ehcp, seeker.outcode) == (17, True, "SK8")
    assert (round(seeker.lat, 1), round(seeker.lng, 1)) == (53.4, -2.2)
    assert seeker.interests == ("tv-and-film", "film-making")
    assert seeker.not_interests == ("football",)
    assert seeker.own_words == "I want to work in TV."
    assert dict(seeker.needs) == {"clear-steps": "must", "quiet-space": "would_help"}
    assert (seeker.modes, seeker.max_miles) == (("train", "lift"), 8)
    assert (seeker.kinds, seeker.times, seeker.max_cost) == (
        ("supported-internship",),
        ("mon_am",),
        Decimal("2.5"),
    )


@pytest.mark.parametrize("rest", [{}, dict.fromkeys(WHOLE.keys() - {"format", "outcode"})])
def test_what_is_left_out_or_null_limits_nothing(read, rest):
    found = read({**rest, "format": "seeker/1", "outcode": "ol6"})
    seeker = found.seeker
    assert found.today is None
    assert seeker.outcode == "OL6"
    assert (seeker.age, seeker.ehcp, seeker.max_miles, seeker.max_cost) == (None, None, None, None)
    assert (seeker.interests, seeker.kinds, seeker.times, seeker.modes, dict(seeker.needs)) == (
        (),
        (),
        (),
        (),
        {},
    )


@pytest.mark.parametrize("outcode", ["ZZ9", "SK8 1AA", "Manchester", ""])
def test_a_district_that_nobody_knows_is_refused_in_these_words(read, outcode):
    assert faults(read, {"format": "seeker/1", "outcode": outcode}) == [
        f'outcode: "{outcode}" is not a postcode district that we know'
    ]


def test_every_fault_is_named(read):
    said = {
        "format": "seeker/1",
        "today": "23/11/2026",
        "age": "17",
        "outcode": "ZZ9",
        "interests": ["film-makin", "dogs", "dogs"],
        "needs": {"quiet-space": "maybe", "quite-space": "must"},
        "travel": {"modes": ["train", "boat"], "max_miles": -1, "max_minutes": 30},
        "kinds": "activity",
        "max_cost": True,
        "diagnosis": "x",
    }
    assert faults(read, said) == [
        'age: expected a whole number from 0 to 120 or null, got "17"',
        "diagnosis: not a key that we know here",
        'interests: expected each only once, got "dogs" twice',
        'interests[0]: expected a key of our interests, got "film-makin" (did you mean film-making?)',
        'kinds: expected a list of keys, got "activity"',
        "max_cost: expected a number from 0 to 10000 or null, got true",
        'needs.quiet-space: expected one of must, would_help, got "maybe"',
        "needs.quite-space: not a key that we know here (did you mean quiet-space?)",
        'outcode: "ZZ9" is not a postcode district that we know',
        'today: expected a date as YYYY-MM-DD, got "23/11/2026"',
        "travel.max_miles: expected a number from 0 to 1000 or null, got -1",
        "travel.max_minutes: not a key that we know here (did you mean max_miles?)",
        "travel.modes[1]: expected one of walk, wheel, bike, bus, tram, train, lift, taxi, council, provider, online, "
        'got "boat"',
    ]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('{"format": "seeker/1",\n "outcode": SK8}', "is not JSON: Expecting value, in line 2, column 13"),
        ('{"outcode": "SK8", "outcode": "M1"}', '"outcode" stands twice in one object'),
        (
            '{"format": "seeker/1", "outcode": "SK8", "max_cost": NaN}',
            "is not JSON: NaN is not a number in JSON",
        ),
        ("[]", "expected an object with some of format, today, age"),
        ("", "is not JSON: Expecting value, in line 1, column 1"),
        ('{"outcode": "SK8"}', 'format: expected "seeker/1", got nothing'),
        ('{"format": "seeker/1"}', "outcode: expected a postcode district such as SK8, got nothing"),
        ('{"format": "seeker/1", "outcode": 8}', "outcode: expected a postcode district such as SK8, got 8"),
        (
            '{"format": "seeker/1", "outcode": "SK8", "today": "2026-02-30"}',
            'today: expected a date as YYYY-MM-DD, got "2026-02-30"',
        ),
    ],
)
def test_one_fault(read, said, fault):
    assert any(fault in line for line in faults(read, said))


def test_a_file_that_is_not_there_and_one_that_is_no_text(read, tmp_path):
    with pytest.raises(FileError, match=r"There is no file .*none\.json"):
        load(tmp_path / "none.json", table=False)
    (tmp_path / "picture.json").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(FileError, match="can not be read as text"):
        load(tmp_path / "picture.json", table=False)
