"""A listing in Easy Read: a picture and few words for each idea, from what its provider already filled in.

Every sentence of ours has 15 words or fewer. A provider's own words are never changed, only cut apart at the ends of their
sentences. What is not known is said as not known. Source: UK Department of Health, "Making written information easier to
understand for people with learning disabilities", 2010."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from matching.vocabulary import INTERESTS, NEEDS, Need
from opportunities.easy_words import (
    A_SUPPORTER,
    CHECKED,
    EHCP,
    ENTRY,
    GROUP,
    JOINING,
    KIND,
    LOOKED_AT,
    NOISE,
    PATTERN,
    PRICE,
    ROOM,
    SEASON,
    SUPPORTER,
    WHO_FOR,
)
from opportunities.language import day, money
from opportunities.listing import PLACES_OLD_AFTER_DAYS, ago, times_in_words

if TYPE_CHECKING:
    from opportunities.models import OpportunityPage, ProviderPage

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
# What a step shows, where its words leave no doubt; any other step shows what the listing is about.
STEP_PICTURES = (
    (re.compile(r"\b(meets?|greets?|welcomes?|waits? for) you\b", re.I), "people"),
    (re.compile(r"\b(drinks?|tea|squash|snacks?|lunch|eat|biscuits?|cake|pizza|soup|toast)\b", re.I), "food"),
    (re.compile(r"\b(breaks?|rest)\b", re.I), "calm"),
    (re.compile(r"\b(home|goodbye|goodnight)\b", re.I), "home"),
)
# Asked first when nobody answered: what most people want to know, and what nobody should find out on the day.
ASKED_FIRST = (
    "someone-with-me", "step-free", "accessible-toilet", "quiet-space", "breaks", "help-when-upset", "watch-first", "know-the-plan",
)  # fmt: skip
MOST_QUESTIONS = 6
ON_THE_WAY = ("public-transport", "park-at-door", "pick-up", "travel-costs", "practise-journey")
ANSWERED = ("yes", "can_arrange", "no")


@dataclass(frozen=True, slots=True)
class Idea:
    """One picture with few words. `symbol` names the picture; `answer` is yes, can_arrange or no where the words are an answer;
    `href` is where pressing the second sentence leads. `theirs`: "both" or "more" of the sentences are a provider's own, which no
    translator sees."""

    symbol: str
    says: str
    more: str = ""
    answer: str = ""
    href: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Ideas under one heading. `in_order`: they happen one after the other."""

    key: str
    title: str
    ideas: tuple[Idea, ...]
    in_order: bool = False


def easy_read(page: OpportunityPage, today: date) -> tuple[Part, ...]:
    """The whole listing, in the order in which somebody wants to know it. `page` is of its own kind."""
    parts = (
        Part("what", gettext("What it is"), tuple(_what(page))),
        Part("happens", gettext("What will happen"), tuple(_happens(page)), in_order=bool(page.what_happens)),
        Part("like", gettext("What it is like"), tuple(_like(page))),
        Part("when", gettext("When it is"), tuple(_when(page, today))),
        Part("where", gettext("How to get there"), tuple(_where(page))),
        Part("cost", gettext("What it costs"), tuple(_cost(page))),
        Part("who", gettext("Who can come"), tuple(_who(page))),
        Part("help", gettext("What help there is"), tuple(_help(page))),
        Part("ask", gettext("What we do not know"), tuple(_ask(page))),
        Part("join", gettext("How to join"), tuple(_join(page, today))),
        Part("people", gettext("Who runs it"), tuple(_people(page, page.provider, today))),
    )
    return tuple(part for part in parts if part.ideas)


def in_sentences(symbol: str, text: str, theirs: str = "") -> Iterator[Idea]:
    """A text cut apart at the ends of its sentences: two to a picture."""
    said = SENTENCE_END.split(text.strip())
    for first in range(0, len(said), 2):
        second = said[first + 1] if first + 1 < len(said) else ""
        yield Idea(symbol, said[first], second, theirs=theirs)


def about(page: OpportunityPage) -> str:
    """The symbol of what it is about: of its first interest, else of its kind."""
    return INTERESTS[page.interests[0]].group if page.interests else page.kind


def ask(symbol: str, says: str) -> Idea:
    """What is not known, said so."""
    return Idea(symbol, says, gettext("You can ask."))


def _what(page: OpportunityPage) -> Iterator[Idea]:
    yield from in_sentences(about(page), page.summary, theirs="both")
    says, more = KIND[page.kind]
    yield Idea(page.kind, gettext(says), more and gettext(more))
    if page.kind == "supported-internship":
        if page.employer:
            yield Idea("work", gettext("The work is at %(place)s.") % {"place": page.employer})
        if page.education_provider:
            yield Idea("college", gettext("The college is %(name)s.") % {"name": page.education_provider})
    elif page.kind == "uni-bridge" and page.university:
        yield Idea("college", gettext("The university is %(name)s.") % {"name": page.university})


def _happens(page: OpportunityPage) -> Iterator[Idea]:
    for step in page.what_happens:
        symbol = next((name for words, name in STEP_PICTURES if words.search(step)), about(page))
        first, *others = SENTENCE_END.split(step.strip())
        yield Idea(symbol, first, " ".join(others), theirs="both")
    if not page.what_happens:
        yield ask("not_known", gettext("We do not know what happens on the first day."))


def _like(page: OpportunityPage) -> Iterator[Idea]:
    if page.noise:
        symbol, says = NOISE[page.noise]
        yield Idea(symbol, gettext(says))
    else:
        yield ask("not_known", gettext("We do not know how loud it is."))
    if page.group_size:
        symbol, says = GROUP[page.group_size]
        yield Idea(symbol, gettext(says))
    elif page.format != "online":
        yield ask("not_known", gettext("We do not know how many people come."))


def _when(page: OpportunityPage, today: date) -> Iterator[Idea]:
    how_often = gettext(PATTERN[page.pattern]) if page.pattern else ""
    runs = times_in_words(page.times).split("; ") if page.times else []
    for number, run in enumerate(runs):
        says = gettext("It is also on %(days)s.") if number else gettext("It is on %(days)s.")
        yield Idea("calendar", says % {"days": run}, "" if number else how_often)
    if not runs and page.pattern in {"flexible", "rolling"}:
        yield Idea("calendar", gettext("The days can change to suit you."), how_often)
    elif not runs and not page.starts_on:
        yield ask("not_known", gettext("We do not know the days."))
    elif not runs and how_often:
        yield Idea("calendar", how_often)
    if page.season:
        yield Idea("sun", gettext(SEASON[page.season]))
    yield from _dates(page, today)
    if page.kind == "supported-internship":
        if page.duration_months:
            lasts = ngettext("It lasts %(count)s month.", "It lasts %(count)s months.", page.duration_months)
            yield Idea("clock", lasts % {"count": page.duration_months})
        if page.hours_per_week:
            yield Idea("clock", _hours(page.hours_per_week))
    elif page.kind == "volunteering":
        if page.min_hours:
            least = ngettext(
                "You give %(count)s hour or more each week.", "You give %(count)s hours or more each week.", page.min_hours
            )  # fmt: skip
            yield Idea("clock", least % {"count": page.min_hours})
        if page.long_term:
            yield Idea("clock", gettext("You can stay as long as you like."))
    elif page.kind == "uni-bridge":
        yield {
            True: Idea("moon", gettext("You stay there overnight.")),
            False: Idea("home", gettext("You go home each day.")),
        }.get(page.residential, ask("not_known", gettext("We do not know if you stay overnight.")))


def _hours(count: int) -> str:
    says = ngettext("It is about %(count)s hour each week.", "It is about %(count)s hours each week.", count)
    return says % {"count": count}


def _dates(page: OpportunityPage, today: date) -> Iterator[Idea]:
    if page.starts_on and page.starts_on == page.ends_on:
        yield Idea("calendar", gettext("The day is %(day)s.") % {"day": day(page.starts_on)})
    else:
        if page.starts_on:
            begun = page.starts_on < today
            says = gettext("It started on %(day)s.") if begun else gettext("It starts on %(day)s.")
            yield Idea("calendar", says % {"day": day(page.starts_on)})
        if page.ends_on:
            yield Idea("calendar", gettext("The last day is %(day)s.") % {"day": day(page.ends_on)})
    if page.apply_by:
        yield Idea("clock", gettext("Ask to join by %(day)s.") % {"day": day(page.apply_by)})


def _where(page: OpportunityPage) -> Iterator[Idea]:
    if page.format == "online":
        yield Idea("online", gettext("You join from home, online."))
        return
    address = ", ".join(part for part in (page.address, page.postcode) if part)
    there = gettext("The address is %(address)s.") % {"address": address} if address else ""
    if page.place_name:
        yield Idea("place", gettext("The place is %(name)s.") % {"name": page.place_name}, there)
    elif there:
        yield Idea("place", there)
    else:
        yield ask("not_known", gettext("We do not know the address."))
    if page.format == "both":
        yield Idea("online", gettext("Or you can join from home, online."))
    yield from in_sentences("getting-there", page.stop_text) if page.stop_text else ()
    if "public-transport" not in given_answers(page) and not page.stop_text:
        yield ask("not_known", gettext("We do not know if a bus, train or tram stop is near."))
    for key in ON_THE_WAY:
        if key in given_answers(page):
            yield _answered(page, NEEDS[key])


def _cost(page: OpportunityPage) -> Iterator[Idea]:
    free = gettext("Your supporter comes free.") if page.supporter_free and page.pence != 0 else ""
    if page.pence is None:
        yield ask("not_known", gettext("We do not know the price."))
    elif page.pence == 0:
        yield Idea("pound", gettext("It is free."))
    else:
        price = gettext(PRICE.get(page.per, _("The price is %(price)s.")))
        yield Idea("pound", price % {"price": money(page.pence)}, free)
    if page.other_cost and page.other_cost != "none":
        yield Idea("pound", gettext("There is more to pay or to bring:"), page.other_cost, theirs="more")
    if page.kind == "volunteering":
        yield {
            True: Idea("pound", gettext("They pay what it costs you to come.")),
            False: Idea("pound", gettext("They do not pay what it costs you to come.")),
        }.get(page.expenses_paid, ask("not_known", gettext("We do not know if they pay for your travel.")))


def _who(page: OpportunityPage) -> Iterator[Idea]:
    all_welcome = not page.who_for or "everyone" in page.who_for
    yield Idea("me", _ages(page), gettext("Everyone of this age is welcome.") if all_welcome else "")
    for key in page.who_for:
        if key in WHO_FOR:
            yield Idea("people", gettext(WHO_FOR[key]))
    says, more = EHCP[page.ehcp]
    yield Idea("list", gettext(says), more and gettext(more))
    if page.kind == "supported-internship" and page.pilot_council:
        until = gettext("This is in %(council)s, until %(day)s.")
        yield Idea(
            "help",
            gettext("There is a trial for people with no EHC plan."),
            until % {"council": page.pilot_council, "day": day(page.pilot_ends_on)},
        )
    for key in page.entry:
        if key in ENTRY:
            yield Idea("list", gettext(ENTRY[key]))
    if page.supporter:
        yield Idea("family", gettext(SUPPORTER[page.supporter]), gettext(A_SUPPORTER))
    else:
        yield ask("not_known", gettext("We do not know if a supporter can come with you."))


def _ages(page: OpportunityPage) -> str:
    low, high = page.age_min, page.age_max
    if low is None and high is None:
        return gettext("It is for people of any age.")
    if low is None:
        return gettext("You can be up to %(high)s years old.") % {"high": high}
    if high is None:
        return gettext("You must be %(low)s years old or over.") % {"low": low}
    if low == high:
        return gettext("You must be %(low)s years old.") % {"low": low}
    return gettext("You can be from %(low)s to %(high)s years old.") % {"low": low, "high": high}


def given_answers(page: OpportunityPage) -> dict[str, str]:
    """The access answers that somebody gave, of those that matter to this kind and this way of joining in."""
    return {
        key: answer for key, answer in page.access.items() if answer in ANSWERED and page.is_asked(NEEDS[key])
    }


def about_need(need: Need, answer: str) -> str:
    """What an answer means, as a sentence: "There is no hoist." """
    return gettext(need.has_not if answer == "no" else need.has)


def _answered(page: OpportunityPage, need: Need) -> Idea:
    """One need with its answer, as the provider gave it."""
    answer, note = page.access[need.key], page.access_notes.get(need.key, "")
    return Idea(
        need.group,
        about_need(need, answer),
        note or (gettext("Ask first.") if answer == "can_arrange" else ""),
        answer,
        theirs="more" if note else "",
    )


def _help(page: OpportunityPage) -> Iterator[Idea]:
    """What there is, then what can be arranged, then what there is not; in the order of the vocabulary."""
    given = given_answers(page)
    said_before = {"bring-supporter": page.supporter, "small-group": page.group_size}
    for answer in ANSWERED:
        for need in NEEDS.values():
            told = need.key in ON_THE_WAY or (answer == "yes" and said_before.get(need.key))
            if given.get(need.key) == answer and not told:
                yield _answered(page, need)


def _ask(page: OpportunityPage) -> Iterator[Idea]:
    """The questions that most people have, then those that nobody should find the answer to on the day; the rest are counted."""
    given = given_answers(page)
    yes = {key for key, answer in given.items() if answer == "yes"}
    open_ones = [
        need
        for need in NEEDS.values()
        if page.is_asked(need) and need.key not in given and not yes.intersection(need.satisfied_by)
    ]
    first = [need for need in open_ones if need.key in ASKED_FIRST] + [
        need for need in open_ones if need.safety_critical
    ]
    for need in first[:MOST_QUESTIONS]:
        yield from in_sentences("not_known", gettext(need.question))
    others = len(open_ones) - len(first[:MOST_QUESTIONS])
    if others:
        says = ngettext(
            "We do not know %(count)s more thing.", "We do not know %(count)s more things.", others
        )
        yield Idea("not_known", says % {"count": others}, gettext("See the full page."), href=page.url or "")


def _join(page: OpportunityPage, today: date) -> Iterator[Idea]:
    if page.joining:
        by = gettext("This is who: %(name)s.") % {"name": page.referral_by} if page.referral_by else ""
        symbol, says = JOINING[page.joining]
        yield Idea(symbol, gettext(says), by)
    else:
        yield ask("not_known", gettext("We do not know how to join."))
    yield _room(page, today)


def _room(page: OpportunityPage, today: date) -> Idea:
    """Whether there is room; what is old says when it was true."""
    if not page.places_state:
        return ask("not_known", gettext("We do not know if there is room."))
    says = gettext(ROOM[page.places_state])
    if page.places_left and page.places_state in {"open", "few_left"}:
        left = page.places_left
        says = ngettext("%(count)s place is left.", "%(count)s places are left.", left) % {"count": left}
    seen = page.places_updated_on
    if seen is None:
        return Idea("help", says, gettext("Ask if there is room now."))
    if (today - seen).days > PLACES_OLD_AFTER_DAYS:
        return Idea("help", says, gettext("This was true on %(day)s. Ask again.") % {"day": day(seen)})
    return Idea("check", says)


def _people(page: OpportunityPage, provider: ProviderPage, today: date) -> Iterator[Idea]:
    yield Idea("provider", gettext("%(name)s runs this.") % {"name": provider.title})
    if provider.contact_email:
        email = provider.contact_email
        yield Idea("mail", gettext("You can send an email:"), email, href=f"mailto:{email}")
    if provider.contact_phone:
        phone = provider.contact_phone
        yield Idea("phone", gettext("You can phone:"), phone, href=f"tel:{phone.replace(' ', '')}")
    if provider.contact_website:
        yield Idea(
            "online", gettext("You can look at:"), gettext("Their website"), href=provider.contact_website
        )
    if not (provider.contact_email or provider.contact_phone or provider.contact_website):
        yield Idea("not_known", gettext("We do not know how to reach them."))
    if provider.verification not in ("details_checked", "safeguarding_checked"):
        yield Idea("not_known", gettext("We have not checked who they are yet."))
        return
    yield from _looked_at(provider)
    yield _checked(page, today)


def _looked_at(provider: ProviderPage) -> Iterator[Idea]:
    """What moderators ticked, each with its day; where nobody ticked single things, what its level means."""
    for check in provider.shown_checks:
        on = gettext("That was on %(day)s.") % {"day": day(check.checked_on)}
        yield Idea("check", gettext(LOOKED_AT[check.item]), on)
    if not provider.shown_checks:
        seen = provider.verified_on
        on = gettext("That was on %(day)s.") % {"day": day(seen)} if seen else ""
        yield Idea("check", gettext("We checked who they are."), on)
        if provider.verification == "safeguarding_checked":
            yield Idea("check", gettext("We looked at how they keep people safe."))
    if provider.verification == "details_checked":
        yield Idea("not_known", gettext("We did not check how they keep people safe."), gettext("Ask them."))
    words = provider.public_words
    if words.get("concern_contact"):
        yield Idea(
            "warning", gettext("Are you worried? Tell them here:"), words["concern_contact"], theirs="more"
        )
    if words.get("complaints"):
        yield Idea("talk", gettext("You can complain. This is how:"), words["complaints"], theirs="more")


def _checked(page: OpportunityPage, today: date) -> Idea:
    """How long ago these facts were checked, and by whom; and when they were not confirmed for too long, that one has to ask."""
    if not page.checked_on:
        return Idea("not_known", gettext("Nobody has checked these facts yet."))
    says = gettext(CHECKED[page.checked_by]) % {"ago": ago((today - page.checked_on).days)}
    if page.freshness == "fresh":
        return Idea("check", says)
    return Idea("not_known", says, gettext("Ask if they are still right."))
