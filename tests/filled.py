"""A database with one article of every kind that a user may see: an empty app comes in and is
filled, the ids of the articles go out. Rows are written directly, without a crawl or a model, and
are the same each time.

There are two revisions of one article, a reprint, a removed article, a hostile one, one without a
time, a title or facts, pages of every outcome, an outlet that fails, one with an issue and one
never visited. Times count back from now, so that "today" is today.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from baqylau.app import App
from baqylau.clock import now
from baqylau.model.article import Article, Kind, Precision
from baqylau.model.fact import (
    Amount,
    Attribution,
    Date,
    Extraction,
    Fact,
    Mention,
    Quote,
    Role,
    Slot,
)
from baqylau.model.issue import Finding, Trouble
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.store import articles, facts, issues, outlets, pages, search_rows, stories
from baqylau.store.connect import writing
from baqylau.store.tables import outlets as outlet_rows
from tests import snapshots

OUTLETS = {
    "dala": "Дала газеті",
    "vestnik": "Вестник степи",
    "courier": "Hill Courier",
    "evil": "<b>Злой</b> & «вестник»",
}
EVIL = "<script>window.stolen=1</script>"
QUOTE = "Мост откроют в марте, на него выделено 2,4 млрд тенге"
BRIDGE = (
    f"«{QUOTE}», – сообщил аким Костаная Ерлан Сатаев. Об этом пишет газета «Тау жаршысы».\nРаботы"
    " начались 3 сентября 2025 года. Подрядчик нанял 140 рабочих, которые трудятся в две смены и"
    " живут в посёлке у реки."
)
BRIDGE_BEFORE = BRIDGE.replace("в марте", "в январе")
KAZAKH = (
    "«Биыл 12 мектеп салынады», – деді министр Айгүл Серікова. Жаңа мектептер Ақтөбе мен"
    " Түркістанда ашылады."
)
ENGLISH = (
    "“The dam is safe,” speaker engineer Anna Reed. The reservoir holds 40 million cubic meters of"
    " water."
)
HOSTILE = (
    f'{EVIL} сказал <img src=x onerror="window.stolen=1"> директор'
    f" {EVIL}.\n</p></article><style>body{{display:none}}</style> '\"&amp;"
)


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One page as it is to be stored; `before` is how long ago it was printed, None: no time
    printed.
    """

    outlet: str
    slug: str
    title: str | None
    text: str
    language: str | None
    before: timedelta | None
    facts: tuple[Fact, ...] = ()
    mentions: tuple[Mention, ...] = ()
    precision: Precision = Precision.MINUTE
    url: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


def fill(app: App) -> dict[str, int]:
    """Everything above, into an empty database; returns the ids of articles by slug (the later
    revision under `bridge`). Times count back from at most a minute ago.
    """
    return dict(snapshots.filled(app, _fill))


def _fill(app: App) -> dict[str, int]:
    ids: dict[str, int] = {}
    with writing(app.engine) as connection:
        for outlet, name in OUTLETS.items():
            outlets.ensure(connection, outlet, name, sample=outlet == "courier")
        outlets.ensure(connection, "silent", "Тихая газета")
    moment = now()
    for given_article in samples():
        ids[given_article.slug] = write(app, given_article, moment)
    articles.mark_removed(app.engine, "dala", "https://dala.test/removed", now())
    issues.record_findings(
        app.engine,
        "dala",
        [
            Finding(
                Trouble.CHANGED,
                "published",
                now() - timedelta(days=1),
                f"no time is read any more {EVIL}",
            )
        ],
        now(),
    )
    with writing(app.engine) as connection:
        _visits(connection)
        _outcomes(app, connection)
    return ids


def write(app: App, given_article: SampleArticle, moment: datetime | None = None) -> int:
    """One page with its article, its facts and its row in the index. Times count back from the
    moment, or from now.
    """
    moment = moment or now()
    url = (
        given_article.url
        or f"https://{given_article.outlet}.test/{given_article.slug.removesuffix('-before')}"
    )
    published = moment - given_article.before if given_article.before is not None else None
    fetched = (published or moment - timedelta(days=2)) + timedelta(minutes=2)
    body = f"<title>{given_article.title}</title><p>{given_article.text}</p>".encode()
    page = Page(
        url,
        body,
        fetched,
        "text/html; charset=utf-8",
        200,
        {"Content-Type": "text/html", "ETag": '"1"'},
    )
    kept = pages.store(app.engine, page, given_article.outlet, None, app.archive)
    given = {
        "title": given_article.title,
        "text": given_article.text,
        "language": given_article.language,
        "published": published,
        "cleaner": "t",
    } | given_article.more
    article = Article(
        url,
        url,
        Kind.ARTICLE,
        published_precision=given_article.precision if published else None,
        **given,
    )
    assert kept.page_id is not None
    stored = pages.load(app.engine, kept.page_id, app.archive)
    with writing(app.engine) as connection:
        written = articles.write(connection, stored, article, now())
        assert written.stored is not None
        number = written.stored.id
        pages.set_outcome(connection, kept.page_id, written.outcome)
        facts.replace(
            connection,
            number,
            written.stored.listed,
            "t",
            Extraction(given_article.language or "", given_article.mentions, given_article.facts),
        )
        search_rows.put(connection, number)
        stories.decide(connection, number, "t")
    return number


def samples() -> Iterable[SampleArticle]:
    """Every article of `fill`."""
    hour = timedelta(hours=1)
    yield SampleArticle(
        "vestnik", "bridge-before", "Мост откроют в январе", BRIDGE_BEFORE, "ru", 5 * hour
    )
    yield SampleArticle(
        "vestnik",
        "bridge",
        "Мост откроют в марте",
        BRIDGE,
        "ru",
        3 * hour,
        tuple(_bridge()),
        _mentions(BRIDGE),
        more=_MORE,
    )
    yield SampleArticle(
        "dala", "reprint", "Мост: новые сроки", BRIDGE, "ru", hour, tuple(_bridge())
    )
    printed = {"script": "Cyrl", "editions": (("Latn", "https://dala.test/qaz/schools"),)}
    yield SampleArticle(
        "dala",
        "schools",
        "12 мектеп салынады",
        KAZAKH,
        "kk",
        26 * hour,
        tuple(_schools()),
        more=printed,
    )
    yield SampleArticle(
        "courier", "dam", "The dam is safe", ENGLISH, "en", 50 * hour, tuple(_dam())
    )
    yield SampleArticle(
        "evil",
        "hostile",
        f"{EVIL} & заголовок",
        HOSTILE,
        "ru",
        2 * hour,
        tuple(_hostile()),
        url="javascript:alert(1)",
        more=_EVIL_MORE,
    )
    yield SampleArticle("dala", "untitled", None, "Коротко.", None, None)
    yield SampleArticle(
        "vestnik",
        "day",
        "Сход жителей назначен",
        "В селе пройдёт сход жителей.",
        "ru",
        70 * hour,
        precision=Precision.DAY,
    )
    yield SampleArticle(
        "dala", "removed", "Снятая новость", "Эту новость потом сняли.", "ru", 90 * hour
    )
    for n in range(45):
        yield SampleArticle(
            "courier",
            f"brief-{n}",
            f"Brief number {n}",
            f"A short report about harvest {n}.",
            "en",
            (100 + n) * hour,
        )


_MORE = {"authors": ("Мария Ли",), "section": "Город", "tags": ("мосты", "бюджет")}
_EVIL_MORE = {"authors": (EVIL,), "section": EVIL, "tags": ('"><script>', EVIL)}


def at(text: str, words: str, name: str | None = None) -> Slot:
    """The words where they stand first."""
    start = text.index(words)
    return Slot(start, start + len(words), words, name)


def common(
    text: str, words: str, sentence: str, rule: str, confidence: float = 0.9
) -> dict[str, Any]:
    """What every fact carries."""
    slot, whole = at(text, words), at(text, sentence)
    return {
        "start": slot.start,
        "end": slot.end,
        "text": words,
        "sentence": Span(whole.start, whole.end),
        "confidence": confidence,
        "rule": rule,
    }


def _bridge() -> Iterable[Fact]:
    """The amount lies inside the quote, the role overlaps the quote's speaker."""
    first = BRIDGE.partition(" Об этом")[0]
    content = at(BRIDGE, QUOTE)
    speaker = at(BRIDGE, "аким Костаная Ерлан Сатаев", "Ерлан Сатаев")
    speaker = {
        "content": (Span(content.start, content.end),),
        "speaker": speaker,
        "speaker_name": "Ерлан Сатаев",
        "speaker_role": "аким Костаная",
    }
    yield Quote(**common(BRIDGE, QUOTE, first, "ru.marks", 0.97), form="direct", **speaker)
    money = common(BRIDGE, "2,4 млрд тенге", first, "ru.money", 0.95)
    yield Amount(**money, quantity="money", value=2.4e9, currency="KZT")
    person, position = (
        at(BRIDGE, "Ерлан Сатаев", "Ерлан Сатаев"),
        at(BRIDGE, "аким Костаная", "аким Костаная"),
    )
    yield Role(
        **common(BRIDGE, "аким Костаная Ерлан Сатаев", first, "ru.position", 0.9),
        person=person,
        position=position,
    )
    cited = common(
        BRIDGE, "пишет газета «Тау жаршысы»", "Об этом пишет газета «Тау жаршысы».", "ru.writes"
    )
    yield Attribution(**cited, layer="cited", source=at(BRIDGE, "«Тау жаршысы»", "Тау жаршысы"))
    day = datetime(2025, 9, 3).date()
    yield Date(
        **common(BRIDGE, "3 сентября 2025 года", "Работы начались 3 сентября 2025 года.", "ru.day"),
        first=day,
        last=day,
        grain="day",
    )
    last = BRIDGE[BRIDGE.index("Подрядчик") :]
    yield Amount(
        **common(BRIDGE, "140 рабочих", last, "ru.count"),
        quantity="count",
        value=140,
        unit="рабочий",
    )


def _schools() -> Iterable[Fact]:
    first, words = KAZAKH.partition(" Жаңа")[0], "Биыл 12 мектеп салынады"
    content, speaker = at(KAZAKH, words), at(KAZAKH, "министр Айгүл Серікова", "Айгүл Серікова")
    speaker = {
        "content": (Span(content.start, content.end),),
        "speaker": speaker,
        "speaker_name": "Айгүл Серікова",
        "speaker_role": "министр",
    }
    yield Quote(**common(KAZAKH, words, first, "kk.marks"), form="direct", **speaker)


def _dam() -> Iterable[Fact]:
    first, content = ENGLISH.partition(" The res")[0], at(ENGLISH, "The dam is safe,")
    speaker = {
        "content": (Span(content.start, content.end),),
        "speaker": at(ENGLISH, "Anna Reed"),
        "speaker_name": "Anna Reed",
    }
    yield Quote(**common(ENGLISH, content.text, first, "en.marks"), form="direct", **speaker)


def _hostile() -> Iterable[Fact]:
    line = HOSTILE.partition("\n")[0]
    content, speaker = at(HOSTILE, EVIL), at(HOSTILE, f"директор {EVIL}", EVIL)
    speaker = {
        "content": (Span(content.start, content.end),),
        "speaker": speaker,
        "speaker_name": EVIL,
        "speaker_role": '"><img src=x onerror=alert(1)>',
    }
    yield Quote(**common(HOSTILE, EVIL, line, "<script>"), form="direct", **speaker)


def _mentions(text: str) -> tuple[Mention, ...]:
    names = (("person", "Ерлан Сатаев"), ("organization", "Тау жаршысы"), ("place", "Костаная"))
    found = []
    for kind, name in names:
        slot, descriptor = (
            at(text, name),
            at(text, "газета", "газета") if kind == "organization" else None,
        )
        found.append(
            Mention(
                kind,
                slot.start,
                slot.end,
                name,
                "Костанай" if kind == "place" else name,
                descriptor,
            )
        )
    return tuple(found)


def _visits(connection: Connection) -> None:
    seen = {"last_visit": now() - timedelta(minutes=4), "last_result": "ok"}
    for outlet in ("dala", "vestnik", "courier"):
        connection.execute(update(outlet_rows).where(outlet_rows.c.id == outlet).values(**seen))
    failed = {
        "last_visit": now() - timedelta(minutes=9),
        "last_result": "<i>refused</i> the connection",
        "failures": 3,
    }
    connection.execute(update(outlet_rows).where(outlet_rows.c.id == "evil").values(**failed))


def _outcomes(app: App, connection: Connection) -> None:
    """A page of each of the other outcomes, and one that waits."""
    reasons = {
        pages.UNCHANGED: "same body as page 1",
        pages.NOT_ARTICLE: f"empty: {EVIL}",
        pages.SET_ASIDE: "clean took longer than 20 s",
        None: None,
    }
    for n, (outcome, reason) in enumerate(reasons.items()):
        page = Page(f"https://vestnik.test/other/{n}", b"%d" % n, now(), "text/html")
        kept = pages.store_row(connection, page, "vestnik", None, app.archive.put(page.body))
        # None: still undecided
        pages.set_outcome(connection, kept.page_id, outcome, reason)  # type: ignore[arg-type]
