"""Names of a Russian text: kinds and canonical names, by example; all people in these sentences are
invented.
"""

import pytest

from baqylau.facts.analysis import Source, analyse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Пришёл Джон Сомер (John Somer).",
            [("person", "Джон Сомер", "Джон Сомер"), ("person", "John Somer", "Джон Сомер")],
        ),
        (
            "Заявил Комитет защиты степи (КЗС).",
            [
                ("organization", "Комитет защиты степи", "Комитет защиты степи"),
                ("organization", "КЗС", "Комитет защиты степи"),
            ],
        ),
        (
            "Деньги дал Bank of Northern Steppe.",
            [("organization", "Bank of Northern Steppe", "Bank of Northern Steppe")],
        ),
        ("Сделку с 7Som одобрили.", [("organization", "7Som", "7Som")]),
        ("Он родился в Советском Союзе.", [("place", "Советском Союзе", "Советский Союз")]),
        (
            "Герой Российской Федерации прибыл.",
            [("place", "Российской Федерации", "Российская Федерация")],
        ),
        ("Об этом сообщили в Белом доме.", [("organization", "Белом доме", "Белый дом")]),
        ("Учился в КазГУ имени Абая.", [("organization", "КазГУ имени Абая", "КазГУ имени Абая")]),
        (
            "Играет сборная Казахстана.",
            [("organization", "сборная Казахстана", "сборная Казахстана")],
        ),
        ("Стартует корабль «Союз». Экипаж «Союза» готов.", []),
        ("Акции «Союза» растут.", [("organization", "Союза", "Союз")]),
        ("В реестре одни ТОО.", []),
        ("Он открыл окно браузера Steppa.", []),
        ("Подорожали модели Steppa.", [("organization", "Steppa", "Steppa")]),
        ("Решение Президента обсудили.", []),
        ("Открыли дорогу. Её построили за год. Усмехаюсь.", []),
        (
            "Участники: Монако • Намибия • Парагвай",
            [("place", x, x) for x in ("Монако", "Намибия", "Парагвай")],
        ),
    ],
)
def test_names(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [
        (m.type, m.text, m.name) for m in analyse(Source(text, language="ru")).mentions
    ] == found
