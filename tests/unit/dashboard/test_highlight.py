"""Facts highlighted in a text, by example."""

from typing import Any

from dashboard.highlight import HighlightedSentence, HighlightedText, paragraphs

TEXT = "«Дадим 5 млрд», – сказал аким. Точка.\nВторой абзац."


def fact(kind: str, words: str, sentence: str, **more: Any) -> dict[str, Any]:
    start, first = TEXT.index(words), TEXT.index(sentence)
    return {
        "type": kind,
        "start": start,
        "end": start + len(words),
        "sentence": [first, first + len(sentence)],
        **more,
    }


FIRST = "«Дадим 5 млрд», – сказал аким."
QUOTE = fact("quote", "Дадим 5 млрд", FIRST, content=[[1, 13]], speaker={"start": 25, "end": 29})
AMOUNT = fact("amount", "5 млрд", FIRST)


def pieces_of(sentence: HighlightedSentence) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    return [(x.text, x.kinds, x.facts) for x in sentence.pieces]


def test_an_amount_inside_a_quote_is_both() -> None:
    first = paragraphs(TEXT, [QUOTE, AMOUNT])[0][0]
    assert pieces_of(first) == [
        ("«", (), ()),
        ("Дадим ", ("quote",), (0,)),
        ("5 млрд", ("quote", "amount"), (0, 1)),
        ("», – сказал ", (), ()),
        ("аким", ("speaker",), (0,)),
        (".", (), ()),
    ]
    assert first.anchors == (0, 1)
    assert first.starts == (0,)


def test_what_stands_between_sentences_with_facts_has_no_anchor() -> None:
    line = paragraphs(TEXT, [QUOTE])[0]
    assert [(x.anchors, "".join(p.text for p in x.pieces)) for x in line] == [
        ((0,), FIRST),
        ((), " Точка."),
    ]


def test_a_quote_over_two_paragraphs_is_marked_in_both_and_anchored_once() -> None:
    over = {
        "type": "quote",
        "start": 0,
        "end": len(TEXT),
        "sentence": [0, len(TEXT)],
        "content": [[31, len(TEXT)]],
        "speaker": None,
    }
    drawn = paragraphs(TEXT, [over])
    assert [[x.anchors for x in line] for line in drawn] == [[(0,)], [()]]
    assert drawn[1][0].pieces[0].kinds == ("quote",)


def test_a_span_outside_the_text_marks_nothing() -> None:
    wrong = {"type": "date", "start": 10, "end": 999, "sentence": [0, 999]}
    assert [p.kinds for line in paragraphs(TEXT, [wrong]) for s in line for p in s.pieces] == [
        (),
        (),
    ]


def test_no_text_no_marks() -> None:
    assert [p for line in paragraphs("", []) for s in line for p in s.pieces] == [
        HighlightedText("")
    ]
