"""Asking to join: a start page, an address, four short pages, and what happens then."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.stages import LoginByCodeStage
from allauth.account.views import RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matching.vocabulary import REGISTER_SCHEMES
from opportunities import clock, joining, moderation_times
from opportunities.asked import DBS_RULE_SEEN
from opportunities.join_forms import EmailForm, GroupForm, NumberForm, RefereeForm, SafetyForm
from opportunities.join_summary import summary
from opportunities.models import ProviderAssurance
from opportunities.provider_actions import open_account
from opportunities.registers import REGISTERS

View = Callable[..., HttpResponse]
READ = require_http_methods(["GET", "HEAD"])
READ_AND_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What we ask, how long it takes, what happens then; and what this person asked for already."""
    mine = list(joining.of_person(request.user)) if request.user.is_authenticated else []
    writing = next((each for each in mine if each.state == "writing"), None)
    context = {
        "mine": mine,
        "writing": writing,
        "working_days": settings.MODERATION_WORKING_DAYS,
        "kept": moderation_times.kept(clock.today()),
    }
    return render(request, "opportunities/join.html", context)


@method_decorator(never_cache, name="dispatch")
class EmailView(RequestLoginCodeView):
    """An address and a name; then allauth asks for the code that it sends there. An address that has an account gets the same
    code by the same words, so nobody learns whether it has one."""

    form_class = EmailForm
    template_name = "opportunities/join_email.html"

    def get_form_class(self) -> type[EmailForm]:
        return EmailForm

    def form_valid(self, form: EmailForm) -> HttpResponse:
        if form.is_new:
            form._user = open_account(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_success_url(self) -> str:
        to = self.get_next_url() or reverse("opportunities:join_new")
        if self.request.user.is_authenticated:
            return str(to)
        return f"{reverse('account_confirm_login_code')}?{urlencode({'next': to})}"

    get_authenticated_redirect_url = get_success_url

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponseRedirect | None:
        """Somebody who went back to mend a wrong address gets a code at the right one."""
        if stage.key == LoginByCodeStage.key:
            return None
        return super()._redirect_to_pending_stage(request, stage)


def signed_in(view: View) -> View:
    """For somebody who has signed in; else they are asked for their address first. Never kept by a browser or a proxy."""
    return never_cache(login_required(login_url="opportunities:join_email")(view))


def theirs(*states: str) -> Callable[[View], View]:
    """A view of what this person asked for or looks after (`assurance`); not there for anybody else. In another state than
    these, the start page says how it stands."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def look(request: HttpRequest, provider: int, *args: Any) -> HttpResponse:
            assurance = joining.of_person(request.user).filter(provider=provider).first()
            if assurance is None:
                raise Http404
            if states and assurance.state not in states:
                return redirect("opportunities:join")
            return view(request, assurance, *args)

        return look

    return decorate


@READ_AND_SEND
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The first page, of a group that is not there yet."""
    writing = joining.of_person(request.user).filter(state="writing").first()
    if writing:
        return redirect("opportunities:join_group", writing.provider_id)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and "title" in form.kept:
        assurance = joining.start(by=request.user, **form.kept)
        if form.is_valid():
            return _on(request, assurance, "join_numbers")
        return _page(request, form, assurance, "join_group")
    return _page(request, form, None, "join_group")


@READ_AND_SEND
@theirs(*joining.OPEN)
def group(request: HttpRequest, assurance: ProviderAssurance) -> HttpResponse:
    """Who they are."""
    provider = assurance.provider
    form = GroupForm(request.POST or None, initial=GroupForm.said(provider))
    if request.method == "POST":
        joining.say_who(provider=provider, by=request.user, **form.kept)
        if form.is_valid() or "later" in request.POST:
            return _on(request, assurance, "join_numbers")
    return _page(request, form, assurance, "join_group")


@READ_AND_SEND
@theirs(*joining.OPEN)
def numbers(request: HttpRequest, assurance: ProviderAssurance) -> HttpResponse:
    """How we can look them up: numbers in registers, or two people who know them."""
    provider, sent = assurance.provider, request.POST or None
    known = [(each.scheme, each.number) for each in provider.registers.all()]
    people = [
        {"name": each.name, "contact": each.contact, "knows_them": each.knows_them}
        for each in provider.referees.all()
    ]
    form = NumberForm(sent)
    referees = [
        RefereeForm(sent, prefix=f"person{place}", initial=people[place] if place < len(people) else None)
        for place in range(2)
    ]
    if sent is not None:
        number = form.kept if form.is_valid() else {}
        known = [pair for pair in known if "/".join(pair) != sent.get("remove")]
        if number.get("scheme"):
            known.append((number["scheme"], number["number"]))
        joining.say_registers(provider=provider, numbers=known, by=request.user)
        if not any(each.errors for each in referees):
            said = [each.cleaned_data for each in referees]
            joining.say_referees(provider=provider, referees=said, by=request.user)
            if form.is_valid() or "later" in sent:
                more = "add" in sent or "remove" in sent
                return _on(request, assurance, "join_numbers" if more else "join_safety")
    context = {
        "referees": referees,
        "registers": provider.registers.all(),
        "found": [(gettext(REGISTER_SCHEMES[key].label), each) for key, each in REGISTERS.items()],
    }
    return _page(request, form, assurance, "join_numbers", **context)


@READ_AND_SEND
@theirs(*joining.OPEN, "accepted")
def safety(request: HttpRequest, assurance: ProviderAssurance) -> HttpResponse:
    """How they keep people safe. A group that has joined keeps its facts and dates right here."""
    joined, today = assurance.state == "accepted", clock.today()
    form = SafetyForm(
        request.POST or None,
        request.FILES or None,
        initial=SafetyForm.said(assurance, today),
        today=today,
        has_file=bool(assurance.policy_file),
        whole=joined,
    )
    if request.method == "POST":
        if form.is_valid() or not joined:
            joining.say_safety(provider=assurance.provider, by=request.user, **form.facts)
        if joined and form.is_valid():
            messages.success(request, gettext("We kept this. A person looks at what is new."))
            return redirect("opportunities:join")
        if not joined and (form.is_valid() or "later" in request.POST):
            return _on(request, assurance, "join_check")
    context = {"joined": joined, "rule_seen": DBS_RULE_SEEN, "has_file": bool(assurance.policy_file)}
    return _page(request, form, assurance, "join_safety", **context)


@READ_AND_SEND
@theirs(*joining.OPEN)
def check(request: HttpRequest, assurance: ProviderAssurance) -> HttpResponse:
    """All that was said, what is missing, and the button that sends it."""
    today = clock.today()
    if request.method == "POST":
        try:
            joining.send(provider=assurance.provider, by=request.user, now=clock.now(), today=today)
        except joining.NotReadyError:
            messages.error(request, gettext("Some things are still missing."))
            return redirect("opportunities:join_check", assurance.provider_id)
        return redirect("opportunities:join_sent", assurance.provider_id)
    context = {
        "assurance": assurance,
        "provider": assurance.provider,
        "parts": summary(assurance),
        "missing": [
            (reverse(f"opportunities:join_{each.page}", args=[assurance.provider_id]), each)
            for each in joining.still_missing(assurance, today)
        ],
    }
    return render(request, "opportunities/join_check.html", context)


@READ
@theirs("sent", "accepted")
def sent(request: HttpRequest, assurance: ProviderAssurance) -> HttpResponse:
    """What happens next, and what one can do meanwhile."""
    context = {"provider": assurance.provider, "working_days": settings.MODERATION_WORKING_DAYS}
    return render(request, "opportunities/join_sent.html", context)


HEADINGS = {
    "join_group": _("Who are you?"),
    "join_numbers": _("How can we look you up?"),
    "join_safety": _("Keeping people safe"),
}
BEFORE = {"join_group": "join", "join_numbers": "join_group", "join_safety": "join_numbers"}


def _page(
    request: HttpRequest, form: Any, assurance: ProviderAssurance | None, name: str, **context: Any
) -> HttpResponse:
    """One of the pages, with the way back; the form of a page that was only looked at says nothing is wrong."""
    before = "join" if context.get("joined") else BEFORE[name]
    back = reverse(f"opportunities:{before}", args=[] if before == "join" else [assurance.provider_id])  # type: ignore[union-attr]
    place = list(BEFORE).index(name) + 1
    context |= {
        "form": form,
        "assurance": assurance,
        "back": back,
        "place": place,
        "heading": HEADINGS[name],
    }
    # A group that was just begun has its own address from now on.
    if assurance and request.path == reverse("opportunities:join_new"):
        context["send_to"] = reverse("opportunities:join_group", args=[assurance.provider_id])
    return render(request, f"opportunities/{name}.html", context)


def _on(request: HttpRequest, assurance: ProviderAssurance, name: str) -> HttpResponseRedirect:
    """To the next page, or, for somebody who does the rest later, to the start."""
    if "later" in request.POST:
        messages.success(request, gettext("We kept what you wrote. Come back when you like."))
        return redirect("opportunities:join")
    return redirect(f"opportunities:{name}", assurance.provider_id)
