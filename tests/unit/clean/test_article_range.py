"""What stands beside a short article is not its text: feeds, popular lists, teasers, comments; and
nothing of the article is lost for that.
"""

from datetime import UTC, datetime

import pytest
from lxml import html

from baqylau.clean import article_range, page_lines, pipeline
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.pipeline import CleanResult
from baqylau.model.article import Kind
from baqylau.model.page import Page

TITLE = "Паром через залив пустят в марте"
FIRST = (
    "Паром между посёлками Каратал и Ащыкол начнёт ходить в марте, как только сойдёт лёд,"
    " рассказал начальник пристани."
)
SECOND = (
    "Судно отремонтировали за зиму: заменили двигатель, палубу и спасательные жилеты, которых не"
    " хватало два сезона подряд."
)
THIRD = "Билет останется по прежней цене, школьников повезут бесплатно по средам и пятницам."
OTHERS = [
    "Пекарня в Карасу перешла на газ",
    "Учителя физики ждут три школы",
    "На перевале выпал снег и закрыт проезд",
    "Ветеринары привили десять тысяч овец",
    "Волейболисты района вышли в финал",
    "Читальный зал откроют после ремонта",
    "Хоккейную коробку зальют в декабре",
    "Дорожники чистят трассу третий день",
]


def cleaned(body: str) -> CleanResult:
    page = (
        f"<html lang=ru><head><title>{TITLE}</title></head><body>{body}"
        "<footer>Адрес редакции: улица Мира, 1</footer></body></html>"
    )
    return pipeline.read(
        Page(
            "https://pristan.example.kz/7",
            page.encode(),
            datetime(2026, 11, 25, tzinfo=UTC),
            "text/html; charset=utf-8",
        )
    )


ARTICLE = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def listed(form: str) -> str:
    return "".join(
        form.format(title=x, n=n, time=f"1{n}:0{n}", prose=f"{x}, сообщили жители села в среду.")
        for n, x in enumerate(OTHERS)
    )


@pytest.mark.parametrize(
    "beside",
    [
        listed("<div>{time}</div><div>{title}</div><p>{prose}</p>"),
        listed("<div>{time} <a href=/n/{n}>{title}</a></div><p>{prose}</p>"),
        "<table>" + listed("<tr><td>{time}</td><td><p>{prose}</p></td></tr>") + "</table>",
        "<ul>" + listed("<li><a href=/n/{n}>{title}</a> <span>[1{n}47]</span></li>") + "</ul>",
        listed("<p><a href=/n/{n}>{title} {title}</a>. {prose}</p>"),
        "<h3>Комментарии</h3>"
        + listed("<div><i>Гость {n}, 25.11.2026 {time}</i><p>{prose}</p></div>"),
        "<h3>Популярное</h3>" + listed("<p><a href=/n/{n}>{title}</a></p><p>{prose}</p>"),
    ],
)
@pytest.mark.parametrize("parts", ["{article}{beside}", "<div>{article}</div><div>{beside}</div>"])
def test_what_stands_below_a_short_article_is_not_its_text(beside: str, parts: str) -> None:
    text = cleaned(parts.format(article=ARTICLE, beside=beside)).article.text or ""
    assert [x for x in (FIRST, SECOND, THIRD) if x not in text] == []
    assert [x for x in OTHERS if x in text] == []


@pytest.mark.parametrize(
    "link",
    [
        "<p><a href='/n/2'>Ветеринары привили десять тысяч овец</a></p>",
        "<p>👉 <a href='/n/2'>Ветеринары привили десять тысяч овец</a></p>",
        "<p>Ранее: <a href='https://pristan.example.kz/n/2'>Ветеринары привили десять тысяч"
        " овец</a></p>",
        "<p><b>ЧИТАЙТЕ ТАКЖЕ</b></p><p><a href='/n/2'>Ветеринары привили десять тысяч овец</a></p>",
    ],
)
def test_a_paragraph_that_is_another_headline_is_dropped(link: str) -> None:
    text = cleaned(ARTICLE.replace(f"<p>{SECOND}", f"{link}<p>{SECOND}")).article.text or ""
    assert "Ветеринары" not in text
    assert THIRD in text


def test_a_link_to_a_source_elsewhere_stays() -> None:
    link = "<p><a href='https://akimat.example.org/7'>Расписание парома на весь сезон</a></p>"
    assert "Расписание парома" in (
        cleaned(ARTICLE.replace(f"<p>{SECOND}", f"{link}<p>{SECOND}")).article.text or ""
    )


@pytest.mark.parametrize(
    "counter",
    ["👁 3450", "Прочитали: 3 450 человек", "Количество прочтений: 12", "Қаралым саны: 345",
     "Просмотров за сегодня — 17", "1 204 рет қаралды", "Views: 1.2K", "345 просмотров"],
)  # fmt: skip
def test_a_counter_of_views_is_no_text(counter: str) -> None:
    assert cleaned(f"{ARTICLE}<p>{counter}</p>").article.text == "\n".join((FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "sentence",
    ["За день паром увидели 3450 человек.", "Паром прочитали как «пором» 12 раз.",
     "Бұл кемені 345 адам көрді деп хабарлады."],
)  # fmt: skip
def test_a_sentence_with_figures_is_no_counter(sentence: str) -> None:
    assert sentence in (cleaned(f"{ARTICLE}<p>{sentence}</p>").article.text or "")


def test_paragraphs_parted_by_line_breaks_are_not_glued() -> None:
    lines = (FIRST, SECOND, THIRD)
    for body in (
        "<p><div id=n1>" + "<br><br>".join(lines) + "</div></p>",
        "<div>" + "<br/>".join(lines) + "</div>",
    ):
        text = cleaned(f"<h1>{TITLE}</h1>{body}").article.text or ""
        assert text.split("\n")[:3] == list(lines)


def test_words_in_a_centred_box_between_paragraphs_stay() -> None:
    said = "Начальник пристани обещает, что рейсов в день будет не меньше восьми."
    for box in (f"<center><b>{said}</b></center>", f"<b>{said}</b>", f"<font>{said}</font>"):
        text = cleaned(ARTICLE.replace(f"<p>{THIRD}", f"{box}<p>{THIRD}")).article.text or ""
        assert text.count(said) == 1, box


@pytest.mark.parametrize(
    ("outer", "inner"),
    [("sidebar-grid__container", "sidebar-grid__content article__content"),
     ("views-row", "views-row"), ("promo-box", "social-part")],
)  # fmt: skip
def test_a_class_word_does_not_remove_the_article(outer: str, inner: str) -> None:
    parts = [f"Часть {n}. {x}" for n in range(2) for x in (FIRST, SECOND, THIRD)]
    body = "".join(f"<div class='{outer}'><div class='{inner}'><p>{x}</p></div></div>"
                   for x in parts)  # fmt: skip
    text = cleaned(f"<h1>{TITLE}</h1>{body}").article.text or ""
    assert [x for x in parts if x not in text] == []


def test_a_row_of_dates_and_counters_is_dropped() -> None:
    row = "12.11.2026 14:05 | 12.11.2026 15:06 | 345 | 12 | 77 | Новый"
    assert row not in (cleaned(f"<h1>{TITLE}</h1><p>{row}</p>{ARTICLE}").article.text or "")


HEAD = f"<h1>{TITLE}</h1>"
REST = "Работы начнут весной, а деньги на них уже есть в бюджете, ответили журналистам в районе."
PARTED = "<br><br>".join((FIRST, SECOND, THIRD))
TEASERS = listed("<div class=n><a href=/n/{n}>{title}</a><p>{prose} " + REST + "</p></div>")
ROWS = listed("<tr><td><a href=/n/{n}>{title}</a><br>{prose} " + REST + "</td></tr>")


@pytest.mark.parametrize(
    "body",
    [
        f"{TEASERS}<div class=comments><i>25.11.2026 | 10:17</i><b>{TITLE}</b>"
        f"<div>{PARTED}</div></div>",
        f"{TEASERS}<div class=comment><b>{TITLE}</b><div>{PARTED}</div></div>",
        f"<table><tr><td><table><tr><td><b>{TITLE}</b><br>25 ноября 2026<br>{PARTED}</td></tr>"
        f"</table></td><td><table>{ROWS}</table></td></tr></table>",
        f"<div>Агентство «Тихий берег»</div>{HEAD}<div>{FIRST} {SECOND} {THIRD}</div>"
        "<div><b>НОВОСТИ ПАРТНЁРОВ</b>" + listed("<p>{time} {title}</p>") + "</div>",
        f"<ul>{listed('<li><i>{time}</i><h1><a href=/n/{n}>{title}</a></h1></li>')}</ul>"
        f"<div>{HEAD}<p><div id=news-id-7>{PARTED}</div></p></div>",
    ],
)  # fmt: skip
def test_an_article_is_found_below_its_headline_whatever_surrounds_it(body: str) -> None:
    found = cleaned(body).article
    assert found.kind is Kind.ARTICLE
    text = found.text or ""
    assert [x for x in (FIRST, SECOND, THIRD) if x not in text] == []
    assert [x for x in (*OTHERS, "Тихий берег") if x in text] == []
    assert "подряд.Билет" not in text


@pytest.mark.parametrize(
    ("outer", "inner"),
    [("views-row", "field"), ("row", "cell"), ("b-box", "b-box__in"), ("section", "section-text")],
)  # fmt: skip
def test_the_text_continues_in_boxes_beside_its_first(outer: str, inner: str) -> None:
    parts = [f"Часть {n}. {x}" for n in range(2) for x in (FIRST, SECOND, THIRD)]
    boxes = "".join(f"<div class='{outer}'><div class='{inner}'><p>{x}</p></div></div>"
                    for x in parts)  # fmt: skip
    body = f"<main>{HEAD}<div class=text><p>{FIRST}</p><p>{SECOND}</p></div>{boxes}</main>"
    text = cleaned(body).article.text or ""
    assert [x for x in parts if x not in text] == []


def test_a_lead_without_a_name_stands_before_the_text() -> None:
    lead = "Жители двух посёлков ждали этого рейса четыре года, пока строили новую пристань."
    body = (
        f"{HEAD}<div class=descr>{lead}</div><div class=content><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert (cleaned(body).article.text or "").startswith(lead)


@pytest.mark.parametrize(
    "line",
    [
        "<div style='display: none'>Паром, пристань, расписание, купить билет недорого и быстро, с"
        " доставкой на дом.</div>",
        "<div hidden>Паром, пристань, расписание, купить билет недорого и быстро, с доставкой"
        " на дом.</div>",
        "<div>Паром у пристани посёлка Каратал. Фото: из архива районной газеты «Тихий"
        " берег».</div>",
    ],
)
def test_a_hidden_line_or_a_caption_is_no_lead(line: str) -> None:
    body = f"{HEAD}{line}<div class=content><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    assert (cleaned(body).article.text or "").startswith(FIRST)


@pytest.mark.parametrize(
    ("address", "kept"),
    [("https://akimat.example.org/7", 4), ("/files/raspisanie.pdf", 4), ("/n/7", 3)],
)
def test_a_link_to_a_source_is_in_the_article_s_range(address: str, kept: int) -> None:
    lines = [*(f"<p>{x}</p>" for x in (FIRST, SECOND, THIRD)),
             f"<p><a href='{address}'>Расписание парома на весь сезон</a></p>"]  # fmt: skip
    tree = html.document_fromstring(f"<body><div>{HEAD}{''.join(lines)}</div></body>")
    page = page_lines.read(tree, [TITLE], "https://pristan.example.kz/7")
    blocks = [Block(Part.PARAGRAPH, x.text) for x in page.lines[1:]]
    assert len(article_range.within(blocks, page, DecisionLog())) == kept


@pytest.mark.parametrize("name", ["sidebar-content", "widget-main", "promo-layout"])
def test_the_densest_paragraphs_are_kept_in_a_box_of_any_name(name: str) -> None:
    parts = [f"Часть {n}. {x}" for n in range(4) for x in (FIRST, SECOND, THIRD)]
    article = "".join(f"<p>{x}</p>" for x in parts)
    rules = "".join(f"<div><div>Правило {n}. {FIRST} {SECOND}</div></div>" for n in range(12))
    text = cleaned(f"{HEAD}<div class='{name}'>{article}</div>{rules}").article.text or ""
    assert [x for x in parts if x not in text] == []
