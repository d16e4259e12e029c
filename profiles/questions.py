"""The pages of "Find things for me", in order: what each asks, of whom, and which one is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import NEED_GROUPS
from profiles import forms
from profiles.answers import Answers
from profiles.understood import UnderstoodForm, something_to_show

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One page. `me` is asked of the person, `them` of somebody who helps; the hints likewise. Pages that go deeper into a
    question share its `number`. `asked` says if these answers call for the page. `about` is what it is about where one form
    serves several pages."""

    slug: str
    number: int
    form: type[forms.QuestionForm]
    me: StrOrPromise
    them: StrOrPromise
    hint: StrOrPromise = ""
    hint_them: StrOrPromise = ""
    asked: Callable[[Answers], bool] = always
    about: str = ""

    @property
    def template(self) -> str:
        return self.form.template

    def title(self, answers: Answers) -> str:
        return str(self.them if answers.supporting else self.me)

    def help(self, answers: Answers) -> str:
        return str((self.hint_them or self.hint) if answers.supporting else self.hint)

    def form_for(self, answers: Answers, data: Mapping[str, Any] | None = None) -> forms.QuestionForm:
        """The page's form; where the question is the legend of a field, it is the heading of the page too."""
        form = self.form(data, answers=answers, about=self.about)
        if form.asked:
            field = form.fields[form.asked]
            field.label = format_html("<h1>{}</h1>", self.title(answers))
            field.help_text = self.help(answers)
        return form


MAIN = (
    Step("who", 1, forms.WhoForm, _("Who is this for?"), _("Who is this for?"), _("We use the right words for you.")),
    Step("age", 2, forms.AgeForm, _("How old are you?"), _("How old are they?"), _("Some things are only for some ages.")),
    Step(
        "plan", 3, forms.PlanForm, _("Do you have an EHC plan?"), _("Do they have an EHC plan?"),
        _("EHC means education, health and care. It is a plan from the council. It says what help you get."),
        _("EHC means education, health and care. It is a plan from the council. It says what help they get."),
    ),
    Step(
        "place", 4, forms.PlaceForm, _("Where do you live?"), _("Where do they live?"),
        _("Type the part before the gap. For SK8 1AB, type SK8. We only keep this part."),
    ),
    Step("travel", 5, forms.TravelForm, _("How can you get there?"), _("How can they get there?"),
         _("Pick all that you can use."), _("Pick all that they can use.")),
    Step("far", 6, forms.FarForm, _("How far can you go?"), _("How far can they go?"),
         _("One mile is about 20 minutes on foot.")),
    Step("likes", 7, forms.LikesForm, _("What do you like?"), _("What do they like?"), _("Pick as many as you want.")),
    Step("more-likes", 7, forms.MoreLikesForm, _("Which of these do you like?"), _("Which of these do they like?"),
         _("Pick none, and we look for all of them."), asked=lambda answers: bool(answers.groups)),
    Step("understood", 7, UnderstoodForm, _("Did we get your words right?"), _("Did we get your words right?"),
         asked=something_to_show),
    Step(
        "dislikes", 8, forms.DislikesForm, _("What do you not want?"), _("What do they not want?"),
        _("Open a group and tick what you do not like. We leave out things that are only about those."),
        _("Open a group and tick what they do not like. We leave out things that are only about those."),
    ),
    Step("needs", 9, forms.NeedGroupsForm, _("What do you need?"), _("What do they need?"),
         _("Pick what matters to you. Then we ask about each one."), _("Pick what matters to them. Then we ask about each one.")),
    Step("kinds", 10, forms.KindsForm, _("What do you want to find?"), _("What do they want to find?"),
         _("Pick none to look for all of them.")),
    Step("times", 11, forms.TimesForm, _("When can you go?"), _("When can they go?"), _("Pick none if any time is good.")),
    Step("cost", 12, forms.CostForm, _("What can you pay?"), _("What can they pay?"), _("This is the most for one time.")),
    Step("matters", 13, forms.MattersForm, _("What matters most to you?"), _("What matters most to them?"),
         _("Pick up to three. Things that have these come higher up.")),
)  # fmt: skip
QUESTIONS = MAIN[-1].number
KNOWN = frozenset(step.slug for step in MAIN) | {f"needs-{place}" for place in range(1, len(NEED_GROUPS) + 1)}


def steps_for(answers: Answers) -> tuple[Step, ...]:
    """The pages that these answers call for. The pages about needs are numbered, not named, in their addresses: an address must
    not tell what somebody needs."""
    steps: list[Step] = []
    for step in MAIN:
        if step.asked(answers):
            steps.append(step)
        if step.slug == "needs":
            steps += [
                Step(
                    f"needs-{place}", step.number, forms.NeedsForm,
                    gettext("%(group)s: what do you need?") % {"group": gettext(NEED_GROUPS[key].label)},
                    gettext("%(group)s: what do they need?") % {"group": gettext(NEED_GROUPS[key].label)},
                    gettext("Answer only what matters to you."), gettext("Answer only what matters to them."), about=key,
                )
                for place, key in enumerate(answers.need_groups, start=1)
            ]  # fmt: skip
    return tuple(steps)


def step_at(slug: str, answers: Answers) -> Step | None:
    """The page of this name, if these answers call for it."""
    return next((step for step in steps_for(answers) if step.slug == slug), None)


def part_of(slug: str, answers: Answers) -> tuple[int, int]:
    """Which page of its question this is, and of how many: (2, 3)."""
    steps = steps_for(answers)
    number = next(step.number for step in steps if step.slug == slug)
    same = [step.slug for step in steps if step.number == number]
    return same.index(slug) + 1, len(same)


def after(slug: str, answers: Answers) -> Step | None:
    """The page after this one; None when it is the last."""
    steps = steps_for(answers)
    place = [step.slug for step in steps].index(slug)
    return steps[place + 1] if place + 1 < len(steps) else None


def before(slug: str, answers: Answers) -> Step | None:
    """The page before this one; None when it is the first."""
    steps = steps_for(answers)
    place = [step.slug for step in steps].index(slug)
    return steps[place - 1] if place else None
