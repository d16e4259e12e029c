"""What was read in somebody's own words, shown back to them. What is not sure is a choice for them, and is never set silently."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from matching.vocabulary import INTEREST_GROUPS, INTERESTS, NEED_GROUPS, NEEDS
from matching.words import Understood, understand
from profiles.answers import Answers
from profiles.fields import ROW, named, need_field, pick_some
from profiles.forms import QuestionForm

GROUP = "group:"


def read_words(answers: Answers) -> Understood:
    """The person's own words, read beside what they ticked."""
    return understand(answers.words, answers.interests, answers.not_interests)


def in_quotes(words: str) -> str:
    """Somebody's own words, shown back to them."""
    return gettext("“%(words)s”") % {"words": words}


def something_to_show(answers: Answers) -> bool:
    return bool(answers.words)


class UnderstoodForm(QuestionForm):
    """A choice for each word that we only guess at, and for each need that the words hint at."""

    template = "profiles/understood.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.understood = read_words(kwargs["answers"])
        super().__init__(*args, **kwargs)

    @property
    def liked(self) -> list[str]:
        labels = [gettext(INTERESTS[key].label) for key in self.understood.interests]
        strange = " ".join(self.understood.unmatched).split()
        return labels + [in_quotes(words) for words in self.understood.liked_words if words not in strange]

    @property
    def disliked(self) -> list[str]:
        labels = [gettext(INTERESTS[key].label) for key in self.understood.not_interests]
        return labels + [in_quotes(words) for words in self.understood.disliked_words]

    @property
    def looked_for(self) -> list[str]:
        """What they like in words that we do not know: things that say them come first."""
        return self._strange(looked_for=True)

    @property
    def not_understood(self) -> list[str]:
        """Words that we have not even a guess for, and do not use."""
        return self._strange(looked_for=False)

    def _strange(self, *, looked_for: bool) -> list[str]:
        """Words that we do not know, those that stand together in one piece. What is asked about is not said here."""
        guessed = {guess.word for guess in self.understood.guesses}
        kept = [
            [
                word
                for word in run.split()
                if word not in guessed and (word in self.understood.liked_words) == looked_for
            ]
            for run in self.understood.unmatched
        ]
        return [in_quotes(" ".join(words)) for words in kept if words]

    def said(self, answers: Answers) -> dict[str, Any]:
        return {
            f"word-{place}": [key for key in guess.interests if key in answers.interests]
            + [GROUP + key for key in guess.groups if key in answers.groups]
            for place, guess in enumerate(self.understood.guesses)
        } | {key: answers.needs.get(key, "") for key in self.understood.need_hints}

    def lay_out(self) -> None:
        for place, guess in enumerate(self.understood.guesses):
            choices = named({key: INTERESTS[key].label for key in guess.interests})
            choices += named({GROUP + key: INTEREST_GROUPS[key].label for key in guess.groups})
            label = gettext("“%(word)s”: did you mean one of these?") % {"word": guess.word}
            self.fields[f"word-{place}"] = pick_some(label, choices, template_name=ROW)
        for key in self.understood.need_hints:
            field = need_field(key, supporting=bool(self.answers.supporting))
            field.help_text = f"{gettext('Your words may mean this.')} {field.help_text}".strip()
            self.fields[key] = field

    def answered(self) -> Answers:
        picked = [
            key for place in range(len(self.understood.guesses)) for key in self.cleaned_data[f"word-{place}"]
        ]
        guesses = self.understood.guesses
        offered = {
            key for guess in guesses for key in (*guess.interests, *(GROUP + key for key in guess.groups))
        }
        liked = [
            key
            for key in INTERESTS
            if key in picked or (key in self.answers.interests and key not in offered)
        ]
        named = {key.removeprefix(GROUP) for key in picked if key.startswith(GROUP)} | {
            INTERESTS[key].group for key in liked
        }
        hinted = {key: self.cleaned_data[key] for key in self.understood.need_hints}
        needs = {key: how for key, how in {**self.answers.needs, **hinted}.items() if how}
        groups_of_needs = {NEEDS[key].group for key in needs}
        return replace(
            self.answers,
            interests=tuple(liked),
            groups=tuple(
                key
                for key in INTEREST_GROUPS
                if key in named or (key in self.answers.groups and GROUP + key not in offered)
            ),
            needs=MappingProxyType({key: needs[key] for key in NEEDS if key in needs}),
            need_groups=tuple(
                key for key in NEED_GROUPS if key in groups_of_needs or key in self.answers.need_groups
            ),
        )
