"""Events: `форум аграриев`, `официальным визитом в Анкару`, `подписали соглашение`, `пожар на
складе`, `чемпионат мира по самбо`.

Comes in: an `Analysis`. Goes out: `Event`s, named by their noun or by a verb of signing.
`lang/ru/events.toml` lists the words that name events and what must stand with them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.documents.extractor import documents
from baqylau.facts.ru.words.noun_phrase import OPENING, first_of, last_of, name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Document, Event
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token


@cache
def _rows() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """For each lemma the rows of the table that apply to it, in the table's order."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in wordlist("events")["kind"]:
        for lemma in row["lemmas"]:
            found.setdefault(lemma, []).append(row)
    return {k: tuple(v) for k, v in found.items()}


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(wordlist("events")["words"][key])


def extract(analysis: Analysis) -> Iterable[Event]:
    document_index = SpanIndex(documents(analysis))
    for sentence in analysis.sentences:
        words = analysis.words(sentence)
        if any(t.lemma in _rows() or t.lemma in _words("signed") for t in words):
            yield from _in_sentence(analysis, words, document_index)


def _in_sentence(
    a: Analysis, words: Sequence[Token], document_index: SpanIndex[Document]
) -> Iterator[Event]:
    behind = 0
    for at, token in enumerate(words):
        if at < behind or document_index.at(token.start):
            continue  # "закон о выборах" names a law and no election
        found = _signing(a, words, at) or _named(a, words, at)
        if found:
            first, last, kind, rule, sure = found
            behind = last
            yield _event(a, words[first:last], kind, rule, sure)


_EventMatch = tuple[int, int, str, str, float]


def _signing(a: Analysis, words: Sequence[Token], at: int) -> _EventMatch | None:
    """`подписали соглашение`, `соглашение подписано`, `подписание меморандума`; acts of parliament
    are signed too.
    """
    verb = words[at]
    if verb.lemma not in _words("signed") or verb.feats.get("VerbForm") in ("Inf", "Conv"):
        return None
    if verb.pos == "NOUN":
        return at, last_of(a, words, at), "signing", "ru.signing_noun", 0.75
    document = next(
        (
            i
            for i in range(at + 1, min(at + 6, len(words)))
            if words[i].lemma in _words("signed_documents")
        ),
        None,
    )
    if document is not None and not any(t.text in ",;:" for t in words[at:document]):
        return at, document + 1, "signing", "ru.signed", 0.75
    before = next(
        (
            i
            for i in range(at - 1, max(-1, at - 5), -1)
            if words[i].lemma in _words("signed_documents") and words[i].feats.get("Case") == "Nom"
        ),
        None,
    )
    return (before, at + 1, "signing", "ru.paper_signed", 0.6) if before is not None else None


def _named(a: Analysis, words: Sequence[Token], at: int) -> _EventMatch | None:
    token = words[at]
    if (
        token.lemma not in _rows()
        or token.pos not in ("NOUN", "PROPN", "ADJ")
        or _no_event(a, words, at)
    ):
        return None
    first = first_of(words, at)
    for row in _rows()[token.lemma]:
        last = _cut(a, row, words, at, last_of(a, words, at, row["after"]))
        made = next(
            (rule for rule in row["when"] if _made(rule, row, words, (first, at, last))), None
        )
        if made:
            sure = min(0.9, row["confidence"] + 0.15 * (last > at + 1) + 0.05 * (first < at))
            first = (
                first
                if at - first <= (1 if row["kind"] in ("accident", "crime") else _MOST_ADJECTIVES)
                else at
            )
            return first, last, row["kind"], f"ru.event_{row['kind']}", round(sure, 2)
    return None


_MOST_ADJECTIVES = 2
_LONGEST_VERDICT = 3  # words: "приговор братьям Ким", and no whole list of the sentenced


def _cut(a: Analysis, row: Mapping[str, Any], words: Sequence[Token], at: int, last: int) -> int:
    """The index where the event's name ends: right behind the noun where the words behind it do not
    belong to the name.
    """
    if last == at + 1:
        return last
    following = words[at + 1]
    if row["kind"] == "court" and following.pos != "ADP" and last - at > _LONGEST_VERDICT:
        return at + 1
    if row["kind"] in ("accident", "crime"):
        return _without_place(a, words, at, last)
    if (
        "genitive" in row
        and following.text[0].islower()
        and following.pos != "ADP"
        and following.lemma not in row["genitive"]
    ):
        return at + 1
    return last


def _without_place(a: Analysis, words: Sequence[Token], at: int, last: int) -> int:
    """`кражу скота в Сарканском районе`: the place is not part of the event's name."""
    place = next((i for i in range(at + 1, last - 1) if words[i].pos == "ADP"), None)
    if place is None:
        return last
    mention = a.mention_at(words[place + 1].start)
    return (
        place
        if (mention and mention.type == "place") or words[last - 1].lemma in _words("where")
        else last
    )


def _no_event(a: Analysis, words: Sequence[Token], at: int) -> bool:
    """Inside an organization's name or a title, or counted: `412 ДТП`, `количество пожаров`,
    `угроза взрыва`.
    """
    mention = a.mention_at(words[at].start)
    if mention and mention.type == "person":
        return True
    first = first_of(words, at)
    before = words[first - 1] if first else None
    if mention and mention.start < words[first].start and mention.type == "organization":
        return True
    if before is None:
        return False
    counted = (
        before.pos == "NUM" or before.text.isdigit() or (before.lemma in _words("never_before"))
    )
    titled = (
        before.text in OPENING
        and name_end(words, first - 1) is not None
        and first > 1
        and words[first - 2].pos in ("NOUN", "PROPN")
    )
    return counted or titled


def _made(
    rule: str, row: Mapping[str, Any], words: Sequence[Token], place: tuple[int, int, int]
) -> bool:
    first, at, last = place
    behind, before = words[at + 1 : last], words[first:at]
    match rule:
        case "bare":
            return True
        case "not_plural":
            return words[at].feats.get("Number") != "Plur" or bool(behind)
        case "plural":
            return words[at].feats.get("Number") == "Plur" and words[at].text.lower().startswith(
                "выбор"
            )
        case "adjective":
            return any(t.lemma in row["adjectives"] for t in before)
        case "gen":
            return (
                bool(behind)
                and behind[0].pos in ("NOUN", "PROPN", "ADJ")
                and behind[0].feats.get("Case") == "Gen"
            )
        case "title":
            return any(t.text in OPENING for t in behind)
        case "after":
            return bool(behind) and behind[0].pos == "ADP"
        case "place":
            return any(t.lemma in _words("opened") or t.text in OPENING for t in behind)
        case "opened":
            return any(t.lemma in ("открытие", "закладка", "запуск") for t in behind)
        case "voted":
            return any(t.lemma in _words("voted") for t in behind) and any(
                t.lemma in row["adjectives"] for t in before
            )
        case "planned":
            return any(t.lemma in row["planned"] for t in behind)
        case _:
            raise ValueError(
                f"lang/ru/events.toml: when = {rule!r} is no rule; see its first lines for the"
                " rules"
            )


def _event(a: Analysis, words: Sequence[Token], kind: str, rule: str, confidence: float) -> Event:
    return Event(
        **a.place(words[0].start, words[-1].end),
        confidence=confidence,
        rule=rule,
        # a test compares the table's kinds with those of the contract
        kind=kind,  # type: ignore[arg-type]
        name=(
            small(nominative(words, a.text))
            if rule != "ru.signed"
            else a.text[words[0].start : words[-1].end]
        ),
    )
