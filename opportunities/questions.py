"""Questions that people ask a provider through us, about one answer of one listing. Who asked is nowhere.

A question is open while the public listing has no answer and nobody of its provider gave one: an answer that comes by the form
closes it too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision

from matching.vocabulary import NEEDS
from opportunities import letters
from opportunities.access_form import NOT_SURE, asked_of
from opportunities.facts import write_facts
from opportunities.members import members
from opportunities.models import AccessQuestion, OpportunityPage
from opportunities.models.questions import ANSWERS

LETTER = "question"
# What the history of a page says about it: the action, and what was done.
ACTIONS = {"answer": (_("Answer"), _("A question that people asked through us was answered"))}


class NotAskedError(Exception):
    """This listing is not asked that, has an answer, or has nobody whom we could ask."""


class NotAnAnswerError(Exception):
    """That is no answer to this question."""


class AnsweredError(Exception):
    """There is no open question: somebody was quicker."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What one listing was asked through us. `can_ask`: needs that can be asked about, none where nobody would get the question.
    `asked`: needs with an open question, and since when. `answered`: needs with an answer that a moderator still looks at."""

    can_ask: Collection[str] = frozenset()
    asked: Mapping[str, date] = field(default_factory=dict)
    answered: Collection[str] = frozenset()


def unanswered(listing: Any) -> set[str]:
    """The needs that this listing is asked about and that it does not say, as everybody sees it."""
    return {
        need
        for need in asked_of(listing.kind, listing.format)
        if listing.access.get(need, NOT_SURE) == NOT_SURE
    }


def open_questions(listings: Iterable[Any]) -> list[AccessQuestion]:
    """The open ones about these, the oldest first, each with its listing."""
    found = AccessQuestion.objects.filter(opportunity__in=[page.pk for page in listings], answered_on=None)
    return _still_asked(found)


def questions_about(ids: Iterable[int]) -> dict[int, Questions]:
    """What each of these listings (by number) was asked. Two queries, however many there are; one more where an answer waits."""
    people = get_user_model()._default_manager.filter(
        is_active=True, groups__provider_membership__provider=OuterRef("provider")
    )
    pages = OpportunityPage.objects.filter(pk__in=list(ids)).only("kind", "format", "access")
    pages = list(pages.annotate(has_people=Exists(people)))
    rows = _still_asked(AccessQuestion.objects.filter(opportunity__in=[page.pk for page in pages]))
    answered = _in_drafts([row for row in rows if row.answered_on])
    said = {page.pk: {row.need for row in answered if row.opportunity_id == page.pk} for page in pages}
    return {
        page.pk: Questions(
            unanswered(page) - said[page.pk] if page.has_people else frozenset(),
            {row.need: row.asked_on for row in rows if row.opportunity_id == page.pk and not row.answered_on},
            said[page.pk],
        )
        for page in pages
    }


def _still_asked(questions: QuerySet[AccessQuestion]) -> list[AccessQuestion]:
    """Without what the listing answers by now, the oldest first."""
    found = questions.select_related("opportunity__provider").order_by("asked_on", "id")
    return [question for question in found if question.need in unanswered(question.opportunity)]


def _in_drafts(rows: list[AccessQuestion]) -> list[AccessQuestion]:
    """Those whose answer is in the newest version, and so was not taken back."""
    newest = (
        Revision.page_revisions.in_bulk([row.opportunity.latest_revision_id for row in rows]) if rows else {}
    )
    return [
        row
        for row in rows
        if (version := newest.get(row.opportunity.latest_revision_id))
        and version.content.get("access", {}).get(row.need) == row.answer
    ]


@transaction.atomic
def ask(*, opportunity: OpportunityPage, need: str, today: date) -> bool:
    """Put down a question, and say whether it is new: one that was asked, or whose answer waits for a moderator, stays as it is.
    Raises NotAskedError. The provider hears of it by the next letter (`tell_providers`)."""
    known = questions_about([opportunity.pk])[opportunity.pk]
    if need in known.answered:
        return False
    if need not in known.can_ask or not opportunity.is_public:
        raise NotAskedError
    made = AccessQuestion.objects.get_or_create(
        opportunity=opportunity, need=need, answered_on=None, defaults={"asked_on": today}
    )
    return made[1]


def tell_providers(*, now: datetime) -> int:
    """Write to the people of each provider about the questions that are open and that they got no letter about; all of a day come
    in one email. Says how many letters are new. Twice, or after a missed day, it writes what was not written."""
    public = OpportunityPage.objects.public()
    return sum(
        letters.write(
            kind=LETTER,
            about=str(question.pk),
            to=members(question.opportunity.provider).filter(is_active=True),
            now=now,
            opportunity=question.opportunity,
            words={"need": question.need},
        )
        for question in _still_asked(AccessQuestion.objects.filter(answered_on=None, opportunity__in=public))
    )


def answers_to(need: str) -> dict[str, Any]:
    """The answers that a question can have, and their words."""
    return {key: words for key, words in ANSWERS.items() if key != "can_arrange" or NEEDS[need].can_arrange}


@transaction.atomic
def answer_question(
    *, question: AccessQuestion, answer: str, note: str = "", by: Any, today: date
) -> Literal["shown", "waits"]:
    """Give the answer of the provider. It is on the listing at once ("shown"); what must be right before anybody comes, and free
    words, wait for moderators ("waits": the answer itself does). Raises NotAnAnswerError, and AnsweredError when it is not open."""
    need = question.need
    if answer not in answers_to(need):
        raise NotAnAnswerError
    page = OpportunityPage.objects.select_for_update(of=("self",)).get(pk=question.opportunity_id)
    still_open = AccessQuestion.objects.filter(pk=question.pk, answered_on=None)
    if need not in unanswered(page) or not still_open.update(answered_on=today, answer=answer, by=by):
        raise AnsweredError
    waits = NEEDS[need].safety_critical
    facts: dict[str, dict[str, Any]] = {
        "access": {need: answer},
        "access_said": {need: {"by": "provider", "on": today.isoformat(), "answer": answer}},
    }
    if not waits:
        write_facts(opportunity=page, by_need=facts)
    if waits or note:
        _send(page, {**(facts if waits else {}), **({"access_notes": {need: note}} if note else {})}, by)
    log(page, "opportunities.answer", user=by, data={"need": need, "answer": answer})
    return "waits" if waits else "shown"


def _send(page: OpportunityPage, said: Mapping[str, Mapping[str, Any]], by: Any) -> None:
    """Put this into the newest version, and send that to moderators unless it is with them, or came back from them, already."""
    draft = OpportunityPage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, by_need in said.items():
        setattr(draft, name, getattr(draft, name) | dict(by_need))
    draft.save_revision(user=by, clean=False)  # a draft may be unfinished
    workflow = draft.get_workflow()
    if workflow and draft.current_workflow_state is None:
        workflow.start(draft, by)
