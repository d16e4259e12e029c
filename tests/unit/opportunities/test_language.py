"""Dates, miles, pounds and plurals as each language has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polib
import pytest
from django.utils import translation

from matching.closeup import ASK, LIKES, TELL_FIRST
from matching.messages import Pence, counted, message
from matching.types import OpenUp, Reason
from opportunities.language import day, distance, in_words, money, number, said
from opportunities.listing import Listing, times_in_words
from tests.pseudo import pseudo, pseudo_catalogue, site_in, write_catalogue

MILES = ("%(count)s mile", "%(count)s miles")
MORE = (
    "If you can travel {distance}, there is {count} more.",
    "If you can travel {distance}, there are {count} more.",
)
# A few words each, told apart by their plural form; the grammar is not the point.
SAID = {
    "cy": {
        MILES: [f"%(count)s milltir ({form})" for form in ("dim", "un", "dwy", "tair", "chwe", "arall")],
        ("{count} mile", "{count} miles"): [f"{{count}} milltir [{at}]" for at in range(6)],
        MORE: [f"{{distance}}: {{count}} arall [{at}]" for at in range(6)],
        "You like {interest}.": "Rwyt ti'n hoffi {interest}.",
        "They like {interest}.": "Maen nhw'n hoffi {interest}.",
        "trains and trams": "trenau a thramiau",
        "Tell them first. They can arrange this: {need}.": "Dywed wrthyn nhw: {need}.",
        "Quiet space": "Lle tawel",
        "%(price)s each time": "%(price)s bob tro",
        "Starts %(day)s": "Yn dechrau %(day)s",
        "Saturday morning": "Bore Sadwrn",
    },
    "ar": {
        MILES: [f"%(count)s ميل ({form})" for form in ("صفر", "واحد", "اثنان", "قليل", "كثير", "آخر")],
        "£%(amount)s": "%(amount)s جنيه",
        "%(price)s each time": "%(price)s كل مرة",
    },
}


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    for language, said_there in SAID.items():
        made = polib.POFile()
        for text, translated in said_there.items():
            if isinstance(text, tuple):
                forms = dict(enumerate(translated))
                made.append(polib.POEntry(msgid=text[0], msgid_plural=text[1], msgstr_plural=forms))
            else:
                made.append(polib.POEntry(msgid=text, msgstr=translated))
        write_catalogue(folder, language, made)
    return folder


@pytest.fixture
def welsh(catalogues: Path) -> Iterator[None]:
    with site_in("cy", catalogues):
        yield


@pytest.fixture
def arabic(catalogues: Path) -> Iterator[None]:
    with site_in("ar", catalogues):
        yield


DAY = date(2026, 11, 2)


class Thing(Listing):
    """A listing with no database under it."""

    pence, per, supporter_free, other_cost = 350, "session", False, "none"
    times, pattern, season = ("sat_am",), "", ""
    starts_on, ends_on, apply_by = DAY, None, None


class TestEnglish:
    def test_is_the_text_itself(self) -> None:
        assert (day(DAY), day(None)) == ("2 November 2026", "")
        assert [distance(miles) for miles in (1, 2, 2.5)] == ["1 mile", "2 miles", "2.5 miles"]
        assert [money(pence) for pence in (350, 400)] == ["£3.50", "£4"]
        assert said(LIKES["trains"]) == LIKES["trains"].text == "You like trains and trams."

    def test_is_said_of_somebody_else_and_asked_for_them(self) -> None:
        assert said(LIKES["trains"], them=True) == "They like trains and trams."
        assert said(ASK["someone-with-me"], them=True) == (
            "Will a named person meet them and stay with them at first?"
        )

    def test_what_they_typed_is_not_turned(self) -> None:
        typed = Reason(
            "words", "my dog", message('You said "{words}". It talks about that too.', words="my dog")
        )
        assert said(typed, them=True) == 'They said "my dog". It talks about that too.'

    def test_is_what_a_language_with_no_words_for_it_says(self) -> None:
        with translation.override("cy"):
            assert said(LIKES["trains"]) == "You like trains and trams."


@pytest.mark.usefixtures("welsh")
class TestWelsh:
    def test_has_six_plural_forms(self) -> None:
        forms = {0: "dim", 1: "un", 2: "dwy", 3: "tair", 6: "chwe", 4: "arall", 40: "arall"}
        assert {miles: distance(miles) for miles in forms} == {
            miles: f"{miles} milltir ({form})" for miles, form in forms.items()
        }

    def test_each_number_in_a_sentence_has_a_form_of_its_own(self) -> None:
        further = OpenUp(
            "travel",
            {"max_miles": 2},
            6,
            counted(*MORE, 6, distance=counted("{count} mile", "{count} miles", 2)),
        )
        assert said(further) == "2 milltir [2]: 6 arall [4]"

    def test_says_what_matching_says_with_its_own_words_for_the_vocabulary(self) -> None:
        assert said(LIKES["trains"]) == "Rwyt ti'n hoffi trenau a thramiau."
        assert said(LIKES["trains"], them=True) == "Maen nhw'n hoffi trenau a thramiau."
        assert said(TELL_FIRST["quiet-space"]) == "Dywed wrthyn nhw: Lle tawel."

    def test_has_its_own_months(self) -> None:
        assert day(DAY) == "2 Tachwedd 2026"

    def test_is_what_a_listing_says(self) -> None:
        page = Thing()
        assert page.cost_text == "£3.50 bob tro"
        assert page.when_text == "Bore Sadwrn. Yn dechrau 2 Tachwedd 2026."
        assert times_in_words(["sat_am"]) == "Bore Sadwrn"

    def test_a_label_waits_for_its_reader(self) -> None:
        with translation.override("en-gb"):
            labels = in_words({"quiet-space": "Quiet space"})
            assert str(labels["quiet-space"]) == "Quiet space"
        assert str(labels["quiet-space"]) == "Lle tawel"


@pytest.mark.usefixtures("arabic")
class TestArabic:
    def test_has_six_plural_forms(self) -> None:
        forms = {0: "صفر", 1: "واحد", 2: "اثنان", 5: "قليل", 11: "كثير", 100: "آخر"}
        assert {miles: distance(miles) for miles in forms} == {
            miles: f"{miles} ميل ({form})" for miles, form in forms.items()
        }

    def test_writes_numbers_money_and_dates_its_own_way(self) -> None:
        assert number(2.5) == "2,5"
        assert money(350) == "3,50 جنيه"
        assert said(Reason("cost", "pounds", message("{price}", price=Pence(400)))) == "4 جنيه"
        assert day(DAY) == "2 نوفمبر، 2026"
        assert Thing().cost_text == "3,50 جنيه كل مرة"


class TestPseudoLanguage:
    """What the tests of whole pages rely on."""

    def test_is_longer_in_other_letters_and_keeps_what_is_no_word(self) -> None:
        said = pseudo("You have <b>%(count)s</b> things & {more}.", "cy")
        assert said.startswith("⟦Ýóú ĥáṽé <b>%(count)s</b> ŧĥíñĝš & {more}.")
        assert said.endswith("⟧")
        assert len(said) >= 42 + 0.4 * len("You have things & .".replace(" ", ""))

    def test_keeps_the_space_around_a_text(self) -> None:
        assert pseudo("\nHello\n", "cy") == "\n⟦Ĥéļļó ñ⟧\n"

    @pytest.mark.parametrize("language", ["cy", "ar"])
    def test_every_text_of_the_project_is_there_with_no_plain_letter_and_its_values(
        self, language: str, tmp_path: Path
    ) -> None:
        write_catalogue(tmp_path, language, pseudo_catalogue(language))
        with site_in(language, tmp_path):
            assert said(LIKES["trains"]).count("⟦") == 2
            assert distance(3).count("⟦") == 1
