"""Where a listing is, as a pin: two numbers, and a map to put them right by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from opportunities.form_parts import joins_from_home

SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5  # degrees; the limits of the columns
STREETS = (
    "https://www.openstreetmap.org/#map=18/"  # a link, for whoever presses it; our own map shows no streets
)


class PinPanel(Panel):
    """The two numbers of the point. With a script there is a map too, on our own ground unless the settings name tiles."""

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["lat", "lng"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "opportunities/admin/pin.html"

        @property
        def attrs(self) -> dict[str, Any]:
            return {"id": "ask-pin", "data-at-a-place": "true", "hidden": joins_from_home(self.form)}

        @property
        def numbers(self) -> list[Any]:
            return [self.form["lat"], self.form["lng"]]

        @property
        def has_errors(self) -> bool:
            return bool(self.form and (self.form["lat"].errors or self.form["lng"].errors))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            tiles = {"tiles": settings.MAP_TILES_URL, "attribution": settings.MAP_ATTRIBUTION}
            return context | {
                "streets": STREETS,
                "pin": tiles
                | {
                    "limits": [[SOUTH, WEST], [NORTH, EAST]],
                    "label": gettext("The pin. Drag it, or move it with the arrow keys."),
                    "zoom_in": gettext("Zoom in"),
                    "zoom_out": gettext("Zoom out"),
                    "nowhere": gettext("Your phone does not tell us where you are."),
                    "moved": gettext("You put the pin here. It stays until you change the postcode."),
                },
            }
