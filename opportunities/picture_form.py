"""The form for a picture in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Without tags: Wagtail offers everybody's tags to everybody, and so would tell one provider what another tags."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
