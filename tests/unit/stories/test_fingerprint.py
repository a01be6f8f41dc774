"""Texts that a reader takes for the same share their prints, whatever alphabet printed them."""

# ruff: noqa: E501 (sentences of the press are long)

import pytest

from baqylau.stories.comparison import body
from baqylau.stories.features import features
from baqylau.stories.fingerprint import CAP, cyrillic, prints, sentence_key, sentences, words

KAZAKH = "Шалқар қаласында үш күннен бері жылу жоқ, тұрғындар әкімдікке шағымданды."


@pytest.mark.parametrize(
    "other",
    [
        "Şalqar qalasynda üş künnen berı jylu joq, tūrğyndar äkımdıkke şağymdandy.",  # 2021
        "Shalqar qalasynda úsh kúnnen beri jylý joq, turǵyndar ákimdikke shaǵymdandy.",  # 2018
        "Şalqar qalasında üş künnen beri jılw joq, turğındar äkimdikke şağımdandı.",  # the older one
        "شالقار قالاسىندا ءۇش كۇننەن بەرى جىلۋ جوق، تۇرعىندار اكىمدىككە شاعىمداندى.",  # Arabic
    ],
)
def test_kazakh_of_every_alphabet_has_the_same_prints(other: str) -> None:
    assert prints(other) == prints(KAZAKH)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Всё «готово» – сказал аким.", 'ВСЕ "готово" - сказал аким'),
        ("Выделено 2,4 миллиона тенге", "выделено 2.4 млн тенге"),
        ("Рост на 12 процентов за год", "Рост на 12 % за год"),
        ("Собрано 12\u00a0500 тонн зерна", "Собрано 12 500 тонн зерна"),
        ("The plan grew by 12 percent this year", "the plan grew by 12% this year"),
    ],
)
def test_marks_and_spellings_make_no_difference(one: str, other: str) -> None:
    assert prints(one) == prints(other)


def test_other_words_or_figures_make_one() -> None:
    assert prints("Погибли три человека на трассе").isdisjoint(
        prints("Ранены пять водителей в городе")
    )
    assert words("64 дома") != words("46 дома")


def test_a_long_text_has_few_prints_and_a_shared_passage_is_found() -> None:
    each = [
        f"{'бвгдзклмнр'[n % 10]}а{'бвгдзклмнр'[n // 10 % 10]}о{'бвгдзклмнр'[n // 100]}"
        for n in range(900)
    ]
    long, passage = " ".join(each), " ".join(each[400:412])
    assert len(prints(long)) < 900 / 3
    assert prints(long) & prints(f"{passage} {' '.join(f'{x}уш' for x in each[:200])}")
    assert CAP == 60


def test_prints_fit_a_signed_column_and_are_the_same_in_every_process() -> None:
    assert all(0 <= x < 1 << 63 for x in prints(KAZAKH))
    assert sentence_key("Мост открыт.") == sentence_key("мост ОТКРЫТ") == 7928427805333870052


def test_boilerplate_is_left_out() -> None:
    tail = "Подписывайтесь на наш канал и следите за новостями региона."
    usual = frozenset({sentence_key(tail)})
    assert prints(f"Мост открыт для всех машин. {tail}", usual) == prints(
        "Мост открыт для всех машин."
    )


def test_sentences_are_cut_at_capitals_and_lines() -> None:
    assert sentences("Курс 5,2 тенге. Ставка 14 %.\nКонец") == [
        "Курс 5,2 тенге.",
        "Ставка 14 %.",
        "Конец",
    ]


@pytest.mark.parametrize(
    "text", ["", " \n", "!!!", "—", "\ud800 a", "a" * 100_000, "1 " * 50_000, "'" * 9]
)
def test_odd_texts_are_no_trouble(text: str) -> None:
    assert isinstance(prints(text), frozenset)


def test_latin_kazakh_becomes_cyrillic_and_russian_stays() -> None:
    assert cyrillic("Şalqar qalasy") == "Шалқар қаласы"
    assert cyrillic("Мост BI Group") == "Мост BI Group"


def test_a_text_of_megabytes_is_read_to_its_first_words_only() -> None:
    beginning = "Мост через Ишим закрыли. " * 3
    its = body(beginning + " ".join(f"слово{n}" for n in range(200_000)))
    assert len(its.words) < 6_000
    assert its.words[:2] == ("мост", "через")
    assert "слово199999" not in features("Мост", beginning + "слово199999 " * 200_000, "ru").stems
