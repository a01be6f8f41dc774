"""`make bench-clean`: our cleaning beside trafilatura, readability-lxml and newspaper4k, on the
same pages with the corpora's own scorer.

    python benchmarks/clean.py --corpora ../shared/corpora [--only ours,trafilatura] [--ablation]
    [--cpu] [--half b] [--worst fundus:text]

Folders of pages with their gold come in; a table goes to standard output, with the figures of each
half of the pages beside those of the whole. The results of other extractors are kept in `--cache`,
so that only ours runs again.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from clean_extractors import (  # noqa: E402  (the folder has to be on the path first)
    EXTRACTORS,
    OURS,
    cpu_ratio,
    extract,
    manifest,
)

from benchmarks import clean_metadata  # noqa: E402  (the same)

CORPORA = (
    "cyr",
    "daniel_ru",
    "fundus",
    "aeb",
    "wcxb_dev",
    "trafeval",
    "htmldate",
    "newspaper4k",
    "kk_transplant",
)
WANTED = (
    ("token F1", "cyr", "tokF1", 0.98), ("token F1", "daniel_ru", "tokF1", 0.92),
    ("token F1", "fundus", "tokF1", 0.968),
    ("token F1", "aeb", "tokF1", 0.966), ("token F1", "wcxb_dev", "tokF1", 0.960),
    ("token F1", "newspaper4k", "tokF1", None), ("token F1", "kk_transplant", "tokF1", None),
    ("must present", "trafeval", "must", None), ("must-not absent", "trafeval", "absent", None),
    ("title", "fundus", "title", 0.83), ("title", "wcxb_dev", "title", 0.78),
    ("date day", "fundus", "date_day", 0.99), ("date instant", "fundus", "date_instant", 0.975),
    ("date day", "htmldate", "date_day", 0.93), ("author any", "fundus", "author", 0.87),
)  # fmt: skip
"""Measure, corpus, the scorer's key, the figure wanted of ours (None: compare with the others)."""


def main() -> None:
    options = _options()
    scorer = _scorer(options.corpora / "clean" / "score.py")
    chosen = options.only.split(",") if options.only else list(EXTRACTORS)
    names = [f"{OURS} without {f.name}" for f in _option_fields()] if options.ablation else chosen
    names = [OURS, *names] if options.ablation else names
    rows = {name: _rows(name, scorer, options) for name in names}
    print(LABEL)
    _ablation(rows, scorer) if options.ablation else _table(rows, scorer, options)
    if OURS in rows and "trafilatura" in rows:
        print("\n" + lost(rows[OURS], rows["trafilatura"]))
    for measure in filter(None, options.worst.split(",")):
        _worst(rows[OURS], measure)
    if not options.only and not options.ablation:
        print("\n" + clean_metadata.table(options.corpora, scorer))
    if options.cpu:
        print(
            "\n"
            + cpu_ratio(
                options.corpora / "clean", ("cyr", "fundus", "aeb", "wcxb_dev"), options.every
            )
        )


LABEL = """Our rules were written with all folders at hand: every figure of ours is in-sample.
Pages are split by their id; since then only the texts and titles of half A were examined, of half
B only the figures. Days and instants are the exception: their errors were examined in both halves.
The other extractors were written on other pages, except for trafeval and htmldate, whose pages come
from the authors of trafilatura.
"""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=ROOT / ".bench")
    parser.add_argument("--only", default="", help=f"some of {', '.join(EXTRACTORS)}")
    parser.add_argument("--folders", default=",".join(CORPORA))
    parser.add_argument(
        "--ablation", action="store_true", help="ours with each rule switched off in turn"
    )
    parser.add_argument(
        "--cpu", action="store_true", help="CPU per page beside trafilatura's, page by page in turn"
    )
    parser.add_argument("--every", type=int, default=1, help="of the pages for --cpu, each n-th")
    parser.add_argument(
        "--half", choices=("a", "b", ""), default="", help="only this half of the pages"
    )
    parser.add_argument(
        "--worst",
        default="",
        help="for example fundus:text,wcxb_dev:title: the ids of half A that ours misses",
    )
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpora_score", path)
    assert spec is not None
    assert spec.loader is not None, (
        f"{path} is not here: give the folder that holds clean/score.py as --corpora"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _option_fields() -> Any:
    from baqylau.clean.options import CleanOptions

    return fields(CleanOptions)


def half(page_id: str) -> str:
    """The half to which a page belongs, by its id alone."""
    return "ab"[hashlib.sha256(page_id.encode()).digest()[0] % 2]


def _rows(name: str, scorer: Any, options: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """The scorer's row of every page, by corpus; results of other extractors come from the cache
    where it has them.
    """
    out = {}
    for corpus in options.folders.split(","):
        items = manifest(options.corpora / "clean" / corpus)
        items = [x for x in items if not options.half or half(x["id"]) == options.half]
        answers = _answers(name, corpus, items, options)
        out[corpus] = [
            scorer.score_one(x, answers[x["id"]])
            | {
                "half": half(x["id"]),
                "answer": answers[x["id"]],
            }
            for x in items
        ]
    return out


def _answers(
    name: str, corpus: str, items: list[dict[str, Any]], options: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    cached = options.cache / f"{name.replace(' ', '-')}.{corpus}.json"
    if not name.startswith(OURS) and cached.exists():
        found: dict[str, dict[str, Any]] = json.loads(cached.read_text(encoding="utf-8"))
        if all(x["id"] in found for x in items):
            return found
    pages = [
        (name, str(options.corpora / "clean" / corpus / "html" / f"{x['id']}.html.gz"), x["url"])
        for x in items
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        found = {
            x["id"]: answer
            for x, answer in zip(items, pool.map(extract, pages, chunksize=8), strict=True)
        }
    options.cache.mkdir(exist_ok=True)
    cached.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return found


def figure(rows: list[dict[str, Any]], key: str, scorer: Any) -> float | None:
    """One figure of the scorer's summary; `absent` is the share of must-not snippets that are not
    in the text.
    """
    summary = scorer.summarise(rows) if rows else {}
    if key == "absent":
        return 1 - summary["mustnot"] if "mustnot" in summary else None
    return summary.get(key)


def _table(rows: dict[str, Any], scorer: Any, options: argparse.Namespace) -> None:
    print(
        f"{'measure':<30}{'n':>5}  "
        + "".join(f"{x[:14]:>15}" for x in rows)
        + f"{'ours A':>9}{'ours B':>9}{'wanted':>8}"
    )
    for measure, corpus, key, wanted in WANTED:
        if corpus not in options.folders.split(","):
            continue
        cells = [figure(x[corpus], key, scorer) for x in rows.values()]
        halves = [
            figure([r for r in rows.get(OURS, {corpus: []})[corpus] if r["half"] == h], key, scorer)
            for h in "ab"
        ]
        count = len(next(iter(rows.values()))[corpus])
        mark = f"{wanted:>8.3f}" if wanted else f"{'-':>8}"
        print(
            f"{measure + ', ' + corpus:<30}{count:>5}  "
            + "".join(_cell(x, 15) for x in cells)
            + "".join(_cell(x, 9) for x in halves)
            + mark
        )
    print(
        f"{'errors, time-outs':<37}"
        + "".join(
            f"{sum('error' in r['answer'] for c in x.values() for r in c):>15}"
            for x in rows.values()
        )
    )


MAX_RECALL_GAP = 0.2


def lost(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """The pages of every folder with texts where trafilatura's recall is higher than ours by more
    than `MAX_RECALL_GAP`: articles that we lose.
    """
    pairs = [
        (corpus, one, other)
        for corpus, rows in ours.items()
        for one, other in zip(rows, theirs[corpus], strict=True)
        if "tok" in one and "tok" in other
    ]
    gaps = [x for x in pairs if x[2]["tok"][1] - x[1]["tok"][1] > MAX_RECALL_GAP]
    return "\n".join(
        [
            f"articles lost where trafilatura has them (recall higher by {MAX_RECALL_GAP}):"
            f" {len(gaps)} of {len(pairs)}",
            *(
                f"  {corpus} {one['id']}: ours {one['tok'][1]:.2f}, trafilatura"
                f" {other['tok'][1]:.2f} with precision {other['tok'][0]:.2f}"
                for corpus, one, other in gaps
            ),
        ]
    )


def _cell(value: float | None, width: int) -> str:
    return f"{value:>{width}.3f}" if value is not None else f"{'-':>{width}}"


def _ablation(rows: dict[str, Any], scorer: Any) -> None:
    whole = rows.pop(OURS)
    measures = [x for x in WANTED if x[1] in whole]
    print(
        f"{'what a rule brings':<34}"
        + "".join(f"{(m.replace(' ', '')[:8] + ' ' + c[:4]):>14}" for m, c, *_ in measures)
    )
    print(
        f"{OURS:<34}" + "".join(_cell(figure(whole[c], k, scorer), 14) for _, c, k, _ in measures)
    )
    for name, without in rows.items():
        gains = [
            (figure(whole[c], k, scorer) or 0) - (figure(without[c], k, scorer) or 0)
            for _, c, k, _ in measures
        ]
        print(
            f"{name.partition(' without ')[2]:<34}"
            + "".join(f"{x:>+14.4f}" if abs(x) > 5e-5 else f"{'·':>14}" for x in gains)
        )


def _worst(rows: dict[str, list[dict[str, Any]]], measure: str) -> None:
    corpus, _, key = measure.partition(":")
    seen = [r for r in rows[corpus] if r["half"] == "a"]
    if key == "text":
        for r in sorted((r for r in seen if "tok" in r), key=lambda r: r["tok"][2])[:40]:
            print(
                f"  {corpus} {r['id']} F {r['tok'][2]:.3f} P {r['tok'][0]:.3f} R {r['tok'][1]:.3f}"
            )
        return
    for r in (
        r
        for r in seen
        if r.get(key) is False
        or (isinstance(r.get(key), list) and any(x is (key == "mustnot") for x in r[key]))
    ):
        print(f"  {corpus} {r['id']} {key}: {r['answer'].get(key.split('_')[0])!r}"[:240])


def without(rule: str) -> Any:
    """Our options with one rule switched off."""
    from baqylau.clean.options import CleanOptions

    return replace(CleanOptions(), **{rule: False})


if __name__ == "__main__":
    main()
