"""Stories of a stream of articles, in memory: one article after another comes in, in order of
arrival; its story and what it repeats go out. An answer depends on the articles before it alone.

A store does the same with rows in place of these dictionaries: it asks for the articles that share
prints (`fingerprint`), judges them (`kinds`), then asks for the articles of the window that share
keys (`cluster.keys`) and chooses a story.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from baqylau.stories import cluster
from baqylau.stories.comparison import Body, body, compare
from baqylau.stories.features import Features, features
from baqylau.stories.fingerprint import CAP
from baqylau.stories.kinds import OWN, Candidate, Kind, Verdict, judge

_COMPARED = 4
"""Earlier texts that a new one is compared with word by word, those with most shared prints."""
_LEAST_SHARED = 0.05
"""Share of its prints that a text must have in common with an earlier one to be compared with it:
most articles share a turn of phrase with some other."""
_SCORED = 30
"""Articles of the window that a new one is scored against, those with most shared keys."""
_REMEMBERED_HOURS = 45 * 24.0
"""After this a text is forgotten: a later copy is a reminder, not a reprint."""
_BOILERPLATE = 5  # articles of an outlet with one sentence, from which it says nothing


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the stream; `published` with its zone."""

    id: str
    outlet: str
    title: str
    text: str
    language: str | None
    published: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """The answer: see the contract of `baqylau stories`."""

    story: str
    kind: Kind
    reprint_of: str | None
    based_on: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class _Text:
    candidate: Candidate
    hours: float
    prints: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Member:
    """An article of the window that stands for its copies."""

    id: str
    story: str
    hours: float
    features: Features
    weighed: cluster.Weighed
    keys: list[str]


class Stream:
    """The state after the articles so far."""

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._by_print: dict[int, list[str]] = {}
        self._stories: dict[str, str] = {}
        self._members: deque[_Member] = deque()
        self._by_key: dict[str, dict[str, _Member]] = {}
        self._frequencies = cluster.Frequencies()
        self._sentences: dict[str, Counter[int]] = {}
        self._boilerplate: dict[str, set[int]] = {}

    def place(self, article: Article) -> Placed:
        """The article's story and kind; remembers the article."""
        hours = article.published.timestamp() / 3600
        self._forget(hours)
        new = body(
            article.text, article.title, article.outlet, self._boilerplate.get(article.outlet, ())
        )
        verdict = self._judged(new, article)
        story = self._stories.get(verdict.reprint_of or verdict.copied_by or "")
        if story is None:
            story, verdict = self._story(article, verdict, hours)
        self._remember(article, new, verdict, story, hours)
        return Placed(
            story,
            verdict.kind,
            verdict.reprint_of,
            verdict.based_on,
            None if verdict.similarity is None else round(verdict.similarity, 3),
        )

    def _judged(self, new: Body, article: Article) -> Verdict:
        shared: Counter[str] = Counter()
        prints = new.prints
        for each in prints:
            shared.update(self._by_print.get(each, ()))
        enough = [x for x, n in shared.items() if n >= _LEAST_SHARED * len(prints)]
        if not enough:
            return OWN
        most = sorted(enough, key=lambda x: -shared[x])[:_COMPARED]  # equal counts: earliest first
        roots = [self._texts[x].candidate.root for x in most[:2]]
        found = [
            self._texts[x].candidate for x in dict.fromkeys((*most, *roots)) if x in self._texts
        ]
        return judge(new, article.published, [(x, compare(new, x.body)) for x in found])

    def _story(self, article: Article, verdict: Verdict, hours: float) -> tuple[str, Verdict]:
        """The story that an article with a text of its own joins or begins."""
        its = features(article.title, article.text, article.language)
        weighed = cluster.weigh(its, self._frequencies)
        keys = cluster.keys(weighed, self._frequencies)
        near = self._near(keys)
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
                cluster.score(weighed, x.weighed, abs(hours - x.hours)),
                weighed.language == x.weighed.language,
            )
            for x in near
            if x.story not in barred
        ]
        story = cluster.choose(scores)[0] or article.id
        verdict = _translated(verdict, weighed, [x for x in near if x.story == story])
        member = _Member(article.id, story, hours, its, weighed, keys)
        self._members.append(member)
        self._frequencies.add(its)
        for key in keys:
            self._by_key.setdefault(key, {})[article.id] = member
        return story, verdict

    def _near(self, keys: Iterable[str]) -> list[_Member]:
        shared: Counter[str] = Counter()
        members: dict[str, _Member] = {}
        for key in keys:
            for id_, member in self._by_key.get(key, {}).items():
                members[id_] = member
                shared[id_] += 1
        return [members[x] for x, _ in shared.most_common(_SCORED)]

    def _remember(
        self, article: Article, new: Body, verdict: Verdict, story: str, hours: float
    ) -> None:
        root = verdict.reprint_of or article.id
        candidate = Candidate(article.id, root, article.published, new, story)
        prints = new.prints
        self._texts[article.id] = _Text(candidate, hours, prints)
        self._stories[article.id] = story
        for each in prints:
            row = self._by_print.setdefault(each, [])
            row.append(article.id)
            if len(row) > CAP:
                del row[CAP // 2]  # the first print of a text stays, and the newest
        if root == article.id:  # copies of one text make no sentence usual
            self._count_sentences(article.outlet, new)

    def _count_sentences(self, outlet: str, new: Body) -> None:
        counted = self._sentences.setdefault(outlet, Counter())
        usual = self._boilerplate.setdefault(outlet, set())
        for key in new.keys:
            counted[key] += 1
            if counted[key] >= _BOILERPLATE:
                usual.add(key)

    def _forget(self, hours: float) -> None:
        while self._members and hours - self._members[0].hours > cluster.WINDOW_HOURS:
            old = self._members.popleft()
            self._frequencies.remove(old.features)
            for key in old.keys:
                row = self._by_key[key]
                row.pop(old.id, None)
                if not row:
                    del self._by_key[key]
        while self._texts and hours - next(iter(self._texts.values())).hours > _REMEMBERED_HOURS:
            first = next(iter(self._texts))
            gone = self._texts.pop(first)
            self._stories.pop(first, None)
            for each in gone.prints:
                left = [x for x in self._by_print.get(each, ()) if x != first]
                if left:
                    self._by_print[each] = left
                else:
                    self._by_print.pop(each, None)


def _translated(verdict: Verdict, new: cluster.Weighed, members: list[_Member]) -> Verdict:
    """A text of its own that tells what an earlier one of its story told in another language."""
    if verdict.kind != "own" or verdict.based_on:
        return verdict
    found = [x for x in members if cluster.is_translation(new, x.weighed)]
    if not found:
        return verdict
    return Verdict("translated", None, min(found, key=lambda x: x.hours).id, verdict.similarity)
