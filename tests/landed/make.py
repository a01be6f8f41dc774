"""Writes a small piece of a demo's database as JSON Lines. The folder of the demo's data and the
name of the file come in. See `tests.landed`.
"""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select, text

from baqylau.archive import open_archive
from baqylau.archive.packing import pack
from tests.landed import BODY, SEARCH, plain, tables_of

ARTICLES, OTHERS, BODIES = 14, 24, 2
"""How many articles, rows of other tables, and bodies of pages are taken."""
_OF_ARTICLES = ("facts", "mentions")
INVENTED: dict[str, list[dict[str, Any]]] = {
    "forgotten": [
        {"url_hash": f"{x:064x}", "since": "2026-11-01T08:00:00+00:00"} for x in range(3)
    ],
    "removals": [
        {
            "id": 1,
            "moment": "2026-11-01T08:00:00+00:00",
            "kind": "url",
            "asked_hash": f"{7:064x}",
            "because": "letter 12",
            "counts": {"pages": 2},
        }
    ],
    "doomed_bodies": [{"content_hash": f"{x:064x}"} for x in range(3)],
    "chores": [{"name": "upkeep", "next_run": "2026-11-01T08:00:00+00:00"}],
    "issues": [
        {
            "id": 1,
            "outlet": None,
            "trouble": "unvisited",
            "subject": "",
            "since": "2026-11-01T08:00:00.000001+00:00",
            "opened": "2026-11-01T09:00:00+00:00",
            "confirmed": "2026-11-01T10:00:00+00:00",
            "closed": None,
            "diagnosis": "nobody visits any outlet",
            "evidence": {},
            "probability": 0.5,
            "told_opened": None,
            "told_closed": None,
        }
    ],
}
"""Rows for tables that a demo leaves empty."""


def lines(folder: Path) -> Iterator[dict[str, Any]]:
    engine = create_engine(f"sqlite:///{folder}/baqylau.db")
    tables = tables_of(engine)
    with engine.connect() as connection:
        chosen = _chosen(connection, tables)
        for name in tables:
            rows = [plain(x) for x in connection.execute(chosen[name]).mappings()]
            for row in rows or INVENTED[name]:
                yield {"table": name} | row
        ids = {x.id for x in connection.execute(chosen["articles"])}
        for article, lemmas in connection.execute(text("SELECT rowid, lemmas FROM search")):
            if article in ids:
                yield {"table": SEARCH, "article": article, "lemmas": lemmas}
        with_bodies = connection.execute(chosen["pages"].limit(BODIES)).mappings().all()
    archive = open_archive(f"file:{(folder / 'archive').resolve()}")
    for row in with_bodies:
        packed = pack(archive.get(row["content_hash"]))
        yield {"table": BODY, "zstd": base64.b64encode(packed).decode()}


def _articles(tables: dict[str, Table]) -> Any:
    return select(tables["articles"].c.id).order_by(tables["articles"].c.id).limit(ARTICLES)


def _chosen(connection: Connection, tables: dict[str, Table]) -> dict[str, Any]:
    """One query for each table: rows that refer to each other are chosen together."""
    t = tables
    ids = list(connection.execute(_articles(t)).scalars())
    page_ids = list(
        connection.execute(
            select(t["articles"].c.page).where(t["articles"].c.id.in_(ids))
        ).scalars()
    )
    reprints = select(t["articles"].c.id).where(
        t["articles"].c.id.in_(ids),
        t["articles"].c.reprint_of.is_(None) | t["articles"].c.reprint_of.in_(ids),
    )
    ids = list(connection.execute(reprints).scalars())
    pages = t["pages"].c.id.in_(page_ids) | t["pages"].c.outcome.in_(("set_aside", "unchanged"))
    theirs = select(t["pages"].c.address).where(pages)
    chosen = {
        name: select(table).order_by(*table.primary_key).limit(OTHERS) for name, table in t.items()
    }
    return chosen | {
        "outlets": select(t["outlets"]),
        "articles": select(t["articles"]).where(t["articles"].c.id.in_(ids)),
        "pages": select(t["pages"]).where(pages),
        "addresses": select(t["addresses"]).where(t["addresses"].c.id.in_(theirs)),
        "jobs": select(t["jobs"]).where(
            (t["jobs"].c.stage == "clean") & t["jobs"].c.subject.in_(page_ids)
            | (t["jobs"].c.stage != "clean") & t["jobs"].c.subject.in_(ids)
        ),
        **{
            x: select(t[x]).where(t[x].c.article.in_(ids)).order_by(t[x].c.id).limit(OTHERS)
            for x in _OF_ARTICLES
        },
    }


def main(folder: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8") as file:
        for row in lines(folder):
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
