"""What the project as a whole does when Wagtail, or a package below, asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.actions import plant
from cms.models import GuidePage
from opportunities import clock
from opportunities.permissions import moderates


@hooks.register("plant_site")
def plant_site() -> None:
    """An import into a new database needs the page that providers are under."""
    plant()


class GuidesToCheck(Component):
    """The guides whose day to be checked again has come, on the first page of the admin."""

    order = 150
    template_name = "cms/admin/guides_to_check.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"guides": GuidePage.objects.to_check_again(clock.today())}


@hooks.register("construct_homepage_panels")
def remind_of_guides(request: HttpRequest, panels: list[Any]) -> None:
    if moderates(request.user):
        panels.append(GuidesToCheck())
