"""How a person fills in a column that holds a list or money: boxes to tick, lines to write, pounds to type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from matching.vocabulary import FACETS, INTEREST_GROUPS, INTERESTS
from opportunities.language import in_words
from opportunities.listing import DAYS, PARTS
from opportunities.validators import VOCABULARIES, keys_of, lines

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Iterable[tuple[Any, Any]]

# The vocabulary says choices to the person who comes. The person who runs the thing is asked in other words.
TO_A_PROVIDER: dict[str, dict[str, StrOrPromise]] = {
    "format": {
        "in-person": _("People come to a place"),
        "online": _("People join from home"),
        "both": _("Both"),
    },
    "ehcp": {"any": _("No"), "required": _("Yes")},
    "supporter": {
        "not_needed": _("Nobody needs one"),
        "welcome": _("Yes, they can"),
        "must_come": _("They must bring one"),
    },
    "group_size": {"one": _("One person with staff")},
    "pattern": {"rolling": _("People can start at any time"), "flexible": _("People choose when")},
    "joining": {"referral-needed": _("Somebody must refer people")},
    "entry": {
        "none": _("Nothing"),
        "interview": _("An interview"),
        "work-trial": _("A work trial"),
        "english_maths_level": _("A level in English and maths"),
        "qualification_named": _("A set qualification"),
        "referral": _("Somebody must refer them"),
    },
}


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick under headings that open. A heading with a ticked box under it is open from the start."""

    template_name = "opportunities/admin/grouped_boxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["groups"] = [
            (label, boxes, any(box["selected"] for box in boxes)) for label, boxes, *at in groups
        ]
        return context


class WeekBoxes(forms.CheckboxSelectMultiple):
    """The week as a table: a row for each day; morning, afternoon and evening as columns."""

    template_name = "opportunities/admin/week_boxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = [option for group in context["widget"]["optgroups"] for option in group[1]]
        context["columns"] = [PARTS[(part,)] for part in FACETS["time_slots"]["parts"]]
        context["days"] = [(day, boxes[at * 3 : at * 3 + 3]) for at, day in enumerate(DAYS.values())]
        return context


class KeysField(forms.MultipleChoiceField):
    """Keys of one vocabulary, kept in the vocabulary's order whatever order they came in."""

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        self.known = VOCABULARIES[vocabulary]
        super().__init__(choices=_choices(vocabulary, self.known), widget=_widget(vocabulary), **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [key for key in self.known if key in chosen]


def _choices(vocabulary: str, known: Mapping[str, Any]) -> Choices:
    if vocabulary == "interests":
        return [
            (_(group.label), [(key, _(INTERESTS[key].label)) for key in group.members])
            for group in INTEREST_GROUPS.values()
        ]
    return to_a_provider(vocabulary, known)


def to_a_provider(field: str, choices: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """These choices in a provider's words where there are some, else in the vocabulary's."""
    return list((in_words(choices) | TO_A_PROVIDER.get(field, {})).items())


def _widget(vocabulary: str) -> forms.Widget:
    return {"interests": GroupedBoxes, "times": WeekBoxes}.get(vocabulary, forms.CheckboxSelectMultiple)()


class LinesField(forms.Field):
    """A list of short texts, one on each line. Empty lines are nothing."""

    widget = AdminAutoHeightTextInput

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        given = value.splitlines() if isinstance(value, str) else value or []
        return [line.strip() for line in given if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class PoundsField(forms.Field):
    """A price typed as people write it ("3.50", "£4"), kept in pence. Empty is "not known", which is not free."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "3.50"})
    WRONG = _("Write the price in pounds, like 3.50. Write 0 if it is free.")

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        text = value.replace("£", "").replace(" ", "")
        if not text:
            return None
        try:
            pence = Decimal(text) * 100
        except InvalidOperation:
            raise ValidationError(self.WRONG) from None
        if not pence.is_finite() or pence < 0 or pence != pence.to_integral_value():
            raise ValidationError(self.WRONG)
        return int(pence)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


def field_for(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The field of the admin's form for a column: what the column's own validators say it holds, else Wagtail's choice."""
    named: dict[str, Any] = {
        "label": capfirst(db_field.verbose_name),
        "required": not db_field.blank,
        "help_text": db_field.help_text,
    }
    for validator in db_field.validators:
        if isinstance(validator, keys_of):
            return KeysField(validator.vocabulary, **named)
        if isinstance(validator, lines):
            return LinesField(**named)
    if db_field.name == "pence":
        return PoundsField(**named)
    field = formfield_for_dbfield(db_field, **kwargs)
    if isinstance(field, forms.NullBooleanField):
        field.widget.choices = [("unknown", _("Not sure yet")), ("true", _("Yes")), ("false", _("No"))]
    if db_field.choices and isinstance(field, forms.ChoiceField):
        empty = [("", _("Not sure yet"))] if db_field.blank else []
        field.choices = [*empty, *to_a_provider(db_field.name, dict(db_field.choices))]
    return field


def labels_of(db_field: models.Field[Any, Any], values: Iterable[str]) -> list[str]:
    """The words for what a column's list holds: the labels of keys, or the lines themselves."""
    known = next((VOCABULARIES[at.vocabulary] for at in db_field.validators if isinstance(at, keys_of)), {})
    said = (getattr(known.get(value, value), "label", known.get(value, value)) for value in values)
    return [gettext(words) if known else str(words) for words in said]
