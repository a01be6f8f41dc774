"""Editions of a text in other scripts, by the links of its page."""

import pytest
from lxml import html

from baqylau.clean import editions

URL = "https://manystau-uni.kz/kaz/jagalau-ashyldy"
LATIN, ARABIC = (
    "https://manystau-uni.kz/qaz/jagalau-ashyldy",
    "https://manystau-uni.kz/tote/jagalau-ashyldy",
)


def editions_of(inner: str, script: str = "Cyrl", language: str = "kk") -> dict[str, str]:
    return dict(
        editions.others(
            editions.read(html.document_fromstring(f"<html><body>{inner}</body></html>"), URL),
            script,
            language,
        )
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (
            (
                f'<link rel="alternate" hreflang="kk-Latn" href="{LATIN}"><link rel="alternate"'
                f' hreflang="kk-Cyrl" href="{URL}">'
            ),
            {"Latn": LATIN},
        ),
        (f'<link rel="alternate" hreflang="kk-CN" href="{ARABIC}">', {"Arab": ARABIC}),
        (
            f'<b>Кир</b> <a href="/qaz/jagalau-ashyldy">Lat</a> <a href="{ARABIC}"> توتە </a>',
            {"Latn": LATIN, "Arab": ARABIC},
        ),
        ('<a href="/qaz/">Lat</a>', {}),  # a front page is no edition of an article
        (
            '<link rel="alternate" hreflang="kk-Latn" href="https://other.kz/qaz/jagalau-ashyldy">',
            {},
        ),
        (
            (
                '<link rel="alternate" hreflang="ru"'
                ' href="https://manystau-uni.kz/rus/jagalau-ashyldy">'
            ),
            {},
        ),  # a translation is none
        (
            (
                '<link rel="alternate" hreflang="kk-Latn" href="javascript:void(0)"><a'
                ' href="http://[">Lat</a>'
            ),
            {},
        ),
        ("<p>Lat</p>", {}),
    ],
)
def test_editions_are_found_by_alternate_links_and_by_names_of_alphabets(
    inner: str, expected: dict[str, str]
) -> None:
    assert editions_of(inner) == expected


def test_an_address_that_cannot_be_read_has_no_editions() -> None:
    tree = html.document_fromstring(f"<html><body><a href='{LATIN}'>Lat</a></body></html>")
    assert [editions.read(tree, url) for url in ("https://[", "", "jagalau")] == [(), (), ()]


def test_a_translation_has_no_editions() -> None:
    assert editions_of(f'<a href="{LATIN}">Lat</a>', language="ru") == {}
