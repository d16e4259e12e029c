"""The part of a listing's form that asks one group of access questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from matching.vocabulary import NEED_GROUPS, NEEDS
from opportunities.access_form import NOT_SURE, WORDS, answer_name, note_name
from opportunities.comparisons import TextComparison

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Question:
    """One need: the boxes for the answer, and the line for a note."""

    answer: BoundField
    note: BoundField
    about: str


def _access(group: str) -> StrOrPromise:
    return format_lazy(_("Access: {group}"), group=_(NEED_GROUPS[group].label))


class AccessPanel(Panel):
    """The questions of one group of needs that this kind of listing is asked."""

    def __init__(self, group: str, **kwargs: Any) -> None:
        self.group = group
        super().__init__(**{"heading": _access(group), "classname": "collapsed"} | kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"group": self.group}

    def get_form_options(self) -> dict[str, Any]:
        return {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "opportunities/admin/access_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                answers = [question.answer.value() for question in self.questions]
                answered = sum(answer not in (None, "", NOT_SURE) for answer in answers)
                said = ngettext(
                    "%(heading)s (%(answered)s of %(count)s answered)",
                    "%(heading)s (%(answered)s of %(count)s answered)",
                    len(answers),
                )
                self.heading: str = said % {
                    "heading": self.panel.heading,
                    "answered": answered,
                    "count": len(answers),
                }

        @property
        def questions(self) -> list[Question]:
            members = [
                key for key in NEED_GROUPS[self.panel.group].members if answer_name(key) in self.form.fields
            ]
            return [
                Question(
                    self.form[answer_name(key)],
                    self.form[note_name(key)],
                    gettext(NEEDS[key].about) if NEEDS[key].about else "",
                )
                for key in members
            ]

        def is_shown(self) -> bool:
            return self.form is None or bool(self.questions)

        def get_comparison(self) -> list[Any]:
            return [partial(AccessComparison, self.panel.group)]


class AccessComparison(TextComparison):
    """What a version of a listing answers in one group of needs, a line for each answer, for a moderator to compare."""

    def __init__(self, group: str, before: Any, after: Any) -> None:
        self.group = NEED_GROUPS[group]
        super().__init__(self._lines(before), self._lines(after))

    def field_label(self) -> str:
        return str(_access(self.group.key))

    def _lines(self, page: Any) -> str:
        lines = []
        for key in self.group.members:
            answer, note = page.access.get(key, NOT_SURE), page.access_notes.get(key, "")
            if answer != NOT_SURE or note:
                said = {"need": gettext(NEEDS[key].short), "answer": WORDS[answer], "note": note}
                lines.append((gettext("%(need)s: %(answer)s. %(note)s") % said).strip())
        return "\n".join(lines)
