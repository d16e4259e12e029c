"""What words of an Outpost directory mean here, by slug. A word is in a table only where its meaning is clear; `docs/formats.md` says
why the others are not."""

from __future__ import annotations

# A category that names one interest. "Dance, drama and music" does not say which of the three, so it is not here.
INTERESTS = {
    "basketball-and-netball": "basketball-netball",
    "days-out": "days-out",
    "farms-and-animal-centres": "farm-animals",
    "football": "football",
    "gaming": "video-games",
    "languages": "languages",
    "libraries": "reading",
    "martial-arts": "martial-arts",
    "maths": "maths-numbers",
    "museums-and-history": "history",
    "railway-centres": "trains",
    "religious-groups": "faith-groups",
    "rugby": "rugby-cricket",
    "sciences": "science-experiments",
    "scouts-guides-and-cadets": "camping-adventure",
    "swimming": "swimming",
    "tennis-and-badminton": "racket-sports",
    "woodlands-and-nature-reserves": "nature-conservation",
    "youth-clubs": "youth-club",
}

# The one accessibility that is the same question as one of ours.
ACCESS = {"accessible-toilet-facilities": "accessible-toilet"}

# Accessibilities that are near a question without answering it: a note beside an answer that stays not known.
NEAR = {
    "british-sign-language-bsl": "bsl",
    "building-has-lift": "step-free",
    "bus-stop-nearby": "public-transport",
    "disabled-car-parking-space": "park-at-door",
    "hearing-loop": "hearing-support",
    "hoist": "hoist",
    "partial-wheelchair-access": "wheelchair",
    "wheelchair-accessible-entrance": "step-free",
}

# With no ages given, these say that it is for children under 11.
FOR_SMALL_CHILDREN = {
    "2-year-old-funded-providers",
    "3-4-year-old-funded-providers",
    "30-hours-funded-providers",
    "activities-for-babies-and-toddlers",
    "agency-registered-childminders",
    "childminders",
    "community-childminders",
    "day-nurseries-and-creches",
    "funded-childcare",
    "home-childcarer-nanny",
    "nurseries-creches-pre-schools-and-nursery-classes",
    "ofsted-registered-childminders",
    "pre-postnatal-exercise",
    "preschools-and-nursery-classes",
    "primary-schools",
    "primary-with-a-nursery-or-preschool",
}

# Nobody joins a school from a list of things to do.
SCHOOLS = {
    "arps-additionally-resourced-provision",
    "combined-schools",
    "grammar-schools",
    "non-grammar-schools",
    "primary-schools",
    "primary-with-a-nursery-or-preschool",
    "private-and-independent",
    "prus-pupil-referral-units",
    "schools-with-sixth-forms",
    "secondary-schools",
    "special-schools",
}

FOR_OLDER_PEOPLE = {"dementia", "older-people"}

# What a price is for. Per hour, day or month is not what one pays each time, each week or each term.
PER = {"": None, "per session": "session", "per week": "week", "per term": "term"}
