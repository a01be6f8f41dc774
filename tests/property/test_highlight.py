"""Whatever facts overlap: a marked text is the text, every character carries exactly its kinds, and
drawn as HTML it stays text.
"""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.highlight import HighlightedSentence, HighlightedText, paragraphs, spans_of
from dashboard.view import outward
from tests.site import Read

LETTERS = st.sampled_from(
    [*"абв ё<>&\"'\n\u0301\U0001f44d", "</p>", "<script>", "&amp;", "{{ 1 }}"]
)
TEXTS = st.lists(LETTERS, max_size=40).map("".join)
KINDS = ("quote", "role", "amount", "date", "attribution", "forecast")


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A text and facts that lie anywhere in it, overlapping as they like, some even outside."""
    text = draw(TEXTS)
    edge = st.integers(0, len(text) + 2)
    return text, [_fact(draw, edge) for _ in range(draw(st.integers(0, 6)))]


def _fact(draw: st.DrawFn, edge: st.SearchStrategy[int]) -> dict[str, Any]:
    start, end = sorted((draw(edge), draw(edge)))
    sentence = sorted((draw(edge), draw(edge)))
    kind = draw(st.sampled_from(KINDS))
    fact: dict[str, Any] = {"type": kind, "start": start, "end": end, "sentence": sentence}
    if kind in ("quote", "forecast"):
        fact["content"] = [sorted((draw(edge), draw(edge))) for _ in range(draw(st.integers(0, 3)))]
        fact["speaker"] = {"start": start, "end": end} if draw(st.booleans()) else None
    return fact


def pieces(marked: list[list[HighlightedSentence]]) -> list[list[HighlightedText]]:
    return [[piece for sentence in paragraph for piece in sentence.pieces] for paragraph in marked]


@given(articles())
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_and_every_character_knows_its_facts(
    article: tuple[str, list[dict[str, Any]]],
) -> None:
    text, facts = article
    drawn = pieces(paragraphs(text, facts))
    assert "\n".join("".join(x.text for x in line) for line in drawn) == text
    at = 0
    for line in drawn:
        for piece in line:
            for place in range(at, at + len(piece.text)):
                inside = [
                    (kind, n)
                    for n, x in enumerate(facts)
                    for a, b, kind in spans_of(x)
                    if a <= place < b <= len(text)
                ]
                assert set(piece.kinds) == {kind for kind, _ in inside}
                assert set(piece.facts) == {n for _, n in inside}
            at += len(piece.text)
        at += 1


def _said(start: int, end: int) -> dict[str, Any]:
    return {"type": "amount", "start": 0, "end": 1, "sentence": [start, end]}


@given(articles())
@example(("аа\nа", [_said(2, 4), _said(3, 4)]))  # one begins at the line feed, one behind it
@example(("а\n\n\nа", [_said(1, 5), _said(2, 5), _said(4, 5)]))
@example(("\nа", [_said(0, 2), _said(1, 2)]))
@settings(max_examples=300, deadline=None)
def test_every_sentence_inside_the_text_is_an_anchor_once(
    article: tuple[str, list[dict[str, Any]]],
) -> None:
    text, facts = article
    anchors = [
        n
        for paragraph in paragraphs(text, facts)
        for sentence in paragraph
        for n in sentence.anchors
    ]
    assert len(anchors) == len(set(anchors))
    inside = {
        n
        for n, x in enumerate(facts)
        if x["sentence"][0] < min(x["sentence"][1], len(text)) and text[x["sentence"][0]] != "\n"
    }
    assert inside <= set(anchors)


@given(articles())
@settings(max_examples=100, deadline=None)
def test_drawn_as_html_it_stays_text(article: tuple[str, list[dict[str, Any]]]) -> None:
    text, facts = article
    read = Read(_drawn(text, facts))
    assert {tag for tag, _ in read.tags} <= {"p", "span", "a"}
    assert "".join(read.words).replace("\x00", "") == "".join(text.split("\n"))


def _drawn(text: str, facts: list[dict[str, Any]]) -> str:
    """The loop of the article's page, in its own template, alone."""
    from jinja2 import Environment, FileSystemLoader

    from dashboard.app import HERE

    loop = (HERE / "templates" / "article.html").read_text(encoding="utf-8")
    loop = loop[
        loop.index("    <p>{% for s in paragraph %}") : loop.index('  {% else %}<p class="quiet">')
    ]
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    template = environment.from_string(
        "{% for paragraph in paragraphs %}" + loop.strip() + "{% endfor %}"
    )
    return template.render(paragraphs=paragraphs(text, facts))


@given(
    st.text(max_size=60)
    | st.sampled_from(
        [
            "javascript:alert(1)",
            "http://[",
            "https://a.kz/x",
            "data:text/html,x",
            "//a.kz",
            "http:///x",
        ]
    )
)
def test_only_web_addresses_become_links(url: str) -> None:
    led = outward(url)
    assert led is None or led.startswith(("http://", "https://", "HTTP", "Http"))
