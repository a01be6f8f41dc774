"""Every example of the help page, in each language, is a query that finds what the page says: one
invented article that has it, and not another that has not.
"""

from datetime import UTC, date, datetime

import pytest

from baqylau.query.canonical import canonical
from baqylau.query.index_tokens import FactRow
from baqylau.query.match import Document, matches
from baqylau.query.parse import parse
from dashboard import i18n

TODAY = date(2026, 11, 24)
COMMON = {
    "outlet": "vestnik",
    "country": "kz",
    "listed": datetime(2026, 11, 22, tzinfo=UTC),
}


def said(name: str, role: str, source: str) -> tuple[FactRow, ...]:
    money = {"quantity": "money", "value": 2.4e9, "currency": "KZT"}
    return (
        FactRow("quote", name, {"speaker_role": role}),
        FactRow("amount", None, money),
        FactRow("amount", None, {"quantity": "percent", "value": 12.0}),
        FactRow("attribution", None, {"source": {"text": source}}),
        FactRow("appointment", name, {"action": "appointed"}),
        FactRow("date", None, {"from": "2026-11-03", "to": "2026-11-03"}),
    )


FOUND = {
    "ru": Document(
        "Через реку открыли мост. Акиматы ждут субсидий.",
        "Новый мост",
        "Город",
        ("мосты",),
        "ru",
        authors=("Мария Ли",),
        facts=said("Ерлан Сатаев", "аким Костаная", "Дала газеті"),
        mentions=(
            ("person", "Ерлан Сатаев"),
            ("place", "Костанай"),
            ("organization", "ГКП «Водоканал»"),
        ),
        **COMMON,
    ),
    "kk": Document(
        "Өзендегі көпірдің құрылысы бітті. Әкімдік аурухана да салады.",
        "Жаңа көпір",
        "Қала",
        ("көпірлер",),
        "kk",
        authors=("Мария Ли",),
        facts=said("Ерлан Сатаев", "Қостанай әкімі", "Дала газеті"),
        mentions=(
            ("person", "Ерлан Сатаев"),
            ("place", "Қостанай"),
            ("organization", "«Водоканал» КМК"),
        ),
        **COMMON,
    ),
    "en": Document(
        "Two bridges over the river are open. The council pays subsidies.",
        "A new bridge",
        "City",
        ("bridges",),
        "en",
        authors=("Maria Li",),
        facts=said("Yerlan Satayev", "akim of Kostanay", "Dala Gazeti"),
        mentions=(
            ("person", "Yerlan Satayev"),
            ("place", "Kostanay"),
            ("organization", "Vodokanal"),
        ),
        **COMMON,
    ),
}
WITH = {
    "ru": " Водный кодекс. Водопровод: пуск водопровода.",
    "kk": " Су кодексі.",
    "en": " The water code.",
}
"""What the other examples look for; the examples with a minus exclude it."""
OTHER = Document(
    "Коротко.", language="kk", outlet="dala", country="uz", listed=datetime(2026, 1, 1, tzinfo=UTC)
)


def examples() -> list[tuple[str, str]]:
    return [(x, query) for x in i18n.LANGUAGES for query, _ in i18n.table(x)["help.examples"]]


@pytest.mark.parametrize(("language", "query"), examples())
def test_every_example_finds_what_it_says(language: str, query: str) -> None:
    node = parse(query, TODAY)
    assert node is not None
    assert parse(canonical(node), TODAY) == node
    one = FOUND[language]
    more = Document(
        **{x: getattr(one, x) for x in one.__dataclass_fields__}
        | {"text": one.text + WITH[language]}
    )
    assert matches(node, one) or matches(node, more)
    assert not matches(node, OTHER)
    if " -" in query or " NOT " in query or " НЕ " in query:
        assert matches(node, one)


def test_the_languages_have_the_same_examples() -> None:
    kinds = [len(i18n.table(x)["help.examples"]) for x in i18n.LANGUAGES]
    assert len(set(kinds)) == 1
