"""Organizations: what lists and marks tell beyond the tagger, and one name an organization in one document.

Comes in: tokens, sentences and the tagger's candidates. Goes out: candidates, surest first, and canonical names
(`Нацбанка` -> `Национальный банк`, where the text has it; `FT` -> `Financial Times`).
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.descriptors import is_kind
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Sentence, Token

_OPEN, _CLOSE = frozenset('«“"„'), frozenset('»”"“')
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.+'’-]*$|[a-z0-9-]+\.(?:kz|com|ru|org|info|kg|uz|news|media)$", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+\.(?:kz|com|ru|org|info|kg|uz|tj|news|media)$", re.IGNORECASE)
_NUMERAL = re.compile(r"[IVXLC]+|[A-Z]+-?\d+\w*")  # XXI, STS-124: an ordinal, a model
_LONGEST_QUOTED = 7  # words of a quoted company name
_LONGEST_TAIL = 12  # words of an institution's name after its head


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def find(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """Quoted companies, domains, listed names, institutions with their genitive tail, Latin names; surest first."""
    persons = {i for c in tagged if c.kind == "person" for i in range(c.first, c.last)}
    yield from _quoted(text, tokens)
    yield from _domains(tokens)
    for sentence in sentences:
        yield from _institutions(tokens, sentence, persons)
    yield from _single(tokens)


def _quoted(text: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    for i, token in enumerate(tokens):
        if token.text not in _OPEN or i == 0 or i + 1 >= len(tokens):
            continue
        close = next((j for j in range(i + 2, min(i + 2 + _LONGEST_QUOTED, len(tokens))) if tokens[j].text in _CLOSE), None)
        if close is None or not tokens[i + 1].text[:1].isupper():
            continue
        inside = text[tokens[i + 1].start : tokens[close - 1].end]
        before = tokens[i - 1]
        if before.text in _list("legal"):
            yield Candidate("organization", i - 1, close + 1, inside)
        elif is_kind(before.lemma) or before.lemma in _list("heads"):
            yield Candidate("organization", i + 1, close, inside)


def _domains(tokens: Sequence[Token]) -> Iterator[Candidate]:
    for i, token in enumerate(tokens):
        if _DOMAIN.fullmatch(token.text):
            yield Candidate("organization", i, i + 1, token.text)
        elif token.text == "." and 0 < i < len(tokens) - 1 and token.start == tokens[i - 1].end and token.end == tokens[i + 1].start:
            whole = tokens[i - 1].text + "." + tokens[i + 1].text
            if _DOMAIN.fullmatch(whole):
                yield Candidate("organization", i - 1, i + 2, whole)


def _institutions(tokens: Sequence[Token], sentence: Sentence, persons: set[int]) -> Iterator[Candidate]:
    for i in range(sentence.first, sentence.last):
        token = tokens[i]
        if token.lemma not in _list("heads") or token.pos not in ("NOUN", "PROPN"):
            continue
        first = _with_adjectives(tokens, i, sentence.first, persons)
        last = _tail(tokens, i + 1, sentence.last, persons)
        capital = tokens[first].text[0].isupper() and (first > sentence.first or last > i + 1)
        if capital or (token.lemma in _list("lower_heads") and last > i + 1):
            yield Candidate("organization", first, last)


def _with_adjectives(tokens: Sequence[Token], head: int, begin: int, persons: set[int]) -> int:
    """The adjectives before the head, from the first with a capital letter on: Специализированный межрайонный суд."""
    first = at = head
    while at > begin and tokens[at - 1].pos == "ADJ" and at - 1 not in persons:
        at -= 1
        first = at if tokens[at].text[0].isupper() else first
    return first


def _tail(tokens: Sequence[Token], at: int, end: int, persons: set[int]) -> int:
    """How far the head's genitive chain goes: `пассажирского транспорта и автодорог`, `по денежно-кредитной политике`."""
    last, wanted = at, {"Gen"}
    for i in range(at, min(at + _LONGEST_TAIL, end)):
        token = tokens[i]
        if i in persons:
            break
        if (token.text == "№" and i == at) or (token.text.isdigit() and tokens[i - 1].text == "№"):
            last = i + 1  # поликлиника № 5
        elif token.text == "по" and i == at:
            wanted = {"Dat", "Gen"}
        elif token.text in ("РК", "КР", "РФ", "РУз", "ООН"):
            return i + 1
        elif token.text in ("и", ",") and i > at:
            if not _continues(tokens, i + 1, end, wanted, comma=token.text == ","):
                break
        elif i > at and tokens[i - 1].lemma in _NAMED_BY_NEXT and token.text[0].isupper():
            last = i + 1
        elif token.pos in ("NOUN", "PROPN", "ADJ") and (token.feats.get("Case") in wanted or token.text.isupper()):
            last = i + 1 if token.pos != "ADJ" else last
        else:
            break
    return last


_NAMED_BY_NEXT = frozenset({"республика", "область", "город", "район"})  # Республики Казахстан, области Абай


def _continues(tokens: Sequence[Token], at: int, end: int, wanted: set[str], comma: bool) -> bool:
    """After `и` or a comma the chain goes on only with its own case and in lower case; a comma needs an `и` to follow."""
    if at >= end or tokens[at].text[0].isupper():
        return False
    fits = tokens[at].pos in ("NOUN", "ADJ") and tokens[at].feats.get("Case") in wanted
    return fits and (not comma or any(t.text == "и" for t in tokens[at : min(at + 4, end)]))


@cache
def _stems() -> dict[str, str]:
    """The listed single names by what stays of them in every case."""
    return {(n if n.isupper() else n.lower().rstrip("аоеь")): n for n in _list("single")}


_ENDINGS = frozenset({"", "а", "у", "ом", "е", "ы", "и", "о", "ой", "ю", "ем", "я", "ью", "ей", "ь"})  # Сенатом, not Сенатор


def _single(tokens: Sequence[Token]) -> Iterator[Candidate]:
    for i, token in enumerate(tokens):
        low = token.text.lower()
        if token.text in _stems():
            yield Candidate("organization", i, i + 1, token.text)
        elif (token.text[0].isupper() or token.lemma in _list("lower")) and not token.text.isupper():
            cuts = (cut for cut in (0, 1, 2) if len(low) - cut > 3 and low[len(low) - cut :] in _ENDINGS)
            name = next((n for cut in cuts if (n := _stems().get(low[: len(low) - cut]))), None)
            if name:
                yield Candidate("organization", i, i + 1, _as_printed(token.text, name))


def _as_printed(word: str, name: str) -> str:
    """The listed name with the capital letters of the text: КазАвтоЖоле -> КазАвтоЖол."""
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0].lower() == pair[1].lower(), zip(word, name, strict=False)))
    return word[:same] + name[same:] if any(c.isupper() for c in word[1:same]) else name


def is_no_name(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`СМИ`, `ВВП`: capital letters that name nobody."""
    return candidate.last - candidate.first == 1 and tokens[candidate.first].text in _list("not_organizations")


def in_marks(candidate: Candidate, tokens: Sequence[Token]) -> Candidate:
    """«Улытау» in marks of its own is a club or a firm, no place and nobody's name."""
    first, last = candidate.first, candidate.last
    closed = first > 0 and last < len(tokens) and tokens[first - 1].text in _OPEN and tokens[last].text in _CLOSE
    return replace(candidate, kind="organization") if closed else candidate


def with_country(candidate: Candidate, places: Mapping[int, Candidate], tokens: Sequence[Token]) -> Candidate:
    """`Минэнерго Казахстана`, `Правительство РК`: a listed office takes the place in the genitive right behind it; `places` by their first token."""
    if candidate.kind != "organization" or candidate.last >= len(tokens):
        return candidate
    place = places.get(candidate.last)
    words = tokens[candidate.first : candidate.last]
    office = words[0].text.startswith(("Мин", "Нац", "Прав", "Ген", "прав")) or words[0].text in _list("offices")
    office = office or any(w.lemma in _list("heads") or w.lemma in _list("lower") for w in words[:3])
    if place is None or not office or tokens[place.first].start - tokens[candidate.last - 1].end != 1:
        return candidate
    if tokens[place.first].feats.get("Case", "Gen") != "Gen" and not tokens[place.first].text.isupper():
        return candidate
    name = f"{candidate.name} {' '.join(t.text for t in tokens[place.first : place.last])}" if candidate.name else None
    return Candidate("organization", candidate.first, place.last, name)


def latin(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Runs of Latin words with capitals: Bloomberg, Meridian Crest."""
    at = 0
    while at < len(tokens):
        if not _is_latin(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _is_latin(tokens[end]) and tokens[end].start - tokens[end - 1].end <= 1:
            end += 1
        yield Candidate("organization", at, end, " ".join(t.text for t in tokens[at:end]))
        at = end


def _is_latin(token: Token) -> bool:
    word = token.text
    if len(word) < 2 or not word[0].isupper() or _NUMERAL.fullmatch(word) or word in _list("not_organizations"):
        return False
    return bool(_LATIN.match(word))


def names(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[Candidate, str]:
    """The name of every organization; abbreviations and short forms take the full name the document gave before."""
    named: dict[Candidate, str] = {}
    fulls: dict[str, dict[str, None]] = {}  # full names met so far in order, by the letters a short form may begin with
    for candidate in sorted((c for c in found if c.kind == "organization"), key=lambda c: c.first):
        own = candidate.name or _nominative(tokens[candidate.first : candidate.last])
        alike = fulls.get(own[:1].lower(), {})
        named[candidate] = next((full for full in alike if _short_for(own, full)), own)
        for full in (named[candidate], *_inner(tokens[candidate.first : candidate.last])):
            for letter in _beginnings(full):
                if len(fulls.setdefault(letter, {})) < _MOST_NAMES:
                    fulls[letter][full] = None
    return named


_MOST_NAMES = 300  # full names of one letter compared with every short form; more of them are a register


def _beginnings(full: str) -> set[str]:
    """The letters a short form of this name begins with: the name's own first one, and the first of its initials."""
    capital = next((w[0] for w in full.split() if w[0].isupper()), "")
    return {full[:1].lower(), capital.lower()}


def _inner(words: Sequence[Token]) -> Iterator[str]:
    """`Комитет … Национального банка Республики Казахстан` names the bank too."""
    for i, token in enumerate(words[:-1]):
        if i > 1 and token.lemma in _list("heads") and token.pos == "NOUN":
            first = i - 1 if words[i - 1].pos == "ADJ" else i
            if words[first].text[0].isupper():
                yield _nominative(words[first:])


def _nominative(words: Sequence[Token]) -> str:
    text = "".join(w.text + (" " if i + 1 < len(words) and words[i + 1].start > w.end else "") for i, w in enumerate(words))
    start = words[0].start
    return phrase([Token(w.start - start, w.end - start, w.text, w.lemma, w.pos, w.feats) for w in words], text)


def _short_for(short: str, full: str) -> bool:
    """`FT` for `Financial Times`, `Нацбанк` for `Национальный банк …`, a full name's beginning for the full name."""
    if len(short) >= len(full):
        return False
    initials = "".join(w[0] for w in full.split() if w[0].isupper())
    if short.isupper() and len(short) > 1 and initials.startswith(short):
        return True
    if full.lower().startswith(short.lower() + " "):
        return True
    parts = full.lower().split()
    return len(parts) > 1 and short.lower().startswith(parts[0][:3]) and parts[1][:3] in short.lower()[3:] and " " not in short
