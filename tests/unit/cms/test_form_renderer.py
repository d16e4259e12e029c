from __future__ import annotations

import re

import pytest
from django import forms

pytestmark = pytest.mark.django_db  # for the hard words that a label may hold


class Picture(forms.CheckboxSelectMultiple):
    symbols = {"music": "music"}
    hints = {"art": "Paint, draw and make"}


class Form(forms.Form):
    name = forms.CharField(label="Your nickname", help_text="Any name that you like.")
    words = forms.CharField(label="In your own words", required=False, widget=forms.Textarea)
    likes = forms.MultipleChoiceField(
        label="What you like", choices=[("music", "Music"), ("art", "Art")], widget=Picture
    )
    plan = forms.ChoiceField(
        label="A plan?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I agree", help_text="You can change this.")
    step = forms.CharField(widget=forms.HiddenInput, required=False)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_a_field_has_a_label_a_hint_and_an_input_that_belong_together() -> None:
    html = str(Form()["name"].as_field_group())
    assert '<label class="field__label" for="id_name">Your nickname</label>' in html
    assert 'id="id_name_helptext">Any name that you like.' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_a_field_that_can_be_skipped_says_so() -> None:
    form = Form()
    assert "you can skip this" in str(form["words"].as_field_group())
    assert "you can skip this" not in str(form["name"].as_field_group())


def test_choices_are_cards_with_a_symbol_and_a_hint_in_one_fieldset() -> None:
    html = str(Form(initial={"likes": ["art"]})["likes"].as_field_group())
    assert html.count("<fieldset") == html.count('<legend class="field__label">What you like</legend>') == 1
    assert html.count('class="choice__box"') == 2
    assert "#music" in html
    assert '<span class="choice__hint">Paint, draw and make</span>' in html
    assert len(re.findall(r"<input[^>]* checked", html)) == 1


def test_every_error_is_in_the_summary_and_leads_to_its_field() -> None:
    html = str(Form({}))
    summary = html[html.index("error-summary") : html.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links == ["id_name", "id_likes_0", "id_plan_0", "id_agree"]
    assert set(links) <= ids(html)


def test_what_describes_a_field_is_on_the_page() -> None:
    html = str(Form({}))
    described = {one for found in re.findall(r'aria-describedby="([^"]+)"', html) for one in found.split()}
    assert described
    assert described <= ids(html)


def test_no_id_is_there_twice() -> None:
    html = str(Form({}))
    found = re.findall(r'\sid="([^"]+)"', html)
    assert len(found) == len(set(found))


def test_a_form_without_errors_has_no_summary_and_keeps_what_is_hidden() -> None:
    html = str(Form())
    assert "error-summary" not in html
    assert html.count('type="hidden" name="step"') == 1
