"""A council directory's answer as opportunities: what comes in, what is left out and why, and what is not made up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from opportunities.open_data import native, outpost
from opportunities.open_data.feed_text import plain, shortened
from opportunities.open_data.reading import FileError

TODAY = date(2026, 11, 24)
REAL = Path(__file__).parents[4] / "shared" / "data" / "listings" / "outpost_services.json"
VOCABULARIES = REAL.parents[1] / "vocabularies"

LOCATION = {
    "id": 20,
    "name": "Stoke Hall",
    "address_1": " Guttmann Road",
    "city": "Aylesbury",
    "postal_code": "HP21 9PP",
    "geometry": {"type": "Point", "coordinates": [-0.800143, 51.800377]},
    "mask_exact_address": False,
    "accessibilities": [],
}
SERVICE = {
    "id": 20,
    "updated_at": "2020-11-26T10:49:52.834Z",
    "name": "Stoke Wheelers",
    "description": "A club.",
    "url": "https://example.org/",
    "min_age": 5,
    "max_age": None,
    "needs_referral": None,
    "free": None,
    "locations": [LOCATION],
    "organisation": {
        "id": 7,
        "name": "Wheelers",
        "description": "We run it.",
        "email": "hello@example.org",
        "url": "https://example.org/us",
    },
    "taxonomies": [],
    "regular_schedules": [],
    "cost_options": [],
    "send_needs": [],
    "target_directories": [{"name": "Bucks Directory", "label": "bd"}],
}


def read(*services, **how):
    return outpost.read({"content": list(services), "totalElements": len(services)}, today=TODAY, **how)


def entry(**service):
    """The one entry that this service becomes, checked against our own format."""
    found = read(SERVICE | service)
    native.checked(found.document)
    return found.document["opportunities"][0]


def reason(**service):
    """Why this service is left out."""
    found = read(SERVICE | service)
    assert found.document["opportunities"] == []
    (remark,) = found.left_out
    return remark.text


def notes(**service):
    return [note.text for note in read(SERVICE | service).notes]


def test_what_is_said_comes_in_and_nothing_else_is_made_up():
    found = read(SERVICE)
    assert found.source == "Bucks Directory"
    native.checked(found.document)
    assert found.document["opportunities"] == [
        {
            "id": "bucks-directory-20",
            "provider": "bucks-directory-org-7",
            "kind": "activity",
            "title": "Stoke Wheelers",
            "summary": "A club.",
            "interests": [],
            "access": {},
            "access_notes": {},
            "format": "in-person",
            "place": {
                "name": "Stoke Hall",
                "address": "Guttmann Road, Aylesbury",
                "postcode": "HP21 9PP",
                "lat": 51.800377,
                "lng": -0.800143,
            },
            "ages": [5, None],
            "times": [],
            "pattern": None,
            "cost": {"pounds": None},
            "joining": None,
            "details": {},
            "source": {
                "name": "Bucks Directory",
                "id": "20",
                "url": "https://example.org/",
                "licence": "",
                "modified": "2020-11-26T10:49:52.834000Z",
            },
        }
    ]
    assert found.document["providers"] == [
        {
            "id": "bucks-directory-org-7",
            "name": "Wheelers",
            "about": "We run it.",
            "verification": "draft",
            "contact": {"email": "hello@example.org", "website": "https://example.org/us"},
        }
    ]


def test_source_licence_and_what_was_checked_can_be_given():
    found = read(SERVICE, source="Our list", licence="OGL v3.0", verification="details_checked")
    assert found.document["opportunities"][0]["source"]["licence"] == "OGL v3.0"
    assert found.document["opportunities"][0]["id"] == "our-list-20"
    assert found.document["providers"][0]["verification"] == "details_checked"


@pytest.mark.parametrize(
    "answer",
    [
        {"content": [SERVICE], "totalElements": 1, "last": True},
        {"contents": [SERVICE], "total_items": 1},
        [SERVICE],
        [{"content": [SERVICE]}, {"content": []}],
        SERVICE,
    ],
)
def test_both_envelopes_a_list_and_one_service(answer):
    assert len(outpost.read(answer, today=TODAY).document["opportunities"]) == 1


@pytest.mark.parametrize(
    "answer", [{}, [], {"content": {}}, "x", [{"content": ["x"]}], {"content": [{"name": "no id"}]}]
)
def test_what_is_no_such_answer_is_refused(answer):
    if answer == []:
        assert outpost.read(answer, today=TODAY).document["opportunities"] == []
        return
    with pytest.raises(FileError, match='expected services: an object with "content"'):
        outpost.read(answer, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Arts &amp; crafts", "Arts & crafts"),
        ("Arts &amp;amp; crafts", "Arts & crafts"),
        ("<p>Come <b>along</b></p><p>Bring&nbsp;a friend</p>", "Come along\nBring a friend"),
        ("&lt;p&gt;Come along&lt;/p&gt;", "Come along"),
        ("One.\r\n\r\n  Two. \r\n", "One.\nTwo."),
        ("<style>p {color: red}</style>Seen<script>alert(1)</script>", "Seen"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("", ""),
        (None, ""),
        (12, ""),
    ],
)
def test_text_has_no_tags_or_entities(typed, words):
    assert plain(typed) == words


def test_a_long_description_is_cut_at_a_sentence_else_at_a_word():
    assert shortened("One is here. " * 40, 300).endswith("One is here.")
    cut = shortened("word " * 100, 300)
    assert cut.endswith("word…")
    assert len(cut) <= 300
    assert shortened("We offer:\nboats\nBread.", 300) == "We offer: boats. Bread."


@pytest.mark.parametrize("description", [None, "", "   ", "<p></p>"])
def test_with_no_description_the_name_stands(description):
    assert entry(description=description)["summary"] == "Stoke Wheelers"


class TestAges:
    @pytest.mark.parametrize(
        ("low", "high"), [(5, 13), (0, 11), (26, None), (60, 100), ("5", "11"), (None, 13)]
    )
    def test_others_than_ours_are_left_out(self, low, high):
        assert "we list for 14 to 25" in reason(min_age=low, max_age=high)

    def test_they_are_named(self):
        assert reason(min_age=5, max_age=11) == "it is for ages 5 to 11; we list for 14 to 25"

    @pytest.mark.parametrize(("low", "high"), [(5, 14), (25, 60), (14, 25), (0, 99), (12, None), (None, 18)])
    def test_some_of_ours_are_enough(self, low, high):
        assert entry(min_age=low, max_age=high)["ages"] == [low, high]

    def test_open_referral_uk_names_them_otherwise(self):
        service = {key: value for key, value in SERVICE.items() if key not in {"min_age", "max_age"}}
        (found,) = read(service | {"minimum_age": 12, "maximum_age": 18}).document["opportunities"]
        assert found["ages"] == [12, 18]

    @pytest.mark.parametrize("empty", [None, "", "any"])
    def test_what_is_not_given_is_said_to_whoever_imports(self, empty):
        assert entry(min_age=empty, max_age=empty)["ages"] == [None, None]
        assert notes(min_age=empty, max_age=empty) == ["it gives no ages, so it is shown as for any age"]

    def test_the_wrong_way_round_they_are_not_known(self):
        assert entry(min_age=30, max_age=15)["ages"] == [None, None]
        assert notes(min_age=30, max_age=15) == [
            "its ages are the wrong way round (30 to 15), so it is shown as for any age"
        ]

    def test_bands_below_eight_say_that_nobody_older_comes(self):
        assert "ages 0 to 7" in reason(min_age=None, max_age=None, age_band_3_4=True)
        assert entry(min_age=None, max_age=None, age_band_3_4=True, age_band_all=True)["ages"] == [None, None]


class TestNoThingToJoin:
    NURSERY = {
        "id": 305,
        "name": "Nurseries, creches, pre schools and nursery classes",
        "slug": "nurseries-creches-pre-schools-and-nursery-classes",
    }

    def test_a_nursery_with_no_ages(self):
        assert "its category is for small children: Nurseries" in reason(
            min_age=None, taxonomies=[self.NURSERY]
        )

    def test_a_nurserys_category_does_not_overrule_the_ages_given(self):
        assert entry(min_age=16, taxonomies=[self.NURSERY])["ages"] == [16, None]

    def test_a_school(self):
        school = {"name": "Secondary schools", "slug": "secondary-schools"}
        assert (
            reason(min_age=11, max_age=18, taxonomies=[school])
            == "it is a school, not a thing to join in: Secondary schools"
        )

    def test_for_older_people_alone(self):
        assert (
            reason(suitabilities=[{"name": "Older people"}, {"name": "Dementia"}]) == "it is for older people"
        )
        assert entry(suitabilities=[{"name": "Older people"}, {"name": "Autism"}])

    @pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed", "archived"])
    def test_closed(self, status):
        assert reason(status=status) == f"it is {status}"

    def test_shown_until_a_day_that_has_passed(self):
        assert reason(visible_to="2026-11-23T00:00:00Z") == "it was shown until 2026-11-23"
        assert entry(visible_to="2026-11-24", status="active")

    def test_twice_in_a_file(self):
        assert [remark.text for remark in read(SERVICE, SERVICE).left_out] == ["it is in the file twice"]


class TestWhere:
    @pytest.mark.parametrize(
        "point",
        [
            {"coordinates": [0, 0]},
            {"coordinates": []},
            None,
            {"coordinates": [-70.0, 40.0]},
            {"coordinates": [None, None]},
        ],
    )
    def test_no_point_leaves_the_postcode(self, point):
        place = entry(locations=[LOCATION | {"geometry": point}])["place"]
        assert place == {"name": "Stoke Hall", "address": "Guttmann Road, Aylesbury", "postcode": "HP21 9PP"}

    @pytest.mark.parametrize("postcode", [None, "", "Aylesbury", "HP21 9P9P"])
    def test_no_postcode_leaves_the_point(self, postcode):
        place = entry(locations=[LOCATION | {"postal_code": postcode}])["place"]
        assert (place["postcode"], place["lat"]) == ("", 51.800377)

    def test_neither_leaves_the_words_of_it(self):
        found = entry(locations=[LOCATION | {"postal_code": None, "geometry": None}])
        assert (found["format"], found["place"]) == (
            "in-person",
            {"name": "Stoke Hall", "address": "Guttmann Road, Aylesbury", "postcode": ""},
        )

    @pytest.mark.parametrize(
        "words", [{"city": "Online"}, {"name": "online via Zoom"}, {"location_type": "virtual"}]
    )
    def test_online(self, words):
        nowhere = {
            "name": None,
            "address_1": " ",
            "city": "Nationwide",
            "postal_code": None,
            "geometry": {"coordinates": [0, 0]},
        }
        found = entry(locations=[nowhere | words])
        assert (found["format"], found["place"]) == ("online", None)

    def test_nationwide_is_no_place(self):
        nowhere = {
            "name": "GOV.UK",
            "address_1": " ",
            "city": "Nationwide",
            "postal_code": None,
            "geometry": {"coordinates": [0, 0]},
        }
        assert reason(locations=[nowhere]) == "it is nationwide: there is no place to go to"

    @pytest.mark.parametrize("locations", [[], None, [{"name": "", "city": None, "address_1": " "}]])
    def test_nowhere(self, locations):
        assert reason(locations=locations) == "it does not say where it is"

    def test_a_masked_address_keeps_its_rough_point_and_no_postcode(self):
        """Outpost once wrote W1A in the place of every masked postcode, and stars in that of the street."""
        masked = LOCATION | {
            "mask_exact_address": True,
            "address_1": "***",
            "postal_code": "W1A",
            "geometry": {"coordinates": [-0.8, 51.8]},
        }
        assert entry(locations=[masked])["place"] == {
            "name": "In or near Aylesbury",
            "address": "",
            "postcode": "",
            "lat": 51.8,
            "lng": -0.8,
        }

    def test_the_first_place_that_can_be_found_is_kept_and_that_is_said(self):
        nowhere = {"name": "Anywhere", "city": "", "postal_code": None, "geometry": None}
        assert entry(locations=[nowhere, LOCATION])["place"]["name"] == "Stoke Hall"
        assert notes(locations=[nowhere, LOCATION]) == ["it is at 2 places, and only one of them is kept"]

    def test_open_referral_uk_has_them_deeper(self):
        at = {
            "location": {
                "name": "The hall",
                "latitude": 53.4,
                "longitude": -2.2,
                "addresses": [{"address_1": "1 Road", "city": "Sale", "postal_code": "M33 1AA"}],
            }
        }
        assert entry(locations=None, service_at_locations=[at])["place"] == {
            "name": "The hall",
            "address": "1 Road, Sale",
            "postcode": "M33 1AA",
            "lat": 53.4,
            "lng": -2.2,
        }


class TestAccess:
    def test_the_one_that_is_our_own_question_is_answered(self):
        location = LOCATION | {"accessibilities": [{"name": "Accessible toilet facilities"}]}
        assert entry(locations=[location])["access"] == {"accessible-toilet": "yes"}

    def test_none_of_a_directorys_others_is_an_answer(self):
        if not VOCABULARIES.is_dir():
            pytest.skip("the directory's own list is not on this machine")
        names = [
            each["label"]
            for each in json.loads(
                (VOCABULARIES / "outpost_accessibilities.json").read_text(encoding="utf-8")
            )
        ]
        assert len(names) == 12
        found = entry(locations=[LOCATION | {"accessibilities": [{"name": name} for name in names]}])
        assert found["access"] == {"accessible-toilet": "yes"}
        assert found["access_notes"] == {
            "bsl": "The directory says: british sign language (bsl).",
            "hearing-support": "The directory says: hearing loop.",
            "hoist": "The directory says: hoist.",
            "park-at-door": "The directory says: disabled car parking space.",
            "public-transport": "The directory says: bus stop nearby.",
            "step-free": "The directory says: wheelchair accessible entrance, building has lift.",
            "wheelchair": "The directory says: partial wheelchair access.",
        }

    def test_whom_it_says_it_is_for_answers_nothing(self):
        needs = [{"name": name} for name in ("Autism", "Hearing", "Sensory and physical needs", "Visual")]
        assert entry(send_needs=needs, suitabilities=[{"name": "Autism"}])["access"] == {}


@pytest.mark.parametrize(
    ("slug", "interests"),
    [
        ("swimming", ["swimming"]),
        ("youth-clubs", ["youth-club"]),
        ("scouts-guides-and-cadets", ["camping-adventure"]),
        ("dance-drama-and-music", []),
        ("clubs-and-groups", []),
        ("things-to-do", []),
        ("sports-and-fitness", []),
    ],
)
def test_a_category_is_an_interest_only_where_it_names_one(slug, interests):
    assert (
        entry(taxonomies=[{"name": slug.replace("-", " "), "slug": slug}, {"name": "Things to do"}])[
            "interests"
        ]
        == interests
    )
    assert entry(attributes=[{"taxonomy_term": {"name": slug.replace("-", " ")}}])["interests"] == interests


@pytest.mark.parametrize(
    ("service", "cost"),
    [
        ({"free": True}, {"pounds": 0, "per": None}),
        ({"free": False}, {"pounds": None}),
        ({"free": None}, {"pounds": None}),
        (
            {"cost_options": [{"amount": "3.50", "cost_type": "per session"}]},
            {"pounds": 3.5, "per": "session"},
        ),
        (
            {
                "cost_options": [
                    {"amount": 3, "cost_type": "per session"},
                    {"amount": 5.0, "cost_type": "per session", "option": "Adult"},
                ]
            },
            {"pounds": 5.0, "per": "session"},
        ),
        ({"cost_options": [{"amount": 40, "cost_type": "per term"}]}, {"pounds": 40.0, "per": "term"}),
        (
            {
                "cost_options": [
                    {"amount": 5, "cost_type": "per session"},
                    {"amount": 40, "cost_type": "per term"},
                ]
            },
            {"pounds": None},
        ),
        ({"cost_options": [{"amount": 5, "cost_type": "per hour"}]}, {"pounds": None}),
        ({"cost_options": [{"amount": 5, "cost_type": None}]}, {"pounds": 5.0, "per": None}),
        ({"cost_options": [{"amount": 0, "cost_type": ""}]}, {"pounds": 0.0, "per": None}),
        ({"cost_options": [{"amount": None, "option": "Ask us"}], "free": None}, {"pounds": None}),
        (
            {"cost_options": [{"amount": "5", "cost_type": "per week"}], "free": True},
            {"pounds": 5.0, "per": "week"},
        ),
    ],
)
def test_a_price_is_known_only_where_one_is_given(service, cost):
    assert entry(**service)["cost"] == cost


@pytest.mark.parametrize(
    ("schedules", "times", "pattern"),
    [
        ([{"weekday": "Monday", "opens_at": "10:00", "closes_at": "17:00"}], ["mon_am", "mon_pm"], None),
        ([{"weekday": "Friday", "opens_at": "18:30", "closes_at": "20:00"}], ["fri_eve"], None),
        (
            [
                {
                    "weekday": "Saturday",
                    "opens_at": "09:00",
                    "closes_at": "12:00",
                    "freq": "week",
                    "interval": 1,
                }
            ],
            ["sat_am"],
            "weekly",
        ),
        (
            [{"weekday": "Saturday", "opens_at": "13:00", "closes_at": None, "freq": "week", "interval": 2}],
            ["sat_pm"],
            "fortnightly",
        ),
        (
            [{"byday": "TH,FR", "opens_at": "10:00:00", "closes_at": "18:00:00", "freq": "WEEKLY"}],
            ["thu_am", "thu_pm", "thu_eve", "fri_am", "fri_pm", "fri_eve"],
            "weekly",
        ),
        (
            [{"byday": "2MO", "opens_at": "19:00", "closes_at": "21:00", "freq": "MONTHLY"}],
            ["mon_eve"],
            "monthly",
        ),
        ([{"weekday": "Sunday", "opens_at": "", "closes_at": ""}], [], None),
        ([{"weekday": None, "opens_at": "10:00", "closes_at": "12:00"}], [], None),
        ([], [], None),
    ],
)
def test_times_are_the_parts_of_the_week_that_it_is_open(schedules, times, pattern):
    found = entry(regular_schedules=schedules)
    assert (found["times"], found["pattern"]) == (times, pattern)


def test_a_referral_is_said_and_by_whom_is_to_be_asked():
    found = entry(needs_referral=True)
    assert (found["joining"], found["details"]) == ("referral-needed", {"referral_by": "ask them who"})
    assert entry(needs_referral=False)["joining"] is None


@pytest.mark.parametrize(
    "organisation", [None, {}, {"id": 1883, "name": None, "email": None, "url": None}, {"id": 3, "name": " "}]
)
def test_an_organisation_with_no_name_is_named_after_its_service_and_that_is_said(organisation):
    found = read(SERVICE | {"organisation": organisation})
    native.checked(found.document)
    assert found.document["providers"][0]["name"] == "Stoke Wheelers"
    assert [note.text for note in found.notes] == [
        "its organisation has no name, so the provider is named after it"
    ]


def test_what_is_no_address_is_dropped():
    organisation = {"id": 7, "name": "Us", "email": "none", "url": "www.example.org"}
    found = read(SERVICE | {"organisation": organisation, "url": "see Facebook"})
    native.checked(found.document)
    assert found.document["providers"][0]["contact"] == {"email": "", "website": "https://www.example.org"}
    assert found.document["opportunities"][0]["source"]["url"] == ""


def test_two_services_of_one_organisation_have_one_provider():
    found = read(SERVICE, SERVICE | {"id": 21})
    assert len(found.document["providers"]) == 1
    assert len(found.document["opportunities"]) == 2


def test_twenty_real_services():
    if not REAL.is_file():
        pytest.skip("the real services are not on this machine")
    found = outpost.read(json.loads(REAL.read_text(encoding="utf-8")), today=TODAY)
    native.checked(found.document)
    assert found.source == "Buckinghamshire Online Directory"
    assert len(found.document["opportunities"]) + len(found.left_out) == 20
    left = {remark.title: remark.text for remark in found.left_out}
    assert left["12th Aylesbury Brownies"] == "it is for ages 5 to 11; we list for 14 to 25"
    assert left["627 Transfer"] == "it does not say where it is"
    assert "small children" in left["Acorn Montessori School"]
    assert "small children" in left["Abbey View Primary Academy"]
    come_in = {entry["title"]: entry for entry in found.document["opportunities"]}
    assert come_in["Active in the Community | Online Activities"]["format"] == "online"
    assert come_in["Aces Wheelchair Basketball"]["access"] == {}
    assert come_in["Aces Wheelchair Basketball"]["ages"] == [5, None]
