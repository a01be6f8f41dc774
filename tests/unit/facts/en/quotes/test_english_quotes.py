"""Speech in English, pattern by pattern: what is content, and what is none."""

import pytest

from tests.unit.facts.reading import facts


def _contents(text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in q["content"]] for q in facts(text, "quote", "en")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” Alma Kim said. “It was hard.”", [["We won", "It was hard"]]),
        ("“Why,” Alma Kim asked, “did it rain?”", [["Why", "did it rain?"]]),
        ("“We won,” Alma Kim said. “Go!” shouted Timur Orlov.", [["We won"], ["Go!"]]),
        ("“One two three.\n“Four five six,” Alma Kim said.", [["One two three", "Four five six"]]),
        ("ASTANA – The road is open, Alma Kim said.", [["The road is open"]]),
        ("Alma Kim said on Monday (May 3) that it rained.", [["it rained"]]),
        ("Alma Kim said in a statement that it rained.", [["it rained"]]),
        ("Alma Kim said it was late, although nobody asked.", [["it was late"]]),
        (
            "Alma Kim said that it rained, adding that the roof leaks.",
            [["it rained"], ["the roof leaks"]],
        ),
        ("The road is old, says Alma Kim.", [["The road is old"]]),
    ],
)
def test_content(text: str, expected: list[list[str]]) -> None:
    assert _contents(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Alma Kim did not say that it rained.",
        "Alma Kim never said that it rained.",
        "It was said that it rained.",
        "The novel “A Quiet Road” was reported lost.",
        "Alma Kim said goodbye to her friends.",
        "She won the prize that Alma Kim announced.",
        "“Orda Bank” said nothing.",
        "Alma Kim claimed victory that was disputed.",
        "Reuters reported that it rained.",
    ],
)
def test_no_quote(text: str) -> None:
    assert _contents(text) == []


def test_the_facts_of_a_text_do_not_depend_on_the_run() -> None:
    text = "“We won,” said coach Alma Kim. She noted that rain was near, citing Kazhydromet."
    assert facts(text, "quote", "en") == facts(text, "quote", "en")


@pytest.mark.parametrize(
    "mark", ['"a ', "“a ", "``a ", "‘a ", "said ", "he said that ", ", the head of "]
)
def test_much_of_one_thing_is_read(mark: str) -> None:
    assert isinstance(facts(mark * 2_000, "quote", "en"), list)
