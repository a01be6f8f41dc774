"""The thing that a Russian amount measures: `Товарооборот между странами превысил …`, `84%
заболевших`, `ущерб в размере 340 млн тенге`, `на глубине 10 км`, `147 семей`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words that name the thing,
or None. Each rule is one function; the surest is tried first.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.amounts.things import Things, phrase, skipped_tail, words_before
from baqylau.facts.ru.words.noun_phrase import last_of
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_PARTS = ("percent", "ratio", "measure")
_DASH = re.compile(r"\s[–—-]\s")
_FROM_THEM = re.compile(r"(?<!\w)(?:из (?:них|которых)|и)\s{1,2}$")
_SPACES = 20  # characters back to the mark before a figure
_INDICES = ("МРП", "МЗП")  # counted, but they measure what money measures


def measured_thing(a: Analysis, made: MeasuredAmount) -> Slot | None:
    listed = _behind_dash(a, made)
    if listed:
        return listed
    if made.unit.quantity == "count" and made.unit.name not in _INDICES:
        return _right_before(a, made, count=True) or _counted(a, made)
    if made.unit.quantity == "duration":
        return _right_before(a, made, count=True) or (
            _subject(a, made) if _moves(a, made) else None
        )
    return (
        _part_of(a, made)
        or _named_before(a, made)
        or _right_before(a, made)
        or _subject(a, made)
        or _purpose(a, made)
    )


def _behind_dash(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`из них 1,1 млрд – субсидии, 900 млн – гарантии`: in a list the thing stands behind the
    dash.
    """
    dash = _DASH.match(a.text, made.end)
    if made.unit.quantity not in ("money", "percent", "measure") or dash is None:
        return None
    before = a.text[max(0, made.start - _SPACES) : made.start].rstrip()[-1:]
    if before in "–—-(" or (
        before not in ",:;" and not _FROM_THEM.search(a.text, made.start - 20, made.start)
    ):
        return None
    words = a.tokens_in(dash.end(), min(a.sentence_at(made.start).end, dash.end() + 80))
    head = next((i for i, t in enumerate(words[:3]) if t.pos in ("NOUN", "PROPN")), None)
    if head is None or words[head].feats.get("Case") not in ("Nom", "Acc"):
        return None
    if any(t.pos not in ("ADJ", "DET") for t in words[:head]) or words[head].text[0].isdigit():
        return None
    return phrase(a, words, head, first=0)


def _counted(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`147 семей`: the counted noun with its attributes; none for a bare figure."""
    words = [t for t in a.tokens_in(made.number.end, made.end) if t.text[0].isalpha()]
    if not words or made.unit.name == "раз":
        return None
    return a.slot(words[0].start, made.end)


def _part_of(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`84% заболевших`, `40 км велодорожек`, `92,8 млн тонн каменного угля`: a genitive behind."""
    if made.unit.quantity not in _PARTS or made.rule == "ru.share_of":
        return None
    words = a.tokens_in(made.end, min(a.sentence_at(made.start).end, made.end + 80))
    if not words or words[0].start - made.end > 1 or words[0].feats.get("Case") != "Gen":
        return None
    if words[0].lemma in wordlist("amounts")["of"]["never"] or made.unit.name == "градус":
        return None
    if words[0].pos not in ("NOUN", "ADJ", "PROPN", "VERB"):
        return None
    head = next((i for i, t in enumerate(words[:4]) if t.pos in ("NOUN", "PROPN")), 0)
    if any(t.feats.get("Case") != "Gen" for t in words[:head]):
        head = 0
    if a.mention_at(words[head].start) and made.unit.quantity == "measure":
        return None  # "в 20 километрах Алматы"
    return a.slot(words[0].start, words[last_of(a, words, head) - 1].end)


def _named_before(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`магнитудой 4,7`, `на глубине 10 км`, `стоимостью 3 млрд`: a property before its figure."""
    before = a.tokens_in(max(0, made.start - 40), made.start)
    words = skipped_tail(before, only=("около", "более", "свыше", "до", "почти", "порядка", "в"))
    if not words or words[-1].pos != "NOUN":
        return None
    noun = words[-1]
    known = noun.lemma in wordlist("amounts")["of"]["properties"]
    oblique = noun.feats.get("Case") in ("Ins", "Loc", "Gen")
    return a.slot(noun.start, noun.end) if known and oblique else None


def _right_before(a: Analysis, made: MeasuredAmount, count: bool = False) -> Slot | None:
    """`запас в 1,3 миллиона доз`, `ущерб в размере 340 млн`, `сохранить ставку на уровне 16,5%`,
    `поднять охват до 95%`, `ИПП — 101,9%`: the noun right before the words that lead to the figure.
    """
    every = words_before(a, made)
    words = skipped_tail(every)
    tail = [t.text.lower() for t in every[len(words) :]]
    words = _without_inserted(words) if tail[:1] and tail[0] in ("–", "—", "-") else words
    if not words or not tail or words[-1].pos not in ("NOUN", "PROPN", "X", "ADJ"):
        return None
    dashed = any(x in ("–", "—", "(", ":") for x in tail)
    if count and not dashed and tail[0] != "в":
        return None
    return Things(a, words).adjacent(dashed=dashed, strict=count)


def _without_inserted(words: Sequence[Token]) -> Sequence[Token]:
    """`Дефицит кадров, по словам X, – 48 врачей`: the words without what stands between two commas
    before the dash.
    """
    if not words or words[-1].text != ",":
        return words
    opening = next((i for i in range(len(words) - 2, -1, -1) if words[i].text == ","), None)
    return words if opening is None else words[:opening]


def _moves(a: Analysis, made: MeasuredAmount) -> bool:
    """`интервал движения сократится до семи минут`: a verb of change governs the duration."""
    every = words_before(a, made)
    words, lists = skipped_tail(every), wordlist("amounts")["direction"]
    moved = every[len(words) :] and words and words[-1].pos == "VERB"
    if words and words[-1].lemma in wordlist("amounts")["of"]["lasting"]:
        return True
    return bool(moved) and any(words[-1].lemma in lists[x] for x in ("up", "down"))


def _subject(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`Годовая инфляция в июле достигла 11,8%`: the last subject of the sentence before it."""
    return Things(a, words_before(a, made)).subject()


def _purpose(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`На ремонт школы направили 120 млн тенге`, `выделили 5 млн на закуп угля`."""
    if made.unit.quantity != "money":
        return None
    lists, sentence = wordlist("amounts")["of"], a.sentence_at(made.start)
    spent = wordlist("amounts")["names"]["of_money"]
    before = words_before(a, made)
    if before and before[-1].lemma in lists["prices"]:
        return None  # партия ушла на фабрику по цене 900 долларов: the price of the batch
    behind = a.tokens_in(made.end, min(sentence.end, made.end + 90))
    if not any(t.lemma in spent for t in (*before[-8:], *behind[:3])):
        return None
    for words in (behind, before):
        at = next((i for i, t in enumerate(words) if t.text.lower() in lists["purposes"]), None)
        if at is None or (words is behind and at > 1):
            continue
        head = _accusative(words, at + 1)
        if head is not None and words[head].lemma not in lists["no_purposes"]:
            return phrase(a, words, head, first=at + 1)
    return None


def _accusative(words: Sequence[Token], first: int) -> int | None:
    for i in range(first, min(first + 4, len(words))):
        if words[i].pos == "NOUN":
            return i if words[i].feats.get("Case") == "Acc" else None
        if words[i].pos not in ("ADJ", "DET"):
            return None
    return None
