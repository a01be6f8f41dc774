"""How an article prints a release."""

import pytest

from baqylau.analysis.coverage import printed

RELEASE = (
    "В Кенсае открыли новую школу на 320 мест. Стоимость строительства составила 1,2 млрд тенге. "
    "«Занятия начнутся в понедельник», – сообщил директор школы Марат Ескендиров. "
    "Старую школу признали аварийной в 2019 году, ее снесут весной."
)
FIRST, PRICE, QUOTE, OLD = (x + "." for x in RELEASE.rstrip(".").split(". "))


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        (RELEASE, "verbatim"),
        (RELEASE.replace("мест.", "мест, сообщает «Таңба» со ссылкой на акимат."), "verbatim"),
        (f"{RELEASE} Об этом сообщает пресс-служба акимата.", "verbatim"),
        (f"{FIRST} {PRICE}", "shortened"),
        (f"{FIRST.rstrip('.')}, передает Таңба. {QUOTE}", "shortened"),
        (f"{RELEASE} Напомним, школу строили три года, подрядчик сменился дважды.", "extended"),
        (f"{FIRST} {QUOTE} Школу строили три года, подрядчик сменился дважды.", "extended"),
        (
            "В Кенсае построили новую школу на 320 мест. Цена строительства – 1,2 млрд тенге. "
            "«Занятия начнутся в понедельник», – рассказал директор школы Марат Ескендиров.",
            "edited",
        ),
        ("Ученики села переедут из аварийного здания, рассказали родители.", "rewritten"),
    ],
)
def test_the_kind_of_a_print(article: str, kind: str) -> None:
    assert printed(RELEASE, "ru", article, "ru").kind == kind


def test_a_print_in_another_language_is_a_translation() -> None:
    found = printed(RELEASE, "ru", "Кеңсайда 320 орындық мектеп ашылды.", "kk")
    assert (found.kind, found.kept) == ("translated", None)


def test_the_kept_share_is_that_of_the_releases_words() -> None:
    kept = printed(RELEASE, "ru", FIRST, "ru").kept
    assert kept is not None
    assert 0.15 < kept < 0.3


def test_an_empty_article_keeps_nothing() -> None:
    assert printed(RELEASE, "ru", "", "ru").kept == 0
