"""All that a group said on the pages of asking to join, to be read again before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opportunities.join_forms import GroupForm, SafetyForm
from opportunities.models import ProviderAssurance

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Row:
    """As components/summary_list.html wants it. Without an answer it was left out."""

    question: str
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    title: StrOrPromise
    rows: list[Row]


def summary(assurance: ProviderAssurance) -> list[Part]:
    """What was said, by page."""
    return [
        Part(_("Who you are"), list(_who(assurance))),
        Part(_("How we can look you up"), list(_numbers(assurance))),
        Part(_("Keeping people safe"), list(_safety(assurance))),
    ]


def _who(assurance: ProviderAssurance) -> Iterator[Row]:
    provider, url = assurance.provider, _address("group", assurance)
    for name, field in GroupForm.base_fields.items():
        says = provider.get_legal_type_display() if name == "legal_type" else getattr(provider, name)
        yield Row(str(field.label), says, f"{url}#id_{name}")


def _numbers(assurance: ProviderAssurance) -> Iterator[Row]:
    url = _address("numbers", assurance)
    for register in assurance.provider.registers.all():
        yield Row(register.get_scheme_display(), register.number, url)
    for referee in assurance.provider.referees.all():
        who = ", ".join(part for part in (referee.name, referee.contact, referee.knows_them) if part)
        yield Row(gettext("Somebody who knows you"), who, url)


def _safety(assurance: ProviderAssurance) -> Iterator[Row]:
    url = _address("safety", assurance)
    for name, field in SafetyForm.base_fields.items():
        if name == "no_file" or (name == "child_employment_confirmed" and not assurance.work_under_16):
            continue
        says = in_words(name, getattr(assurance, name))
        radio = "_0" if name in ("dbs_staff", "dbs_volunteers", "work_under_16") else ""
        yield Row(str(field.label), says, f"{url}#id_{name}{radio}")


def in_words(name: str, value: Any) -> str:
    """What was said in a field, for the one who said it. Of the file only that it is there: its name is ours."""
    if name == "policy_file":
        return gettext("We have it") if value else ""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


def _address(page: str, assurance: ProviderAssurance) -> str:
    return reverse(f"opportunities:join_{page}", args=[assurance.provider_id])
