"""Russian lemmas. Comes in: a word and its tag in the sentence. Goes out: its dictionary form.

pymorphy3 offers every reading of a word; the reading that fits the tag best is taken. Readings and
lemmas are cached across articles (in bounded memory), since nine tokens in ten have been seen
before.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from baqylau.lang.ru.lexicon import known

_OPENCORPORA_TO_UD = {
    "NOUN": "NOUN", "NPRO": "PRON", "VERB": "VERB", "INFN": "VERB", "PRTF": "VERB", "PRTS": "VERB",
    "GRND": "VERB", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADV", "NUMR": "NUM", "ADVB": "ADV",
    "PREP": "ADP", "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ",
}  # fmt: skip
_ALIKE = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ", "DET": "PRON"}
_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_NUMBERS = {"Sing": "sing", "Plur": "plur"}


@cache
def morph() -> Any:
    """pymorphy3's analyser; its dictionary takes about 50 MB."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=30_000)
def readings(word: str) -> tuple[Any, ...]:
    """Every reading pymorphy3 knows of a word, likeliest first; none where a character has no
    Unicode name, since pymorphy3 fails on it.
    """
    if not all(unicodedata.name(c, "") for c in word):
        return ()
    return tuple(morph().parse(word))


def may_be(word: str, case: str) -> bool:
    """Whether some reading of the word stands in this case, named as in pymorphy3: `gent`."""
    return any(r.tag.case == case for r in readings(word.lower()))


@lru_cache(maxsize=60_000)
def lemma(word: str, pos: str, case: str = "", gender: str = "", number: str = "") -> str:
    """The dictionary form in lower case; the word itself where it is not Russian."""
    low = word.lower()
    if not low[:1].isalpha():
        return low
    local = known(low)
    if local:
        return local.lemma
    prefix, hyphen, last = low.rpartition("-")
    if (
        hyphen and prefix and last and not morph().word_is_known(low)
    ):  # вице-министром: the last part is inflected
        return f"{prefix}-{lemma(last, pos, case, gender, number)}"
    best = max(
        enumerate(readings(low)),
        key=lambda x: (_fit(x[1], pos, case, gender, number), -x[0]),
        default=None,
    )
    if (
        best and best[1].tag.POS == "PRTF" and pos in ("NOUN", "PROPN")
    ):  # заведующей: a noun made of a participle
        form = best[1].inflect({"masc", "sing", "nomn"})
        return str(form.word).replace("ё", "е") if form else low
    return best[1].normal_form.replace("ё", "е") if best else low


@lru_cache(maxsize=5_000)
def is_future(word: str) -> bool:
    """Whether the likeliest reading of a lower-case word is a verb in the future: "прогреется"."""
    return bool(readings(word)) and readings(word)[0].tag.tense == "futr"


def lemma_of(word: str, pos: str, feats: Mapping[str, str]) -> str:
    return lemma(word, pos, feats.get("Case", ""), feats.get("Gender", ""), feats.get("Number", ""))


def _fit(reading: Any, pos: str, case: str, gender: str, number: str) -> int:
    tag = reading.tag
    found = _OPENCORPORA_TO_UD.get(str(tag.POS), "X")
    wanted = _ALIKE.get(pos, pos)
    same = (
        found == wanted
        or (found == "VERB" and wanted == "ADJ")
        or {found, wanted} == {"ADJ", "PRON"}
    )
    score = 8 * same
    score += 4 * (bool(case) and tag.case == _CASES.get(case))
    score += 2 * (bool(gender) and tag.gender == _GENDERS.get(gender))
    return score + (bool(number) and tag.number == _NUMBERS.get(number))


@lru_cache(maxsize=20_000)
def inflect_nominative(word: str, number: str = "sing") -> str | None:
    """The nominative of a noun or adjective that stands in another case, keeping its number; None
    where there is no such form.
    """
    for reading in readings(word.lower()):
        form = reading.inflect({"nomn", number})
        if form:
            return str(form.word)
    return None
