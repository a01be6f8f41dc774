"""Single marks: speech between them, never the apostrophe."""

import pytest

from baqylau.facts.en.words.single_marks import single_marks
from baqylau.model.span import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'The road is shut,' he said.", ["The road is shut,"]),
        ("‘The drivers’ union won’t sign,’ he said.", ["The drivers’ union won’t sign,"]),
        ("‘We won’t wait’, he said. The workers’ camp is shut.", ["We won’t wait"]),
        ("the plan is 'a gift to developers'.", ["a gift to developers"]),
        ("called it 'a death trap' for all and 'a shame'", ["a death trap", "a shame"]),
        ("He said: 'It's the driver's road.'", ["It's the driver's road."]),
        ("the drivers' union, the workers' council", []),
        ("rock 'n' roll of the '90s", []),
        ("The mayor's office and the twins' mother", []),
        ("She's here, isn't she? 'Tis late.", []),
        ("‘We have no water.", ["We have no water."]),
        ("in the ’90s and the farmers’ land", []),
        ("", []),
        ("'", []),
        ("''''", []),
    ],
)
def test_words_between_single_marks(text: str, expected: list[str]) -> None:
    found = single_marks(text, Span(0, len(text)))
    assert [m.inner.of(text) for m in found] == expected


def test_only_a_curly_mark_stays_open_over_the_paragraph() -> None:
    (found,) = single_marks("‘We have no water.", Span(0, 18))
    assert not found.closed
    assert not list(single_marks("'We have no water.", Span(0, 18)))


@pytest.mark.parametrize("piece", ["'a ", " ‘", "’ ", "s' ", "'' "])
def test_many_marks_cost_no_more_than_their_number(piece: str) -> None:
    text = piece * 20_000
    ends = [m.end for m in single_marks(text, Span(0, len(text)))]
    assert ends == sorted(ends)
