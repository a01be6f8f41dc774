"""Our order of computation gives the same tags as slovnet: the weights are slovnet's, only the
order of the arithmetic is ours.
"""

import pytest
import razdel

from baqylau.lang.ru import network, tagger
from baqylau.lang.ru.models import slovnet
from baqylau.lang.ru.network import BatchLayout

TEXTS = [
    (
        "Аким Алатауского района Бекзат Ормантай сообщил, что до конца года в трёх сёлах построят"
        " водопровод."
    ),
    (
        "«Мы не ждём роста цен», – заявила экономист Лидия Пак. По её словам, инфляция замедлится"
        " до 8,5%."
    ),
    (
        "Суд приговорил Ж. Мусина к пяти годам. Он был заместителем директора ТОО «Тас Жол» в"
        " Караганде."
    ),
    "Нет.",
    (
        "12 марта сборная Казахстана по хоккею обыграла Венгрию со счётом 4:2 в товарищеском матче"
        " в Будапеште!"
    ),
]
SENTENCES = [
    [t.text for t in razdel.tokenize(s.text)] for text in TEXTS for s in razdel.sentenize(text)
]


def test_morphology_is_slovnets() -> None:
    assert tagger.morphology(BatchLayout(SENTENCES)) == [
        t.tag for markup in slovnet("morph").map(SENTENCES) for t in markup.tokens
    ]


def test_entities_are_slovnets() -> None:
    for text in TEXTS:
        words = [t.text for t in razdel.tokenize(text)]
        tags = tagger.entities(BatchLayout([words]))
        spans = {(s.type, text[s.start : s.stop]) for s in slovnet("ner")(text).spans}
        assert {w for w, t in zip(words, tags, strict=True) if t != "O"} == {
            x.text for _, s in spans for x in razdel.tokenize(s)
        }


def test_emptying_a_full_cache_changes_no_tags(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = tagger.morphology(BatchLayout(SENTENCES))
    monkeypatch.setattr(network, "_REMEMBERED", 40)
    small = network.Network("morph")
    for _ in range(3):
        for sentence in SENTENCES:
            small.encode(BatchLayout([sentence]))
    monkeypatch.setattr(tagger, "_network", lambda _kind: small)
    tags = [t for sentence in SENTENCES for t in tagger.morphology(BatchLayout([sentence]))]
    assert tags == expected


def test_no_words_give_no_tags() -> None:
    assert tagger.morphology(BatchLayout([])) == []
    assert tagger.entities(BatchLayout([])) == []
