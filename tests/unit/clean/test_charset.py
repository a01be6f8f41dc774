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


KAZAKH = "Әкімдік өңірдегі жолдарды қысқа дайындап жатыр, ұзын көпір де жөнделеді. " * 4
HUNGARIAN = "Megnyílt az új híd, a főváros lakói örülnek a döntésnek, írja a hírügynökség. " * 4
HEBREW = "העירייה פתחה היום גשר חדש בעיר, כך נמסר מטעם הדובר. " * 4
GREEK = "Ο δήμος άνοιξε σήμερα τη νέα γέφυρα στην πόλη, ανακοίνωσε ο εκπρόσωπος. " * 4


@pytest.mark.parametrize("charset", ["ptcp154", "kz1048"])
@pytest.mark.parametrize("declared", ["", "windows-1251", "utf-8"])
def test_kazakh_charsets_are_known_by_their_words(charset: str, declared: str) -> None:
    page = f'<meta charset="{declared}"><p>{KAZAKH}</p>'.encode(charset)
    assert KAZAKH in decode(page).text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (HUNGARIAN, "iso-8859-2"),
        (HUNGARIAN, "windows-1250"),
        (HEBREW, "windows-1255"),
        (GREEK, "iso-8859-7"),
        (GREEK, "windows-1253"),
    ],
)
def test_another_declared_charset_is_not_taken_for_a_cyrillic_one(text: str, charset: str) -> None:
    decoded = decode(f'<meta charset="{charset}"><p>{text}</p>'.encode(charset))
    assert (text in decoded.text, decoded.note) == (True, None)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1250"])
def test_russian_declared_as_latin_is_russian(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>{SENTENCE}</p>'.encode("windows-1251")
    decoded = decode(page)
    assert SENTENCE in decoded.text
    assert decoded.note


@pytest.mark.parametrize("words", [1, 6, 40])
@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_a_block_in_another_charset_leaves_a_utf8_page_readable(charset: str, words: int) -> None:
    block = "Погода сегодня: облачно, ветер слабый. " * words
    page = f"<p>{SENTENCE * 4}</p>".encode() + b"<div>" + block.encode(charset) + b"</div>"
    decoded = decode(page + "<p>Конец.</p>".encode(), "text/html; charset=utf-8")
    assert SENTENCE * 4 in decoded.text
    assert "Конец." in decoded.text
    assert words == 1 or block in decoded.text
    assert decoded.note


def test_utf16_without_its_mark_is_read() -> None:
    page = f"<html><head><title>Снег</title></head><body><p>{SENTENCE}</p></body></html>"
    assert SENTENCE in decode(page.encode("utf-16-le")).text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "text",
    [
        "Главная | Село | Школа | Афиша | Ошибка! Такой заметки нет. Вернитесь в начало.",
        "Расписание Приема Граждан Депутатами Районного Маслихата",
        "Петров Андрей, Сергеева Анна, Ахметов Ерлан, Иванова Мария",
    ],
)
def test_a_short_page_of_headings_and_names_without_a_declaration_is_russian(
    text: str, charset: str
) -> None:
    assert decode(f"<p>{text}</p>".encode(charset)).text == f"<p>{text}</p>"
