"""What holds for cleaning any page: it returns, twice the same, without markup or control
characters, with offsets inside the text.
"""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baqylau.clean import read
from baqylau.model.article import Article, Kind
from baqylau.model.page import Page

VISIT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGES = sorted((Path(__file__).parents[1] / "golden" / "pages").glob("*.html"))
_SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_PIECES = st.sampled_from(
    [b"<p>", b"</p>", b"<div class='related'>", b"</div>", b"<h1>", b"<table><tr><td>", b"<script>",
     b"<!--", b"-->", b"<a href='/x'>", b"&#0;", b"&amp;lt;b&gt;",
     "Напомним, мост строили два года. ".encode(),
     "Бүгін жаңа мектеп ашылды, деп хабарлады тілші. ".encode(), b"\x00", b"\xff\xfe", b"<br>" * 5,
     b"<form>", b"<svg>", b'<meta property="article:published_time" content="0000-00-00">',
     b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"9999-01-01"']
)  # fmt: skip


def cleaned(body: bytes, url: str = "https://example.kz/n/1") -> Article:
    page = Page(url, body, VISIT)
    article = read(page)
    assert read(page) == article, "the same page was read in two ways"
    check_article(article)
    return article


def check_article(article: Article) -> None:
    assert not any(
        (ord(x) < 32 and x != "\n") or 0x7F <= ord(x) < 0xA0 or 0xD800 <= ord(x) < 0xE000
        for x in article.text + (article.title or "")
    )
    assert "\n\n" not in article.text
    assert article.text == article.text.strip()
    assert (article.kind is Kind.ARTICLE) == (article.reason is None)
    assert len(article.paragraph_languages) == (article.text.count("\n") + 1 if article.text else 0)
    for span in article.tiebacks:
        assert 0 <= span.start < span.end <= len(article.text)
        assert "\n" not in span.of(article.text)
    if article.published is not None:
        assert article.published.tzinfo is not None
        assert article.published.year >= 1994
        assert article.published_precision is not None


@_SLOWLY
@given(st.binary(max_size=2000))
def test_random_bytes_never_raise(body: bytes) -> None:
    cleaned(body)


@_SLOWLY
@given(st.lists(_PIECES, max_size=40).map(b"".join))
def test_broken_markup_never_raises(body: bytes) -> None:
    cleaned(body)


@_SLOWLY
@given(
    st.text(max_size=300),
    st.sampled_from(
        [
            "",
            "not an address",
            "https://[::1",
            "https://example.kz/" + "я" * 10_000,
            "https://t.me/s/x/1",
        ]
    ),
)
def test_any_words_at_any_address(words: str, url: str) -> None:
    cleaned(
        f"<html><title>{words}</title><h1>{words}</h1><p>{words}</p></html>".encode(
            "utf-8", "replace"
        ),
        url,
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda x: x.stem)
def test_a_mutated_golden_page_is_cleaned(path: Path) -> None:
    chance = random.Random(path.stem)
    body = path.read_bytes()
    for _ in range(6):
        cleaned(mutated(body, chance))


def mutated(body: bytes, chance: random.Random) -> bytes:
    """The page cut, doubled, with pieces moved, bytes flipped or tags lost."""
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    match chance.randrange(6):
        case 0:
            return body[:end]
        case 1:
            return body[:start] + body[end:]
        case 2:
            return body[:end] + body[start:end] * 3 + body[end:]
        case 3:
            return bytes(x if chance.random() > 0.01 else chance.randrange(256) for x in body)
        case 4:
            return body.replace(b"</", b"<", chance.randrange(40))
        case _:
            return body.replace(b'"', b"", chance.randrange(40)).replace(b">", b"", 3)


@pytest.mark.parametrize(
    "body",
    [
        b"<b>x</b> &lt;script&gt;alert(1)&lt;/script&gt; ",
        b"<p>&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;</p>",
    ],
)
def test_a_text_is_not_markup(body: bytes) -> None:
    article = cleaned(
        b"<html><body><h1>Heading of the page</h1><p>"
        + b"A sentence long enough to be kept as text of an article. " * 4
        + body
        + b"</p>"
    )
    assert "A sentence long enough" in article.text
    assert "<" not in article.text
