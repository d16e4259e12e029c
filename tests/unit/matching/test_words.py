"""What somebody's own words say, sentence by sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching.vocabulary import FOLDER, INTEREST_GROUPS, INTERESTS, NEEDS
from matching.words import fold, phrase_stems, stems, understand

LIKES = [
    ("I love trains and trams and Minecraft. I hate loud places.", {"trains", "video-games"}),
    ("I want to work in TV, like behind the camera. Doctor Who is best.", {"tv-and-film", "film-making"}),
    (
        "physics, space and coding. I want to go to uni but people make me anxious.",
        {"science-experiments", "space", "coding", "university"},
    ),
    ("music, drums, singing. I use a talker.", {"listening-music", "playing-music", "singing"}),
    ("swimming, water, lights. Happy in the pool.", {"swimming"}),
    ("cooking, babies and little kids, helping people", {"cooking", "childcare", "helping-people"}),
    ("I don't mind swimming", {"swimming"}),
    ("I can't wait to play football", {"football"}),
    ("I'm not scared of dogs", {"dogs"}),
    ("never been bored of trains", {"trains"}),
    ("I don't just like football, I like cricket too", {"football", "rugby-cricket"}),
    ("like Bake Off", {"baking"}),
    ("I'd rather be outside", {"nature-conservation"}),
    ("I have no friends", {"meeting-people"}),
    ("dog", {"dogs"}),
    ("kids' puppies and ponies", {"childcare", "dogs", "horses"}),
    ("café work", {"cafe-work"}),
    ("D&D", {"board-games"}),
    ("animal care", {"animal-care"}),
    ("arts/crafts", {"drawing-painting", "crafts"}),
]

# The vocabulary's never_match list, and needs said among likes.
NOTHING = [
    "care, career, cards",
    "training, trainers, trained staff",
    "business and busy",
    "start a new chapter",
    "cookies policy",
    "I like it",
    "LOVE IT",
    "switch off",
    "car pool",
    "I need a quiet space",
    "personal space",
    "parking space",
    "I need a job coach",
    "travel costs",
    "games",
    "I need help with cooking",
    "computer chips",
    "I have a guide dog",
    "I come by bus",
    "I can't swim",
    "there is no football near me",
    "I've never been to a zoo",
    "I'm not good at football",
]

DISLIKES = [
    ("I don't like football", {"football"}, set()),
    ("I don’t like football", {"football"}, set()),
    ("not really into football", {"football"}, set()),
    ("anything but swimming", {"swimming"}, set()),
    ("no loud discos", set(), {"discos"}),
    ("i like trains not buses", {"buses"}, set()),
    ("I hate cooking but I love cake", {"cooking"}, set()),
    ("spiders are a no", set(), {"spiders"}),
    ("horses scare me", {"horses"}, set()),
    ("hourses are scary", {"horses"}, set()),
    ("swimming makes me anxious", {"swimming"}, set()),
    ("football isn't my thing", {"football"}, set()),
    ("football, i dont like it", {"football"}, set()),
    ("football? no. drawing yes", {"football"}, set()),
    ("cats no dogs yes", {"cats"}, set()),
    ("football no thanks", {"football"}, set()),
    ("stuff with animals but not horses", {"horses"}, set()),
    ("animals. dogs mostly. scared of horses. and gardening", {"horses"}, set()),
    ("scared of horses, and gardening", {"horses"}, set()),
    ("I hate football, rugby or cricket", {"football"}, {"rugby", "cricket"}),
    ("no football, rugby or cricket", {"football"}, {"rugby", "cricket"}),
    ("trains, not buses, lego", {"buses"}, set()),
    ("I don't like football and rugby", {"football"}, {"rugby"}),
    ("I like dogs and spiders are a no", set(), {"spiders"}),
    ("football and rugby are boring, but i like cricket", {"football"}, {"rugby"}),
    ("i hate stuff like football", {"football"}, set()),
    ("nothing to do with animals", {"animal-care"}, set()),
    ("all sport except football", {"football"}, set()),
    ("I'm allergic to cats. I like dogs", {"cats"}, set()),
    ("I don't like tills", set(), {"tills"}),
    ("hate Doctor Who", set(), {"doctor who"}),
    ("not Tesco", set(), {"tesco"}),
    ("cooking is not for me but baking is", {"cooking"}, set()),
    ("I can't stand football", {"football"}, set()),
    ("I am bored of football", {"football"}, set()),
    ("I don't hate football", set(), set()),
    ("I don't mind football", set(), set()),
    ("football isn't boring", set(), set()),
    ("I hate loud places", set(), set()),
    ("I'd rather draw than play football", set(), set()),
]


SENTENCES = [
    line
    for line in Path(__file__).with_name("own_words.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", SENTENCES)
def test_what_young_people_may_say(line):
    said, *expected = (part.strip() for part in line.split("|"))
    understood = understand(said)
    guesses = (f"{guess.word}: {' '.join((*guess.interests, *guess.groups))}" for guess in understood.guesses)
    read = [
        " ".join(understood.interests),
        " ".join(understood.not_interests),
        ", ".join(understood.disliked_words),
        " ".join(understood.need_hints),
        ", ".join(understood.liked_words),
        "; ".join(guesses),
    ]
    assert read == expected + [""] * (len(read) - len(expected))


@pytest.mark.parametrize(
    "name",
    ["Bake Off", "Doctor Who", "Man City", "Leeds Rhinos", "Lionesses", "Roblox", "Warhammer", "Nintendo"],
)
def test_a_show_a_team_or_a_game_is_an_interest_and_stays_a_word_to_look_for(name):
    understood = understand(f"I like {name}")
    assert understood.interests
    assert f" {phrase_stems(understood.liked_words[0])} " in f" {stems(f'We talk about {name} and more')} "


def test_what_no_interest_covers_finds_the_listing_that_says_it():
    understood = understand("I like didgeridoos")
    assert understood.interests == ()
    assert understood.unmatched == understood.liked_words == ("didgeridoos",)
    assert phrase_stems(understood.liked_words[0]) in stems("Didgeridoo for beginners").split()


@pytest.mark.parametrize(
    "said", ["city", "City till I die", "I live in the city", "united", "Villa", "Chelsea"]
)
def test_half_a_name_is_asked_about_and_never_looked_for(said):
    understood = understand(said)
    assert understood.interests == understood.liked_words == ()
    (guess,) = understood.guesses
    assert "football" in guess.interests


@pytest.mark.parametrize("said", ["no sport", "anything but games", "I hate fotball"])
def test_what_is_disliked_is_never_guessed_to_be_liked(said):
    assert understand(said).guesses == understand(said).liked_words == ()


def test_a_need_that_is_misspelt_is_offered():
    assert understand("I use a weelchair").need_hints == ("wheelchair",)


def test_at_most_three_nearest_in_spelling_and_none_for_short_words():
    for word in ("swiming", "horsses", "danceing", "photografy", "traine", "coocking"):
        (guess,) = understand(word).guesses
        assert 1 <= len(guess.interests) <= 3
    assert understand("catz").guesses == ()


@pytest.mark.parametrize("interest", INTERESTS.values(), ids=INTERESTS)
def test_every_name_of_an_interest_is_read_as_that_interest(interest):
    for name in (interest.label, *interest.synonyms):
        read = understand(name.upper() if name == "it" else name).interests
        assert interest.key in read or name == "ambulance", name  # one who works in it, or the vehicle


def test_lists_of_english_name_only_what_there_is():
    english = json.loads((FOLDER / "english.json").read_text())
    assert set(english["said_needs"]) <= set(NEEDS)
    for word, keys in english["asked_back"].items():
        assert word == fold(word), "asked about in the singular"
        assert set(keys["interests"]) <= set(INTERESTS)
        assert set(keys["groups"]) <= set(INTEREST_GROUPS)
        assert keys["interests"] or keys["groups"]
    assert all(word == fold(word) for word in english["same_word"])


@pytest.mark.parametrize(("said", "likes"), LIKES)
def test_likes(said, likes):
    assert set(understand(said).interests) == likes


@pytest.mark.parametrize("said", NOTHING)
def test_no_interest_is_read_into(said):
    understood = understand(said)
    assert understood.interests == understood.not_interests == understood.disliked_words == ()


@pytest.mark.parametrize(("said", "whole", "parts"), DISLIKES)
def test_dislikes(said, whole, parts):
    understood = understand(said)
    assert set(understood.not_interests) == whole
    assert set(understood.disliked_words) == parts


@pytest.mark.parametrize(
    ("said", "likes"),
    [
        ("I hate cooking but I love cake", {"baking"}),
        ("animals. dogs mostly. scared of horses. and gardening", {"animal-care", "dogs", "gardening"}),
        ("scared of horses, and gardening", {"gardening"}),
        ("trains, not buses, lego", {"trains", "lego-models"}),
        ("I hate football, gardening is good", {"gardening"}),
        ("not superheroes but I love comics", {"anime-comics"}),
        ("I love everything about trains except steam trains", {"trains"}),
        ("cooking is not for me but baking is", {"baking"}),
        ("I'd rather draw than play football", {"drawing-painting"}),
        ("football and rugby are boring, but i like cricket", {"rugby-cricket"}),
    ],
)
def test_a_dislike_never_hides_what_the_rest_of_the_words_like(said, likes):
    assert set(understand(said).interests) == likes


def test_it_only_in_capitals_among_other_words_or_with_support():
    assert (
        understand("I like IT").interests
        == understand("IT").interests
        == understand("it support").interests
        == ("computers-it",)
    )


@pytest.mark.parametrize(
    ("said", "hint"),
    [("I use a talker", "aac"), ("hate loud places", "low-noise"), ("somewhere quiet", "quiet-space")],
)
def test_needs_said_among_likes_are_offered(said, hint):
    assert understand(said).need_hints == (hint,)


def test_spelling_is_guessed_and_never_applied():
    understood = understand("swiming and fotball")
    assert understood.interests == ()
    assert [(guess.word, guess.interests) for guess in understood.guesses] == [
        ("swiming", ("swimming",)),
        ("fotball", ("football",)),
    ]
    assert understand("cars pigz").guesses == ()  # four letters or fewer are not guessed at


def test_games_alone_are_asked_about():
    (guess,) = understand("I like games").guesses
    assert (guess.interests, guess.groups) == (("video-games", "board-games"), ("sport",))


def test_what_was_not_understood_is_said_back():
    assert understand("unicycle hockey and trains").unmatched == ("unicycle hockey",)
    assert understand("I really like it when there are lots of things to do").unmatched == ()


def test_liked_words_are_more_than_the_interest_or_not_in_it():
    assert understand("drums, unicycles, trains").liked_words == ("drums", "unicycles")


def test_what_is_ticked_wins():
    assert understand("I hate football", interests=["football"]).not_interests == ()
    assert understand("I love football", not_interests=["football"]).interests == ()


def test_stems():
    assert stems("Clubs & swimming: a café's dogs") == "club and swim a cafe dog"
    assert stems("trained trainers") != stems("trains")
    assert stems("animation") != stems("animals")
    assert stems("") == ""


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("ponies", "pony"),
        ("buses", "bus"),
        ("movies", "movie"),
        ("chess", "chess"),
        ("plays", "plays"),
        ("boxes", "box"),
    ],
)
def test_only_simple_plurals_are_folded(plural, single):
    assert fold(plural) == single


@pytest.mark.parametrize(
    "said", ["", "   ", "...", "!!!", "🐶", "no", "not", "I hate", "and", ", , ,", "no. no? no, but no"]
)
def test_words_that_say_nothing(said):
    understood = understand(said)
    assert understood.interests == understood.not_interests == understood.disliked_words == ()
