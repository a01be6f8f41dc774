"""What extraction left out is restored: a page comes in, the lines of the article go out."""

from datetime import UTC, datetime

import pytest
from lxml import html

from baqylau.clean import boilerplate_lines, read, restore, visible
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.model.page import Page
from baqylau.text.normal import key

FIRST, MIDDLE, LAST = (
    f"Жители посёлка Сарыбулак дождались моста через реку, {x}: по нему уже ходят автобусы и возят"
    " уголь на станцию."
    for x in ("строили его три года", "он вдвое шире старого", "открыли его в пятницу утром")
)
EXTRACTED = [Block(Part.PARAGRAPH, x) for x in (FIRST, MIDDLE, LAST)]


def between(inner: str) -> list[str]:
    """The lines of a text of three paragraphs where `inner` stands between the second and the
    third.
    """
    tree = html.document_fromstring(
        f"<body><div><p>{FIRST}</p><div"
        f" class=part><p>{MIDDLE}</p></div>{inner}<p>{LAST}</p></div></body>"
    )
    return [x.text for x in restore.complete(visible.read(tree), EXTRACTED, DecisionLog())]


@pytest.mark.parametrize(
    ("inner", "added"),
    [
        (
            "<h3>Что подорожало за месяц в области:</h3><ul><li>уголь</li><li>зола</li></ul>",
            ["Что подорожало за месяц в области:", "уголь", "зола"],
        ),
        (
            "<table><tr><td>Длина моста</td><td>120 метров с насыпями</td></tr></table>",
            ["Длина моста | 120 метров с насыпями"],
        ),
        (
            (
                "<div><details><summary>Сколько платить?</summary>Проезд будет"
                " бесплатным.</details></div>"
            ),
            ["Сколько платить?"],
        ),
        (
            "<br>Ночью мост освещают сорок фонарей, их видно издалека.<br>",
            ["Ночью мост освещают сорок фонарей, их видно издалека."],
        ),
        (
            "<div class=part><p>Второй мост обещают через год, на объезде.</p></div>",
            ["Второй мост обещают через год, на объезде."],
        ),
    ],
)
def test_lines_between_extracted_lines_are_restored(inner: str, added: list[str]) -> None:
    assert between(inner)[: 2 + len(added)] == [FIRST, MIDDLE, *added]


@pytest.mark.parametrize(
    "inner",
    [
        (
            "<div class=offer><p>Оформите карту банка и получите скидку на первый заказ"
            " такси.</p></div>"
        ),
        (
            "<ul><li><a href=/2>Как строили старый мост через реку</a></li><li><a href=/3>Паром"
            " больше не ходит</a></li></ul>"
        ),
        "<p>2 минуты чтения</p>" + "<p>…</p>" * 90,
        f"<p><sup>1</sup> {MIDDLE}</p>",  # known by its close: extraction lost the number of a note
    ],
)
def test_boxes_of_another_kind_links_and_labels_are_not_restored(inner: str) -> None:
    assert between(inner) == [FIRST, MIDDLE, LAST]


def test_each_line_comes_after_the_one_it_follows() -> None:
    road = "<ul><li>{} часть дороги длиной в сорок вёрст</li></ul>"
    tree = html.document_fromstring(
        f"<div><p>{FIRST}</p>{road.format('первая')}<p>{MIDDLE}</p>"
        f"{road.format('вторая')}<p>{LAST}</p></div>"
    )
    found = restore.complete(visible.read(tree), EXTRACTED, DecisionLog())
    assert [x.text.partition(" часть")[0] for x in found] == [
        FIRST,
        "первая",
        MIDDLE,
        "вторая",
        LAST,
    ]


def test_paragraphs_of_the_same_kind_below_the_text_are_restored_once() -> None:
    known, new = (
        f"{LAST[:-1]} — вот и всё.",
        "Второй мост обещают построить через год, он пройдёт уже на объездной дороге.",
    )
    taken = "".join(f"<p>{x}</p>" for x in (FIRST, MIDDLE, LAST))
    tree = html.document_fromstring(
        f"<body><div class=text>{taken}</div><div"
        f" class=text><p>{known}</p><p>{new}</p></div></body>"
    )
    assert [x.text for x in restore.same_kind(visible.read(tree), EXTRACTED, DecisionLog())] == [
        FIRST,
        MIDDLE,
        LAST,
        new,
    ]


def text(body: str) -> str:
    page = (
        "<html><head><title>Мост открыли</title></head><body><article><h1>Мост"
        f" открыли</h1>{body}</article></body></html>"
    )
    return (
        read(
            Page(
                "https://vestnik.kz/1",
                page.encode(),
                datetime(2026, 11, 25, tzinfo=UTC),
                "text/html; charset=utf-8",
            )
        ).text
        or ""
    )


def test_a_heading_is_not_judged_by_its_anchor() -> None:
    assert "Кому он нужен" in text(
        f"<p>{FIRST}</p><h2 id='social-share-of-the-bridge'>Кому он"
        f" нужен</h2><p>{MIDDLE}</p><p>{LAST}</p>"
    )


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("18 ноября 2026 года, 14:05", False),
        ("Last updated: November 13, 2025", False),
        ("2026 Театр весны", True),
        ("1-й этап: 10 марта – Алматы", True),
        ("This article contains affiliate links that may earn us a commission.", False),
        ("Lesen Sie auch: Wie die alte Brücke gebaut wurde", False),
        ("Auch interessant ist, dass die Brücke im Wind kaum schwankt.", True),
        ("Ich bin damit einverstanden, dass mir der externe Inhalt angezeigt wird.", False),
        ("Accept all cookies to watch this video.", False),
        ("(Reporting by Anna Petrova; editing by John Smith)", False),
        ("Like I said, this podcast was recorded in a barn near the old station.", True),
        ("Материалы «плёнок» легли в основу двух уголовных дел, которые дошли до суда.", True),
    ],
)
def test_only_boilerplate_lines_are_dropped(line: str, kept: bool) -> None:
    assert (line in text(f"<p>{FIRST}</p><p>{MIDDLE}</p><p>{LAST}</p><p>{line}</p>")) is kept


def test_links_at_the_end_are_other_articles() -> None:
    links = [
        Block(Part.ITEM, x)
        for x in ("Как строили старый мост через реку", "Паром через реку больше не ходит")
    ]
    linked = frozenset(key(x.text) for x in links)
    assert (
        boilerplate_lines.without_closing_links([*EXTRACTED, *links], linked, DecisionLog())
        == EXTRACTED
    )
    assert boilerplate_lines.without_closing_links(
        [*EXTRACTED, links[0]], linked, DecisionLog()
    ) == [
        *EXTRACTED,
        links[0],
    ]
    assert boilerplate_lines.without_closing_links([*links, *EXTRACTED], linked, DecisionLog()) == [
        *links,
        *EXTRACTED,
    ]
