"""The form of a listing, with its help beside it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from opportunities import clock
from opportunities.form_parts import WholeForm


class ListingForm(WholeForm):
    """A whole form that says how far one is, and leads to how a young person will see it."""

    class BoundPanel(WholeForm.BoundPanel):
        @cached_property
        def help(self) -> Any:
            from opportunities.live_help import (
                help_for,
            )  # here: it reads tables whose forms are made with this

            return help_for(self.instance, clock.today())

        @property
        def help_url(self) -> str:
            return reverse("listing_help", args=[self.instance.KIND])

        @property
        def preview_url(self) -> str:
            """Where the form is shown as a page; of one that is not kept yet, too."""
            page = self.instance
            if page.pk:
                return reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
            names = [page._meta.app_label, page._meta.model_name, self.form.parent_page.pk]
            return reverse("wagtailadmin_pages:preview_on_add", args=names)

        @property
        def preview_modes(self) -> list[tuple[str, Any]]:
            modes: list[tuple[str, Any]] = self.instance.preview_modes
            return modes
