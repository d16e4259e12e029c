"""manage.py evaluate: the figures of a small folder, and what is refused."""

from __future__ import annotations

import json
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from opportunities import baselines, judged
from opportunities.fact_check import broken_rules
from opportunities.models import OpportunityPage
from opportunities.open_data.reading import SCHEMAS, FileError
from tests.unit.matching.made import TODAY, day, offer, seeker

HERE = {"name": "Basin", "lat": 53.4757, "lng": -2.2556}
LAKE = {"name": "Lake", "lat": 54.4, "lng": -2.9}
COMMON = {
    "provider": "club",
    "kind": "activity",
    "checked_on": "2026-11-01",
    "cost": {"pounds": 0},
    "place": HERE,
}
CATALOGUE = {
    "format": "opportunities/1",
    "providers": [
        {"id": "club", "name": "Canal Boat Club", "verification": "details_checked"},
        {"id": "new", "name": "New group"},
    ],
    "opportunities": [
        COMMON
        | {"id": "crew", "title": "Canal crew", "summary": "Help on boats.", "interests": ["planes-boats"]},
        COMMON | {"id": "choir", "title": "Town choir", "summary": "Sing.", "interests": ["singing"]},
        COMMON | {"id": "bar", "title": "Boat bar", "summary": "A bar on a boat.", "ages": [18, None]},
        COMMON
        | {
            "id": "far",
            "title": "Lake boats",
            "summary": "Row.",
            "interests": ["planes-boats"],
            "place": LAKE,
        },
        COMMON | {"id": "ponies", "title": "Ponies", "summary": "Ride.", "interests": ["horses"]},
        COMMON | {"id": "hidden", "title": "Hidden boats", "summary": "Boats.", "provider": "new"},
    ],
}
SEEKERS = {
    "amir": {"outcode": "M3", "age": 17, "interests": ["planes-boats"], "travel": {"max_miles": 5}},
    "bea": {"outcode": "M3", "age": 20, "own_words": "I love singing."},
}
JUDGEMENTS = {
    "amir": {
        "grades": {"crew": 3, "far": 2, "choir": 1},
        "never": {"bar": "He is 17."},
        "dislikes": ["ponies"],
    },
    "bea": {"grades": {"choir": 3}, "never": {"ponies": "She said so to the judge."}},
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seekers").mkdir()
    for name, said in SEEKERS.items():
        write(tmp_path / "seekers" / f"{name}.json", {"format": "seeker/1", "today": "2026-11-23"} | said)
    write(tmp_path / "opportunities.json", CATALOGUE)
    write(tmp_path / "judgements.json", {"format": "judgements/1", "seekers": JUDGEMENTS})
    return tmp_path


def write(path, document):
    path.write_text(json.dumps(document))


def judge(folder, **changed):
    write(folder / "judgements.json", {"format": "judgements/1", "seekers": JUDGEMENTS | changed})


@pytest.fixture
def no_search(monkeypatch):
    """Wagtail's search takes ten seconds to set up; here it finds nothing."""
    monkeypatch.setattr(baselines, "wagtail_search", lambda file, words: {name: [] for name in words})


def evaluate(folder, **how):
    out, said = StringIO(), StringIO()
    call_command("evaluate", str(folder), stdout=out, stderr=said, **how)
    assert said.getvalue() == ""
    return out.getvalue()


def refused(folder):
    with pytest.raises(CommandError) as caught:
        call_command("evaluate", str(folder))
    assert caught.value.returncode == 2
    first, *faults = str(caught.value).splitlines()
    assert first == f"{folder} is refused."
    return faults


@pytest.mark.django_db
class TestFigures:
    @pytest.fixture(autouse=True)
    def _no_search(self, no_search):
        pass

    def rankings(self, folder):
        found = json.loads(evaluate(folder, json=True))
        assert found["format"] == "evaluation/1"
        return {ranking["name"]: ranking for ranking in found["rankings"]}

    def test_ours_and_the_others_beside_it(self, folder):
        found = self.rankings(folder)
        assert list(found) == [
            "Ours", "Nearest first", "BM25", "Wagtail's search",
            "Nearest first, of what passes", "BM25, of what passes", "Wagtail's search, of what passes",
        ]  # fmt: skip
        ours = found["Ours"]["seekers"]
        # Crew and choir first, as graded; the lake is too far, and was graded all the same.
        assert ours["amir"]["ndcg"] == pytest.approx((7 + 1 / 1.58496) / (7 + 3 / 1.58496 + 1 / 2), abs=1e-3)
        assert ours["amir"]["missed"] == ours["amir"]["late"] == ["far"]
        assert ours["amir"]["dislikes"] == ["ponies"]
        assert ours["amir"]["violations"] == ours["amir"]["untrue"] == []
        assert ours["bea"]["ndcg"] == 1.0
        assert ours["bea"]["violations"] == ["ponies: She said so to the judge."]
        assert (found["Ours"]["violations"], found["Ours"]["missed"], found["Ours"]["dislikes"]) == (1, 1, 1)
        assert set(found["Nearest first"]["seekers"]["amir"]["violations"]) == {
            "bar: He is 17.",
            "far: travel",
        }
        assert found["Nearest first, of what passes"]["seekers"]["amir"]["violations"] == []
        assert found["BM25"]["seekers"]["amir"]["missed"] == []
        assert found["Wagtail's search"]["ndcg"] == 0

    def test_a_hard_rule_that_ours_breaks_is_found(self, folder, monkeypatch):
        monkeypatch.setattr("matching.evaluation.suggest", self.with_one_too_many)
        found = self.rankings(folder)["Ours"]
        assert found["seekers"]["amir"]["violations"] == ["far: travel"]
        assert found["seekers"]["amir"]["untrue"] == ["far: time sat_am"]
        assert found["untrue"] == 1

    @staticmethod
    def with_one_too_many(catalogue, person, today, limit):
        from dataclasses import replace

        from matching.messages import message
        from matching.suggest import suggest
        from matching.types import Reason, Suggestion

        answer = suggest(catalogue, person, today, limit=limit)
        if person.age == 20:
            return answer
        lie = Reason("time", "sat_am", message("It is on Saturday morning, when you can go."))
        return replace(answer, fits=(*answer.fits, Suggestion("far", 0.1, 70.0, (lie,), (), ())))

    def test_a_table_for_people_and_each_fault_by_name(self, folder):
        lines = [" ".join(line.split()) for line in evaluate(folder, each=True).splitlines()]
        assert lines[0] == "2 seekers, 5 things. The first ten count."
        (ours,) = [line for line in lines if line.startswith("Ours 0.")]
        assert ours.split()[2:7] == ["1", "1", "1", "1", "0"]
        assert "amir: good ones missed: far (travel)" in lines
        assert "bea: hard violations: ponies: She said so to the judge." in lines
        assert not any(
            "late" in line or "not in ten:" in line for line in lines
        )  # it was missed, and said so
        assert any(
            line.startswith("Providers with one or two listings have 0% of what is relevant")
            for line in lines
        )
        assert not any("bea:" in line for line in evaluate(folder).splitlines())

    def test_without_bm25s_it_says_so_and_goes_on(self, folder, monkeypatch):
        monkeypatch.setitem(sys.modules, "bm25s", None)
        out, said = StringIO(), StringIO()
        call_command("evaluate", str(folder), stdout=out, stderr=said)
        assert "bm25s is not installed" in said.getvalue()
        assert "BM25" not in out.getvalue()


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _no_database(self, monkeypatch):
        monkeypatch.setattr("opportunities.places.table_is_there", lambda: False)

    def test_a_folder_that_is_not_there(self, tmp_path):
        faults = refused(tmp_path / "none")
        assert [fault.split(":")[0] for fault in faults] == [
            "opportunities.json",
            "judgements.json",
            "seekers",
        ]

    def test_every_fault_of_every_file_is_named_with_its_place(self, folder):
        write(folder / "seekers" / "amir.json", {"format": "seeker/1", "outcode": "ZZ9", "age": "old"})
        judge(
            folder,
            bea={"grades": {"choir": 4}, "never": {"bar": ""}, "dislikes": ["far", "far"], "notes": ""},
        )
        assert refused(folder) == [
            'judgements.json: seekers.bea.dislikes: expected each only once, got "far" twice',
            "judgements.json: seekers.bea.grades.choir: expected 1, 2 or 3, got 4",
            'judgements.json: seekers.bea.never.bar: expected why, in words, got ""',
            "judgements.json: seekers.bea.notes: not a key that we know here (did you mean note?)",
            'seekers/amir.json: age: expected a whole number from 0 to 120 or null, got "old"',
            'seekers/amir.json: outcode: "ZZ9" is not a postcode district that we know',
        ]

    def test_a_seeker_that_nobody_judged_and_a_judgement_of_nobody(self, folder):
        (folder / "seekers" / "bea.json").rename(folder / "seekers" / "cat.json")
        assert refused(folder) == [
            "judgements.json: seekers.bea: expected the name of a file in seekers, and there is no seekers/bea.json",
            "judgements.json: seekers.cat: expected what was judged for seekers/cat.json, got nothing",
        ]

    def test_ids_are_those_of_what_is_public(self, folder):
        judge(folder, bea={"grades": {"hidden": 1}, "never": {"typo": "So."}, "dislikes": ["typo"]})
        expected = "expected the id of something in opportunities.json by a provider that is public, got"
        assert refused(folder) == [
            f'judgements.json: seekers.bea.dislikes[0]: {expected} "typo"',
            f'judgements.json: seekers.bea.grades.hidden: {expected} "hidden"',
            f'judgements.json: seekers.bea.never.typo: {expected} "typo"',
        ]

    def test_what_is_good_for_somebody_is_not_what_they_must_never_see(self, folder):
        judge(folder, bea={"grades": {"bar": 1}, "never": {"bar": "Loud."}})
        assert refused(folder) == [
            "judgements.json: seekers.bea.never.bar: expected what has no grade, for what must not be shown is not good"
        ]

    def test_nothing_is_measured_over_nothing(self, folder):
        write(folder / "opportunities.json", CATALOGUE | {"opportunities": CATALOGUE["opportunities"][-1:]})
        assert "opportunities.json: expected something by a provider that is public, got nothing" in refused(
            folder
        )


def test_without_a_date_of_its_own_a_seeker_has_the_runs(folder):
    write(folder / "seekers" / "bea.json", {"format": "seeker/1", "outcode": "M3"})
    people = {person.name: person for person in judged.load(folder, today=day(9), table=False).people}
    assert (people["amir"].today, people["bea"].today) == (TODAY, day(9))


def test_a_folder_can_bring_the_districts_that_the_site_does_not_know(folder):
    write(folder / "seekers" / "bea.json", {"format": "seeker/1", "outcode": "ls6", "age": 20})
    with pytest.raises(FileError, match='"ls6" is not a postcode district that we know'):
        judged.load(folder, today=TODAY, table=False)
    (folder / "postcodes.csv").write_text("outcode,lat,lng\nLS6,53.82,-1.57\nM3,53.0,-2.0\n")
    people = {person.name: person.seeker for person in judged.load(folder, today=TODAY, table=False).people}
    assert (people["bea"].outcode, people["bea"].lat, people["bea"].age) == ("LS6", 53.82, 20)
    assert people["amir"].lng == -2.0  # what the folder says comes first
    (folder / "postcodes.csv").write_text("outcode,lat,lng\nLS6,north,-1.57\nLS7\n")
    with pytest.raises(FileError) as caught:
        judged.load(folder, today=TODAY, table=False)
    assert str(caught.value).splitlines()[:2] == [
        'postcodes.csv: line 2: expected outcode, lat and lng, got "LS6,north,-1.57"',
        'postcodes.csv: line 3: expected outcode, lat and lng, got "LS7,None,None"',
    ]


def test_the_schema_is_one_of_the_2020_12_draft():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads((SCHEMAS / "judgements-1.json").read_text()))


def test_nearest_first_puts_what_has_no_place_last():
    things = [
        offer("online", format="online"),
        offer("lost", lat=None, lng=None),
        offer("far", lat=54.4),
        offer("b"),
        offer("a"),
    ]
    assert baselines.nearest(things, seeker()) == ["a", "b", "far", "lost", "online"]
    assert broken_rules(things[0], seeker(), TODAY, sure=True) == []  # it ranks; it does not leave out


def test_a_search_is_asked_for_what_is_ticked_and_said():
    words = baselines.words_of(seeker(interests=("planes-boats",), own_words="I like the drums and boats"))
    assert words == ["plane", "boat", "drum"]


def test_bm25_finds_the_rare_word_first_and_nothing_without_one():
    bm25 = baselines.BM25(
        [offer("one", title="Boat club"), offer("two", title="Boat drums"), offer("none", title="Art")]
    )
    assert bm25.find(["boat", "drum"]) == ["two", "one"]
    assert bm25.find(["zorb"]) == bm25.find([]) == []


@pytest.mark.django_db
def test_wagtails_search_works_in_a_database_of_its_own(folder, index):
    found = baselines.wagtail_search(
        folder / "opportunities.json", {"amir": ["boat"], "bea": ["sing"], "cat": []}
    )
    assert set(found["amir"]) == {"crew", "bar", "far"}
    assert found["bea"] == ["choir"]
    assert found["cat"] == []
    assert not OpportunityPage.objects.exists()


def test_what_can_not_be_imported_can_not_be_searched(folder, capfd):
    with pytest.raises(baselines.SearchError):
        baselines.wagtail_search(folder / "none.json", {"amir": ["boat"]})
    assert "There is no file" in capfd.readouterr().err


def test_it_works_in_no_database_but_one_in_memory(settings, monkeypatch):
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "NAME", "site.sqlite3")
    with pytest.raises(RuntimeError, match="in memory"):
        baselines.search_in_memory({"file": "none", "words": {}})
