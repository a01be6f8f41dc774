"""Makes the tables of document frequencies in baqylau/stories (frequencies_ru.txt, _kk.txt and
_en.txt) from word counts: those of the navec news vocabulary (Russian, MIT), of the sentences of
KazNERD (Kazakh, CC BY 4.0) and of 217 news articles of tgcontest (English, Apache-2.0). Only
figures are kept.

$ python -m benchmarks.story_frequencies FOLDER_OF_KAZNERD FOLDER_OF_TGCONTEST
"""

import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from baqylau.lang.ru.models import navec
from baqylau.lang.stems import stems

_HERE = Path(__file__).parents[1] / "baqylau" / "stories"
_DOCUMENTS = 4_000_000  # navec was made from about a thousand million words; an article has 250
_SENTENCES = 12  # of an article
_PER = 10_000
_LEAST = {"ru": 40, "kk": 30, "en": 1}
_ARTICLES = 5  # of 217 that hold an English stem


def russian() -> dict[str, float]:
    vocabulary = navec().vocab
    count: Counter[str] = Counter()
    for word, times in zip(vocabulary.words, vocabulary.counts, strict=False):
        if "а" <= word[0] <= "я" and word.isalpha():
            count[stems(word, "ru").split()[0]] += int(times)
    return {x: 1 - math.exp(-n / _DOCUMENTS) for x, n in count.items()}


def kazakh(folder: Path) -> dict[str, float]:
    texts = list(_texts(folder))
    count = Counter(x for text in texts for x in set(stems(text, "kk").split()))
    return {
        x: 1 - (1 - n / len(texts)) ** _SENTENCES for x, n in count.items() if n > 1 and x.isalpha()
    }


def english(folder: Path) -> dict[str, float]:
    """The folder holds the English tables of `toloka/`, each with texts of news."""
    texts: dict[str, str] = {}
    for path in sorted(folder.rglob("en_*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                for kind in ("", "first_", "second_"):
                    text = row.get(f"INPUT:{kind}text")
                    if text:
                        title = row.get(f"INPUT:{kind}title") or ""
                        texts[row[f"INPUT:{kind}url"]] = f"{title} {text}"
    count = Counter(x for text in texts.values() for x in set(stems(text, "en").split()))
    return {
        x: n / len(texts) for x, n in count.items() if n >= _ARTICLES and x.isalpha() and len(x) > 1
    }


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("ner_train*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(x)["text"] for x in lines)


def main() -> None:
    tables = {
        "ru": russian(),
        "kk": kazakh(Path(sys.argv[1])),
        "en": english(Path(sys.argv[2])),
    }
    for language, found in tables.items():
        rows = sorted(((round(p * _PER), x) for x, p in found.items()), key=lambda x: (-x[0], x[1]))
        kept = [f"{x} {n}\n" for n, x in rows if n >= _LEAST[language]]
        (_HERE / f"frequencies_{language}.txt").write_text("".join(kept), encoding="utf-8")
        print(language, len(kept), "stems")


if __name__ == "__main__":
    main()
