"""The questions, one on a page, and what fits the answers. Every page works by a plain form, a redirect and a page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from profiles import drafts, questions
from profiles.answers import NOTHING, Answers
from profiles.device import DeviceRequest
from profiles.forms import StartForm
from profiles.spoken import check_parts

CAME_FROM = ("check", "results", "compare", "browse")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: DeviceRequest) -> HttpResponse:
    """What will happen, and whether the computer is shared."""
    answers = request.device.read()
    form = StartForm(request.POST or None, initial={"shared": answers.shared})
    if request.method == "POST":
        form = StartForm(request.POST)
        if form.is_valid():
            request.device.keep(replace(answers, shared=form.cleaned_data["shared"]))
            return redirect("profiles:question", questions.MAIN[0].slug)
    return render(
        request, "profiles/start.html", {"form": form, "answers": answers, "count": questions.QUESTIONS}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: DeviceRequest, slug: str) -> HttpResponse:
    """One question. It goes on to the next, or back to where a "change" link came from."""
    if slug not in questions.KNOWN:
        raise Http404
    answers = request.device.read()
    came_from = request.GET.get("from", "")
    came_from = came_from if came_from in CAME_FROM else ""
    step = questions.step_at(slug, answers)
    if step is None:
        return redirect("profiles:question", "needs" if slug.startswith("needs-") else "likes")
    if request.method == "POST":
        form = step.form_for(answers, request.POST)
        if not form.is_valid():
            request.device.keep(drafts.put(answers, slug, form))
            return redirect(_address(step, came_from))
        answers = form.answered().settled()
        request.device.keep(answers)
        return redirect(_next(step, answers, came_from))
    form = step.form_for(answers, drafts.take(answers, slug))
    context = {
        "step": step,
        "form": form,
        "title": step.title(answers),
        "help": "" if form.asked else step.help(answers),
        "count": questions.QUESTIONS,
        "place": questions.part_of(slug, answers),
        "back": _back(step, answers, came_from),
        "skip": _next(step, answers, came_from),
        "said_anything": answers.said_anything,
    }
    return render(request, step.template, context)


def _address(step: questions.Step, came_from: str = "") -> str:
    address = reverse("profiles:question", args=[step.slug])
    return f"{address}?{urlencode({'from': came_from})}" if came_from else address


def _back(step: questions.Step, answers: Answers, came_from: str) -> str:
    """Where Back leads: to where they came from, else to the page before."""
    if came_from:
        return reverse(f"profiles:{came_from}")
    previous = questions.before(step.slug, answers)
    return _address(previous) if previous else reverse("profiles:start")


def _next(step: questions.Step, answers: Answers, came_from: str) -> str:
    """Where to go after a page: deeper into the same question first, then back to where they came from, else on."""
    following = questions.after(step.slug, answers)
    if following and (not came_from or following.number == step.number):
        return _address(following, came_from)
    return reverse(f"profiles:{came_from or 'check'}")


@require_safe
def check(request: DeviceRequest) -> HttpResponse:
    """Check your answers."""
    answers = request.device.read()
    return render(request, "profiles/check.html", {"parts": check_parts(answers), "answers": answers})


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: DeviceRequest) -> HttpResponse:
    """Take everything off this device, once the person said so on a page of its own."""
    if request.method == "POST":
        request.device.forget()
        return redirect("profiles:forgotten")
    answers = request.device.read()
    anything = replace(answers, seen=0, shared=False) != NOTHING
    return render(request, "profiles/forget.html", {"answers": answers, "anything": anything})


@require_safe
def forgotten(request: DeviceRequest) -> HttpResponse:
    return render(request, "profiles/forgotten.html")
