"""What is done to the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.models import HomePage
from opportunities.models import ProviderIndexPage

INTRO = "Find clubs, volunteering, work and ways to university near you. You choose what matters to you."


@transaction.atomic
def plant() -> ProviderIndexPage:
    """The pages that every site has: the home page, and under it the page of all providers. Planting twice changes nothing."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        # A new Wagtail database comes with a welcome page of its own in the place of ours.
        Page.objects.child_of(root).filter(slug="home").delete()
        root.refresh_from_db()
        home = root.add_child(
            instance=HomePage(title="Find something that fits you", slug="home", intro=INTRO)
        )
        Site.objects.all().delete()
        Site.objects.create(
            hostname="localhost", port=80, is_default_site=True, root_page=home, site_name=settings.SITE_NAME
        )
    index = ProviderIndexPage.objects.first()
    return index or home.add_child(instance=ProviderIndexPage(title="Who runs things", slug="providers"))
