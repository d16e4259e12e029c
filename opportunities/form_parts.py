"""What a form of the admin is built of: parts that fold, questions with their help, and how many of them are answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTHING: tuple[Any, ...] = (None, "", [], "unknown")


class Question(FieldPanel):
    """A question with its help. Where the form has noticed something about the answer, it says that instead.

    `optional`: a good listing can do without an answer, so it is not counted. `at_a_place`: not asked of what people join from
    home. `only_if`: "joining=referral-needed", shown only when that is the answer to another question (by script: without it,
    the question is always there)."""

    def __init__(
        self,
        field_name: str,
        *,
        optional: bool = False,
        at_a_place: bool = False,
        only_if: str = "",
        **kwargs: Any,
    ) -> None:
        self.optional, self.at_a_place, self.only_if = optional, at_a_place, only_if
        attrs = {"id": f"ask-{field_name}"} | ({"data-only-if": only_if} if only_if else {})
        attrs |= ({"data-at-a-place": "true"} if at_a_place else {}) | (
            {} if optional else {"data-counts": "true"}
        )
        super().__init__(field_name, **{"disable_comments": True, "attrs": attrs} | kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        own = {"optional": self.optional, "at_a_place": self.at_a_place, "only_if": self.only_if}
        return super().clone_kwargs() | own

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                self.help_text: str = getattr(self.bound_field.field, "noticed", "") or self.help_text
            self.is_hidden = self.panel.at_a_place and joins_from_home(self.form)

        @property
        def attrs(self) -> dict[str, Any]:
            return {**self.panel.attrs, "hidden": self.is_hidden}

        @property
        def counts(self) -> bool:
            return self.bound_field is not None and not self.panel.optional and not self.is_hidden

        @property
        def is_answered(self) -> bool:
            return self.bound_field.value() not in NOTHING


def joins_from_home(form: Any) -> bool:
    """Whether the form, as it is now, says that people join online alone."""
    return form is not None and "format" in form.fields and form["format"].value() == "online"


def ask(field: str, heading: StrOrPromise, help_text: StrOrPromise = "", **options: Any) -> Question:
    return Question(field, heading=heading, help_text=help_text, **options)


class Part(MultiFieldPanel):
    """Questions under one heading, which says how many of them are answered."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        @property
        def questions(self) -> list[Any]:
            return [panel for panel in inner(self) if isinstance(panel, Question.BoundPanel) and panel.counts]

        @property
        def asked(self) -> int:
            return len(self.questions)

        @property
        def answered(self) -> int:
            return sum(question.is_answered for question in self.questions)

        @property
        def has_errors(self) -> bool:
            bound = (getattr(panel, "bound_field", None) for panel in inner(self))
            return any(field is not None and field.errors for field in bound)


class Folded(MultiFieldPanel):
    """Questions that few listings need, behind one line; open where one of them is answered or has a mistake in it."""

    def __init__(self, children: list[Panel], *, title: StrOrPromise, **kwargs: Any) -> None:
        self.title = title  # on the line that opens it; a heading would say it once more above
        super().__init__(children, **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"title": self.title}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "opportunities/admin/folded.html"

        @property
        def is_open(self) -> bool:
            fields = [child.bound_field for child in inner(self) if isinstance(child, Question.BoundPanel)]
            return any(field.errors or field.value() not in NOTHING for field in fields if field is not None)


def inner(panel: Any) -> Iterator[Any]:
    for child in panel.visible_children:
        yield child
        if hasattr(child, "children"):
            yield from inner(child)


def part(heading: StrOrPromise, *panels: Panel, help_text: StrOrPromise = "", **options: Any) -> Part:
    return Part(list(panels), heading=heading, help_text=help_text, **options)


def folded(title: StrOrPromise, *panels: Panel, help_text: StrOrPromise = "") -> Folded:
    return Folded(list(panels), title=title, help_text=help_text)


def row(*panels: Panel, help_text: StrOrPromise = "") -> FieldRowPanel:
    return FieldRowPanel(list(panels), help_text=help_text)


class WholeForm(ObjectList):
    """The form of a page: one list of parts that open, with no tabs to look behind. The first one is open, and each that has a
    mistake in it."""

    class BoundPanel(ObjectList.BoundPanel):
        template_name = "opportunities/admin/whole_form.html"

        def render_missing_fields(self) -> str:
            """Wagtail draws again, at the end, the fields that no panel names by itself: here, the access questions."""
            return ""

        @property
        def parts(self) -> Iterator[dict[str, Any]]:
            """Each part with the name of its anchor, whether it starts open, and the part after it."""
            found = [
                {"panel": panel, "name": name, "heading": panel.heading}
                for panel, name in self.visible_children_with_identifiers
            ]
            for number, one in enumerate(found):
                panel = one["panel"]
                is_list = isinstance(panel, InlinePanel.BoundPanel)
                is_open = number == 0 or is_list or getattr(panel, "has_errors", False)
                following = found[number + 1] if number + 1 < len(found) else None
                yield one | {"is_open": is_open, "next": following}


class Told(FieldPanel):
    """A column that is shown and not asked."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs | {"read_only": True})

    def format_value_for_display(self, value: Any) -> Any:
        return value


class OnlyIfImported(MultiFieldPanel):
    """Shown for a listing that was not written here."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.source) and super().is_shown()


class ModeratorsList(InlinePanel):
    """A list that is in the form of a moderator only (`ProviderForm` takes it out for everybody else)."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form = kwargs.get("form")
            self.is_in_form = form is None or kwargs["panel"].relation_name in form.formsets
            super().__init__(**kwargs | ({} if self.is_in_form else {"form": None}))

        def is_shown(self) -> bool:
            return self.is_in_form and super().is_shown()
