"""Kazakh in Latin letters is read as Cyrillic, and each letter knows where it was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.lang.kk.latin import cyrillic, spelling

SAME = "Бүгін Шыңғыс Әбілұлы жаңа әуежай туралы айтты, үкімет отырысы өтеді."
SPELLINGS = {
    "acute": "Búgin Shyńǵys Ábiluly jańa áýejaı týraly aıtty, úkimet otyrysy ótedi.",
    "macron": "Bügın Şyñğys Äbılūly jaña äuejai turaly aitty, ükımet otyrysy ötedı.",
    "apostrophe": (
        "Bu'gin S'yn'g'ys A'biluly jan'a a'y'ejai' ty'raly ai'tty, u'kimet otyrysy o'tedi."
    ),
    "turkic": "Bügin Şıñğıs Äbiluli jaña äwejay twralı ayttı, ükimet otırısı ötedi.",
}


@pytest.mark.parametrize("kind", [x for x in SPELLINGS if x != "turkic"])
def test_each_spelling_gives_the_same_text(kind: str) -> None:
    assert spelling(SPELLINGS[kind]) == kind
    assert cyrillic(SPELLINGS[kind]).text == SAME


def test_the_older_spelling_has_w_and_dotless_i() -> None:
    assert cyrillic(SPELLINGS["turkic"]).text.split()[3:] == SAME.split()[3:]


def test_without_marks_the_harmony_of_the_word_decides() -> None:
    text = "Qazaqstan ukimeti jer daulary turaly sheshim shyghardy"
    assert cyrillic(text).text.split()[:3] == ["Қазақстан", "үкіметі", "жер"]


@pytest.mark.parametrize(
    ("latin", "read"),
    [
        (
            "Italıa men Reseı, ıaǵnı aıaq, súıý, qoıan, bú",
            "Италия мен Ресей, яғни аяқ, сүю, қоян, бү",
        ),
        ("QR Prezidenti Q.Toqaev ministrlikke bardy", "ҚР Президенті Қ.Тоқаев министрлікке барды"),
        ("AQTAÝ MEN ShYMKENT", "АҚТАУ МЕН ШЫМКЕНТ"),
        (
            "bıýdjet, valıýta, qıý, aktsııa, protsess, ketse, aıtsa, ıesi",
            "бюджет, валюта, қию, акция, процесс, кетсе, айтса, иесі",
        ),
        (
            "jańa vıtse-mınıstr ekonomıka týraly aıtty",
            "жаңа вице-министр экономика туралы айтты",
        ),
    ],
)
def test_vowels_side_by_side_capitals_and_borrowed_words(latin: str, read: str) -> None:
    assert cyrillic(latin).text == read


@pytest.mark.parametrize(
    ("latin", "read"),
    [
        ("Quryltaıdyń XXI jáne V otyrysy", "Құрылтайдың XXI және V отырысы"),
        ("V. Sadyqov Instagram-da jańa", "В. Садықов Instagram-да жаңа"),
        ("The Dala Times jańa Fox arna", "The Dala Times жаңа Fox арна"),
    ],
)
def test_numerals_and_names_in_latin_letters_stay(latin: str, read: str) -> None:
    assert cyrillic(latin).text == read


@pytest.mark.parametrize(
    "kept", ["egemen.kz", "https://qazaq.example/jana", "a@b.kz", "Страна", "3,5 %"]
)
def test_addresses_and_other_scripts_stay(kept: str) -> None:
    assert cyrillic(f"{kept} jańa").text == f"{kept} жаңа"


@pytest.mark.parametrize("text", SPELLINGS.values())
def test_every_word_points_at_the_word_it_was_read_from(text: str) -> None:
    reading = cyrillic(text)
    at = 0
    for word, printed in zip(reading.text.split(), text.split(), strict=True):
        at = reading.text.index(word, at)
        assert reading.span(at, at + len(word)).of(text) == printed
        at += len(word)


@given(st.text("aeiouyqğńáıİ'’ .w1Ы\n", max_size=60))
def test_offsets_never_run_back_and_end_with_the_text(text: str) -> None:
    reading = cyrillic(text)
    assert len(reading.offsets) == len(reading.text) + 1
    assert list(reading.offsets) == sorted(reading.offsets)
    assert reading.offsets[-1] == len(text)


@pytest.mark.parametrize("piece", ["a'", "a.", "a@", "'", "ı", "á ", "://"])
def test_a_hostile_text_is_read_in_one_pass(piece: str) -> None:
    assert cyrillic(piece * 20_000).offsets[-1] == 20_000 * len(piece)
