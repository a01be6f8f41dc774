"""The written articles of the sample press: at least sixty, in three languages, no sentence used
twice.
"""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from baqylau.errors import InputError
from press import newsroom
from press.article import EDITED, PressArticle, load_first, load_second, read
from press.newsroom import HERE
from press.pages import path_of

ARTICLES = load_first(HERE / "articles")
WRITTEN = [x for x in ARTICLES if x.kind == "text" and not (x.reprint_of or x.about)]
"""Those that report an event first; what others report of it may repeat their words."""
NEWSROOMS = {x.id: x for x in newsroom.load()}


def test_there_are_sixty_articles_at_six_outlets_in_three_languages() -> None:
    assert len(WRITTEN) >= 60
    assert len({x.outlet for x in WRITTEN}) >= 6
    by_language = Counter(x.language for x in WRITTEN)
    assert by_language["ru"] >= 30
    assert by_language["kk"] >= 20
    assert by_language["en"] >= 10


def test_most_are_longer_than_a_flash() -> None:
    assert sum(x.words > 120 for x in WRITTEN) / len(WRITTEN) > 0.75
    assert all(x.words >= 30 for x in WRITTEN)


def _sentences(article: PressArticle) -> set[str]:
    text = " ".join([article.lead or "", *article.paragraphs])
    return {
        re.sub(r"\W+", " ", x).strip().lower()
        for x in re.split(r"(?<=[.!?…])\s+", text)
        if len(x) > 3
    }


def test_no_two_share_a_sentence() -> None:
    kept = [(f"{x.outlet}/{x.slug}", _sentences(x)) for x in WRITTEN]
    shared = [(a, b, both) for (a, one), (b, two) in combinations(kept, 2) if (both := one & two)]
    assert not shared


def test_reprints_repeat_their_source_whole() -> None:
    sources = {f"{x.outlet}/{x.slug}": x for x in ARTICLES}
    reprints = [x for x in ARTICLES if x.reprint_of]
    assert {bool(x.closing) for x in reprints} == {True, False}
    for x in reprints:
        source = sources[x.reprint_of or ""]
        assert x.outlet != source.outlet
        assert x.published > source.published
        assert x.paragraphs[: len(source.paragraphs)] == source.paragraphs


def test_eight_events_of_a_week_are_reported_in_three_languages() -> None:
    sources = {f"{x.outlet}/{x.slug}": x for x in ARTICLES}
    stories: dict[str, list[PressArticle]] = {}
    for x in ARTICLES:
        if of := x.about or x.reprint_of:
            stories.setdefault(of, [sources[of]]).append(x)
    assert len(stories) >= 8
    week = [its for its in stories.values() if len(its) >= 3]
    assert len(week) >= 7
    assert {x.language for its in stories.values() for x in its} == {"ru", "kk", "en"}
    first = min(x.published for its in week for x in its)
    assert (max(x.published for x in ARTICLES) - first).days <= 8
    changed = [f"{x.outlet}/{x.slug}" for x in load_second(HERE / "articles") if x.gone]
    assert set(changed) & set(stories)
    edited = {x.stem.removesuffix(EDITED) for x in (HERE / "articles").rglob(f"*{EDITED}.md")}
    assert edited & {x.partition("/")[2] for x in stories}


def test_the_second_visit_finds_one_edited_and_one_gone() -> None:
    first = {(x.outlet, x.slug): x for x in ARTICLES}
    second = {(x.outlet, x.slug): x for x in load_second(HERE / "articles")}
    assert first.keys() == second.keys()
    edited = [x for x in second.values() if x.paragraphs != first[x.outlet, x.slug].paragraphs]
    assert len(edited) == len(list((HERE / "articles").rglob(f"*{EDITED}.md"))) == 1
    assert all(x.modified for x in edited)
    assert sum(x.gone for x in second.values()) == 1


@pytest.mark.parametrize("article", ARTICLES, ids=lambda x: f"{x.outlet}/{x.slug}")
def test_each_belongs_to_its_newsroom(article: PressArticle) -> None:
    own = NEWSROOMS[article.outlet]
    assert article.section in own.sections
    assert f"{article.published:%Y-%m-%d}" <= newsroom.TODAY
    assert len(article.title) >= 20


def test_no_two_addresses_of_an_outlet_meet() -> None:
    paths = Counter((x.outlet, path_of(NEWSROOMS[x.outlet], x)) for x in ARTICLES)
    assert paths.most_common(1)[0][1] == 1


HEAD = (
    '+++\ntitle = "Снег в Риддере"\npublished = 2026-11-20T10:00:00+05:00\nsection = "a"\nlanguage'
    ' = "ru"\n+++\n'
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Снег в Риддере", "two lines of"),
        (HEAD, "no paragraph follows"),
        (HEAD.replace("section", "rubric") + "Выпал снег.", "section is missing"),
        (
            HEAD.replace("+++\nt", '+++\nauthor = "И. Ким"\nt') + "Выпал снег.",
            "author is not a known key",
        ),
        (HEAD.replace("+05:00", "") + "Выпал снег.", "offset"),
        (HEAD.replace('"ru"', "ru") + "Выпал снег.", "not valid TOML"),
    ],
)
def test_an_error_names_the_file_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sneg.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
