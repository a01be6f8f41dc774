"""Corrects the tagger where the dictionary allows only one reading.

Comes in: a word and the tag the network gave it. Goes out: part of speech and features. Three kinds
of errors cost facts: a rare verb taken for a noun (`возразила`), an office behind a prefix taken
for anything (`Вице-министром`, `Экс-аким`, `аким`), and a word of the region in the wrong case
(`акимата`).
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from baqylau.lang.ru.lemmas import morph, readings
from baqylau.lang.ru.lexicon import known
from baqylau.lang.ru.positions import deputy, group

Tagged = tuple[str, Mapping[str, str]]
_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_NUMBERS = {"sing": "Sing", "plur": "Plur"}
_TENSES = {"past": "Past", "pres": "Pres", "futr": "Fut"}


@lru_cache(maxsize=20_000)
def corrected(word: str, pos: str, case: str) -> Tagged | None:
    """The tag that the word must have; None where the tagger's tag is kept."""
    local = known(word.lower())
    if local and local.cases and (case not in local.cases or pos != "NOUN"):
        return "NOUN", MappingProxyType(
            {
                "Animacy": "Anim" if local.living else "Inan",
                "Case": local.cases[0],
                "Gender": "Masc",
                "Number": local.number,
            }
        )
    if "-" in word:
        return _accusative(word, case) or _office(word, case)
    if word[:1] in "зЗ" and deputy(word.lower()):
        return _deputy(word.lower()[len("зам") :], case)
    if group(word.lower()) and case not in ("", "Nom"):
        return _nominative_office(word.lower())
    if pos == "PROPN" and case != "Nom" and _are_offices(word.lower()):
        return "NOUN", _OFFICES
    if pos in ("VERB", "AUX", "ADJ") and case and _is_only_office(word):
        return "NOUN", MappingProxyType({"Animacy": "Anim", "Case": case, "Number": "Sing"})
    if pos == "VERB" and case and (finite := _finite(word)):
        return "VERB", finite
    if pos in ("VERB", "AUX") or not word.islower() or not morph().word_is_known(word):
        return None
    found = readings(word)
    if all(r.tag.POS == "VERB" for r in found):
        return "VERB", _verb(found[0].tag)
    if pos == "NOUN" and all(r.tag.POS == "PRTS" for r in found):
        return "VERB", MappingProxyType({**_verb(found[0].tag), **_SHORT_PARTICIPLE})
    return None


_SHORT_PARTICIPLE = {"VerbForm": "Part", "Variant": "Short", "Voice": "Pass"}  # назначен


def _finite(word: str) -> Mapping[str, str] | None:
    """`переизбрало`, tagged a participle: every reading is a finite verb."""
    found = readings(word)
    finite = bool(found) and all(r.tag.POS == "VERB" for r in found)
    return _verb(found[0].tag) if finite else None


def _deputy(office: str, case: str) -> Tagged:
    """`замдиректором` declines; `замдиректора` may stand in any case, and the tagger's is kept."""
    cases = [_CASES[r.tag.case] for r in readings(office) if r.tag.case in _CASES]
    frozen = "Gen" in cases
    fits = case in cases or (frozen and case)
    kept = case if fits else ("Nom" if frozen else cases[0])
    return "NOUN", MappingProxyType({"Animacy": "Anim", "Case": kept, **_ONE_MAN})


_ONE_MAN = {"Gender": "Masc", "Number": "Sing"}


def _is_only_office(word: str) -> bool:
    """`акима`, tagged a verb, `Ректора`, tagged an adjective: every reading is a noun, one of them
    a position in the singular.
    """
    found = readings(word)
    return all(r.tag.POS == "NOUN" for r in found) and any(
        group(r.normal_form) and r.tag.number == "sing" for r in found
    )


def _nominative_office(low: str) -> Tagged | None:
    """A position in its dictionary form (`аким`) stands in the nominative: of the words for people
    only `мать` has this form in another case too.
    """
    tag = next(
        (
            r.tag
            for r in readings(low)
            if r.tag.POS == "NOUN" and r.normal_form == low and r.tag.case == "nomn"
        ),
        None,
    )
    if tag is None or tag.number != "sing" or (tag.gender == "femn" and low.endswith("ь")):
        return None
    return "NOUN", MappingProxyType(
        {
            "Animacy": "Anim",
            "Case": "Nom",
            "Gender": _GENDERS.get(tag.gender, "Masc"),
            "Number": "Sing",
        }
    )


_OFFICES = MappingProxyType({"Animacy": "Anim", "Case": "Nom", "Gender": "Masc", "Number": "Plur"})


def _are_offices(low: str) -> bool:
    """`Синоптики` at the beginning of a sentence: people by what they do, in a form that only the
    nominative plural has.
    """
    nouns = [r for r in readings(low) if r.tag.POS == "NOUN"]
    return bool(nouns) and all(
        (r.tag.case, r.tag.number) == ("nomn", "plur") and group(r.normal_form) for r in nouns
    )


def _accusative(word: str, case: str) -> Tagged | None:
    """`пресс-службу`, `пресс-группу`: the last part is a noun that has this form in the accusative
    alone.
    """
    first, _, last = word.lower().rpartition("-")
    if case == "Acc" or not last.endswith("у") or first != "пресс":
        return None
    nouns = [r.tag for r in readings(last) if r.tag.POS == "NOUN" and r.tag.gender == "femn"]
    if not nouns or any(t.case != "accs" for t in nouns):
        return None
    feats = {"Animacy": "Inan", "Case": "Acc", "Gender": "Fem", "Number": "Sing"}
    return "NOUN", MappingProxyType(feats)


def _office(word: str, case: str) -> Tagged | None:
    """`Вице-министром`: a noun in a case of its last part; the tagger's case, where this part may
    stand in it.
    """
    last = word.lower().rsplit("-", 1)[-1]
    nouns = [
        r for r in readings(last) if r.tag.POS == "NOUN" and group(r.normal_form.replace("ё", "е"))
    ]
    if not nouns:
        return None
    tag = next((r.tag for r in nouns if _CASES.get(r.tag.case) == case), nouns[0].tag)
    feats = {
        "Animacy": "Anim",
        "Case": _CASES.get(tag.case, "Nom"),
        "Gender": _GENDERS.get(tag.gender, "Masc"),
        "Number": _NUMBERS.get(tag.number, "Sing"),
    }
    return "NOUN", MappingProxyType(feats)


def _verb(tag: Any) -> Mapping[str, str]:
    feats = {
        "VerbForm": "Fin",
        "Number": _NUMBERS.get(tag.number),
        "Gender": _GENDERS.get(tag.gender),
        "Tense": _TENSES.get(tag.tense),
    }
    return MappingProxyType({key: value for key, value in feats.items() if value})
