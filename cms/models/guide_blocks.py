"""What a guide is made of: short parts, each with a symbol or a shape of its own, so that no page is a wall of text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.plain_words import few_words, symbol_names
from matching.vocabulary import KINDS

A_SENTENCE = few_words(20)
AN_IDEA = few_words(15)


def kinds() -> list[tuple[str, Any]]:
    """The kinds of thing that a guide can lead to."""
    return list(KINDS.items())


def plain(label: Any, **options: Any) -> blocks.TextBlock:
    """Plain words. An empty line begins a new paragraph."""
    return blocks.TextBlock(label=label, validators=[A_SENTENCE], rows=3, **options)


def a_symbol(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=symbol_names, label=_("symbol"), **options)


class IdeaBlock(blocks.StructBlock):
    """A symbol beside a few words."""

    symbol = a_symbol()
    says = plain(_("words"))


class FactBlock(blocks.StructBlock):
    """What the law, a date or a sum is. It may change, so it says from when and from whom it is."""

    says = plain(_("the fact"))
    checked_on = blocks.DateBlock(label=_("checked on"))
    source = blocks.CharBlock(label=_("who says so"), max_length=120)
    url = blocks.URLBlock(label=_("address of the page"), required=False)


class SourceBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("who says so"), max_length=120)
    url = blocks.URLBlock(label=_("address of the page"), required=False)


class GuideBody(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=80, icon="title")
    words = plain(_("words"), icon="pilcrow")
    ideas = blocks.ListBlock(IdeaBlock(), label=_("ideas with symbols"), icon="list-ul")
    steps = blocks.ListBlock(plain(_("step")), label=_("steps, in order"), icon="list-ol")
    notice = plain(_("good to know"), icon="info-circle")
    fact = FactBlock(label=_("fact with its date"), icon="calendar-check")
    contact = SnippetChooserBlock("cms.SupportContact", label=_("somebody who helps"), icon="user")
    things = blocks.ChoiceBlock(choices=kinds, label=_("link to a kind of thing"), icon="link")


class EasyReadIdeaBlock(blocks.StructBlock):
    """One idea: a symbol, and one sentence of at most 15 words."""

    symbol = a_symbol()
    says = blocks.CharBlock(label=_("one short sentence"), max_length=140, validators=[AN_IDEA])


class EasyRead(blocks.StreamBlock):
    idea = EasyReadIdeaBlock(label=_("idea"), icon="image")
