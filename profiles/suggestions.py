"""From answers to what fits: answers -> matching.Seeker -> suggest() -> cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.catalogue import Catalogue
from matching.explain import needs_beside_answers
from matching.suggest import suggest
from matching.types import LeftOut, OpenUp, Seeker, Suggestion
from matching.vocabulary import INTEREST_GROUPS, NEEDS
from opportunities import catalogue as kept
from opportunities.language import said
from opportunities.models import OpportunityPage
from profiles.answers import Answers
from profiles.cards import COLUMNS, Card, card_for
from profiles.changes import what_changed
from profiles.forms import number
from profiles.spoken import Matched, matched_on, whole_groups

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 10
LEFT_OUT: dict[str, StrOrPromise] = {
    "over": _("%(count)s already over"),
    "kind": _("%(count)s of another kind"),
    "age": _("%(count)s for other ages"),
    "ehcp": _("%(count)s only for people with an EHC plan"),
    "travel": _("%(count)s too far"),
    "times": _("%(count)s at other times"),
    "cost": _("%(count)s at a higher price"),
    "need": _("%(count)s without what you must have"),
    "dislike": _("%(count)s about what you do not want"),
}
LEFT_OUT_THEIRS: dict[str, StrOrPromise] = {
    **LEFT_OUT,
    "need": _("%(count)s without what they must have"),
    "dislike": _("%(count)s about what they do not want"),
}
WHY_NOT: dict[str, StrOrPromise] = {
    "over": _("It is over."),
    "kind": _("It is another kind of thing."),
    "age": _("It is for other ages."),
    "ehcp": _("It is only for people with an EHC plan."),
    "travel": _("It is too far."),
    "times": _("It is at other times."),
    "cost": _("It costs too much."),
    "need": _("It does not have what you must have."),
    "dislike": _("It is about what you do not want."),
}
WHY_NOT_THEIRS: dict[str, StrOrPromise] = WHY_NOT | {
    "need": _("It does not have what they must have."),
    "dislike": _("It is about what they do not want."),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One press that opens up more: what it says, and the change that it sends."""

    text: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One of the two groups of cards. `more`: how many to show next, 0 when all are shown."""

    title: str
    cards: tuple[Card, ...]
    total: int
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that the results page shows. `left_out_by` says what left things out, most first."""

    fits: Bucket
    ask_first: Bucket
    matched_on: tuple[Matched, ...]
    left_out: int
    left_out_by: str
    left_out_needs: tuple[str, ...]
    open_up: tuple[Button, ...]
    undo: str


def seeker_of(answers: Answers) -> Seeker:
    """The answers as matching reads them. A group of interests that was picked whole stands for all of its terms. With no
    district the place is not a number: nothing is near or far, and no limit on miles can hold."""
    groups = [key for group in whole_groups(answers) for key in INTEREST_GROUPS[group].members]
    placed = answers.lat is not None and answers.lng is not None
    return Seeker(
        lat=nan if answers.lat is None else answers.lat,
        lng=nan if answers.lng is None else answers.lng,
        outcode=answers.outcode,
        age=answers.age,
        ehcp={"yes": True, "no": False}.get(answers.plan),
        interests=tuple(
            dict.fromkeys((*answers.interests, *(key for key in groups if key not in answers.not_interests)))
        ),
        not_interests=answers.not_interests,
        own_words=answers.words,
        needs=answers.needs,
        modes=answers.modes,
        max_miles=answers.max_miles if placed else None,
        kinds=answers.kinds,
        times=answers.times,
        max_cost=answers.max_cost,
    )


def results_for(answers: Answers, today: date, *, fits: int = PAGE, ask: int = PAGE) -> Results:
    """What fits and what might, the first `fits` and `ask` of each, as cards; one query for the pages shown."""
    catalogue, seeker = kept.current(), seeker_of(answers)
    found = suggest(catalogue, seeker, today, limit=max(fits, ask))
    shown = (*found.fits[:fits], *found.ask_first[:ask])
    things = OpportunityPage.objects.public().filter(public_id__in=[one.id for one in shown]).only(*COLUMNS)
    pages = {page.public_id: page for page in things}

    def cards(some: tuple[Suggestion, ...]) -> tuple[Card, ...]:
        return tuple(_card(pages[one.id], one, answers, seeker, catalogue) for one in some if one.id in pages)

    return Results(
        fits=_bucket(
            how_many_fit(found.fits_total, supporting=bool(answers.supporting)),
            cards(found.fits[:fits]),
            found.fits_total,
            fits,
        ),
        ask_first=_bucket(
            gettext("%(count)s might fit. Ask first") % {"count": number_format(found.ask_first_total)},
            cards(found.ask_first[:ask]),
            found.ask_first_total,
            ask,
        ),
        matched_on=matched_on(answers),
        left_out=found.left_out.total,
        left_out_by=left_out_words(found.left_out, supporting=bool(answers.supporting)),
        left_out_needs=tuple(
            gettext("%(need)s: %(count)s")
            % {"need": gettext(NEEDS[key].short), "count": number_format(count)}
            for key, count in found.left_out.by_need.items()
        ),
        open_up=tuple(button_for(change, supporting=bool(answers.supporting)) for change in found.open_up),
        undo=what_changed(answers.undo),
    )


def _bucket(title: str, cards: tuple[Card, ...], total: int, shown: int) -> Bucket:
    return Bucket(title=title, cards=cards, total=total, more=shown + PAGE if total > shown else 0)


def how_many_fit(count: int, *, supporting: bool) -> str:
    """1 thing fits you, 12 things fit you, Nothing fits you yet."""
    if not count:
        return gettext("Nothing fits them yet") if supporting else gettext("Nothing fits you yet")
    if supporting:
        text = ngettext("%(count)s thing fits them", "%(count)s things fit them", count)
    else:
        text = ngettext("%(count)s thing fits you", "%(count)s things fit you", count)
    return text % {"count": number_format(count)}


def _card(
    page: OpportunityPage,
    found: Suggestion,
    answers: Answers,
    seeker: Seeker,
    catalogue: Catalogue,
) -> Card:
    """Where one would join from home, what the building has not is no matter: the caution says that it is from home."""
    needs = needs_beside_answers(catalogue, found.id, seeker) if seeker.needs else ()
    if any(caution.code == "join_online" for caution in found.cautions):
        needs = tuple(need for need in needs if need.answer == "yes" or not NEEDS[need.key].in_person_only)
    return card_for(page, answers, found=found, needs=needs)


def left_out_words(left_out: LeftOut, *, supporting: bool) -> str:
    """80 too far, 20 for other ages."""
    counted = sorted(left_out.by_rule.items(), key=lambda rule: -rule[1])
    words = LEFT_OUT_THEIRS if supporting else LEFT_OUT
    return ", ".join(str(words[rule]) % {"count": number_format(count)} for rule, count in counted if count)


def button_for(change: OpenUp, *, supporting: bool) -> Button:
    """The press that makes a change."""
    values = change.value if isinstance(change.value, tuple) else (number(change.value),)
    return Button(said(change, them=supporting), change.field, values)
