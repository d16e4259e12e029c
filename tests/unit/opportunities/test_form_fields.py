"""What a provider types and ticks, and the columns that it becomes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from opportunities.form_fields import KeysField, LinesField, PoundsField, WeekBoxes, field_for, labels_of
from opportunities.models import ActivityPage, UniBridgePage, VolunteeringPage


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("3.50", 350), ("£3.50", 350), ("£ 4", 400), ("0", 0), ("", None), ("  ", None), ("1234.5", 123450)],
)
def test_a_price_is_typed_in_pounds_and_kept_in_pence(typed: str, pence: int | None) -> None:
    assert PoundsField(required=False).clean(typed) == pence


@pytest.mark.parametrize("typed", ["free", "3,50", "-1", "3.505", "nan", "inf", "3.50 each"])
def test_what_is_no_price_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"like 3\.50"):
        PoundsField(required=False).clean(typed)


def test_a_price_is_shown_as_people_write_it() -> None:
    field = PoundsField()
    assert field.prepare_value(350) == "3.50"
    assert field.prepare_value("abc") == "abc"
    assert field.prepare_value(None) is None


def test_a_price_has_changed_only_when_it_is_another() -> None:
    field = PoundsField(required=False)
    assert not field.has_changed(350, "£3.5")
    assert field.has_changed(350, "")
    assert field.has_changed(350, "no")


def test_each_line_is_one_step_and_empty_lines_are_none() -> None:
    field = LinesField(required=False)
    assert field.clean(" You come in. \r\n\r\n  You sit down.") == ["You come in.", "You sit down."]
    assert field.clean("") == []
    assert field.prepare_value(["a", "b"]) == "a\nb"
    assert not field.has_changed(["a"], "a\n")


def test_ticks_are_kept_in_the_order_of_the_vocabulary() -> None:
    assert KeysField("times", required=False).clean(["sat_am", "mon_pm"]) == ["mon_pm", "sat_am"]


def test_a_key_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ValidationError):
        KeysField("outcomes", required=False).clean(["riches"])


def test_the_week_is_a_table_with_a_box_for_each_part_of_each_day() -> None:
    field = KeysField("times", required=False)
    assert isinstance(field.widget, WeekBoxes)
    html = field.widget.render("times", ["sat_eve"])
    assert html.count("<tr>") == 8
    assert html.count('type="checkbox"') == 21
    assert 'value="sat_eve"' in html
    assert html.count("checked") == 1


def test_interests_are_grouped_and_a_group_with_a_tick_is_open() -> None:
    html = KeysField("interests", required=False).widget.render("interests", ["gardening"])
    assert html.count("<details") == 17
    assert html.count(" open>") == 1


@pytest.mark.parametrize(
    ("model", "column", "field"),
    [
        (ActivityPage, "interests", KeysField),
        (ActivityPage, "what_happens", LinesField),
        (ActivityPage, "pence", PoundsField),
        (UniBridgePage, "colleges", LinesField),
    ],
)
def test_a_column_says_itself_how_it_is_filled_in(model: type, column: str, field: type) -> None:
    assert isinstance(field_for(model._meta.get_field(column)), field)


def test_a_choice_that_can_be_empty_begins_with_not_sure() -> None:
    choices = list(field_for(ActivityPage._meta.get_field("noise")).choices)
    assert choices[0] == ("", "Not sure yet")


def test_yes_or_no_can_be_left_open() -> None:
    html = field_for(VolunteeringPage._meta.get_field("expenses_paid")).widget.render("expenses_paid", None)
    assert '<option value="unknown" selected>Not sure yet</option>' in html


def test_a_provider_is_asked_in_a_providers_words() -> None:
    assert ("in-person", "People come to a place") in field_for(
        ActivityPage._meta.get_field("format")
    ).choices
    assert ("interview", "An interview") in field_for(ActivityPage._meta.get_field("entry")).choices


def test_a_list_has_words_for_its_keys_and_its_lines() -> None:
    assert labels_of(ActivityPage._meta.get_field("times"), ["sat_am"]) == ["Saturday morning"]
    assert labels_of(ActivityPage._meta.get_field("what_happens"), ["You sit."]) == ["You sit."]
