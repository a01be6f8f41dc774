"""The thing that a Kazakh amount measures: `жылдық инфляция 11,8 пайызға баяулаған`, `өнімнің 70
пайызы`, `жобаға 12 миллион еуро салды`, `3 млн теңге сыйақы`, `850 мектеп`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words that name the thing
(in the case in which they stand), or None. Kazakh has no tagger: the endings decide, and the words
before the figure are read from right to left.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.kk.amounts.behind import are_tied, ending, thing_behind
from baqylau.facts.kk.amounts.modifiers import VERB, bound_words, case_of
from baqylau.facts.kk.dates.extractor import dates
from baqylau.facts.kk.words.nominal import CLOSING, is_possessed, title_start
from baqylau.lang.kk import cases
from baqylau.lang.kk.counting import number_words, own_end
from baqylau.lang.kk.positions import words as stops
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_REACH = 160  # characters back to the thing
_LONGEST = 4  # words of a thing


def measured_thing(a: Analysis, made: MeasuredAmount) -> Slot | None:
    quantity = made.unit.quantity
    if quantity == "duration":
        return None
    before = _Before(a, made)
    if made.rule == "kk.bare_figure" and before.in_brackets():
        return before.phrase()
    if quantity == "count":
        return before.number_of() or _counted(a, made) or before.number_of(any_noun=True)
    return before.pronoun() or thing_behind(a, made) or before.thing()


def _counted(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`68 мыңнан астам жаңа жұмыс орнын`: the noun without its attributes."""
    if made.rule != "kk.count":
        return None
    words = a.tokens_in(made.number.end, made.end)
    end = own_end(a.text, made.number.end)
    bound = bound_words(case_of(a.text[made.start : end].lower()) or "bare")
    found = bound.match(a.text, end)
    start = found.end() if found else end
    nouns = [t for t in words if t.start >= start and t.text[0].isalpha()]
    counted = wordlist("amounts")["counted"]
    while len(nouns) > 1 and nouns[0].text in (*counted["attributes"], *stops("joining")):
        if are_tied(nouns[0], nouns[1]):
            break
        nouns = nouns[1:]
    return a.slot(nouns[0].start, made.end) if nouns else None


class _Before:
    """The words of the sentence before an amount, read from right to left."""

    def __init__(self, a: Analysis, made: MeasuredAmount) -> None:
        self._a, self._made = a, made
        self._lists = wordlist("amounts")["of"]
        sentence = a.sentence_at(made.start)
        first = max(sentence.start, made.start - _REACH)
        self._words = [t for t in a.tokens_in(first, made.start) if t.end <= made.start]
        self._dated = [d for d in dates(a) if d.start < made.start and d.end > first]
        end = min(sentence.end, made.end + _REACH)
        self._clause = re.split(r"[.;!?»”]|,\s", a.text[made.end : end].lower(), maxsplit=1)[0]

    def number_of(self, any_noun: bool = False) -> Slot | None:
        """`шалдыққандар саны … 96 мың жағдайды құрады`: the number of somebody."""
        at = self._head()
        if at is None or (any_noun and self._made.rule == "kk.count"):
            return None
        word = self._words[at].text.lower()
        return self._phrase(at) if word in self._lists["numbers"] else None

    def in_brackets(self) -> bool:
        """`ұрлық (91-ден 68-ге дейін)`: only figures stand between the bracket and the amount."""
        for token in reversed(self._words):
            if not token.text[0].isdigit() and not _FIGURE_ENDING.fullmatch(token.text):
                return token.text == "("
        return False

    def pronoun(self) -> Slot | None:
        """`оның тек 37 пайызы`: a share of what was named before."""
        if self._made.unit.quantity not in ("percent", "ratio"):
            return None
        own = self._a.text[self._made.start : self._made.end].lower()
        behind = self._clause.split()[:1]
        if behind and behind[0].startswith(self._lists["part"]):
            own += f" {behind[0]}"  # `төрттен үш бөлігі`
        words = [t for t in self._words if t.text.lower() not in self._lists["only"]][-1:]
        whose = words and words[0].text.lower() in self._lists["of_it"]
        return self._a.slot(words[0].start, words[0].end) if whose and _OWNED.search(own) else None

    def phrase(self) -> Slot | None:
        at = self._head()
        return None if at is None else self._phrase(at)

    def _needed(self) -> Slot | None:
        """`Көпірді жөндеуге 14 млн теңге қажет`: the work that money is needed for."""
        needs = self._clause.split()[:1]
        if not needs or needs[0] not in self._lists["needs"] or not self._words:
            return None
        at = len(self._words) - 1
        if _WORK.search(self._words[at].text.lower()) is None:
            return None
        object_of = at and cases.case_of(self._words[at - 1].text) in ("accusative", "nominative")
        first = at - bool(object_of and self._words[at - 1].text.isalpha())
        return self._a.slot(self._words[first].start, self._words[at].end)

    def thing(self) -> Slot | None:
        work = self._needed() if self._made.unit.quantity == "money" else None
        if work:
            return work
        at = self._head()
        if at is None:
            return None
        low, quantity = self._words[at].text.lower(), self._made.unit.quantity
        if ending("genitive").search(low):
            return self._phrase(at) if quantity in ("percent", "ratio") else None
        if ending("dative").search(low) and not self._is_bare(low):
            spent = self._has(self._lists["spends"])
            return self._phrase(at) if quantity == "money" and spent else None
        if self._a.mention_at(self._words[at].start):
            return None
        if quantity in ("percent", "ratio") or self._has(self._lists["links"]):
            return self._phrase(at)
        named = self._after_dash(at) or (is_possessed(low) and self._predicate(at))
        return self._phrase(at) if named else None

    def _predicate(self, at: int) -> bool:
        """`Лоттың бағасы 833,2 млн теңге.`, `жалақысы 42500 теңгеден төмен адам`: nothing stands
        between the noun and the amount, and the amount ends its clause or compares.
        """
        beside = at + 1 == len(self._words)
        end = own_end(self._a.text, self._made.end)
        case = case_of(self._a.text[self._made.start : end].lower())
        compares = case is not None and bound_words(case).match(self._a.text, end) is not None
        return beside and (compares or not self._clause.strip())

    def _is_bare(self, low: str) -> bool:
        """A noun that only looks like another form: баға, экспорты, сауда."""
        return ending("nouns").search(low) is not None

    def _after_dash(self, at: int) -> bool:
        return any(t.text in "–—-(" for t in self._words[at + 1 :])

    def _has(self, beginnings: Sequence[str]) -> bool:
        return any(w.startswith(tuple(beginnings)) for w in re.findall(r"\w+", self._clause)[:12])

    def _head(self) -> int | None:
        """The index of the noun that may be the thing; None where a clause ends before one."""
        at = len(self._words) - 1
        while at >= 0:
            token = self._words[at]
            low = token.text.lower()
            behind = self._words[at + 1].text.lower() if at + 1 < len(self._words) else ""
            if low in self._lists["clause"] or token.text in ".;:!?,«»":
                return None
            mean = low in self._lists["attributes"] and behind in self._lists["skipped"]
            if self._skips(token, low) or mean:  # `орташа есеппен`
                at -= 1
            elif self._is_bare(low):
                return at
            elif low in self._lists["pronouns"]:
                return None
            elif ending("oblique").search(low):
                at = self._behind_modifiers(at) - 1
            elif VERB.search(low) or not token.text[0].isalpha():
                return None
            else:
                return at
        return None

    def _skips(self, token: Token, low: str) -> bool:
        dated = any(d.start <= token.start < d.end for d in self._dated)
        number = token.text[0].isdigit() or number_words().word(low) is not None
        ending = self._a.text[token.start - 1 : token.start] == "-"  # `4%-ға`
        skipped = low in self._lists["skipped"] or token.text in "–—-(%"
        return dated or number or ending or skipped

    def _skips_number(self, at: int) -> bool:
        text = self._words[at].text
        return text[0].isdigit() or number_words().word(text.lower()) is not None

    def _behind_modifiers(self, at: int) -> int:
        """The index of the first modifier of an oblique noun: of `Атырау облысының
        қызметкерлерінде` that of Атырау.
        """
        if at and ending("possessed_place").search(self._words[at].text.lower()):
            at -= _bare_pair(self._words, at)
        while at > 0:
            token = self._words[at - 1]
            low = token.text.lower()
            place = self._a.mention_at(token.start)
            if self._is_bare(low):
                return at
            ends = ending("genitive").search(low) or ending("attribute").search(low)
            modifies = ends is not None or low in self._lists["attributes"]
            if not modifies and not (place and place.type == "place"):
                return at
            at -= 1
        return at

    def _phrase(self, at: int) -> Slot:
        first = at
        while first and at - first < _LONGEST and self._belongs(first, first < at):
            first -= 1
        first = _named(self._words, self._behind_participle(first))
        return self._a.slot(self._words[first].start, self._words[at].end)

    def _behind_participle(self, first: int) -> int:
        """`ұсталған тұлғалардың саны`, `қамауда отырғандардың саны`, `мас күйінде жасалған
        қылмыстардың`: where a participle is the first word or stands before it, the phrase begins
        with the participle and with the place or manner before that.
        """
        at = first if _PARTICIPLE.search(self._words[first].text.lower()) else first - 1
        low = self._words[at].text.lower() if at >= 0 else ""
        if not _PARTICIPLE.search(low) or low in stops("no_participles"):
            return first
        while at and self._is_manner(at):
            at -= 1
        return at

    def _is_manner(self, at: int) -> bool:
        """Whether the word before belongs to the participle: a locative with a bare noun before it,
        a noun that is one word with it (`қаза тапқан`).
        """
        token, head = self._words[at - 1], self._words[at].text.lower()
        low = token.text.lower()
        if not low.isalpha() or self._skips(token, low) or low in self._lists["clause"]:
            return False
        if ending("possessed_place").search(head):
            return low in stops("states")
        if low in stops("of_participles"):
            return True
        if _PARTICIPLE.search(head) is None or VERB.search(low):
            return False
        if is_possessed(low):  # whose it is would have to be said too
            before = self._words[at - 2].text.lower() if at > 1 else ""
            return before in stops("states")
        return ending("oblique").search(low) is not None

    def _belongs(self, first: int, inner: bool) -> bool:
        """Whether the word before belongs to the phrase: a genitive, an attribute, or a bare noun
        before a noun with a possessive ending (сауда айналымы).
        """
        token, head = self._words[first - 1], self._words[first].text.lower()
        low = token.text.lower()
        if not token.text[0].isalpha() or (self._skips(token, low) and low not in _OWN):
            return False
        if low in _SUBJECTS:
            return False
        if self._is_bare(low):
            return True
        if low in self._lists["clause"] or VERB.search(low):
            return False
        if ending("genitive").search(low):
            return first < _PAIR or not self._skips_number(first - _PAIR)  # `464 адамның жалақысы`
        if low in self._lists["attributes"] or are_tied(token, self._words[first]):
            return True
        if ending("attribute").search(low) and not ending("oblique").search(low):
            return True
        possessed = ending("possessed").search(re.sub("(?:н[ыі]ң|н[ае]|н)$", "", head))
        if inner and ending("attribute").search(head) and not is_possessed(head):
            possessed = None  # `тараптар | екіжақты сауданы`
        oblique = ending("oblique").search(low) or ending("dative").search(low)
        bare = cases.case_of(low) == "nominative" and low not in stops("stops")
        verbal = bare and _VERBAL_NOUN.search(head) and not VERB.search(head)  # `кісі өлтіру`
        return bool(possessed or verbal) and not oblique


_FIGURE_ENDING = re.compile(r"-|[дтн][ае]н")
_PAIR = 2  # words back: a number and the noun it counts
_PARTICIPLE = re.compile(
    r"(?:(?:[ғқ]ан|[гк]ен)(?:дар|дер)?(?:д[ыі]ң)?|[мбп][ае]йт[ыі]н|[ыі]сп[ае]йт[ыі]н)$"
)
_WORK = re.compile(r"[аеыоілнрттсшзйптқк][ую][ғг][ае]$")
_OWNED = re.compile(r"(?:[ыі]|[ыі]н|[ыі]на|[ыі]не|[ыі]нан|[ыі]нен|[ыі]ның|[ыі]нің)$")
_VERBAL_NOUN = re.compile(r"[еілрнтсзп]у$")


def _bare_pair(before: Sequence[Token], at: int) -> int:
    """How many words before a possessed place are its bare nouns: `қаржы және сақтандыру
    қызметінде`.
    """
    words = [t.text.lower() for t in before[max(0, at - 3) : at]]
    plain = [x.isalpha() and not ending("possessed").search(x) for x in words]
    if len(words) == 3 and words[1] in wordlist("amounts")["of"]["clause"]:
        return 3
    return 1 if plain and plain[-1] else 0


def _named(words: Sequence[Token], first: int) -> int:
    """The index where the phrase begins with its name in marks: `«Ауыл» ұлттық жобасына`."""
    if not first or words[first - 1].text not in CLOSING:
        return first
    opened = title_start(words, first - 1)
    return first if opened is None else opened


_OWN = frozenset({"жоғары"})
_SUBJECTS = frozenset({"біз", "олар", "ол", "сіз"})


def inherits(a: Analysis, start: int, end: int) -> bool:
    """Whether the words between two amounts name nothing of their own, so that both measure one
    thing: `Экспорт 4,5 пайызға төмендеп, 78 млрд доллардан асқан`.
    """
    lists = wordlist("amounts")["of"]
    words = a.tokens_in(start, end)
    verbs = [ending("verbs_behind").search(t.text.lower()) is not None for t in words]
    return any(verbs) and all(
        verb or not t.text[0].isalpha() or t.text.lower() in lists["skipped"]
        for t, verb in zip(words, verbs, strict=True)
    )


def is_number_of(a: Analysis, thing: Slot, start: int, end: int) -> bool:
    """`… саны 18 пайызға төмендеп, 96 мың жағдайды құрады`: the figure counts what was named."""
    lists = wordlist("amounts")["of"]
    return thing.text.lower().endswith(tuple(lists["numbers"])) and inherits(a, start, end)
