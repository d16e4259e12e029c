"""How every form of the public site is drawn, so that no template repeats a field."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` is an error summary and its fields; `{{ form.name.as_field_group }}` is one field.

    A choice widget may carry two mappings from a choice to words: `symbols` (names of `cms.templatetags.symbols`), which makes
    its choices picture cards, and `hints`. Only these two templates are ours: the widgets stay Django's, as Wagtail's admin
    is drawn by the same renderer.
    """

    form_template_name = "django/forms/site_form.html"
    field_template_name = "django/forms/site_field.html"
