"""Each question reads what was sent and adds it to the answers; the order of the pages follows the answers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.http import QueryDict

from matching.scoring import MATTERS
from matching.vocabulary import INTERESTS, NEED_GROUPS
from profiles import questions
from profiles.answers import NOTHING, Answers
from profiles.fields import FOLD, ROW, WHAT_MATTERS_SYMBOLS, need_field
from profiles.questions import after, before, part_of, step_at, steps_for
from profiles.spoken import check_parts


def sent(**values: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(
            name.replace("_", "-") if name.startswith("word_") else name,
            value if isinstance(value, list) else [value],
        )
    return data


def answer(slug: str, answers: Answers = NOTHING, **values: Any) -> Answers:
    step = step_at(slug, answers)
    assert step
    form = step.form_for(answers, sent(**values))
    assert form.is_valid(), form.errors
    return form.answered()


def errors(slug: str, **values: Any) -> list[str]:
    step = step_at(slug, NOTHING)
    assert step
    form = step.form_for(NOTHING, sent(**values))
    return [str(error) for some in form.errors.values() for error in some]


@pytest.mark.parametrize(
    ("slug", "values", "field", "expected"),
    [
        ("who", {"who": "them"}, "supporting", True),
        ("who", {"who": "me"}, "supporting", False),
        ("who", {}, "supporting", None),
        ("age", {"age": "17"}, "age", 17),
        ("age", {"age": " 17 years old "}, "age", 17),
        ("age", {"age": ""}, "age", None),
        ("plan", {"plan": "not_sure"}, "plan", "not_sure"),
        ("travel", {"modes": ["bus", "lift"]}, "modes", ("bus", "lift")),
        ("far", {"far": "10"}, "max_miles", 10),
        ("far", {"far": ""}, "max_miles", None),
        ("kinds", {"kinds": ["volunteering"]}, "kinds", ("volunteering",)),
        ("times", {"sat": ["sat_am"], "mon": ["mon_eve"]}, "times", ("mon_eve", "sat_am")),
        ("cost", {"cost": "0"}, "max_cost", 0),
        ("cost", {"cost": ""}, "max_cost", None),
        ("matters", {"matters": ["free", "like", "quiet"]}, "matters", ("free", "like", "quiet")),
        ("matters", {}, "matters", ()),
        ("dislikes", {"sport": ["football"]}, "not_interests", ("football",)),
        ("needs", {"groups": ["sensory"]}, "need_groups", ("sensory",)),
        ("likes", {"groups": ["games", "music"]}, "groups", ("games", "music")),
        ("likes", {"words": "  I love\r\n trains\x07 "}, "words", "I love trains"),
    ],
)
def test_what_is_sent_becomes_an_answer(slug: str, values: dict[str, Any], field: str, expected: Any) -> None:
    assert getattr(answer(slug, **values), field) == expected


@pytest.mark.parametrize(
    ("slug", "values", "says"),
    [
        ("age", {"age": "old"}, "like 17"),
        ("age", {"age": "16 or 17"}, "like 17"),
        ("age", {"age": "300"}, "from 5 to 99"),
        ("likes", {"words": "x" * 301}, "300"),
        ("plan", {"plan": "maybe"}, "Pick one of the choices"),
        (
            "matters",
            {"matters": ["like", "near", "quiet", "free"]},
            "You ticked 4 things. Untick some, so that 3 are left.",
        ),
        ("matters", {"matters": ["clicks"]}, "Pick one of the choices"),
    ],
)
def test_what_can_not_be_read_says_how_to_put_it_right(slug: str, values: dict[str, Any], says: str) -> None:
    assert any(says in error for error in errors(slug, **values))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["SK8", "sk8", "SK8 1AB", "sk81ab"])
def test_only_the_district_of_a_postcode_is_kept(typed: str) -> None:
    answers = answer("place", place=typed)
    assert answers.outcode == "SK8"
    assert answers.lat == pytest.approx(53.38, abs=0.1)
    assert answers.lng == pytest.approx(-2.2, abs=0.1)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Manchester", "???", "ZZ9"])
def test_a_place_that_is_not_known_is_said_plainly(typed: str) -> None:
    assert any("M1" in error for error in errors("place", place=typed))


@pytest.mark.parametrize("step", questions.MAIN, ids=lambda step: step.slug)
def test_a_page_sent_empty_is_a_page_skipped(step: questions.Step) -> None:
    answers = Answers(groups=("games",), words="xyzzy")
    form = step.form_for(answers, sent())
    assert form.is_valid(), form.errors
    form.answered()


def test_the_wording_follows_who_it_is_for(db: None) -> None:
    for step in steps_for(Answers(groups=("games",), words="x", need_groups=("sensory",))):
        assert step.title(Answers(supporting=True)) == step.them
        assert step.title(NOTHING) == step.me
    need = step_at("needs-1", Answers(supporting=True, need_groups=("physical",)))
    assert need
    assert "They must have this" in str(need.form_for(Answers(supporting=True, need_groups=("physical",))))


def test_a_group_that_is_no_longer_picked_takes_its_terms_along() -> None:
    answers = Answers(groups=("games", "music"), interests=("video-games", "singing"))
    assert answer("likes", answers, groups=["music"]).interests == ("singing",)
    needs = Answers(need_groups=("sensory", "physical"), needs={"quiet-space": "must", "hoist": "must"})
    assert answer("needs", needs, groups=["physical"]).needs == {"hoist": "must"}


def test_what_is_liked_is_no_longer_disliked() -> None:
    answers = Answers(groups=("sport",), not_interests=("football", "swimming"))
    assert answer("more-likes", answers, sport=["swimming"]).not_interests == ("football",)
    liked = Answers(interests=("swimming",))
    step = step_at("dislikes", liked)
    assert step
    assert "swimming" not in dict(step.form_for(liked).fields["sport"].choices)


def test_needs_keep_how_much_they_matter() -> None:
    answers = Answers(need_groups=("physical",), needs={"hoist": "must"})
    said = answer("needs-1", answers, group="physical", wheelchair="must", seat="would_help", hoist="")
    assert said.needs == {"wheelchair": "must", "seat": "would_help"}


def test_a_page_of_needs_that_was_left_open_in_another_tab_keeps_its_own_group() -> None:
    answers = Answers(need_groups=("sensory", "physical"))
    assert answer("needs-1", answers, group="physical", wheelchair="must").needs == {"wheelchair": "must"}


def test_pages_that_go_deeper_come_only_when_they_are_called_for() -> None:
    assert [step.slug for step in steps_for(NOTHING)] == [
        "who", "age", "plan", "place", "travel", "far", "likes", "dislikes", "needs", "kinds", "times", "cost",
        "matters",
    ]  # fmt: skip
    called = [
        step.slug for step in steps_for(Answers(groups=("games",), words="x", need_groups=tuple(NEED_GROUPS)))
    ]
    assert called[6:9] == ["likes", "more-likes", "understood"]
    assert [slug for slug in called if slug.startswith("needs-")] == [
        f"needs-{place}" for place in range(1, 8)
    ]


def test_next_and_back_are_one_path() -> None:
    answers = Answers(groups=("games",), need_groups=("sensory",))
    steps = steps_for(answers)
    for one, other in pairwise(steps):
        assert after(one.slug, answers) == other
        assert before(other.slug, answers) == one
    assert before(steps[0].slug, answers) is None
    assert after(steps[-1].slug, answers) is None


def test_no_address_names_a_need_or_an_interest() -> None:
    for slug in questions.KNOWN:
        assert slug not in INTERESTS
        assert not any(group in slug for group in NEED_GROUPS)


def test_a_value_that_one_press_set_is_among_the_choices() -> None:
    for slug, answers, value in (
        ("far", Answers(max_miles=12), "12"),
        ("cost", Answers(max_cost=3.5), "3.5"),
    ):
        step = step_at(slug, answers)
        assert step
        form = step.form_for(answers)
        assert value in dict(next(iter(form.fields.values())).choices)
        assert next(iter(form)).value() == value


@pytest.mark.parametrize("supporting", [False, True])
def test_all_that_can_matter_most_has_words_and_a_picture(db: None, supporting: bool) -> None:
    answers = Answers(supporting=supporting)
    step = step_at("matters", answers)
    assert step
    form = step.form_for(answers)
    assert [key for key, _ in form.fields["matters"].choices] == list(MATTERS) == list(WHAT_MATTERS_SYMBOLS)
    assert str(form).count("<svg") == len(MATTERS), "each has a picture"
    assert ("The help they need is there" in str(form)) is supporting
    assert step.title(answers) == f"What matters most to {'them' if supporting else 'you'}?"


class TestOwnWords:
    def test_what_was_read_is_shown_back_and_set_by_nobody(self) -> None:
        answers = Answers(words="I love trains. I hate football. I need a quiet room.")
        step = step_at("understood", answers)
        assert step
        form = step.form_for(answers)
        assert "Trains and trams" in form.liked
        assert "Football" in form.disliked
        assert form.fields["quiet-space"].label == "I need a quiet space"
        assert form["quiet-space"].value() == ""
        form = step.form_for(answers, sent())
        assert form.is_valid()
        assert form.answered().needs == {}
        assert form.answered().interests == ()

    def test_a_need_that_was_offered_can_be_taken(self) -> None:
        answers = Answers(words="I need a quiet room.")
        said = answer("understood", answers, **{"quiet-space": "must"})
        assert said.needs == {"quiet-space": "must"}
        assert said.need_groups == ("sensory",)

    def test_a_guess_can_be_taken(self) -> None:
        answers = Answers(words="I love games")
        step = step_at("understood", answers)
        assert step
        guesses = step.form_for(answers).fields["word-0"]
        assert "board-games" in dict(guesses.choices)
        said = answer("understood", answers, word_0=["board-games", "group:sport"])
        assert said.interests == ("board-games",)
        assert set(said.groups) == {"games", "sport"}

    def test_what_we_do_not_know_is_said_with_what_we_do_with_it(self) -> None:
        answers = Answers(words="I love zorb. I hate blorp.")
        step = step_at("understood", answers)
        assert step
        form = step.form_for(answers)
        assert form.liked == form.disliked == []
        assert form.looked_for == ["“zorb”"]
        assert form.not_understood == ["“blorp”"]


class TestPagesAreEasy:
    def test_a_question_of_several_pages_says_which_this_is(self, visitor: Any) -> None:
        visitor.says(need_groups=("sensory", "physical"))
        assert "Question 9 of 13, part 2 of 3" in visitor.get("/find/needs-1/").content.decode()
        assert part_of("needs-2", visitor.answers) == (3, 3)
        assert part_of("age", visitor.answers) == (1, 1)
        assert "Question 2 of 13 <" in visitor.get("/find/age/").content.decode()

    def test_many_groups_of_likes_are_folded_and_few_are_not(self) -> None:
        for groups, template in (
            (("games", "music", "sport"), ROW),
            (("games", "music", "sport", "food"), FOLD),
        ):
            answers = Answers(groups=groups)
            step = step_at("more-likes", answers)
            assert step
            fields = step.form_for(answers).fields.values()
            assert {field.template_name for field in fields} == {template}

    def test_a_need_says_what_is_looked_for_where_its_words_do_not(self) -> None:
        assert need_field("wheelchair", supporting=False).help_text == ""
        assert need_field("low-noise", supporting=False).help_text == "We look for: Low noise."
        assert (
            need_field("low-noise", supporting=True).help_text == "They may say: Loud noise is hard for me."
        )

    def test_the_check_page_has_four_parts(self) -> None:
        parts = check_parts(NOTHING)
        assert [part.title for part in parts] == [
            "About you",
            "Getting there",
            "What you like and need",
            "What to look for",
        ]
        assert [len(part.rows) for part in parts] == [3, 3, 3, 4]
        assert check_parts(Answers(supporting=True))[0].title == "About them"

    def test_who_told_us_nothing_has_nothing_to_forget(self, visitor: Any) -> None:
        assert "There is nothing to forget" in visitor.get("/find/forget/").content.decode()
        visitor.says(saved=(1,))
        assert "You can not get them back" in visitor.get("/find/forget/").content.decode()
