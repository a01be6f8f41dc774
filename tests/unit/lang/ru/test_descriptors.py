"""Descriptors, the words before an organization's name; everything in these sentences is
invented.
"""

import pytest

from baqylau.facts.analysis import Source, analyse
from baqylau.model.fact import Mention, as_json


@pytest.mark.parametrize(
    ("sentence", "name", "words", "kind"),
    [
        ("Съезд партии «Жайлау» перенесли.", "Жайлау", "партии", "партия"),
        (
            "Немецкий автомобильный концерн «Гермес» построит цех.",
            "Гермес",
            "Немецкий автомобильный концерн",
            "немецкий автомобильный концерн",
        ),
        (
            "Об этом пишет новая ежедневная газета «Степь».",
            "Степь",
            "ежедневная газета",
            "ежедневная газета",
        ),
        ("Он служил в компании Polaris.", "Polaris", "компании", "компания"),
        ("Директор группы компаний Polaris ушёл.", "Polaris", "группы компаний", "группа компаний"),
        ("С нефтекомпанией «Жайлау» спорят.", "Жайлау", "нефтекомпанией", "нефтекомпания"),
        ("Ответил глава японского МИДа.", "МИД", "японского", "японский"),
    ],
)
def test_the_words_before_a_name_are_its_descriptor(
    sentence: str, name: str, words: str, kind: str
) -> None:
    descriptor = _named(sentence, name).descriptor
    assert descriptor is not None
    assert (descriptor.text, descriptor.name) == (words, kind)
    assert sentence[descriptor.start : descriptor.end] == words


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Продукция Polaris подорожала.", "Polaris"),
        ("Отделение Сбербанка закрыли.", "Сбербанк"),
        ("Спор компаний Polaris и Vega окончен.", "Polaris"),
        ("Работу прежнего Минздрава проверят.", "Минздрав"),
        ("Отчёт вышел на сайте Polaris.", "Polaris"),
        ("Он строит компанию. Polaris молчит.", "Polaris"),
    ],
)
def test_other_words_describe_nothing(sentence: str, name: str) -> None:
    assert _named(sentence, name).descriptor is None


def test_a_name_without_a_descriptor_has_none() -> None:
    assert "descriptor" not in as_json(_named("Polaris молчит.", "Polaris"))
    assert as_json(_named("Компания Polaris молчит.", "Polaris"))["descriptor"] == {
        "start": 0,
        "end": 8,
        "text": "Компания",
        "name": "компания",
    }


def _named(sentence: str, name: str) -> Mention:
    return next(m for m in analyse(Source(sentence, language="ru")).mentions if m.name == name)
