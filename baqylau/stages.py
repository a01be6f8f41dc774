"""The stages of reading, as one table: what a job of each stage is about, which version of the work
this release does, which functions do it, and what follows.

Everything that handles jobs reads this table: the job table, the queues, the workers, the sandbox,
metrics, progress bars, backups and the command line. A new stage is one row here (named in the
`then` of the stage before it) and one file in `workers/stages/`. Functions are named
"module:function" and imported on first use, since readers are heavy and the library may not import
the workers.

>>> [x.name for x in STAGES.values()]
['clean', 'facts', 'entities', 'citations', 'index', 'story', 'match']
>>> next_of("facts")
('entities', 'citations')
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Subject = Literal["page", "article"]
LONGEST_NAME = 16
"""Characters; the width of the column `jobs.stage`."""
INDEX_VERSION = "4"  # raise when `baqylau.query.index_tokens` answers otherwise than before
MATCH_VERSION = "1"  # never raised for better queries: what was told once is not told again


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of reading. Its name is the value of the column `jobs.stage`, of metric labels and
    of `--stage`, and begins the names of its queues.
    """

    name: str
    subject: Subject
    """Which row a job is about."""
    version: Callable[[], str]
    """The version of the work this release does, at most 32 characters. A later one makes the
    subjects of earlier versions due again (`baqylau jobs sweep`)."""
    run: str
    """What a worker does with a leased job: a function like those in `workers/stages/`."""
    reader: str | None = None
    """What the sandbox runs for it; None where all of the work is done in the worker itself."""
    timeout: str = "clean_timeout"
    """The setting that limits the time of the reader."""
    then: tuple[str, ...] = ()
    """The stages whose jobs are made in the transaction that ends a job of this stage."""
    on_set_aside: tuple[str, ...] = ()
    """The stages whose jobs are made where a job of this stage is given up for good."""
    decides_outcome: bool = False
    """Whether a page waits for this stage to know its outcome. Where the job is set aside, so is a
    page that has no outcome; where it is retried, the page waits again."""
    makes_searchable: bool = False
    """Whether an article can be found from the end of this stage on; the delay of the news is
    measured until then."""
    in_backup: bool = True
    """Whether a backup holds what the stage writes. Where it does not, the stage's jobs are done
    again after a restore."""
    title: str = ""
    """Beside the progress bar."""


def declared_in(module: str) -> Callable[[], str]:
    """The `VERSION` of a module, which is imported when the version is asked for."""
    return lambda: str(import_module(module).VERSION)


def table(*rows: Stage) -> dict[str, Stage]:
    """The rows by name, in the order of the work; the first is the stage that a fetched page
    enters. Raises `ValueError` for a row that cannot be in the table.
    """
    names = [x.name for x in rows]
    for place, row in enumerate(rows):
        if not 0 < len(row.name) <= LONGEST_NAME or row.name in names[:place]:
            raise ValueError(
                f"stage {row.name!r}: give a name of its own, of 1 to {LONGEST_NAME} characters"
            )
        later = {x.name: x for x in rows[place + 1 :]}
        for name in (*row.then, *row.on_set_aside):
            if name not in later:  # a circle would never end
                raise ValueError(
                    f"stage {row.name}: {name!r} follows it, so it has to be a row below it"
                )
            if row.subject == "article" and later[name].subject == "page":
                raise ValueError(f"stage {row.name}: {name} is of pages and cannot follow it")
        if other := [x for x in row.on_set_aside if later[x].subject != row.subject]:
            raise ValueError(f"stage {row.name}: {other[0]} is of another subject; use `then`")
    return {x.name: x for x in rows}


STAGES: dict[str, Stage] = table(
    Stage(
        "clean",
        "page",
        declared_in("baqylau.clean"),
        run="workers.stages.clean:clean",
        reader="baqylau.clean:read",
        timeout="clean_timeout",
        then=("facts",),
        decides_outcome=True,
        title="Read pages",
    ),
    Stage(
        "facts",
        "article",
        declared_in("baqylau.facts"),
        run="workers.stages.facts:facts",
        reader="baqylau.facts:extract",
        timeout="facts_timeout",
        then=("entities", "citations"),
        on_set_aside=("index",),  # an article nobody can take facts from is searched all the same
        title="Extract facts",
    ),
    Stage(
        "entities",
        "article",
        declared_in("baqylau.entities"),
        run="workers.stages.entities:entities",
        then=("index",),  # which holds whom the names mean
        on_set_aside=("index",),
        title="Join names",
    ),
    Stage(
        "citations",
        "article",
        declared_in("baqylau.analysis.citations"),
        run="workers.stages.citations:citations",
        title="Find sources",
    ),
    Stage(
        "index",
        "article",
        lambda: INDEX_VERSION,
        run="workers.stages.index:index",
        reader="baqylau.query.index_tokens:of_texts",
        timeout="clean_timeout",
        then=("story",),
        on_set_aside=("story",),
        makes_searchable=True,
        in_backup=False,
        title="Index",
    ),
    Stage(
        "story",
        "article",
        declared_in("baqylau.stories"),
        run="workers.stages.story:story",
        then=("match",),
        on_set_aside=("match",),
        title="Join stories",
    ),
    Stage(
        "match",
        "article",
        lambda: MATCH_VERSION,
        run="workers.stages.match:match",
        reader="baqylau.query.index_tokens:of_texts",
        timeout="clean_timeout",
        title="Match watches",
    ),
)


def first() -> str:
    """The stage that a fetched page enters."""
    return next(iter(STAGES))


def of_subject(subject: Subject) -> tuple[str, ...]:
    """The stages whose jobs are about pages, or about articles."""
    return names(x for x in STAGES.values() if x.subject == subject)


FACTS = "facts"
"""The stage whose job says whether an article's facts are still to be read."""


def searchable() -> str:
    """The stage from whose end on an article can be found."""
    return next(x.name for x in STAGES.values() if x.makes_searchable)


def next_of(stage: str) -> tuple[str, ...]:
    """The stages that follow a job that was done."""
    return STAGES[stage].then


def names(stages: Iterable[Stage]) -> tuple[str, ...]:
    return tuple(x.name for x in stages)


def function(dotted: str) -> Callable[..., Any]:
    """The function that a row names as "module:function"."""
    module, _, name = dotted.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
