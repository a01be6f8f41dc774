"""The charset that the saved bytes of a page are shown in."""

import pytest

from dashboard.evidence import charset_of

TEXT = "<title>Новости Павлодара</title>"


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (TEXT.encode("cp1251"), "text/html; charset=windows-1251", "cp1251"),
        (b'<meta charset="koi8-r">' + TEXT.encode("koi8-r"), "text/html", "koi8-r"),
        (TEXT.encode("utf-8"), "text/html; charset=windows-1251", "utf-8"),
        (TEXT.encode("utf-8"), None, "utf-8"),
        (TEXT.encode("cp1251"), None, "utf-8"),
        (TEXT.encode("cp1251"), "text/html; charset=cp1251\r\nX-Injected: 1", "cp1251"),
        (TEXT.encode("cp1251"), "text/html; charset=hex", "utf-8"),
        (b"", None, "utf-8"),
    ],
)
def test_a_saved_page_is_shown_in_the_charset_it_was_sent_in(
    body: bytes, content_type: str | None, charset: str
) -> None:
    assert charset_of(body, content_type) == charset
