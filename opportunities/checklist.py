"""The moderators' page of what a provider said and what was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import log

from opportunities import checking, clock
from opportunities.asked import FIELDS, said_about
from opportunities.expiry import runs_out
from opportunities.language import listed
from opportunities.models import PlainReason, ProviderAssurance, ProviderPage
from opportunities.models.checked_items import ITEMS, SAFEGUARDING
from opportunities.permissions import moderates
from opportunities.policy_file import CONTENT_TYPES
from opportunities.registers import REGISTERS, page_about

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the log of a provider's page says. The names of actions begin with "opportunities.".
ACTIONS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "join": (_("Begin to join"), _("Somebody began to ask to join")),
    "join_sent": (_("Ask to join"), _("They asked to join")),
    "safety": (_("Say how people are kept safe"), _("They changed what they say about keeping people safe")),
    "role": (_("Give a role"), _("What a member does was changed")),
    "looked_at": (_("Look at"), _("A moderator looked at what they said")),
    "policy_read": (_("Read the plan"), _("A moderator took their plan to keep people safe")),
    "proposed": (_("Propose"), _("A moderator looked at how they keep people safe")),
    "accepted": (_("Accept"), _("A moderator accepted them")),
    "more": (_("Ask for more"), _("A moderator asked for more")),
    "declined": (_("Decline"), _("A moderator declined them")),
}
ANSWERS = {True: _("Yes"), False: _("No"), None: _("Not said")}


class DecisionForm(forms.Form):
    """What to do about a provider, and what to tell it."""

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reasons = forms.ModelMultipleChoiceField(
        PlainReason.objects.all(),
        label=_("Ready reasons"),
        required=False,
        help_text=_("What you choose is put in front of your own words."),
    )
    words = forms.CharField(
        label=_("What we tell them"),
        required=False,
        max_length=1400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They get this by email. Say why, in short sentences."),
    )

    def __init__(self, data: Any = None, *, choices: dict[str, StrOrPromise]) -> None:
        super().__init__(data)
        decision: Any = self.fields["decision"]
        decision.choices = choices.items()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        told = [reason.text for reason in cleaned.get("reasons") or ()] + [cleaned.get("words", "").strip()]
        cleaned["told"] = "\n\n".join(part for part in told if part)[:2000]
        if cleaned.get("decision") in ("more", "decline") and not cleaned["told"]:
            self.add_error("words", _("Say why, so that they know what to do."))
        return cleaned


class TickForm(forms.Form):
    """One item: whether it was looked at, when, and a note."""

    looked = forms.BooleanField(label=_("I looked at this"), required=False)
    day = forms.DateField(
        label=_("On"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=_("Note for moderators"), required=False, max_length=300)

    def __init__(self, item: str, check: Any, today: date, data: Any = None) -> None:
        self.today = today
        said = {"day": today} | (
            {"looked": True, "day": check.checked_on, "until": check.expires_on, "note": check.note}
            if check
            else {}
        )
        super().__init__(data, prefix=item, initial=said)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the checklist: what they said, as pairs of a label and words; its tick, if there is one; whether they have said
    something else since; when it runs out."""

    item: str
    label: StrOrPromise
    said: list[tuple[str, Any]]
    check: Any
    changed: bool
    ends: date | None
    is_safeguarding: bool
    form: TickForm


def provider_checks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a provider said beside what was looked at; keep ticks; decide."""
    if not moderates(request.user):
        raise PermissionDenied
    provider = get_object_or_404(ProviderPage, pk=page_id)
    assurance = ProviderAssurance.objects.filter(provider=provider).first()
    today = clock.today()
    if assurance is None:
        return TemplateResponse(request, "opportunities/admin/provider_checks.html", {"provider": provider})
    ticking = request.POST if request.POST.get("do") == "keep" else None
    rows = list(rows_of(provider, assurance, today, ticking))
    choices = decisions(provider, assurance, request.user)
    form = DecisionForm(request.POST if request.POST.get("do") == "decide" else None, choices=choices)
    if ticking is not None and not any(row.form.errors for row in rows):
        _keep(request, provider, rows, today)
        return redirect(request.path)
    if form.is_bound and form.is_valid() and _decide(request, provider, form.cleaned_data):
        return redirect(request.path)
    registers = [
        (each, page_about(each.scheme, each.number), REGISTERS[each.scheme].searches)
        for each in provider.registers.all()
    ]
    context = {
        "provider": provider,
        "assurance": assurance,
        "rows": rows,
        "registers": registers,
        "form": form,
        "decisions": choices,
        "today": today,
        "ran_out": [ITEMS[item] for item in assurance.ran_out],
    }
    return TemplateResponse(request, "opportunities/admin/provider_checks.html", context)


def rows_of(
    provider: ProviderPage, assurance: ProviderAssurance, today: date, data: Any = None
) -> Iterator[Row]:
    """The checklist, in its order. The item about work is there where people under 16 work."""
    checks = {each.item: each for each in provider.checks.select_related("by")}
    ends = runs_out(assurance, checks.values())
    for item, label in ITEMS.items():
        if item == "child_employment" and not assurance.work_under_16 and item not in checks:
            continue
        check = checks.get(item)
        changed = check is not None and check.said != said_about(item, assurance)
        # What was said anew is looked at anew: its tick is not there until somebody puts it there.
        form = TickForm(item, None if changed else check, today, data)
        yield Row(
            item,
            label,
            list(_said(item, assurance)),
            check,
            changed,
            ends.get(item),
            item in SAFEGUARDING,
            form,
        )


def _said(item: str, assurance: ProviderAssurance) -> Iterator[tuple[str, Any]]:
    for name in FIELDS[item]:
        value = getattr(assurance, name)
        if name == "policy_file":
            continue
        if isinstance(value, bool) or value is None:
            value = ANSWERS[value]
        elif isinstance(value, date):
            value = date_format(value, "DATE_FORMAT")
        yield str(LABELS[name]), value


LABELS: dict[str, StrOrPromise] = {
    "safeguarding_lead": _("In charge"),
    "lead_contact": _("How we reach them"),
    "deputy_lead": _("Steps in"),
    "deputy_contact": _("How we reach them"),
    "policy_url": _("Link"),
    "policy_reviewed_on": _("Last looked at by them"),
    "policies_confirmed": _(
        "They have plans for health and safety, for safety online too, and for who may work there"
    ),
    "dbs_staff": _("Paid workers who need a check have one"),
    "dbs_volunteers": _("Volunteers who need a check have one"),
    "dbs_said_on": _("Said on"),
    "insurance_expires_on": _("Last day"),
    "first_aid": _("First aid"),
    "concern_contact": _("Everybody sees this"),
    "complaints": _("Everybody sees this"),
    "work_under_16": _("People under 16 work there"),
    "child_employment_confirmed": _("They keep the rules of the council"),
}


def decisions(provider: ProviderPage, assurance: ProviderAssurance, by: Any) -> dict[str, StrOrPromise]:
    """What this moderator can decide now."""
    if assurance.state == "sent":
        return {
            "accept": _("Accept: we checked who they are"),
            "propose": _(
                "Accept, and say that I looked at how they keep people safe. Another moderator looks too"
            ),
            "more": _("Ask for more"),
            "decline": _("Do not accept"),
        }
    if assurance.state == "more":
        return {"decline": _("Do not accept")}
    if assurance.state == "accepted" and provider.verification == "details_checked":
        proposed = assurance.safeguarding_by_id is not None
        choices: dict[str, StrOrPromise] = {}
        if proposed:
            choices["look_again"] = _("I looked too: say that we looked at how they keep people safe")
        if not proposed:
            choices["propose"] = _(
                "Say that I looked at how they keep people safe. Another moderator looks too"
            )
        return choices
    return {}


def _keep(request: HttpRequest, provider: ProviderPage, rows: list[Row], today: date) -> None:
    ticked, cleared = {}, []
    for row in rows:
        said = row.form.cleaned_data
        untouched = row.check is not None and not row.changed and not row.form.has_changed()
        if said["looked"] and not untouched:
            ticked[row.item] = (said["day"], said["note"], said["until"])
        elif not said["looked"] and row.check is not None and not row.changed:
            cleared.append(row.item)
    checking.keep_looked_at(
        provider=provider,
        ticked=ticked,
        cleared=cleared,
        registers=_ids(request, "looked_up"),
        referees=_ids(request, "answered"),
        by=request.user,
        today=today,
    )
    messages.success(request, gettext("What you looked at is kept."))


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(value) for value in request.POST.getlist(name) if value.isdecimal()]


def _decide(request: HttpRequest, provider: ProviderPage, said: dict[str, Any]) -> bool:
    facts: dict[str, Any] = {
        "provider": provider,
        "by": request.user,
        "now": clock.now(),
        "told": said["told"],
    }
    try:
        match said["decision"]:
            case "accept":
                checking.accept(today=clock.today(), **facts)
            case "propose":
                checking.accept(today=clock.today(), safeguarding=True, **facts)
            case "look_again":
                checking.look_again(today=clock.today(), **facts)
            case "more":
                checking.ask_for_more(**facts)
            case _:
                checking.decline(**facts)
    except checking.NotYetError as error:
        messages.error(request, why_not(error))
        return False
    messages.success(request, gettext("It is decided. They get an email."))
    return True


def why_not(error: checking.NotYetError) -> str:
    """Why it can not be decided so, in words."""
    if error.somebody_else:
        return gettext("Somebody else must look again. You were the first.")
    if error.lacks:
        names = listed([str(ITEMS[item]) for item in error.lacks])
        return gettext("Look at these first, and keep your ticks: %(names)s.") % {"names": names}
    return gettext(
        "Look up a number first, or hear from two people who know them. Or somebody has decided already."
    )


def policy(request: HttpRequest, page_id: int) -> FileResponse:
    """The file of the plan to keep people safe, to be kept and not shown in the browser. Who took it is in the log."""
    if not moderates(request.user):
        raise PermissionDenied
    assurance = get_object_or_404(ProviderAssurance.objects.select_related("provider"), provider=page_id)
    if not assurance.policy_file:
        raise Http404
    kind = str(assurance.policy_file.name).rsplit(".", 1)[-1]
    log(assurance.provider, "opportunities.policy_read", user=request.user)
    answer = FileResponse(
        assurance.policy_file.open("rb"),
        as_attachment=True,
        filename=f"{assurance.provider.slug}-plan.{kind}",
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    answer["Cache-Control"] = "no-store"
    return answer


class ChecksButton(PageMenuItem):
    label = _("What was checked")
    icon_name = "tasks"
    url_name = "provider_checks"
    priority = 30

    def is_shown(self, user: Any) -> bool:
        return isinstance(self.page.specific_deferred, ProviderPage) and moderates(user)
