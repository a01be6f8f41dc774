"""What of a page counts as read: a counter that moved leaves the hash as it was, an edit changes
it.
"""

import time

import pytest

from crawler.page_digest import digest

PAGE = """<!DOCTYPE html><html><head><title>Мост открыли</title>
<meta name="csrf-token" content="{token}"><meta property="og:title" content="Мост открыли">
<script>var nonce = "{token}";</script>
<script type="application/ld+json">{{"headline": "Мост", "userInteractionCount": {views}}}</script>
</head><body data-t="{token}"><!-- {token} --><h1>Мост открыли</h1>
<div class="meta"><time>20.11.2026, 14:05</time> <i class="eye"></i><span>{views}</span></div>
<div>Просмотров: {views}</div><div>Қаралды <b>{views}</b> рет</div><p>Comments ({views})</p>
<ul class="share"><li class="n"></li></ul><div>{views}</div>
<article><p>На открытии были {people} человек, сообщили в акимате.</p><p>Строили {years} года.</p>
<p><b>{people}</b> рабочих наградили.</p></article></body></html>"""


def _page(**changes: object) -> bytes:
    given = {"token": "a1", "views": 17, "people": 5, "years": 2} | changes
    return PAGE.format(**given).encode()


@pytest.mark.parametrize("changes", [{"views": 18}, {"views": "1 204"}, {"token": "ff09"}])
def test_a_counter_or_a_token_is_not_read(changes: dict[str, object]) -> None:
    assert digest(_page(**changes)) == digest(_page())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 человек", "6 человек"),
        ("<b>5</b> рабочих", "<b>6</b> рабочих"),
        ("Строили 2 года", "Строили 3 года"),
        ("<h1>Мост открыли", "<h1>Мост закрыли"),
        ("14:05", "14:20"),
        ('content="Мост открыли', 'content="Мосты открыли'),
        ("в акимате", "в министерстве"),
        ('"headline": "Мост"', '"headline": "Мосты"'),
    ],
)
def test_an_edit_is_seen(old: str, new: str) -> None:
    page = _page().decode()
    assert old in page
    assert digest(page.replace(old, new).encode()) != digest(page.encode())


@pytest.mark.parametrize(
    "counter",
    [
        "<li>Мост открыли через полгода после названного срока <span>{n} комментариев</span>",
        "<li><a href='/1'>Мост через Есиль открыли раньше, чем обещали</a> ({n} просмотров)",
        "<li class='x'><a class='icon-viewed' href='/1'>{n}</a>",
        "<td>Мост через реку открыли раньше срока <b class='comment-count'>[+{n}]</b></td>",
        "<div>12 октября, 14:05 / <a href='/1#c'>{n} comments</a> / Рубрика: Город, дороги</div>",
        "<p>Comments ({n})</p>",
        "<p><b>Айгүл Серік</b> | <a href='#c'>{n} пікір</a></p>",
        "<p>Сейчас на сайте {n} посетителя.</p>",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "ptcp154"])
def test_a_counter_in_a_list_of_other_articles_is_not_read(counter: str, charset: str) -> None:
    def page(count: int) -> bytes:
        head = f'<html><head><meta charset="{charset}"></head><body><p>Мост открыли.</p>'
        return (head + counter.format(n=count)).encode(charset)

    assert digest(page(19)) == digest(page(20))


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ролик о мосте набрал <b>{n} просмотров</b> за сутки, сообщил акимат области.</p>",
        "<blockquote>За проект отдано <b>{n} голосов</b> жителей области и города.</blockquote>",
        "<li>Погибших: <b>{n}</b> человек, из них детей <b>2</b></li>",
        "<h2><span class='view'>{n}</span> новых школ</h2>",
    ],
)
def test_a_number_that_the_article_states_is_read(text: str) -> None:
    assert digest(text.format(n=5).encode()) != digest(text.format(n=6).encode())


@pytest.mark.parametrize("piece", ["<", "<script", "<p", "<!--", "1 ", '"xCount" : ', "<script>"])
def test_hostile_bodies_take_linear_time(piece: str) -> None:
    def spent(count: int) -> float:
        start = time.process_time()
        digest(piece.encode() * count)
        return time.process_time() - start

    spent(1000)
    assert spent(80_000) < 40 * max(spent(8_000), 0.002)
