"""Bytes of an unknown charset: the declared one is used only where the letters fit it."""

import pytest

from baqylau.clean.charset import decode

SENTENCE = "Первый снег лёг в горах раньше обычного, и перевал закрыли на неделю. " * 8


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_a_text_is_decoded_whole_from_any_charset(charset: str) -> None:
    assert decode(SENTENCE.encode(charset)).text.strip("\ufeff") == SENTENCE


def test_a_wrong_declaration_is_corrected_and_noted() -> None:
    page = f'<meta charset="utf-8"><p>{SENTENCE}</p>'
    decoded = decode(page.encode("windows-1251"), "text/html; charset=utf-8")
    assert SENTENCE in decoded.text
    assert decoded.note is not None


def test_a_text_decoded_wrongly_before_it_was_stored_is_repaired() -> None:
    assert (
        decode(SENTENCE.encode("utf-8").decode("cp1251", "replace").encode("utf-8")).text.count(
            "снег"
        )
        >= 7
    )


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 100, bytes(range(256)), b"\xff\xfe", b"\xed\xa0\x80"]
)
def test_any_bytes_become_text(body: bytes) -> None:
    assert isinstance(decode(body).text, str)
