"""The authors of an article: what the page declares and prints about them comes in, clean names go
out.

On a page of an outlet of the region, the outlet itself, an account of its content system or the
label of an editorial department is never an author, and a name has the shape of a person's. A
foreign page that declares an institution and nobody else keeps it: "Associated Press" is all there
is to know.
"""

import re
from collections.abc import Sequence
from functools import cache

from lxml import html

from baqylau.clean import printed_bylines, wordlists
from baqylau.clean.attributes import Attributes
from baqylau.clean.person_names import is_person, names_in
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key

_MAX_AUTHORS = 8


def read(
    tree: html.HtmlElement,
    attributes: Attributes,
    structured: StructuredData,
    sites: frozenset[str],
    *,
    corporate: bool,
    selected: Sequence[str] = (),
    title: str | None = None,
) -> tuple[str, ...]:
    """The authors, as the page writes them. `sites` are keys of the outlet's names; with
    `corporate`, an institution is accepted where no person is named. `title` is the headline beside
    which a printed name counts.
    """
    institutions: list[str] = []
    for texts in (selected, structured.authors, _meta(structured)):
        people: list[str] = []
        for text in texts:
            for name in names_in(text):
                institution = text in structured.organizations or _is_institution(name, sites)
                (institutions if institution else people).append(name)
        if not corporate and texts is not selected:
            people = [x for x in people if is_person(x)]
        if people:
            return tuple(dict.fromkeys(people))[:_MAX_AUTHORS]
    printed = printed_bylines.read(tree, attributes, title, pseudonyms=corporate)
    people = [x for x in printed if not _is_institution(x, sites)]
    if people:
        return tuple(dict.fromkeys(people))[:_MAX_AUTHORS]
    institutions.extend(printed)
    return tuple(dict.fromkeys(institutions))[:_MAX_AUTHORS] if corporate else ()


def _meta(structured: StructuredData) -> tuple[str, ...]:
    """The declared authors in meta tags; a tag that names the makers of the site is left out."""
    given = [structured.meta[x] for x in wordlists.metadata("author") if x in structured.meta]
    return tuple(x for x in given if not _makers().search(x))[:2]


def _is_institution(name: str, sites: frozenset[str]) -> bool:
    name_key = key(name)
    squeezed = name_key.replace(" ", "")
    return bool(_institution().fullmatch(name)) or any(
        name_key == x or squeezed == x.replace(" ", "") for x in sites
    )


@cache
def _makers() -> re.Pattern[str]:
    return re.compile("|".join(wordlists.bylines("makers")), re.I)


@cache
def _institution() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("corporate")), re.I)
