import pytest

from crawler.discovery.canonical import canonical


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Example.KZ/news/a-1/?utm_source=tg&utm_medium=x", "https://example.kz/news/a-1/"),
        ("https://example.kz:443/news/a-1/#comments", "https://example.kz/news/a-1/"),
        ("https://example.kz/news/a-1?fbclid=AbC&page=2", "https://example.kz/news/a-1?page=2"),
        ("https://example.kz/amp/news/a-1", "https://example.kz/news/a-1"),
        ("https://example.kz/2025-08-27/stavka/amp", "https://example.kz/2025-08-27/stavka"),
        ("https://example.kz/2025-08-27/stavka/amp/", "https://example.kz/2025-08-27/stavka/"),
        ("https://example.kz/a;jsessionid=99F2A?x=1", "https://example.kz/a?x=1"),
        ("https://example.kz/a?PHPSESSID=0123456789abcdef0123", "https://example.kz/a"),
        ("https://example.kz/a?b=2&a=1", "https://example.kz/a?a=1&b=2"),
        ("https://example.kz", "https://example.kz/"),
        ("https://example.kz//news/a-1", "https://example.kz/news/a-1"),
        ("https://example.kz///amp/news/a-1", "https://example.kz/news/a-1"),
        ("https://example.kz/a?clickid=9&id=1", "https://example.kz/a?id=1"),
        ("https://example.kz/to/https://other.kz", "https://example.kz/to/https://other.kz"),
        (
            "https://example.kz/жаңалық",
            "https://example.kz/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B",
        ),
    ],
)
def test_one_article_has_one_address(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "article",
    [
        "https://example.kz/i.php?sid=123",
        "https://example.kz/amplua-1234",
        "https://example.kz/news/camp/1",
    ],
)
def test_query_keys_that_identify_the_article_stay(article: str) -> None:
    assert canonical(article) == article


@pytest.mark.parametrize(
    "no_link",
    [
        "javascript:void(0)",
        "mailto:a@b.kz",
        "tel:+7",
        "https://a.kz/" + "x" * 10_000,
        "http://a.kz:99999999/",
        "http://[",
        "",
    ],
)
def test_what_is_no_http_address_has_no_canonical_form(no_link: str) -> None:
    assert canonical(no_link) is None


def test_a_relative_link_is_resolved_against_its_page() -> None:
    assert canonical("../b-2/", "https://example.kz/news/a/") == "https://example.kz/news/b-2/"


def test_the_canonical_form_of_a_canonical_url_is_itself() -> None:
    once = canonical("HTTPS://Example.kz/A%20b/?z=%D1%8F&utm_x=1")
    assert once is not None
    assert canonical(once) == once
