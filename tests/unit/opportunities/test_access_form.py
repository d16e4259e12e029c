"""The access questions of a form, and what becomes of the answers."""

from __future__ import annotations

import pytest

from matching.vocabulary import KINDS, NEEDS
from opportunities.access_form import access_fields, answer_name, asked_of, note_name, read_access


def test_each_need_is_asked_in_the_providers_voice_with_not_sure_as_the_default() -> None:
    field = access_fields("activity", {}, {})[answer_name("quiet-space")]
    assert field.label == NEEDS["quiet-space"].provider_says
    assert field.initial == "not_sure"


def test_we_can_arrange_it_is_offered_only_where_it_can_be() -> None:
    fields = access_fields("activity", {}, {})
    for key in asked_of("activity"):
        offered = {answer for answer, _ in fields[answer_name(key)].choices}
        assert ("can_arrange" in offered) == NEEDS[key].can_arrange, key


@pytest.mark.parametrize("kind", list(KINDS))
def test_only_what_applies_to_the_kind_is_asked(kind: str) -> None:
    for key in asked_of(kind):
        assert not NEEDS[key].only_for or kind in NEEDS[key].only_for


def test_an_internship_is_not_asked_twice_about_its_job_coach() -> None:
    assert "job-coach" in asked_of("volunteering")
    assert "job-coach" not in asked_of("supported-internship")


def test_not_sure_is_no_answer_and_is_left_out() -> None:
    given = {answer_name("hoist"): "not_sure", answer_name("seat"): "yes"}
    answers, notes = read_access(asked_of("activity"), given, {"hoist": "no"}, {})
    assert answers == {"seat": "yes"}
    assert notes == {}


def test_a_question_that_was_not_sent_is_not_sure() -> None:
    assert read_access(asked_of("activity"), {}, {"seat": "yes"}, {"seat": "By the door."}) == ({}, {})


def test_what_this_kind_is_not_asked_about_stays() -> None:
    answers, notes = read_access(
        asked_of("activity"), {}, {"no-interview": "yes"}, {"no-interview": "Come as you are."}
    )
    assert answers == {"no-interview": "yes"}
    assert notes == {"no-interview": "Come as you are."}


def test_a_note_is_kept_beside_an_answer_and_without_one() -> None:
    _, notes = read_access(asked_of("activity"), {note_name("seat"): "By the door."}, {}, {})
    assert notes == {"seat": "By the door."}
