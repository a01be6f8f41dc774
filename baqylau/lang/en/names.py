"""Names in an English text, by rules: persons, organizations and places with the fullest name the
text gives.

Comes in: a text with its sentences and tokens. Goes out: `EnglishName`s in reading order, none
overlapping another. Every run of capitalised words is read once by the rules of `classify.py`; what
stays unknown is compared with the names found elsewhere in the text.
"""

from collections.abc import Sequence
from dataclasses import replace

from baqylau.lang.en import gazetteer
from baqylau.lang.en.classify import classify
from baqylau.lang.en.found import Found
from baqylau.lang.en.runs import Words, runs, words_of
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention
from baqylau.model.words import Sentence, Token

_SURE = 2


def find(text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]) -> list[Mention]:
    """Every name of the text as a mention."""
    words = words_of(text, sentences, tokens)
    found: list[Found] = []
    end = 0
    for a, b in runs(words):
        if b <= end:
            continue
        for name in _listed(words, max(a, end), b) or classify(words, max(a, end), b):
            found.append(name)
            end = max(end, name.last)
    found = _agreed(words, found)
    people = _people(words, found)
    firms = _firms(words, found)
    mentions = []
    for name in found:
        typed = _settled(words, name, people, firms)
        if typed is not None:
            mentions.append(_mention(words, typed, people, firms))
    return sorted(mentions, key=lambda m: m.start)


def _listed(words: Words, a: int, b: int) -> list[Found]:
    """A listed organization whose name goes on behind the run of capitals: `Organization for
    Security and Cooperation in Europe`.
    """
    for first in (a, a + 1):
        if first > a and words.word(a) not in entries("words", "articles"):
            break
        found = words.words(first, first + _LONGEST_LISTED)
        last = first + gazetteer.longest("organization", found)
        if last > b:
            return [Found("organization", first, last, _SURE + 1)]
    return []


_LONGEST_LISTED = 9  # words


def _printed(words: Words, name: Found) -> str:
    return " ".join(words.words(name.first, name.last))


def _agreed(words: Words, found: list[Found]) -> list[Found]:
    """One printed name has one type in a text: that of the surest rule that read it."""
    best: dict[str, Found] = {}
    for name in found:
        key = _printed(words, name)
        if name.type and (key not in best or name.sure > best[key].sure):
            best[key] = name
    agreed = []
    for name in found:
        surest = best.get(_printed(words, name))
        agreed.append(
            replace(name, type=surest.type, sure=surest.sure)
            if surest and name.sure < surest.sure and surest.sure >= _SURE
            else name
        )
    return agreed


def _people(words: Words, found: list[Found]) -> dict[str, str]:
    """Every word of a person's full name -> the full name; surnames before given names, and no
    word that two people share unless it is their surname.
    """
    full: dict[str, str] = {}
    given: dict[str, str | None] = {}
    for name in found:
        parts = words.words(name.first, name.last)
        if name.type != "person" or len(parts) < 2 or name.sure < 1:
            continue
        whole = _plain(" ".join(parts))
        surname = _surname(parts)
        old = full.get(surname)
        if old is None or (_initials(old) and not _initials(whole)):
            full[surname] = whole
        for part in parts[: parts.index(surname)]:
            given[part] = whole if given.get(part, whole) == whole else None
    return {k: v for k, v in given.items() if v and len(k) > 2} | full


def _surname(parts: Sequence[str]) -> str:
    """The last word; of `Nurlanbek Turgunbek uulu` the one before it, which others have not."""
    patronymic = len(parts) > 1 and parts[-1] in entries("words", "patronymics")
    return parts[-2] if patronymic else parts[-1]


def _initials(name: str) -> bool:
    return name.split()[0].endswith(".") or len(name.split()[0]) == 1


def _plain(name: str) -> str:
    """`ASTANA` -> Astana; acronyms stay."""
    return name.title() if name.isupper() and len(name) > _ACRONYM else name


_ACRONYM = 5


def _firms(words: Words, found: list[Found]) -> dict[str, str]:
    """Acronyms and first words of organizations -> the organization's full name."""
    firms: dict[str, str] = {}
    for name in found:
        if name.type != "organization":
            continue
        parts = words.words(name.first, name.last)
        whole = words.text[words.tokens[name.first].start : words.tokens[name.last - 1].end]
        short = words.word(name.last + 1)
        bracketed = words.word(name.last) == "(" and words.word(name.last + 2) == ")"
        if bracketed and short[:1].isupper() and short not in entries("organizations", "media"):
            firms[short] = whole
        for n in range(1, len(parts)):
            key = " ".join(parts[:n])
            if (n > 1 or _own_word(parts[0])) and not _is_whole(parts, n):
                firms.setdefault(key, whole)
        initials = "".join(p[0] for p in parts if p[0].isupper())
        if len(initials) > 2:
            firms.setdefault(initials, whole)
    return firms


def _is_whole(parts: Sequence[str], n: int) -> bool:
    """Whether the first words are another organization: the `State Duma` is no `State Duma
    Committee on Water Use`.
    """
    if all(p in entries("organizations", "legal_forms") for p in parts[n:]):
        return False
    if gazetteer.is_organization(parts[:n]):
        return True
    if (
        n > 1
        and parts[n] in entries("organizations", "named_after")
        and parts[n + 1 : n + 2] == ["for"]
    ):
        return True  # the Dalai Lama is no Dalai Lama Centre for Compassion
    return n > 1 and parts[n - 1] in entries("organizations", "heads") and parts[n][0].isupper()


def _own_word(word: str) -> bool:
    """Whether a firm's first word alone may stand for it: `Dala`, not `National`."""
    return not (
        gazetteer.is_place([word])
        or gazetteer.is_demonym(word)
        or gazetteer.is_before(word)
        or gazetteer.is_given(word)
        or word in entries("words", "common_nouns")
        or word in entries("organizations", "before_of")
        or word in entries("organizations", "heads")
        or word in entries("places", "directions")
        or word in entries("words", "openers")
    )


def _settled(
    words: Words, name: Found, people: dict[str, str], firms: dict[str, str]
) -> Found | None:
    """The name with its type; a name of unknown type gets that of a name it is part of."""
    parts = words.words(name.first, name.last)
    key = " ".join(parts)
    if len(parts) == 1 and key in people and name.sure < _SURE + 1:
        return replace(name, type="person")
    if key in firms and (not name.type or name.sure < _SURE):
        return replace(name, type="organization")
    return name if name.type else None


def _mention(words: Words, name: Found, people: dict[str, str], firms: dict[str, str]) -> Mention:
    start, end = words.tokens[name.first].start, words.tokens[name.last - 1].end
    printed = words.text[start:end]
    parts = words.words(name.first, name.last)
    key = " ".join(parts)
    whole = _plain(printed) if name.type != "organization" else printed
    if name.type == "person":
        whole = _fullest(parts, people, whole)
    elif name.type == "organization":
        whole = firms.get(key, printed)
        whole = firms.get(whole, whole)
    assert name.type
    return Mention(name.type, start, end, printed, " ".join(whole.split()))


_PAIR = 2  # words


def _fullest(parts: Sequence[str], people: dict[str, str], printed: str) -> str:
    if len(parts) == 1:
        return people.get(parts[0], printed)
    full = people.get(_surname(parts), printed)
    if parts[-1] in entries("words", "patronymics") and len(parts) == _PAIR:
        return full  # Turgunbek uulu
    if _initials(printed) and full[0] == printed[0]:
        return full
    return printed
