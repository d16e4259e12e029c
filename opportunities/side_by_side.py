"""Two versions of a page side by side, each question with its old and its new answer, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext

from matching.vocabulary import NEEDS
from opportunities.access_form import NOT_SURE, WORDS
from opportunities.form_fields import labels_of, to_a_provider
from opportunities.language import day, money
from opportunities.moderation import has_moved, is_safeguarding, new_promises, what_changed, what_matters

# Which columns show why two people are needed.
SHOWN_BY = {
    "under_18": ("age_min",),
    "work_under_16": ("age_min",),
    "overnight": ("residential",),
    "alone": ("group_size",),
    "supporter": ("supporter",),
    "new_place": ("format", "place_name", "address", "postcode", "lat", "lng"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question, what was said before ("" where nothing was) and what is said now. `waits`: it is why a moderator looks; `two`:
    it is why two must. A picture has its address beside its name."""

    question: str
    before: str
    after: str
    waits: bool
    two: bool
    before_picture: str = ""
    after_picture: str = ""


def rows(before: Any | None, after: Any) -> list[Row]:
    """What is said otherwise now, a row for each question: first what needs two people, then what waits, then the rest."""
    waits, two = set(what_matters(before, after)), _columns_for_two(before, after)
    questions = dict(_questions(after.get_edit_handler()))
    found = []
    for name in what_changed(before, after):
        if name in ("lat", "lng") and before is None:
            continue  # the address says it better; a move of the pin has to be seen
        for question, old, new in _said(name, before, after, questions):
            pictures = (_picture(before), _picture(after)) if name == "picture" else ("", "")
            found.append(Row(question, old, new, name in waits, name in two, *pictures))
    return sorted(found, key=lambda row: (not row.two, not row.waits))


def _columns_for_two(before: Any | None, after: Any) -> set[str]:
    reasons = is_safeguarding(before, after)
    columns = {column for reason in reasons for column in SHOWN_BY.get(reason, ())}
    if before is not None and hasattr(after, "age_min") and not has_moved(before, after):
        columns -= set(SHOWN_BY["new_place"])
    if "access" in reasons:
        columns |= {f"access.{need}" for need in new_promises(before, after)}
    return columns


def _questions(panel: Any) -> Iterator[tuple[str, str]]:
    """The questions of the form, by the name of their column."""
    if getattr(panel, "field_name", "") and panel.heading:
        yield panel.field_name, str(panel.heading)
    for child in getattr(panel, "children", ()):
        yield from _questions(child)


def _said(
    name: str, before: Any | None, after: Any, questions: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """The question of a column and both answers; of notes beside access answers, one for each note that is another one now."""
    column, _dot, need = name.partition(".")
    if need:
        yield gettext(NEEDS[need].provider_says), _answer(before, need), _answer(after, need)
        return
    if column == "access_notes":
        old, new = (page.access_notes if page is not None else {} for page in (before, after))
        for key in NEEDS:
            if old.get(key, "") != new.get(key, ""):
                question = gettext("Note: %(need)s") % {"need": gettext(NEEDS[key].short)}
                yield question, old.get(key, ""), new.get(key, "")
        return
    field = after._meta.get_field(column)
    names = {"lat": gettext("How far north the pin is"), "lng": gettext("How far east the pin is")}
    question = names.get(column) or questions.get(column) or str(field.verbose_name).capitalize()
    yield question, in_words(before, field), in_words(after, field)


def _answer(page: Any | None, need: str) -> str:
    return str(WORDS[page.access.get(need, NOT_SURE)]) if page is not None else ""


def in_words(page: Any | None, field: models.Field[Any, Any]) -> str:
    """What a page says in a column, as the form would say it. "" where there is no page, or it says nothing."""
    value = getattr(page, field.name) if page is not None else None
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if field.name == "pence":
        return money(value)
    if isinstance(value, list):
        return "\n".join(labels_of(field, value))
    if isinstance(value, date):
        return day(value)
    if field.choices:
        return str(dict(to_a_provider(field.name, dict(field.flatchoices))).get(value, value))
    return str(value)


def _picture(page: Any | None) -> str:
    return page.picture_url if page is not None else ""
