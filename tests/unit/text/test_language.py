"""The language of a text, of its paragraphs, and the script it is written in."""

from pathlib import Path

import pytest

from baqylau.text.language import language, of_paragraphs, script
from benchmarks.languages import score

LINES = Path(__file__).parents[2] / "languages"


@pytest.mark.parametrize(
    ("text", "code", "letters"),
    [
        ("Мәжіліс депутаттары бүгін жаңа заң жобасын қарады.", "kk", "Cyrl"),
        ("Депутаты мажилиса сегодня рассмотрели законопроект о воде.", "ru", "Cyrl"),
        ("Жогорку Кеңештин депутаттары бүгүн жаңы мыйзам долбоорун карашты.", "ky", "Cyrl"),
        (
            "Ҳукумат бугун янги қарорни муҳокама қилди, деб ёзди матбуот хизмати, ўша куни.",
            "uz",
            "Cyrl",
        ),
        ("Президент имрӯз дар маҷлиси Олӣ суханронӣ кард.", "tg", "Cyrl"),
        ("Elimizde jańa aeroport ashyldy, dep habarlady Qazaqparat tilshisi.", "kk", "Latn"),
        (
            (
                "Prezident bugun Qashqadaryo viloyatiga tashrif buyurdi, deb xabar berdi matbuot"
                " xizmati."
            ),
            "uz",
            "Latn",
        ),
        ("قازاقستان پرەزيدەنتى ۇكىمەت وتىرىسىن وتكىزدى", "kk", "Arab"),
        ("The president said on Monday that the economy of the country grew.", "en", "Latn"),
        ("123, 45 – 6", None, None),
    ],
)
def test_language_and_script_of_a_text(text: str, code: str | None, letters: str | None) -> None:
    assert (language(text), script(text)) == (code, letters)


def test_a_paragraph_in_another_language_keeps_its_own() -> None:
    text = (
        "Депутаты рассмотрели законопроект о воде.\nБұл заң келесі жылы күшіне енеді, деді"
        " министр.\nДа."
    )
    assert language(text) == "ru"
    assert of_paragraphs(text, "ru") == ("ru", "kk", "ru")


def test_no_text_has_no_paragraphs() -> None:
    assert of_paragraphs("", None) == ()


@pytest.mark.parametrize(
    ("code", "floor"),
    [("ru", 1), ("kk", 0.94), ("en", 1), ("ky", 1), ("uz", 0.95), ("tg", 1), ("tt", 0.9)],
)
def test_headlines_are_called_by_their_language(code: str, floor: float) -> None:
    found = score(LINES / f"{code}.txt")
    assert found.accuracy >= floor, found.wrong
    assert code == "kk" or not [line for called, line in found.wrong if called == "kk"]


def test_kazakh_names_leave_a_russian_paragraph_russian() -> None:
    text = (
        "АО «Құрылыс жүйесі» и «Болашақ-Қор» открыли в Астане учебный центр.\nДиректором назначен"
        " Ғабит Өмірәлі, его заместителем Күләш Әбдіғалиқызы.\nЦентр примет двести студентов."
    )
    assert language(text) == "ru"
    assert of_paragraphs(text, "ru") == ("ru", "ru", "ru")


@pytest.mark.parametrize(
    "text",
    [
        "Elimizde jańa áýejaı ashyldy, dep habarlady tilshimiz.",
        "Elimizde jaña äuejai aşyldy, dep habarlady tılşımız.",
        "Elimizde jan'a a'y'ejai' as'yldy, dep habarlady tils'imiz.",
        "Elimizde jana auejai ashyldy, dep habarlady tilshimiz.",
    ],
)
def test_kazakh_in_each_of_its_latin_spellings(text: str) -> None:
    assert language(text, "en") == "kk"


def test_latin_look_alikes_in_kazakh_words_make_no_difference() -> None:
    text = "Кеңес мүшелері тиісті шешімді бірауыздан қабылдады."
    assert language(text.replace("і", "i")) == "kk"


@pytest.mark.parametrize(("hint", "code"), [("kk", "kk"), ("ru", "ru"), ("ky", "ky"), (None, "ru")])
def test_the_declared_language_decides_only_where_the_words_say_nothing(
    hint: str | None, code: str
) -> None:
    assert language("Ю Х", hint) == code
    assert language("Совет города утвердил план ремонта дорог.", hint) == "ru"


@pytest.mark.parametrize("text", ["а" * 50_000, "a'" * 20_000, "«" * 20_000, "a\u0430" * 20_000])
def test_a_text_without_end_is_answered(text: str) -> None:
    assert len(of_paragraphs(text, language(text))) == 1
