"""One side of paper for a listing: the facts in few words, what was cut counted, and a QR code that leads to the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from matching.vocabulary import NEEDS
from opportunities.easy_read import ON_THE_WAY, about_need, given_answers

if TYPE_CHECKING:
    from opportunities.models import OpportunityPage

# How many letters of a list one side of A4 has room for; and how few letters in all can be said in larger type.
STEP_LETTERS = 400
FACT_LETTERS = 760
ANSWER_LETTERS = {"yes": 180, "can_arrange": 90, "no": 90, "not_known": 80}
NEED_LETTERS = 330
FEW_LETTERS = 1030
HEADINGS = {
    "yes": _("They have"),
    "can_arrange": _("They can arrange, ask first"),
    "no": _("They do not have"),
    "not_known": _("We do not know, so ask"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of a list, and words for how many more there are (empty when that is all)."""

    shown: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`facts` and `contact` are pairs of a label and words; `answers` a heading and the names of needs; `address` is said as one types it; `qr` is
    an SVG of it. `roomy`: there is so little to say that the letters can be larger."""

    steps: Listed
    facts: tuple[tuple[str, str], ...]
    more_facts: str
    contact: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, Listed], ...]
    address: str
    qr: SafeString
    roomy: bool


def sheet(page: OpportunityPage, address: str) -> Sheet:
    """`address`: where the page is, empty while it is nowhere."""
    facts = [(label, text) for label, text in _facts(page) if text]
    said = fitting([f"{label}: {text}" for label, text in facts], FACT_LETTERS)
    steps, answers = fitting(page.what_happens, STEP_LETTERS), tuple(_answers(page))
    said_of_it = _letters([page.title, page.summary, *steps.shown, *said.shown])
    said_of_access = _letters(name for _, names in answers for name in names.shown)
    return Sheet(
        steps=steps,
        facts=tuple(facts[: len(said.shown)]),
        more_facts=said.more,
        contact=tuple((label, text) for label, text in _contact(page) if text),
        answers=answers,
        address=address.partition("://")[2],
        qr=qr_code(address) if address else SafeString(""),
        roomy=said_of_it + max(said_of_access, NEED_LETTERS) <= FEW_LETTERS,
    )


def _letters(texts: Iterable[str]) -> int:
    return sum(map(len, texts))


def fitting(texts: Iterable[str], letters: int) -> Listed:
    """The first of these texts that have no more than so many letters together, at least one; the others are counted."""
    texts = tuple(texts)
    shown, room = 0, letters
    while shown < len(texts) and (len(texts[shown]) <= room or not shown):
        room -= len(texts[shown])
        shown += 1
    left = len(texts) - shown
    more = ngettext("and %(count)s more on the website", "and %(count)s more on the website", left)
    return Listed(texts[:shown], more % {"count": left} if left else "")


def qr_code(address: str) -> SafeString:
    """A QR code as SVG, part of the page. With the error level M a code with a fold or a stain can still be read."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        omitsize=True, border=2, lineclass=None, svgclass="qr"
    )
    return mark_safe(drawn)  # noqa: S308  # segno draws squares; nothing of the address is in it as text


def _facts(page: OpportunityPage) -> Iterable[tuple[str, str]]:
    return (
        (gettext("When"), page.when_text),
        (gettext("Where"), page.where_text),
        (gettext("How to get there"), _way(page)),
        (gettext("Cost"), page.cost_text),
        (gettext("Room"), page.room_text),
        (gettext("How to join"), page.joining_text),
        (gettext("Who"), ". ".join([page.ages_text, *page.who_for_labels, str(page.get_ehcp_display())])),
        (gettext("How many people"), page.group_text),
        (gettext("How loud"), page.noise_text),
        (gettext("Bring a supporter"), page.supporter_text),
        *page.kind_facts,
    )


def _contact(page: OpportunityPage) -> Iterable[tuple[str, str]]:
    """How to reach whoever runs it, as one copies it from paper."""
    provider = page.provider
    return (
        (gettext("Phone"), provider.contact_phone),
        (gettext("Email"), provider.contact_email),
        (gettext("Website"), provider.contact_website.removeprefix("https://").rstrip("/")),
    )


def _way(page: OpportunityPage) -> str:
    """The answers about the way there, as sentences."""
    given = given_answers(page)
    said = []
    for key in ON_THE_WAY:
        if key in given:
            said.append(about_need(NEEDS[key], given[key]))
        if given.get(key) == "can_arrange":
            said.append(gettext("Ask first."))
    return " ".join(said)


def _answers(page: OpportunityPage) -> Iterable[tuple[str, Listed]]:
    given = given_answers(page)
    for answer, heading in HEADINGS.items():
        names = [
            gettext(need.short)
            for need in NEEDS.values()
            if page.is_asked(need) and given.get(need.key, "not_known") == answer
        ]
        if names:
            yield gettext(heading), fitting(names, ANSWER_LETTERS[answer])
