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


@pytest.mark.parametrize("piece", ["<", "<script", "<p", "<!--", "1 ", '"xCount" : ', "<script>"])
def test_hostile_bodies_take_linear_time(piece: str) -> None:
    def spent(count: int) -> float:
        start = time.process_time()
        digest(piece.encode() * count)
        return time.process_time() - start

    spent(1000)
    assert spent(80_000) < 40 * max(spent(8_000), 0.002)
