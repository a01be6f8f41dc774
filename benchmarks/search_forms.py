"""Whether the search finds one form of a word by another: `python -m benchmarks.search_forms
CORPORA [KTB]` prints a table.

Comes in: the names of the region and the unlike words of tests/unit/lang, UD Russian-Taiga in the
corpora folder, and the folder of UD Kazakh-KTB where it is given. Goes out: recall over pairs of
forms of one word, precision over pairs of which one finds the other, and the CPU time of a text.
"""

import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

from baqylau.lang.ru.declension import declined
from baqylau.lang.ru.lemmas import readings
from baqylau.lang.stems import finding, indexed, stems
from baqylau.lang.tokens import words

_LISTS = Path(__file__).parent.parent / "tests" / "unit" / "lang"
_CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental")
_RUSSIAN_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_GENDERS = {"men": "m", "women": "f"}
Pairs = list[tuple[str, str]]


def listed(name: str) -> Any:
    return tomllib.loads((_LISTS / f"{name}.toml").read_text(encoding="utf-8"))


def found(query: str, text: str, language: str) -> bool:
    """Whether a query of one word finds a text of one word."""
    asked = [set(finding(x, language)) for x in words(query)]
    held = [set(indexed(x, language)) for x in words(text)]
    return len(asked) == len(held) and all(x & y for x, y in zip(asked, held, strict=True))


def russian_names() -> Iterator[tuple[str, set[str]]]:
    """Each Russian name of the list with its case forms; of a surname the women's forms too."""
    for kind, names in listed("search_names").items():
        for _, name in names:
            if kind == "surnames":
                yield name, _surname(name)
            elif kind in _GENDERS:
                yield name, {x.title() for x in declined(name, _GENDERS[kind], "given")}
            else:
                yield name, _thing(name)


def _surname(name: str) -> set[str]:
    forms = {x.capitalize() for x in declined(name, "m", "family")}
    if name.endswith(("ов", "ев", "ёв", "ин")):
        forms |= {x.capitalize() for x in declined(name + "а", "f", "family")}
    if name.endswith("ский"):
        forms |= {x.capitalize() for x in declined(name[:-2] + "ая", "f", "family")}
    return forms


def _thing(name: str) -> set[str]:
    """The forms of a place or an institution: the dictionary's, or those of a name."""
    known = [x for x in readings(name.lower()) if "nomn" in x.tag and x.is_known]
    inflected = [known[0].inflect({case}) for case in _RUSSIAN_CASES] if known else []
    gender = "f" if name[-1] in "ая" else "m"
    forms = {x.word for x in inflected if x} or set(declined(name, gender))
    return {name} | {_as(name, x) for x in forms}


def _as(name: str, word: str) -> str:
    return (
        "".join(x.upper() if y.isupper() else x for x, y in zip(word, name, strict=False))
        + (word[len(name) :])
    )


def kazakh_names() -> Iterator[tuple[str, set[str]]]:
    """Each Kazakh name of the list with its seven cases, by qazaq-inflector."""
    from qazaq_inflector import QazaqNameInflector

    inflector = QazaqNameInflector(strict=True)
    for kind, names in listed("search_names").items():
        for name, _ in names:
            if kind == "possessed":
                word = name
                yield name, {name} | {_after_possessive(word, x) for x in _CASES}
                continue
            has_womans = kind == "surnames" and name[-2:] in _TAILS
            for each in [name, name + "а"] if has_womans else [name]:
                yield each, {each} | {inflector.inflect(each, x) or each for x in _CASES}


_TAILS = ("ов", "ев", "ёв", "ин")
_PRONOMINAL = {
    "genitive": ("ның", "нің"),
    "dative": ("на", "не"),
    "accusative": ("н", "н"),
    "locative": ("нда", "нде"),
    "ablative": ("нан", "нен"),
    "instrumental": ("мен", "мен"),
}


def _after_possessive(word: str, case: str) -> str:
    return word + _PRONOMINAL[case]["ыі".index(word[-1])]


def recall(names: Iterable[tuple[str, set[str]]], language: str) -> tuple[int, int, Pairs]:
    """Ordered pairs of different forms of one name: found, all, and those not found."""
    missed: Pairs = []
    total = 0
    for _, forms in names:
        for query, text in permutations(sorted(forms), 2):
            total += 1
            if not found(query, text, language):
                missed.append((query, text))
    return total - len(missed), total, missed


def merged() -> list[tuple[str, str, str]]:
    """Pairs of unlike words of which one finds the other."""
    return [
        (language, one, other)
        for language, groups in listed("unlike_words").items()
        for group in groups
        for one, other in permutations(group.split(), 2)
        if found(one, other, language)
    ]


def treebank(paths: Iterable[Path], language: str, names_only: bool = False) -> tuple[float, float]:
    """Recall and precision over unordered pairs of different words of a treebank: of pairs with
    one lemma, how many find each other; of pairs that find each other, how many have one lemma.
    """
    lemmas: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            column = line.split("\t")
            if len(column) < 10 or not column[1].isalpha():
                continue
            word, lemma, is_name = column[1], column[2].lower(), column[3] == "PROPN"
            if is_name or not names_only:
                (word,) = words(word if is_name else word.lower())
                lemmas[word].add(lemma.replace("ё", "е"))
    by_lemma, by_stem = defaultdict(set), defaultdict(set)
    for word, its in lemmas.items():
        for lemma in its:
            by_lemma[lemma].add(word)
        for stem in {*indexed(word, language), *finding(word, language)}:
            by_stem[stem].add(word)
    alike = {x for group in by_lemma.values() for x in combinations(sorted(group), 2)}
    met = {
        (one, other)
        for group in by_stem.values()
        for one, other in combinations(sorted(group), 2)
        if found(one, other, language) or found(other, one, language)
    }
    return len(alike & met) / len(alike), len(alike & met) / len(met)


def main(corpora: Path, ktb: Path | None) -> None:
    for language, names in (("ru", russian_names()), ("kk", kazakh_names())):
        good, total, missed = recall(names, language)
        print(f"names {language}: {good} of {total} pairs of forms, {good / total:.4f}", missed[:8])
    unlike = merged()
    print(f"unlike words merged: {len(unlike)}", unlike[:8])
    taiga = corpora / "stories" / "ru_taiga_dev.conllu"
    for name, language, paths in (
        ("UD-Taiga", "ru", [taiga] if taiga.exists() else []),
        ("UD-KTB", "kk", sorted(ktb.glob("*.conllu")) if ktb else []),
    ):
        for names_only in (False, True) if paths else ():
            figures = treebank(paths, language, names_only)
            label = f"{name} names" if names_only else name
            print(f"{label}: recall {figures[0]:.4f} precision {figures[1]:.4f}")
        text = "\n".join(_sentences(paths))
        begun = time.process_time()
        stems(text, language)
        print(f"{name}: {time.process_time() - begun:.2f} s of CPU for {len(text)} characters")


def _sentences(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                yield line[9:]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
