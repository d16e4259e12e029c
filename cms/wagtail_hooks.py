"""What the project as a whole does when Wagtail, or a package below, asks."""

from __future__ import annotations

from wagtail import hooks

from cms.actions import plant


@hooks.register("plant_site")
def plant_site() -> None:
    """An import into a new database needs the page that providers are under."""
    plant()
