"""Stories of a stream of articles, in memory: one article after another comes in, in order of
arrival; its story and what it repeats go out. An answer depends on the articles before it alone.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baqylau.stories import cluster
from baqylau.stories.comparison import Body
from baqylau.stories.fingerprint import CAP
from baqylau.stories.kinds import Candidate, Kind
from baqylau.stories.placing import (
    BOILERPLATE,
    COMPARED,
    LEAST_SHARED,
    REMEMBERED_HOURS,
    SCORED,
    Article,
    Member,
    Placing,
    Reading,
    body_of,
    place,
)

__all__ = ["Article", "Placed", "Stream"]

_SENTENCES = 2000
"""Sentences that are counted for one outlet. Where there are more, those counted once are
forgotten: what an outlet prints under every article comes again soon."""


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


class Stream:
    """The state after the articles so far."""

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._by_print: dict[int, list[str]] = {}
        self._stories: dict[str, str] = {}
        self._hours: deque[float] = deque()
        self._members: deque[tuple[Member, Sequence[str]]] = deque()
        self._by_key: dict[str, dict[str, Member]] = {}
        self._sentences: dict[str, Counter[int]] = {}
        self._boilerplate: dict[str, set[int]] = {}

    def place(self, article: Article) -> Placed:
        """The article's story and kind; remembers the article."""
        self._forget(article.hours)
        placing = place(article, body_of(article, self._boilerplate.get(article.outlet, ())), self)
        verdict, story = placing.verdict, placing.story or article.id
        self._remember(article, placing, story)
        return Placed(
            story,
            verdict.kind,
            verdict.reprint_of,
            verdict.based_on,
            None if verdict.similarity is None else round(verdict.similarity, 3),
        )

    # What `placing.Memory` asks for
    # ----------------------------------------------------------------------------------------------

    def sharing(self, new: Body) -> Sequence[Candidate]:
        shared: Counter[str] = Counter()
        for each in new.prints:
            shared.update(self._by_print.get(each, ()))
        enough = [x for x, n in shared.items() if n >= LEAST_SHARED * len(new.prints)]
        most = sorted(enough, key=lambda x: -shared[x])[:COMPARED]  # equal counts: earliest first
        roots = [self._texts[x].candidate.root for x in most[:2]]
        return [
            self._texts[x].candidate for x in dict.fromkeys((*most, *roots)) if x in self._texts
        ]

    def story_of(self, article: str) -> str | None:
        return self._stories.get(article)

    def near(self, keys: Sequence[str], hours: float) -> Sequence[Member]:  # noqa: ARG002  (`_forget` has seen to it)
        shared: Counter[str] = Counter()
        members: dict[str, Member] = {}
        for key in keys:
            holders = self._by_key.get(key, {})
            if len(holders) <= cluster.TOO_MANY:
                members |= holders
                shared.update(holders.keys())
        return [members[x] for x, _ in shared.most_common(SCORED)]

    def holders(self, keys: Sequence[str], hours: float) -> tuple[Mapping[str, int], int]:  # noqa: ARG002
        return {x: len(self._by_key.get(x, ())) for x in keys}, len(self._hours)

    # --------------------------------------------------------------------------------------------

    def _remember(self, article: Article, placing: Placing, story: str) -> None:
        new = placing.body
        self._hours.append(article.hours)
        root = placing.verdict.reprint_of or article.id
        candidate = Candidate(
            article.id, root, article.published, new, story, article.precise, article.title
        )
        self._texts[article.id] = _Text(candidate, article.hours, new.prints)
        self._stories[article.id] = story
        for each in new.prints:
            row = self._by_print.setdefault(each, [])
            row.append(article.id)
            if len(row) > CAP:
                del row[CAP // 2]  # the first print of a text stays, and the newest
        if root == article.id:  # copies of one text make no sentence usual
            self._count_sentences(article.outlet, new)
        if placing.reading is not None:
            self._add_member(article, placing.reading, story)

    def _add_member(self, article: Article, reading: Reading, story: str) -> None:
        member = Member(article.id, story, article.hours, reading.weighed, article.outlet)
        self._members.append((member, reading.keys))
        for key in reading.keys:
            self._by_key.setdefault(key, {})[article.id] = member

    def _count_sentences(self, outlet: str, new: Body) -> None:
        counted = self._sentences.setdefault(outlet, Counter())
        usual = self._boilerplate.setdefault(outlet, set())
        for key in new.keys:
            counted[key] += 1
            if counted[key] >= BOILERPLATE:
                usual.add(key)
        if len(counted) > _SENTENCES:
            kept = [x for x in counted.most_common(_SENTENCES // 2) if x[1] > 1]
            self._sentences[outlet] = Counter(dict(kept))
            usual.intersection_update(x for x, _ in kept)

    def _forget(self, hours: float) -> None:
        while self._members and hours - self._members[0][0].hours > cluster.WINDOW_HOURS:
            old, its_keys = self._members.popleft()
            for key in its_keys:
                row = self._by_key[key]
                row.pop(old.id, None)
                if not row:
                    del self._by_key[key]
        while self._hours and hours - self._hours[0] > cluster.WINDOW_HOURS:
            self._hours.popleft()
        while self._texts and hours - next(iter(self._texts.values())).hours > REMEMBERED_HOURS:
            first = next(iter(self._texts))
            gone = self._texts.pop(first)
            self._stories.pop(first, None)
            for each in gone.prints:
                left = [x for x in self._by_print.get(each, ()) if x != first]
                if left:
                    self._by_print[each] = left
                else:
                    self._by_print.pop(each, None)
