"""The three ways to read a listing: the whole page, Easy Read, and one side of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from opportunities import clock
from opportunities.easy_read import easy_read
from opportunities.printing import sheet


class WaysToRead(RoutablePageMixin):
    """Each way has its own address under the page's, and its own preview. What keeps the page from the public (`serve`) is passed
    on the way to all of them."""

    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("", _("The whole page")),
        ("easy-read", _("Easy Read")),
        ("print", _("On paper")),
    ]
    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    @property
    def easy_read_url(self) -> str:
        return f"{self.url}easy-read/" if self.url else ""

    @property
    def print_url(self) -> str:
        return f"{self.url}print/" if self.url else ""

    @path("easy-read/")
    def as_easy_read(self, request: HttpRequest) -> TemplateResponse:
        """Short words and pictures."""
        parts = easy_read(self, clock.today())
        return self.render(
            request, template="opportunities/easy_read.html", context_overrides={"parts": parts}
        )

    @path("print/")
    def on_paper(self, request: HttpRequest) -> TemplateResponse:
        """One side of A4, with a QR code that leads back to the page."""
        address = request.build_absolute_uri(self.url) if self.url else ""
        return self.render(
            request,
            template="opportunities/on_paper.html",
            context_overrides={"sheet": sheet(self, address)},
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        view, args, kwargs = self.resolve_subpage(f"/{mode_name}/" if mode_name else "/")
        return view(request, *args, **kwargs)
