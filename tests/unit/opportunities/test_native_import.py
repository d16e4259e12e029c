"""Import and export: published, whole or not at all, and the same again changes nothing."""

from __future__ import annotations

import copy
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex, Revision, Site

from opportunities.models import (
    ActivityPage,
    CatalogueStamp,
    OpportunityPage,
    PostcodeArea,
    ProviderPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)

pytestmark = pytest.mark.django_db

PROVIDERS = [
    {
        "id": "canal-boat-club",
        "name": "Canal Boat Club",
        "about": "We run boat trips.",
        "legal_type": "charity",
        "registers": [
            {"scheme": "GB-CHC", "number": "1090095", "checked_on": "2026-10-01"},
            {"scheme": "GB-COH", "number": "01234567", "checked_on": None},
        ],
        "verification": "safeguarding_checked",
        "verified_on": "2026-10-02",
        "contact": {"email": "hello@example.org", "phone": "0161 496 0000", "website": "https://example.org"},
    },
    {"id": "new-group", "name": "New group"},
]
ACTIVITY = {
    "id": "canal-crew",
    "provider": "canal-boat-club",
    "kind": "activity",
    "title": "Canal crew",
    "summary": "Help to steer and look after a canal boat.",
    "what_happens": ["Sam meets you at the gate.", "You choose a job on the boat."],
    "interests": ["planes-boats", "meeting-people"],
    "outcomes": ["friends-and-community"],
    "access": {"wheelchair": "yes", "quiet-space": "no", "bsl": "can_arrange", "hoist": "not_sure"},
    "access_notes": {"wheelchair": "There is a ramp."},
    "format": "in-person",
    "place": {
        "name": "Castlefield Basin",
        "address": "Duke Street",
        "postcode": "m34nf",
        "lat": 53.4757,
        "lng": -2.2556,
        "stop": {"name": "Deansgate", "walk_minutes": 6, "step_free": False},
    },
    "ages": [14, 25],
    "ehcp": "any",
    "times": ["sat_pm", "sat_am"],
    "pattern": "weekly",
    "season": "all_year",
    "starts_on": "2026-12-01",
    "ends_on": "2027-12-01",
    "apply_by": "2027-11-01",
    "cost": {"pounds": 3.5, "per": "session", "supporter_free": True, "other": "a drink"},
    "places": {"state": "few_left", "left": 2, "updated_on": "2026-11-02"},
    "group_size": "small",
    "noise": "some",
    "supporter": "welcome",
    "who_for": ["everyone"],
    "joining": "referral-needed",
    "recognition": ["own-certificate"],
    "entry": ["none"],
    "checked_on": "2026-11-02",
    "details": {"referral_by": "Your school"},
    "source": {
        "name": "A directory",
        "id": "5",
        "url": "https://example.org/5",
        "licence": "OGL",
        "modified": "2026-01-02T10:00:00Z",
    },
}
SHORT = {"provider": "canal-boat-club", "summary": "Come.", "format": "online"}
INTERNSHIP = SHORT | {
    "id": "internship",
    "kind": "supported-internship",
    "title": "Museum internship",
    "details": {
        "education_provider": "A college",
        "duration_months": 9,
        "hours_per_week": 20,
        "job_coach": True,
        "employer": "The museum",
        "access_to_work": False,
        "pilot_without_ehcp": {"council": "Salford", "ends_on": "2027-07-31"},
    },
}
VOLUNTEERING = SHORT | {
    "id": "gardens",
    "kind": "volunteering",
    "title": "Gardens",
    "details": {"expenses_paid": True, "long_term": False, "min_hours": 0, "under_16_confirmed": True},
}
BRIDGE = SHORT | {
    "id": "visit",
    "kind": "uni-bridge",
    "title": "Visit",
    "details": {
        "university": "A university",
        "colleges": ["One", "Two"],
        "entry_levels": ["Level 3"],
        "residential": False,
    },
}
UNSAID = [
    SHORT | {"id": f"unsaid-{kind}", "kind": kind, "title": "Unsaid"}
    for kind in ("activity", "supported-internship", "volunteering", "uni-bridge")
]


@pytest.fixture
def document():
    return {
        "format": "opportunities/1",
        "providers": copy.deepcopy(PROVIDERS),
        "opportunities": copy.deepcopy([ACTIVITY, INTERNSHIP, VOLUNTEERING, BRIDGE, *UNSAID]),
    }


@pytest.fixture
def imported(index, tmp_path):
    """Import a document; what is printed comes back."""

    def imported(document, **options):
        path, out = tmp_path / "file.json", StringIO()
        path.write_text(json.dumps(document), encoding="utf-8")
        call_command("import_opportunities", str(path), stdout=out, **options)
        return out.getvalue()

    return imported


def exported():
    out = StringIO()
    call_command("export_opportunities", stdout=out, stderr=StringIO(), verbosity=0)
    return out.getvalue()


def test_everything_of_the_format_is_in_the_pages(imported, document):
    said = imported(document)
    assert "Providers:     2 new, 0 changed, 0 unchanged" in said
    assert "Opportunities: 8 new, 0 changed, 0 unchanged" in said
    provider = ProviderPage.objects.get(public_id="canal-boat-club")
    assert (provider.title, provider.legal_type, provider.verification) == (
        "Canal Boat Club",
        "charity",
        "safeguarding_checked",
    )
    assert [str(register.number) for register in provider.registers.all()] == ["1090095", "01234567"]
    assert (provider.contact_phone, str(provider.verified_on)) == ("0161 496 0000", "2026-10-02")
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert page.live
    assert page.get_parent().specific == provider == page.provider
    assert page.url_path.endswith("/providers/canal-boat-club/canal-crew/")
    assert (page.pence, page.per, page.postcode, page.times) == (
        350,
        "session",
        "M3 4NF",
        ["sat_pm", "sat_am"],
    )
    assert page.yes_bits > 0
    assert page.can_arrange_bits > 0
    assert page.is_public
    internship = SupportedInternshipPage.objects.get(public_id="internship")
    assert (internship.ehcp, internship.pilot_council, internship.job_coach) == ("required", "Salford", True)
    assert (internship.access_to_work, internship.duration_months) == (False, 9)
    assert VolunteeringPage.objects.get(public_id="gardens").under_16_confirmed
    assert UniBridgePage.objects.get(public_id="visit").colleges == ["One", "Two"]


def test_what_is_not_said_stays_not_known(imported, document):
    imported(document)
    provider = ProviderPage.objects.get(public_id="new-group")
    assert (provider.verification, provider.is_public) == ("draft", False)
    assert SupportedInternshipPage.objects.get(public_id="unsaid-supported-internship").job_coach is None
    assert UniBridgePage.objects.get(public_id="unsaid-uni-bridge").residential is None
    page = ActivityPage.objects.get(public_id="unsaid-activity")
    assert (page.pence, page.age_min, page.lat, page.checked_on, page.access) == (None, None, None, None, {})


def test_what_was_imported_is_found_by_search(imported, document):
    imported(document)
    assert [page.title for page in OpportunityPage.objects.live().search("canal")] == ["Canal crew"]


def test_an_import_leaves_the_indexes_as_saving_does(imported, document):
    imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    references = list(
        ReferenceIndex.get_references_for_object(page).values_list("to_object_id", "model_path")
    )
    assert (str(page.provider_id), "provider") in references
    page.title = "Kayak crew"
    page.save()
    assert (
        list(ReferenceIndex.get_references_for_object(page).values_list("to_object_id", "model_path"))
        == references
    )
    assert [found.pk for found in OpportunityPage.objects.live().search("kayak")] == [page.pk]
    document["opportunities"][0]["title"] = "Raft crew"
    imported(document)
    assert [found.pk for found in OpportunityPage.objects.live().search("raft")] == [page.pk]
    assert not OpportunityPage.objects.live().search("kayak")


def test_importing_twice_changes_nothing(imported, document):
    imported(document)
    stamp, pages, revisions = (
        CatalogueStamp.current(),
        list(Page.objects.order_by("pk").values()),
        Revision.objects.count(),
    )
    said = imported(document)
    assert "Opportunities: 0 new, 0 changed, 8 unchanged" in said
    assert "Providers:     0 new, 0 changed, 2 unchanged" in said
    assert CatalogueStamp.current() == stamp
    assert list(Page.objects.order_by("pk").values()) == pages
    assert Revision.objects.count() == revisions


def test_an_export_imports_to_the_same_export(imported, document):
    imported(document)
    first = exported()
    stamp = CatalogueStamp.current()
    assert "0 new, 0 changed, 8 unchanged" in imported(json.loads(first))
    assert exported() == first
    assert CatalogueStamp.current() == stamp


def test_an_export_restores_an_empty_site(imported, document):
    imported(document)
    first = exported()
    for provider in ProviderPage.objects.all():
        provider.delete()
    assert json.loads(exported())["opportunities"] == []
    imported(json.loads(first))
    assert exported() == first


def test_an_export_holds_what_was_imported(imported, document):
    imported(document)
    found = json.loads(exported())
    assert list(found) == ["format", "providers", "opportunities"]
    assert [entry["id"] for entry in found["opportunities"]] == sorted(
        entry["id"] for entry in document["opportunities"]
    )
    entry = next(entry for entry in found["opportunities"] if entry["id"] == "canal-crew")
    assert list(entry) == list(ACTIVITY)
    assert entry == ACTIVITY | {"place": ACTIVITY["place"] | {"postcode": "M3 4NF"}}
    for given in (INTERNSHIP, VOLUNTEERING, BRIDGE):
        found_details = next(
            entry["details"] for entry in found["opportunities"] if entry["id"] == given["id"]
        )
        assert found_details == given["details"]
    provider = next(provider for provider in found["providers"] if provider["id"] == "canal-boat-club")
    assert provider == PROVIDERS[0]


def test_drafts_are_not_exported(imported, document):
    imported(document)
    ActivityPage.objects.get(public_id="canal-crew").unpublish()
    assert "canal-crew" not in exported()


def test_what_a_provider_that_was_taken_off_offers_is_not_exported(imported, document):
    """An import publishes what a file holds: it must not bring a provider back."""
    imported(document)
    ProviderPage.objects.get(public_id="canal-boat-club").unpublish()
    found = json.loads(exported())
    assert [provider["id"] for provider in found["providers"]] == ["new-group"]
    assert found["opportunities"] == []


def test_an_export_to_a_file_is_what_is_printed(imported, document, tmp_path):
    imported(document)
    call_command("export_opportunities", str(tmp_path / "out.json"), stderr=StringIO(), verbosity=0)
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == exported()


def test_only_what_differs_is_written(imported, document):
    imported(document)
    before = dict(OpportunityPage.objects.values_list("public_id", "last_published_at"))
    stamp = CatalogueStamp.current()
    document["opportunities"][0]["title"] = "Canal crew for all"
    document["providers"][1]["about"] = "We are new."
    said = imported(document)
    assert "Opportunities: 0 new, 1 changed, 7 unchanged" in said
    assert "Providers:     0 new, 1 changed, 1 unchanged" in said
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert (page.title, page.draft_title, page.slug) == (
        "Canal crew for all",
        "Canal crew for all",
        "canal-crew",
    )
    after = dict(OpportunityPage.objects.values_list("public_id", "last_published_at"))
    assert {key for key in after if after[key] != before[key]} == {"canal-crew"}
    assert CatalogueStamp.current() != stamp


def test_registers_follow_the_file(imported, document):
    imported(document)
    document["providers"][0]["registers"] = [{"scheme": "GB-CHC", "number": "1090096"}]
    assert "0 new, 1 changed, 1 unchanged" in imported(document)
    assert [
        register.number for register in ProviderPage.objects.get(public_id="canal-boat-club").registers.all()
    ] == ["1090096"]


def test_a_page_that_was_edited_in_the_admin_opens_there_as_the_file_has_it(imported, document):
    imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    page.title = "A change that waits"
    page.save_revision()
    document["opportunities"][0]["summary"] = "As the file has it."
    assert "1 changed" in imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert (page.title, page.summary, page.has_unpublished_changes) == (
        "Canal crew",
        "As the file has it.",
        False,
    )
    assert page.get_latest_revision_as_object().summary == "As the file has it."
    assert "0 changed" in imported(document)


def test_a_change_that_waits_is_left_alone_where_the_file_says_nothing_new(imported, document):
    imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    page.title = "A change that waits"
    page.save_revision()
    assert "0 new, 0 changed, 8 unchanged" in imported(document)
    assert (
        ActivityPage.objects.get(public_id="canal-crew").get_latest_revision_as_object().title
        == "A change that waits"
    )


def test_what_was_taken_off_is_published_again(imported, document):
    imported(document)
    ActivityPage.objects.get(public_id="canal-crew").unpublish(set_expired=True)
    assert "0 new, 1 changed, 7 unchanged" in imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert (page.live, page.expired) == (True, False)


def test_what_the_file_does_not_hold_stays(imported, document):
    imported(document)
    imported(document | {"opportunities": document["opportunities"][:1]})
    assert OpportunityPage.objects.live().count() == 8


def test_an_opportunity_moves_with_its_provider(imported, document):
    imported(document)
    document["opportunities"][0]["provider"] = "new-group"
    assert "1 changed" in imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert page.provider.public_id == "new-group"
    assert page.get_parent().specific == page.provider
    assert "0 changed" in imported(document)


def test_a_place_with_only_a_postcode_is_placed_from_the_table(imported, document):
    PostcodeArea.objects.create(code="HP5 1", lat=51.7, lng=-0.6)
    document["opportunities"][0]["place"] = {"name": "The hall", "postcode": "HP5 1HQ"}
    document["opportunities"][1] |= {"format": "in-person", "place": {"name": "Somewhere"}}
    said = imported(document)
    assert "1 have no point on the map, so people are told to ask where it is: internship" in said
    page = ActivityPage.objects.get(public_id="canal-crew")
    assert (page.lat, page.lng) == (51.7, -0.6)
    assert "0 changed" in imported(document)


def test_a_point_that_was_set_here_stays_while_the_place_is_the_same(imported, document):
    document["opportunities"][0]["place"] = {"name": "The hall", "address": "1 Road"}
    imported(document)
    page = ActivityPage.objects.get(public_id="canal-crew")
    page.lat, page.lng = 53.5, -2.5
    page.save()
    assert "0 changed, 8 unchanged" in imported(document)
    document["opportunities"][0]["place"]["address"] = "2 Road"
    assert "1 changed" in imported(document)
    assert ActivityPage.objects.get(public_id="canal-crew").lat is None


def test_an_address_is_asked_of_a_geocoder_only_where_the_settings_name_one(
    imported, document, settings, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        "opportunities.geocoding.find",
        lambda text: asked.append(text) or ((53.5, -2.5) if text == "1 Road" else None),
    )
    document["opportunities"][0]["place"] = {"name": "The hall", "address": "1 Road"}
    document["opportunities"][1] |= {"format": "both", "place": {"address": "Nowhere"}}
    imported(document, dry_run=True)
    assert asked == []
    settings.GEOCODER = "stub"
    imported(document)
    assert asked == ["1 Road", "Nowhere"]
    assert ActivityPage.objects.get(public_id="canal-crew").lat == 53.5
    assert SupportedInternshipPage.objects.get(public_id="internship").lat is None


def test_addresses_stay_different(imported, document):
    for entry, name in zip(document["opportunities"], ["A-b", "a-B", "a_b", "A_B"], strict=False):
        entry["id"] = name
    imported(document)
    slugs = OpportunityPage.objects.filter(public_id__iregex="^a.b$").values_list("slug", flat=True)
    assert sorted(slugs) == ["a-b", "a-b-2", "a_b", "a_b-2"]
    assert "0 changed, 8 unchanged" in imported(document)


def test_a_dry_run_writes_nothing(imported, document):
    stamp = CatalogueStamp.current()
    said = imported(document, dry_run=True)
    assert "Opportunities: 8 new" in said
    assert "This was a dry run. Nothing was written." in said
    assert (ProviderPage.objects.count(), CatalogueStamp.current()) == (0, stamp)


def test_a_file_that_breaks_the_format_writes_nothing(imported, document):
    document["opportunities"][1]["ages"] = "14+"
    document["opportunities"][3]["noise"] = "deafening"
    with pytest.raises(CommandError) as refused:
        imported(document)
    assert refused.value.returncode == 2
    assert str(refused.value).splitlines()[1:] == [
        'opportunities[1].ages: expected [min, max], got "14+"',
        'opportunities[3].noise: expected one of quiet, some, busy, loud, got "deafening"',
        "2 faults. Nothing was written.",
    ]
    assert not ProviderPage.objects.exists()


def test_another_kind_under_an_id_that_is_here_is_refused(imported, document):
    imported(document)
    document["opportunities"][0] |= {"kind": "volunteering", "details": {"referral_by": "Your school"}}
    document["opportunities"][2]["title"] = "Never written"
    with pytest.raises(
        CommandError,
        match=r'opportunities\[0\].kind: expected "activity", which it is here, got "volunteering"',
    ):
        imported(document)
    assert not VolunteeringPage.objects.filter(title="Never written").exists()


def test_one_entry_of_a_source_is_here_once(imported, document):
    imported(document)
    document["opportunities"] = [ACTIVITY | {"id": "other"}]
    with pytest.raises(
        CommandError,
        match=r'opportunities\[0\].source.id: expected an id that is not here yet, and "canal-crew" has it',
    ):
        imported(document)


def test_what_the_database_refuses_is_named_and_nothing_is_left(imported, document):
    """Two entries of one file from one entry of a source: only the database sees it."""
    document["opportunities"] = [ACTIVITY, ACTIVITY | {"id": "other"}]
    with pytest.raises(CommandError, match=r"opportunities\[1\]: the database will not have it"):
        imported(document)
    assert not ProviderPage.objects.exists()


def test_a_new_database_is_planted_by_the_import(db, tmp_path, document):
    path = tmp_path / "file.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    call_command("import_opportunities", str(path), verbosity=0)
    assert (
        ActivityPage.objects.get(public_id="canal-crew").get_url() == "/providers/canal-boat-club/canal-crew/"
    )
    planted = Site.objects.get().root_page.get_children().values_list("slug", flat=True)
    assert set(planted) == {"providers", "guides"}
