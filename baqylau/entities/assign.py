"""Which known entity each name of an article means: the article's clusters (the names that the
facts gave it) and the candidates of the store come in; for each cluster an entity, a new one, or
nothing where it is not sure, goes out.

A cluster is never split: it has one entity. Several clusters may have the same one. What was
decided before at the same version is kept, so that a re-run gives the same ids.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from baqylau.entities import compare, roles
from baqylau.entities.blocks import lock_of
from baqylau.entities.compare import LINE, Named
from baqylau.entities.family_name import is_common_family
from baqylau.entities.organization_name import is_generic
from baqylau.entities.organization_name import parse as organization
from baqylau.entities.person_name import PersonName
from baqylau.entities.person_name import parse as person

NEW = 0
"""What `_decide` answers for an entity that is not known yet."""
OFFERED = 0.3
"""From here on two entities that are not joined are offered to an editor."""
_CLOSE = 0.08  # two candidates no further apart are equally likely
_SOON = timedelta(days=31)
_LATER = 0.5  # a role seen long ago counts half


@dataclass(frozen=True, slots=True)
class Cluster:
    """A name of an article, as the facts resolved it; `roles` are what it is called there."""

    type: str
    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known entity: its names, and its roles and when each was last seen. `merged`: an editor
    said that some of the names are one person's, however unlike they are. `held` is what `lock_of`
    says of the names, where the store has it: telling it from a name takes longer than all else.
    """

    entity: int
    type: str
    names: tuple[str, ...]
    roles: tuple[tuple[str, datetime], ...] = ()
    merged: bool = False
    held: frozenset[str] | None = None

    def locks(self) -> frozenset[str]:
        """What a name must share with one of these names to be compared with them."""
        if self.held is not None:
            return self.held
        return frozenset[str]().union(*(lock_of(self.type, x) for x in self.names))


class Decision(NamedTuple):
    """`entity` is a known one; below 0 a new one, the same number for one entity; None: not sure.
    `offered` are the entities that may be the same, each with how likely.
    """

    cluster: Cluster
    entity: int | None
    score: float
    offered: tuple[tuple[int, float], ...] = ()


def assign(
    clusters: Sequence[Cluster],
    candidates: Collection[Candidate],
    moment: datetime,
    kept: Mapping[tuple[str, str], int] | None = None,
    before: Mapping[tuple[str, str], int] | None = None,
) -> list[Decision]:
    """A decision for each cluster, in their order. `kept` are decisions by type and name that
    stand; `before` are those of an earlier version, which win where they are as likely as another.
    """
    pool = _Pool(candidates)
    made: dict[int, Decision] = {}
    # whole names first: a surname alone may then mean one of them
    for place in sorted(
        range(len(clusters)), key=lambda x: _completeness(clusters[x]), reverse=True
    ):
        cluster = clusters[place]
        earlier = (kept or {}).get((cluster.type, cluster.name))
        if earlier is not None:
            made[place] = Decision(cluster, earlier, 1.0)
            continue
        decision = _decide(cluster, pool, moment, before or {})
        if decision.entity == NEW:
            number = min([0, *pool.of_id]) - 1
            decision = decision._replace(entity=number)
            seen = tuple((x, moment) for x in cluster.roles)
            pool.add(Candidate(number, cluster.type, (cluster.name,), seen))
        made[place] = decision
    return [made[x] for x in range(len(clusters))]


class _Pool:
    """The candidates by their ids, and by what names must share with them to be compared."""

    def __init__(self, candidates: Collection[Candidate]) -> None:
        self.of_id: dict[int, Candidate] = {}
        self._of_lock: dict[str, list[Candidate]] = {}
        for x in candidates:
            self.add(x)

    def add(self, candidate: Candidate) -> None:
        self.of_id[candidate.entity] = candidate
        for lock in candidate.locks():
            self._of_lock.setdefault(lock, []).append(candidate)

    def near(self, cluster: Cluster) -> list[Candidate]:
        """Those that the cluster may mean."""
        found = {
            x.entity: x
            for lock in lock_of(cluster.type, cluster.name)
            for x in self._of_lock.get(lock, ())
            if x.type == cluster.type
        }
        return list(found.values())


def _completeness(cluster: Cluster) -> tuple[int, int]:
    if cluster.type != "person":
        return 0, 0
    read = person(cluster.name)
    return 2 * bool(read.given) + bool(read.initial), len(cluster.name)


def _decide(
    cluster: Cluster,
    pool: _Pool,
    moment: datetime,
    before: Mapping[tuple[str, str], int],
) -> Decision:
    was = before.get((cluster.type, cluster.name))
    own = None if was is None else pool.of_id.get(was)
    if own is not None and own.names[0] == cluster.name:
        return Decision(cluster, own.entity, 1.0)  # the entity was made for this very name
    if cluster.type == "organization" and is_generic(organization(cluster.name)):
        return Decision(cluster, None, 0.0)  # «министерство», «компания»
    scored = sorted(
        ((_score(cluster, x, moment), x) for x in pool.near(cluster)),
        key=lambda x: (-x[0].likely, x[1].entity < 0, abs(x[1].entity)),
    )
    likely = [x for x in scored if x[0].likely >= LINE]
    if cluster.type == "person":
        return _decide_person(cluster, likely, scored, was)
    if likely:
        return Decision(cluster, likely[0][1].entity, likely[0][0].likely)
    return Decision(cluster, NEW, 0.0, _offers(scored))


class Score(NamedTuple):
    """How likely, and what the roles said (above 0: for it)."""

    likely: float
    said: float


Scored = tuple[Score, Candidate]


def _decide_person(
    cluster: Cluster, likely: Sequence[Scored], scored: Sequence[Scored], was: int | None
) -> Decision:
    read = person(cluster.name)
    if not read.families:
        return Decision(cluster, None, 0.0)
    has_given = bool(read.given or read.initial)
    whole = [x for x in likely if not _is_surname_alone(x[1])]
    if has_given:
        rare = not any(map(is_common_family, read.families))
        # a known whole name goes before a surname alone
        likely = whole or [x for x in likely if rare or x[0].said >= roles.NEAR]
    elif whole:  # a surname alone means who is known by a whole name
        likely = whole
    if not read.given and _says_little(read):
        likely = [x for x in likely if x[0].said >= roles.NEAR]
        if not likely:
            return Decision(cluster, None, 0.0)
    if not likely:
        return Decision(cluster, NEW, 0.0, _offers(scored))
    (best, first), *others = likely
    again = next((x for x in likely if x[1].entity == was), None)
    if again is not None and best.likely - again[0].likely < _CLOSE:
        return Decision(cluster, was, again[0].likely)
    if any(best.likely - x[0].likely < _CLOSE for x in others):
        return Decision(cluster, None, best.likely)
    return Decision(cluster, first.entity, best.likely)


def _is_surname_alone(candidate: Candidate) -> bool:
    return not any(x.given or x.initial for x in map(person, candidate.names))


def _says_little(read: PersonName) -> bool:
    """Whether a name without a given name is that of very many people."""
    return any(map(is_common_family, read.families)) and not (read.initial and read.father_initial)


def _offers(scored: Sequence[Scored]) -> tuple[tuple[int, float], ...]:
    return tuple(
        (x.entity, round(score.likely, 3))
        for score, x in scored[:3]
        if score.likely >= OFFERED and x.entity > 0
    )


def _score(cluster: Cluster, candidate: Candidate, moment: datetime) -> Score:
    """The best of the candidate's names, with what the roles say."""
    if cluster.type != "person":
        one = Named(cluster.name, "", cluster.type)
        return Score(
            max(compare.compare(one, Named(x, "", cluster.type)) for x in candidate.names), 0.0
        )
    by_name = max((compare.names(cluster.name, x) for x in candidate.names), default=0.0)
    if by_name <= 0.1 or (not candidate.merged and _contradicts(cluster.name, candidate.names)):
        return Score(min(by_name, 0.1), 0.0)
    said = _said(cluster, candidate, moment)
    return Score(compare.with_evidence(by_name, said) if said else by_name, said)


def _contradicts(name: str, names: Collection[str]) -> bool:
    """Whether a given name or patronymic speaks against any of the candidate's names: a man known
    as С. Ахметов and Серик Ахметов is no Самат Ахметов.
    """
    read = person(name)
    return any(
        compare.names(name, x) < OFFERED and compare.contradicts(read, person(x)) for x in names
    )


def _said(cluster: Cluster, candidate: Candidate, moment: datetime) -> float:
    """The strongest that a pair of roles says for one person; what they say against it counts only
    where no pair speaks for it.
    """
    found = [
        said * (_LATER if said > 0 and abs(moment - seen) > _SOON else 1.0)
        for one in cluster.roles
        for other, seen in candidate.roles
        for said in (roles.evidence(one, other),)
    ]
    return max(found, default=0.0)
