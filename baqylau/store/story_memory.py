"""What the database knows of earlier articles, as `baqylau.stories.placing` asks for it: prints and
keys of a new article come in; the few articles that share them go out.

Texts cut into words and weighed features are kept in this process for the articles asked for last:
the articles of one event come within hours.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from baqylau.model.article import Precision
from baqylau.store import story_statements
from baqylau.store.dialect import inserts, values
from baqylau.store.families import portions
from baqylau.store.story_packing import key_number, short, unpacked
from baqylau.store.tables import articles, outlet_sentences, story_articles
from baqylau.stories import cluster
from baqylau.stories.comparison import Body
from baqylau.stories.kinds import Candidate
from baqylau.stories.placing import (
    LEAST_SHARED,
    REMEMBERED_HOURS,
    Article,
    Member,
    body_of,
)
from baqylau.stories.reprints import can_be_reprint

_BODIES, _WEIGHED = 400, 4000  # kept in this process: about 20 and 60 MB
_REMEMBERED = timedelta(hours=REMEMBERED_HOURS)
_WINDOW = timedelta(hours=cluster.WINDOW_HOURS)


@dataclass(frozen=True, slots=True)
class Known:
    """A row of an article with what placing needs of it."""

    id: int
    listed: datetime
    text_hash: bytes
    outlet: str
    canonical_hash: bytes
    current: bool
    reprint_of: int | None
    revision: int
    article: Article


@dataclass(slots=True)
class StoredMemory:
    """The memory for one article. With `before` only articles listed before it are known, whatever
    came when; `labels` and `roots` hold stories and sources that were decided anew and are not
    written yet (see `story_sweep`).
    """

    connection: Connection
    about: Known
    before: bool = False
    labels: dict[int, str] = field(default_factory=dict)
    roots: dict[int, int | None] = field(default_factory=dict)

    def sharing(self, new: Body) -> Sequence[Candidate]:
        """Those that share most prints, the earliest first where they share as many, and what the
        first two of them repeat; without those that repeat this article."""
        own = str(self.about.id)
        return [x for x, _ in self.sharing_known(new) if own not in (x.root, x.id)]

    def sharing_known(self, new: Body) -> list[tuple[Candidate, Known]]:
        """All of them, with their rows."""
        if not new.prints or not can_be_reprint(self.about.article.text):
            return []
        given = {
            "prints": values.bound(self.connection, [short(x) for x in new.prints]),
            "least": max(1, LEAST_SHARED * len(new.prints)),
        }
        found = self.connection.execute(
            story_statements.sharing(inserts.name_of(self.connection), self.before),
            given | self._around(_REMEMBERED),
        )
        most = list(found.scalars())
        if not most:
            return []
        known = {x.id: x for x in known_articles(self.connection, most)}
        roots = [self.root_of(known[x]) for x in most[:2] if x in known]
        missing = set(roots) - known.keys()
        known |= {x.id: x for x in known_articles(self.connection, missing)}
        wanted = [x for x in dict.fromkeys((*most, *roots)) if x in known]
        usual = usual_sentences(self.connection, {known[x].outlet for x in wanted})
        told = self._stories(wanted)
        return [(self.candidate(known[x], usual, told.get(x, "")), known[x]) for x in wanted]

    def candidate(
        self, known: Known, usual: dict[str, frozenset[int]], story: str = ""
    ) -> Candidate:
        """An article as a text to be compared with."""
        its = body_for(known, usual.get(known.outlet, frozenset()))
        article = known.article
        root = str(self.root_of(known))
        return Candidate(
            article.id, root, article.published, its, story, article.precise, article.title
        )

    def root_of(self, known: Known) -> int:
        """The article that it repeats, or itself."""
        return self.roots.get(known.id, known.reprint_of) or known.id

    def story_of(self, article: str) -> str | None:
        return self._stories([int(article)]).get(int(article)) if article else None

    def near(self, keys: Sequence[str], hours: float) -> Sequence[Member]:  # noqa: ARG002  (the article's own)
        numbers = [key_number(x) for x in keys]
        given = {"keys": values.bound(self.connection, numbers)} | self._around(_WINDOW)
        wanted = story_statements.near(inserts.name_of(self.connection), self.before)
        shared = list(self.connection.execute(wanted, given).scalars())
        found = {}
        for row in self.connection.execute(story_statements.members(shared)) if shared else ():
            weighed = _weighed(row.article, bytes(row.text_hash), row.version)
            if weighed is None:
                weighed = cluster.weigh(unpacked(row.features))
                _remember(row.article, bytes(row.text_hash), row.version, weighed)
            story = self.labels.get(row.article) or str(row.story)
            hours_of = row.listed.timestamp() / 3600
            outlet = outlet_name(row.name)
            found[row.article] = Member(str(row.article), story, hours_of, weighed, outlet)
        return [found[x] for x in shared if x in found]

    def holders(self, keys: Sequence[str], hours: float) -> tuple[Mapping[str, int], int]:  # noqa: ARG002  (the article's own)
        dialect = inserts.name_of(self.connection)
        numbers = {key_number(x): x for x in keys}
        around = self._around(_WINDOW)
        given = around | {"keys": values.bound(self.connection, list(numbers))}
        counted = self.connection.execute(story_statements.holders(dialect, self.before), given)
        held = {numbers[x.key]: x.holders for x in counted}
        counting = story_statements.in_window(self.before)
        return held, self.connection.execute(counting, around).scalar_one()

    def _around(self, time: timedelta) -> dict[str, Any]:
        listed = self.about.listed
        return {
            "since": listed - time,
            "until": listed + time,
            "own": self.about.id,
            "listed": listed,
            "hash": self.about.canonical_hash,
            "outlet": self.about.outlet,
        }

    def _stories(self, ids: Collection[int]) -> dict[int, str]:
        wanted = select(story_articles.c.article, story_articles.c.story).where(
            story_articles.c.article.in_(ids)
        )
        return {
            row.article: self.labels.get(row.article) or str(row.story)
            for row in self.connection.execute(wanted)
        }


def known_articles(connection: Connection, ids: Collection[int]) -> list[Known]:
    """The rows of these articles, in the order in which they are listed."""
    found = []
    for some in portions(ids):
        rows = connection.execute(story_statements.KNOWN_ARTICLES.where(articles.c.id.in_(some)))
        found += [known_article(x) for x in rows]
    return sorted(found, key=lambda x: (x.listed, x.id))


def outlet_name(name: str) -> str:
    """The name without the remark that an outlet is invented."""
    return name.partition(" (")[0]


def known_article(row: Any) -> Known:
    """A row of `story_statements.KNOWN_ARTICLES`."""
    return Known(
        row.id,
        row.listed,
        bytes(row.text_hash),
        row.outlet,
        bytes(row.canonical_hash),
        row.current,
        row.reprint_of,
        row.revision,
        Article(
            str(row.id),
            outlet_name(row.name),
            row.title or "",
            row.text,
            row.language,
            row.listed,
            row.published is None or row.published_precision != Precision.DAY,
        ),
    )


def usual_sentences(connection: Connection, outlet_ids: Iterable[str]) -> dict[str, frozenset[int]]:
    """The keys of the sentences that each outlet prints under many articles."""
    found: dict[str, set[int]] = {}
    wanted = select(outlet_sentences).where(outlet_sentences.c.outlet.in_(set(outlet_ids)))
    for row in connection.execute(wanted):
        found.setdefault(row.outlet, set()).add(row.sentence)
    return {x: frozenset(keys) for x, keys in found.items()}


def body_for(known: Known, usual: frozenset[int]) -> Body:
    """The text for comparison, from this process' memory where it was asked for lately."""
    return _body(_Same((known.id, known.text_hash, known.article.title, usual), known.article))


class _Same(tuple[Any, ...]):
    """A key of a cache that carries what is needed where nothing is cached."""

    article: Article

    def __new__(cls, key: tuple[Any, ...], article: Article) -> "_Same":
        made = super().__new__(cls, key)
        made.article = article
        return made


@lru_cache(maxsize=_BODIES)
def _body(of: _Same) -> Body:
    return body_of(of.article, of[3])


_recent: dict[tuple[int, bytes, str], cluster.Weighed] = {}


def _weighed(article: int, text_hash: bytes, version: str) -> cluster.Weighed | None:
    return _recent.get((article, text_hash, version))


def _remember(article: int, text_hash: bytes, version: str, weighed: cluster.Weighed) -> None:
    try:
        while len(_recent) >= _WEIGHED:
            _recent.pop(next(iter(_recent)), None)
    except (RuntimeError, StopIteration):  # another thread was faster
        pass
    _recent[(article, text_hash, version)] = weighed
