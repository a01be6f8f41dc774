"""Events: `форум аграриев`, `официальным визитом в Анкару`, `подписали соглашение`, `пожар на
складе`, `чемпионат мира по самбо`.

Comes in: an `Analysis`. Goes out: `Event`s, named by their noun or by a verb of signing.
`lang/ru/events.toml` lists the words that name events and what must stand with them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.event_table import NounTable, Phrase, Row, by_word
from baqylau.facts.ru.documents.extractor import documents
from baqylau.facts.ru.words.noun_phrase import OPENING, first_of, in_title, last_of, name_end
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Document, Event
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token


@cache
def table() -> NounTable:
    """The events of `events.toml` with what each of its rules asks."""
    return NounTable(
        "lang/ru/events.toml",
        by_word(wordlist("events")["kind"]),
        lambda token: (token.lemma,),
        _extent,
        {
            "bare": lambda p: True,  # noqa: ARG005 (every condition takes the phrase)
            "not_plural": lambda p: not _is_plural(p) or bool(p.behind) or _is_past(p),
            "plural": lambda p: _is_plural(p) and p.head.text.lower().startswith("выбор"),
            "adjective": _has_adjective,
            "gen": _has_genitive,
            "title": lambda p: any(t.text in OPENING for t in p.behind),
            "after": lambda p: bool(p.behind) and p.behind[0].pos == "ADP",
            "place": lambda p: any(
                t.lemma in _words("opened") or t.text in OPENING for t in p.behind
            ),
            "opened": lambda p: any(t.lemma in _words("opening_nouns") for t in p.behind),
            "voted": lambda p: (
                _has_adjective(p) and any(t.lemma in _words("voted") for t in p.behind)
            ),
            "planned": lambda p: any(t.lemma in p.row["planned"] for t in p.behind),
        },
    )


def _is_plural(phrase: Phrase) -> bool:
    return phrase.head.feats.get("Number") == "Plur"


def _is_past(phrase: Phrase) -> bool:
    """`через день после взрывов`: these took place."""
    return phrase.first > 0 and phrase.words[phrase.first - 1].text.lower() == "после"


def _has_adjective(phrase: Phrase) -> bool:
    return any(t.lemma in phrase.row["adjectives"] for t in phrase.before)


def _has_genitive(phrase: Phrase) -> bool:
    first = phrase.behind[0] if phrase.behind else None
    return (
        first is not None
        and first.pos in ("NOUN", "PROPN", "ADJ")
        and first.feats.get("Case") == "Gen"
    )


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(wordlist("events")["words"][key])


def extract(analysis: Analysis) -> Iterable[Event]:
    document_index = SpanIndex(documents(analysis))
    for sentence in analysis.sentences:
        words = analysis.words(sentence)
        if any(t.lemma in table().rows or t.lemma in _verbs() for t in words):
            yield from _in_sentence(analysis, words, document_index)


def _in_sentence(
    a: Analysis, words: Sequence[Token], document_index: SpanIndex[Document]
) -> Iterator[Event]:
    behind = 0
    for at, token in enumerate(words):
        if at < behind or document_index.at(token.start):
            continue  # "закон о выборах" names a law and no election
        found = _signing(a, words, at) or _opened(words, at) or _named(a, words, at)
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
    if verb.feats.get("Tense") == "Fut" or _is_attribute(verb):
        return None  # `подпишет ли он документ`, `в тексте подписанного соглашения`
    if verb.feats.get("Tense") == "Pres" and verb.feats.get("Voice") != "Pass":
        return None  # `работник подписывает договор`: whoever does so at any time
    if verb.pos == "NOUN":
        last = last_of(a, words, at)
        named = any(t.lemma in _words("signed_documents") for t in words[at + 1 : last])
        plural = any(t.feats.get("Number") == "Plur" for t in words[at + 1 : min(last, at + 3)])
        return (at, last, "signing", "ru.signing_noun", 0.75) if named and not plural else None
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


def _is_attribute(verb: Token) -> bool:
    """`подписанного меморандума`: a full participle before its noun, in a case of its own."""
    full = verb.feats.get("Variant") != "Short"
    part = verb.pos == "ADJ" or verb.feats.get("VerbForm") == "Part"
    return part and full and verb.feats.get("Case") not in (None, "Nom")


@cache
def _verbs() -> frozenset[str]:
    return _words("signed") | _words("opens")


def _opened(words: Sequence[Token], at: int) -> _EventMatch | None:
    """`открылась новая школа`, `открыли мост через Урал`: one thing that was opened; several
    (`открылись 14 школ`) are a figure of a report.
    """
    verb = words[at]
    if verb.lemma not in _words("opens") or verb.feats.get("Tense") != "Past":
        return None
    if verb.feats.get("VerbForm") in ("Inf", "Conv"):
        return None
    for i in range(at + 1, min(at + _NEAR, len(words))):
        token = words[i]
        if token.lemma in _words("openable") and token.feats.get("Number") != "Plur":
            return (at, i + 1, "opening", "ru.opened", 0.65) if _is_object(token, verb) else None
        if token.pos not in ("ADJ", "ADV", "DET") and not token.text[0].isupper():
            return None
    return None


_NEAR = 5  # words from the verb to what is opened


def _is_object(token: Token, verb: Token) -> bool:
    """`открылась школа` has a subject, `открыли школу` an object."""
    reflexive = verb.text.lower().endswith(("ся", "сь"))
    passive = verb.feats.get("VerbForm") == "Part" or verb.feats.get("Voice") == "Pass"
    return token.feats.get("Case") in (("Nom",) if reflexive or passive else ("Acc", "Nom"))


def _named(a: Analysis, words: Sequence[Token], at: int) -> _EventMatch | None:
    made = table().phrase_at(a, words, at)
    if made is None:
        return None
    phrase, _ = made
    kind, before = phrase.row["kind"], len(phrase.before)
    sure = min(0.9, phrase.row["confidence"] + 0.15 * bool(phrase.behind) + 0.05 * bool(before))
    most = 1 if kind in ("accident", "crime") else _MOST_ADJECTIVES
    first = phrase.first if before <= most else at
    return first, phrase.last, kind, f"ru.event_{kind}", round(sure, 2)


def _extent(a: Analysis, words: Sequence[Token], at: int, row: Row) -> tuple[int, int] | None:
    if words[at].pos not in ("NOUN", "PROPN", "ADJ") or _no_event(a, words, at):
        return None
    return first_of(words, at), _cut(a, row, words, at, last_of(a, words, at, row["after"]))


_MOST_ADJECTIVES = 2
_LONGEST_VERDICT = 3  # words: "приговор братьям Ким", and no whole list of the sentenced


def _cut(a: Analysis, row: Row, words: Sequence[Token], at: int, last: int) -> int:
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
    if words[place + 1].lemma in table().rows:
        return place  # `взрывов | в перестрелке`: two events
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
    if at + 1 < len(words) and words[at + 1].lemma in _words("never_behind"):
        return True
    first = first_of(words, at)
    if any(t.lemma in _words("not_these") for t in words[first:at]):
        return True
    if in_title(words, first, at):
        return True  # the programme «Модный приговор»
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


def _event(a: Analysis, words: Sequence[Token], kind: str, rule: str, confidence: float) -> Event:
    return Event(
        **a.place(words[0].start, words[-1].end),
        confidence=confidence,
        rule=rule,
        # a test compares the table's kinds with those of the contract
        kind=kind,  # type: ignore[arg-type]
        name=(
            small(nominative(words, a.text))
            if rule not in ("ru.signed", "ru.opened")
            else a.text[words[0].start : words[-1].end]
        ),
    )
