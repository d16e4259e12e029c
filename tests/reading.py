"""All that the site says to young people, each text with its place; and what is wrong with a text.

The limits are those of docs/words.md. What stands in one file, listing or guide is read together, as a reader meets it. Labels of one
to three words are no prose: they would make every page look easy, so only their words are looked at. The formula needs words to
count (its authors counted hundreds), so a file of few words is read with its neighbours in the same folder. What the formula can
not see in a short text, two things do: no sentence may be long, and no word may be hard."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from cms.glossary import Glossary, Word
from opportunities.readability import grade, sentences, syllables, words
from tests.messages import ROOT, messages

GRADE, MEAN, LONGEST = 5.0, 12.0, 20
EASY_GRADE, EASY_LONGEST = 3.0, 15
PROSE = 4  # words
# In 40 words one long word for a short one moves the grade by half a year; in fewer, one word decides.
ENOUGH_WORDS = 40
# From 15 words on a text is judged alone too. One long word moves it by a year or two, and our texts lie three below the limit.
A_TEXT_ALONE = 15
LONG = 3  # syllables
DEMO = ROOT / "cms" / "demo"
HARD_WORDS = json.loads((Path(__file__).parent / "meta" / "hard_words.json").read_text(encoding="utf-8"))

# What is said to people who run things, to editors and to operators, in Wagtail's admin and in letters about it, and why that is not
# for young people. A path, the beginning of one (it ends with "/"), or a path, "#" and how the text begins.
FOR_STAFF = {
    "cms/models/": "names and hints of fields that editors fill in",
    "cms/plain_words.py": "errors that editors read",
    "opportunities/access_form.py": "the form with which a provider answers about access",
    "opportunities/access_panel.py": "the same form in the admin",
    "opportunities/apps.py": "names of parts of the admin",
    "opportunities/checklist.py": "the moderators' page of what was checked about a provider",
    "opportunities/dashboard.py": "a provider's first page in the admin",
    "opportunities/form_fields.py": "fields of a provider's form",
    "opportunities/forms.py": "a provider's form, and its errors",
    "opportunities/models/assurance.py": "how far a group is that asks to join, for moderators",
    "opportunities/models/opportunity.py#Give both latitude": "an error of an import",
    "opportunities/models/opportunity.py#latitude": "the name of a column",
    "opportunities/models/opportunity.py#longitude": "the name of a column",
    "opportunities/models/opportunity.py#opportunity": "the name of a table",
    "opportunities/models/opportunity.py#A supported internship always": "an error of a provider's form",
    "opportunities/models/provider.py#Can say what was checked": "a right that an administrator gives",
    "opportunities/models/provider.py#kind of organisation": "the name of a field in a provider's form",
    "opportunities/open_data/csv_file.py": "what a provider's own table has wrong",
    "opportunities/own_files.py": "the admin's page where a provider downloads and uploads its listings",
    "opportunities/panels.py": "headings and hints of a provider's form",
    "opportunities/people.py": "the admin's page of who may write for a provider",
    "opportunities/providers_to_check.py": "the moderators' list of providers",
    "opportunities/ready.py": "what a provider still has to fill in",
    "opportunities/wagtail_hooks.py": "menus and messages of the admin",
    "profiles/models/": "names of columns",
    "profiles/user_forms.py": "the admin's form for people",
    "templates/opportunities/admin/": "parts of the admin",
    "templates/opportunities/email/": "letters to people who run things",
    "templates/wagtailadmin/": "parts of the admin",
}


class Said(NamedTuple):
    """A text for a young person, and where it stands."""

    text: str
    place: str

    @property
    def file(self) -> str:
        return self.place.split(":")[0]


def for_staff(text: str, place: str) -> str:
    """What in FOR_STAFF exempts a text; "" if nothing does."""
    file = place.split(":")[0]
    for named in FOR_STAFF:
        path, _, begins = named.partition("#")
        if (file.startswith(path) if path.endswith("/") else file == path) and text.startswith(begins):
            return named
    return ""


BLOCK = re.compile(r"</?(?:p|h\d|li|ul|ol|dt|dd|dl|div|br|section)\b[^>]*>", re.I)


def read_as(text: str) -> str:
    """A text to translate as it is read: a value in it is one short word, tags are not read."""
    text = re.sub(r"%(?:\(\w+\))?[sd]|\{[^{}]*\}", "it", text)
    return unescape(re.sub(r"<[^>]+>", "", BLOCK.sub("\n", text))).replace("%%", "%")


@cache
def said_by_the_site() -> tuple[Said, ...]:
    """Every text to translate that somebody other than staff can meet. Where it stands in two places it counts in each."""
    return tuple(
        Said(read_as(text), place)
        for message in messages()
        for place in message.places
        if not for_staff(message.text, place)
        for text in filter(None, (message.text, message.plural))
    )


def demo(name: str) -> Any:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def listings() -> Iterator[Said]:
    """What the demo's listings and providers say. A title is a name and not read."""
    for file in ("activities.json", "work-and-learning.json"):
        document = demo(file)
        for provider in document["providers"]:
            yield Said(provider["about"], f"cms/demo/{file}#{provider['id']}")
        for one in document["opportunities"]:
            place = f"cms/demo/{file}#{one['id']}"
            notes = one.get("access_notes", {})
            for text in (one["summary"], *one["what_happens"], *notes.values()):
                yield Said(text, place)
            if (other := one["cost"].get("other", "none")) != "none":
                yield Said(other, place)


def guides() -> Iterator[Said]:
    for guide in demo("guides.json")["guides"]:
        place = f"cms/demo/guides.json#{guide['slug']}"
        yield from (Said(guide[part], place) for part in ("title", "summary"))
        yield from (Said(text, place) for block in guide["body"] for text in texts_of(block))


def texts_of(block: Mapping[str, Any]) -> Iterator[str]:
    """The words of one part of a guide."""
    match block["type"], block["value"]:
        case "heading" | "words" | "notice", text:
            yield text
        case "ideas", ideas:
            yield from (idea["says"] for idea in ideas)
        case "steps", steps:
            yield from steps
        case "fact", fact:
            yield fact["says"]


def easy_read_guides() -> Iterator[Said]:
    for guide in demo("guides.json")["guides"]:
        for idea in guide["easy_read"]:
            yield Said(idea["says"], f"cms/demo/guides.json#{guide['slug']} in Easy Read")


def meanings() -> Iterator[Said]:
    for word in demo("glossary.json")["words"]:
        yield Said(word["meaning"], f"cms/demo/glossary.json#{word['word']}")


def contacts() -> Iterator[Said]:
    for contact in demo("support-contacts.json")["contacts"]:
        yield Said(contact["what"], f"cms/demo/support-contacts.json#{contact['name']}")


@cache
def glossary() -> Glossary:
    """The hard words that the site ships."""
    shipped = demo("glossary.json")["words"]
    return Glossary.of(
        Word(at, each["word"], (each["word"], *each["forms"]), each["meaning"])
        for at, each in enumerate(shipped)
    )


# What is wrong.


def too_long(said: Iterable[Said], longest: int = LONGEST) -> Iterator[str]:
    """Sentences of too many words."""
    for one in said:
        for sentence in sentences(one.text):
            if len(words(sentence)) > longest:
                yield f"{one.place}: {len(words(sentence))} words, more than {longest}: {sentence}"


def too_hard(
    said: Iterable[Said], hardest: float = GRADE, mean: float = MEAN, *, alone: bool = True
) -> Iterator[str]:
    """Texts that are too hard: all of a place together and, if wanted, each that is long enough `alone`."""
    said = list(said)
    for place, read in together(said).items():
        length = sum(len(words(sentence)) for sentence in read) / len(read)
        if length > mean:
            yield f"{place}: {length:.1f} words a sentence, more than {mean:g}"
        if grade(read) > hardest:
            worst = sorted(read, key=lambda one: -grade([one]))[:3]
            yield f"{place}: grade {grade(read):.1f}, more than {hardest:g}; look at {worst}"
    for one in said if alone else ():
        if len(words(one.text)) >= A_TEXT_ALONE and grade(sentences(one.text)) > hardest:
            yield f"{one.place}: grade {grade(sentences(one.text)):.1f}, more than {hardest:g}: {one.text}"


def together(said: Iterable[Said]) -> dict[str, list[str]]:
    """The sentences of each place; those of places with few words by their folder."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for one in said:
        by_file[one.file] += [each for each in sentences(one.text) if len(words(each)) >= PROSE]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file, read in by_file.items():
        enough = sum(len(words(sentence)) for sentence in read) >= ENOUGH_WORDS
        found[file if enough else f"{file.rpartition('/')[0]}/ (short texts together)"] += read
    return {place: read for place, read in found.items() if read}


def hard_words(said: Iterable[Said], *, names: bool = False) -> Iterator[str]:
    """Words that a reader may not know and that no glossary explains: those of our list, long ones, and short forms. `names`: a
    sentence may begin with somebody's name, so that a capital there says nothing."""
    for one in said:
        for sentence in sentences(one.text):
            for place, word in enumerate(words(_unexplained(sentence))):
                first = place == 0 and not names and sentence.startswith(word) and not word.isupper()
                if why := hard(word.lower() if first else word):
                    yield f"{one.place}: “{word}” {why}: {one.text}"


def _unexplained(sentence: str) -> str:
    """The sentence without the words that the glossary explains."""
    rest = list(sentence)
    for match, _word in glossary().find(sentence):
        rest[match.start() : match.end()] = " " * len(match[0])
    return "".join(rest)


def hard(word: str) -> str:
    """Why a word is hard; "" if it is not."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if plain in HARD_WORDS["say_instead"]:
        return f"is hard, say “{HARD_WORDS['say_instead'][plain]}”"
    if (
        len(word) > 1
        and word.isalpha()
        and word.isupper()
        and word not in HARD_WORDS["short_forms_that_people_know"]
    ):
        return "is a short form that the glossary does not explain"
    if (
        word[0].islower()
        and syllables(plain) >= LONG
        and plain not in HARD_WORDS["long_words_that_people_know"]
    ):
        return "is long, and the glossary does not explain it"
    return ""


# A hard word that can be pressed is a word of its sentence.
WORD = re.compile(r'<button[^>]*class="word"[^>]*>(.*?)</button>', re.S)


class Spoken(HTMLParser):
    """What a page says to a screen reader, block by block. A meaning that opens is read where it is written, in the glossary."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.skipped: list[str] = []
        self.feed(WORD.sub(r"\1", html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = "popover" in dict(attrs) or ("aria-hidden", "true") in attrs
        silent = tag in NOT_READ or (hidden and tag not in HOLDS_NOTHING)
        # Inside what is not read, elements of the same name are counted, to know which end is its own.
        if tag == self.skipped[0] if self.skipped else silent:
            self.skipped.append(tag)
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag == self.skipped[0]:
            self.skipped.pop()
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.blocks[-1] += data


HOLDS_NOTHING = {"br", "hr", "img", "input"}
NOT_READ = {"script", "style", "svg", "template"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "header", "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "td", "th", "title", "tr", "ul",
}  # fmt: skip


def shown_on(html: str, place: str) -> list[Said]:
    """What a page says, a text for each of its blocks; a list of names with commas between them is as many labels."""
    blocks = [" ".join(block.split()) for block in Spoken(html).blocks if block.strip()]
    return [Said("\n".join(block.split(", ")) if lists_names(block) else block, place) for block in blocks]


def lists_names(text: str) -> bool:
    """A row of at least four names of few words each: "Quiet space, Breaks, No steps, BSL"."""
    return text.count(", ") >= 3 and len(words(text)) <= 5 * (text.count(", ") + 1)


def plain_page(html: str, place: str) -> Iterator[str]:
    """What is wrong with a page as a whole. Its single texts are read where they are written."""
    said = shown_on(html, place)
    yield from too_long(said)
    yield from too_hard(said, alone=False)
