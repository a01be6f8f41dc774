"""The resolver pass does not depend on the order in which speech is given."""

from baqylau.facts.analysis import Source, analyse
from baqylau.facts.grammar.quotes.facts import spoken
from baqylau.facts.grammar.speakers.resolver import speakers_of
from baqylau.facts.ru.quotes.extractor import GRAMMAR

TEXT = (
    "Министр Айдос Ералин заверил, что зерна хватит. «Сроки сдвинуты», – добавил он."
    " Фермер Болат Ким рассказал, что дождь мешал. Аграрий отметил, что хлеб убран."
)


def test_speech_given_backwards_has_the_same_speakers() -> None:
    analysis = analyse(Source(TEXT, language="ru"))
    found = spoken(analysis, GRAMMAR)
    backwards, _ = speakers_of(analysis, found.speech[::-1], GRAMMAR.speakers)
    assert [s and s.name for s in found.speakers] == [
        "Айдос Ералин",
        "Айдос Ералин",
        "Болат Ким",
        "Болат Ким",
    ]
    assert backwards[::-1] == found.speakers
