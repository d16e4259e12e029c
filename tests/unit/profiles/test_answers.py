"""The cookie: what goes in comes out, it always fits, and what this site did not write holds nothing."""

from __future__ import annotations

import base64
import json
import random
from dataclasses import replace

import pytest

from matching.scoring import MATTERS
from matching.vocabulary import (
    INTEREST_GROUPS,
    INTERESTS,
    KINDS,
    NEED_GROUPS,
    NEEDS,
    TIME_SLOTS,
    TRAVEL_MODES,
)
from profiles.answers import (
    MOST_BYTES,
    MOST_COMPARED,
    MOST_HIDDEN,
    MOST_MATTERS,
    MOST_SAVED,
    MOST_WORDS,
    NOTHING,
    Answers,
    TooManySaved,
    _to_json,
    seal,
    unseal,
)
from profiles.demand import BITS

SOME = Answers(
    supporting=False,
    age=17,
    plan="yes",
    outcode="SK8",
    lat=53.3742,
    lng=-2.1886,
    modes=("train", "lift"),
    max_miles=8.0,
    groups=("tv-film",),
    interests=("tv-and-film",),
    words="I like trains.",
    need_groups=("sensory", "physical"),
    needs={"quiet-space": "must", "hoist": "would_help"},
    max_cost=0,
    saved=(7, 3),
)


def test_what_is_sealed_comes_back() -> None:
    assert unseal(seal(SOME)) == SOME


def test_free_only_and_for_me_are_answers_not_silence() -> None:
    back = unseal(seal(Answers(max_cost=0, supporting=False)))
    assert back.max_cost == 0
    assert back.supporting is False


def test_nobody_reads_it_without_the_key() -> None:
    raw = base64.urlsafe_b64decode(seal(SOME))
    assert b"quiet" not in raw
    assert b"SK8" not in raw


def test_two_cookies_of_the_same_answers_do_not_look_alike() -> None:
    assert seal(SOME) != seal(SOME)


def to_the_brim(seed: int) -> Answers:
    """All 60 needs, all 109 interests, the longest own words in the widest letters, a full list, and three things compared."""
    chance = random.Random(seed)
    words = "".join(
        chr(chance.choice((chance.randint(0x1F300, 0x1FAFF), chance.randint(0x20000, 0x2A6DF))))
        for _ in range(MOST_WORDS)
    )
    saved = tuple(chance.sample(range(10**6, 10**7), MOST_SAVED))
    return Answers(
        shared=True,
        supporting=True,
        age=99,
        plan="not_sure",
        outcode="SW1A",
        lat=-53.12345,
        lng=-2.12345,
        modes=tuple(TRAVEL_MODES),
        max_miles=999.5,
        groups=tuple(INTEREST_GROUPS),
        interests=tuple(key for key in INTERESTS if INTERESTS[key].index % 2),
        not_interests=tuple(key for key in INTERESTS if not INTERESTS[key].index % 2),
        words=words,
        need_groups=tuple(NEED_GROUPS),
        needs={key: chance.choice(["must", "would_help"]) for key in NEEDS},
        kinds=tuple(KINDS),
        times=tuple(TIME_SLOTS),
        max_cost=999.5,
        matters=tuple(sorted(MATTERS, key=len)[-MOST_MATTERS:]),
        saved=saved,
        comparing=tuple(chance.sample(saved, MOST_COMPARED)),
        seen=739_000,
        counted=(24_323, chance.getrandbits(len(BITS))),
    )


@pytest.mark.parametrize("seed", range(40))
def test_everything_that_can_be_said_fits(seed: int) -> None:
    everything = to_the_brim(seed)
    value = seal(everything)
    assert len(value) <= MOST_BYTES
    assert unseal(value) == everything
    sent = everything.words + everything.words[:100]
    assert len(seal(replace(everything, draft={"likes": {"words": [sent]}}))) <= MOST_BYTES
    taken_off = everything.unsave(everything.saved[20])
    assert len(seal(taken_off)) <= MOST_BYTES


@pytest.mark.parametrize("seed", range(10))
def test_of_what_does_not_fit_the_oldest_hidden_go_first(seed: int) -> None:
    """Then the draft and the way back; never an answer, the list or what is compared."""
    chance = random.Random(seed)
    everything = to_the_brim(seed)
    hidden = tuple(chance.sample(range(10**6, 10**7), MOST_HIDDEN))
    value = seal(replace(everything, hidden=hidden))
    assert len(value) <= MOST_BYTES
    kept = unseal(value)
    assert replace(kept, hidden=()) == everything
    assert kept.hidden == hidden[: len(kept.hidden)]
    assert len(kept.hidden) >= 10, "there is room for some"

    nonsense = "".join(chr(chance.randint(0x20000, 0x2A6DF)) for _ in range(MOST_WORDS + 100))
    sent = {"likes": {"words": [nonsense]}}
    kept = unseal(seal(replace(everything, hidden=hidden, draft=sent)))
    assert kept == everything, "a draft that leaves no room for anything goes too"

    kept = unseal(seal(replace(SOME, hidden=hidden, draft=sent)))
    assert kept.hidden == hidden
    assert kept.draft == sent, "what somebody usually says leaves room for all of it"


def test_what_is_taken_off_the_list_is_no_longer_compared() -> None:
    answers = Answers(saved=(7, 5, 3), comparing=(7, 5)).unsave(5)
    assert answers.comparing == (7,)
    assert answers.undone().comparing == (7, 5)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_changed_cookie_is_empty(place: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(seal(SOME)))
    raw[place] ^= 1
    assert unseal(base64.urlsafe_b64encode(bytes(raw)).decode()) == NOTHING


@pytest.mark.parametrize(
    "value",
    [None, "", "x", "e30=", "not base64 at all!", "é" * 40, "A" * (MOST_BYTES + 1), json.dumps({"age": 3})],
)
def test_what_is_no_cookie_of_ours_is_empty(value: str | None) -> None:
    assert unseal(value) == NOTHING


def test_another_sites_key_does_not_open_it(settings) -> None:
    value = seal(SOME)
    settings.SECRET_KEY = "another-" + "y" * 50
    assert unseal(value) == NOTHING


def test_an_old_key_still_opens_it(settings) -> None:
    value = seal(SOME)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "newer-" + "z" * 50
    assert unseal(value) == SOME


def test_another_format_is_empty(monkeypatch) -> None:
    monkeypatch.setattr("profiles.answers.FORMAT", b"answers/0")
    value = seal(SOME)
    monkeypatch.undo()
    assert unseal(value) == NOTHING


def test_a_key_that_the_vocabulary_no_longer_has_is_left_out() -> None:
    back = unseal(
        seal(
            Answers(
                interests=("trains", "jousting"), needs={"hoist": "must", "moat": "must"}, kinds=("siege",)
            )
        )
    )
    assert back.interests == ("trains",)
    assert back.needs == {"hoist": "must"}
    assert back.kinds == ()


def test_a_cookie_from_before_a_question_was_asked_still_holds_the_rest() -> None:
    """An empty answer is not written, so a cookie with nothing said to matter most is one from before."""
    assert b"matters" not in _to_json(SOME)
    assert unseal(seal(SOME)).matters == ()
    said = replace(SOME, matters=("free", "like"))
    assert unseal(seal(said)) == said
    assert unseal(seal(replace(SOME, matters=("free", "parking")))).matters == ("free",)


def test_saving_puts_it_first_and_once() -> None:
    answers = Answers().save(3).save(7).save(3)
    assert answers.saved == (7, 3)


def test_taking_off_can_be_taken_back() -> None:
    answers = Answers(saved=(7, 5, 3)).unsave(5)
    assert answers.saved == (7, 3)
    assert answers.undone().saved == (7, 5, 3)
    assert unseal(seal(answers)).undone().saved == (7, 5, 3)


def test_a_full_list_says_so() -> None:
    with pytest.raises(TooManySaved):
        Answers(saved=tuple(range(MOST_SAVED))).save(99)


def test_a_change_can_be_taken_back_once() -> None:
    answers = Answers(max_miles=5.0, times=("sat_am",)).change(max_miles=12.0)
    assert answers.max_miles == 12.0
    assert answers.undone() == Answers(max_miles=5.0, times=("sat_am",))
    assert answers.undone().undone() == answers.undone()


def test_only_what_is_matched_on_counts_as_said() -> None:
    assert not Answers(supporting=True, saved=(1,), shared=True).said_anything
    assert Answers(max_cost=0).said_anything
    assert Answers(needs={"hoist": "must"}).said_anything
