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
from matching.ranking import Order
from matching.suggest import suggest
from matching.types import LeftOut, OpenUp, Seeker, Suggestion
from matching.vocabulary import INTEREST_GROUPS, NEEDS
from opportunities import catalogue as kept
from opportunities.language import listed, said
from opportunities.models import OpportunityPage
from opportunities.questions import Questions, questions_about
from profiles.answers import Answers
from profiles.cards import COLUMNS, Card, card_for
from profiles.changes import what_changed
from profiles.fields import number
from profiles.filters import OrderLink
from profiles.shown import USUAL, Shown
from profiles.spoken import Matched, matched_on, that_fit, whole_groups

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TWO_LINES = (44, 3)  # letters on a phone beside the rest of the sentence, and between two links
FIELD = {"fit": "fits", "ask": "ask"}  # the name of a group in the address, by that in the page
ORDERS: dict[Order, StrOrPromise] = {"best": _("Best fit first"), "nearest": _("Nearest first")}
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
    """One press that opens up more: what it says, and the change that it sends: fields with their new values."""

    text: str
    change: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One of the two groups of cards. `more`: where the next `step` are shown too, "" when all are shown. `undo_at`: before which
    card stands what the last press did, counted from 1; 0 when that is not here."""

    title: str
    cards: tuple[Card, ...]
    total: int
    step: int
    more: str
    undo_at: int = 0


@dataclass(frozen=True, slots=True)
class Hidden:
    """A thing that is "not for me": its page's id, and its title."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that the results page shows. `matched_on` is what fits into two lines of a phone, `matched_too` the rest. `left_out_by`
    says what left things out, most first. `undo`: what the last press did. `back`: where the page is, as it is shown now.
    `can_ask`: we can pass on a question of one of these."""

    fits: Bucket
    ask_first: Bucket
    matched_on: tuple[Matched, ...]
    matched_too: tuple[Matched, ...]
    left_out: int
    left_out_by: str
    left_out_needs: tuple[str, ...]
    open_up: tuple[Button, ...]
    hidden: tuple[Hidden, ...]
    undo: str
    back: str
    orders: tuple[OrderLink, ...]
    can_ask: bool


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
        matters=answers.matters,
    )


def results_for(
    answers: Answers, today: date, shown: Shown = USUAL, *, undo_at: tuple[str, int] = ("", 0)
) -> Results:
    """What fits and what might, the first few of each as cards; one query for the pages shown, two for what was asked about them, if
    there is something to ask, and one for what is hidden, if anything is. `undo_at`: in which group ("fit" or "ask"), and before which card, to say what the last press did."""
    catalogue, seeker = kept.current(), seeker_of(answers)
    hidden = hidden_of(answers)
    found = suggest(
        catalogue,
        seeker,
        today,
        limit=max(shown.fits, shown.ask),
        order=shown.order,
        hidden=[page.public_id for page in hidden],
    )
    some = (*found.fits[: shown.fits], *found.ask_first[: shown.ask])
    things = OpportunityPage.objects.public().filter(public_id__in=[one.id for one in some]).only(*COLUMNS)
    pages = {page.public_id: page for page in things}

    asking = [pages[one.id].pk for one in some if one.id in pages and any(ask.need for ask in one.to_ask)]
    asked = questions_about(asking) if asking else {}

    def bucket(name: str, title: str, some: tuple[Suggestion, ...], total: int, most: int) -> Bucket:
        there = [one for one in some[:most] if one.id in pages]
        made = tuple(
            _card(pages[one.id], one, answers, seeker, catalogue, f"{name}-{at}", asked.get(pages[one.id].pk))
            for at, one in enumerate(there, start=1)
        )
        here = undo_at[1] if undo_at[0] == name and made and answers.undo else 0
        step = min(shown.step, total - most)
        more = f"{shown.address(**{FIELD[name]: most + shown.step})}#{name}-{most + 1}" if step > 0 else ""
        return Bucket(
            title=title, cards=made, total=total, step=step, more=more, undo_at=min(here, len(made) + 1)
        )

    first, too = that_fit(matched_on(answers), *TWO_LINES)
    supporting = bool(answers.supporting)
    return Results(
        fits=bucket(
            "fit",
            how_many_fit(found.fits_total, supporting=supporting),
            found.fits,
            found.fits_total,
            shown.fits,
        ),
        ask_first=bucket(
            "ask",
            gettext("%(count)s might fit. Ask first") % {"count": number_format(found.ask_first_total)},
            found.ask_first,
            found.ask_first_total,
            shown.ask,
        ),
        matched_on=first,
        matched_too=too,
        left_out=found.left_out.total,
        left_out_by=left_out_words(found.left_out, supporting=supporting),
        left_out_needs=tuple(
            gettext("%(need)s: %(count)s")
            % {"need": gettext(NEEDS[key].short), "count": number_format(count)}
            for key, count in found.left_out.by_need.items()
        ),
        open_up=tuple(button_for(change, supporting=supporting) for change in found.open_up),
        hidden=tuple(Hidden(page.pk, page.title) for page in hidden),
        undo=what_changed(answers, {page.pk: page.title for page in hidden}),
        back=shown.address(),
        orders=orders(shown, placed=bool(answers.outcode)),
        can_ask=any(one.can_ask for one in asked.values()),
    )


def orders(shown: Shown, *, placed: bool) -> tuple[OrderLink, ...]:
    """The orders that the results can have. Nothing is near where no place is known."""
    return tuple(
        OrderLink(str(words), shown.address(order=key), key == shown.order)
        for key, words in ORDERS.items()
        if placed or key == "best"
    )


def hidden_of(answers: Answers) -> list[OpportunityPage]:
    """What somebody hid and is still on the site, the last hidden first."""
    if not answers.hidden:
        return []
    pages = OpportunityPage.objects.public().only("title", "public_id").in_bulk(answers.hidden)
    return [pages[pk] for pk in answers.hidden if pk in pages]


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
    place: str,
    asked: Questions | None,
) -> Card:
    """Where one would join from home, what the building has not is no matter: the caution says that it is from home."""
    needs = needs_beside_answers(catalogue, found.id, seeker) if seeker.needs else ()
    if any(caution.code == "join_online" for caution in found.cautions):
        needs = tuple(need for need in needs if need.answer == "yes" or not NEEDS[need.key].in_person_only)
    return card_for(page, answers, place=place, found=found, needs=needs, asked=asked)


def left_out_words(left_out: LeftOut, *, supporting: bool) -> str:
    """80 too far, 20 for other ages."""
    counted = sorted(left_out.by_rule.items(), key=lambda rule: -rule[1])
    words = LEFT_OUT_THEIRS if supporting else LEFT_OUT
    return listed(str(words[rule]) % {"count": number_format(count)} for rule, count in counted if count)


def button_for(change: OpenUp, *, supporting: bool) -> Button:
    """The press that makes a change."""
    sent = tuple(
        (field, value if isinstance(value, tuple) else (number(value),))
        for field, value in change.change.items()
    )
    return Button(said(change, them=supporting), sent)
