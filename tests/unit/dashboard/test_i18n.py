"""The dashboard's words: the same keys in three languages, every key used, every key the pages ask
for there; numbers take their forms.
"""

import re
from pathlib import Path

import pytest

from baqylau.analysis.edits import EditKind
from baqylau.model.fact import TYPES
from baqylau.model.issue import Trouble
from baqylau.model.visit import SourceOutcome
from baqylau.monitoring import field_coverage
from baqylau.store.queries.operations import COLUMNS
from dashboard import i18n
from dashboard.app import HERE
from dashboard.params import KINDS

PAGES = [
    x.read_text(encoding="utf-8")
    for x in (*HERE.rglob("*.html"), *HERE.rglob("*.rss"), *HERE.rglob("*.py"))
]
USED = {x for page in PAGES for x in re.findall(r"""\bt\(\s*['"]([a-z_0-9.]+)['"]""", page)}
GROUPS = {x.rstrip(".") for x in USED if x.endswith(".")}
"""Groups whose keys are built at run time: t('kind.' ~ kind)."""


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_three_files_with_the_same_keys(language: str) -> None:
    assert i18n.table(language).keys() == i18n.table("ru").keys()


def test_every_text_that_is_used_exists_and_every_text_is_used() -> None:
    there = i18n.table("ru").keys()
    assert {x for x in USED if not x.endswith(".")} <= there
    unused = {x for x in there if x not in USED and x.partition(".")[0] not in GROUPS}
    assert unused == {"language"}  # how the language calls itself, for whoever edits the file


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_kind_outcome_and_error_has_its_word(language: str) -> None:
    words = i18n.table(language)
    assert set(KINDS) == {x.type for x in TYPES}
    wanted = {f"{group}.{x}" for group in ("kind", "one") for x in KINDS} | {
        f"outcome.{x}" for x in COLUMNS
    }
    wanted |= {f"error.{x}{y}" for x in ("400", "404", "500", "503") for y in ("", "_advice")}
    wanted |= {f"source.{x}" for x in SourceOutcome}
    wanted |= {f"trouble.{x}" for x in Trouble} | {f"filled.{x}" for x in field_coverage.LABELS}
    wanted |= {f"meant.{x}" for x in (*EditKind, "nothing")}
    assert wanted <= words.keys()


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("ru", 1, "1 цитата"),
        ("ru", 22, "22 цитаты"),
        ("ru", 11, "11 цитат"),
        ("ru", 112, "112 цитат"),
        ("ru", 0, "0 цитат"),
        ("en", 1, "1 quote"),
        ("en", 2, "2 quotes"),
        ("kk", 5, "5 дәйексөз"),
    ],
)
def test_numbers_take_their_forms(language: str, n: int, text: str) -> None:
    assert i18n.of(language)("count.quotes", n) == text


def test_every_form_of_a_counted_noun_is_there() -> None:
    for language, forms in (("ru", 3), ("kk", 1), ("en", 2)):
        assert {len(x) for key, x in i18n.table(language).items() if key.startswith("count.")} == {
            forms
        }


def test_no_page_loads_anything_from_elsewhere() -> None:
    loaded = re.compile(r"""(?:src|action)\s*=\s*["'](?!/|\{\{)|url\(|@import|https?://""")
    files = [x for kind in ("html", "css", "js") for x in Path(HERE).rglob(f"*.{kind}")]
    assert len(files) > 10
    assert [x.name for x in files if loaded.search(x.read_text(encoding="utf-8"))] == []
