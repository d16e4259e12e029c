"""The part of a listing's form that asks one group of access questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from matching.vocabulary import NEED_GROUPS, NEEDS
from opportunities.access_form import NOT_SURE, WORDS, answer_name, note_name
from opportunities.comparisons import TextComparison
from opportunities.form_parts import Part, joins_from_home

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Question:
    """One need: the boxes for the answer, and the line for a note."""

    answer: BoundField
    note: BoundField
    about: str
    at_a_place: bool


def _access(group: str) -> StrOrPromise:
    return format_lazy(_("Access: {group}"), group=_(NEED_GROUPS[group].label))


class AccessPart(Part):
    """All the access questions, a fold for each group, with what can be copied from another listing above them."""

    class BoundPanel(Part.BoundPanel):
        template_name = "opportunities/admin/access_part.html"

        @property
        def asked(self) -> int:
            return sum(group.asked for group in self.visible_children)

        @property
        def answered(self) -> int:
            return sum(group.answered for group in self.visible_children)

        @property
        def has_errors(self) -> bool:
            return any(group.has_errors for group in self.visible_children) or bool(
                self.form and self.form["copy_from"].errors
            )


class AccessPanel(Panel):
    """The questions of one group of needs that this kind of listing is asked."""

    def __init__(self, group: str, **kwargs: Any) -> None:
        self.group = group
        super().__init__(**{"heading": _(NEED_GROUPS[group].label)} | kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"group": self.group}

    def get_form_options(self) -> dict[str, Any]:
        return {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "opportunities/admin/access_panel.html"

        @property
        def online(self) -> bool:
            return joins_from_home(self.form)

        @cached_property
        def questions(self) -> list[Question]:
            members = [
                key for key in NEED_GROUPS[self.panel.group].members if answer_name(key) in self.form.fields
            ]
            return [
                Question(
                    self.form[answer_name(key)],
                    self.form[note_name(key)],
                    gettext(NEEDS[key].about) if NEEDS[key].about else "",
                    NEEDS[key].in_person_only,
                )
                for key in members
            ]

        @property
        def asked_now(self) -> list[Question]:
            """Those that what people join from home is asked, or all."""
            return [question for question in self.questions if not (self.online and question.at_a_place)]

        @property
        def asked(self) -> int:
            return len(self.asked_now)

        @property
        def answered(self) -> int:
            return sum(question.answer.value() not in (None, "", NOT_SURE) for question in self.asked_now)

        @property
        def has_errors(self) -> bool:
            return any(question.answer.errors or question.note.errors for question in self.questions)

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
