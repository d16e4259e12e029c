"""What somebody narrowed a list to. All of it is in the list's address, and none of it tells who they are: their age and their
district stay in the cookie, and an address only says that they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.around import Sort
from matching.types import Seeker
from matching.vocabulary import FACETS, KINDS
from profiles.answers import Answers
from profiles.fields import ROW, miles_words, most_to_pay, named, number, pick_one, pick_some
from profiles.forms import MILES, POUNDS

DAYS: Mapping[str, str] = FACETS["time_slots"]["days"]
PARTS: Mapping[str, str] = FACETS["time_slots"]["labels"]
MOST_LETTERS = 80
SORTS: Mapping[str, Any] = {
    "nearest": _("Nearest first"),
    "a_to_z": _("A to Z"),
    "checked": _("Checked lately first"),
    "soon": _("Starting soon first"),
}


class FilterForm(forms.Form):
    """How far and one's age are only asked where the district and the age are known."""

    q = forms.CharField(
        label=_("Search for words"),
        required=False,
        widget=forms.TextInput({"type": "search", "maxlength": MOST_LETTERS}),
        template_name="profiles/fields/search.html",  # type: ignore[call-arg]  # the stubs do not know it yet
    )
    kind = pick_some(_("Kind of thing"), named(KINDS), template_name=ROW)
    day = pick_some(_("Day"), named(DAYS), template_name=ROW)
    part = pick_some(_("Time of day"), named(PARTS), template_name=ROW)
    cost = pick_one(_("Cost"), [], template_name=ROW)
    far = pick_one(_("How far"), [], template_name=ROW)
    mine = forms.BooleanField(required=False)
    unsure = forms.BooleanField(
        label=_("Show things that do not say, too"),
        help_text=_("We may not know the price or the days. You can ask."),
        required=False,
    )
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        answers: Answers,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.offer("cost", [("", gettext("Any price")), *((number(n), most_to_pay(n)) for n in POUNDS)])
        up_to = ((number(n), gettext("Up to %(miles)s") % {"miles": miles_words(n)}) for n in MILES)
        self.offer("far", [("", gettext("Any distance")), *up_to])
        self.offer("sort", [(key, str(words)) for key, words in sorts(answers).items()])
        self.fields["mine"].label = gettext("Only for age %(age)s") % {"age": answers.age}
        if answers.lat is None:
            del self.fields["far"]
        if answers.age is None:
            del self.fields["mine"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"][:MOST_LETTERS].split())


def sorts(answers: Answers) -> dict[str, Any]:
    """The orders that there are, the usual one first. Nothing is near before a district is known."""
    return {key: words for key, words in SORTS.items() if key != "nearest" or answers.lat is not None}


@dataclass(frozen=True, slots=True)
class OrderLink:
    """An order that a list can have, where the list is in that order, and whether it is now."""

    words: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """One filter that is on: how it is said, and the address of the list without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`said` has what was picked, by the name in the address; of nothing there is no name. `kind` is the page's own, if it is the
    page of one kind."""

    kind: str = ""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return "".join(self.said.get("q", ()))

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind,) if self.kind else self.said.get("kind", ())

    @property
    def on(self) -> bool:
        """The list is narrowed by more than the kind that the page is about."""
        return any(name != "sort" for name in self.said)

    @property
    def unsure(self) -> bool:
        return "unsure" in self.said

    def sort(self, answers: Answers) -> Sort:
        """Nearest first where a district is known, else A to Z; unless they want another order."""
        usual = "a_to_z" if answers.lat is None else "nearest"
        return cast(Sort, "".join(self.said.get("sort", (usual,))))

    def address(self, **more: Any) -> str:
        """Where this list is."""
        path = reverse("profiles:browse_kind", args=[self.kind]) if self.kind else reverse("profiles:browse")
        said = urlencode({**self.said, **more}, doseq=True)
        return f"{path}?{said}" if said else path

    def change(self, **said: Iterable[str]) -> Filters:
        """With other values for some names; nothing takes a name away."""
        held = {**self.said, **{name: tuple(values) for name, values in said.items()}}
        return replace(self, said={name: values for name, values in held.items() if values})

    def without(self, name: str, value: str) -> Filters:
        return self.change(**{name: (one for one in self.said.get(name, ()) if one != value)})

    def each(self, answers: Answers) -> list[tuple[str, Filters]]:
        """Every filter that is on, as words, with the list without it."""
        picked = [(name, one) for name, values in self.said.items() if name != "sort" for one in values]
        return [(spoken(name, one, answers), self.without(name, one)) for name, one in picked]

    def tags(self, answers: Answers) -> tuple[Tag, ...]:
        return tuple(Tag(words, other.address()) for words, other in self.each(answers))

    def orders(self, answers: Answers) -> tuple[OrderLink, ...]:
        """Every order that there is; the usual one is not in the address."""
        usual, *_others = ways = sorts(answers)
        return tuple(
            OrderLink(
                str(words),
                self.change(sort=() if key == usual else (key,)).address(),
                key == self.sort(answers),
            )
            for key, words in ways.items()
        )

    def initial(self, answers: Answers) -> dict[str, Any]:
        """What the form shows."""
        several = {"kind": self.kinds, **{name: self.said.get(name, ()) for name in ("day", "part")}}
        single = {name: "".join(self.said.get(name, ())) for name in ("q", "cost", "far")}
        ticked = {name: name in self.said for name in ("mine", "unsure")}
        return {**several, **single, **ticked, "sort": "".join(self.said.get("sort", ()))}

    def seeker(self, answers: Answers) -> Seeker:
        """Somebody who said only this. A plan is not asked about: a list for everybody shows what needs one."""
        placed = answers.lat is not None and answers.lng is not None
        days, parts = self.said.get("day", ()), self.said.get("part", ())
        narrowed = days or parts
        return Seeker(
            lat=nan if answers.lat is None else answers.lat,
            lng=nan if answers.lng is None else answers.lng,
            ehcp=True,
            kinds=self.kinds,
            age=answers.age if "mine" in self.said else None,
            times=tuple(f"{day}_{part}" for day in days or DAYS for part in parts or PARTS)
            if narrowed
            else (),
            max_miles=float(self.said["far"][0]) if placed and "far" in self.said else None,
            max_cost=float(self.said["cost"][0]) if "cost" in self.said else None,
        )


def read(sent: QueryDict, kind: str, answers: Answers) -> Filters:
    """What an address says. What no form of ours sends is passed over; what is usual is not said."""
    form = FilterForm(sent, answers=answers)
    form.is_valid()
    picked: dict[str, tuple[str, ...]] = {}
    for name, value in form.cleaned_data.items():
        values = value if isinstance(value, list) else ["on" if value is True else value]
        if kept := tuple(one for one in values if one):
            picked[name] = kept
    kinds = picked.pop("kind", (kind,) if kind else ())
    if picked.get("sort") == (next(iter(sorts(answers))),):
        del picked["sort"]
    if len(kinds) == 1:
        return Filters(kind=kinds[0], said=picked)
    return Filters(said={"kind": kinds, **picked} if 0 < len(kinds) < len(KINDS) else picked)


def spoken(name: str, value: str, answers: Answers) -> str:
    """A filter in a few words."""
    match name:
        case "q":
            return gettext("“%(words)s”") % {"words": value}
        case "kind":
            return gettext(KINDS[value])
        case "day":
            return gettext(DAYS[value])
        case "part":
            return gettext(PARTS[value])
        case "cost":
            return most_to_pay(float(value))
        case "far":
            return gettext("Up to %(miles)s") % {"miles": miles_words(float(value))}
        case "mine":
            return gettext("Age %(age)s") % {"age": answers.age}
        case _:
            return gettext("Those that do not say, too")
