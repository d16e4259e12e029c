"""What was read in somebody's own words, shown back to them."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from profiles.answers import Answers
from profiles.understood import UnderstoodForm


def form_of(words: str, **answers: Any) -> UnderstoodForm:
    return UnderstoodForm(answers=Answers(words=words, **answers))


def answered(answers: Answers, **sent: list[str]) -> Answers:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name.replace("_", "-"), values)
    form = UnderstoodForm(data, answers=answers)
    assert form.is_valid(), form.errors
    return form.answered()


def test_words_that_stand_together_are_each_said_with_what_we_do_with_them() -> None:
    form = form_of("I love unicycle hockey. I hate blorp.")
    assert form.liked == []
    assert form.looked_for == ["“unicycle hockey”"]
    assert form.not_understood == ["“blorp”"]


def test_a_show_is_said_with_its_interest() -> None:
    assert form_of("like Bake Off").liked == ["Baking and cakes", "“bake off”"]


def test_a_word_that_is_asked_about_is_not_also_said_to_be_unknown() -> None:
    form = form_of("I love zorb swiming")
    assert form.looked_for == ["“zorb”"]
    assert form.not_understood == []
    assert list(form.fields) == ["word-0"]
    assert dict(form.fields["word-0"].choices) == {"swimming": "Swimming"}


def test_needs_among_likes_are_choices_and_nothing_is_set() -> None:
    answers = Answers(words="somewhere quiet with trains. I use a chair, mum has to come")
    form = UnderstoodForm(answers=answers)
    assert list(form.fields) == ["quiet-space", "wheelchair", "bring-supporter"]
    assert [form[name].value() for name in form.fields] == ["", "", ""]
    assert dict(form.fields["wheelchair"].choices).keys() == {"must", "would_help", ""}
    assert answered(answers).needs == {}
    assert answered(answers, wheelchair=["must"]).needs == {"wheelchair": "must"}


def test_what_is_disliked_is_said_and_not_offered() -> None:
    form = form_of("anything but sport")
    assert form.disliked == ["“sport”"]
    assert list(form.fields) == []


def test_a_guess_that_was_taken_can_be_given_back() -> None:
    answers = Answers(words="I love games", interests=("board-games",), groups=("games", "sport"))
    form = UnderstoodForm(answers=answers)
    assert form["word-0"].value() == ["board-games", "group:sport"]
    assert answered(answers).interests == ()
    assert answered(answers).groups == ("games",)
