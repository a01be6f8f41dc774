"""How sure each slot of a fact is that somebody would quote: who spoke, who holds which position,
which number, which days, which source.

Comes in: a fact in the shape of the public contract. Goes out: `{slot: 0..1}` for those of its
slots that are filled. A name that stands in the fact's own words is surer than one that was looked
for in the text before.
"""

import re
from collections.abc import Mapping
from typing import Any

_NAMED, _READ, _RESOLVED, _CONTINUED = 0.97, 0.88, 0.74, 0.66
"""A name in the fact's own words; a value of a less sure rule; a name that was looked for; a
speaker who only continues."""
_SOUGHT = 0.55
"""A speaker whom the text named elsewhere and whose role or kind does not confirm it (`компания`,
`эксперт`): right in 10 of 22 on real news, and 3 of the others are mended since.
"""
_PHRASE = 0.78
"""A phrase of the text that names nobody (`жители села`): right in 28 of 33, since the text may
name who is meant."""
_WHOLE_PHRASE = 0.86
_PRONOUN, _HOLDER = 0.87, 0.82
"""A full name that a pronoun means; a full name that a role noun means which stands in that
person's position. Their shares on the gold articles that may be read: 59 of 60 and 15 of 15;
on articles scored blind the pronouns were right in 43 of 45. On real news a Russian pronoun named
the right person in 20 of 24 (after two men it may mean either), so that it counts as doubted.
"""
_DOUBTED = 0.78
"""What was right in fewer than 93 of 100 on real news, whatever its rule (see the functions)."""
_SHORT = 4  # letters of the longest pronoun: `него`, `оның`, `they`
_GUESSED = 0.6  # the most for the answer of a language model
_STEM = 4  # letters that a name shares with its declined form
_SURE = 0.8


def slot_confidence(fact: Mapping[str, Any]) -> dict[str, float]:
    """The confidence of each filled slot, rounded to two digits."""
    most = _GUESSED if str(fact["rule"]).startswith("ai.") else 1.0
    return {slot: round(min(sure, most), 2) for slot, sure in _slots(fact).items()}


def _slots(fact: Mapping[str, Any]) -> dict[str, float]:
    match fact["type"]:
        case "quote" if fact["speaker_name"]:
            read = _kazakh_speaker if _language(fact) == "kk" else _speaker
            sure = read(fact["speaker"], fact["speaker_name"], fact["speaker_role"])
            if _is_bare_role(fact):
                sure = min(sure, _RESOLVED)
            elif _is_unproved(fact) or (sure == _PRONOUN and _language(fact) == "ru"):
                sure = min(sure, _DOUBTED)
            return {"speaker_name": sure}
        case "forecast" if fact["speaker_name"]:
            named = _in(fact["text"], fact["speaker_name"])
            return {"speaker_name": _NAMED if named else _HOLDER}
        case "role":
            return {"person": _holder(fact), "position": _position(fact)}
        case "appointment":
            person = {"person": min(_named(fact["person"]), _by_rule(fact))}
            # of an office held or left, the words that say where are often cut: 20 of 34 right
            position = min(_by_rule(fact), _DOUBTED)
            return person | ({"position": position} if fact["position"] else {})
        case "attribution":
            return {"source": _source(fact)}
        case "amount" if fact["value"] is not None:
            return {"value": _value(fact)}
        case "date" if fact["from"] or fact["to"]:
            return {"from_to": _days(fact)}
        case _:
            return {}


def _language(fact: Mapping[str, Any]) -> str:
    """The language of the rule."""
    return str(fact["rule"]).partition(".")[0]


def _is_bare_role(fact: Mapping[str, Any]) -> bool:
    """`депутат`, `глава Тулпара` as the name: the text may name this person elsewhere."""
    name: str = fact["speaker_name"]
    is_office = " " not in name or (name[0].islower() and name != name.lower())
    return bool(is_office and fact["speaker_role"] == name)


def _is_unproved(fact: Mapping[str, Any]) -> bool:
    """An English name without an office: in an indirect clause its subject may be a study, a place
    or somebody's words; a name that stands in full nowhere else may be cut out of a longer one.
    """
    slot = fact["speaker"]
    if _language(fact) != "en" or fact["speaker_role"] is not None or slot is None:
        return False
    return fact["form"] == "indirect" or len(fact["speaker_name"]) <= len(slot["text"])


def _holder(fact: Mapping[str, Any]) -> float:
    """A single word as the holder of an office of nothing (`Урсула`, `Consort`): 9 of 16 right."""
    sure, its = _named(fact["person"]), fact["person"]
    alone = " " not in (its.get("name") or its["text"]) and not _has_place(fact)
    return min(sure, _DOUBTED) if alone else sure


def _position(fact: Mapping[str, Any]) -> float:
    """An office of an organization or a place was right in 231 of 232; of none, where several words
    are read as its name, in 139 of 158; a single English word is often cut (`researcher`)."""
    sure, its = _by_rule(fact), fact["position"]
    one = " " not in (its.get("name") or its["text"])
    if _has_place(fact) or (one and _language(fact) != "en"):
        return sure
    return min(sure, _DOUBTED)


def _has_place(fact: Mapping[str, Any]) -> bool:
    return bool(fact["organization"] or fact["place"])


def _value(fact: Mapping[str, Any]) -> float:
    if fact["quantity"] == "ratio":  # 8 of 10
        return _DOUBTED
    return _NAMED if fact["confidence"] >= _SURE else _READ


def _days(fact: Mapping[str, Any]) -> float:
    """A day that is told from another one: 39 of 45 right in Russian and Kazakh, where `в тот день`
    and `сол күні` are read, and 18 of 18 in English."""
    if fact["relative"] and fact["grain"] == "day" and _language(fact) != "en":
        return _DOUBTED
    return _NAMED if not fact["relative"] and fact["confidence"] >= _SURE else _READ


def _speaker(slot: Mapping[str, Any] | None, name: str, role: str | None) -> float:
    if slot is None:
        return _CONTINUED
    if _in(slot["text"], name):
        return _NAMED if name != name.lower() else _PHRASE
    if " " not in name:
        return _SOUGHT
    if role and _in(slot["text"], role):
        return _HOLDER
    return _PRONOUN if len(slot["text"]) <= _SHORT else _SOUGHT


def _kazakh_speaker(slot: Mapping[str, Any] | None, name: str, role: str | None) -> float:
    """Kazakh has no genders and no cases that tell a subject from an attribute: a pronoun is sure
    only of somebody whose office the text gives (right in 8 of 8, without an office in 4 of 7),
    and one word in small letters (`сот`) may mean another institution than the one named before.
    A phrase of several words is right as it is printed (16 of 17). A single word that no office
    goes with, and a name in two alphabets, may be a part of a longer name or two names.
    """
    sure = _speaker(slot, name, role)
    if slot is None or sure == _CONTINUED:
        return sure
    printed = str(slot["text"])
    if sure == _PHRASE:
        return _WHOLE_PHRASE if " " in printed else _RESOLVED
    alone = " " not in printed and printed == printed.lower() and printed != name
    if sure == _NAMED and role is None and len(name) <= len(printed):  # 31 of 41
        return _PHRASE
    if sure == _PRONOUN:
        return sure if role else _PHRASE
    mixed = _LATIN.search(name) is not None and _CYRILLIC.search(name) is not None
    return min(sure, _PHRASE) if sure == _NAMED and (alone or mixed) else sure


_LATIN, _CYRILLIC = re.compile(r"[A-Za-z]{2}"), re.compile(r"[А-Яа-яЁё]{2}")


def _named(slot: Mapping[str, Any]) -> float:
    name = slot.get("name")
    return _NAMED if name is None or _in(slot["text"], name) else _RESOLVED


def _source(fact: Mapping[str, Any]) -> float:
    """`пишет газета`: a common noun alone, where the text may say which newspaper. A medium or a
    network in Kazakh, whose name in Latin letters is often cut: 36 of 43."""
    slot, layer = fact["source"], fact["layer"]
    name = slot.get("name") or slot["text"]
    sure = _named(slot)
    if layer == "cited" and name.islower() and " " not in name:
        return min(sure, _SOUGHT)
    is_medium = layer in ("cited", "social")
    return min(sure, _DOUBTED) if is_medium and _language(fact) == "kk" else sure


def _by_rule(fact: Mapping[str, Any]) -> float:
    """The rule's own confidence is that of a whole fact; a slot of a fact that is there is right
    more often.
    """
    return min(_NAMED, float(fact["confidence"]) + 0.08)


def _in(printed: str, name: str) -> bool:
    """Whether a word of the name stands in the printed words, in any case form."""
    words = {w[:_STEM] for w in _WORD.findall(printed.lower().replace("ё", "е"))}
    return any(w[:_STEM] in words for w in _WORD.findall(name.lower().replace("ё", "е")))


_WORD = re.compile(r"[^\W_]{2,}")  # `М.Баймаханбетова` has one
