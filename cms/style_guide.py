"""The living style guide: every token, symbol and component as it is now, for those who build the site. In English only."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.templatetags.symbols import names
from matching.vocabulary import KINDS
from opportunities.easy_read import Idea
from opportunities.listing import AccessGroup, AccessRow
from opportunities.models import ActivityPage
from opportunities.questions import Questions
from profiles.cards import ANSWERS, Card, NeedLine
from profiles.fields import FOLD, ROW, Cards, OneCard, pick_one, pick_some

PARTS = {
    "colours": "Colours",
    "sizes": "Sizes",
    "symbols": "Symbols",
    "buttons": "Buttons",
    "links": "Links",
    "cards": "Cards",
    "answers": "Need answers",
    "tags": "Tags",
    "steps": "Steps and progress",
    "fields": "Fields, choices and errors",
    "panels": "Panels, notices and messages",
    "pages": "Pages of a list",
    "empty": "Empty states",
    "facts": "Facts and tables",
    "easy_read": "Easy Read and reading aloud",
    "providers": "Who runs it",
}
PICTURES = Path(__file__).resolve().parent / "static" / "pictures"
SHEET = Path(__file__).resolve().parent / "static" / "css" / "site.css"


class Fields(forms.Form):
    """A field of every sort that the site has."""

    words = forms.CharField(
        label="What do you like?", help_text="Say it in your own words.", widget=forms.Textarea
    )
    place = forms.CharField(label="First part of your postcode", required=False)
    age = forms.IntegerField(label="How old are you?", min_value=5, max_value=99)
    code = forms.CharField(label="The code from the email", widget=forms.TextInput(attrs={"class": "code"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    how_far = forms.ChoiceField(label="How far can you go?", choices=[("2", "2 miles"), ("5", "5 miles")])
    whose = forms.ChoiceField(
        label="Who is this for?",
        choices=[("me", "Me"), ("them", "Someone I help")],
        widget=OneCard(hints={"them": "Your child, a friend or a student"}),
    )
    likes = forms.MultipleChoiceField(
        label="Pick what you like",
        choices=[("games", "Games"), ("music", "Music"), ("art", "Art"), ("sport", "Sport")],
        widget=Cards(symbols={"games": "games", "music": "music", "art": "art", "sport": "sport"}),
    )
    quiet = pick_one(
        "A quiet space",
        [("must", "I must have this"), ("would_help", "This would help"), ("", "Not for me")],
        template_name=ROW,
    )
    times = pick_some(
        "Saturday",
        [("morning", "Morning"), ("afternoon", "Afternoon"), ("evening", "Evening")],
        template_name=ROW,
    )
    games = pick_some(
        "Games",
        [("board", "Board games"), ("video", "Video games")],
        template_name=FOLD,
        widget=Cards(symbols={"": "games"}),
    )
    shared = forms.BooleanField(
        label="This is a shared computer", help_text="Then we forget all when you close it."
    )


@require_safe
@never_cache
def style_guide(request: HttpRequest) -> HttpResponse:
    """For a developer, and for staff who are signed in. For everybody else there is no such page."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    messages.success(request, "This is what a message looks like.")
    messages.warning(request, "And this is one with a warning.")
    return render(request, "cms/style_guide.html", samples())


def samples() -> dict[str, Any]:
    """What the components are shown with."""
    provider = SimpleNamespace(
        contact_email="hello@example.org", contact_phone="0161 496 0000", contact_website="https://example.org/",
        verification="safeguarding_checked", verified_on=dt.date(2026, 9, 1),
    )  # fmt: skip
    quiet = AccessRow(
        "quiet_space", "Quiet space", "There is a quiet space", "Is there one?", "yes", "Next to the hall."
    )
    hoist = AccessRow("hoist", "Hoist", "There is a hoist", "Is there one?", "not_known", "")
    return {
        "parts": PARTS,
        "pictures": sorted(path.name for path in PICTURES.glob("*.svg")),
        "tokens": tokens(SHEET.read_text(encoding="utf-8")),
        "symbols": sorted(names()),
        "kinds": KINDS,
        "answers": (*ANSWERS, "not_applicable"),
        "can_ask": Questions(can_ask={"hoist"}),
        "was_asked": Questions(asked={"hoist": dt.date(2026, 11, 20)}),
        "cards": [card(kind) for kind in KINDS],
        "page": thing(),
        "pages": Paginator(range(30), 10).page(2),
        "steps": ["Sam meets you at the door.", "You choose a seat.", "You can leave when you want to."],
        "rows": [
            {"question": "How old are you?", "answer": "16", "url": "#summary-list"},
            {"question": "What do you like?", "answer": "", "url": "#summary-list"},
        ],
        "fields": Fields(prefix="ok", initial={"likes": ["music"], "whose": "me", "words": "Trains and chips"}),
        "wrong": Fields({"wrong-age": "200"}, prefix="wrong"),
        "ideas": [Idea("door", "Sam meets you at the door."), Idea("quiet", "It is quiet.")],
        "provider": provider,
        "group": AccessGroup("sensory", "Light, noise and calm", (quiet,), (hoist,)),
    }  # fmt: skip


def card(kind: str) -> Card:
    """A card of each kind, with every line that a card can have."""
    return Card(
        id=0, place="", url="#cards", title="Minecraft mornings", kind=kind, kind_label=KINDS[kind],
        line="Build a world with six other people.", saved=False,
        needs=(NeedLine("yes", "Yes", "Quiet space"), NeedLine("not_known", "We do not know", "Hoist")),
        when="Saturday morning. Every week", far="About 1 mile away", cost="£4.50 each time", ages="Ages 11 to 17", room="2 places left",
        checked="Checked 2 weeks ago by the provider", reasons=("You like games.",), lacks=("There is no lift.",),
        cautions=("It is on the first floor.",), to_ask=("Is there a hoist?",), message="Hello. Is there a hoist?",
    )  # fmt: skip


def thing() -> ActivityPage:
    """A thing on offer that is nowhere in the database."""
    return ActivityPage(
        title="Trains and tracks", kind=ActivityPage.KIND, summary="Run a model railway with others.",
        times=["sat_am"], pattern="weekly", pence=0, age_min=14, age_max=25, url_path="/home/",
    )  # fmt: skip


def tokens(sheet: str) -> dict[str, dict[str, str]]:
    """The custom properties of a style sheet, as it says them, by what they are for."""
    layer = sheet[sheet.index("@layer tokens") : sheet.index("@layer base{")]
    said = dict(reversed(re.findall(r"--([\w-]+): ?([^;}]+)", layer)))  # the first time that it is said
    sorts = {
        "colours": r"var\(--(?:bg|fg|hi|l),",
        "sizes": r".*(?:rem|px|ch)\b",
    }
    return {
        sort: {
            name: value
            for name, value in reversed(said.items())
            if re.match(pattern, value) and name not in {"bg", "fg", "hi"}
        }
        for sort, pattern in sorts.items()
    }
