"""A directory's answer into the site: nothing unverified is seen, and what was said here is never overwritten."""

from __future__ import annotations

import copy
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageLogEntry

from opportunities.models import ActivityPage, CatalogueStamp, OpportunityPage, ProviderPage

pytestmark = pytest.mark.django_db

SERVICE = {
    "id": 20,
    "updated_at": "2026-01-02T10:00:00Z",
    "name": "Stoke Wheelers",
    "description": "A club.",
    "url": "https://example.org/",
    "min_age": 12,
    "max_age": None,
    "locations": [
        {
            "name": "Stoke Hall",
            "postal_code": "HP21 9PP",
            "geometry": {"coordinates": [-0.8, 51.8]},
            "accessibilities": [{"name": "Accessible toilet facilities"}],
        }
    ],
    "organisation": {"id": 7, "name": "Wheelers"},
    "taxonomies": [{"name": "Youth clubs", "slug": "youth-clubs"}],
}
SMALL = {"id": 21, "name": "Little ones", "min_age": 0, "max_age": 4, "locations": [], "organisation": None}


@pytest.fixture
def imported(index, tmp_path):
    def imported(*services, **how):
        path, out = tmp_path / "services.json", StringIO()
        path.write_text(json.dumps({"content": services, "totalElements": len(services)}), encoding="utf-8")
        how = {"source": "Bucks Directory", "verification": "details_checked"} | how
        call_command("import_opportunities", str(path), format="outpost", stdout=out, **how)
        return out.getvalue()

    return imported


@pytest.fixture
def service():
    return copy.deepcopy(SERVICE)


def page():
    return ActivityPage.objects.get(public_id="bucks-directory-20")


def edited_here(**columns):
    """As the admin does it: a revision, published."""
    found = page()
    for name, value in columns.items():
        setattr(found, name, value)
    found.save_revision().publish()


def test_what_came_in_and_what_did_not_is_printed(imported, service):
    said = imported(service, SMALL)
    assert "Opportunities: 1 new, 0 changed, 0 unchanged" in said
    assert "in   20  Stoke Wheelers" in said
    assert "out  21  Little ones     it is for ages 0 to 4; we list for 14 to 25" in said
    assert "1 came in, 1 were left out, from Bucks Directory." in said


def test_nobody_sees_what_nobody_checked(imported, service):
    said = imported(service, verification="draft")
    assert "1 of these providers are not checked, so nobody sees what they offer yet." in said
    assert not OpportunityPage.objects.public().exists()
    said = imported(service, verification="details_checked")
    assert "not checked" not in said
    assert OpportunityPage.objects.public().get().title == "Stoke Wheelers"


def test_a_provider_that_a_moderator_paused_stays_so(imported, service):
    imported(service)
    ProviderPage.objects.update(verification="paused", title="As we call them")
    imported(service)
    assert ProviderPage.objects.get().verification == "paused"
    assert ProviderPage.objects.get().title == "As we call them"


def test_where_it_came_from_is_kept(imported, service):
    imported(service, licence="OGL v3.0")
    found = page()
    assert (found.source, found.source_id, found.source_url) == (
        "Bucks Directory",
        "20",
        "https://example.org/",
    )
    assert (found.source_licence, found.source_modified.isoformat()) == (
        "OGL v3.0",
        "2026-01-02T10:00:00+00:00",
    )
    assert "Bucks Directory" in found.source_text
    assert "OGL v3.0" in found.source_text


def test_importing_twice_changes_nothing(imported, service):
    imported(service)
    stamp, log = CatalogueStamp.current(), PageLogEntry.objects.count()
    assert "Opportunities: 0 new, 0 changed, 1 unchanged" in imported(service)
    assert (CatalogueStamp.current(), PageLogEntry.objects.count()) == (stamp, log)


def test_what_the_feed_changed_comes_in(imported, service):
    imported(service)
    service |= {"description": "A better club.", "min_age": 14, "updated_at": "2026-03-01T10:00:00Z"}
    assert "0 new, 1 changed" in imported(service)
    assert (page().summary, page().age_min, page().source_modified.month) == ("A better club.", 14, 3)


def test_what_was_edited_here_stays_and_the_rest_follows_the_feed(imported, service):
    imported(service)
    edited_here(summary="Our own words.")
    service |= {"description": "The feed's new words.", "min_age": 14}
    assert "0 new, 1 changed" in imported(service)
    assert (page().summary, page().age_min) == ("Our own words.", 14)
    assert page().get_latest_revision_as_object().age_min == 14
    assert "0 changed, 1 unchanged" in imported(service)
    service["description"] = "Newer words still."
    imported(service)
    assert page().summary == "Our own words."


def test_no_access_answer_is_ever_overwritten(imported, service):
    imported(service)
    assert page().access == {"accessible-toilet": "yes"}
    edited_here(access={"accessible-toilet": "no", "bsl": "yes"})
    service["locations"][0]["accessibilities"].append({"name": "Hoist"})
    imported(service)
    assert page().access == {"accessible-toilet": "no", "bsl": "yes"}
    assert page().access_notes == {"hoist": "The directory says: hoist."}


def test_an_answer_that_was_taken_away_here_does_not_come_back(imported, service):
    imported(service)
    edited_here(access={})
    service["description"] = "Something else."
    imported(service)
    assert page().access == {}


def test_an_answer_that_the_feed_no_longer_gives_stays(imported, service):
    imported(service)
    service["locations"][0]["accessibilities"] = []
    imported(service)
    assert page().access == {"accessible-toilet": "yes"}


def test_what_was_closed_here_stays_closed(imported, service):
    imported(service)
    page().unpublish()
    service["description"] = "Open again, says the feed."
    assert "0 changed, 1 unchanged" in imported(service)
    assert (page().live, page().summary) == (False, "A club.")


def test_a_change_that_waits_for_a_moderator_is_not_disturbed(imported, service):
    imported(service)
    found = page()
    found.summary = "A change that waits."
    found.save_revision()
    service["min_age"] = 14
    imported(service)
    assert (page().age_min, page().get_latest_revision_as_object().summary) == (12, "A change that waits.")


def test_a_page_restored_from_a_backup_is_believed_over_the_feed(imported, service, tmp_path):
    """Its history is gone, so nobody can tell what was edited here."""
    imported(service)
    backup = tmp_path / "backup.json"
    call_command("export_opportunities", str(backup), verbosity=0)
    ProviderPage.objects.get().delete()
    call_command("import_opportunities", str(backup), verbosity=0)
    service["description"] = "The feed's new words."
    imported(service)
    assert page().summary == "A club."
    service["description"] = "Newer words still."
    imported(service)
    assert page().summary == "A club."


def test_what_is_left_out_now_and_still_here_is_named(imported, service):
    imported(service)
    said = imported(service | {"status": "inactive"})
    assert (
        "Left out now, and still shown here: Stoke Wheelers (bucks-directory-20). Close it if it has ended."
        in said
    )
    assert page().live


def test_a_dry_run_writes_nothing(imported, service):
    said = imported(service, SMALL, dry_run=True)
    assert "1 came in, 1 were left out" in said
    assert "This was a dry run. Nothing was written." in said
    assert not ProviderPage.objects.exists()


def test_another_file_is_refused(index, tmp_path):
    path = tmp_path / "other.json"
    path.write_text('{"services": []}', encoding="utf-8")
    with pytest.raises(CommandError, match='expected services: an object with "content"') as refused:
        call_command("import_opportunities", str(path), format="outpost")
    assert refused.value.returncode == 2
