"""Where one new article belongs: its text and a memory of earlier articles come in; its story, what
it repeats and why go out. A store (`baqylau.store.stories`) and the stream of a command
(`baqylau.stories.stream`) are such memories; the decisions are the same.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from baqylau.stories import cluster
from baqylau.stories.comparison import Body, Likeness, body, compare
from baqylau.stories.features import Features, features
from baqylau.stories.kinds import OWN, REPRINTED, Candidate, Verdict, judge
from baqylau.stories.series import is_series

COMPARED = 4
"""Earlier texts that a new one is compared with word by word, those with most shared prints."""
LEAST_SHARED = 0.05
"""Share of its prints that a text must have in common with an earlier one to be compared with it:
most articles share a turn of phrase with some other."""
SCORED = 30
"""Articles of the window that a new one is scored against, those with most shared keys."""
REMEMBERED_HOURS = 45 * 24.0
"""After this a text is forgotten: a later copy is a reminder, not a reprint."""
BOILERPLATE = 5
"""Articles of an outlet with one sentence, from which it says nothing."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article to be placed; `published` with its zone."""

    id: str
    outlet: str
    title: str
    text: str
    language: str | None
    published: datetime
    precise: bool = True
    """Whether the hour is known, not the day alone."""

    @property
    def hours(self) -> float:
        """Its time on one scale, for the window."""
        return self.published.timestamp() / 3600


@dataclass(frozen=True, slots=True)
class Member:
    """An article of the window that stands for its copies."""

    id: str
    story: str
    hours: float
    weighed: cluster.Weighed
    outlet: str = ""


class Memory(Protocol):
    """What is known of earlier articles."""

    def sharing(self, new: Body) -> Sequence[Candidate]:
        """The few texts that share most prints with the new one, with those they repeat."""

    def story_of(self, article: str) -> str | None:
        """The story of an earlier article."""

    def near(self, keys: Sequence[str], hours: float) -> Sequence[Member]:
        """The articles of the window that share most of these keys."""

    def holders(self, keys: Sequence[str], hours: float) -> tuple[Mapping[str, int], int]:
        """How many articles of the window have each of these keys, and how many there are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read from an article's text alone."""

    features: Features
    weighed: cluster.Weighed
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class Placing:
    """The answer. `story` is None where the article begins one. `reading` is None for a copy, which
    its source stands for in the window."""

    story: str | None
    verdict: Verdict
    body: Body
    reading: Reading | None


def body_of(article: Article, usual: Container[int] = ()) -> Body:
    """The article's text for comparison. `usual` are the keys of the sentences that its outlet
    prints under many articles."""
    return body(article.text, article.title, article.outlet, usual)


def read(article: Article) -> Reading:
    """What the window needs of an article."""
    its = features(article.title, article.text, article.language)
    weighed = cluster.weigh(its)
    return Reading(its, weighed, cluster.keys(weighed))


def place(article: Article, its: Body, memory: Memory) -> Placing:
    """The article's story and what it repeats."""
    verdict, series = judged(article, its, memory.sharing(its))
    story = memory.story_of(verdict.reprint_of or verdict.copied_by or "")
    if story is not None:
        return Placing(story, verdict, its, None)
    reading = read(article)
    other = {memory.story_of(x) for x in series}
    near = [x for x in memory.near(reading.keys, article.hours) if x.story not in other]
    story = _fitting(article, verdict, *_of_these_days(article, reading, near, memory))
    if story is not None:
        members = [x for x in near if x.story == story]
        verdict = _translated(verdict, article, reading.weighed, members)
    return Placing(story, verdict, its, reading)


def judged(article: Article, its: Body, found: Sequence[Candidate]) -> tuple[Verdict, set[str]]:
    """What the article repeats of these texts, and which of them stand with it in a series of its
    outlet, like a forecast of every day: it repeats none of those, it is an update of one.
    """
    if not found:
        return OWN, set()
    compared = [(x, compare(its, x.body)) for x in found]
    series = {x.id for x, likeness in compared if _is_series(article, its, x, likeness)}
    alike = [x for x in compared if x[0].id not in series]
    verdict = judge(its, article.published, alike, article.precise)
    if verdict.reprint_of or verdict.copied_by or not series:
        return verdict, series
    frame, likeness = max((x for x in compared if x[0].id in series), key=lambda x: x[1].kept)
    if likeness.kept >= verdict.kept:
        kept = likeness.kept
        verdict = Verdict("update", None, frame.id, kept, kept, likeness.of_old)
    return verdict, series


def _is_series(article: Article, its: Body, earlier: Candidate, likeness: Likeness) -> bool:
    return (
        its.outlet == earlier.body.outlet
        and likeness.kept >= REPRINTED
        and is_series(article.title, earlier.title, article.language, its.words, earlier.body.words)
    )


def _of_these_days(
    article: Article, reading: Reading, near: Sequence[Member], memory: Memory
) -> tuple[cluster.Weighed, Sequence[Member]]:
    """The article and those near it, where what many articles of the window print weighs less."""
    if not near:
        return reading.weighed, near
    by = cluster.factors(reading.weighed, *memory.holders(reading.keys, article.hours))
    members = [replace(x, weighed=cluster.reweighed(x.weighed, by)) for x in near]
    return cluster.reweighed(reading.weighed, by), members


def _fitting(
    article: Article, verdict: Verdict, weighed: cluster.Weighed, near: Sequence[Member]
) -> str | None:
    """The story that a text of its own joins; an update about other names does not join that of
    the text it repeats."""
    barred = {
        x.story
        for x in near
        if verdict.kind == "update"
        and x.id == verdict.based_on
        and not cluster.share_names(weighed, x.weighed)
    }
    scores = [
        cluster.Score(
            x.story,
            cluster.score(weighed, x.weighed, abs(article.hours - x.hours)),
            weighed.language == x.weighed.language,
        )
        for x in near
        if x.story not in barred
    ]
    return cluster.choose(scores)[0]


def _translated(
    verdict: Verdict, article: Article, new: cluster.Weighed, members: list[Member]
) -> Verdict:
    """A text of its own that tells what an earlier one of its story told in another language. Two
    editions of one outlet may be of unlike length.
    """
    if verdict.kind != "own" or verdict.based_on:
        return verdict
    own = [x for x in members if x.outlet == article.outlet and x.hours <= article.hours]
    editions = [x for x in own if cluster.is_edition(new, x.weighed)]
    found = editions or [x for x in members if cluster.is_translation(new, x.weighed)]
    if not found:
        return verdict
    source = min(found, key=lambda x: (x.hours, x.id))
    return Verdict("translated", None, source.id, verdict.similarity)
