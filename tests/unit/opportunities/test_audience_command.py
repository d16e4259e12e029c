"""The command that counts whom an opportunity fits."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tmp_path):
    for at in range(24):
        said = {"format": "seeker/1", "outcode": "M1", "age": 17 if at < 12 else 40 if at < 20 else None}
        (tmp_path / f"{at}.json").write_text(json.dumps(said))
    return tmp_path


def test_it_counts_and_names_nobody(offer, people, capsys):
    page = offer("Chess club", age_min=14, age_max=25)
    call_command("audience", page.public_id, seekers=people)
    assert capsys.readouterr().out == "Of 24 people it fits 16, and fewer than 10 would have to ask first.\n"


def test_small_counts_are_not_told(offer, people, capsys):
    page = offer("Chess club", age_min=30, age_max=50)
    call_command("audience", page.public_id, "--json", seekers=people)
    assert json.loads(capsys.readouterr().out) == {"fits": 12, "ask_first": None, "of": 24}


def test_what_is_not_there_is_said(people, tmp_path):
    with pytest.raises(CommandError, match='no public opportunity with the id "nothing"'):
        call_command("audience", "nothing", seekers=people)
    (people / "bad.json").write_text(json.dumps({"format": "seeker/1", "outcode": "ZZ99"}))
    with pytest.raises(CommandError, match=r"bad.json: .*not a postcode district"):
        call_command("audience", "nothing", seekers=people)
    with pytest.raises(CommandError, match="no seeker file"):
        call_command("audience", "nothing", seekers=tmp_path / "empty")
