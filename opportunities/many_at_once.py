"""A provider's page to change room and dates of many listings with one save. All of it is saved, or nothing is and everything that
was typed stays."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from matching.vocabulary import PLACES_STATES
from opportunities import clock
from opportunities.language import in_words, listed
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.own_files import own_provider
from opportunities.places_and_dates import (
    DATES,
    FIELDS,
    HAVE_A_NUMBER,
    change_dates,
    change_room,
    seen,
    seen_values,
    values,
)

ON_A_PAGE = 50
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
WAITS = {
    "others": _(
        "The new dates wait, because other changes are not sent yet: %(names)s. Open each one and send it."
    ),
    "unfinished": _(
        "The new dates wait, because something is missing: %(names)s. Open each one to see what."
    ),
    "draft": _("These are drafts, and have the new dates: %(names)s."),
}


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    said = {"invalid": _("Write the day like 2026-12-31, or like 31/12/2026.")}
    return forms.DateField(
        label=label, required=False, input_formats=DAYS, widget=widget, error_messages=said
    )


class RoomAndDates(forms.Form):
    """What can be said of many at once."""

    state = forms.ChoiceField(
        label=_("Is there room?"),
        required=False,
        choices=[("", _("Not said")), *in_words(PLACES_STATES).items()],
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    left = forms.IntegerField(
        label=_("Places left"),
        required=False,
        min_value=1,
        max_value=999,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 1 to 999.")
        ),
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    apply_by = _day(_("Last day to ask"))


class Row(RoomAndDates):
    """One listing. `seen` says which version the person looked at."""

    tick = forms.BooleanField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, page: Any, user: Any) -> None:
        self.page, self.typed = page, data
        first = values(page)
        prefix = f"listing-{page.pk}"
        if data is not None:
            # What somebody else wrote meanwhile is no change of this person's.
            with suppress(ValueError):
                first = seen_values(data.get(f"{prefix}-seen", ""))
        super().__init__(data, prefix=prefix, initial=first | {"seen": seen(page)})
        self.is_locked = page.permissions_for_user(user).page_locked()
        for name in DATES if self.is_locked else ():
            self.fields[name].disabled = True
        self.fields["tick"].label = page.title
        self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    @property
    def new_dates(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DATES if name in self.changed_data}

    @property
    def new_room(self) -> bool:
        return bool({"state", "left"} & set(self.changed_data))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.new_room and not given.get("state") and "state" not in self.errors:
            self.add_error("state", _("Say if there is room."))
        if given.get("state") not in HAVE_A_NUMBER:
            given["left"] = None
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day must not be before the first day."))
        is_changed = self.new_room or {*DATES} & set(self.changed_data)
        if is_changed and given.get("seen") != seen(self.page):
            self._say_what_is_there_now()
        return given

    def _say_what_is_there_now(self) -> None:
        """The row keeps what was typed; saving once more writes it over what somebody else wrote."""
        there = values(self.page) | {"state": self.page.get_places_state_display()}
        now = [f"{self.fields[name].label}: {value or '–'}" for name, value in there.items()]
        said = gettext("Somebody else changed this since you opened the page. Now it says: %(now)s.")
        self.add_error(None, said % {"now": listed(now)})
        if self.typed is not None:
            self.data = self.typed.copy()
            self.data[self.add_prefix("seen")] = seen(self.page)


def many_at_once(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a provider's listings with their room and dates; fill what is ticked; save what was changed."""
    provider = own_provider(request, page_id)
    if request.method == "POST" and "fill" not in request.POST:
        return _save(request, provider)
    everything = RoomAndDates(request.POST or None, prefix="all")
    data = None
    if request.method == "POST":
        data = _filled(request.POST, everything) if everything.is_valid() else request.POST
    rows, shown = _rows(request, provider, data)
    return _page(request, provider, rows, shown, everything, is_filled=data is not None)


def _rows(
    request: HttpRequest, provider: ProviderPage, data: Any, *, lock: bool = False
) -> tuple[list[Row], Page]:
    pages = OpportunityPage.objects.filter(provider=provider).order_by("draft_title", "id")
    shown = Paginator(pages, ON_A_PAGE).get_page(request.GET.get("p"))
    keys = [page.pk for page in shown]
    found = OpportunityPage.objects.filter(pk__in=keys)
    if lock:
        list(found.select_for_update(of=("self",)).values_list("pk"))
    newest = {page.pk: page.get_latest_revision_as_object() for page in found.specific()}
    return [Row(data, newest[key], request.user) for key in keys], shown


def _filled(data: QueryDict, everything: RoomAndDates) -> QueryDict:
    """What was typed, with what is to be the same for all put into the rows that are ticked."""
    filled = data.copy()
    given = {name: data.get(f"all-{name}", "") for name in FIELDS}
    for key in data:
        if key.startswith("listing-") and key.endswith("-tick"):
            for name, value in given.items():
                if value:
                    filled[key.removesuffix("tick") + name] = value
    return filled


def _save(request: HttpRequest, provider: ProviderPage) -> HttpResponse:
    with transaction.atomic():
        rows, shown = _rows(request, provider, request.POST, lock=True)
        # A listing that came since the page was opened was not in it, and is left alone.
        there = [row for row in rows if row.add_prefix("seen") in request.POST]
        if sum(not row.is_valid() for row in there):  # each of them is asked, so that each says what is wrong
            return _page(request, provider, there, shown, RoomAndDates(prefix="all"), is_filled=False)
        rooms, dates = 0, dict[str, list[str]]()
        for row in there:
            if row.new_room:
                given = {name: row.cleaned_data[name] for name in ("state", "left")}
                change_room(opportunity=row.page, by=request.user, today=clock.today(), **given)
                rooms += 1
            if row.new_dates:
                came = change_dates(opportunity=row.page, dates=row.new_dates, by=request.user)
                dates.setdefault(came, []).append(row.page.title)
    _say(request, rooms, dates)
    return redirect(request.get_full_path())


def _say(request: HttpRequest, rooms: int, dates: dict[str, list[str]]) -> None:
    if rooms:
        said = ngettext(
            "%(count)s listing says anew if there is room. People see it now.",
            "%(count)s listings say anew if there is room. People see it now.",
            rooms,
        )
        messages.success(request, said % {"count": rooms})
    if sent := dates.pop("sent", []):
        messages.success(request, gettext("New dates: %(names)s.") % {"names": listed(sent)})
    for why, titles in dates.items():
        messages.warning(request, WAITS[why] % {"names": listed(titles)})
    if not rooms and not dates and not sent:
        messages.info(request, gettext("Nothing was changed."))


def _page(
    request: HttpRequest,
    provider: ProviderPage,
    rows: list[Row],
    shown: Page,
    everything: RoomAndDates,
    *,
    is_filled: bool,
) -> HttpResponse:
    faults = sum(bool(row.is_bound and row.errors) for row in rows)
    context = {"provider": provider, "rows": rows, "shown": shown, "all": everything, "is_filled": is_filled}
    return TemplateResponse(request, "opportunities/admin/many_at_once.html", context | {"faults": faults})


ADDRESSES: list[URLPattern] = [
    path("providers/<int:page_id>/many/", many_at_once, name="many_at_once"),
]
