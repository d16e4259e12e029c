"""What editors write that is not an opportunity."""

from __future__ import annotations

from .glossary import GlossaryWord
from .guides import GuideIndexPage, GuidePage
from .home import HomePage
from .support import SupportContact

__all__ = ["GlossaryWord", "GuideIndexPage", "GuidePage", "HomePage", "SupportContact"]
