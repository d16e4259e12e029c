"""A provider's page of files: download all its listings, upload them changed. What an upload would do is shown before it is done."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from opportunities.language import listed
from opportunities.members import members
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.open_data import csv_file, own_listings
from opportunities.open_data.own_listings import Plan
from opportunities.open_data.reading import FileError, parse_json
from opportunities.permissions import moderates
from opportunities.sending import send, unsent

MOST_BYTES = 2_000_000
EXCEL_CALLS_IT = "CSV UTF-8"  # in its list of kinds of file
A_DAY = 24 * 60 * 60
FORMATS = {"csv": ("text/csv", "csv"), "native": ("application/json", "json")}


def own_provider(request: HttpRequest, page_id: int) -> ProviderPage:
    """The provider with this page, if it is this person's own or they moderate; nobody else hears whether there is one."""
    provider = ProviderPage.objects.filter(pk=page_id).first()
    user = request.user
    if provider and (moderates(user) or members(provider).filter(pk=user.pk, is_active=True).exists()):
        return provider
    raise PermissionDenied


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A table (.csv), or a file in our own format (.json). At most 2 MB and 500 listings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 2 MB. Make two files of it."))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            said = gettext("We can not read these letters. Save it as “%(kind)s”.") % {"kind": EXCEL_CALLS_IT}
            raise ValidationError(said) from error
        return text


def own_files(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what can be downloaded and what waits to be sent; read an upload; do what was shown of one; send what is ticked."""
    provider = own_provider(request, page_id)
    if "send" in request.POST:
        return _send(request, provider)
    if "checked" in request.POST:
        return _do_it(request, provider)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["file"]
        return _preview(request, provider, text, _plan(text, provider, request.user))
    context = {
        "provider": provider,
        "form": form,
        "waiting": _waiting(request, provider),
        "columns": _columns(),
    }
    return TemplateResponse(request, "opportunities/admin/own_files.html", context)


def own_file(request: HttpRequest, page_id: int, form: str) -> HttpResponse:
    """All listings of a provider as one file: "csv" or "native"."""
    provider = own_provider(request, page_id)
    if form not in FORMATS:
        raise Http404
    kind, ending = FORMATS[form]
    if form == "csv":
        text = "\ufeff" + own_listings.as_csv(provider)  # with the mark, Excel reads it as UTF-8
    else:
        text = json.dumps(own_listings.as_native(provider), ensure_ascii=False, indent=2) + "\n"
    headers = {
        "Content-Disposition": f'attachment; filename="{provider.public_id}.{ending}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)


def _plan(text: str, provider: ProviderPage, user: Any) -> Plan:
    if not text.lstrip().startswith(("{", "[")):
        return own_listings.plan_csv(text, provider=provider, by=user)
    try:
        document = parse_json(text)
    except FileError as error:
        said = gettext("We can not read this file.")
        return Plan(faults=[own_listings.Fault("", "", said, problem.what) for problem in error.problems])
    return own_listings.plan_native(document, provider=provider, by=user)


def _salt(provider: ProviderPage, user: Any) -> str:
    return f"own-file {provider.pk} {user.pk}"


def _preview(
    request: HttpRequest, provider: ProviderPage, text: str, plan: Plan, *, has_moved: bool = False
) -> HttpResponse:
    """What the file would do. It is kept in the page itself, signed, so that it is nowhere else until it is done."""
    kept = [text, plan.digest]
    checked = "" if plan.faults else signing.dumps(kept, salt=_salt(provider, request.user), compress=True)
    context = {"provider": provider, "plan": plan, "checked": checked, "has_moved": has_moved}
    return TemplateResponse(request, "opportunities/admin/own_file_preview.html", context)


def _do_it(request: HttpRequest, provider: ProviderPage) -> HttpResponse:
    try:
        salt = _salt(provider, request.user)
        text, shown = signing.loads(request.POST["checked"], salt=salt, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, gettext("This page was open for too long. Choose the file again."))
        return redirect(request.path)
    with transaction.atomic():
        list(
            OpportunityPage.objects.select_for_update(of=("self",))
            .filter(provider=provider)
            .values_list("pk")
        )
        plan = _plan(text, provider, request.user)
        if plan.faults or plan.digest != shown:
            return _preview(request, provider, text, plan, has_moved=True)
        written = own_listings.carry_out(plan, provider=provider, by=request.user)
    said = ngettext(
        "%(count)s listing is kept as a draft. Nobody else sees it yet.",
        "%(count)s listings are kept as drafts. Nobody else sees them yet.",
        len(written),
    )
    messages.success(request, said % {"count": len(written)})
    return redirect(
        f"{request.path}?{urlencode({'written': ','.join(str(page.pk) for page in written)})}#send"
    )


def _send(request: HttpRequest, provider: ProviderPage) -> HttpResponse:
    ticked = [pk for pk in request.POST.getlist("listing") if pk.isdigit()]
    sent, unfinished = 0, []
    for page in OpportunityPage.objects.filter(provider=provider, pk__in=ticked).order_by("id"):
        if send(opportunity=page, by=request.user):
            unfinished.append(page.draft_title)
        else:
            sent += 1
    if sent:
        said = ngettext("%(count)s listing is sent.", "%(count)s listings are sent.", sent)
        messages.success(request, said % {"count": sent})
    if unfinished:
        said = gettext("Not sent, because something is missing: %(names)s. Open each one to see what.")
        messages.warning(request, said % {"names": listed(unfinished)})
    return redirect(request.path)


def _waiting(request: HttpRequest, provider: ProviderPage) -> list[dict[str, Any]]:
    """What is not sent yet. What a file just wrote is ticked."""
    written = request.GET.get("written", "").split(",")
    pages = OpportunityPage.objects.filter(provider=provider).order_by("draft_title", "id")
    return [
        {
            "pk": page.pk,
            "title": page.draft_title,
            "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "is_ticked": str(page.pk) in written,
        }
        for page in pages
        if unsent(page)
    ]


def _columns() -> list[csv_file.Column]:
    return [column for column in csv_file.COLUMNS if column.path[0] != "access"]


ADDRESSES: list[URLPattern] = [
    path("providers/<int:page_id>/files/", own_files, name="own_files"),
    path("providers/<int:page_id>/files/<slug:form>/", own_file, name="own_file"),
]
