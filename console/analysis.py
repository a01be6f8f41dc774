"""`baqylau analysis FEATURE`: examples as JSON Lines come in, what the register would hold for each
goes out as JSON Lines, in the same order. It runs the functions of the pages and registers.

$ baqylau analysis citations < articles.jsonl
{"id": "1", "found": [{"from": "self", "to": "bozdala", "layer": "cited"}]}
"""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from baqylau.errors import InputError

Line = Mapping[str, Any]
_MOST_SENTENCES = 300  # of one edition; an article of the press has some twenty


def command(
    feature: Annotated[str, typer.Argument(help="citations, coverage or omissions")],
) -> None:
    """Read examples of one feature as JSON Lines from standard input, write what is found."""
    from console import jsonl

    if feature not in FEATURES:
        raise InputError(f"feature {feature!r} is not known: write one of {', '.join(FEATURES)}")
    find = FEATURES[feature]
    jsonl.run(lambda line: {"id": line.get("id"), "found": find(line)}, sys.stdin, sys.stdout)


def _citations(line: Line) -> list[dict[str, str]]:
    from baqylau import facts
    from baqylau.analysis.citations import OutletNames, citations
    from baqylau.model.fact import as_json
    from console.facts import source_of

    names = line.get("outlets")
    if not isinstance(names, dict):
        raise InputError('"outlets" is missing: give the names of the outlets by id')
    given = [as_json(x) for x in facts.extract(source_of(line)).facts]
    own = str(line.get("outlet") or "")
    edges = citations(line["text"], given, OutletNames(names), own)
    return [{"from": x.origin, "to": x.target, "layer": x.layer} for x in edges]


def _coverage(line: Line) -> dict[str, Any]:
    from baqylau.analysis.coverage import printed
    from baqylau.stories.stream import Stream
    from console.stories import article_of

    articles, name = line.get("articles"), line.get("release")
    if not isinstance(articles, list) or not all(isinstance(x, dict) for x in articles):
        raise InputError('"articles" is missing: give the articles in order of arrival')
    release = next((x for x in articles if x.get("id") == name), None)
    if release is None:
        raise InputError(f'"release" is {name!r}: give the id of one of the articles')
    stream = Stream()
    placed = [(x, stream.place(article_of(x))) for x in articles]
    story = next(x.story for given, x in placed if given is release)
    found = [
        {
            "id": x["id"],
            "kind": printed(release["text"], _language(release), x["text"], _language(x)).kind,
        }
        for x, place in placed
        if place.story == story and x is not release
    ]
    return {"release": name, "coverage": found}


def _language(article: Line) -> str:
    from baqylau.text.language import language

    return str(article.get("language") or language(article["text"]) or "")


def _omissions(line: Line) -> dict[str, list[int]]:
    from baqylau.analysis.omissions import counterparts

    sides = [_edition(line, code) for code in ("ru", "kk")]
    absent = counterparts(sides[0], "ru", sides[1], "kk")
    named = zip(("absent_in_kk", "absent_in_ru"), absent, strict=True)
    return {key: [i for i, x in enumerate(found) if x.absent] for key, found in named}


def _edition(line: Line, code: str) -> list[str]:
    edition = line.get(code)
    sentences = edition.get("sentences") if isinstance(edition, dict) else None
    if not isinstance(sentences, list) or not all(isinstance(x, str) for x in sentences):
        raise InputError(f'"{code}" has no list "sentences": give the sentences of that edition')
    if len(sentences) > _MOST_SENTENCES:
        raise InputError(
            f'"{code}" has {len(sentences)} sentences, and each is compared with each of the other'
            f" edition: give at most {_MOST_SENTENCES}"
        )
    return sentences


FEATURES: dict[str, Callable[[Line], Any]] = {
    "citations": _citations,
    "coverage": _coverage,
    "omissions": _omissions,
}
