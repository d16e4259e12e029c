"""The form of the settings: in the header of every page, and on a page of its own that says what each one does."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy

from profiles.fields import ROW, pick_one
from profiles.look import Look

# Same as on the site itself: what a choice does, for the page that explains.
ABOUT = {
    "text": gettext_lazy("Makes all the words on this site bigger."),
    "space": gettext_lazy("Puts more room between lines, words and letters."),
    "font": gettext_lazy(
        "Some letters are easier to read. Letters for dyslexia show if your device has them."
    ),
    "colours": gettext_lazy("Strong colours are black and white with clear edges. They are easier to see."),
}


class LookForm(forms.Form):
    """What can be chosen, as it is now."""

    calm = forms.BooleanField(
        label=gettext_lazy("Calm mode"),
        help_text=gettext_lazy("No pictures. Quiet colours. Nothing moves. Less on a page."),
        required=False,
    )
    text = pick_one(
        gettext_lazy("Size of words"),
        [
            ("", gettext_lazy("Usual")),
            ("large", gettext_lazy("Large")),
            ("largest", gettext_lazy("Largest")),
        ],
        template_name=ROW,
    )
    space = pick_one(
        gettext_lazy("Space"),
        [("", gettext_lazy("Usual")), ("wide", gettext_lazy("More space"))],
        template_name=ROW,
    )
    font = pick_one(
        gettext_lazy("Letters"),
        [
            ("", gettext_lazy("Usual")),
            ("system", gettext_lazy("My device's own")),
            ("dyslexia", gettext_lazy("For dyslexia")),
        ],
        template_name=ROW,
    )
    colours = pick_one(
        gettext_lazy("Colours"),
        [
            ("", gettext_lazy("Same as my device")),
            ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
            ("contrast", gettext_lazy("Strong, on white")),
            ("contrast-dark", gettext_lazy("Strong, on black")),
        ],
        template_name=ROW,
    )
    language = pick_one(gettext_lazy("Language"), [], template_name=ROW)

    def __init__(self, look: Look, *, explain: bool = False, **options: Any) -> None:
        said = {name: getattr(look, name) for name in ("calm", *ABOUT)} | {"language": get_language()}
        super().__init__(initial=said, **options)
        if explain:
            for name, words in ABOUT.items():
                self.fields[name].help_text = words
        if len(settings.LANGUAGES) > 1:
            cast(forms.ChoiceField, self.fields["language"]).choices = [
                (code, format_html('<span lang="{}">{}</span>', code, name))
                for code, name in settings.LANGUAGES
            ]
        else:
            del self.fields["language"]
