"""manage.py suggest: for people and as JSON, from a file with no database, and from the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opportunities.open_data.reading import validator

ROOT = Path(__file__).parents[3]
SEEKER = {
    "format": "seeker/1",
    "today": "2026-11-23",
    "age": 17,
    "outcode": "M3",
    "interests": ["singing"],
    "own_words": "I love boats. I hate football. I like zorbing.",
    "needs": {"step-free": "must"},
    "travel": {"max_miles": 5},
    "max_cost": 5,
}
PROVIDERS = [
    {"id": "club", "name": "Canal Boat Club", "verification": "details_checked"},
    {"id": "new", "name": "New group"},
]
SHARED = {"provider": "club", "kind": "activity", "summary": "Come.", "checked_on": "2026-11-01"}
HERE = {"name": "Basin", "lat": 53.4757, "lng": -2.2556}
FREE = {"pounds": 0}
OPPORTUNITIES = [
    SHARED
    | {
        "id": "crew",
        "title": "Canal crew",
        "interests": ["planes-boats"],
        "place": HERE,
        "cost": FREE,
        "access": {"wheelchair": "yes"},
    },
    SHARED | {"id": "choir", "title": "Town choir", "interests": ["singing"], "place": HERE, "cost": FREE},
    SHARED
    | {"id": "steps", "title": "Up the tower", "place": HERE, "cost": FREE, "access": {"step-free": "no"}},
    SHARED
    | {"id": "far", "title": "Lake", "place": {"name": "Lake", "lat": 54.4, "lng": -2.9}, "cost": FREE},
    SHARED | {"id": "hidden", "title": "Hidden", "provider": "new", "place": HERE, "cost": FREE},
]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "seeker.json").write_text(json.dumps(SEEKER))
    document = {"format": "opportunities/1", "providers": PROVIDERS, "opportunities": OPPORTUNITIES}
    (tmp_path / "catalogue.json").write_text(json.dumps(document))
    return tmp_path


def alone(files, *words):
    """As from a terminal, in a place with no database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{files / 'none.sqlite3'}",
        "PYTHONWARNINGS": "default",
    }
    found = subprocess.run(
        [sys.executable, "manage.py", "suggest", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (files / "none.sqlite3").exists()
    return found


def test_with_a_file_no_database_is_needed_and_none_is_made(files):
    found = alone(files, files / "seeker.json", "--catalogue", files / "catalogue.json")
    assert found.returncode == 0, found.stderr
    assert "1 of 5 are by providers that nobody has checked" in found.stderr
    lines = [" ".join(line.split()) for line in found.stdout.splitlines()]
    assert not any(line.endswith(" ") for line in found.stdout.splitlines())
    assert lines[:3] == [
        "Your words say that you like: Planes and boats",
        "Your words say that you do not like: Football",
        "We did not understand these words: zorbing",
    ]
    assert "Fits you: 1" in lines
    assert "1. 1 mile Canal crew, Canal Boat Club (crew)" in lines
    assert "+ You like planes and boats." in lines
    assert "Might fit. Ask first: 1" in lines
    assert "Left out: 2" in lines
    assert "1 are too far away" in lines
    assert "1 do not have what you must have" in lines
    assert "\x1b" not in found.stdout
    assert "Hidden" not in found.stdout


def test_the_json_keeps_its_format_and_is_the_same_each_time(files):
    words = (files / "seeker.json", "--catalogue", files / "catalogue.json", "--json")
    one, other = alone(files, *words), alone(files, *words)
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout
    answer = json.loads(one.stdout)
    assert not list(validator("suggestions/1").iter_errors(answer))
    assert [each["id"] for each in answer["fits"]] == ["crew"]
    assert [each["id"] for each in answer["ask_first"]] == ["choir"]
    assert answer["left_out"] == {
        "total": 2,
        "by_rule": {"travel": 1, "need": 1},
        "by_need": {"step-free": 1},
    }


def test_a_seeker_file_that_is_refused_ends_with_status_2(files):
    (files / "seeker.json").write_text(json.dumps(SEEKER | {"outcode": "ZZ9"}))
    found = alone(files, files / "seeker.json", "--catalogue", files / "catalogue.json")
    assert found.returncode == 2
    assert 'outcode: "ZZ9" is not a postcode district that we know' in found.stderr.splitlines()
    assert found.stdout == ""


def test_with_no_database_and_no_file_it_says_what_to_do(files):
    found = alone(files, files / "seeker.json")
    assert found.returncode == 2
    assert "There is no database yet. Run manage.py migrate, or give --catalogue FILE." in found.stderr


@pytest.mark.django_db
class TestWithADatabase:
    @pytest.fixture(autouse=True)
    def _imported(self, index, files):
        call_command("import_opportunities", str(files / "catalogue.json"), verbosity=0)

    def suggest(self, files, **how):
        out, said = StringIO(), StringIO()
        call_command("suggest", str(files / "seeker.json"), stdout=out, stderr=said, **how)
        return out.getvalue()

    def test_the_database_and_the_file_give_the_same_answer(self, files):
        from_database = self.suggest(files, json=True)
        assert from_database == self.suggest(files, json=True, catalogue=files / "catalogue.json")
        assert [each["id"] for each in json.loads(from_database)["fits"]] == ["crew"]

    def test_names_come_from_the_database(self, files):
        assert "Canal crew, Canal Boat Club (crew)" in self.suggest(files)

    def test_a_limit_cuts_each_group_and_says_so(self, files):
        (files / "seeker.json").write_text(
            json.dumps({"format": "seeker/1", "outcode": "M3", "today": "2026-11-23"})
        )
        assert "Fits you: 4, the first 2" in self.suggest(files, limit=2)
        assert len(json.loads(self.suggest(files, json=True, limit=2))["fits"]) == 2

    def test_without_a_date_of_its_own_a_seeker_has_the_runs(self, files, time_machine):
        (files / "seeker.json").write_text(json.dumps({"format": "seeker/1", "outcode": "M3"}))
        time_machine.move_to("2026-11-23")
        assert "Nobody has checked" not in (now := self.suggest(files))
        assert "last checked over 6 months ago" not in now
        time_machine.move_to("2027-11-23")
        assert "last checked over 6 months ago" in self.suggest(files)


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5"])
def test_a_limit_is_a_whole_number_of_one_or_more(files, limit):
    with pytest.raises(CommandError, match=f"expected a whole number of 1 or more, got '{limit}'"):
        call_command("suggest", str(files / "seeker.json"), f"--limit={limit}")
