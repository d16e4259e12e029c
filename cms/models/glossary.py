"""Hard words and what they mean."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from cms.glossary import Glossary, Word
from cms.plain_words import few_words, symbol_names

CACHED = "glossary-{}"
A_MINUTE = 60


def languages() -> list[tuple[str, str | Promise]]:
    """The languages that the site may be in."""
    return list(settings.LANGUAGES)


class GlossaryWordQuerySet(models.QuerySet["GlossaryWord"]):
    def of(self, language: str) -> GlossaryWordQuerySet:
        """The words of a language; "en" and "en-gb" are one."""
        return self.filter(language__startswith=language.split("-")[0])

    def glossary(self, language: str) -> Glossary:
        """What to look words up in on a page of this language: first its own words, then those of the site's first language, which
        providers and editors write in. Kept in the cache for a minute, as every page does."""
        words: list[Word] | None = cache.get(CACHED.format(language))
        if words is None:
            # Of two words with the same form, the later one is found.
            words = [word.as_word() for word in (*self.of(settings.LANGUAGE_CODE), *self.of(language))]
            cache.set(CACHED.format(language), words, A_MINUTE)
        return Glossary.of(words)


@register_snippet
class GlossaryWord(models.Model):
    """A hard word that the site can not do without. Where a page says it first, it can be pressed to see what it means."""

    word = models.CharField(_("word"), max_length=60)
    forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "One on each line: the plural, a short form. One that is all capitals is found only in capitals."
        ),
    )
    meaning = models.CharField(
        _("what it means"),
        max_length=200,
        validators=[few_words(15)],
        help_text=_("One or two plain sentences of fewer than 15 words each."),
    )
    symbol = models.CharField(_("symbol"), max_length=40, blank=True, choices=symbol_names)
    language = models.CharField(_("language"), max_length=10, choices=languages, default="en-gb")
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    source = models.CharField(
        _("where it comes from"), max_length=200, blank=True, help_text=_("If it is a fact that may change.")
    )

    objects = GlossaryWordQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("word"), FieldPanel("forms"), FieldPanel("meaning")], _("The word")),
        FieldRowPanel([FieldPanel("symbol"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta:
        verbose_name = _("hard word")
        verbose_name_plural = _("hard words")
        ordering = [Lower("word"), "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("word"),
                "language",
                name="glossary_word_stands_once",
                violation_error_message=_("This word is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        forget()
        return gone

    def as_word(self) -> Word:
        others = tuple(form.strip() for form in self.forms.splitlines() if form.strip())
        return Word(self.pk, self.word, (self.word, *others), self.meaning, self.symbol)

    def clean(self) -> None:
        """A form belongs to one word alone, else a page could not know which one is meant."""
        super().clean()
        own = {form.casefold() for form in self.as_word().forms}
        for other in GlossaryWord.objects.filter(language=self.language).exclude(pk=self.pk):
            shared = own & {form.casefold() for form in other.as_word().forms}
            if shared:
                raise ValidationError(
                    _("“%(form)s” belongs to “%(word)s” already."),
                    params={"form": min(shared), "word": other.word},
                )


def forget() -> None:
    """A word was changed: read them anew."""
    cache.delete_many([CACHED.format(code) for code in {settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)}])
