"""The headline among the names of outlets, sections, subtitles and counters."""

import pytest
from lxml import html

from baqylau.clean import site_names, structured_data
from baqylau.clean import title as titles
from baqylau.clean.attributes import Attributes

HEADLINE = "Мост через Тобол закроют на месяц"


def title_of(head: str, body: str) -> str | None:
    tree = html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    structured = structured_data.read(tree, Attributes(tree))
    return titles.read(
        tree, structured, site_names.of_page(tree, structured, "https://vestnik.example/n/1")
    )


def of_page_title(title: str) -> str:
    return f"<title>{title}</title>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # the only h1 is the outlet's name
        (of_page_title(HEADLINE), f"<h1>Степной маяк</h1><p class=t>{HEADLINE}</p>"),
        (
            of_page_title(f"{HEADLINE} | Костанай, мосты | Портал Тобол-инфо - Мобильная версия"),
            "<h1>Тобол-инфо</h1>",
        ),
        # the only h1 is the name of the section
        (
            of_page_title(f"{HEADLINE} :: Степной маяк")
            + f'<meta property="og:title" content="{HEADLINE}">',
            "<h1>Транспорт, Дороги</h1>",
        ),
        (of_page_title(HEADLINE), "<h1>Мост</h1><h1>Погода</h1>"),
        # subtitle, time, counter or section in the heading
        (
            of_page_title(f"{HEADLINE} :: Степной маяк"),
            f"<h1>{HEADLINE}<br><small>Движение пустят в объезд</small>"
            "<span class=date>06.01.26 08:46</span></h1>",
        ),
        (
            of_page_title(f"{HEADLINE} – Маяк"),
            f"<h1>{HEADLINE}<a href=/t/1>Дороги</a><a href=/t/2>Мосты</a></h1>",
        ),
        (
            of_page_title(HEADLINE) + f'<meta property="og:title" content="{HEADLINE}">',
            f"<h1><span>Дороги</span> {HEADLINE}</h1>",
        ),
        # the outlet's name before or behind, by its link, picture or copyright
        (
            of_page_title(f"Степной маяк | {HEADLINE}"),
            f'<a href="https://vestnik.example/"><img alt="Степной маяк"></a><div>{HEADLINE}</div>',
        ),
        (of_page_title(f"{HEADLINE} — Степной маяк"), "<p>© 2009–2026 Степной маяк.</p>"),
        (of_page_title(f"{HEADLINE} » Степной маяк"), f"<h2>{HEADLINE}</h2>"),
        # no heading: a line of the page
        (of_page_title(f"{HEADLINE} - Новости дня - Маяк и К"), f"<b>{HEADLINE}</b>"),
        (of_page_title(f"{HEADLINE} - ДОРОГИ"), f"<div>{HEADLINE}</div>"),
    ],
)
def test_the_headline_is_found(head: str, body: str) -> None:
    assert title_of(head, body) == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "В Костанае показали «Тобол»",
        "В театре поставили «Сказ о «Тоболе»",
        "Фильм « Тобол » вышел в прокат",
        "«Тобол» обыграл «Маяк»",
    ],
)
def test_closing_quotation_marks_stay(headline: str) -> None:
    head = of_page_title(f"{headline} — Степной маяк")
    head += f'<meta property="og:title" content="{headline}">'
    assert title_of(head, f"<h1>{headline}</h1>") == headline
    assert title_of(of_page_title(headline), "") == headline


def test_a_heading_in_other_words_is_kept() -> None:
    head = of_page_title("Мост закрыт: что известно о ремонте на Тоболе")
    assert title_of(head, f"<h1>{HEADLINE}</h1>") == HEADLINE
