"""One thing beside somebody's answers: what of their needs it has, how far it is, what to know, what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from matching.explain import needs_beside_answers
from matching.suggest import suggest
from matching.vocabulary import NEEDS
from opportunities.catalogue import load
from opportunities.language import said
from opportunities.models import OpportunityPage
from opportunities.printing import NEED_LETTERS, Listed, fitting
from profiles.answers import Answers
from profiles.cards import ANSWERS, because, far_words, message_for, miles_to, questions_of
from profiles.suggestions import WHY_NOT, WHY_NOT_THEIRS, seeker_of


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need: how it is said, whether it is a must, the answer (as components/answer.html takes it), what was noted, whether to
    plan it with somebody first, and its key."""

    says: str
    must: bool
    answer: str
    note: str
    plan_first: bool
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`verdict` says in a few words whether it fits. Empty text is not shown."""

    verdict: str
    needs: tuple[NeedRow, ...]
    far: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    to_ask: tuple[str, ...]
    message: str


def beside(page: OpportunityPage, answers: Answers, today: date) -> Beside:
    """The same rules as the results, on this one thing alone, so that both always say the same."""
    catalogue, seeker = load(OpportunityPage.objects.filter(pk=page.pk)), seeker_of(answers)
    found = suggest(catalogue, seeker, today, limit=1)
    one = next(iter((*found.fits, *found.ask_first)), None)
    questions = questions_of(one, answers)
    them = bool(answers.supporting)
    if found.fits:
        verdict = gettext("This fits them.") if them else gettext("This fits you.")
    elif found.ask_first:
        verdict = (
            gettext("This might fit them. Ask first.") if them else gettext("This might fit you. Ask first.")
        )
    else:
        not_for = WHY_NOT_THEIRS if them else WHY_NOT
        why = [str(not_for[rule]) for rule, count in found.left_out.by_rule.items() if count]
        verdict = " ".join(
            [gettext("This may not fit them.") if them else gettext("This may not fit you."), *why]
        )
    return Beside(
        verdict=verdict,
        needs=tuple(
            NeedRow(
                says=gettext(NEEDS[need.key].short),
                must=need.importance == "must",
                answer=need.answer,
                note=page.access_notes.get(need.key, ""),
                plan_first=need.safety_critical and need.answer in ("can_arrange", "not_known"),
                key=need.key,
            )
            for need in needs_beside_answers(catalogue, page.public_id, seeker)
        ),
        far=far_words(one.miles if one and answers.outcode else miles_to(page, answers), page.format),
        reasons=tuple(dict.fromkeys(because(reason, answers) for reason in one.reasons)) if one else (),
        cautions=tuple(said(caution, them=them) for caution in one.cautions) if one else (),
        to_ask=questions,
        message=message_for(page.title, questions, answers),
    )


def on_paper(needs: tuple[NeedRow, ...]) -> Listed:
    """The needs in few words, the musts first, as many as one side of paper has room for: "Quiet space (must have): Yes"."""
    lines = [
        (gettext("%(need)s (must have): %(answer)s") if need.must else gettext("%(need)s: %(answer)s"))
        % {"need": need.says, "answer": ANSWERS.get(need.answer, gettext("Does not matter here"))}
        for need in sorted(needs, key=lambda need: not need.must)
    ]
    return fitting(lines, NEED_LETTERS)
