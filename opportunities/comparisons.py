"""How two versions of a listing are set side by side for a moderator: in words, not in the shape that a column has."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from wagtail.admin.compare import diff_text

from opportunities.form_fields import labels_of


class TextComparison:
    """Two texts, and the words that changed between them. Wagtail's comparisons have these names."""

    is_field = True
    is_child_relation = False

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after

    def field_label(self) -> str:
        raise NotImplementedError

    def htmldiff(self) -> SafeString:
        html: SafeString = diff_text(self.before, self.after).to_html()
        return html

    def has_changed(self) -> bool:
        return self.before != self.after


class ListComparison(TextComparison):
    """A column that holds a list of keys or of lines."""

    def __init__(self, field: models.Field[Any, Any], before: Any, after: Any) -> None:
        self.field = field
        super().__init__(self._text(before), self._text(after))

    def field_label(self) -> str:
        return str(self.field.verbose_name).capitalize()

    def _text(self, page: Any) -> str:
        return "\n".join(labels_of(self.field, self.field.value_from_object(page) or []))
