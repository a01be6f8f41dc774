"""The language of a text, of its paragraphs, and the script it is written in."""

import pytest

from baqylau.text.language import language, of_paragraphs, script


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
