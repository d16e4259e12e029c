"""The questions as forms: each reads the answers so far, and gives the answers with its own added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy, ngettext

from matching.vocabulary import FACETS, INTEREST_GROUPS, INTERESTS, KINDS, NEED_GROUPS, NEEDS, TRAVEL_MODES
from opportunities.places import Point, PostcodeError, find_district, find_place, parse_postcode
from profiles.answers import LEAST_COMPARED, MOST_COMPARED, MOST_MATTERS, MOST_WORDS, Answers
from profiles.fields import (
    FOLD,
    ROW,
    WHAT_MATTERS,
    WHAT_MATTERS_SYMBOLS,
    WHAT_MATTERS_THEIRS,
    Cards,
    OneCard,
    miles_words,
    most_to_pay,
    named,
    need_field,
    number,
    pick_one,
    pick_some,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YOUNGEST, OLDEST = 5, 99
MOST_OPEN = 3  # groups of choices on one page
MILES = (2, 5, 10, 20, 30)
POUNDS = (0, 5, 10, 20)
PLAIN_KINDS = {kind["key"]: gettext_lazy(kind["plain"]) for kind in FACETS["types"]}


class QuestionForm(forms.Form):
    """One page of "Find things for me". `asked` names the field whose legend is the question itself; with none, the fields
    have labels of their own under it. `about` is what a page is about where one form serves several pages."""

    asked = ""
    template = "profiles/question.html"

    def __init__(self, data: Mapping[str, Any] | None = None, *, answers: Answers, about: str = "") -> None:
        self.answers, self.about = answers, about
        super().__init__(data, initial=self.said(answers))
        self.lay_out()

    def said(self, answers: Answers) -> dict[str, Any]:
        """What the fields show at first."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Add the fields that depend on the answers so far."""

    def offer(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        """Give a field these choices."""
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def answered(self) -> Answers:
        """The answers with this page's own, once the form is valid."""
        raise NotImplementedError


class WhoForm(QuestionForm):
    who = pick_one(
        "",
        [("me", gettext_lazy("Me")), ("them", gettext_lazy("Someone I help"))],
        widget=OneCard(
            symbols={"me": "me", "them": "family"},
            hints={"them": gettext_lazy("Your child, a friend or a student")},
        ),
    )
    asked = "who"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"who": {None: "", True: "them", False: "me"}[answers.supporting]}

    def answered(self) -> Answers:
        return replace(
            self.answers, supporting={"": None, "them": True, "me": False}[self.cleaned_data["who"]]
        )


class AgeForm(QuestionForm):
    age = forms.CharField(
        label=gettext_lazy("Age in years"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"age": "" if answers.age is None else answers.age}

    def clean_age(self) -> int | None:
        text = self.cleaned_data["age"]
        if not text:
            return None
        numbers = re.findall(r"\d+", text)
        if len(numbers) != 1:
            raise forms.ValidationError(gettext("Type the age as a number, like 17."))
        age = int(numbers[0])
        if not YOUNGEST <= age <= OLDEST:
            between = {"youngest": YOUNGEST, "oldest": OLDEST}
            raise forms.ValidationError(gettext("Type an age from %(youngest)s to %(oldest)s.") % between)
        return age

    def answered(self) -> Answers:
        return replace(self.answers, age=self.cleaned_data["age"])


class PlanForm(QuestionForm):
    plan = pick_one(
        "",
        [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("not_sure", gettext_lazy("Not sure"))],
    )
    asked = "plan"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"plan": answers.plan}

    def answered(self) -> Answers:
        return replace(self.answers, plan=self.cleaned_data["plan"])


def district_of(text: str) -> Point:
    """The middle of the district of a postcode, however much of it was typed. Raises PostcodeError."""
    district = parse_postcode(text).district
    place = find_place(text)
    with suppress(PostcodeError):  # an address, from a geocoder, has no code of its own
        district = parse_postcode(place.label).district
    return find_district(district) or Point(place.lat, place.lng, district)


class PlaceForm(QuestionForm):
    """A whole postcode may be typed; only its district is kept."""

    place = forms.CharField(
        label=gettext_lazy("First part of the postcode"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            {"class": "short", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"place": answers.outcode}

    def clean_place(self) -> dict[str, Any]:
        text = self.cleaned_data["place"]
        if not text:
            return {"outcode": "", "lat": None, "lng": None}
        try:
            district = district_of(text)
        except PostcodeError as problem:
            raise forms.ValidationError(str(problem)) from None
        return {"outcode": district.label, "lat": round(district.lat, 4), "lng": round(district.lng, 4)}

    def answered(self) -> Answers:
        return replace(self.answers, **self.cleaned_data["place"])


class TravelForm(QuestionForm):
    modes = pick_some(
        "",
        named(TRAVEL_MODES),
        widget=Cards(
            symbols={key: key for key in TRAVEL_MODES},
            hints={
                "lift": gettext_lazy("Somebody drives you"),
                "council": gettext_lazy("The council takes you"),
                "provider": gettext_lazy("The people who run it take you"),
                "online": gettext_lazy("By phone or computer"),
            },
        ),
    )
    asked = "modes"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"modes": answers.modes}

    def answered(self) -> Answers:
        return replace(self.answers, modes=tuple(self.cleaned_data["modes"]))


class FarForm(QuestionForm):
    far = pick_one("", [])
    asked = "far"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"far": number(answers.max_miles)}

    def lay_out(self) -> None:
        miles = sorted({*MILES, *([self.answers.max_miles] if self.answers.max_miles is not None else [])})
        up_to = ((number(n), gettext("Up to %(miles)s") % {"miles": miles_words(n)}) for n in miles)
        self.offer("far", [*up_to, ("", gettext("Any distance"))])

    def answered(self) -> Answers:
        far = self.cleaned_data["far"]
        return replace(self.answers, max_miles=float(far) if far else None)


class LikesForm(QuestionForm):
    groups = pick_some(
        "",
        named({key: group.label for key, group in INTEREST_GROUPS.items()}),
        widget=Cards(symbols={key: key for key in INTEREST_GROUPS}),
    )
    words = forms.CharField(
        label=gettext_lazy("Or say it in your own words"),
        help_text=gettext_lazy("Say what you do not like too. Like this: I love trains. I hate football."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3, "maxlength": MOST_WORDS}),
        error_messages={
            "max_length": gettext_lazy(
                "Use %(limit_value)s letters or fewer. You can leave out the small words."
            )
        },
    )
    asked = "groups"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"groups": answers.groups, "words": answers.words}

    def lay_out(self) -> None:
        if self.answers.supporting:
            self.fields["words"].help_text = gettext(
                "Say what they do not like too. Like this: She loves trains. She hates football."
            )

    def clean_words(self) -> str:
        shown = (letter if letter.isprintable() else " " for letter in self.cleaned_data["words"])
        return " ".join("".join(shown).split())

    def answered(self) -> Answers:
        groups = tuple(self.cleaned_data["groups"])
        interests = tuple(key for key in self.answers.interests if INTERESTS[key].group in groups)
        return replace(self.answers, groups=groups, interests=interests, words=self.cleaned_data["words"])


class MoreLikesForm(QuestionForm):
    """The terms of the groups that were picked. Of many groups, each is folded, so that the page is short."""

    def said(self, answers: Answers) -> dict[str, Any]:
        return {
            group: [key for key in INTEREST_GROUPS[group].members if key in answers.interests]
            for group in answers.groups
        }

    def lay_out(self) -> None:
        for group in self.answers.groups:
            terms = named({key: INTERESTS[key].label for key in INTEREST_GROUPS[group].members})
            self.fields[group] = pick_some(
                gettext(INTEREST_GROUPS[group].label),
                terms,
                template_name=FOLD if len(self.answers.groups) > MOST_OPEN else ROW,
                widget=Cards(symbols={"": group}),
            )

    def answered(self) -> Answers:
        liked = tuple(key for group in self.fields for key in self.cleaned_data[group])
        not_liked = tuple(key for key in self.answers.not_interests if key not in liked)
        return replace(self.answers, interests=liked, not_interests=not_liked)


class DislikesForm(QuestionForm):
    """Every term that was not picked as liked, folded by group."""

    def said(self, answers: Answers) -> dict[str, Any]:
        return {
            key: [term for term in group.members if term in answers.not_interests]
            for key, group in INTEREST_GROUPS.items()
        }

    def lay_out(self) -> None:
        for key, group in INTEREST_GROUPS.items():
            terms = [term for term in group.members if term not in self.answers.interests]
            if terms:
                self.fields[key] = pick_some(
                    gettext(group.label),
                    named({term: INTERESTS[term].label for term in terms}),
                    template_name=FOLD,
                    widget=Cards(symbols={"": key}),
                )

    def answered(self) -> Answers:
        return replace(
            self.answers,
            not_interests=tuple(key for group in self.fields for key in self.cleaned_data[group]),
        )


class NeedGroupsForm(QuestionForm):
    groups = pick_some(
        "",
        named({key: group.label for key, group in NEED_GROUPS.items()}),
        widget=Cards(symbols={key: key for key in NEED_GROUPS}),
    )
    asked = "groups"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"groups": answers.need_groups}

    def answered(self) -> Answers:
        groups = tuple(self.cleaned_data["groups"])
        needs = {key: how for key, how in self.answers.needs.items() if NEEDS[key].group in groups}
        return replace(self.answers, need_groups=groups, needs=MappingProxyType(needs))


class NeedsForm(QuestionForm):
    """The needs of one group. The group is in the form, not in its address, which would tell what somebody needs."""

    group = forms.CharField(widget=forms.HiddenInput)

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"group": self.about} | {
            key: answers.needs.get(key, "") for key in NEED_GROUPS[self.about].members
        }

    def lay_out(self) -> None:
        sent = str(self.data.get("group", ""))
        self.about = sent if sent in NEED_GROUPS else self.about
        for key in NEED_GROUPS[self.about].members:
            self.fields[key] = need_field(key, supporting=bool(self.answers.supporting))

    def answered(self) -> Answers:
        mine = NEED_GROUPS[self.about].members
        said = {key: how for key, how in self.answers.needs.items() if key not in mine}
        said |= {key: self.cleaned_data[key] for key in mine if self.cleaned_data[key]}
        return replace(self.answers, needs=MappingProxyType({key: said[key] for key in NEEDS if key in said}))


class KindsForm(QuestionForm):
    kinds = pick_some("", named(KINDS), widget=Cards(symbols={key: key for key in KINDS}, hints=PLAIN_KINDS))
    asked = "kinds"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"kinds": answers.kinds}

    def answered(self) -> Answers:
        return replace(self.answers, kinds=tuple(self.cleaned_data["kinds"]))


class TimesForm(QuestionForm):
    """One row for each day."""

    def said(self, answers: Answers) -> dict[str, Any]:
        return {
            day: [slot for slot in answers.times if slot.startswith(day)]
            for day in FACETS["time_slots"]["days"]
        }

    def lay_out(self) -> None:
        slots = FACETS["time_slots"]
        for day, label in slots["days"].items():
            parts = named({f"{day}_{part}": name for part, name in slots["labels"].items()})
            self.fields[day] = pick_some(gettext(label), parts, template_name=ROW)

    def answered(self) -> Answers:
        return replace(
            self.answers, times=tuple(slot for day in self.fields for slot in self.cleaned_data[day])
        )


class CostForm(QuestionForm):
    cost = pick_one("", [])
    asked = "cost"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"cost": number(answers.max_cost)}

    def lay_out(self) -> None:
        pounds = sorted({*POUNDS, *([self.answers.max_cost] if self.answers.max_cost is not None else [])})
        self.offer("cost", [*((number(n), most_to_pay(n)) for n in pounds), ("", gettext("Any price"))])

    def answered(self) -> Answers:
        cost = self.cleaned_data["cost"]
        return replace(self.answers, max_cost=float(cost) if cost else None)


class MattersForm(QuestionForm):
    matters = pick_some("", [], widget=Cards(symbols=WHAT_MATTERS_SYMBOLS))
    asked = "matters"

    def said(self, answers: Answers) -> dict[str, Any]:
        return {"matters": answers.matters}

    def lay_out(self) -> None:
        words = WHAT_MATTERS_THEIRS if self.answers.supporting else WHAT_MATTERS
        self.offer("matters", list(words.items()))

    def clean_matters(self) -> tuple[str, ...]:
        picked: list[str] = self.cleaned_data["matters"]
        if len(picked) > MOST_MATTERS:
            raise forms.ValidationError(too_many(len(picked), MOST_MATTERS))
        return tuple(picked)

    def answered(self) -> Answers:
        return replace(self.answers, matters=self.cleaned_data["matters"])


def too_many(ticked: int, most: int) -> str:
    """How to put it right that more was ticked than there may be."""
    return ngettext(
        "You ticked %(count)s thing. Untick some, so that %(most)s are left.",
        "You ticked %(count)s things. Untick some, so that %(most)s are left.",
        ticked,
    ) % {"count": ticked, "most": most}


class CompareForm(forms.Form):
    """Two or three things of the list. Its boxes stand in the cards, outside of the form: an attribute joins them to it."""

    things = forms.TypedMultipleChoiceField(
        label="",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"form": "compare"}),
        error_messages={
            "invalid_choice": gettext_lazy("One of these is not on your list now. Tick two or three again.")
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        listed: Sequence[tuple[int, str]],
        comparing: Sequence[int] = (),
    ) -> None:
        super().__init__(data, initial={"things": comparing})
        cast(forms.ChoiceField, self.fields["things"]).choices = listed

    def clean_things(self) -> tuple[int, ...]:
        picked: list[int] = self.cleaned_data["things"]
        if not picked:
            raise forms.ValidationError(gettext("You ticked nothing. Tick two or three things."))
        if len(picked) < LEAST_COMPARED:
            raise forms.ValidationError(gettext("You ticked one thing. Tick one or two more."))
        if len(picked) > MOST_COMPARED:
            raise forms.ValidationError(too_many(len(picked), MOST_COMPARED))
        return tuple(picked)


class StartForm(forms.Form):
    shared = forms.BooleanField(
        label=gettext_lazy("This is a shared computer"),
        help_text=gettext_lazy(
            "Tick this at a library, at college or on a friend's phone. We forget your answers when you close the browser."
        ),
        required=False,
    )
