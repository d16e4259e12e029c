"""The opportunities file, with no database: what is refused, with which words, and what it offers."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from matching.types import Pilot
from opportunities.models.kinds import CLASSES
from opportunities.open_data import native, rows
from opportunities.open_data.reading import FileError

DEMO = Path(__file__).parents[3] / "cms" / "demo"
PROVIDER = {
    "id": "canal-boat-club",
    "name": "Canal Boat Club",
    "about": "We run boat trips on the Bridgewater Canal.",
    "legal_type": "charity",
    "registers": [{"scheme": "GB-CHC", "number": "1090095", "checked_on": "2026-10-01"}],
    "verification": "safeguarding_checked",
    "contact": {"email": "hello@example.org", "phone": "", "website": "https://example.org"},
}
ENTRY = {
    "id": "canal-crew",
    "provider": "canal-boat-club",
    "kind": "activity",
    "title": "Canal crew",
    "summary": "Help to steer and look after a canal boat.",
    "what_happens": ["Sam meets you at the gate.", "You get a life jacket.", "You choose a job on the boat."],
    "interests": ["planes-boats", "meeting-people"],
    "outcomes": ["friends-and-community"],
    "access": {"wheelchair": "yes", "quiet-space": "no", "bring-supporter": "yes", "hoist": "not_sure"},
    "access_notes": {"wheelchair": "There is a ramp. One wheelchair at a time."},
    "format": "in-person",
    "place": {
        "name": "Castlefield Basin",
        "address": "Duke Street, Manchester",
        "postcode": "M3 4NF",
        "lat": 53.4757,
        "lng": -2.2556,
    },
    "ages": [14, 25],
    "ehcp": "any",
    "times": ["sat_am", "sat_pm"],
    "pattern": "weekly",
    "season": "all_year",
    "starts_on": None,
    "ends_on": None,
    "apply_by": None,
    "cost": {"pounds": 3.5, "per": "session", "supporter_free": True, "other": "none"},
    "places": {"state": "open", "left": 4, "updated_on": "2026-11-02"},
    "group_size": "small",
    "noise": "some",
    "supporter": "welcome",
    "who_for": ["everyone"],
    "joining": "enquire",
    "recognition": ["none"],
    "entry": ["none"],
    "checked_on": "2026-11-02",
    "details": {},
}
SHORT = {
    "id": "choir",
    "provider": "canal-boat-club",
    "kind": "activity",
    "title": "Choir",
    "summary": "Sing.",
    "format": "online",
}


def document(*entries, **provider):
    return {
        "format": "opportunities/1",
        "providers": [{**PROVIDER, **provider}],
        "opportunities": [
            {**ENTRY, "id": f"{ENTRY['id']}-{number}", **entry} for number, entry in enumerate(entries)
        ],
    }


def faults(document):
    with pytest.raises(FileError) as refused:
        native.checked(document)
    return str(refused.value).splitlines()


def test_the_formats_own_example_is_whole():
    found = native.checked(document({}))
    (offer,) = native.offers(found, table=False)
    assert (offer.id, offer.provider, offer.kind, offer.title) == (
        "canal-crew-0",
        "canal-boat-club",
        "activity",
        "Canal crew",
    )
    assert offer.steps == (
        "Sam meets you at the gate.",
        "You get a life jacket.",
        "You choose a job on the boat.",
    )
    assert (offer.lat, offer.lng, offer.age_min, offer.age_max) == (53.4757, -2.2556, 14, 25)
    assert (offer.pence, offer.per, offer.supporter_free, offer.other_cost) == (350, "session", True, "none")
    assert (offer.places_state, offer.places_left, offer.places_updated_on) == ("open", 4, date(2026, 11, 2))
    assert offer.access["quiet-space"] == "no"
    assert (offer.times, offer.who_for, offer.entry) == (("sat_am", "sat_pm"), ("everyone",), ("none",))


def test_what_is_not_said_is_not_known():
    found = native.checked(document() | {"opportunities": [SHORT]})
    (offer,) = native.offers(found, table=False)
    assert offer.access == {}
    assert (offer.pence, offer.age_min, offer.age_max, offer.lat, offer.checked_on) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert (offer.pattern, offer.noise, offer.group_size, offer.joining, offer.places_state) == (
        "",
        "",
        "",
        "",
        "",
    )
    assert (offer.supporter_free, offer.job_coach, offer.under_16_confirmed, offer.pilot) == (
        False,
        False,
        False,
        None,
    )


def test_null_is_the_same_as_not_said():
    nulls = dict.fromkeys(ENTRY) | SHORT
    said, left_out = (
        native.offers(native.checked(document() | {"opportunities": [entry]}), table=False)
        for entry in (nulls, SHORT)
    )
    assert said == left_out


@pytest.mark.parametrize(
    ("verification", "shown"),
    [
        ("details_checked", True),
        ("safeguarding_checked", True),
        ("draft", False),
        ("paused", False),
        ("removed", False),
        (None, False),
    ],
)
def test_what_nobody_checked_is_not_offered(verification, shown):
    found = native.checked(document({}, verification=verification))
    assert bool(native.offers(found, table=False)) is shown


def test_a_place_with_only_a_postcode_is_at_its_sectors_middle_else_its_districts():
    place = {"name": "The hall"}
    found = native.checked(
        document(
            {"place": place | {"postcode": "m34nf"}},
            {"place": place | {"postcode": "SK8"}},
            {"place": place},
            {"place": place | {"postcode": "ZE1 0AA"}},
        )
    )
    sector, district, name_only, unknown = native.offers(found, table=False)
    assert (sector.lat, sector.lng) == pytest.approx((53.4776, -2.2553), abs=0.003)
    assert district.lat == pytest.approx(53.38, abs=0.02)
    assert (name_only.lat, unknown.lat) == (None, None)


def test_a_supported_internship_always_needs_a_plan_and_a_pilot_is_told_apart():
    pilot = {"council": "Salford", "ends_on": "2027-07-31"}
    found = native.checked(
        document(
            {
                "kind": "supported-internship",
                "ehcp": "any",
                "details": {"job_coach": True, "pilot_without_ehcp": pilot},
            },
            {"kind": "supported-internship", "details": {}},
        )
    )
    one, other = native.offers(found, table=False)
    assert (one.ehcp, one.pilot, one.job_coach) == ("required", Pilot("Salford", date(2027, 7, 31)), True)
    assert (other.ehcp, other.pilot, other.job_coach) == ("required", None, False)


def test_the_words_of_the_example_in_the_format():
    assert 'opportunities[12].ages: expected [min, max], got "14+"' in faults(
        document(*[{}] * 12, {"ages": "14+"})
    )


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"title": ""}, '.title: expected a text that is not empty, got ""'),
        (
            {"kind": "job"},
            '.kind: expected one of activity, volunteering, supported-internship, uni-bridge, got "job"',
        ),
        ({"sumary": "x"}, ".sumary: not a key that we know here (did you mean summary?)"),
        (
            {"access": {"wheelchare": "yes"}},
            ".access.wheelchare: not a key that we know here (did you mean wheelchair?)",
        ),
        (
            {"access": {"wheelchair": "can_arrange"}},
            '.access.wheelchair: expected yes, no or not_sure (it can not be arranged), got "can_arrange"',
        ),
        (
            {"access": {"bsl": "maybe"}},
            '.access.bsl: expected one of yes, can_arrange, no, not_sure, got "maybe"',
        ),
        ({"access_notes": {"bsl": 5}}, ".access_notes.bsl: expected a text, got 5"),
        (
            {"interests": ["boats"]},
            '.interests[0]: expected a key of our interests, got "boats" (did you mean planes-boats?)',
        ),
        ({"times": ["sat_am", "sat_am"]}, '.times: expected each only once, got "sat_am" twice'),
        (
            {"outcomes": ["healthy"]},
            '.outcomes[0]: expected one of work-and-learning, living, friends-and-community, health, got "healthy" (did you mean health?)',
        ),
        ({"ages": [14]}, ".ages: expected [min, max], got [14]"),
        ({"ages": [14, 25, 30]}, ".ages: expected [min, max], got [14, 25, 30]"),
        ({"ages": ["14", 25]}, '.ages[0]: expected a whole number from 0 to 120 or null, got "14"'),
        ({"ages": [25, 14]}, ".ages: expected [min, max] with min not above max, got [25, 14]"),
        ({"starts_on": "2026-02-30"}, '.starts_on: expected a date as YYYY-MM-DD, got "2026-02-30"'),
        ({"starts_on": "20260203"}, '.starts_on: expected a date as YYYY-MM-DD, got "20260203"'),
        (
            {"starts_on": "2026-05-02", "ends_on": "2026-05-01"},
            '.ends_on: expected a date not before starts_on (2026-05-02), got "2026-05-01"',
        ),
        (
            {"place": None},
            '.place: expected a place with a name, an address, a postcode or a point (or the format "online"), got nothing',
        ),
        (
            {"place": {}, "format": None},
            '.place: expected a place with a name, an address, a postcode or a point (or the format "online"), got nothing',
        ),
        (
            {"place": {"name": "x", "lat": 53.4}},
            ".place.lng: expected a number, as there is a lat, got nothing",
        ),
        (
            {"place": {"name": "x", "lat": -2.2, "lng": -2.2}},
            ".place.lat: expected a number from 49 to 61.5 or null, got -2.2",
        ),
        ({"place": {"postcode": "M" * 11}}, ".place.postcode: expected at most 10 characters, got 11"),
        (
            {"place": {"postcode": "Salford"}},
            '.place.postcode: expected a postcode such as "M3 4NF", got "Salford"',
        ),
        ({"cost": {"pounds": "3.50"}}, '.cost.pounds: expected a number from 0 to 10000 or null, got "3.50"'),
        ({"cost": {"pounds": 3.555}}, ".cost.pounds: expected pounds and whole pence, got 3.555"),
        (
            {"cost": {"pounds": 3, "per": "hour"}},
            '.cost.per: expected one of session, week, term, once, got "hour"',
        ),
        ({"cost": {"price": 3}}, ".cost.price: not a key that we know here"),
        ({"places": {"left": -1}}, ".places.left: expected a whole number from 0 to 10000 or null, got -1"),
        (
            {"joining": "referral-needed"},
            ".details.referral_by: expected who must refer people, as joining is referral-needed, got nothing",
        ),
        ({"details": {"residential": True}}, ".details.residential: not a key that we know here"),
        (
            {"kind": "supported-internship", "details": {"job_coach": False}},
            ".details.job_coach: expected true, for a supported internship has a trained job coach, got false",
        ),
        (
            {"kind": "supported-internship", "details": {"duration_months": 3}},
            ".details.duration_months: expected a whole number from 6 to 12 or null, got 3",
        ),
        (
            {"kind": "supported-internship", "details": {"pilot_without_ehcp": {"council": "Salford"}}},
            ".details.pilot_without_ehcp.ends_on: expected a date as YYYY-MM-DD, got nothing",
        ),
        (
            {"kind": "uni-bridge", "details": {"colleges": "all"}},
            '.details.colleges: expected a list of at most 30 texts, got "all"',
        ),
        (
            {"provider": "nobody"},
            '.provider: expected the id of one of the providers in this file, got "nobody"',
        ),
        ({"id": "canal crew"}, '.id: expected an id of letters, digits, - and _, got "canal crew"'),
        ({"what_happens": ["Come.", ""]}, '.what_happens[1]: expected a text that is not empty, got ""'),
        ({"source": {"id": "5"}}, ".source.name: expected a text that is not empty, got nothing"),
        (
            {"source": {"name": "x", "modified": "2026-01-01T10:00:00"}},
            '.source.modified: expected a date and time as 2026-11-02T09:30:00Z, got "2026-01-01T10:00:00"',
        ),
    ],
)
def test_a_fault_is_named_with_what_was_expected_and_what_is_there(entry, fault):
    assert faults(document(entry)) == [f"opportunities[0]{fault}"]


@pytest.mark.parametrize(
    ("provider", "fault"),
    [
        (
            {"registers": [{"scheme": "GB-CHC", "number": "12"}]},
            'providers[0].registers[0].number: expected a number of Charity Commission (England and Wales), as ^\\d{6,7}$, got "12"',
        ),
        (
            {"registers": [{"scheme": "GB-XXX", "number": "1"}]},
            "providers[0].registers[0].scheme: expected one of GB-CHC, GB-SC",
        ),
        (
            {"registers": [PROVIDER["registers"][0]] * 2},
            'providers[0].registers[1].number: expected each register only once, got "1090095" twice',
        ),
        (
            {"contact": {"email": "hello"}},
            'providers[0].contact.email: expected an email address, got "hello"',
        ),
        ({"contact": {"email": "a@b"}}, 'providers[0].contact.email: expected an email address, got "a@b"'),
        (
            {"contact": {"website": "example.org"}},
            'providers[0].contact.website: expected a web address, got "example.org"',
        ),
        ({"verification": "checked"}, "providers[0].verification: expected one of draft, details_checked"),
        ({"name": None}, "providers[0].name: expected a text that is not empty, got null"),
        ({"legal_type": "club"}, "providers[0].legal_type: expected one of charity, cic"),
    ],
)
def test_a_fault_of_a_provider(provider, fault):
    (found,) = faults(document({}, **provider))
    assert found.startswith(fault)


def test_ids_stand_once():
    found = document({"id": "a"}, {"id": "b"}, {"id": "a"})
    found["providers"].append(copy.deepcopy(PROVIDER))
    assert faults(found) == [
        'opportunities[2].id: expected an id of its own, got "a", which opportunities[0] has',
        'providers[1].id: expected an id of its own, got "canal-boat-club", which providers[0] has',
    ]


def test_every_fault_of_a_file_is_named_in_its_order():
    entries = [{"title": 5, "ages": [30, 20]}, {}, {"provider": "nobody", "noise": "deafening"}]
    assert [fault.split(":")[0] for fault in faults(document(*entries) | {"extra": 1})] == [
        "extra",
        "opportunities[0].ages",
        "opportunities[0].title",
        "opportunities[2].noise",
        "opportunities[2].provider",
    ]


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ([], "expected an object with some of format, providers, opportunities, got []"),
        ({"providers": [], "opportunities": []}, 'format: expected "opportunities/1", got nothing'),
        (
            {"format": "opportunities/2", "providers": [], "opportunities": []},
            'format: expected "opportunities/1", got "opportunities/2"',
        ),
        (
            {"format": "opportunities/1", "providers": {}, "opportunities": []},
            "providers: expected a list of providers, got {}",
        ),
        (
            {"format": "opportunities/1", "providers": [], "opportunities": ["x"]},
            "opportunities[0]: expected an object with some of id",
        ),
        (
            {"format": "opportunities/1", "providers": [None], "opportunities": [{}]},
            "opportunities[0].id: expected an id of letters",
        ),
    ],
)
def test_what_is_no_such_file_at_all(found, fault):
    assert faults(found)[0].startswith(fault)


def test_a_file_is_read_from_disk_with_its_byte_order_mark(tmp_path):
    path = tmp_path / "file.json"
    path.write_text("\ufeff" + json.dumps(document({})), encoding="utf-8")
    assert len(native.load(path)["opportunities"]) == 1
    path.write_text('{"format": "opportunities/1",\n "providers": [}', encoding="utf-8")
    with pytest.raises(FileError, match="is not JSON: Expecting value, in line 2, column 16"):
        native.load(path)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["activities", "work-and-learning"])
def test_every_entry_of_the_demo_comes_back_from_its_columns(name):
    found = native.load(DEMO / f"{name}.json")
    assert len(found["opportunities"]) > 100
    for entry in found["opportunities"]:
        columns = rows.opportunity_columns(entry)
        page = CLASSES[entry["kind"]](public_id=entry["id"], kind=entry["kind"], **columns)
        again = rows.opportunity_entry(page, entry["provider"])
        native.checked(
            {"format": "opportunities/1", "providers": found["providers"], "opportunities": [again]}
        )
        assert rows.opportunity_columns(again) == columns
        assert {key: again[key] for key in ("id", "provider", "kind")} == {
            key: entry[key] for key in ("id", "provider", "kind")
        }
