"""Links of letters that work without signing in (`opportunities.links`)."""

from __future__ import annotations

from django import template

from opportunities import links
from opportunities.models import Letter

register = template.Library()


@register.simple_tag
def letter_link(purpose: links.Purpose, letter: Letter) -> str:
    """The whole address for what this letter is about and for the person that it goes to: {% letter_link "answer" letter %}."""
    if letter.opportunity_id is None:
        raise ValueError("a link is about a listing")
    return links.address(
        purpose, opportunity_id=letter.opportunity_id, user_id=letter.to_id, about=letter.about
    )
