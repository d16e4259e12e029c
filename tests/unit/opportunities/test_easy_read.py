"""A listing in Easy Read: what is known is said, what is not known is said as not known, and all of it is easy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from cms.templatetags.symbols import names
from matching.vocabulary import (
    ENTRY,
    GROUP_SIZES,
    JOINING,
    KINDS,
    NEEDS,
    NOISE_LEVELS,
    PATTERNS,
    PLACES_STATES,
    SEASONS,
    SUPPORTER,
    WHO_FOR,
)
from opportunities import easy_words
from opportunities.easy_read import Idea, easy_read, in_sentences
from opportunities.models import (
    ActivityPage,
    OpportunityPage,
    ProviderPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)
from opportunities.readability import grade, sentences, words
from tests.demo_things import demo_things

pytestmark = pytest.mark.django_db  # a page asks the database where it is
TODAY = date(2026, 11, 24)
MOST_WORDS, MOST_GRADE = 15, 3


def thing(kind: type[OpportunityPage] = ActivityPage, **facts: Any) -> OpportunityPage:
    """A page with these facts and no others, of a provider that was checked."""
    provider = facts.pop("provider", ProviderPage(title="Canal Boat Club", verification="details_checked"))
    given = {"title": "Canal crew", "summary": "Help on a boat.", "kind": kind.KIND, "provider": provider}
    return kind(**given | facts)


def said(page: OpportunityPage) -> list[str]:
    """All sentences in their order."""
    return [
        text
        for part in easy_read(page, TODAY)
        for idea in part.ideas
        for text in (idea.says, idea.more)
        if text
    ]


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (ActivityPage, {}, "This is something to do."),
        (VolunteeringPage, {}, "You help, and you are not paid."),
        (SupportedInternshipPage, {"employer": "Swan Buses"}, "The work is at Swan Buses."),
        (SupportedInternshipPage, {"education_provider": "Mill College"}, "The college is Mill College."),
        (UniBridgePage, {"university": "Mill University"}, "The university is Mill University."),
        (ActivityPage, {"what_happens": ["Sam meets you."]}, "Sam meets you."),
        (ActivityPage, {"noise": "loud"}, "The place is loud, like a disco."),
        (ActivityPage, {"group_size": "tiny"}, "The group is very small: 2 to 5 people."),
        (ActivityPage, {"times": ["sat_am"]}, "It is on Saturday morning."),
        (ActivityPage, {"times": ["tue_am", "thu_eve"]}, "It is also on Thursday evening."),
        (ActivityPage, {"times": ["sat_am"], "pattern": "weekly"}, "It is every week."),
        (ActivityPage, {"pattern": "flexible"}, "The days can change to suit you."),
        (ActivityPage, {"season": "term_time"}, "It is on in term time."),
        (ActivityPage, {"starts_on": date(2027, 1, 5)}, "It starts on 5 January 2027."),
        (ActivityPage, {"starts_on": date(2026, 1, 5)}, "It started on 5 January 2026."),
        (ActivityPage, {"starts_on": date(2027, 1, 5), "ends_on": date(2027, 1, 5)}, "The day is 5 January 2027."),
        (ActivityPage, {"ends_on": date(2027, 2, 5)}, "The last day is 5 February 2027."),
        (ActivityPage, {"apply_by": date(2027, 1, 1)}, "Ask to join by 1 January 2027."),
        (SupportedInternshipPage, {"duration_months": 9}, "It lasts 9 months."),
        (SupportedInternshipPage, {"hours_per_week": 20}, "It is about 20 hours each week."),
        (VolunteeringPage, {"min_hours": 1}, "You give 1 hour or more each week."),
        (VolunteeringPage, {"long_term": True}, "You can stay as long as you like."),
        (UniBridgePage, {"residential": True}, "You stay there overnight."),
        (UniBridgePage, {"residential": False}, "You go home each day."),
        (ActivityPage, {"place_name": "The Basin"}, "The place is The Basin."),
        (ActivityPage, {"address": "1 Mill Lane", "postcode": "SK1 1AB"}, "The address is 1 Mill Lane, SK1 1AB."),
        (ActivityPage, {"format": "online"}, "You join from home, online."),
        (ActivityPage, {"format": "both", "address": "Here"}, "Or you can join from home, online."),
        (ActivityPage, {"access": {"public-transport": "yes"}}, "A bus, train or tram stop is near."),
        (ActivityPage, {"access": {"pick-up": "no"}}, "They do not pick people up."),
        (ActivityPage, {"pence": 0}, "It is free."),
        (ActivityPage, {"pence": 350, "per": "session"}, "The price is £3.50 each time."),
        (ActivityPage, {"pence": 400}, "The price is £4."),
        (ActivityPage, {"pence": 400, "supporter_free": True}, "Your supporter comes free."),
        (ActivityPage, {"pence": 0, "other_cost": "Bring lunch."}, "Bring lunch."),
        (VolunteeringPage, {"expenses_paid": True}, "They pay what it costs you to come."),
        (VolunteeringPage, {"expenses_paid": False}, "They do not pay what it costs you to come."),
        (ActivityPage, {"age_min": 14, "age_max": 25}, "You can be from 14 to 25 years old."),
        (ActivityPage, {"age_min": 16}, "You must be 16 years old or over."),
        (ActivityPage, {"age_max": 18}, "You can be up to 18 years old."),
        (ActivityPage, {"age_min": 18, "age_max": 18}, "You must be 18 years old."),
        (ActivityPage, {}, "It is for people of any age."),
        (ActivityPage, {"who_for": ["everyone"]}, "Everyone of this age is welcome."),
        (ActivityPage, {"who_for": ["girls-and-women"]}, "It is only for girls and women."),
        (ActivityPage, {"ehcp": "required"}, "You need an EHC plan."),
        (ActivityPage, {"ehcp": "any"}, "You do not need an EHC plan."),
        (
            SupportedInternshipPage,
            {"pilot_council": "Tameside", "pilot_ends_on": date(2027, 3, 31)},
            "This is in Tameside, until 31 March 2027.",
        ),
        (ActivityPage, {"entry": ["interview"]}, "There is an interview."),
        (ActivityPage, {"supporter": "must_come"}, "A supporter must come with you."),
        (ActivityPage, {"access": {"hoist": "yes"}}, "There is a hoist, and staff who can use it."),
        (ActivityPage, {"access": {"hoist": "no"}}, "There is no hoist."),
        (ActivityPage, {"access": {"breaks": "yes"}, "access_notes": {"breaks": "Tell Sam."}}, "Tell Sam."),
        (ActivityPage, {"joining": "drop-in"}, "You can just turn up."),
        (ActivityPage, {"joining": "referral-needed", "referral_by": "a doctor"}, "This is who: a doctor."),
        (ActivityPage, {"places_state": "full", "places_updated_on": TODAY}, "It is full now."),
        (ActivityPage, {"places_state": "open", "places_left": 1, "places_updated_on": TODAY}, "1 place is left."),
        (
            ActivityPage,
            {"places_state": "open", "places_updated_on": date(2026, 9, 28)},
            "This was true on 28 September 2026. Ask again.",
        ),
        (ActivityPage, {"places_state": "open"}, "Ask if there is room now."),
        (ActivityPage, {}, "Canal Boat Club runs this."),
        (ActivityPage, {"checked_on": date(2026, 10, 1)}, "These facts were checked 8 weeks ago."),
        (ActivityPage, {"checked_on": TODAY, "checked_by": "provider"}, "They checked these facts today."),
        (
            ActivityPage,
            {"checked_on": date(2026, 10, 1), "checked_by": "moderator"},
            "We checked these facts 8 weeks ago.",
        ),
        (
            ActivityPage,
            {"checked_on": date(2026, 7, 1), "freshness": "overdue"},
            "Ask if they are still right.",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_known_is_said(kind: type[OpportunityPage], facts: dict[str, Any], sentence: str) -> None:
    assert sentence in said(thing(kind, **facts))


@pytest.mark.parametrize(
    ("kind", "sentence", "known"),
    [
        (ActivityPage, "We do not know what happens on the first day.", {"what_happens": ["Sam meets you."]}),
        (ActivityPage, "We do not know how loud it is.", {"noise": "quiet"}),
        (ActivityPage, "We do not know how many people come.", {"group_size": "one"}),
        (ActivityPage, "We do not know the days.", {"times": ["sat_am"]}),
        (ActivityPage, "We do not know the address.", {"address": "1 Mill Lane"}),
        (
            ActivityPage,
            "We do not know if a bus, train or tram stop is near.",
            {"access": {"public-transport": "no"}},
        ),
        (ActivityPage, "We do not know the price.", {"pence": 0}),
        (VolunteeringPage, "We do not know if they pay for your travel.", {"expenses_paid": False}),
        (UniBridgePage, "We do not know if you stay overnight.", {"residential": False}),
        (ActivityPage, "We do not know if a supporter can come with you.", {"supporter": "welcome"}),
        (ActivityPage, "We do not know how to join.", {"joining": "book"}),
        (ActivityPage, "We do not know if there is room.", {"places_state": "open"}),
        (
            ActivityPage,
            "Will a named person meet me and stay with me at first?",
            {"access": {"someone-with-me": "no"}},
        ),
        (ActivityPage, "Nobody has checked these facts yet.", {"checked_on": TODAY}),
    ],
)
def test_what_is_not_known_is_said_so_and_only_then(
    kind: type[OpportunityPage], sentence: str, known: dict[str, Any]
) -> None:
    unknown = thing(kind, job_coach=None) if kind is SupportedInternshipPage else thing(kind)
    assert sentence in said(unknown)
    assert sentence not in said(thing(kind, **known))


def test_an_answer_that_nobody_was_sure_of_is_not_known() -> None:
    unsure = said(thing(access={"quiet-space": "not_sure", "public-transport": "not_sure"}))
    assert "Is there a quiet space to use at any time?" in unsure
    assert "We do not know if a bus, train or tram stop is near." in unsure
    assert "There is a quiet space." not in unsure


def test_what_can_be_arranged_is_marked_so_and_says_to_ask() -> None:
    ideas = [
        idea for part in easy_read(thing(access={"breaks": "can_arrange"}), TODAY) for idea in part.ideas
    ]
    assert Idea("sensory", "You can take a break when you need one.", "Ask first.", "can_arrange") in ideas


def test_what_there_is_comes_before_what_there_is_not() -> None:
    page = thing(access={"hoist": "no", "quiet-space": "no", "breaks": "can_arrange", "watch-first": "yes"})
    (part,) = [part for part in easy_read(page, TODAY) if part.key == "help"]
    assert [idea.answer for idea in part.ideas] == ["yes", "can_arrange", "no", "no"]


def test_few_questions_the_commonest_first_and_the_others_are_counted() -> None:
    page = thing(access={"wheelchair": "yes"})
    (part,) = [part for part in easy_read(page, TODAY) if part.key == "ask"]
    *questions, others = part.ideas
    assert len(questions) == 6
    assert {idea.symbol for idea in part.ideas} == {"not_known"}
    asked = [need for need in NEEDS.values() if not need.only_for or "activity" in need.only_for]
    settled = [need for need in asked if need.key == "wheelchair" or "wheelchair" in need.satisfied_by]
    assert len(settled) > 1, "what gets a wheelchair everywhere has no steps"
    assert others.says == f"We do not know {len(asked) - len(settled) - 6} more things."


def test_who_joins_from_home_is_told_nothing_of_the_building() -> None:
    words = " ".join(said(thing(format="online", access={"hoist": "no", "more-time": "yes"})))
    assert "hoist" not in words
    assert "stop" not in words
    assert "You can go at your own speed." in words


@pytest.mark.parametrize(
    ("verification", "sentence"),
    [
        ("details_checked", "We did not check how they keep people safe."),
        ("safeguarding_checked", "We looked at how they keep people safe."),
        ("draft", "We have not checked who they are yet."),
    ],
)
def test_what_was_checked_of_the_provider(verification: str, sentence: str) -> None:
    provider = ProviderPage(title="Club", verification=verification, verified_on=date(2026, 9, 14))
    words = said(thing(provider=provider))
    assert sentence in words
    assert ("We checked who they are." in words) == (verification != "draft")


def test_how_to_reach_them_can_be_pressed() -> None:
    provider = ProviderPage(
        title="Club", verification="details_checked", contact_email="a@example.org", contact_phone="0161 496 0118",
        contact_website="https://example.org/club",
    )  # fmt: skip
    (part,) = [part for part in easy_read(thing(provider=provider), TODAY) if part.key == "people"]
    assert [idea.href for idea in part.ideas if idea.href] == [
        "mailto:a@example.org", "tel:01614960118", "https://example.org/club",
    ]  # fmt: skip
    assert "We do not know how to reach them." in said(thing())


def test_their_own_words_are_cut_apart_and_never_changed() -> None:
    text = "We cook soup. Then we eat it! Do you like soup? Come."
    ideas = list(in_sentences("food", text))
    assert [(idea.says, idea.more) for idea in ideas] == [
        ("We cook soup.", "Then we eat it!"),
        ("Do you like soup?", "Come."),
    ]


def test_what_a_provider_wrote_is_marked_as_theirs() -> None:
    page = thing(
        what_happens=["Sam meets you."],
        access={"breaks": "yes", "watch-first": "yes"},
        access_notes={"breaks": "Tell Sam."},
        other_cost="Bring lunch.",
    )
    theirs = {
        (text, idea.theirs)
        for part in easy_read(page, TODAY)
        for idea in part.ideas
        if idea.theirs
        for text in (idea.says, idea.more)
        if text
    }
    assert theirs == {
        ("Help on a boat.", "both"),
        ("Sam meets you.", "both"),
        ("Tell Sam.", "more"),
        ("Bring lunch.", "more"),
        ("You can take a break when you need one.", "more"),
        ("There is more to pay or to bring:", "more"),
    }


def test_steps_are_in_order_and_show_what_they_say() -> None:
    page = thing(
        interests=["trains"],
        what_happens=["Sam meets you at the door.", "You drive a train.", "We have squash.", "You go home."],
    )
    (part,) = [part for part in easy_read(page, TODAY) if part.key == "happens"]
    assert part.in_order
    assert [idea.symbol for idea in part.ideas] == ["people", "transport", "food", "home"]


def test_every_choice_of_a_form_has_its_sentence() -> None:
    """A new word of the vocabulary that Easy Read can not say would break a page."""
    said_of: list[tuple[Any, Any]] = [
        (easy_words.KIND, KINDS),
        (easy_words.NOISE, NOISE_LEVELS),
        (easy_words.GROUP, GROUP_SIZES),
        (easy_words.PATTERN, PATTERNS),
        (easy_words.SEASON, SEASONS),
        (easy_words.SUPPORTER, SUPPORTER),
        (easy_words.JOINING, JOINING),
        (easy_words.ROOM, PLACES_STATES),
        (easy_words.ENTRY, [key for key in ENTRY if key != "none"]),
        (easy_words.WHO_FOR, [key for key in WHO_FOR if key != "everyone"]),
    ]
    assert [set(sentences) for sentences, _ in said_of] == [set(choices) for _, choices in said_of]


def wrong_with(page: OpportunityPage) -> Iterator[str]:
    """What makes the Easy Read of a page hard."""
    ideas = [idea for part in easy_read(page, TODAY) for idea in part.ideas]
    texts = [text for idea in ideas for text in (idea.says, "" if idea.href else idea.more) if text]
    each = [sentence for text in texts for sentence in sentences(text)]
    for sentence in each:
        if len(words(sentence)) > MOST_WORDS:
            yield f"{page.slug}: {len(words(sentence))} words: {sentence}"
    if grade(each) > MOST_GRADE:
        yield f"{page.slug}: grade {grade(each):.1f}"
    for idea in ideas:
        if idea.symbol not in names():
            yield f"{page.slug}: no symbol {idea.symbol}"
    if not 25 < len(ideas) < 80:
        yield f"{page.slug}: {len(ideas)} ideas"


def test_the_demo_is_easy_to_read() -> None:
    assert len(demo_things()) > 250
    assert [problem for page in demo_things() for problem in wrong_with(page)] == []


def test_the_measure_finds_what_is_hard() -> None:
    long = "We go to the pool and then we go to the shop and then we all go home."
    hard = thing(summary=f"{long} Supplementary accessibility accommodation necessitates documentation.")
    assert any("18 words" in problem for problem in wrong_with(hard))


def test_the_whole_is_said_for_a_page_that_is_published(offer: Callable[..., OpportunityPage]) -> None:
    page = offer(access={"quiet-space": "yes"}, noise="quiet")
    assert [part.key for part in easy_read(page, TODAY)] == [
        "what", "happens", "like", "when", "where", "cost", "who", "help", "ask", "join", "people",
    ]  # fmt: skip
    (ask,) = [part for part in easy_read(page, TODAY) if part.key == "ask"]
    assert ask.ideas[-1].href == page.url
