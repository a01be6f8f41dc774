"""The query language: what a query means, how it is written back, and where it is refused."""

from datetime import date

import pytest
from hypothesis import given, settings

from baqylau.errors import QueryError
from baqylau.query import lexer, vocabulary
from baqylau.query.ast import Amount, Bound, Field, Node
from baqylau.query.canonical import canonical
from baqylau.query.parse import LONGEST, MOST, parse
from dashboard import i18n
from tests.unit.query.trees import trees

TODAY = date(2026, 11, 24)
WORDS = ("мост", "Волков", "су", "OR", "НЕ", "И", "NEAR", "30", "x0x", "7d", "and", "ЕМЕС")
FIELDS = (
    Field("outlet", "baq-kk"),
    Field("lang", "kk"),
    Field("since", "2026-11-20"),
    Field("author", "Ли"),
    Field("org", "АО «Водоканал»"),
    Field("org", 'ТОО "Мост" «Юг'),
    Field("tag", "-мост"),
    Field("said-by", "Ерлан Сатаев"),
    Field("said-by", "Сатаев", exact=True),
    Field("org", "АО «Водоканал»", exact=True),
    Field("cites", "Казинформ"),
    Field("role", "премьер-министр"),
    Field("appointed", "Сатаев"),
    Field("date", "2026-11-24"),
    Field("date", "2026"),
    Amount("money", (Bound(">", 1e9),)),
    Amount("money", (Bound(">=", 2.5), Bound("<", 1e6)), "KZT"),
    Amount("money", (), "USD"),
    Amount("percent", (Bound("=", 5.5),)),
)


def written(query: str) -> str:
    node = parse(query, TODAY)
    return canonical(node) if node else ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("мост Ишим", "мост Ишим"),
        ("мост AND Ишим", "мост Ишим"),
        ("мост && Ишим & река", "мост Ишим река"),
        ("мост И река ЖӘНЕ су", "мост река су"),
        ("мост и река", "мост и река"),
        ("И", '"И"'),
        ("мост И", 'мост "И"'),
        ("Самрук-Казына, 10:30", '"Самрук Казына" "10 30"'),
        ("Астана - Алматы", "Астана Алматы"),
        ("«Самрук»-Казына", "Самрук Казына"),
        ("Астана: погода", "Астана погода"),
        ("Что дальше?", "Что дальше"),
        ("+мост #река @су", "мост река су"),
        ("«мост -Ишим или нет»", '"мост Ишим или нет"'),
        ("мост или Ишим", "мост или Ишим"),
        ("мост | Ишим || река", "мост OR Ишим OR река"),
        ("мост|Ишим", "мост OR Ишим"),
        ("мост OR Ишим ИЛИ су НЕМЕСЕ көпір", "мост OR Ишим OR су OR көпір"),
        ("мост река OR паром", "(мост река) OR паром"),
        ("мост (река OR паром)", "мост (река OR паром)"),
        ("((мост) (река су))", "мост река су"),
        ("мост -Ишим", "мост -Ишим"),
        ("акимат -водопровод", "акимат -водопровод"),
        ("мост −Ишим –река —су !паром", "мост -Ишим -река -су -паром"),
        ("-«мост Ишим»", '-"мост Ишим"'),
        ("мост NOT Ишим", "мост -Ишим"),
        ("мост AND NOT Ишим", "мост -Ишим"),
        ("мост НЕ (Ишим OR река)", "мост -(Ишим OR река)"),
        ("-(-мост)", "-(-мост)"),
        ("мост NOT 30", 'мост -"30"'),
        ("США OR КНР НЕ ЕС", "США OR (КНР -ЕС)"),
        ("мост NEAR/3 Ишим", "мост NEAR/3 Ишим"),
        ("мост рядом/3 «река Ишим»", 'мост NEAR/3 "река Ишим"'),
        ("водопров*", "водопров*"),
        ("-водопров*", "-(водопров*)"),
        ("=Моста", "=Моста"),
        ("=«водный кодекс»", '="водный кодекс"'),
        ("a=b", '"a b"'),
        ("заголовок:мост", "title:мост"),
        ("-title:«водный кодекс»", '-title:"водный кодекс"'),
        ("Автор:Ли тег:мосты", "author:Ли tag:мосты"),
        ("said-by:«Ерлан Сатаев»", 'said-by:"Ерлан Сатаев"'),
        ("сумма>2,4млрд валюта:kzt", "amount>24e8 currency:KZT"),
        ("сумма>1,5 млрд валюта:kzt", "amount>15e8 currency:KZT"),
        ("amount>=2 million мост", "amount>=2e6 мост"),
        ("сумма>1,5 -млрд", "amount>1.5 -млрд"),
        ("amount:«100 000» мост amount<=1e6", "amount:1e5 amount<=1e6 мост"),
        ("(amount>1) currency:USD", "(amount>1) (currency:USD)"),
        ("-(сумма>5 currency:KZT)", "-(amount>5 currency:KZT)"),
        ("-amount>5 percent:10%", "-amount>5 percent:10"),
        ("said-by:=Токаев org:=«АО Мост»", 'said-by:=Токаев org:="АО Мост"'),
        ("date:вчера date:2026-11 дата:2025", "date:2026-11-23 date:2026-11 date:2025"),
        ("lang:KK outlet:BAQ", "lang:kk outlet:baq"),
        ("издание:«Вестник степи»", 'outlet:"вестник степи"'),
        ("since:вчера until:кеше", "since:2026-11-23 until:2026-11-23"),
        ("since:7d until:today", "since:2026-11-17 until:2026-11-24"),
        ("since:2н until:2026-11", "since:2026-11-10 until:2026-11-30"),
        ("since:2026-02 until:2026-02", "since:2026-02-01 until:2026-02-28"),
        ("«…» мост", "мост"),
        ("", ""),
        ("!", ""),
        (" - ", ""),
    ],
)
def test_a_query_and_its_one_spelling(query: str, expected: str) -> None:
    assert written(query) == expected
    assert written(expected) == expected


@pytest.mark.parametrize("phrase", ['"{}"', "«{}»", "“{}”", "„{}“", "„{}”", "”{}”", "‹{}›"])
def test_quotation_marks_make_a_phrase(phrase: str) -> None:
    query = "мост " + phrase.format("водный кодекс") + " Ишим"
    assert written(query) == 'мост "водный кодекс" Ишим'


@settings(deadline=None, max_examples=300)
@given(trees(WORDS, FIELDS, most=12))
def test_the_one_spelling_parses_to_the_same_tree(tree: Node) -> None:
    assert parse(canonical(tree), TODAY) == tree


@pytest.mark.parametrize(
    ("query", "reason", "part"),
    [
        ("мост OR", "operand", "OR"),
        ("OR мост", "operand", "OR"),
        ("мост | | река", "operand", "|"),
        ("AND мост", "operand", "AND"),
        ("мост AND", "operand", "AND"),
        ("мост NOT", "operand", "NOT"),
        ("мост OR -", "operand", "OR"),
        ("(мост OR) река", "bracket", ")"),
        ("су ЕМЕС көпір", "emes", "ЕМЕС"),
        ("мост --река", "minus", "--"),
        ("мороз -30", "number", "-30"),
        ("МОСТ НЕ ОТКРЫЛИ", "capitals", "НЕ"),
        ("*", "star", "*"),
        ("в* мост", "star", "в*"),
        ("*провод", "star", "*провод"),
        ("водо*провод", "star", "водо*провод"),
        ("водо?ровод", "star", "водо?ровод"),
        ("«водопров* мост»", "star", "«водопров* мост»"),
        ("=водопров*", "star", "=водопров*"),
        ("мост~2", "near", "мост~2"),
        ("мост NEAR река", "near", "NEAR"),
        ("мост NEAR/0 река", "near", "NEAR/0"),
        ("мост NEAR/99 река", "near", "NEAR/99"),
        ("мост NEAR/3", "near", "NEAR/3"),
        ("мост NEAR/3 рек*", "near", "NEAR/3"),
        ("-мост NEAR/3 река", "near", "NEAR/3"),
        ("мост NEAR/3 река NEAR/3 су", "near", "NEAR/3"),
        ("мост https://a.kz/x", "field", "https://a.kz/x"),
        ("foo:bar", "field", "foo:bar"),
        ("site:example.kz мост", "later", "site:"),
        ("url:x мост", "later", "url:"),
        ("мост amount>много", "value", "много"),
        ("сумма>", "value", "сумма>"),
        ("amount>-5", "number", "-5"),
        ("amount>5xx", "value", "5xx"),
        ("amount>1e19", "value", "1e19"),
        ("percent>*", "star", "*"),
        ("currency:тенге", "value", "тенге"),
        ("currency>KZT", "field", "currency>KZT"),
        ("date:2026-13", "value", "2026-13"),
        ("story:семь", "value", "семь"),
        ("date:=2026", "value", "=2026"),
        ("lang:=kk", "value", "=kk"),
        ("said-by:Тока*", "value", "Тока*"),
        ("said-by:Токаев NEAR/3 мост", "near", "NEAR/3"),
        ("title: мост", "value", "title:"),
        ("title:-мост", "value", "title:"),
        ("title:(мост)", "value", "title:"),
        ("lang:казахский", "value", "казахский"),
        ("мост since:2026-13-01", "value", "2026-13-01"),
        ("since:когда", "value", "когда"),
        ("kind:мост", "value", "мост"),
        ("author:Ли*", "value", "Ли*"),
        ('мост "Ишим', "mark", '"'),
        ("мост» Ишим", "mark", "»"),
        ("(мост", "bracket", "("),
        ("мост)", "bracket", ")"),
        ("мост ()", "bracket", "("),
        ("(" * 30 + "мост" + ")" * 30, "deep", "("),
        ("мост " * (MOST + 1), "long", ""),
        ("ы" * (LONGEST + 1), "size", ""),
        ("«" + "мост " * 90 + "»", "size", ""),
    ],
)
def test_what_is_not_understood_is_refused_at_its_character(
    query: str, reason: str, part: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query, TODAY)
    found = refused.value
    assert found.reason == reason
    assert query[found.at :].startswith(part)
    if part:
        assert found.part == part
        assert f"at character {found.at + 1} " in str(found)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_refusal_has_its_text(language: str) -> None:
    assert {x for x in i18n.table(language) if x.startswith("query.")} == {
        f"query.{x}" for x in lexer.MESSAGES
    }


def test_every_field_has_an_example_that_parses() -> None:
    for name in vocabulary.table()["fields"]:
        for example in lexer.example_of(name).split(", "):
            node = parse(example, TODAY)
            assert canonical(node).startswith(name) if node else False
