"""What is done to the site as a whole."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from cms.models import GlossaryWord, GuideIndexPage, HomePage
from cms.models.glossary import forget
from opportunities.models import PlainReason, ProviderIndexPage

INTRO = _("Find clubs, work, volunteering and ways to uni near you. You choose what matters to you.")

GUIDES = _("Short pages that tell you how things work. Each one is there in Easy Read too.")
HARD_WORDS = Path(__file__).parent / "demo" / "glossary.json"
REASONS = Path(__file__).parent / "demo" / "plain-reasons.json"


@transaction.atomic
def plant() -> ProviderIndexPage:
    """The pages that every site has: the home page, and under it those of all guides and all providers; and hard words, and the
    reasons that moderators give, to begin with. Planting twice changes nothing, so what editors changed or took away stays so."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        # A new Wagtail database comes with a welcome page of its own in the place of ours.
        Page.objects.child_of(root).filter(slug="home").delete()
        root.refresh_from_db()
        home = root.add_child(
            instance=HomePage(title=gettext("Find something that fits you"), slug="home", intro=str(INTRO))
        )
        Site.objects.all().delete()
        Site.objects.create(
            hostname="localhost", port=80, is_default_site=True, root_page=home, site_name=settings.SITE_NAME
        )
    if not GuideIndexPage.objects.exists():
        home.add_child(instance=GuideIndexPage(title=gettext("Guides"), slug="guides", intro=str(GUIDES)))
    if not GlossaryWord.objects.exists():
        plant_hard_words()
    if not PlainReason.objects.exists():
        plant_reasons()
    index = ProviderIndexPage.objects.first()
    return index or home.add_child(
        instance=ProviderIndexPage(title=gettext("Who runs things"), slug="providers")
    )


def plant_hard_words() -> None:
    """The words that this site itself uses and has to explain."""
    shipped = json.loads(HARD_WORDS.read_text(encoding="utf-8"))
    GlossaryWord.objects.bulk_create(
        GlossaryWord(language=shipped["language"], **word | {"forms": "\n".join(word["forms"])})
        for word in shipped["words"]
    )
    forget()


def plant_reasons() -> None:
    """What moderators most often ask a provider to change."""
    shipped = json.loads(REASONS.read_text(encoding="utf-8"))["reasons"]
    PlainReason.objects.bulk_create(
        PlainReason(order=10 * at, **reason) for at, reason in enumerate(shipped, 1)
    )
