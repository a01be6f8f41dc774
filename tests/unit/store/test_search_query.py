"""The terms of a query: every kind of quotation mark makes a phrase, and what is not understood is
refused.
"""

import pytest

from baqylau.errors import QueryError
from baqylau.store.queries.search_query import LONGEST, MESSAGES, MOST, terms
from dashboard import i18n


@pytest.mark.parametrize(
    "phrase",
    ['"{}"', "«{}»", "“{}”", "„{}“", "„{}”", "”{}”", "‹{}›", "«АО «{}»"],
)
def test_quotation_marks_make_a_phrase(phrase: str) -> None:
    found = terms("мост " + phrase.format("водный кодекс") + " Ишим")
    assert [x.removeprefix("АО «") for x in found] == ["мост", "водный кодекс", "Ишим"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("мост Ишим", ["мост", "Ишим"]),
        ("мост AND Ишим", ["мост", "Ишим"]),
        ("мост И река ЖӘНЕ су", ["мост", "река", "су"]),
        ("И", ["И"]),
        ("Самрук-Казына, 10:30", ["Самрук-Казына,", "10:30"]),
        ("Астана - Алматы", ["Астана", "-", "Алматы"]),
        ("Что дальше?", ["Что", "дальше?"]),
        ("«мост -Ишим или нет»", ["мост -Ишим или нет"]),
        ("мост или Ишим", ["мост", "или", "Ишим"]),
        ("", []),
    ],
)
def test_words_and_phrases(query: str, expected: list[str]) -> None:
    assert terms(query) == expected


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("мост -Ишим", "not"),
        ("мост −Ишим", "not"),
        ("мост –Ишим", "not"),
        ("-«мост Ишим»", "not"),
        ("!мост", "not"),
        ("мост NOT Ишим", "not"),
        ("мост НЕ Ишим", "not"),
        ("мост | Ишим", "or"),
        ("мост|Ишим", "or"),
        ("мост || Ишим", "or"),
        ("мост OR Ишим", "or"),
        ("мост ИЛИ Ишим", "or"),
        ("су НЕМЕСЕ көпір", "or"),
        ("водопров*", "star"),
        ("*", "star"),
        ("«водопров* мост»", "star"),
        ("водо?ровод", "star"),
        ("мост~2", "near"),
        ("мост NEAR/3 Ишим", "near"),
        ("site:example.kz мост", "field"),
        ("заголовок:мост", "field"),
        ('мост "Ишим', "mark"),
        ("мост» Ишим", "mark"),
        ("мост " * (MOST + 1), "long"),
        ("ы" * (LONGEST + 1), "size"),
        ("«" + "мост " * 90 + "»", "size"),
    ],
)
def test_what_is_not_understood_is_refused(query: str, reason: str) -> None:
    with pytest.raises(QueryError) as refused:
        terms(query)
    assert refused.value.reason == reason
    assert refused.value.part.strip()[:1] in query


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_refusal_has_its_text(language: str) -> None:
    assert {x for x in i18n.table(language) if x.startswith("query.")} == {
        f"query.{x}" for x in MESSAGES
    }
